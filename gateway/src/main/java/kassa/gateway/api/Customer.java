package kassa.gateway.api;

import java.util.regex.Pattern;

/**
 * Who buys. Until there is a vault for personal data nothing of it is stored; it counts in the
 * body's fingerprint. A part that was not given is empty.
 *
 * @param phone in the form of E.164, with a leading plus
 * @param nationalId as people write it in their country; not checked further
 */
record Customer(String email, String name, String phone, String nationalId) {
  static final Customer NOBODY = new Customer("", "", "", "");

  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s\\p{Cc}\\p{Cs}]{1,64}@[A-Za-z0-9.-]{1,189}");
  private static final Pattern PHONE = Pattern.compile("\\+[0-9]{6,15}");
  private static final Pattern NATIONAL_ID = Pattern.compile("[0-9A-Za-z+-]{4,24}");

  static Customer in(Fields fields) {
    Customer customer =
        new Customer(
            fields.optionalText("email", EMAIL, "Must be an address of e-mail."),
            fields.optionalText("name", 120),
            fields.optionalText("phone", PHONE, "Must be a plus and 6 to 15 digits."),
            fields.optionalText(
                "national_id", NATIONAL_ID, "Must be 4 to 24 letters, digits, '+' or '-'."));
    fields.refuseOthers();
    return customer;
  }

  /** Says nothing: it belongs in no log. */
  @Override
  public String toString() {
    return "a customer";
  }
}
