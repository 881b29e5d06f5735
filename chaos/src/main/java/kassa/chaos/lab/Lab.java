package kassa.chaos.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import kassa.gateway.console.ArchiveSchema;
import kassa.gateway.console.Endpoint;

/**
 * A whole Kassa as child processes, started together and ended together. What it remembers is on
 * disk, so that another command, in another process, can break, mend and end it.
 *
 * <p>Names are {@code cassandra}, {@code acquirer}, and the nodes {@code n1}, {@code n2}, ….
 * Methods may be called by any thread; they block. An attached lab ends with {@link #close()}, and
 * also when this process is killed.
 */
public final class Lab implements AutoCloseable {
  /** Cassandra beside seven nodes that start on two cores needs half of it. */
  private static final Duration UNTIL_READY = Duration.ofMinutes(4);

  /** Cassandra's drain takes about five seconds. */
  private static final Duration UNTIL_ENDED = Duration.ofSeconds(15);

  private static final long POLL_MILLIS = 100;

  /** A thread each: the common pool is as small as the machine, and waiting would fill it. */
  private static final Executor WAITERS =
      wait -> {
        Thread thread = new Thread(wait, "lab waits");
        thread.setDaemon(true);
        thread.start();
      };

  private final LabPlan plan;
  private final LabStateFile file;
  private final LabLock lock;
  private final Map<String, Leash> leashes = new ConcurrentHashMap<>();
  private volatile boolean closing;

  private Lab(LabPlan plan) {
    this.plan = plan;
    this.file = new LabStateFile(plan.directory());
    this.lock = new LabLock(plan.directory());
  }

  /** A lab that is yet to be started. */
  public static Lab of(LabPlan plan) {
    return new Lab(plan);
  }

  /** The lab that an earlier command started here, running or not. */
  public static Optional<Lab> existing(Path directory, ArchiveSchema schema) {
    return new LabStateFile(directory)
        .read()
        .map(
            state ->
                new Lab(
                    new LabPlan(
                        directory,
                        state.ports(),
                        state.network() == null ? LabNetwork.LOOPBACK : state.network(),
                        state.newcomers(),
                        state.program(),
                        Path.of(state.cassandraJars()),
                        false,
                        schema)));
  }

  /** Whether processes of it live, and somebody means them to. */
  public boolean isWanted() {
    return file.read().filter(state -> state.wanted() && state.anyLives()).isPresent();
  }

  public LabPlan plan() {
    return plan;
  }

  /** The management addresses, one for each node. */
  public List<Endpoint> endpoints() {
    return each(plan.ports().management());
  }

  /** The merchant API's addresses, one for each node. */
  public List<Endpoint> merchantEndpoints() {
    return each(plan.ports().http());
  }

  public Endpoint archive() {
    return new Endpoint(plan.network().partners(), plan.ports().cassandra());
  }

  private List<Endpoint> each(List<Integer> ports) {
    return IntStream.range(0, ports.size())
        .mapToObj(i -> new Endpoint(plan.network().host(nodes().get(i)), ports.get(i)))
        .toList();
  }

  public List<String> nodes() {
    return IntStream.rangeClosed(1, plan.ports().nodes()).mapToObj(GatewayNode::name).toList();
  }

  /**
   * Starts everything at once, and returns when all of it serves and the archive has its schema.
   *
   * @throws LabFailure when something does not come up; nothing is left running then
   */
  public void startAll(Progress progress) {
    try {
      sweep(progress);
      LinuxSockets.requireFree(plan.ports().needed());
      plan.network().make(nodes());
      begin();
      List<Service> services = services();
      for (Service service : services) {
        launch(service);
        progress.step(service.name() + " starts");
      }
      List<CompletableFuture<Void>> waiting =
          services.stream()
              .map(service -> CompletableFuture.runAsync(() -> await(service, progress), WAITERS))
              .toList();
      join(waiting);
    } catch (RuntimeException failed) {
      stopAll();
      throw failed;
    }
  }

  /** The first failure ends the wait: the others would be waited for in vain. */
  private static void join(List<CompletableFuture<Void>> waiting) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new));
    CompletableFuture<Void> first = new CompletableFuture<>();
    waiting.forEach(
        one ->
            one.exceptionally(
                failure -> {
                  first.completeExceptionally(failure);
                  return null;
                }));
    try {
      CompletableFuture.anyOf(all, first).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof LabFailure failure) {
        throw failure;
      }
      throw failed;
    }
  }

  /**
   * Starts one process and waits until it serves; one that was paused goes on; one that serves is
   * left alone.
   */
  public void start(String name) {
    Service service = service(name);
    Optional<LinuxProcess> living = state().living(name);
    if (living.isPresent()) {
      living.get().send(LinuxProcess.Signal.CONT);
    } else {
      launch(service);
    }
    await(service, Progress.silent());
  }

  /** As {@link #start}, for several at once. */
  public void startTogether(List<String> names, Progress progress) {
    join(
        names.stream()
            .map(
                name ->
                    CompletableFuture.runAsync(
                        () -> {
                          start(name);
                          progress.step(name + " serves");
                        },
                        WAITERS))
            .toList());
  }

  /**
   * SIGKILL: no goodbye, as when the power goes. Returns when it is gone.
   *
   * @throws LabFailure when it does not run, or does not end
   */
  public void kill(String name) {
    LinuxProcess process = living(name);
    process.send(LinuxProcess.Signal.KILL);
    if (!process.endsWithin(UNTIL_ENDED)) {
      throw new LabFailure(name + " was killed and has not ended; a disk may hang.");
    }
    release(name);
  }

  /** SIGSTOP: it looks alive to the system, accepts connections, and answers nothing. */
  public void pause(String name) {
    living(name).send(LinuxProcess.Signal.STOP);
  }

  /** SIGTERM, and SIGKILL when it takes too long. */
  public void stop(String name) {
    service(name);
    state().living(name).ifPresent(process -> end(List.of(process)));
    release(name);
  }

  /**
   * @throws LabFailure with its last words, when it has ended
   */
  public void requireAlive(String name) {
    Service service = service(name);
    if (state().living(name).isEmpty()) {
      throw new LabFailure(name + " ended by itself. " + ServiceLauncher.lastWords(service));
    }
  }

  /** A node that does not run loses its disk. */
  public void wipe(String name) {
    if (state().living(name).isPresent()) {
      throw new LabFailure(name + " runs: its disk is in use.");
    }
    new LabFolder(service(name).directory().resolve("data")).wipe();
  }

  private LinuxProcess living(String name) {
    service(name);
    return state()
        .living(name)
        .orElseThrow(
            () ->
                new LabFailure(
                    name + " does not run; ./kassa chaos resume " + name + " starts it."));
  }

  private void release(String name) {
    Optional.ofNullable(leashes.remove(name)).ifPresent(Leash::close);
  }

  /** Ends everything, politely first. Nothing of the lab runs afterwards; its state stays. */
  public void stopAll() {
    closing = true;
    end(living());
    List.copyOf(leashes.keySet()).forEach(this::release);
  }

  /** Ends everything at once, without a goodbye; its state stays. */
  public void killAll() {
    closing = true;
    List<LinuxProcess> living = living();
    living.forEach(process -> process.send(LinuxProcess.Signal.KILL));
    living.forEach(process -> process.endsWithin(UNTIL_ENDED));
    List.copyOf(leashes.keySet()).forEach(this::release);
  }

  private List<LinuxProcess> living() {
    return lock.holding(
        () ->
            file.read().stream()
                .flatMap(state -> state.processes().values().stream())
                .filter(LinuxProcess::alive)
                .toList());
  }

  private static void end(List<LinuxProcess> processes) {
    processes.forEach(process -> process.send(LinuxProcess.Signal.TERM));
    // A stopped process cannot obey before it goes on.
    processes.forEach(process -> process.send(LinuxProcess.Signal.CONT));
    Instant deadline = Instant.now().plus(UNTIL_ENDED);
    for (LinuxProcess process : processes) {
      Duration left = Duration.between(Instant.now(), deadline);
      if (!process.endsWithin(left.isNegative() ? Duration.ZERO : left)) {
        process.send(LinuxProcess.Signal.KILL);
        process.endsWithin(UNTIL_ENDED);
      }
    }
  }

  /** Ends an attached lab at once. A lab that runs by itself is left alone. */
  @Override
  public void close() {
    if (plan.attached()) {
      killAll();
    }
  }

  /** How every process stands, Cassandra and the acquirer first. */
  public List<Standing> standings() {
    LabState state = state();
    return services().stream()
        .map(
            service -> {
              Optional<LinuxProcess> living = state.living(service.name());
              Standing.State stands =
                  living
                      .map(p -> p.paused() ? Standing.State.PAUSED : Standing.State.RUNNING)
                      .orElse(Standing.State.DEAD);
              long pid = living.map(LinuxProcess::pid).orElse(0L);
              return new Standing(service.name(), stands, pid, port(service), service.log());
            })
        .toList();
  }

  private int port(Service service) {
    return switch (service.name()) {
      case Service.CASSANDRA -> plan.ports().cassandra();
      case Service.ACQUIRER -> plan.ports().acquirer();
      default -> plan.ports().http().get(nodes().indexOf(service.name()));
    };
  }

  private LabState state() {
    return file.read()
        .orElseThrow(() -> new LabFailure("There is no lab here: ./kassa demo starts one."));
  }

  private List<Service> services() {
    List<Service> services = new ArrayList<>();
    services.add(
        Cassandra.service(
            plan.directory().resolve(Service.CASSANDRA),
            plan.cassandraJars(),
            plan.ports(),
            plan.network().partners()));
    services.add(
        Acquirer.service(
            plan.directory().resolve(Service.ACQUIRER),
            plan.program(),
            plan.ports(),
            plan.network().partners()));
    String secret = new LabSecret(plan.directory()).value();
    for (int number = 1; number <= plan.ports().nodes(); number++) {
      services.add(
          GatewayNode.service(
              number,
              plan.directory().resolve(GatewayNode.name(number)),
              plan.program(),
              plan.ports(),
              plan.network(),
              plan.newcomers(),
              secret));
    }
    return services;
  }

  private Service service(String name) {
    List<Service> services = services();
    return services.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new LabFailure(
                    "'%s' is none of %s."
                        .formatted(
                            name,
                            String.join(", ", services.stream().map(Service::name).toList()))));
  }

  /** Ends what an earlier session left behind. */
  private void sweep(Progress progress) {
    List<LinuxProcess> left = living();
    if (!left.isEmpty()) {
      progress.step("ends " + left.size() + " processes that an earlier session left behind");
      end(left);
    }
  }

  private void begin() {
    lock.holding(
        () -> {
          file.write(
              new LabState(
                  Instant.now().toString(),
                  plan.ports(),
                  plan.network() instanceof Namespaces namespaces ? namespaces : null,
                  plan.newcomers(),
                  plan.program(),
                  plan.cassandraJars().toString(),
                  plan.attached() ? LinuxProcess.self() : null,
                  Map.of()));
          return plan;
        });
  }

  private void launch(Service service) {
    lock.holding(
        () -> {
          if (closing) {
            throw new LabFailure("The lab is being stopped.");
          }
          if (file.read().isEmpty()) {
            begin();
          }
          LinuxProcess process = ServiceLauncher.launch(service);
          file.write(state().with(service.name(), process));
          if (plan.attached()) {
            release(service.name());
            leashes.put(service.name(), Leash.on(process));
          }
          return process;
        });
  }

  private void await(Service service, Progress progress) {
    long deadline = System.nanoTime() + UNTIL_READY.toNanos();
    while (!service.ready().answers()) {
      if (closing) {
        throw new LabFailure("The lab is being stopped.");
      }
      if (state().living(service.name()).isEmpty()) {
        throw new LabFailure(
            service.name() + " ended before it was ready. " + ServiceLauncher.lastWords(service));
      }
      if (System.nanoTime() > deadline) {
        throw new LabFailure(
            "%s is not ready after %d s. %s"
                .formatted(
                    service.name(), UNTIL_READY.toSeconds(), ServiceLauncher.lastWords(service)));
      }
      pauseBriefly();
    }
    progress.step(service.name() + " is ready");
    if (service.name().equals(Service.CASSANDRA)) {
      plan.schema().apply(List.of(archive().toString()), "datacenter1", "kassa");
      progress.step("the archive has its schema");
    }
  }

  private static void pauseBriefly() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new LabFailure("The wait was interrupted.", interrupted);
    }
  }

  /**
   * @param newcomers how many of the nodes the ring did not begin with
   */
  public record Size(int nodes, int newcomers) {}

  /** Of the ring whose data a start would find. */
  public static Optional<Size> sizeOfState(Path directory) {
    return new LabStateFile(directory)
        .read()
        .filter(state -> Files.isDirectory(directory.resolve(GatewayNode.name(1))))
        .map(state -> new Size(state.ports().nodes(), state.newcomers()));
  }
}
