package kassa.chaos.bench;

import java.time.Duration;
import java.util.Optional;

/**
 * How a killed node came back.
 *
 * @param node which
 * @param hints that waited for it at the end
 * @param served from its start until it said that it serves; empty when it did not
 * @param drained from then until nothing waited for it; empty when something still did
 * @param trouble in words; empty when there was none
 */
record Recovery(
    String node,
    long hints,
    Optional<Duration> served,
    Optional<Duration> drained,
    String trouble) {}
