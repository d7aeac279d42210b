"""What must hold in every reachable state, and on every step. Each is one function, named like the promise it keeps.

A state invariant takes the world; a step invariant takes the world before, the event (None: only time passed) and the world
after. They return nothing and raise AssertionError.
"""

from collections.abc import Callable
from datetime import datetime

from telehealth.calls import states
from telehealth.calls.states import TRANSITIONS, Call, EndReason, Event, Outcome, State
from tests.rules.exploration.world import World, is_over

Deadline = Callable[[Call], "datetime | None"]


# ---- states


def a_holder_exactly_where_somebody_is_responsible(world: World) -> None:
    call = world.call
    if call.is_held:
        assert call.holder and call.holder_device, "held by nobody"
    if call.is_open:
        assert call.holder is None and call.holder_device is None, "an open call has a holder"


def rings_only_while_it_rings(world: World) -> None:
    live = world.call.live_rings
    assert bool(live) == (world.call.state is State.RINGING), "rings and state disagree"
    assert len({ring.practitioner for ring in live}) == len(live), "one doctor is rung twice at once"


def rings_are_history(world: World) -> None:
    """Numbered in order, each ended once or ringing still; a ring that is over keeps how it went."""
    rings = world.call.rings
    assert [ring.number for ring in rings] == list(range(1, len(rings) + 1)), "a ring was lost, or is there twice"
    assert all((ring.outcome is Outcome.RINGING) == (ring.ended_at is None) for ring in rings), "a ring without its end"


def an_open_call_is_going_to_ring(world: World) -> None:
    if world.call.is_open:
        assert world.call.next_ring_at is not None, "an open call will never ring again"
        assert world.call.gives_up_at is not None, "an open call without an end"


def an_open_call_comes_to_be_owed(world: World) -> None:
    call = world.call
    if call.is_open:
        assert call.callback or call.callback_at is not None, "nobody will ever answer for this call"


def whoever_is_on_hold_is_not_forgotten(world: World) -> None:
    call = world.call
    assert (call.state is State.ON_HOLD) == (call.on_hold_since is not None), "on hold without a clock"


def an_offer_ends(world: World) -> None:
    call = world.call
    assert (call.offered_to is None) == (call.offered_until is None), "an offer without an end"
    assert call.offered_to is None or (call.is_held and call.offered_to != call.holder), (
        "offered by nobody, or to the holder"
    )


def an_end_is_an_end(world: World) -> None:
    call = world.call
    assert (call.state is State.ENDED) == (call.end_reason is not None) == (call.ended_at is not None)
    if is_over(world):
        assert not call.live_rings, "it ended and still rings"
        times = (call.next_ring_at, call.rung_ends_at, call.caller_lost_at, call.holder_lost_at, call.on_hold_since)
        assert times == (None,) * 5, "it ended and time still moves it"


def every_end_is_a_good_end(world: World) -> None:
    """Spoken with a clinician; or withdrawn by the caller; or an early hang-up without a sign of danger; or owed."""
    call = world.call
    if not is_over(world) or world.owed or settled(world):
        return
    if call.end_reason is EndReason.COMPLETED:
        assert call.answered_at is not None, "completed without an answer"
        return
    assert call.end_reason is EndReason.CANCELLED, f"{call.end_reason} and nothing is owed"


def settled(world: World) -> bool:
    """The call-back was spoken or withdrawn."""
    return world.task is not None and not world.owed


def an_owed_call_back_is_watched(world: World) -> None:
    if world.owed:
        assert world.task is not None and world.task.alert_at is not None, (
            "an open call-back that nobody is reminded of"
        )


# ---- steps


def only_documented_steps(before: World, event: Event | None, after: World) -> None:
    if event is None or after.call == before.call:
        return
    allowed = TRANSITIONS.get((before.call.state, type(event)), frozenset())
    assert after.call.state in allowed, f"undocumented: {before.call.state} → {after.call.state}"


def nobody_becomes_a_second_holder(before: World, event: Event | None, after: World) -> None:
    """The seat moves to another device only by its holder's resuming, to another doctor only by a handover that was offered."""
    was, now = ((call.holder, call.holder_device) for call in (before.call, after.call))
    if not (before.call.is_held and after.call.is_held) or now == was:
        return
    moved = isinstance(event, states.Resumed) and event.practitioner == was[0] == now[0]
    asked = isinstance(event, states.HandoverAccepted) and before.call.offered_to == event.practitioner == now[0]
    assert moved or asked, "a second holder was told that the call is theirs"


def a_held_call_is_let_go_only_by_time_or_its_end(before: World, event: Event | None, after: World) -> None:
    if before.call.is_held and not after.call.is_held:
        assert isinstance(event, states.Ticked) or is_over(after), "the holder was lost in between"


def dialling_115_neither_ends_nor_demotes(before: World, event: Event | None, after: World) -> None:
    if isinstance(event, states.Dialled115 | states.Returned115):
        assert after.call.state is before.call.state and after.call.priority is before.call.priority
        assert after.call.rings == before.call.rings and after.call.next_ring_at == before.call.next_ring_at, (
            "it stopped ringing"
        )


def a_seat_is_kept_while_115_is_dialled(before: World, event: Event | None, after: World) -> None:
    call = before.call
    if call.dialled_115_at is None or after.call.end_reason not in (EndReason.CALLER_LOST, EndReason.DROPPED):
        return
    if isinstance(event, states.Ticked) and not is_over(before):
        assert after.now - call.dialled_115_at >= call.ladder.seat_while_dialling, (
            "the seat went while they dialled 115"
        )


def only_answers_move_the_rank(before: World, event: Event | None, after: World) -> None:
    if not isinstance(event, states.Triaged):
        assert after.call.priority is before.call.priority and after.call.red_flag is before.call.red_flag
    assert after.call.self_harm or not before.call.self_harm, "self-harm was forgotten"


def a_rung_starts_when_it_is_due_and_once(before: World, event: Event | None, after: World) -> None:
    """A tick at or past the rung's end starts exactly the next one; nothing else but "nobody left" climbs."""
    call, due = before.call, before.call.rung_ends_at
    climbed = after.call.is_open and call.is_open and after.call.rung != call.rung
    if (
        isinstance(event, states.Ticked)
        and call.is_open
        and after.call.is_open
        and due is not None
        and due <= before.now
    ):
        assert after.call.rung == call.rung + 1, "the next rung did not start when it was due"
    elif climbed:
        assert isinstance(event, states.NobodyLeft) and after.call.rung == call.rung + 1, (
            "a rung was skipped or started twice"
        )
    if climbed:
        assert after.call.next_ring_at == after.now, "the next rung does not ring at once"


def a_hang_up_after_danger_or_a_minute_is_owed(before: World, event: Event | None, after: World) -> None:
    call = before.call
    if not isinstance(event, states.HungUp) or event.by != "caller" or not call.is_open or event.no_longer_needed:
        return
    danger = call.red_flag or call.self_harm or call.callback or call.answered_at is not None
    if danger or before.now - call.requested_at >= call.ladder.regret:
        spoken = before.call.callback and settled(after)  # a doctor telephoned while it still rang
        assert after.owed or spoken, "they hung up after a sign of danger, or after a minute, and nobody will call back"


def a_drop_is_owed(before: World, event: Event | None, after: World) -> None:
    if after.call.end_reason in (EndReason.DROPPED, EndReason.UNANSWERED, EndReason.CALLER_LOST):
        spoken = before.call.callback and settled(after)
        assert is_over(before) or after.owed or spoken, f"{after.call.end_reason} and nothing is owed"


def an_end_is_for_ever(before: World, event: Event | None, after: World) -> None:
    if is_over(before):
        assert after.call == before.call, "an ended call moved"


def what_is_owed_goes_only_by_speaking_or_by_the_callers_word(before: World, event: Event | None, after: World) -> None:
    if before.owed and not after.owed and event is not None:
        spoken = after.call.is_held and after.call.caller_lost_at is None
        said = isinstance(event, states.HungUp) and event.by == "caller" and event.no_longer_needed
        assert spoken or said, "a call-back vanished"


STATES = (
    a_holder_exactly_where_somebody_is_responsible,
    rings_only_while_it_rings,
    rings_are_history,
    an_open_call_is_going_to_ring,
    an_open_call_comes_to_be_owed,
    whoever_is_on_hold_is_not_forgotten,
    an_offer_ends,
    an_end_is_an_end,
    every_end_is_a_good_end,
    an_owed_call_back_is_watched,
)
STEPS = (
    nobody_becomes_a_second_holder,
    a_held_call_is_let_go_only_by_time_or_its_end,
    dialling_115_neither_ends_nor_demotes,
    a_seat_is_kept_while_115_is_dialled,
    only_answers_move_the_rank,
    a_rung_starts_when_it_is_due_and_once,
    a_hang_up_after_danger_or_a_minute_is_owed,
    a_drop_is_owed,
    an_end_is_for_ever,
    what_is_owed_goes_only_by_speaking_or_by_the_callers_word,
    only_documented_steps,
)
