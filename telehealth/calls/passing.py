"""What time does to a call: rings lapse, rungs are climbed, seats are given up, call-backs come to be owed. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from telehealth.calls.states import Call, EndReason, Outcome, State
from telehealth.duty.ladder import Ladder


def deadline(call: Call) -> datetime | None:
    """The next moment at which time alone changes this call; None when none is pending."""
    return min(_deadlines(call), default=None)


def _deadlines(call: Call) -> Iterator[datetime]:
    if call.state is State.ENDED:
        return
    if call.caller_lost_at is not None:
        yield caller_seat_until(call, call.caller_lost_at)
    if call.holder_lost_at is not None:
        yield call.holder_lost_at + call.ladder.seat
    if call.on_hold_since is not None:
        yield call.on_hold_since + call.ladder.hold_for
    if call.offered_until is not None:
        yield call.offered_until
    if call.is_open:
        yield from (ring.until for ring in call.live_rings)
        yield from (at for at in (call.next_ring_at, call.gives_up_at, call.rung_ends_at) if at is not None)
        if call.callback_at is not None and not call.callback:
            yield call.callback_at


def caller_seat_until(call: Call, lost_at: datetime) -> datetime:
    """Until when the caller's empty seat is kept: longer for whoever went away to dial 115."""
    kept = lost_at + call.ladder.seat
    return max(kept, call.dialled_115_at + call.ladder.seat_while_dialling) if call.dialled_115_at else kept


def seat_until(call: Call) -> datetime | None:
    """When the first of the empty seats is given up; None when both are taken."""
    caller = [caller_seat_until(call, call.caller_lost_at)] if call.caller_lost_at else []
    holder = [call.holder_lost_at + call.ladder.seat] if call.holder_lost_at else []
    return min(caller + holder, default=None)


def rung_end(ladder: Ladder, rung: int, start: datetime) -> datetime | None:
    """When the rung that starts now gives way to the next; None for the last."""
    return None if ladder.is_last(rung) else start + ladder.rungs[rung].lasts


def ticked(call: Call, now: datetime) -> Call:
    """Whatever is due happens."""
    if call.state is State.ENDED:
        return call
    caller_gone = call.caller_lost_at is not None and caller_seat_until(call, call.caller_lost_at) <= now
    if call.is_held:
        return _held_ticked(_offer_lapsed(call, now), caller_gone, now)
    if caller_gone:
        return replace(ended(call, EndReason.CALLER_LOST, now), callback=True)
    if call.gives_up_at is not None and call.gives_up_at <= now:
        return replace(ended(call, EndReason.UNANSWERED, now), callback=True)
    if not call.callback and call.callback_at is not None and call.callback_at <= now:
        call = replace(call, callback=True)
    return _rung_over(_lapsed(call, now), now)


def _held_ticked(call: Call, caller_gone: bool, now: datetime) -> Call:
    if caller_gone:
        return lost(call, now)
    holder_gone = call.holder_lost_at is not None and call.holder_lost_at + call.ladder.seat <= now
    held_too_long = call.on_hold_since is not None and call.on_hold_since + call.ladder.hold_for <= now
    if not (holder_gone or held_too_long):
        return call
    both_gone = holder_gone and call.caller_lost_at is not None
    return lost(call, now) if both_gone and not _dialling_115(call, now) else _back_to_the_queue(call, now)


def _dialling_115(call: Call, now: datetime) -> bool:
    """Whoever went away to dial 115 is expected back: the call rings on for them, even if its doctor is gone too."""
    return call.dialled_115_at is not None and now < call.dialled_115_at + call.ladder.seat_while_dialling


def lost(call: Call, now: datetime) -> Call:
    """The caller of an answered call is gone and owed a call-back; a call back that never reached them is not a drop."""
    if call.outgoing and call.callback_at is None:
        return ended(call, EndReason.NOT_REACHED, now)
    return replace(ended(call, EndReason.DROPPED, now), callback=True)


def _back_to_the_queue(call: Call, now: datetime) -> Call:
    """The caller is still there: they go back to the head of the queue rather than look at a frozen picture."""
    return replace(
        call,
        state=State.WAITING,
        holder=None,
        holder_device=None,
        holder_lost_at=None,
        on_hold_since=None,
        offered_to=None,
        offered_until=None,
        rung=0,
        round=0,
        rung_ends_at=rung_end(call.ladder, 0, now),
        turn=len(call.rings),
        next_ring_at=now,
        callback_at=call.callback_at or now,
        gives_up_at=now + call.ladder.give_up_after,
    )


def _offer_lapsed(call: Call, now: datetime) -> Call:
    if call.offered_until is None or call.offered_until > now:
        return call
    return replace(call, offered_to=None, offered_until=None)


def _lapsed(call: Call, now: datetime) -> Call:
    rings = tuple(
        replace(ring, outcome=Outcome.MISSED, ended_at=now)
        if ring.outcome is Outcome.RINGING and ring.until <= now
        else ring
        for ring in call.rings
    )
    if rings == call.rings:
        return call
    after = settled(replace(call, rings=rings))
    return replace(after, next_ring_at=now) if after.state is State.WAITING else after


def _rung_over(call: Call, now: datetime) -> Call:
    return climbed(call, now) if call.rung_ends_at is not None and call.rung_ends_at <= now else call


def climbed(call: Call, now: datetime) -> Call:
    """On the next rung, due to ring at once. After an outage no rung is skipped: its time counts from now."""
    rung = call.rung + 1
    return replace(
        call,
        rung=rung,
        round=0,
        turn=len(call.rings),
        next_ring_at=now,
        rung_ends_at=rung_end(call.ladder, rung, now),
    )


def settled(call: Call) -> Call:
    """Waiting when nobody rings any more."""
    return call if call.live_rings else replace(call, state=State.WAITING)


def ended(call: Call, reason: EndReason, now: datetime) -> Call:
    """Over: nothing rings, nothing is pending."""
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
        rung_ends_at=None,
        caller_lost_at=None,
        holder_lost_at=None,
        on_hold_since=None,
        offered_to=None,
        offered_until=None,
    )
