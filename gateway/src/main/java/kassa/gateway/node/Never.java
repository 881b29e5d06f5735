package kassa.gateway.node;

import org.jspecify.annotations.Nullable;

/**
 * For stages whose contract is that they do not fail: one that does is a bug, and ends its actor.
 */
final class Never {
  private Never() {}

  static <T> T failed(@Nullable T value, @Nullable Throwable failure) {
    if (value == null) {
      throw new IllegalStateException("a stage that never fails did", failure);
    }
    return value;
  }
}
