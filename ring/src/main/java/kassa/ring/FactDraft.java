package kassa.ring;

/**
 * A fact before its recorder gave it a dot and a time.
 *
 * @param kind see {@link Fact#kind()}
 * @param payload see {@link Fact#payload()}; not copied, so not to be changed after
 */
@SuppressWarnings("ArrayRecordComponent") // short-lived, never compared
public record FactDraft(String kind, byte[] payload) {}
