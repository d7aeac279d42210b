"""One call, its call-back task and the clock: the world that is explored, and everything that may happen in it.

What is committed is the state; whatever a process only knew is gone after a crash. So a crash is no step of its own: an event
that was not committed did not happen, a lost ack is the same event once more, and a restart is a timer that comes late. All
three are among the steps of every state, as is any event of anybody in any order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from telehealth.calls import machine, states
from telehealth.calls.states import Call, EndReason, Event, State
from telehealth.duty import task
from telehealth.duty.ladder import Ladder, LastResort, Manner, Rung, Whom
from telehealth.duty.task import Task

T0 = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DOCTORS = tuple(UUID(int=n) for n in (1, 2, 3))
DEVICES = ("phone", "laptop")
OUTAGE = timedelta(seconds=45)
"""How late a late timer comes: longer than a ring, a hold or a seat of this ladder."""
RETRY = timedelta(seconds=10)


def seconds(count: int) -> timedelta:
    """A duration."""
    return timedelta(seconds=count)


LADDER = Ladder(
    rungs=(
        Rung(
            whom=Whom.STATION,
            lasts=seconds(50),
            ring_for=seconds(30),
            next_after=seconds(20),
            rounds=2,
            pause=seconds(10),
        ),
        Rung(
            whom=Whom.HOSPITAL,
            manner=Manner.ALL_AT_ONCE,
            lasts=seconds(40),
            ring_for=seconds(30),
            rounds=1,
            pause=seconds(10),
        ),
        Rung(whom=Whom.EVERYONE, manner=Manner.ALL_AT_ONCE, ring_for=seconds(30), pause=seconds(20)),
    ),
    last_resort=LastResort(after=seconds(100), due=seconds(60), deputy_after=seconds(30), remind_every=seconds(30)),
    give_up_after=seconds(160),
    seat=seconds(30),
    seat_while_dialling=seconds(90),
    regret=seconds(60),
    hold_for=seconds(40),
    offer_for=seconds(20),
)
"""Short and with round figures, so that many states are the same; it has every kind of rung."""


@dataclass(frozen=True)
class Rules:
    """What is explored: the machine and the timer's idea of when to look. Broken copies take their place."""

    apply: Callable[[Call, Event, datetime], Call] = machine.apply
    deadline: Callable[[Call], datetime | None] = machine.deadline


@dataclass(frozen=True)
class World:
    """Everything that is committed, and the time."""

    call: Call
    now: datetime = T0
    task: Task | None = None

    @property
    def owed(self) -> bool:
        """A call-back is open: somebody answers for it until it is spoken or withdrawn."""
        return self.task is not None and self.task.state in (task.State.OPEN, task.State.CLAIMED)


def tapped() -> World:
    """The caller's tap."""
    return World(machine.request(T0, LADDER))


def midway() -> Iterator[World]:
    """Worlds that lie deep: answered, handed over half-way, on hold, back in the queue, away to dial 115, at the last rung."""
    doctor, other = DOCTORS[:2]
    rung, answered = states.Claimed((doctor,)), states.Accepted(doctor, DEVICES[0])
    ways: tuple[tuple[tuple[int, Event], ...], ...] = (
        ((0, rung), (5, answered)),
        ((0, rung), (5, answered), (70, states.HandoverOffered(doctor, other))),
        ((0, rung), (5, answered), (70, states.Held(doctor)), (80, states.HandoverOffered(doctor, other))),
        ((0, rung), (5, answered), (70, states.SeatLost("holder")), (100, states.Ticked())),
        ((0, rung), (10, states.Triaged(states.Priority.EMERGENCY, red_flag=True)), (20, states.Dialled115())),
        ((0, rung), (50, states.Ticked()), (90, states.Ticked()), (120, states.Ticked())),
    )
    for way in ways:
        here = tapped()
        for second, event in way:
            here = happened(Rules(), replace(here, now=T0 + seconds(second)), event)
        yield here


def called_back() -> World:
    """A doctor rings a family for an open call-back."""
    owed = task.claimed(task.made(T0, LADDER.last_resort, at_once=False), T0)
    return World(machine.call_back(DOCTORS[0], DEVICES[0], T0, LADDER), task=owed)


def happened(rules: Rules, world: World, event: Event) -> World:
    """The world after an event of the call, with what the call's aftermath makes of its task; the same world when nothing
    changed. May raise the machine's refusal."""
    after = rules.apply(world.call, event, world.now)
    kept = _task_after(world, event, after)
    return world if after is world.call and kept is world.task else World(after, world.now, kept)


def _task_after(world: World, event: Event, after: Call) -> Task | None:
    before, kept = world.call, world.task
    if after.callback and not before.callback:
        at_once = after.is_emergency or after.self_harm
        return kept if world.owed else task.made(world.now, after.ladder.last_resort, at_once=at_once)
    reached = (
        after.is_held and after.caller_lost_at is None and (not before.is_held or before.caller_lost_at is not None)
    )
    if reached and kept is not None and world.owed:
        return replace(kept, state=task.State.DONE, alert_at=None)
    withdrawn = isinstance(event, states.HungUp) and event.by == "caller" and event.no_longer_needed
    if withdrawn and kept is not None and world.owed and after.end_reason is not EndReason.COMPLETED:
        return replace(kept, state=task.State.CANCELLED, alert_at=None)
    return kept


# ---- what may happen


def events_of_people(call: Call) -> Iterator[Event]:
    """Everything that the caller, the doctors and their devices can do to a live call, sensible or not."""
    yield from (states.SeatLost("caller"), states.SeatTaken("caller"))
    yield from (states.SeatLost("holder"), states.SeatTaken("holder"))
    yield from (states.HungUp("caller"), states.HungUp("caller", no_longer_needed=True), states.HungUp("holder"))
    yield from (states.Dialled115(), states.Returned115(True), states.Returned115(False))
    yield states.Triaged(states.Priority.ROUTINE, red_flag=False)
    yield states.Triaged(states.Priority.URGENT, red_flag=True)
    yield states.Triaged(states.Priority.EMERGENCY, red_flag=True)
    yield states.Triaged(states.Priority.EMERGENCY, red_flag=True, self_harm=True)
    for doctor in DOCTORS:
        yield from (states.Accepted(doctor, device) for device in DEVICES)
        yield from (states.Declined(doctor), states.Withdrawn(doctor))
        yield from (states.Held(doctor), states.Resumed(doctor, DEVICES[1]))
        yield from (states.HandoverAccepted(doctor, DEVICES[1]), states.HandoverDeclined(doctor))
        if call.holder is not None:
            yield states.HandoverOffered(call.holder, doctor)
            yield states.HandoverOffered(doctor, call.holder)


def events_of_duty(world: World) -> Iterator[Event]:
    """What calls/ringing.py may come back with when a ring is due: whoever is free there, nobody left, or nobody there."""
    call = world.call
    if not machine.ring_is_due(call, world.now):
        return
    busy = call.tried | {ring.practitioner for ring in call.live_rings}
    left = tuple(doctor for doctor in DOCTORS if doctor not in busy)
    if left and machine.rings_all(call):
        yield states.Claimed(left)
        if call.is_emergency:
            yield states.Claimed(left, knocked=left[-1:])
    yield from (states.Claimed((doctor,)) for doctor in left)
    if not call.live_rings:
        yield states.NobodyLeft()


def looks_again(world: World) -> World | None:
    """A ring was due and nobody was free just now."""
    if not machine.ring_is_due(world.call, world.now):
        return None
    return replace(world, call=replace(world.call, next_ring_at=world.now + RETRY))


def instants(rules: Rules, world: World) -> Iterator[datetime]:
    """Moments to come at which something differs: the machine's own deadline, and the end of the time of regret."""
    call = world.call
    due = rules.deadline(call)
    if due is not None and due > world.now:
        yield due
        yield due + OUTAGE
    regret = call.requested_at + call.ladder.regret
    if call.is_open and regret > world.now and (due is None or regret < due):
        yield regret


def of_the_task(world: World) -> Iterator[World]:
    """What staff and time can do to the call-back."""
    if world.task is None or not world.owed:
        return
    now, owed = world.now, world.task
    if owed.alert_at is not None:
        later = max(now, owed.alert_at)
        yield replace(world, now=later, task=task.ticked(owed, later)[0])
    yield replace(world, task=task.acknowledged(owed, now))
    yield replace(world, task=task.claimed(owed, now))
    if owed.state is task.State.CLAIMED:
        yield replace(world, task=task.put_back(owed, now))
        yield replace(world, task=replace(owed, state=task.State.DONE, alert_at=None))


def is_over(world: World) -> bool:
    """The call has ended; only its call-back may be open."""
    return world.call.state is State.ENDED
