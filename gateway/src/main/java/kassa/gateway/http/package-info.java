/**
 * HTTP/1.1 on Netty: whole requests go in, whole answers come out, and whoever sends or reads too
 * slowly, too much or too often holds nobody else up. What is asked and answered is not known here.
 */
@NullMarked
package kassa.gateway.http;

import org.jspecify.annotations.NullMarked;
