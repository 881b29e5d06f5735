package kassa.gateway.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import kassa.ring.NodeId;
import kassa.ring.placement.RingDescriptor;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.placement.RingDescriptor.Replication;
import kassa.ring.roster.Eras;
import kassa.ring.roster.RosterChange;

/** A ring in which what is changed is known at once. */
final class FakeMembership implements Membership {
  final List<RosterChange> changes = new ArrayList<>();
  Optional<Throwable> failure = Optional.empty();
  private final NodeId self;
  private Eras eras;

  FakeMembership(int nodes) {
    List<Member> members =
        IntStream.rangeClosed(1, nodes).mapToObj(FakeMembership::member).toList();
    this.self = members.get(0).node();
    this.eras = Eras.of(new RingDescriptor("demo", Replication.DEFAULT, members));
  }

  private static Member member(int number) {
    return new Member(
        new NodeId("n" + number), "z" + number, "h:808" + number, "h:762" + (5 + number));
  }

  @Override
  public Member own() {
    return eras.current().descriptor().member(self).orElseThrow();
  }

  @Override
  public String agreement() {
    return "cafe.1";
  }

  @Override
  public Eras eras() {
    return eras;
  }

  @Override
  public boolean reachable(NodeId node) {
    return !node.value().equals("n3");
  }

  /** Another node tells something that it knows more. */
  void hears(String line) {
    String more = eras.toText() + line + "\n";
    eras = eras.merge(Eras.parse(more, eras.current().descriptor()));
  }

  @Override
  public CompletionStage<RosterChange.Outcome> change(RosterChange change) {
    changes.add(change);
    if (failure.isPresent()) {
      return CompletableFuture.failedFuture(failure.get());
    }
    RosterChange.Outcome outcome = change.on(eras.roster());
    if (outcome instanceof RosterChange.Outcome.Changed changed) {
      changed.now().seats().forEach((node, seat) -> hears("seat " + node + " " + seat.toText()));
    }
    return CompletableFuture.completedFuture(outcome);
  }
}
