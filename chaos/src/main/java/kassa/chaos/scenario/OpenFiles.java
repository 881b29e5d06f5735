package kassa.chaos.scenario;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import kassa.chaos.lab.LabFailure;

/** How many files and sockets this process may open. */
final class OpenFiles {
  private OpenFiles() {}

  /**
   * Fails at once, rather than in the middle.
   *
   * @throws LabFailure when it may not open so many more; says what to do
   */
  static void require(long more) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long most = system.getMaxFileDescriptorCount();
      long needed = system.getOpenFileDescriptorCount() + more;
      boolean isLimited = most > 0;
      if (isLimited && most < needed) {
        throw new LabFailure(
            "This needs %d open files and sockets, and the system allows this process %d: raise its limit (ulimit -n %d, as one who may) and try again."
                .formatted(needed, most, needed));
      }
    }
  }
}
