package kassa.gateway.api;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kassa.gateway.Sha256;
import kassa.gateway.order.Order;

/**
 * Tells whether an order is still as it was read. Weak (RFC 9110, 8.8.1): two answers with one tag
 * may differ in how many replicas told them.
 *
 * <p>It is a hash, since a version grows with the order, and of the status as well, since another
 * release may see another one in the same facts.
 *
 * @param opaque letters, digits, '-' and '_'
 */
record EntityTag(String opaque) {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

  static EntityTag of(Order order) {
    String text = order.version() + " " + order.status().wire();
    byte[] hash = Sha256.of(text);
    return new EntityTag(
        Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16)));
  }

  /**
   * @param ifNoneMatch a header's value: a list of tags, or an asterisk
   */
  boolean matches(String ifNoneMatch) {
    if (ifNoneMatch.strip().equals("*")) {
      return true;
    }
    Matcher tags = TAG.matcher(ifNoneMatch);
    while (tags.find()) {
      if (tags.group(1).equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  String header() {
    return "W/\"" + opaque + "\"";
  }
}
