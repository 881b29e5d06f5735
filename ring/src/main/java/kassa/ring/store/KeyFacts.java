package kassa.ring.store;

import kassa.ring.FactSet;
import kassa.ring.Key;

/** What a disk holds of one key; never nothing. */
public record KeyFacts(Key key, FactSet facts) {}
