package kassa.gateway.node;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import kassa.ring.node.RingNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes of a node at its start, those too that it needs when the ring changes or is
 * cut. Java compiles a way that leads to a class which was never used as a trap: the first who goes
 * it throws away the whole method, and around a message or a commit that is the code of a sale.
 */
final class Preload {
  private static final Logger LOG = LoggerFactory.getLogger(Preload.class);
  private static final String SUFFIX = ".class";

  private Preload() {}

  /** Begins, and returns at once. */
  static void begin() {
    Thread thread = new Thread(Preload::all, "preload");
    thread.setDaemon(true);
    thread.start();
  }

  private static void all() {
    try {
      for (Class<?> one : List.of(RingNode.class, GatewayNode.class)) {
        classesOf(one);
      }
    } catch (IOException | URISyntaxException | ClassNotFoundException | LinkageError e) {
      LOG.warn("what a node seldom needs will be slow at first: {}", e.toString());
    }
  }

  /** Loads those that are where another one is; tells how many. */
  static long classesOf(Class<?> one)
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path where = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    return classesIn(where, one.getClassLoader());
  }

  /**
   * Loads those of a directory or jar; tells how many.
   *
   * @param loader that finds them there
   */
  static long classesIn(Path where, ClassLoader loader) throws IOException, ClassNotFoundException {
    if (Files.isDirectory(where)) {
      return classesUnder(where, loader);
    }
    try (FileSystem jar = FileSystems.newFileSystem(where)) {
      return classesUnder(jar.getPath("/"), loader);
    }
  }

  private static long classesUnder(Path root, ClassLoader loader)
      throws IOException, ClassNotFoundException {
    List<String> names;
    try (Stream<Path> files = Files.walk(root.resolve("kassa"))) {
      names =
          files
              .map(file -> root.relativize(file).toString())
              .filter(name -> name.endsWith(SUFFIX))
              .map(name -> name.substring(0, name.length() - SUFFIX.length()))
              .map(name -> name.replace(root.getFileSystem().getSeparator(), "."))
              .filter(name -> !isForPeople(name))
              .toList();
    }
    for (String name : names) {
      Class.forName(name, true, loader);
    }
    return names.size();
  }

  /** What runs at a console, and never in a node. */
  private static boolean isForPeople(String name) {
    return name.startsWith("kassa.gateway.console.");
  }
}
