package kassa.chaos.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Year;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import kassa.gateway.console.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock of the schedule is the test's; connections are real. */
@Timeout(60)
class LoadTest {
  private static final long MILLI = 1_000_000;
  private static final Schedule TEN_A_SECOND = Schedule.steady(10, Duration.ofSeconds(1));
  private final AtomicLong clock = new AtomicLong();
  private final List<Checkout.Ended> ended = new ArrayList<>();

  @Test
  void aNodeThatFailsIsLeftForAnotherWithTheSameKey() {
    try (FakeShopServer failing = new FakeShopServer(asked -> 503);
        FakeShopServer well = new FakeShopServer(asked -> 201);
        Shop shop = shop(failing.endpoint(), well.endpoint())) {
      Load load = Load.begin(shop, "test", TEN_A_SECOND, ended::add);
      clock.set(1_000 * MILLI);
      load.over().join();

      assertEquals(10, ended.size());
      assertTrue(ended.stream().allMatch(one -> one.outcome() == Outcome.GOOD));
      assertEquals(
          5, ended.stream().filter(one -> one.firstFailure().equals(Optional.of("503"))).count());
      Set<FakeShopServer.Asked> atBoth = new HashSet<>(failing.asked());
      atBoth.retainAll(well.asked());
      assertEquals(5, atBoth.size());
      assertEquals(10, new HashSet<>(well.asked()).size());
    }
  }

  @Test
  void aNodeThatStallsIsTimedFromWhenCheckoutsWereMeantToBegin() throws InterruptedException {
    CountDownLatch allAsked = new CountDownLatch(10);
    CountDownLatch stall = new CountDownLatch(1);
    try (FakeShopServer stalling = stalling(allAsked, stall);
        Shop shop = shop(stalling.endpoint())) {
      Load load = Load.begin(shop, "test", TEN_A_SECOND, ended::add);
      clock.set(1_000 * MILLI);
      allAsked.await();

      clock.set(3_000 * MILLI);
      stall.countDown();
      load.over().join();

      assertEquals(
          List.of(2_100L, 2_200L, 2_300L, 2_400L, 2_500L, 2_600L, 2_700L, 2_800L, 2_900L, 3_000L),
          ended.stream().map(one -> one.latency() / MILLI).sorted().toList());
    }
  }

  @Test
  void whatBeginsAfterItsDeadlineIsATimeoutWithoutWaiting() {
    CountDownLatch never = new CountDownLatch(1);
    Iterator<Long> begin = List.of(0L).iterator();
    try (FakeShopServer silent =
            new FakeShopServer(
                asked -> {
                  never.await();
                  return 201;
                });
        FakeShopServer well = new FakeShopServer(asked -> 201);
        Shop shop =
            shop(
                () -> begin.hasNext() ? begin.next() : 120_000 * MILLI,
                silent.endpoint(),
                well.endpoint())) {
      Schedule one = Schedule.steady(1, Duration.ofSeconds(1));
      Load.begin(shop, "test", one, ended::add).over().join();

      assertEquals(Optional.of("timeout"), ended.get(0).firstFailure());
      assertEquals(Outcome.GOOD, ended.get(0).outcome());
      assertEquals(120_000 * MILLI, ended.get(0).latency());
    }
  }

  @Test
  void aNodeThatIsNotThereIsNoConnectionAndASecondOneIsAskedAllTheSame() {
    FakeShopServer gone = new FakeShopServer(asked -> 201);
    gone.close();
    try (FakeShopServer well = new FakeShopServer(asked -> 201);
        Shop shop = shop(gone.endpoint(), well.endpoint())) {
      Load load = Load.begin(shop, "test", TEN_A_SECOND, ended::add);
      clock.set(1_000 * MILLI);
      load.over().join();

      assertTrue(ended.stream().allMatch(one -> one.outcome() == Outcome.GOOD));
      assertEquals(
          5,
          ended.stream()
              .filter(one -> one.firstFailure().equals(Optional.of("no connection")))
              .count());
    }
  }

  @Test
  void aCrowdDoesNotWaitForALine() throws InterruptedException {
    CountDownLatch allAsked = new CountDownLatch(MerchantLines.MOST_LINES);
    CountDownLatch stall = new CountDownLatch(1);
    try (FakeShopServer stalling = stalling(allAsked, stall);
        Shop shop = shop(stalling.endpoint())) {
      Schedule crowd = Schedule.steady(MerchantLines.MOST_LINES + 10, Duration.ofSeconds(1));
      Load load = Load.ofSingleTries(shop, "test", crowd, ended::add);
      clock.set(1_000 * MILLI);
      allAsked.await();
      stall.countDown();
      load.over().join();

      assertEquals(
          10,
          ended.stream().filter(one -> one.firstFailure().equals(Optional.of("no line"))).count());
      assertEquals(MerchantLines.MOST_LINES, stalling.asked().size());
    }
  }

  @Test
  void ordersCarryTheMerchantsKeyAndAReferenceOfTheirOwn() {
    try (FakeShopServer well = new FakeShopServer(asked -> 201);
        Shop shop = shop(well.endpoint())) {
      Load load = Load.begin(shop, "test", Schedule.steady(1, Duration.ofSeconds(1)), ended::add);
      load.over().join();

      FakeShopServer.Asked asked = well.asked().get(0);
      assertEquals("bench-run1-test-0", asked.key());
      assertEquals("Bearer sk_test_demo", asked.authorization());
      assertTrue(asked.body().contains("\"merchant_reference\":\"bench-run1-test-0\""));
      assertTrue(asked.body().contains("4242424242424242"));
      assertFalse(shop.form().toString().contains("4242"));
    }
  }

  /** Tells of each that it was asked for, and answers when the stall is over. */
  private static FakeShopServer stalling(CountDownLatch asked, CountDownLatch stall) {
    return new FakeShopServer(
        order -> {
          asked.countDown();
          stall.await();
          return 201;
        });
  }

  private Shop shop(Endpoint... nodes) {
    return shop(clock::get, nodes);
  }

  private static Shop shop(LongSupplier nanoClock, Endpoint... nodes) {
    return new Shop(
        List.of(nodes), "sk_test_demo", "run1", Year.of(2026), nanoClock, Duration.ofSeconds(60));
  }
}
