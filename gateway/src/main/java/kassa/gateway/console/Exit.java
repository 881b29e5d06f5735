package kassa.gateway.console;

/** How a command ends, for scripts. Fixed: scripts of others depend on the numbers. */
public enum Exit {
  OK(0),
  ERROR(1),
  USAGE(2),
  NOBODY_REACHABLE(3),
  NOT_FOUND(4),
  REFUSED(5),
  UNHEALTHY(10),
  DEGRADED(11),
  TIMED_OUT(124);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
