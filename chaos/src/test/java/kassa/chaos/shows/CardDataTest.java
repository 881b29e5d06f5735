package kassa.chaos.shows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code noCardData}: after sales, declines, refusals and kills, no file of any process holds a
 * card number or a security code in any form. Logs of writes are not compressed, and none is old
 * enough to be gone, so that what was ever written is found: a reference planted in an order is.
 */
class CardDataTest {
  /** Passes Luhn's formula, and is no sandbox card that other texts could mention: declined. */
  private static final String NUMBER = "4929123456789015";

  private static final String PLANTED = "leak-4556737586899855";

  @TempDir Path directory;

  @Test
  void neitherNumbersNorCodesAreInAnyFileAndWhatIsPlantedIsFound() throws Exception {
    try (Town town = new Town(directory)) {
      String approved = Town.order(PLANTED).json().replace("\"123\"", "\"9173\"");
      String coded = approved.replace("4242424242424242", NUMBER);
      assertEquals(201, town.post("n1", "canary-0", approved).status());
      assertEquals(402, town.post("n1", "canary-1", coded).status());
      assertEquals(422, town.post("n2", "canary-2", coded.replace("12900", "-1")).status());
      assertEquals(400, town.post("n3", "canary-3", coded.substring(1)).status());
      town.kassa("chaos", "acquirer", "stop");
      town.post("n3", "canary-4", coded);
      town.kassa("chaos", "kill", "n3");
      town.post("n1", "canary-5", coded);
      town.kassa("chaos", "resume", "n3");
      town.kassa("chaos", "acquirer", "start");
      town.settle();
    }

    assertFalse(filesWith(PLANTED).isEmpty(), "the search finds nothing at all");
    for (String form : forms(NUMBER)) {
      assertEquals(List.of(), filesWith(form), form.length() + " characters of the number");
    }
    assertEquals(List.of(), filesWith("\"9173\""), "the security code");
    assertEquals(List.of(), filesWith("cvc"), "a field for it");
  }

  @Test
  void everyFormOfANumberIsFoundWhereItStands() throws IOException {
    for (String form : forms(NUMBER)) {
      Path leak = directory.resolve("leak");
      Files.write(leak, ("before " + form + " after").getBytes(StandardCharsets.ISO_8859_1));

      assertTrue(filesWith(form).contains(leak));
    }
  }

  /** Plain, as binary-coded decimals, their hexadecimal, and Base 64 at each of its offsets. */
  private static List<String> forms(String number) {
    List<String> forms = new ArrayList<>();
    forms.add(number);
    forms.add(new String(HexFormat.of().parseHex(number), StandardCharsets.ISO_8859_1));
    forms.add(HexFormat.of().formatHex(number.getBytes(StandardCharsets.US_ASCII)));
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = ("x".repeat(offset) + number).getBytes(StandardCharsets.US_ASCII);
      String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      forms.add(text.substring(offset == 0 ? 0 : offset + 1, text.length() - 2));
    }
    return forms;
  }

  private List<Path> filesWith(String form) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, form)).toList();
    }
  }

  private static boolean contains(Path file, String form) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(form);
    } catch (NoSuchFileException compactedMeanwhile) {
      return false;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
