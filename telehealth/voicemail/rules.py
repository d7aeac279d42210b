"""When a message may be left, and how much of one. Pure.

A message is no end: it never ends a call, and never settles a call-back. It is offered to a caller whom nobody answered, and
never to somebody who may harm themselves: they are called, not recorded.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limits:
    """Every figure of this domain. Product rules."""

    bytes: int = 8 * 1024 * 1024
    seconds: int = 120
    per_call: int = 3
    offered_after: timedelta = timedelta(seconds=60)
    """Of ringing without an answer; the page offers it then."""
    offered_until: timedelta = timedelta(minutes=30)
    """After the call ended, to the session that called."""
    upload_lives: timedelta = timedelta(hours=24)
    """An upload begun in time may take this long: networks come and go."""
    piece_most: int = 256 * 1024
    """Bytes of one PATCH."""


LIMITS = Limits()


@dataclass(frozen=True)
class Situation:
    """What decides whether a message may be left for this call. open: nobody has answered yet, and it has not ended.
    owed: a call-back for it is open."""

    open: bool
    requested_at: datetime
    ended_at: datetime | None
    self_harm: bool
    owed: bool


def refusal(now: datetime, seen: Situation, limits: Limits = LIMITS) -> str | None:
    """Why no message may be begun now, as a code; None when one may."""
    if seen.self_harm:
        return "no-message"
    if seen.open:
        waited = now - seen.requested_at >= limits.offered_after
        return None if waited or seen.owed else "too-soon"
    if seen.ended_at is None:
        return "call-answered"
    if not seen.owed:
        return "nothing-owed"
    return "too-late" if now - seen.ended_at > limits.offered_until else None
