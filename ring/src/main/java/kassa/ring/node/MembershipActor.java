package kassa.ring.node;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import kassa.ring.Incarnation;
import kassa.ring.NodeId;
import kassa.ring.membership.ClockSkew;
import kassa.ring.membership.ClusterMember;
import kassa.ring.membership.Formation;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.membership.PeerLocator;
import kassa.ring.membership.Peers;
import kassa.ring.membership.Pulse;
import kassa.ring.membership.Testimony;
import kassa.ring.membership.Turns;
import kassa.ring.placement.Era;
import kassa.ring.placement.RingDescriptor.Member;
import kassa.ring.wire.RingMessage;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;

/**
 * Keeps a node in touch: asks peers at their fixed addresses who and where they are, pings them,
 * joins or forms the cluster, and downs earlier lives of nodes that run again. It downs nothing
 * else: every strategy that does shuts down one side of a cut, and both must sell.
 */
final class MembershipActor extends AbstractBehavior<MembershipActor.Command> {
  static final String INCARNATION_ROLE = "incarnation-";

  private static final Duration LOOK = Duration.ofMillis(500);

  /** How many are asked at a look who they are; all, until this node is in the cluster. */
  private static final int LOOKED_AT = 10;

  /** A join that came to nothing is tried again after this long, in milliseconds. */
  private static final long JOIN_PATIENCE = 8_000;

  sealed interface Command {}

  /** A candidate asks for this node's vote. */
  record VoteAsked(NodeId candidate, Era era, CompletableFuture<Boolean> vote) implements Command {}

  /** Others are in the ring now. */
  record Adopt(Present present) implements Command {}

  /** A peer is to be found that may be no member. */
  record Seek(Member peer) implements Command {}

  private record Met(NodeId node, PeerIdentity identity) implements Command {}

  private record Ping() implements Command {}

  private record Look() implements Command {}

  private record Answered(Map<NodeId, PeerIdentity> answers) implements Command {}

  private record Testified(NodeId peer, Testimony testimony) implements Command {}

  private record Voted(int votes, long askedAt) implements Command {}

  private final NodeId self;
  private final Peers peers;
  private final Network network;
  private final String fingerprint;
  private final Supplier<PeerIdentity> identity;
  private final Past past;
  private final PeerLocator locator;
  private final RingClock clock;
  private final Consumer<Throwable> fatal;
  private final Formation formation;
  private final Map<NodeId, PeerIdentity> refused = new HashMap<>();
  private final Cluster cluster;
  private final Logger log;
  private final Pulse pulse = new Pulse();
  private final Turns turns = new Turns(LOOKED_AT);
  private Present present;
  private boolean clockIsOff;
  private boolean looking;
  private long joiningUntil;

  MembershipActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeId self,
      Present present,
      Peers peers,
      Network network,
      String fingerprint,
      Supplier<PeerIdentity> identity,
      Past past,
      PeerLocator locator,
      RingClock clock,
      Consumer<Throwable> fatal) {
    super(context);
    this.self = self;
    this.present = present;
    this.peers = peers;
    this.network = network;
    this.fingerprint = fingerprint;
    this.identity = identity;
    this.past = past;
    this.locator = locator;
    this.clock = clock;
    this.fatal = fatal;
    this.formation = new Formation(self, present.placement().ring().nodes());
    this.cluster = Cluster.get(context.getSystem());
    this.log = context.getLog();
    timers.startTimerWithFixedDelay(new Ping(), Duration.ofMillis(Pulse.BEAT));
    timers.startTimerWithFixedDelay(new Look(), LOOK);
    context.getSelf().tell(new Look());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Ping.class, ping -> ping())
        .onMessage(Look.class, look -> look())
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Testified.class, this::onTestified)
        .onMessage(VoteAsked.class, this::onVoteAsked)
        .onMessage(Voted.class, this::onVoted)
        .onMessage(Adopt.class, this::onAdopt)
        .onMessage(Seek.class, this::onSeek)
        .onMessage(Met.class, this::onMet)
        .build();
  }

  private Behavior<Command> ping() {
    long now = MonotonicClock.now();
    peers.beat(now);
    RingMessage ping = new RingMessage.Ping(identity.get(), now);
    List<NodeId> all = others().stream().map(Member::node).toList();
    pulse.due(all, peers, now).forEach(peer -> network.send(peer, ping));
    compareClocks();
    return this;
  }

  private void compareClocks() {
    Optional<ClockSkew> skew = clock.skew();
    if (skew.isPresent() && !clockIsOff) {
      log.error(
          "the clock of {} is {}: it is the home of no order until its clock is right. Runbook:"
              + " gateway/README.md#a-nodes-clock-is-off",
          self,
          skew.get());
    } else if (skew.isEmpty() && clockIsOff) {
      log.info("the clock of {} is right again: it is the home of orders", self);
    }
    clockIsOff = skew.isPresent();
  }

  private Behavior<Command> look() {
    downSuperseded();
    if (!looking) {
      looking = true;
      Map<NodeId, PeerIdentity> answers = new TreeMap<>();
      List<CompletableFuture<Void>> asked = new ArrayList<>();
      List<Member> all = others();
      for (Member peer : inCluster() ? turns.next(all) : all) {
        asked.add(
            locator
                .identify(peer.management())
                .thenAccept(
                    identity -> {
                      synchronized (answers) {
                        answers.put(peer.node(), identity);
                      }
                    })
                .exceptionally(away -> null)
                .toCompletableFuture());
      }
      getContext()
          .pipeToSelf(
              CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)),
              (done, failure) -> {
                synchronized (answers) {
                  return new Answered(Map.copyOf(answers));
                }
              });
    }
    return this;
  }

  private Behavior<Command> onAnswered(Answered answered) {
    looking = false;
    Map<NodeId, PeerIdentity> ours = new TreeMap<>();
    answered.answers().forEach((node, identity) -> accept(node, identity, ours));
    ours.keySet().stream().filter(past::awaits).forEach(this::askPast);
    if (!inCluster() && MonotonicClock.now() >= joiningUntil) {
      take(formation.next(ours, MonotonicClock.now()));
    }
    return this;
  }

  /**
   * A peer that was started with another descriptor would place keys elsewhere, and one with
   * another secret would give an order another name and the acquirer another reference: it is no
   * peer.
   */
  private void accept(NodeId node, PeerIdentity identity, Map<NodeId, PeerIdentity> ours) {
    boolean impostor = !identity.incarnation().node().equals(node);
    if (impostor || !identity.descriptor().equals(fingerprint)) {
      if (!identity.equals(refused.put(node, identity))) {
        log.error(
            "not talking to whoever answers for {}: {} with descriptor and secret {}, not {}",
            node,
            identity.incarnation(),
            identity.descriptor(),
            fingerprint);
      }
    } else {
      network.locate(identity);
      ours.put(node, identity);
    }
  }

  private void take(Formation.Step step) {
    if (step instanceof Formation.Step.Join join) {
      joiningUntil = MonotonicClock.now() + JOIN_PATIENCE;
      List<Address> seeds = join.remoting().stream().map(AddressFromURIString::parse).toList();
      cluster.manager().tell(new JoinSeedNodes(seeds));
    } else if (step instanceof Formation.Step.AskVotes ask) {
      askVotes(ask.voters());
    }
  }

  private void askVotes(List<NodeId> voters) {
    long askedAt = MonotonicClock.now();
    joiningUntil = askedAt + JOIN_PATIENCE / 4;
    List<CompletableFuture<Boolean>> votes =
        voters.stream()
            .map(
                voter ->
                    locator
                        .askVote(management(voter), self, present.eras().era())
                        .exceptionally(e -> false)
                        .toCompletableFuture())
            .toList();
    getContext()
        .pipeToSelf(
            CompletableFuture.allOf(votes.toArray(CompletableFuture[]::new)),
            (done, failure) ->
                new Voted(
                    (int) votes.stream().filter(vote -> vote.getNow(false)).count(), askedAt));
  }

  private Behavior<Command> onVoted(Voted voted) {
    boolean elected = formation.mayForm(voted.votes(), voted.askedAt(), MonotonicClock.now());
    if (elected && !inCluster()) {
      log.info("{} forms the cluster with {} votes of peers", self, voted.votes());
      cluster.manager().tell(new Join(cluster.selfMember().address()));
    }
    return this;
  }

  /** About this node's past. */
  private void askPast(NodeId peer) {
    var unused =
        locator
            .testify(management(peer), self)
            .thenAccept(t -> getContext().getSelf().tell(new Testified(peer, t)));
  }

  private Behavior<Command> onTestified(Testified testified) {
    try {
      past.heard(testified.peer(), testified.testimony());
    } catch (IOException mustEnd) {
      fatal.accept(mustEnd);
    }
    return this;
  }

  private Behavior<Command> onVoteAsked(VoteAsked asked) {
    boolean granted =
        asked.era().equals(present.eras().era())
            && formation.grant(asked.candidate(), inCluster(), MonotonicClock.now());
    asked.vote().complete(granted);
    return this;
  }

  private Behavior<Command> onAdopt(Adopt adopt) {
    present = adopt.present();
    formation.adopt(present.placement().ring().nodes());
    past.adopt(present);
    return this;
  }

  private Behavior<Command> onSeek(Seek seek) {
    ActorRef<Command> me = getContext().getSelf();
    var unused =
        locator
            .identify(seek.peer().management())
            .thenAccept(identity -> me.tell(new Met(seek.peer().node(), identity)));
    return this;
  }

  private Behavior<Command> onMet(Met met) {
    accept(met.node(), met.identity(), new TreeMap<>());
    network.send(met.node(), new RingMessage.Ping(identity.get(), MonotonicClock.now()));
    return this;
  }

  private String management(NodeId peer) {
    return present.eras().roster().seat(peer).orElseThrow().management();
  }

  private void downSuperseded() {
    if (!inCluster()) {
      return;
    }
    for (ClusterMember old : ClusterMember.superseded(members(cluster.state()))) {
      log.info("{} has a newer life: downing the old one at {}", old.incarnation(), old.address());
      cluster.manager().tell(new Down(AddressFromURIString.parse(old.address())));
    }
  }

  /** Who is down may stay a member for long: it leaves when no other one is out of reach. */
  private static List<ClusterMember> members(ClusterEvent.CurrentClusterState state) {
    Set<org.apache.pekko.cluster.Member> unreachable = state.getUnreachable();
    return StreamSupport.stream(state.getMembers().spliterator(), false)
        .filter(member -> !member.status().equals(MemberStatus.down()))
        .map(
            member ->
                new ClusterMember(
                    member.address().toString(),
                    incarnation(member),
                    !unreachable.contains(member)))
        .toList();
  }

  private static Incarnation incarnation(org.apache.pekko.cluster.Member member) {
    return member.getRoles().stream()
        .filter(role -> role.startsWith(INCARNATION_ROLE))
        .map(role -> Incarnation.parse(role.substring(INCARNATION_ROLE.length())))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a member without incarnation: " + member));
  }

  private boolean inCluster() {
    MemberStatus status = cluster.selfMember().status();
    return !status.equals(MemberStatus.removed());
  }

  private List<Member> others() {
    return present.eras().members().stream().filter(member -> !member.node().equals(self)).toList();
  }
}
