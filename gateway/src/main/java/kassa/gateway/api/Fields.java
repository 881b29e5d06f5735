package kassa.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kassa.gateway.api.Mistake.Code;

/**
 * The fields of one JSON object. Whoever reads asks for each field that may be there, and last
 * {@link #refuseOthers()}. What is missing or wrong is noted and reads as empty, 0 or the default,
 * so that all mistakes are found at once: what was read counts only when none was noted.
 */
final class Fields {
  /** Only such names are repeated in an answer: a card number as a name is not. */
  private static final Pattern REPEATABLE = Pattern.compile("[A-Za-z_]{1,40}");

  private final String pointer;
  private final JsonNode object;
  private final Mistakes mistakes;
  private final Set<String> known = new HashSet<>();

  private Fields(String pointer, JsonNode object, Mistakes mistakes) {
    this.pointer = pointer;
    this.object = object;
    this.mistakes = mistakes;
  }

  /** Empty, and noted, when the value is no object. */
  static Optional<Fields> of(String pointer, JsonNode value, Mistakes mistakes) {
    if (!value.isObject()) {
      mistakes.add(pointer, Code.WRONG_TYPE, "Must be an object.");
      return Optional.empty();
    }
    return Optional.of(new Fields(pointer, value, mistakes));
  }

  boolean has(String name) {
    return object.has(name);
  }

  void note(String name, Code code, String message) {
    mistakes.add(pointer(name), code, message);
  }

  void noteHere(Code code, String message) {
    mistakes.add(pointer, code, message);
  }

  Optional<Fields> object(String name) {
    return required(name).flatMap(value -> of(pointer(name), value, mistakes));
  }

  Optional<Fields> optionalObject(String name) {
    return value(name).flatMap(value -> of(pointer(name), value, mistakes));
  }

  /**
   * @return empty when absent or noted
   */
  Iterable<JsonNode> optionalArray(String name, int most) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!value.get().isArray()) {
      note(name, Code.WRONG_TYPE, "Must be an array.");
      return List.of();
    }
    if (value.get().size() > most) {
      note(name, Code.TOO_LONG, "Must have at most " + most + " elements.");
      return List.of();
    }
    return value.get();
  }

  /** The element of an array that is a field here. */
  Optional<Fields> element(String name, int index, JsonNode value) {
    return of(pointer(name) + "/" + index, value, mistakes);
  }

  /** 1 to {@code most} printable characters. */
  String text(String name, int most) {
    return required(name).map(value -> text(name, value, most)).orElse("");
  }

  /** Empty when absent. */
  String optionalText(String name, int most) {
    return value(name).map(value -> text(name, value, most)).orElse("");
  }

  /** Empty when absent. */
  String optionalText(String name, Pattern form, String message) {
    return value(name).map(value -> text(name, value, form, message)).orElse("");
  }

  String text(String name, Pattern form, String message) {
    return required(name).map(value -> text(name, value, form, message)).orElse("");
  }

  long number(String name, long least, long most) {
    return required(name).map(value -> number(name, value, least, most)).orElse(0L);
  }

  long optionalNumber(String name, long least, long most, long absent) {
    return value(name).map(value -> number(name, value, least, most)).orElse(absent);
  }

  boolean optionalFlag(String name, boolean absent) {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      note(name, Code.WRONG_TYPE, "Must be true or false.");
    }
    return value.map(JsonNode::booleanValue).orElse(absent);
  }

  /** By the names of the constants in lower case. */
  <E extends Enum<E>> E optionalChoice(String name, Class<E> type, E absent) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return absent;
    }
    String text = value.get().isTextual() ? value.get().textValue() : "";
    StringBuilder choices = new StringBuilder();
    for (E choice : type.getEnumConstants()) {
      String wire = choice.name().toLowerCase(Locale.ROOT);
      if (wire.equals(text)) {
        return choice;
      }
      choices.append(choices.isEmpty() ? "" : ", ").append(wire);
    }
    Code code = value.get().isTextual() ? Code.INVALID_VALUE : Code.WRONG_TYPE;
    note(name, code, "Must be one of: " + choices + ".");
    return absent;
  }

  void refuseOthers() {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (known.contains(name)) {
        continue;
      }
      if (REPEATABLE.matcher(name).matches()) {
        note(name, Code.UNKNOWN_FIELD, "Not a field of this object.");
      } else {
        noteHere(Code.UNKNOWN_FIELD, "Has a field that is not one of this object.");
      }
    }
  }

  private Optional<JsonNode> required(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      note(name, Code.REQUIRED, "Required.");
    }
    return value;
  }

  private Optional<JsonNode> value(String name) {
    known.add(name);
    return Optional.ofNullable(object.get(name));
  }

  private String text(String name, JsonNode value, int most) {
    if (!value.isTextual()) {
      note(name, Code.WRONG_TYPE, "Must be a string.");
      return "";
    }
    String text = value.textValue();
    if (text.isBlank()) {
      note(name, Code.INVALID_VALUE, "Must not be blank.");
    } else if (text.length() > most) {
      note(name, Code.TOO_LONG, "Must have at most " + most + " characters.");
    } else if (!isPrintable(text)) {
      note(name, Code.INVALID_CHARACTERS, "Must not have control characters.");
    }
    return text;
  }

  private String text(String name, JsonNode value, Pattern form, String message) {
    if (!value.isTextual()) {
      note(name, Code.WRONG_TYPE, "Must be a string. " + message);
      return "";
    }
    if (!form.matcher(value.textValue()).matches()) {
      note(name, Code.INVALID_VALUE, message);
      return "";
    }
    return value.textValue();
  }

  private long number(String name, JsonNode value, long least, long most) {
    if (!value.isIntegralNumber()) {
      note(name, Code.WRONG_TYPE, "Must be a whole number, without fraction or exponent.");
      return 0;
    }
    if (!value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
      note(name, Code.OUT_OF_RANGE, "Must be from " + least + " to " + most + ".");
      return 0;
    }
    return value.longValue();
  }

  /** A lone surrogate is no character: it has no UTF-8, and so could not be stored. */
  private static boolean isPrintable(String text) {
    return text.codePoints()
        .map(Character::getType)
        .noneMatch(
            type ->
                type == Character.CONTROL
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR);
  }

  private String pointer(String name) {
    return pointer + "/" + name;
  }
}
