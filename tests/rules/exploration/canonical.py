"""When two worlds are the same: only what can still matter counts, times as distances from now, doctors without names."""

from datetime import datetime
from typing import Any
from uuid import UUID

from telehealth.calls.states import Call, Outcome, State
from telehealth.duty.task import Task
from tests.rules.exploration.world import DOCTORS, World

Key = tuple[Any, ...]


def key(world: World) -> Key:
    """The same for two worlds exactly when the same can still happen to both.

    Left out: what is history (ended rings of earlier rounds, absolute times), which device it is (only "the holding one" or
    "another" matters), and the number of rounds on the last rung, which goes on for ever.
    """
    call, now = world.call, world.now
    if call.state is State.ENDED:
        return (call.end_reason, call.answered_at is None, _task(world.task, now))
    return (
        call.state,
        call.rung,
        0 if call.ladder.is_last(call.rung) else call.round,
        call.priority,
        call.red_flag,
        call.self_harm,
        call.outgoing,
        call.callback,
        call.answered_at is None,
        call.answered_115,
        _clocks(call, now),
        tuple(sorted(_doctor(call, doctor, now) for doctor in DOCTORS)),
        _task(world.task, now),
    )


def _clocks(call: Call, now: datetime) -> Key:
    dialled = call.dialled_115_at and _until(call.dialled_115_at + call.ladder.seat_while_dialling, now)
    common = (
        _until(call.caller_lost_at, now),
        _until(call.holder_lost_at, now),
        _until(call.on_hold_since, now),
        _until(call.offered_until, now),
        dialled if dialled is not None and dialled > 0 else None,
        call.dialled_115_at is None,
    )
    if not call.is_open:
        return (*common, call.callback_at is None)
    return (
        *common,
        _until(call.next_ring_at, now),
        _until(call.rung_ends_at, now),
        _until(call.gives_up_at, now),
        None if call.callback else _until(call.callback_at, now),
        max(0.0, (call.requested_at + call.ladder.regret - now).total_seconds()),
    )


def _doctor(call: Call, doctor: UUID, now: datetime) -> tuple[bool, bool, bool, float]:
    """What this doctor is to the call: holder, asked to take over, tried in this round, ringing for so long."""
    tried, left = False, 1e9
    if call.is_open:
        for ring in call.rings:
            if ring.practitioner == doctor:
                tried = tried or ring.number > call.turn
                left = (ring.until - now).total_seconds() if ring.outcome is Outcome.RINGING else left
    return call.holder == doctor, call.offered_to == doctor, tried, left


def _task(task: Task | None, now: datetime) -> Key:
    if task is None:
        return ()
    if task.alert_at is None:
        return (task.state,)
    return (
        task.state,
        _until(task.alert_at, now),
        max(0.0, _until(task.deputy_at, now) or 0.0),
        task.acknowledged_at is None,
    )


def _until(at: datetime | None, now: datetime) -> float | None:
    return None if at is None else (at - now).total_seconds()
