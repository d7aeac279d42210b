"""How a call moves: pure functions over states.Call. The diagram is in states.py; time has a room of its own, passing.py."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from telehealth.calls import handing_over, passing
from telehealth.calls.states import (
    Accepted,
    Call,
    Claimed,
    Declined,
    Dialled115,
    EndReason,
    Event,
    HandoverAccepted,
    HandoverDeclined,
    HandoverOffered,
    Held,
    HungUp,
    NobodyLeft,
    Outcome,
    Resumed,
    Returned115,
    Ring,
    SeatLost,
    SeatTaken,
    State,
    Ticked,
    Triaged,
    Withdrawn,
)
from telehealth.duty.ladder import DEFAULT, Ladder, Manner
from telehealth.errors import Conflict, Denied

deadline = passing.deadline


def request(now: datetime, ladder: Ladder = DEFAULT) -> Call:
    """A new call: waiting on the first rung, due to ring at once."""
    return Call(
        State.WAITING,
        requested_at=now,
        ladder=ladder,
        next_ring_at=now,
        rung_ends_at=passing.rung_end(ladder, 0, now),
        callback_at=now + ladder.last_resort.after,
        gives_up_at=now + ladder.give_up_after,
    )


def call_back(practitioner: UUID, device: str, now: datetime, ladder: Ladder = DEFAULT) -> Call:
    """A call opened by a practitioner towards a caller whose seat is still empty."""
    return Call(
        State.CONNECTED,
        requested_at=now,
        ladder=ladder,
        holder=practitioner,
        holder_device=device,
        answered_at=now,
        caller_lost_at=now,
        outgoing=True,
    )


def ring_is_due(call: Call, now: datetime) -> bool:
    """Whether somebody (or the whole rung) should be claimed for this call now."""
    return call.is_open and call.next_ring_at is not None and call.next_ring_at <= now


def rings_all(call: Call) -> bool:
    """Whether everybody on the rung is rung at once."""
    return call.is_emergency or call.step.manner is Manner.ALL_AT_ONCE


def apply(call: Call, event: Event, now: datetime) -> Call:
    """The call after the event; the same call when the event changes nothing.

    Raises Conflict or Denied (with a code) when the event is not allowed in this state.
    """
    match event:
        case Claimed(practitioners, knocked):
            return _claimed(call, practitioners, knocked, now)
        case NobodyLeft():
            return _nobody_left(call, now)
        case Accepted(practitioner, device):
            return _accepted(call, practitioner, device, now)
        case Declined(practitioner, reason):
            return _ring_over(call, practitioner, Outcome.DECLINED, now, reason)
        case Withdrawn(practitioner):
            return _ring_over(call, practitioner, Outcome.CANCELLED, now)
        case Held(practitioner):
            return _held(call, practitioner, now)
        case Resumed(practitioner, device):
            return _resumed(call, practitioner, device)
        case HandoverOffered(by, to):
            return handing_over.offered(call, by, to, now)
        case HandoverAccepted(practitioner, device):
            return handing_over.accepted(call, practitioner, device)
        case HandoverDeclined(practitioner):
            return handing_over.declined(call, practitioner)
        case Triaged():
            return _triaged(call, event, now)
        case Dialled115():
            return call if call.state is State.ENDED else replace(call, dialled_115_at=now, answered_115=None)
        case Returned115(answered):
            return _returned_115(call, answered)
        case HungUp(by, no_longer_needed):
            return _hung_up(call, by, no_longer_needed, now)
        case SeatLost(part):
            return _seat(call, part, now)
        case SeatTaken(part):
            return _reached(_seat(call, part, None), part, now)
        case Ticked():
            return passing.ticked(call, now)


def _claimed(call: Call, practitioners: tuple[UUID, ...], knocked: tuple[UUID, ...], now: datetime) -> Call:
    _must_be_open(call)
    ringing = {ring.practitioner for ring in call.live_rings}
    new = tuple(
        Ring(one, len(call.rings) + number, now, now + call.step.ring_for, rung=call.rung, knock=one in knocked)
        for number, one in enumerate(dict.fromkeys(one for one in practitioners if one not in ringing), start=1)
    )
    if not new:
        return call
    again = now + (call.step.pause if rings_all(call) else call.step.next_after)
    return replace(call, state=State.RINGING, rings=(*call.rings, *new), next_ring_at=again)


def _nobody_left(call: Call, now: datetime) -> Call:
    """With people tried and rounds left it starts over after a pause; else the next rung starts now, whatever still
    rings of the rungs before."""
    if not call.is_open or call.rings_here:
        return call
    last = call.ladder.is_last(call.rung)
    if call.tried and (last or call.round + 1 < call.step.rounds):
        return replace(call, round=call.round + 1, turn=len(call.rings), next_ring_at=now + call.step.pause)
    return call if last else passing.climbed(call, now)


def _accepted(call: Call, practitioner: UUID, device: str, now: datetime) -> Call:
    if call.is_held:
        if (call.holder, call.holder_device) == (practitioner, device):
            return call
        raise Conflict("already-taken", "Somebody has already answered this call.", by_you=call.holder == practitioner)
    _must_be_open(call)
    rings = tuple(
        replace(ring, outcome=Outcome.ACCEPTED if ring.practitioner == practitioner else Outcome.TAKEN, ended_at=now)
        if ring.outcome is Outcome.RINGING
        else ring
        for ring in call.rings
    )
    return replace(
        call,
        state=State.CONNECTED,
        rings=rings,
        holder=practitioner,
        holder_device=device,
        holder_lost_at=None,
        answered_at=call.answered_at or now,
        callback=False,  # what was owed is being paid; a drop from here on is owed anew
        next_ring_at=None,
        rung_ends_at=None,
    )


def _ring_over(call: Call, practitioner: UUID, outcome: Outcome, now: datetime, reason: str = "") -> Call:
    if call.state is not State.RINGING:
        return call
    rings = tuple(
        replace(ring, outcome=outcome, ended_at=now, reason=reason or None)
        if ring.outcome is Outcome.RINGING and ring.practitioner == practitioner
        else ring
        for ring in call.rings
    )
    return call if rings == call.rings else passing.settled(replace(call, rings=rings, next_ring_at=now))


def _held(call: Call, practitioner: UUID, now: datetime) -> Call:
    """The holder's own sockets are at the emergency now: their absence here means nothing."""
    if call.state is not State.CONNECTED or call.holder != practitioner:
        raise _not_holder()
    if call.outgoing and call.caller_lost_at is not None:
        raise Conflict("calling-back", "Finish ringing this family first.")
    return replace(call, state=State.ON_HOLD, on_hold_since=now, holder_lost_at=None)


def _resumed(call: Call, practitioner: UUID, device: str) -> Call:
    if not call.is_held or call.holder != practitioner:
        raise _not_holder()
    return replace(call, state=State.CONNECTED, holder_device=device, holder_lost_at=None, on_hold_since=None)


def _triaged(call: Call, said: Triaged, now: datetime) -> Call:
    if call.state is State.ENDED:
        return call
    after = replace(call, priority=said.priority, red_flag=said.red_flag, self_harm=call.self_harm or said.self_harm)
    if after.is_emergency and not call.is_emergency and call.is_open:
        return replace(after, next_ring_at=now)  # the rest of the rung is rung at once
    return after


def _returned_115(call: Call, answered: bool) -> Call:
    if call.state is State.ENDED or call.dialled_115_at is None:
        return call
    return replace(call, answered_115=answered)


def _hung_up(call: Call, by: str, no_longer_needed: bool, now: datetime) -> Call:
    if call.state is State.ENDED:
        return call
    if by == "caller":
        return _caller_hung_up(call, no_longer_needed, now)
    if not call.is_held:
        raise Conflict("not-answered", "This call has not been answered yet.")
    if call.state is State.ON_HOLD:
        raise Conflict("on-hold", "The caller waits on hold: go back to them first.")
    return passing.lost(call, now) if call.caller_lost_at is not None else passing.ended(call, EndReason.COMPLETED, now)


def _caller_hung_up(call: Call, no_longer_needed: bool, now: datetime) -> Call:
    """Whoever gives up waiting (for a first answer, on hold, or for a doctor whose connection is lost) is called back."""
    if call.outgoing and call.callback_at is None:  # a family that does not take a call back has spoken to nobody
        return passing.lost(call, now)
    if call.is_held:
        left_alone = call.state is State.ON_HOLD or call.holder_lost_at is not None
        if not left_alone:
            return passing.ended(call, EndReason.COMPLETED, now)
        if no_longer_needed:
            return replace(passing.ended(call, EndReason.CANCELLED, now), callback=False)
        return replace(passing.ended(call, EndReason.DROPPED, now), callback=True)
    waited = now - call.requested_at >= call.ladder.regret
    owed = call.callback or call.red_flag or call.self_harm or call.answered_at is not None or waited
    return replace(passing.ended(call, EndReason.CANCELLED, now), callback=owed and not no_longer_needed)


def _seat(call: Call, part: str, lost_at: datetime | None) -> Call:
    if call.state is State.ENDED or (part == "holder" and call.state is not State.CONNECTED):
        return call
    field = "caller_lost_at" if part == "caller" else "holder_lost_at"
    if (getattr(call, field) is None) == (lost_at is None):
        return call
    if part == "caller":
        return replace(call, caller_lost_at=lost_at)
    return replace(call, holder_lost_at=lost_at)


def _reached(call: Call, part: str, now: datetime) -> Call:
    """A family that took a seat in a call towards them is in a call like any other: who drops out of it is owed."""
    if part == "holder" or not call.outgoing or call.state is not State.CONNECTED or call.callback_at is not None:
        return call
    return replace(call, callback_at=now)


def _must_be_open(call: Call) -> None:
    if call.state is State.ENDED:
        raise Conflict("call-ended", "This call has ended.", end_reason=call.end_reason)
    if call.is_held:
        raise Conflict("already-taken", "Somebody has already answered this call.")


def _not_holder() -> Denied:
    return Denied("not-holder", "Only the clinician who holds this call may do this.")
