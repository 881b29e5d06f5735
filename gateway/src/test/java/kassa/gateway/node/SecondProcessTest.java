package kassa.gateway.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kassa.ring.Key;
import kassa.ring.store.Agenda;
import kassa.ring.store.RocksStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This process has a data directory, and a whole node is started on it as another one. */
class SecondProcessTest {
  @TempDir Path directory;

  @Test
  void aSecondProcessOnADataDirectoryEndsWithTheReasonAndTouchesNothing() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Path config = Files.writeString(directory.resolve("n1.conf"), config(data));
    Path log = directory.resolve("said");
    try (RocksStore mine =
        RocksStore.open(
            data.resolve("store"), Agenda.NONE, RocksStore.Disk.REAL, Runnable::run, e -> {})) {
      assertTrue(mine.read(new Key("order")).isEmpty());
      Map<String, String> before = files(data);
      Process second =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  GatewayMain.class.getName(),
                  "--config",
                  config.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        boolean ended = second.waitFor(1, TimeUnit.MINUTES);
        String said = Files.readString(log);

        assertTrue(ended, said);
        assertEquals(74, second.exitValue(), said);
        assertTrue(
            said.contains("cannot start: cannot open the store in " + data.resolve("store")), said);
        assertTrue(said.contains("another process uses it"), said);
        assertEquals(before, files(data), "no life began, and no row was written");
      } finally {
        second.destroyForcibly();
      }
    }
  }

  /**
   * By name, with what is in them. Not the logs, which RocksDB begins before it asks for the lock;
   * and not the lock: a process that closes a file gives up every lock that it has on it.
   */
  private static Map<String, String> files(Path data) throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(data)) {
      List<Path> kept =
          all.filter(Files::isRegularFile)
              .filter(file -> !data.relativize(file).toString().matches("store/(LOCK|LOG.*)"))
              .toList();
      for (Path file : kept) {
        files.put(
            data.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  /** Nothing of it is reached or listened at: the store comes first. */
  private static String config(Path data) {
    return """
        kassa {
          node { id = n1, data = "%s" }
          ring {
            name = one
            members = [{ id = n1, zone = a, http = "127.0.0.1:1", management = "127.0.0.1:2" }]
            remoting { host = "127.0.0.1", ports = "20001-20100" }
          }
          archive { contact-points = ["127.0.0.1:4"], datacenter = dc1, keyspace = kassa }
          acquirer { name = sandbox, host = "127.0.0.1", port = 5 }
          secret = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
          merchants = [{ id = demo, keys = ["sk_test_demo"] }]
        }
        """
        .formatted(data);
  }
}
