"""Whom to ring next, and what to say about waiting. Pure.

The order of ringing is fair: among those who can be woken the practitioner rung longest ago comes first, those never rung before all others, and
among equals the one longest on duty. `duty.claims` asks the database for the same order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import quantiles
from uuid import UUID

HONEST_SAMPLE = 20
"""Under this many answered calls tonight we say words only, no figures (product rule)."""


@dataclass(frozen=True)
class Candidate:
    """A practitioner on duty, as the order of ringing sees them."""

    practitioner: UUID
    on_since: datetime
    last_rung_at: datetime | None
    engaged: bool = False
    ringable: bool = True
    """Something of theirs can be woken: a page that sounds, a push, a telephone."""


def order(candidates: Iterable[Candidate], exclude: frozenset[UUID] = frozenset()) -> list[UUID]:
    """The practitioners who may be rung, first to last. Whom nothing wakes comes last, and is never left out: they may be
    the last on duty."""
    free = [one for one in candidates if not one.engaged and one.practitioner not in exclude]
    free.sort(
        key=lambda one: (
            not one.ringable,
            one.last_rung_at is not None,
            one.last_rung_at or one.on_since,
            one.on_since,
        )
    )
    return [one.practitioner for one in free]


def wait_range(waits: Sequence[float]) -> tuple[int, int] | None:
    """(p50, p80) in seconds of tonight's waits until an answer; None when there are too few to be honest."""
    if len(waits) < HONEST_SAMPLE:
        return None
    tenths = quantiles(waits, n=10, method="inclusive")
    return round(tenths[4]), round(tenths[7])


def wait_words(on_duty: int, free: int, ahead: int, waits: Sequence[float]) -> str:
    """What the caller is told about waiting, in Vietnamese: what is known, never a promise."""
    if on_duty == 0:
        return "Hiện chưa có bác sĩ trực. Yêu cầu gọi lại đã được ghi nhận."
    known = wait_range(waits)
    if known:
        low, high = (max(1, round(seconds / 60)) for seconds in known)
        usual = f"thường chờ {low} phút" if low == high else f"thường chờ {low}–{high} phút"
        return f"Còn {ahead} người gọi trước · {usual}" if ahead else usual.capitalize()
    if ahead:
        return f"Còn {ahead} người gọi trước"
    return "Đang gọi bác sĩ ngay" if free else "Bác sĩ đang bận, sẽ nghe máy ngay khi xong"
