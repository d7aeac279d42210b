"""What the clinic's live page reads. No clinical text, no phone numbers."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from telehealth.accounts.shapes import PractitionerView
from telehealth.duty.ladder import Ladder
from telehealth.duty.shapes import OnDuty
from telehealth.endpoint import Shape


class QueueLine(Shape):
    call_id: UUID
    state: str
    requested_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    waited_seconds: int
    patient_label: str  # e.g. "Nữ, 72 tuổi"; never a name
    ringing: list[PractitionerView]
    holder: PractitionerView | None
    callback: bool
    priority: int  # 3 emergency, 2 urgent, 1 routine
    red_flag: bool
    rung: int  # of its ladder, from 0
    rungs: int  # how many its ladder has
    rung_ends_at: datetime | None  # when the next begins; null on the last, and once answered


class OwedCall(Shape):
    """An open call-back as the clinic's page shows it: who answers for it, and no way to reach the family."""

    id: UUID
    call_id: UUID | None
    patient_label: str
    source: Literal["request", "unanswered", "dropped"]
    state: Literal["open", "claimed"]
    priority: int
    created_at: datetime
    due_at: datetime | None
    owner_name: str  # empty: nobody named
    deputy_name: str
    deputy_at: datetime | None  # from then on the deputy is alerted too
    acknowledged_at: datetime | None
    acknowledged_by: str
    claimed_by: PractitionerView | None
    attempts: int  # tries that reached nobody
    mine: bool  # I answer for it, so I may say "I see to it"


class Tonight(Shape):
    """Tonight at a glance (since 18:00 local, or 06:00 by day)."""

    server_time: datetime
    since: datetime
    on_duty: list[OnDuty]
    waiting: int
    longest_wait_seconds: int | None
    in_call: int
    answered: int
    answered_within_two_minutes: int
    unanswered: int
    callbacks_open: int
    callbacks: list[OwedCall]  # the most urgent first, at most 100
    nobody_stays: bool  # the last doctor on duty is about to leave, or nobody is on duty
    live: list[QueueLine]
    recent: list[QueueLine]  # ended tonight, newest first, at most 50


class StoryRing(Shape):
    number: int
    practitioner: PractitionerView
    rung_at: datetime
    ended_at: datetime | None
    outcome: str
    rung: int
    knock: bool  # an emergency at a busy doctor's door


class StoryStep(Shape):
    at: datetime
    version: int
    event: str
    from_state: str | None
    to_state: str
    actor: str
    rung: int | None  # the rung that began by this step
    priority: int | None  # what it became by this step


class CallStory(Shape):
    """The story of one call: rung whom, when, with what result; every transition."""

    call: QueueLine
    rings: list[StoryRing]
    steps: list[StoryStep]
    ladder: Ladder  # the call's own copy
    rung_ends_at: datetime | None  # when the next rung starts
