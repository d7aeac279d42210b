"""The call state machine. Pure: no clock, no database, no network; time comes in with every event.

              request                                 call back (by a practitioner)
                 │                                               │
                 ▼                 Rung                          │
           ┌─ WAITING ──────────────────────► RINGING ─┐         │
           │    ▲  ▲                            │  │   │         │
           │    │  └── last ring declined, ─────┘  │   │         │
           │    │      missed or withdrawn         │   │         │
           │    │                                  │   │         │
           │    └── holder gone past the seat ──┐  │ Accepted    │
           │        (caller still there)        │  ▼   │         │
           │ Accepted (taken from the queue)    └ CONNECTED ◄────┘
           ├───────────────────────────────────────►│  │
           │                                        │  │ HungUp, or the caller gone past the seat
           │ HungUp by the caller, caller gone      │  │
           │ past the seat, or nobody answered      │  ▼
           └───────────────────────────────────► ENDED ◄── (the same from RINGING)

While it waits or rings, a ring to one practitioner lasts `ring_for`; after `next_after` of silence the next is rung
too; a decline rings the next at once; when all were tried it starts over. After `callback_after` it is also a
call-back. A seat whose last socket vanished is kept for `seat`. The end reason is not the state.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from uuid import UUID


class State(StrEnum):
    """Where a call stands."""

    WAITING = "waiting"  # nobody rings just now
    RINGING = "ringing"  # at least one practitioner is being rung
    CONNECTED = "connected"  # exactly one holder
    ENDED = "ended"


class Outcome(StrEnum):
    """How one ring went."""

    RINGING = "ringing"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    MISSED = "missed"
    TAKEN = "taken"  # somebody else accepted
    CANCELLED = "cancelled"  # the call ended, or the practitioner went off duty


class EndReason(StrEnum):
    """Why a call ended."""

    COMPLETED = "completed"
    CANCELLED = "cancelled"  # by the caller, before an answer
    UNANSWERED = "unanswered"
    CALLER_LOST = "caller_lost"  # the caller vanished before an answer
    DROPPED = "dropped"  # the connection of an answered call was lost and not regained
    NOT_REACHED = "not_reached"  # an outgoing call nobody took


@dataclass(frozen=True)
class Timings:
    """Every duration of the machine. Product rules; an installation's ladder may carry its own."""

    ring_for: timedelta = timedelta(seconds=120)
    next_after: timedelta = timedelta(seconds=30)
    start_over_after: timedelta = timedelta(seconds=10)
    callback_after: timedelta = timedelta(minutes=5)
    give_up_after: timedelta = timedelta(minutes=30)
    seat: timedelta = timedelta(seconds=120)
    regret: timedelta = timedelta(seconds=60)
    """A caller who hangs up unanswered after this long is called back, unless "Không cần nữa"."""


@dataclass(frozen=True)
class Ring:
    """One attempt to reach one practitioner; `number` counts from 1 within the call."""

    practitioner: UUID
    number: int
    rung_at: datetime
    until: datetime
    outcome: Outcome = Outcome.RINGING
    ended_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Call:
    """A call at one moment. Made by machine.request or machine.call_back, changed only by machine.apply."""

    state: State
    requested_at: datetime
    rings: tuple[Ring, ...] = ()
    turn: int = 0
    next_ring_at: datetime | None = None
    callback_at: datetime | None = None
    callback: bool = False
    gives_up_at: datetime | None = None
    holder: UUID | None = None
    holder_device: str | None = None
    answered_at: datetime | None = None
    caller_lost_at: datetime | None = None
    holder_lost_at: datetime | None = None
    outgoing: bool = False
    end_reason: EndReason | None = None
    ended_at: datetime | None = None

    @property
    def live_rings(self) -> tuple[Ring, ...]:
        """Rings that still ring."""
        return tuple(ring for ring in self.rings if ring.outcome is Outcome.RINGING)

    @property
    def tried(self) -> frozenset[UUID]:
        """Practitioners rung in this turn through the list."""
        return frozenset(ring.practitioner for ring in self.rings if ring.number > self.turn)

    @property
    def is_open(self) -> bool:
        """Nobody has answered yet and it has not ended."""
        return self.state in (State.WAITING, State.RINGING)


@dataclass(frozen=True)
class Rung:
    """A practitioner was claimed for this call."""

    practitioner: UUID


@dataclass(frozen=True)
class AllTried:
    """No practitioner is left to claim in this turn and nobody rings: start over after a pause."""


@dataclass(frozen=True)
class Accepted:
    """A practitioner answers, on one device."""

    practitioner: UUID
    device: str


@dataclass(frozen=True)
class Declined:
    """A practitioner says no."""

    practitioner: UUID
    reason: str = ""


@dataclass(frozen=True)
class Withdrawn:
    """A practitioner who is rung went off duty."""

    practitioner: UUID


@dataclass(frozen=True)
class Resumed:
    """The holder moves to another of their devices."""

    practitioner: UUID
    device: str


@dataclass(frozen=True)
class HungUp:
    """The caller or the holder ends the call."""

    by: Literal["caller", "holder"]
    no_longer_needed: bool = False


@dataclass(frozen=True)
class SeatLost:
    """The last socket of the caller or the holder vanished."""

    part: Literal["caller", "holder"]


@dataclass(frozen=True)
class SeatTaken:
    """The caller or the holder is (back) at the socket."""

    part: Literal["caller", "holder"]


@dataclass(frozen=True)
class Ticked:
    """Time passed; whatever is due happens."""


Event = Rung | AllTried | Accepted | Declined | Withdrawn | Resumed | HungUp | SeatLost | SeatTaken | Ticked

TRANSITIONS: dict[tuple[State, type], frozenset[State]] = {
    (State.WAITING, Rung): frozenset({State.RINGING}),
    (State.WAITING, AllTried): frozenset({State.WAITING}),
    (State.WAITING, Accepted): frozenset({State.CONNECTED}),
    (State.WAITING, HungUp): frozenset({State.ENDED}),
    (State.WAITING, SeatLost): frozenset({State.WAITING}),
    (State.WAITING, SeatTaken): frozenset({State.WAITING}),
    (State.WAITING, Ticked): frozenset({State.WAITING, State.ENDED}),
    (State.RINGING, Rung): frozenset({State.RINGING}),
    (State.RINGING, Accepted): frozenset({State.CONNECTED}),
    (State.RINGING, Declined): frozenset({State.RINGING, State.WAITING}),
    (State.RINGING, Withdrawn): frozenset({State.RINGING, State.WAITING}),
    (State.RINGING, HungUp): frozenset({State.ENDED}),
    (State.RINGING, SeatLost): frozenset({State.RINGING}),
    (State.RINGING, SeatTaken): frozenset({State.RINGING}),
    (State.RINGING, Ticked): frozenset({State.RINGING, State.WAITING, State.ENDED}),
    (State.CONNECTED, Resumed): frozenset({State.CONNECTED}),
    (State.CONNECTED, HungUp): frozenset({State.ENDED}),
    (State.CONNECTED, SeatLost): frozenset({State.CONNECTED}),
    (State.CONNECTED, SeatTaken): frozenset({State.CONNECTED}),
    (State.CONNECTED, Ticked): frozenset({State.CONNECTED, State.WAITING, State.ENDED}),
}
"""Every documented transition: (state, event) → states it may lead to. Anything else is refused or changes nothing."""
