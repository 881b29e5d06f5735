package kassa.gateway.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreloadTest {
  @TempDir Path directory;

  @Test
  void allClassesOfANodeAreLoaded() throws Exception {
    assertTrue(Preload.classesOf(GatewayNode.class) > 100);
  }

  @Test
  void outOfAJarAsWell() throws Exception {
    Path jar = jarOf("kassa/gateway/node/Never.class", "kassa/gateway/console/Age.class");

    assertEquals(1, Preload.classesIn(jar, PreloadTest.class.getClassLoader()));
  }

  private Path jarOf(String... names) throws IOException {
    Path jar = directory.resolve("some.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      for (String name : names) {
        entries.putNextEntry(new JarEntry(name));
      }
    }
    return jar;
  }
}
