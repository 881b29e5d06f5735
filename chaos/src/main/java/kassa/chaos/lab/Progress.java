package kassa.chaos.lab;

/** Told what happens while a lab starts; may be called by several threads at once. */
@FunctionalInterface
public interface Progress {
  void step(String what);

  static Progress silent() {
    return what -> {};
  }
}
