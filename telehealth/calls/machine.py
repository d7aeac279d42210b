"""How a call moves: pure functions over states.Call. The diagram is in states.py."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from telehealth.calls.states import (
    Accepted,
    AllTried,
    Call,
    Declined,
    EndReason,
    Event,
    HungUp,
    Outcome,
    Resumed,
    Ring,
    Rung,
    SeatLost,
    SeatTaken,
    State,
    Ticked,
    Timings,
    Withdrawn,
)
from telehealth.errors import Conflict, Denied

TIMINGS = Timings()


def request(now: datetime, timings: Timings = TIMINGS) -> Call:
    """A new call: waiting, due to ring at once."""
    return Call(
        State.WAITING,
        requested_at=now,
        next_ring_at=now,
        callback_at=now + timings.callback_after,
        gives_up_at=now + timings.give_up_after,
    )


def call_back(practitioner: UUID, device: str, now: datetime) -> Call:
    """A call opened by a practitioner towards a caller whose seat is still empty."""
    return Call(
        State.CONNECTED,
        requested_at=now,
        holder=practitioner,
        holder_device=device,
        answered_at=now,
        caller_lost_at=now,
        outgoing=True,
    )


def deadline(call: Call, timings: Timings = TIMINGS) -> datetime | None:
    """The next moment at which time alone changes this call; None when none is pending."""
    if call.state is State.ENDED:
        return None
    due = [at + timings.seat for at in (call.caller_lost_at, call.holder_lost_at) if at is not None]
    if call.is_open:
        due += [ring.until for ring in call.live_rings]
        due += [at for at in (call.next_ring_at, call.gives_up_at) if at is not None]
        if call.callback_at is not None and not call.callback:
            due.append(call.callback_at)
    return min(due, default=None)


def ring_is_due(call: Call, now: datetime) -> bool:
    """Whether another practitioner should be claimed for this call now."""
    return call.is_open and call.next_ring_at is not None and call.next_ring_at <= now


def apply(call: Call, event: Event, now: datetime, timings: Timings = TIMINGS) -> Call:
    """The call after the event; the same call when the event changes nothing.

    Raises Conflict or Denied (with a code) when the event is not allowed in this state.
    """
    match event:
        case Rung(practitioner):
            return _rung(call, practitioner, now, timings)
        case AllTried():
            return _all_tried(call, now, timings)
        case Accepted(practitioner, device):
            return _accepted(call, practitioner, device, now)
        case Declined(practitioner, reason):
            return _ring_over(call, practitioner, Outcome.DECLINED, now, reason)
        case Withdrawn(practitioner):
            return _ring_over(call, practitioner, Outcome.CANCELLED, now)
        case Resumed(practitioner, device):
            return _resumed(call, practitioner, device)
        case HungUp(by, no_longer_needed):
            return _hung_up(call, by, no_longer_needed, now, timings)
        case SeatLost(part):
            return _seat(call, part, now)
        case SeatTaken(part):
            return _reached(_seat(call, part, None), part, now)
        case Ticked():
            return _ticked(call, now, timings)


def _rung(call: Call, practitioner: UUID, now: datetime, timings: Timings) -> Call:
    _must_be_open(call)
    if any(ring.practitioner == practitioner for ring in call.live_rings):
        return call
    ring = Ring(practitioner, len(call.rings) + 1, now, now + timings.ring_for)
    return replace(call, state=State.RINGING, rings=(*call.rings, ring), next_ring_at=now + timings.next_after)


def _all_tried(call: Call, now: datetime, timings: Timings) -> Call:
    if not call.is_open or call.live_rings or not call.tried:
        return call
    return replace(call, turn=len(call.rings), next_ring_at=now + timings.start_over_after)


def _accepted(call: Call, practitioner: UUID, device: str, now: datetime) -> Call:
    if call.state is State.CONNECTED:
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
        next_ring_at=None,
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
    return call if rings == call.rings else _settle(replace(call, rings=rings, next_ring_at=now))


def _resumed(call: Call, practitioner: UUID, device: str) -> Call:
    if call.state is not State.CONNECTED or call.holder != practitioner:
        raise Denied("not-holder", "Only the clinician who holds this call may do this.")
    return replace(call, holder_device=device, holder_lost_at=None)


def _hung_up(call: Call, by: str, no_longer_needed: bool, now: datetime, timings: Timings) -> Call:
    if call.state is State.ENDED:
        return call
    if call.state is State.CONNECTED:
        return _end(call, EndReason.COMPLETED, now)
    if by != "caller":
        raise Conflict("not-answered", "This call has not been answered yet.")
    owed = call.callback or now - call.requested_at >= timings.regret
    return replace(_end(call, EndReason.CANCELLED, now), callback=owed and not no_longer_needed)


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


def _ticked(call: Call, now: datetime, timings: Timings) -> Call:
    if call.state is State.ENDED:
        return call
    caller_gone = call.caller_lost_at is not None and call.caller_lost_at + timings.seat <= now
    holder_gone = call.holder_lost_at is not None and call.holder_lost_at + timings.seat <= now
    if call.state is State.CONNECTED:
        return _connected_ticked(call, caller_gone, holder_gone, now, timings)
    if caller_gone:
        return replace(_end(call, EndReason.CALLER_LOST, now), callback=True)
    if call.gives_up_at is not None and call.gives_up_at <= now:
        return replace(_end(call, EndReason.UNANSWERED, now), callback=True)
    if not call.callback and call.callback_at is not None and call.callback_at <= now:
        call = replace(call, callback=True)
    return _lapse(call, now)


def _connected_ticked(call: Call, caller_gone: bool, holder_gone: bool, now: datetime, timings: Timings) -> Call:
    if caller_gone and call.outgoing and call.callback_at is None:
        return _end(call, EndReason.NOT_REACHED, now)
    if caller_gone:
        return replace(_end(call, EndReason.DROPPED, now), callback=True)
    if not holder_gone:
        return call
    if call.caller_lost_at is not None:
        return replace(_end(call, EndReason.DROPPED, now), callback=True)
    # The caller is still there: they go back to the head of the queue rather than look at a frozen picture.
    return replace(
        call,
        state=State.WAITING,
        holder=None,
        holder_device=None,
        holder_lost_at=None,
        turn=len(call.rings),
        next_ring_at=now,
        callback_at=call.callback_at or now,
        gives_up_at=now + timings.give_up_after,
    )


def _lapse(call: Call, now: datetime) -> Call:
    rings = tuple(
        replace(ring, outcome=Outcome.MISSED, ended_at=now)
        if ring.outcome is Outcome.RINGING and ring.until <= now
        else ring
        for ring in call.rings
    )
    if rings == call.rings:
        return call
    after = _settle(replace(call, rings=rings))
    return replace(after, next_ring_at=now) if after.state is State.WAITING else after


def _settle(call: Call) -> Call:
    return call if call.live_rings else replace(call, state=State.WAITING)


def _end(call: Call, reason: EndReason, now: datetime) -> Call:
    rings = tuple(
        replace(ring, outcome=Outcome.CANCELLED, ended_at=now) if ring.outcome is Outcome.RINGING else ring
        for ring in call.rings
    )
    return replace(
        call,
        state=State.ENDED,
        rings=rings,
        end_reason=reason,
        ended_at=now,
        next_ring_at=None,
        caller_lost_at=None,
        holder_lost_at=None,
    )


def _must_be_open(call: Call) -> None:
    if call.state is State.ENDED:
        raise Conflict("call-ended", "This call has ended.", end_reason=call.end_reason)
    if call.state is State.CONNECTED:
        raise Conflict("already-taken", "Somebody has already answered this call.")
