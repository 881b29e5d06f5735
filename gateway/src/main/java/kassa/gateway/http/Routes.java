package kassa.gateway.http;

import java.util.concurrent.CompletionStage;

/**
 * What is behind an address. Called on the thread that serves all connections: it must not block.
 */
public interface Routes {
  /** Answers one request. What fails here is a bug, and the sender is told no more of it. */
  CompletionStage<Reply> handle(Request request);

  /** Answers what did not become a request. */
  Reply refuse(Unreadable why);
}
