package kassa.gateway.verify;

import java.util.List;
import java.util.Set;

/** What the acquirer says about money; it is right. */
public interface Ledger {
  /** Everything under which something was charged. */
  Set<String> references();

  /** What was charged under a reference, one for each transaction; usually one or none. */
  List<Charge> charges(String reference);
}
