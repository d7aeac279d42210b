"""Whom to ring next, and what to say about waiting. Pure.

The order of ringing is fair: among those who can be woken the practitioner rung longest ago comes first, those never rung before all others, and
among equals the one longest on duty. `duty.claims` asks the database for the same order.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


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


def wait_words(on_duty: int, free: int, ahead: int, known: tuple[int, int] | None) -> str:
    """What the caller is told about waiting, in Vietnamese: what is known, never a promise. known: duty.waiting.wait_range."""
    if on_duty == 0:
        return "Hiện chưa có bác sĩ trực. Yêu cầu gọi lại đã được ghi nhận."
    if known:
        usual = f"thường chờ {_minutes(*known)}"
        return f"Còn {ahead} người gọi trước · {usual}" if ahead else usual.capitalize()
    if ahead:
        return f"Còn {ahead} người gọi trước"
    return "Đang gọi bác sĩ ngay" if free else "Bác sĩ đang bận, sẽ nghe máy ngay khi xong"


def _minutes(low: int, high: int) -> str:
    """A range of seconds in words; what is under a minute is not rounded up to one."""
    if high < 60:
        return "chưa tới 1 phút"
    first, last = max(1, round(low / 60)), round(high / 60)
    return f"{last} phút" if first == last else f"{first}–{last} phút"
