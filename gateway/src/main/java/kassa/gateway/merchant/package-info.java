/**
 * Merchants and their API keys, as every node knows them. Start at {@link
 * kassa.gateway.merchant.Merchant}.
 */
@NullMarked
package kassa.gateway.merchant;

import org.jspecify.annotations.NullMarked;
