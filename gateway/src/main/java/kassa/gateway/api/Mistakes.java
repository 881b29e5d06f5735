package kassa.gateway.api;

import java.util.ArrayList;
import java.util.List;
import kassa.gateway.api.Mistake.Code;

/** All mistakes of one request, in the order they were found. */
final class Mistakes {
  /** More than anybody reads; a small body full of nonsense must not make a large answer. */
  static final int MOST = 100;

  private final List<Mistake> found = new ArrayList<>();

  void add(String pointer, Code code, String message) {
    if (found.size() < MOST) {
      found.add(new Mistake(pointer, code, message));
    }
  }

  int count() {
    return found.size();
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Mistake> found() {
    return List.copyOf(found);
  }
}
