/** Benchmarks of what every append does many times; compiled with {@code -Pbench} only. */
@NullMarked
package kassa.ring.bench;

import org.jspecify.annotations.NullMarked;
