package kassa.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KassaMainTest {
  @Test
  void theCommandLineNeedsNoneOfTheSimulatorsClassesUntilItIsToSimulate() throws Exception {
    URL[] programs =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"))
            .map(KassaMainTest::url)
            .toArray(URL[]::new);

    try (URLClassLoader alone =
        new URLClassLoader(programs, ClassLoader.getPlatformClassLoader())) {
      Object commandLine =
          alone
              .loadClass(KassaMain.class.getName())
              .getMethod("commandLine", Map.class)
              .invoke(null, Map.of());

      assertThrows(ClassNotFoundException.class, () -> alone.loadClass("kassa.ring.sim.Bug"));
      assertEquals("picocli.CommandLine", commandLine.getClass().getName());
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException never) {
      throw new IllegalStateException(entry, never);
    }
  }
}
