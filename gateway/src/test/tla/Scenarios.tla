----------------------------- MODULE Scenarios -----------------------------
(* Which requests may be taken to which homes.  The bounds are in the .cfg of the same name. *)
EXTENDS Checkout

CONSTANTS q1, q2, a, b, c, d

(* One request; its first home is silent or gone, and a second takes over. *)
TwoHomes == {<<q1, a>>, <<q1, c>>}
TwoHomesSymmetry == Permutations({a, c}) \union Permutations({b, d})

(* The merchant asks again, at a node that takes the order to another home. *)
Retry == {<<q1, a>>, <<q2, c>>}
RetrySymmetry ==
  \* TLC passes over the swap when it stands alone; the other permutation changes nothing here.
  {a :> c @@ c :> a @@ q1 :> q2 @@ q2 :> q1} \union Permutations({b, d})

(* The merchant asks again, and the same home has it: in the same life, or in its next. *)
NextLife == {<<q1, a>>, <<q2, a>>}
NextLifeSymmetry == Permutations({q1, q2})
=============================================================================
