"""The call state machine. Pure: no clock, no database, no network; time comes in with every event.

             request                              call back (by a practitioner)
                │                                            │
                ▼               Claimed                      │
          ┌─ WAITING ──────────────────► RINGING ─┐          │
          │    ▲ ▲ ▲                       │  │   │          │
          │    │ │ └─ last ring declined, ─┘  │   │          │
          │    │ │    missed or withdrawn     │   │          │
          │    │ │                            │ Accepted     │
          │    │ └─ holder gone past ──────┐  ▼   │          │
          │    │    the seat               └ CONNECTED ◄─────┘
          │    │                             ▲ │  │ ▲
          │    │    Resumed, HandoverAccepted│ │  │ └── HandoverAccepted: another holder
          │    │                             │ ▼  │
          │    └─ held past `hold_for` ── ON_HOLD │ HungUp, or the caller gone past the seat
          │ Accepted (taken from the queue)    │  │
          │ ───────────────────────► CONNECTED │  ▼
          └──────────────────────────────────► ENDED ◄── (the same from RINGING)
            HungUp by the caller, caller gone past the seat, or nobody answered

An open call (WAITING or RINGING) climbs its ladder (duty/ladder.py): the rung says whom to ring and how; at
`rung_ends_at` the next rung starts, once. A call carries its own copy of the ladder. An emergency rings a whole rung at
once and knocks at the doors of those who are in a call (`Ring.knock`). After `last_resort.after` a call is also a
call-back. A seat whose last socket vanished is kept. The end reason is not the state.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Literal
from uuid import UUID

from telehealth.duty.ladder import DEFAULT, Ladder
from telehealth.duty.ladder import Rung as LadderRung


class State(StrEnum):
    """Where a call stands."""

    WAITING = "waiting"  # nobody rings just now
    RINGING = "ringing"  # at least one practitioner is being rung
    CONNECTED = "connected"  # exactly one holder
    ON_HOLD = "on_hold"  # the holder has taken an emergency; the caller's place is kept
    ENDED = "ended"


class Priority(IntEnum):
    """Which call is rung first; among equals the oldest."""

    ROUTINE = 1
    URGENT = 2  # and every call whose questions are not all answered: unanswered is never "no"
    EMERGENCY = 3


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
    CANCELLED = "cancelled"  # by the caller: before an answer, or left alone by it and in no more need
    UNANSWERED = "unanswered"
    CALLER_LOST = "caller_lost"  # the caller vanished before an answer
    DROPPED = "dropped"  # the connection of an answered call was lost and not regained
    NOT_REACHED = "not_reached"  # an outgoing call nobody took


@dataclass(frozen=True)
class Ring:
    """One attempt to reach one practitioner; `number` counts from 1 within the call.

    A knock is an emergency's ring to somebody who is in another call or writing its note: a banner and a soft tone.
    """

    practitioner: UUID
    number: int
    rung_at: datetime
    until: datetime
    outcome: Outcome = Outcome.RINGING
    ended_at: datetime | None = None
    reason: str | None = None
    rung: int = 0
    knock: bool = False


@dataclass(frozen=True)
class Call:
    """A call at one moment. Made by machine.request or machine.call_back, changed only by machine.apply."""

    state: State
    requested_at: datetime
    ladder: Ladder = DEFAULT
    rung: int = 0
    round: int = 0
    rung_ends_at: datetime | None = None
    priority: Priority = Priority.URGENT
    red_flag: bool = False
    self_harm: bool = False
    dialled_115_at: datetime | None = None
    answered_115: bool | None = None
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
    on_hold_since: datetime | None = None
    offered_to: UUID | None = None
    offered_until: datetime | None = None
    outgoing: bool = False
    end_reason: EndReason | None = None
    ended_at: datetime | None = None

    @property
    def live_rings(self) -> tuple[Ring, ...]:
        """Rings that still ring."""
        return tuple(ring for ring in self.rings if ring.outcome is Outcome.RINGING)

    @property
    def rings_here(self) -> bool:
        """Whether somebody of the present rung still rings."""
        return any(ring.rung == self.rung for ring in self.live_rings)

    @property
    def tried(self) -> frozenset[UUID]:
        """Practitioners rung in this round through the rung."""
        return frozenset(ring.practitioner for ring in self.rings if ring.number > self.turn)

    @property
    def step(self) -> LadderRung:
        """The rung it stands on."""
        return self.ladder.rungs[min(self.rung, len(self.ladder.rungs) - 1)]

    @property
    def is_emergency(self) -> bool:
        """Rings a whole rung at once, and those who are in another call too."""
        return self.priority is Priority.EMERGENCY

    @property
    def is_held(self) -> bool:
        """A clinician is responsible for the caller, speaking or with the caller on hold."""
        return self.state in (State.CONNECTED, State.ON_HOLD)

    @property
    def is_open(self) -> bool:
        """Nobody has answered yet and it has not ended."""
        return self.state in (State.WAITING, State.RINGING)


@dataclass(frozen=True)
class Claimed:
    """These practitioners were claimed for this call; those in `knocked` are busy elsewhere and only hear a knock."""

    practitioners: tuple[UUID, ...]
    knocked: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class NobodyLeft:
    """No practitioner of this rung is left to claim in this round and nobody of it rings: the next round, or the next
    rung."""


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
class Held:
    """The holder takes an emergency: this caller waits, with the seat kept."""

    practitioner: UUID


@dataclass(frozen=True)
class Resumed:
    """The holder comes back from the emergency, or moves to another of their devices."""

    practitioner: UUID
    device: str


@dataclass(frozen=True)
class HandoverOffered:
    """The holder asks another practitioner to take the call over."""

    by: UUID
    to: UUID


@dataclass(frozen=True)
class HandoverAccepted:
    """The other takes it, on one device."""

    practitioner: UUID
    device: str


@dataclass(frozen=True)
class HandoverDeclined:
    """The other says no, or the holder takes the offer back."""

    practitioner: UUID


@dataclass(frozen=True)
class Triaged:
    """What the answered questions say so far (triage/)."""

    priority: Priority
    red_flag: bool
    self_harm: bool = False


@dataclass(frozen=True)
class Dialled115:
    """The caller tapped GỌI 115: their page goes away, the call does not."""


@dataclass(frozen=True)
class Returned115:
    """The caller is back and says whether 115 answered."""

    answered: bool


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


Event = (
    Claimed
    | NobodyLeft
    | Accepted
    | Declined
    | Withdrawn
    | Held
    | Resumed
    | HandoverOffered
    | HandoverAccepted
    | HandoverDeclined
    | Triaged
    | Dialled115
    | Returned115
    | HungUp
    | SeatLost
    | SeatTaken
    | Ticked
)

_W, _R, _C, _H, _E = State.WAITING, State.RINGING, State.CONNECTED, State.ON_HOLD, State.ENDED
_STAYS = (Triaged, Dialled115, Returned115, SeatLost, SeatTaken)
"""Events that never move a call to another state."""

TRANSITIONS: dict[tuple[State, type], frozenset[State]] = {
    **{(state, event): frozenset({state}) for state in (_W, _R, _C, _H) for event in _STAYS},
    (_W, Claimed): frozenset({_R}),
    (_W, NobodyLeft): frozenset({_W}),
    (_W, Accepted): frozenset({_C}),
    (_W, HungUp): frozenset({_E}),
    (_W, Ticked): frozenset({_W, _E}),
    (_R, Claimed): frozenset({_R}),
    (_R, NobodyLeft): frozenset({_R}),
    (_R, Accepted): frozenset({_C}),
    (_R, Declined): frozenset({_R, _W}),
    (_R, Withdrawn): frozenset({_R, _W}),
    (_R, HungUp): frozenset({_E}),
    (_R, Ticked): frozenset({_R, _W, _E}),
    (_C, Held): frozenset({_H}),
    (_C, Resumed): frozenset({_C}),
    (_C, HandoverOffered): frozenset({_C}),
    (_C, HandoverAccepted): frozenset({_C}),
    (_C, HandoverDeclined): frozenset({_C}),
    (_C, HungUp): frozenset({_E}),
    (_C, Ticked): frozenset({_C, _W, _E}),
    (_H, Resumed): frozenset({_C}),
    (_H, HandoverOffered): frozenset({_H}),
    (_H, HandoverAccepted): frozenset({_C}),
    (_H, HandoverDeclined): frozenset({_H}),
    (_H, HungUp): frozenset({_E}),
    (_H, Ticked): frozenset({_H, _W, _E}),
}
"""Every documented transition: (state, event) → states it may lead to. Anything else is refused or changes nothing."""
