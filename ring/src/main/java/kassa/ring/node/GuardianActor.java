package kassa.ring.node;

import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;

/**
 * Ends the node when a part of it has ended. A broken invariant stops its actor and is never
 * handled; a node that went on without that part would look healthy and keep no promise. A peer
 * that quarantined this life will never hear it again: only a new life helps.
 */
final class GuardianActor extends AbstractBehavior<GuardianActor.Command> {
  sealed interface Command {}

  record Watch(ActorRef<?> part) implements Command {}

  private record Quarantined(ThisActorSystemQuarantinedEvent event) implements Command {}

  private final Consumer<Throwable> fatal;

  GuardianActor(ActorContext<Command> context, Consumer<Throwable> fatal) {
    super(context);
    this.fatal = fatal;
    ActorRef<ThisActorSystemQuarantinedEvent> quarantined =
        context.messageAdapter(ThisActorSystemQuarantinedEvent.class, Quarantined::new);
    context
        .getSystem()
        .eventStream()
        .tell(new EventStream.Subscribe<>(ThisActorSystemQuarantinedEvent.class, quarantined));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Watch.class, this::onWatch)
        .onMessage(Quarantined.class, this::onQuarantined)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Command> onWatch(Watch watch) {
    getContext().watch(watch.part());
    return this;
  }

  private Behavior<Command> onQuarantined(Quarantined quarantined) {
    fatal.accept(new IllegalStateException("a peer shut this life out: " + quarantined.event()));
    return this;
  }

  private Behavior<Command> onTerminated(Terminated terminated) {
    fatal.accept(
        new IllegalStateException(
            terminated.getRef().path().name() + " ended; the log above says why"));
    return this;
  }
}
