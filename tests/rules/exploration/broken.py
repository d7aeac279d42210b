"""Copies of the machine with one thing wrong each, and the words in which the exploration finds it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from telehealth.calls import machine
from telehealth.calls.states import (
    Accepted,
    Call,
    Declined,
    Dialled115,
    EndReason,
    Event,
    HandoverOffered,
    Held,
    HungUp,
    Priority,
    State,
    Ticked,
    Withdrawn,
)
from tests.rules.exploration.world import Rules

Apply = Callable[[Call, Event, datetime], Call]


def accepts_without_its_guard(call: Call, event: Event, now: datetime) -> Call:
    """A later accept simply takes over."""
    if isinstance(event, Accepted) and call.is_held:
        return replace(call, holder=event.practitioner, holder_device=event.device)
    return machine.apply(call, event, now)


def forgets_the_rung(call: Call, event: Event, now: datetime) -> Call:
    """The timer looks at rings and seats, not at the end of the rung."""
    after = machine.apply(call, event, now)
    if isinstance(event, Ticked) and after.is_open and after.rung != call.rung:
        return replace(after, rung=call.rung, rung_ends_at=call.rung_ends_at)
    return after


def climbs_twice(call: Call, event: Event, now: datetime) -> Call:
    """A late timer makes up for the rungs it has missed."""
    after = machine.apply(call, event, now)
    late = (
        isinstance(event, Ticked) and call.rung_ends_at is not None and (now - call.rung_ends_at).total_seconds() > 10
    )
    if late and after.is_open and not after.ladder.is_last(after.rung):
        return machine.apply(after, Ticked(), after.rung_ends_at or now)
    return after


def forgets_the_red_flag(call: Call, event: Event, now: datetime) -> Call:
    """Who hangs up in the first minute is not called back, whatever they answered."""
    if not isinstance(event, HungUp):
        return machine.apply(call, event, now)
    return replace(machine.apply(replace(call, red_flag=False), event, now), red_flag=call.red_flag)


def holds_without_a_clock(call: Call, event: Event, now: datetime) -> Call:
    """The caller on hold never goes back to the queue."""
    after = machine.apply(call, event, now)
    return replace(after, on_hold_since=None) if isinstance(event, Held) else after


def lets_go_when_it_offers(call: Call, event: Event, now: datetime) -> Call:
    """The holder is free as soon as another is asked."""
    after = machine.apply(call, event, now)
    return replace(after, holder=None, holder_device=None) if isinstance(event, HandoverOffered) else after


def demotes_who_dials_115(call: Call, event: Event, now: datetime) -> Call:
    """They are in good hands now."""
    after = machine.apply(call, event, now)
    return replace(after, priority=Priority.ROUTINE) if isinstance(event, Dialled115) else after


def forgets_who_dials_115(call: Call, event: Event, now: datetime) -> Call:
    """Time treats their seat like any other."""
    after = machine.apply(replace(call, dialled_115_at=None) if isinstance(event, Ticked) else call, event, now)
    return replace(after, dialled_115_at=call.dialled_115_at) if isinstance(event, Ticked) else after


def a_drop_owes_nothing(call: Call, event: Event, now: datetime) -> Call:
    """They spoke, so it is done."""
    after = machine.apply(call, event, now)
    return replace(after, callback=False) if after.end_reason is EndReason.DROPPED else after


def accepts_and_lets_the_others_ring(call: Call, event: Event, now: datetime) -> Call:
    """Whoever else was rung rings on."""
    after = machine.apply(call, event, now)
    if isinstance(event, Accepted) and after is not call:
        return replace(after, rings=call.rings)
    return after


def a_withdrawal_is_overlooked(call: Call, event: Event, now: datetime) -> Call:
    """The last ring ends, and nobody thinks of the next."""
    after = machine.apply(call, event, now)
    return replace(after, next_ring_at=None) if isinstance(event, Declined | Withdrawn) and after is not call else after


def queues_without_a_promise(call: Call, event: Event, now: datetime) -> Call:
    """Back in the queue after a doctor was lost, and nobody will ever answer for it."""
    after = machine.apply(call, event, now)
    return replace(after, callback_at=None) if call.is_held and after.is_open else after


def an_offer_never_lapses(call: Call, event: Event, now: datetime) -> Call:
    """Asked for ever."""
    after = machine.apply(call, event, now)
    return replace(after, offered_until=None) if isinstance(event, HandoverOffered) else after


def deadline_without_hold(call: Call) -> datetime | None:
    """No timer looks at a caller on hold."""
    if call.state is State.ON_HOLD:
        return machine.deadline(replace(call, on_hold_since=None))
    return machine.deadline(call)


_APPLIES: dict[str, tuple[Apply, str]] = {
    "an accept without its guard": (accepts_without_its_guard, "nobody_becomes_a_second_holder"),
    "a timer that forgets the rung": (forgets_the_rung, "time_alone_ends_well"),
    "a late timer that climbs twice": (climbs_twice, "a_rung_starts_when_it_is_due_and_once"),
    "a hang-up that forgets the red flag": (forgets_the_red_flag, "a_hang_up_after_danger_or_a_minute_is_owed"),
    "a hold without a clock": (holds_without_a_clock, "whoever_is_on_hold_is_not_forgotten"),
    "a handover that lets go at the question": (lets_go_when_it_offers, "nobody_becomes_a_second_holder"),
    "115 demotes": (demotes_who_dials_115, "dialling_115_neither_ends_nor_demotes"),
    "115 is forgotten by time": (forgets_who_dials_115, "a_seat_is_kept_while_115_is_dialled"),
    "an accept that lets the others ring": (accepts_and_lets_the_others_ring, "rings_only_while_it_rings"),
    "a decline after which nobody is next": (a_withdrawal_is_overlooked, "an_open_call_is_going_to_ring"),
    "back in the queue without a promise": (queues_without_a_promise, "an_open_call_comes_to_be_owed"),
    "an offer that never lapses": (an_offer_never_lapses, "an_offer_ends"),
    "a drop owes nothing": (a_drop_owes_nothing, "time_alone_ends_well"),
}
BROKEN: dict[str, tuple[Rules, str]] = {
    **{name: (Rules(apply=apply), words) for name, (apply, words) in _APPLIES.items()},
    "a deadline that knows no hold": (Rules(deadline=deadline_without_hold), "time_alone_ends_well"),
}
