package kassa.gateway.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import kassa.ring.node.OldCopy;
import kassa.ring.store.StoreDamaged;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node of the ring as a process: {@code --config FILE}. */
public final class GatewayMain {
  /** As in BSD's sysexits: the configuration is wrong. */
  private static final int CONFIG = 78;

  /** As in BSD's sysexits: a disk, a port or a part of the node failed. */
  private static final int IO_ERROR = 74;

  /** As in BSD's sysexits: the data are not fit for use; wiped, they are refilled by the ring. */
  private static final int DATA_ERROR = 65;

  private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);

  private GatewayMain() {}

  public static void main(String[] arguments) {
    List<String> words = Arrays.asList(arguments);
    if (words.size() != 2 || !words.get(0).equals("--config")) {
      end(CONFIG, "usage: GatewayMain --config FILE", null);
      return;
    }
    Preload.begin();
    try {
      GatewaySettings settings = GatewaySettings.read(Path.of(words.get(1)));
      GatewayNode node = GatewayNode.start(settings, GatewayMain::fail);
      Runtime.getRuntime().addShutdownHook(new Thread(node::close, "goodbye"));
      LOG.info(
          "{} serves merchants at {} and operators at {}",
          settings.ring().self(),
          settings.http(),
          settings.management());
    } catch (GatewaySettings.Mistaken e) {
      end(CONFIG, String.valueOf(e.getMessage()), null);
    } catch (OldCopy | StoreDamaged e) {
      fail(e);
    } catch (IOException e) {
      end(IO_ERROR, "cannot start: " + e.getMessage(), e);
    }
  }

  /**
   * A disk that failed once may falsely succeed the next time, and a part that broke an invariant
   * keeps no promise: stop at once, without the goodbye that a failing disk may hang on.
   */
  static void fail(Throwable failure) {
    if (failure instanceof OldCopy || failure instanceof StoreDamaged) {
      end(DATA_ERROR, "this node must not run: " + failure.getMessage(), null);
    } else {
      end(
          IO_ERROR,
          "this node stops, for it cannot keep its promises any more: " + failure.getMessage(),
          failure);
    }
  }

  private static void end(int code, String why, @Nullable Throwable cause) {
    LOG.error("{}", why, cause);
    Runtime.getRuntime().halt(code);
  }
}
