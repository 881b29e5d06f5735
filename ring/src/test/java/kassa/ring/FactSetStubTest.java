package kassa.ring;

import static kassa.ring.Facts.N1;
import static kassa.ring.Facts.N2;
import static kassa.ring.Facts.fact;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactSetStubTest {
  private static final Fact A = fact("k", N1, 1);
  private static final Fact B = fact("k", N2, 2);
  private static final Fact C = fact("k", N2, 3);
  private static final FactSet ALL = FactSet.of(List.of(A, B));

  @Test
  void whatWasEvictedIsKnownByNameAndNotEmpty() {
    FactSet left = ALL.evicted();

    assertFalse(left.isWhole());
    assertFalse(left.isEmpty());
    assertEquals(0, left.size());
    assertTrue(left.knows(A.dot()) && !left.contains(A.dot()));
    assertEquals(Set.of(A.dot(), B.dot()), left.stub().hashes().keySet());
    assertEquals(B.time(), left.newest());
  }

  @Test
  void aCopyWithoutContentHasTheSameSum() {
    assertEquals(ALL.sum(), ALL.evicted().sum());
    assertEquals(ALL.sum(), FactSet.of(List.of(A)).union(ALL.evicted()).sum());
  }

  @Test
  void unionFillsAStubInWhicheverOrder() {
    assertEquals(ALL, ALL.evicted().union(ALL));
    assertEquals(ALL, ALL.union(ALL.evicted()));
    assertEquals(ALL, ALL.evicted().plus(List.of(B)).plus(List.of(A)));
    assertEquals(ALL, FactSet.EMPTY.plus(ALL.evicted().stub()).union(ALL));
  }

  @Test
  void stubsOfTwoOwnersMergeByUnion() {
    FactSet one = FactSet.of(List.of(A, B)).evicted();
    FactSet other = FactSet.of(List.of(B, C)).evicted();

    assertEquals(FactSet.of(List.of(A, B, C)).evicted(), one.union(other));
    assertEquals(one.union(other), other.union(one));
    assertEquals(one, one.union(one));
  }

  @Test
  void whatCameAfterwardsIsEvictedWithTheRest() {
    FactSet later = ALL.evicted().plus(List.of(C));
    assertFalse(later.isWhole());
    assertEquals(1, later.size());

    assertEquals(FactSet.of(List.of(A, B, C)).evicted(), later.evicted());
  }

  @Test
  void aFactThatIsNotWhatWasEvictedIsAnAlarm() {
    Fact other = new Fact(A.key(), A.dot(), A.time(), "noted", new byte[0]);
    FactSet evicted = ALL.evicted();

    assertThrows(Invariant.Violated.class, () -> evicted.plus(List.of(other)));
    assertThrows(
        Invariant.Violated.class, () -> evicted.union(FactSet.of(List.of(other)).evicted()));
  }
}
