package kassa.ring.smallstate;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Something that was said of a name.
 *
 * @param generation from 1; what is said with a generation was said by somebody who knew of all
 *     that is lower
 * @param content opaque here: 1 to 256 printable ASCII characters
 */
public record Version(int generation, String content) implements Comparable<Version> {
  private static final Pattern CONTENT = Pattern.compile("[ -~]{1,256}");
  private static final Comparator<Version> ORDER =
      Comparator.comparingInt(Version::generation).thenComparing(Version::content);

  public Version {
    if (generation < 1) {
      throw new IllegalArgumentException("generation " + generation);
    }
    if (!CONTENT.matcher(content).matches()) {
      throw new IllegalArgumentException("content is not 1 to 256 printable ASCII characters");
    }
  }

  @Override
  public int compareTo(Version other) {
    return ORDER.compare(this, other);
  }
}
