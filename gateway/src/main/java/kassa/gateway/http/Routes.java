package kassa.gateway.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What is behind an address. Called on the thread that serves all connections: it must not block.
 */
public interface Routes {
  /** Answers one request. What fails here is a bug, and the sender is told no more of it. */
  CompletionStage<Reply> handle(Request request);

  /**
   * Turns a request away by its first line, before anything else of it is looked at: what is done
   * for it in vain is taken from those that are served. Only a short cut: not every request is
   * asked for here.
   *
   * @param target as it was sent, with its parameters
   * @return empty when it may come in
   */
  default Optional<Stencil> turnAway(String method, String target) {
    return Optional.empty();
  }

  /** Answers what did not become a request. */
  Reply refuse(Unreadable why);
}
