------------------------------ MODULE Checkout ------------------------------
(***************************************************************************)
(* One order, its runs at several homes, sloppy appends, and an acquirer   *)
(* that deduplicates: rules R1 to R3 and M2 to M9.  Names are those of the *)
(* code: CheckoutPolicy, CheckoutRun, Forward and Reconciliation of        *)
(* kassa.gateway.checkout; AppendRound of kassa.ring.replication.          *)
(*                                                                         *)
(* Left out is what would add states and no danger:                        *)
(*                                                                         *)
(* - The network, and with it the cut.  A home reaches any place or none,  *)
(*   whenever it tries; so what holds here holds on both sides of any cut, *)
(*   with whichever fallbacks.                                             *)
(* - Hints and late puts.  A fact on any disk may have reached any other   *)
(*   by the time that one is read (Reads), and disk[n] is only what        *)
(*   certainly is there.                                                   *)
(* - What an ack must bring (R2).  Here it brings any part of what anybody *)
(*   wrote, since two sloppy appends need not meet in any place.           *)
(* - Who wrote an outcome: two homes that heard the same know the same.    *)
(* - Clocks.  A deadline passes at any moment, once for each request.      *)
(* - Fairness.  A run, a message or a node may stop for ever at any step.  *)
(*                                                                         *)
(* To add strict appends (R11): owners, whose acks bring all of disk[n],   *)
(* and a second action beside Stored that counts only those.  To add       *)
(* reversals (M10 to M12): facts ReversalIntended and Reversed, the number *)
(* of the attempt in Reference, and a further NextStep in Decide.          *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets, TLC

CONSTANTS
  Nodes,       \* where facts can be stored
  Runs,        \* pairs <<request, home>>: which request may be taken to which home
  W,           \* places that an append needs, the home's own disk among them
  MaxSends,    \* messages to the acquirer that one run begins
  MaxEnsures,  \* how often one run puts once more what it knows; CheckoutRun.ENSURES
  Bug          \* "none", or a planted one

RequestOf(r) == r[1]
HomeOf(r) == r[2]
Requests == {RequestOf(r) : r \in Runs}
Homes == {HomeOf(r) : r \in Runs}
RunsOf(q) == {r \in Runs : RequestOf(r) = q}

VARIABLES
  disk,    \* node -> facts that are certainly there, fsynced; they only grow
  run,     \* run -> where it stands, and what it knows; gone with its home
  left,    \* messages that left for the acquirer: each may arrive late, twice or never
  ledger,  \* the acquirer's: what had an effect
  told,    \* request -> the definite answer that its merchant got
  late     \* requests whose deadline has passed

vars == <<disk, run, left, ledger, told, late>>

-----------------------------------------------------------------------------
(* Facts, and what they say: kassa.gateway.order. *)

Intent(r) == <<"intent", r>>       \* with "placed", in one append
NotSent(r) == <<"not_sent", r>>    \* by the home of r: nothing left for its intent
Outcome(result, reference) == <<result, reference>>

(* M7: the same from any home. *)
Reference(r) == IF Bug = "another reference at each home" THEN HomeOf(r) ELSE "reference"

Intents(facts) == {r \in Runs : Intent(r) \in facts}
Voided(r, facts) == NotSent(r) \in facts
Outcomes(facts) == {f \in facts : f[1] \in {"approved", "declined"}}
HasOutcome(facts) == Outcomes(facts) # {}

(* Order.neverLeft: whether no message can have left, by these facts and the caller's own. *)
NeverLeft(facts, unsent) ==
  /\ ~HasOutcome(facts)
  /\ \A r \in Intents(facts) : Voided(r, facts) \/ r \in unsent

Status(facts) ==
  CASE \E f \in facts : f[1] = "declined" -> "declined"
    [] \E f \in facts : f[1] = "approved" -> "approved"
    [] OTHER -> "processing"

Everywhere == UNION {disk[n] : n \in Nodes}
Places(fact) == {n \in Nodes : fact \in disk[n]}

(* What may have come from elsewhere.  A void without its intent says nothing. *)
Copies ==
  {facts \in SUBSET Everywhere :
     \A r \in Runs : NotSent(r) \in facts => Intent(r) \in facts}

(* What a node may find on its own disk: all that it stored, and what was handed over. *)
Reads(n) == {disk[n] \union copies : copies \in Copies}

-----------------------------------------------------------------------------
(* A run: OwnPart and KnownFacts, and what it waits for. *)

Idle ==
  [at      |-> "idle",   \* idle, acks, pause, acquirer, answered, dead
   known   |-> {},       \* facts
   durable |-> {},       \* those that are on W places, by this run's own rounds
   append  |-> "none",   \* begin, take back, outcome, ensure: the round under way
   facts   |-> {},       \* of that round
   begun   |-> "no",     \* stored, or failed: its intent is on W places, or may not be
   sends   |-> 0,
   notSent |-> FALSE,    \* whether no byte of the last send left
   ensures |-> 0,
   answer  |-> "none"]   \* approved, declined, nothing (503) or unsure (202, 504)

Answered(answer) == [Idle EXCEPT !.at = "answered", !.answer = answer]

(* A failed repeat says nothing of the first message (M4). *)
MayHaveLeft(u) ==
  IF Bug = "a failed repeat is not sent" THEN u.sends > 0 /\ ~u.notSent
  ELSE u.sends > 0 /\ ~(u.sends = 1 /\ u.notSent)

Unsent(r, u) == IF u.begun = "no" \/ MayHaveLeft(u) THEN {} ELSE {r}

(* AppendRound: the own disk comes first, and says what it held before. *)
Append(r, u, kind, facts) ==
  [u EXCEPT !.at = "acks", !.append = kind, !.facts = facts,
            !.known = @ \union disk[HomeOf(r)] \union facts]

(* An outcome is told once all that is known of it is on W places. *)
TellOutcome(r, u) ==
  IF \/ (Outcomes(u.known) \subseteq u.durable /\ Intents(u.durable) # {})
     \/ Bug = "told before it is stored"
  THEN Answered(Status(u.known))
  ELSE IF u.ensures < MaxEnsures
  THEN Append(r, [u EXCEPT !.ensures = @ + 1], "ensure", u.known \ u.durable)
  ELSE Answered("unsure")

(* M4: only the home that would have sent voids its intent. *)
TakenBack(r, u) ==
  IF Bug = "any home voids any intent" THEN {NotSent(i) : i \in Intents(u.known)} ELSE {NotSent(r)}

(* M5: nothing happened only if no intent that is known can have left. *)
Undecided(r, u) ==
  IF \/ NeverLeft(u.known, Unsent(r, u))
     \/ Bug = "503 although an intent may have left"
  THEN Answered("nothing")
  ELSE Answered("unsure")

(* CheckoutPolicy.next with a customer waiting, and CheckoutRun.perform. *)
Decide(r, u) ==
  LET ends ==
        \/ HasOutcome(u.known)
        \/ (u.begun = "failed" /\ Bug # "sent before the intent is stored")
        \/ (u.sends = 1 /\ u.notSent)
        \/ (RequestOf(r) \in late /\ Bug # "sent after the deadline")
        \/ Voided(r, u.known)
  IN  CASE ~ends /\ u.begun = "no" -> Append(r, u, "begin", {Intent(r)})
        [] ~ends /\ u.begun # "no" -> [u EXCEPT !.at = "pause"]
        [] ends /\ Unsent(r, u) # {} /\ ~Voided(r, u.known) ->
             Append(r, u, "take back", TakenBack(r, u))
        [] OTHER -> IF HasOutcome(u.known) THEN TellOutcome(r, u) ELSE Undecided(r, u)

(* The run goes on as next; what it appends is on its own disk. *)
GoOn(r, next, disks) ==
  /\ run' = [run EXCEPT ![r] = next]
  /\ disk' = [disks EXCEPT ![HomeOf(r)] = @ \union next.facts]

-----------------------------------------------------------------------------
(* What happens at a home. *)

(* M5: the own disk is looked at before a definite no. *)
Looks(r) == IF Bug = "503 without a look at the own disk" THEN {{}} ELSE Reads(HomeOf(r))

(* Forward hands the order over, and it is dequeued; the word may be late, so the deadline too. *)
Start(r) ==
  /\ run[r].at = "idle"
  /\ told[RequestOf(r)] = "none"
  /\ \E next \in {Decide(r, [Idle EXCEPT !.known = read]) : read \in Looks(r)} :
       GoOn(r, next, disk)
  /\ UNCHANGED <<left, ledger, told, late>>

(* CheckoutHome.turnedAway: too much to do. *)
TurnAway(r) ==
  /\ run[r].at = "idle"
  /\ told[RequestOf(r)] = "none"
  /\ \E read \in Looks(r) :
       run' = [run EXCEPT ![r] = Answered(IF NeverLeft(read, {}) THEN "nothing" ELSE "unsure")]
  /\ UNCHANGED <<disk, left, ledger, told, late>>

Ended(u, stored, learned) ==
  [u EXCEPT !.known = @ \union learned,
            !.durable = IF stored THEN @ \union u.facts ELSE @,
            !.begun = IF u.append # "begin" THEN @ ELSE IF stored THEN "stored" ELSE "failed",
            !.append = "none",
            !.facts = {}]

(* R1 to R3: W - 1 other places, owners or fallbacks, have the facts; their acks are a read. *)
Stored(r) ==
  LET u == run[r]
      learned == IF u.append = "take back" THEN Looks(r) ELSE Copies
      others == {places \in SUBSET (Nodes \ {HomeOf(r)}) : Cardinality(places) = W - 1}
  IN  /\ u.at = "acks"
      /\ \E next \in {Decide(r, Ended(u, TRUE, facts)) : facts \in learned} :
         \E places \in others :
           GoOn(r, next, [n \in Nodes |-> disk[n] \union (IF n \in places THEN u.facts ELSE {})])
      /\ UNCHANGED <<left, ledger, told, late>>

(* The deadline of the round: who has the facts is not known, but they travel on. *)
TooFewReplicas(r) ==
  LET u == run[r]
      learned == IF u.append = "take back" THEN Looks(r) ELSE {{}}
  IN  /\ u.at = "acks"
      /\ \E next \in {Decide(r, Ended(u, FALSE, facts)) : facts \in learned} : GoOn(r, next, disk)
      /\ UNCHANGED <<left, ledger, told, late>>

(* M3: checked again just before money leaves. *)
MaySend(r) ==
  /\ run[r].at = "pause"
  /\ run[r].sends < MaxSends
  /\ RequestOf(r) \notin late \/ Bug = "sent after the deadline"

Send(r) ==
  /\ MaySend(r)
  /\ left' = left \union {[intent |-> r, waiting |-> TRUE]}
  /\ run' = [run EXCEPT ![r] = [@ EXCEPT !.at = "acquirer", !.sends = @ + 1, !.notSent = FALSE]]
  /\ UNCHANGED <<disk, ledger, told, late>>

(* The connection is refused: certainly no byte left. *)
FailToSend(r) ==
  /\ MaySend(r)
  /\ GoOn(r, Decide(r, [run[r] EXCEPT !.sends = @ + 1, !.notSent = TRUE]), disk)
  /\ UNCHANGED <<left, ledger, told, late>>

TooLate(r) ==
  /\ run[r].at = "pause"
  /\ RequestOf(r) \in late
  /\ GoOn(r, Decide(r, run[r]), disk)
  /\ UNCHANGED <<left, ledger, told, late>>

Hear(r) ==
  /\ run[r].at = "acquirer"
  /\ \E e \in ledger :
       /\ e.reference = Reference(r)
       /\ GoOn(r, Append(r, run[r], "outcome", {Outcome(e.result, e.reference)}), disk)
  /\ UNCHANGED <<left, ledger, told, late>>

(* M6: no answer in time is unknown, and never a decline. *)
TimeOut(r) ==
  /\ run[r].at = "acquirer"
  /\ IF Bug = "a timeout is a decline"
     THEN GoOn(r, Append(r, run[r], "outcome", {Outcome("declined", Reference(r))}), disk)
     ELSE GoOn(r, Decide(r, run[r]), disk)
  /\ UNCHANGED <<left, ledger, told, late>>

(* All runs of a node die at whatever step.  Its next life takes other requests. *)
Crash(h) ==
  LET dying == {r \in Runs : HomeOf(r) = h /\ run[r].at \notin {"idle", "answered", "dead"}}
  IN  /\ dying # {}
      /\ run' = [r \in Runs |-> IF r \in dying THEN [Idle EXCEPT !.at = "dead"] ELSE run[r]]
      /\ UNCHANGED <<disk, left, ledger, told, late>>

-----------------------------------------------------------------------------
(* What happens elsewhere. *)

(* M7: the acquirer remembers each reference, and what it made of it. *)
Arrive(m) ==
  LET known == {e \in ledger : e.reference = Reference(m.intent)}
  IN  /\ known = {} \/ (Bug = "the acquirer forgets" /\ \A e \in known : e.by # m)
      /\ \E result \in {"approved", "declined"} :
           ledger' =
             ledger \union {[reference |-> Reference(m.intent), result |-> result, by |-> m]}
      /\ UNCHANGED <<disk, run, left, told, late>>

(* Intents whose end a node must find out.  Once an outcome is on any disk, another copy is news *)
(* to nobody who may not have heard of it anyway. *)
Unknown(n) ==
  IF HasOutcome(Everywhere) THEN {} ELSE {r \in Intents(Everywhere) : ~Voided(r, disk[n])}

Found(r) == {e \in ledger : e.reference = Reference(r)}

(* M8: nobody waits, so it inquires and adopts. *)
Reconcile(n) ==
  \E r \in Unknown(n) :
    \/ /\ \E e \in Found(r) :
            disk' = [disk EXCEPT ![n] = @ \union {Outcome(e.result, e.reference)}]
       /\ UNCHANGED <<run, left, ledger, told, late>>
    \/ /\ Bug = "not found is a decline"
       /\ Found(r) = {}
       /\ disk' = [disk EXCEPT ![n] = @ \union {Outcome("declined", Reference(r))}]
       /\ UNCHANGED <<run, left, ledger, told, late>>
    \/ /\ Bug = "reconciliation authorizes"
       /\ Found(r) = {} /\ Cardinality(Places(Intent(r))) >= W
       /\ left' = left \union {[intent |-> r, waiting |-> FALSE]}
       /\ UNCHANGED <<disk, run, ledger, told, late>>

(* Forward replies.  A no needs a definite word from every home that was handed the order (M5). *)
Reply(q) ==
  LET handed == {r \in RunsOf(q) : run[r].at # "idle"}
      says(answer) == {r \in handed : run[r].answer = answer}
  IN  /\ told[q] = "none"
      /\ \E answer \in {"approved", "declined", "nothing"} :
           /\ says(answer) # {}
           /\ \/ answer # "nothing"
              \/ says(answer) = handed
              \/ Bug = "503 without a word from every home"
           /\ told' = [told EXCEPT ![q] = answer]
      /\ UNCHANGED <<disk, run, left, ledger, late>>

Deadline(q) ==
  /\ q \notin late
  /\ late' = late \union {q}
  /\ UNCHANGED <<disk, run, left, ledger, told>>

-----------------------------------------------------------------------------
Init ==
  /\ disk = [n \in Nodes |-> {}]
  /\ run = [r \in Runs |-> Idle]
  /\ left = {}
  /\ ledger = {}
  /\ told = [q \in Requests |-> "none"]
  /\ late = {}

Next ==
  \/ \E r \in Runs :
       \/ Start(r) \/ TurnAway(r) \/ Stored(r) \/ TooFewReplicas(r)
       \/ Send(r) \/ FailToSend(r) \/ TooLate(r) \/ Hear(r) \/ TimeOut(r)
  \/ \E h \in Homes : Crash(h)
  \/ \E m \in left : Arrive(m)
  \/ \E n \in Nodes : Reconcile(n)
  \/ \E q \in Requests : Reply(q) \/ Deadline(q)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What must hold, under the names of invariants.md. *)

Charges == {e \in ledger : e.result = "approved"}

intentBeforeMoney == \A m \in left : Cardinality(Places(Intent(m.intent))) >= W

(* There is one attempt. *)
oneAuthorizationPerAttempt == Cardinality(Charges) <= 1

(* Nothing of a request left that was told "nothing"; void is void; and who pays is waiting. *)
declinedIsNeverCharged ==
  /\ \A q \in Requests : told[q] = "nothing" => \A m \in left : RequestOf(m.intent) # q
  /\ \A q \in Requests : told[q] = "declined" => Charges = {}
  /\ \A m \in left : ~Voided(m.intent, Everywhere)
  /\ \A e \in Charges : e.by.waiting

(* An outcome told is on W places with an intent of its order, and all facts together say it. *)
toldIsKept ==
  \A q \in Requests : told[q] \in {"approved", "declined"} =>
    /\ Status(Everywhere) = told[q]
    /\ \E f \in Outcomes(Everywhere) : f[1] = told[q] /\ Cardinality(Places(f)) >= W
    /\ \E r \in Runs : Cardinality(Places(Intent(r))) >= W

(* Once all is handed over and nothing is left to inquire, charged is what the order says. *)
chargedOnce ==
  (\A n \in Nodes, r \in Runs : r \in Unknown(n) => Found(r) = {})
    => (Charges # {} <=> Status(Everywhere) = "approved")

(* A home's "nothing" is not contradicted by what lies on its own disk. *)
nothingIsSaidAgainstTheOwnDisk ==
  [][\A r \in Runs :
       run[r].answer # "nothing" /\ run'[r].answer = "nothing" =>
         \A i \in Intents(disk[HomeOf(r)]) : Voided(i, Everywhere)]_vars

(* M3 *)
nothingLeavesAfterTheDeadline ==
  [][\A m \in left' \ left : RequestOf(m.intent) \notin late]_vars

-----------------------------------------------------------------------------
(* Rare states that must be reached.  The first time that one is, its name is printed. *)

Rare ==
  {<<"two homes sent", Cardinality({HomeOf(m.intent) : m \in left}) > 1>>,
   <<"two homes stored apart",
     \E r, s \in Runs :
       /\ Cardinality(Places(Intent(r))) >= W
       /\ Cardinality(Places(Intent(s))) >= W
       /\ Places(Intent(r)) \intersect Places(Intent(s)) = {}>>,
   <<"told nothing", \E q \in Requests : told[q] = "nothing">>,
   <<"told declined", \E q \in Requests : told[q] = "declined">>,
   <<"told approved", \E q \in Requests : told[q] = "approved">>,
   <<"taken back", \E r \in Runs : Voided(r, Everywhere)>>,
   <<"adopted by reconciliation",
     HasOutcome(Everywhere) /\ \A r \in Runs : run[r].at \in {"idle", "dead"}>>,
   <<"told what a dead home charged",
     \E e \in Charges : run[e.by.intent].at = "dead" /\ \E q \in Requests : told[q] = "approved">>}

ASSUME TLCSet(1, {})

(* Always true. *)
Sometimes ==
  \A state \in Rare :
    state[2] /\ state[1] \notin TLCGet(1) =>
      TLCSet(1, TLCGet(1) \union {state[1]}) /\ PrintT(<<"sometimes", state[1]>>)
=============================================================================
