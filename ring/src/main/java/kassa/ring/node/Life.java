package kassa.ring.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import kassa.ring.membership.PeerIdentity;
import kassa.ring.wire.RingCodec;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * One life of a node: its incarnation, its remoting port, and the actor system that lives there.
 */
final class Life {
  private static final String SYSTEM = "kassa";
  private static final int BIND_TRIES = 5;

  private final Birth birth;
  private final ActorSystem<GuardianActor.Command> actors;
  private volatile boolean ending;

  private Life(Birth birth, ActorSystem<GuardianActor.Command> actors) {
    this.birth = birth;
    this.actors = actors;
  }

  /**
   * Begins one. Between finding a port free and taking it, another node may have taken it.
   *
   * @param fatal told when a part of it, or all of it, ends by itself
   * @throws IOException when no remoting port can be had
   */
  static Life begin(RingSettings settings, Past past, Clock clock, Consumer<Throwable> fatal)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      Birth birth = past.bear(clock.millis());
      try {
        Behavior<GuardianActor.Command> guardian =
            Behaviors.setup(context -> new GuardianActor(context, fatal));
        Life life = new Life(birth, ActorSystem.create(guardian, SYSTEM, config(settings, birth)));
        life.whenItEndsByItself(fatal);
        return life;
      } catch (RuntimeException e) {
        if (attempt == BIND_TRIES) {
          throw new IOException("cannot take a remoting port: " + e.getMessage(), e);
        }
      }
    }
  }

  private static Config config(RingSettings settings, Birth birth) {
    Map<String, Object> own =
        Map.of(
            "pekko.remote.artery.canonical.hostname",
            settings.remotingHost(),
            "pekko.remote.artery.canonical.port",
            birth.port(),
            "pekko.cluster.roles",
            List.of(
                "ring",
                "node-" + settings.self(),
                MembershipActor.INCARNATION_ROLE + birth.incarnation()));
    return ConfigFactory.parseMap(own)
        .withFallback(ConfigFactory.parseResources("kassa-ring.conf"))
        .withFallback(ConfigFactory.load())
        .resolve();
  }

  /** A life that learns that it was downed shuts its actors down; the process must follow. */
  private void whenItEndsByItself(Consumer<Throwable> fatal) {
    var unused =
        actors
            .getWhenTerminated()
            .thenRun(
                () -> {
                  if (!ending) {
                    fatal.accept(new IllegalStateException("the actor system ended by itself"));
                  }
                });
  }

  Birth birth() {
    return birth;
  }

  ActorSystem<?> actors() {
    return actors;
  }

  /** Starts a part; the life ends when that does. */
  <T> ActorRef<T> spawn(String name, Behavior<T> behavior, Props props) {
    ActorRef<T> part = actors.systemActorOf(behavior, name, props);
    actors.tell(new GuardianActor.Watch(part));
    return part;
  }

  /** What it is in the cluster. */
  MemberStatus clusterStatus() {
    return self().status();
  }

  private Member self() {
    return Cluster.get(actors).selfMember();
  }

  /**
   * Who and where it is, as peers are told.
   *
   * @param descriptor fingerprint of the ring's
   */
  PeerIdentity identity(String descriptor) {
    return new PeerIdentity(
        birth.incarnation(),
        birth.descent(),
        self().address().toString(),
        descriptor,
        RingCodec.NEWEST,
        !clusterStatus().equals(MemberStatus.removed()));
  }

  /**
   * Ends it, and returns when it has ended. It leaves the cluster first, unless somebody is out of
   * reach: without all of them nobody is let go, and to wait for that would be in vain. Then it
   * ends as if it had died, which others bear.
   */
  void end() {
    ending = true;
    boolean allInReach = Cluster.get(actors).state().getUnreachable().isEmpty();
    var unused =
        CoordinatedShutdown.get(actors)
            .run(
                CoordinatedShutdown.actorSystemTerminateReason(),
                allInReach
                    ? Optional.empty()
                    : Optional.of(CoordinatedShutdown.PhaseClusterShutdown()));
    actors.getWhenTerminated().toCompletableFuture().join();
  }
}
