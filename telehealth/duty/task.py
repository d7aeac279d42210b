"""A call-back as a task (FHIR Task): due at a time, somebody answers for it, and it stays until a clinician has spoken
to the family or the family says that it is no longer needed. Pure.

    OPEN ◄──────────── claim lapsed, not reached, given back ──┐
      │ Claimed                                                │
      └──► CLAIMED ────────────────────────────────────────────┘
      │        │ spoken: by telephone, or in a new call
      │        ▼
      │       DONE ──── the same call drops again: OPEN
      └──► CANCELLED ── "Không cần nữa", by the family

While it is open and nobody has acknowledged it, its owner is alerted every `remind_every`, from `deputy_at` on the deputy
too. An acknowledgement is quiet until `due_at`; a task still open then is alarmed anew. There is no state in which time
alone ends it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from telehealth.duty.ladder import LastResort

CLAIM_LAPSES = timedelta(minutes=15)
"""A claim nobody finished is open again after this long (product rule)."""
URGENT_CLAIM_LAPSES = timedelta(minutes=3)
"""The same for an emergency, or for somebody who may hurt themself (product rule)."""
TRY_AGAIN = timedelta(minutes=5)
"""After a try that reached nobody (product rule)."""


class State(StrEnum):
    """Where a call-back stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Task:
    """What of a call-back time can change. `alert_at`: the next moment at which somebody must look; null once over."""

    state: State
    due_at: datetime
    deputy_at: datetime
    remind_every: timedelta
    alert_at: datetime | None
    acknowledged_at: datetime | None = None
    claimed_at: datetime | None = None


@dataclass(frozen=True)
class Alarm:
    """Whom a tick alerts."""

    owner: bool = False
    deputy: bool = False


QUIET = Alarm()


def made(now: datetime, resort: LastResort, *, at_once: bool) -> Task:
    """A new task; at_once: an emergency, or somebody who may hurt themself."""
    due = now if at_once else now + resort.due
    return Task(State.OPEN, due, now + resort.deputy_after, resort.remind_every, alert_at=now)


def ticked(task: Task, now: datetime) -> tuple[Task, Alarm]:
    """The task after time has passed, and whom to alert."""
    if task.alert_at is None or task.alert_at > now:
        return task, QUIET
    if task.state is State.CLAIMED:
        task = replace(task, state=State.OPEN, claimed_at=None)
    again = replace(task, acknowledged_at=None, alert_at=now + task.remind_every)
    return again, Alarm(owner=True, deputy=now >= task.deputy_at)


def acknowledged(task: Task, now: datetime) -> Task:
    """Somebody says "I see to it": quiet until it is due."""
    if task.state is not State.OPEN:
        return task
    return replace(task, acknowledged_at=now, alert_at=max(task.due_at, now + task.remind_every))


def claimed(task: Task, now: datetime, *, urgent: bool = False) -> Task:
    """A clinician takes it: quiet until the claim lapses."""
    lapses = URGENT_CLAIM_LAPSES if urgent else CLAIM_LAPSES
    return replace(task, state=State.CLAIMED, claimed_at=now, alert_at=now + lapses)


def put_back(task: Task, now: datetime) -> Task:
    """The family was not reached: open again, due a little later, quiet until then."""
    due = max(task.due_at, now + TRY_AGAIN)
    return replace(task, state=State.OPEN, claimed_at=None, acknowledged_at=now, due_at=due, alert_at=due)
