package kassa.ring.node;

import kassa.ring.placement.Placement;
import kassa.ring.roster.Eras;

/**
 * What a node goes by.
 *
 * @param placement of the eras' present one
 */
record Present(Eras eras, Placement placement) {
  static Present of(Eras eras) {
    return new Present(eras, eras.placement());
  }
}
