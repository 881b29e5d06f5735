package kassa.ring.membership;

/** How a node's data directory stands to the ring. */
public enum Standing {
  /** Empty when it was made, and it is not known yet why: nothing in it counts as complete. */
  NEW,
  /** It was there when the ring was created, so it holds all that it ever acknowledged. */
  CREATED,
  /** It took the place of a lost one, and is complete only for what was filled again. */
  REPLACED
}
