package kassa.chaos.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import kassa.ring.sim.Bug;
import kassa.ring.sim.Run;
import kassa.ring.sim.Stage;
import org.jspecify.annotations.Nullable;

/**
 * Many seeds of one stage, some at a time, until one fails. Of several that fail, the first is
 * told, so that the number of threads changes nothing but the time.
 */
public final class Campaign {
  /** From so many seeds on, every rare state must have been reached. */
  public static final int TELLING = 500;

  private final Stage stage;
  private final @Nullable Bug planted;
  private final long first;
  private final int seeds;
  private final Map<String, Times> occurred = new TreeMap<>();
  private final long began = System.nanoTime();
  private long next;
  private int done;
  private long steps;
  private Optional<Run> failed = Optional.empty();

  /**
   * How often something occurred.
   *
   * @param times in all seeds together
   * @param seeds in which it did
   */
  public record Times(long times, int seeds) {
    private Times plus(int more) {
      return new Times(times + more, seeds + 1);
    }
  }

  private Campaign(Stage stage, @Nullable Bug planted, long first, int seeds) {
    this.stage = stage;
    this.planted = planted;
    this.first = first;
    this.seeds = seeds;
    this.next = first;
  }

  /**
   * Runs it.
   *
   * @param progress gets a line every now and then
   */
  public static Campaign run(
      Stage stage,
      @Nullable Bug planted,
      long first,
      int seeds,
      int threads,
      Consumer<String> progress)
      throws InterruptedException {
    Campaign campaign = new Campaign(stage, planted, first, seeds);
    campaign.runAll(threads, progress);
    return campaign;
  }

  private void runAll(int threads, Consumer<String> progress) throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> works = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        works.add(workers.submit(() -> work(threads, progress)));
      }
      for (Future<?> work : works) {
        work.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the simulator itself failed", e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private void work(int threads, Consumer<String> progress) {
    for (Optional<Long> seed = take(); seed.isPresent(); seed = take()) {
      Run run = Run.of(stage, stage.plan(seed.get()), planted);
      count(run);
      tell(threads, progress);
    }
  }

  private synchronized Optional<Long> take() {
    boolean goesOn = next < first + seeds && failed.isEmpty();
    return goesOn ? Optional.of(next++) : Optional.empty();
  }

  private synchronized void count(Run run) {
    done++;
    steps += run.plan().operations();
    run.occurred()
        .forEach(
            (what, times) ->
                occurred.merge(what, new Times(times, 1), (known, more) -> known.plus(times)));
    if (run.fails() && (failed.isEmpty() || run.plan().seed() < failed.get().plan().seed())) {
      failed = Optional.of(run);
    }
  }

  private synchronized void tell(int threads, Consumer<String> progress) {
    if (done % 100 == 0 || done == seeds) {
      progress.accept(
          "%6d seeds  %5.1f a second, %5.1f on each of %d threads"
              .formatted(done, rate(), rate() / threads, threads));
    }
  }

  private double rate() {
    return done / (Math.max(1, took().toMillis()) / 1_000.0);
  }

  public Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  public synchronized int done() {
    return done;
  }

  /** Of one seed, on average; the repeated requests of merchants are not counted. */
  public synchronized long operations() {
    return done == 0 ? 0 : steps / done;
  }

  public synchronized Map<String, Times> occurred() {
    return Map.copyOf(occurred);
  }

  public synchronized Optional<Run> failed() {
    return failed;
  }

  /** Rare states that should have been reached; none when too few seeds were run to tell. */
  public synchronized Set<String> missed() {
    Set<String> missed = new TreeSet<>(stage.mustReach());
    missed.removeAll(occurred.keySet());
    return done >= TELLING && planted == null ? missed : Set.of();
  }
}
