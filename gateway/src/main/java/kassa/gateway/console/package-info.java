/**
 * What an operator or a merchant's developer types: each command asks every node it knows, in
 * parallel and with a deadline, and shows who sees what. Start at {@link
 * kassa.gateway.console.Console}; what a ring's answers add up to is computed in {@link
 * kassa.gateway.console.RingReport} and {@link kassa.gateway.console.OrderReport}, without I/O.
 */
@NullMarked
package kassa.gateway.console;

import org.jspecify.annotations.NullMarked;
