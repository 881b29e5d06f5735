@NullMarked
package kassa.gateway;

import org.jspecify.annotations.NullMarked;
