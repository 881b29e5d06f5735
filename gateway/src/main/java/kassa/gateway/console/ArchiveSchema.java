package kassa.gateway.console;

import java.util.List;

/** Puts the archive's tables where they belong. Applying it twice is the same as once. */
@FunctionalInterface
public interface ArchiveSchema {
  /**
   * Applies the schema, once the archive answers.
   *
   * @param contactPoints {@code host:port} each
   * @throws IllegalStateException in the words of what went wrong
   */
  void apply(List<String> contactPoints, String datacenter, String keyspace);
}
