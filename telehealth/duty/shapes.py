"""What the duty routes take and answer."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from telehealth.accounts.shapes import PhoneText, PractitionerView
from telehealth.endpoint import Shape


class StartDuty(Shape):
    """Go on duty at one facility (where the role is held)."""

    facility_id: UUID | None = None  # null: the only one


class OnDuty(Shape):
    practitioner: PractitionerView
    since: datetime
    engaged: bool  # rings or holds a call


class WaitingCall(Shape):
    """One line of the queue on the duty page."""

    call_id: UUID
    state: str
    requested_at: datetime
    patient_name: str | None
    age_months: int | None
    reason: str
    callback: bool


class CallbackView(Shape):
    id: UUID
    phone: str
    phone_verified: bool
    name: str
    reason: str
    source: Literal["request", "unanswered", "dropped"]
    state: Literal["open", "claimed", "done", "cancelled"]
    created_at: datetime
    claimed_by: PractitionerView | None
    patient_name: str | None
    can_ring: bool  # an account stands behind it, so "gọi lại bằng video" can reach an open page
    encounter_id: UUID | None


class DutyView(Shape):
    """The duty page's state."""

    on_duty: bool
    since: datetime | None
    facility_name: str | None
    colleagues: list[OnDuty]
    waiting: list[WaitingCall]
    callbacks: list[CallbackView]
    rung_call: UUID | None  # a call that rings me now
    held_call: UUID | None  # the call I hold


class NewCallback(Shape):
    """Ask to be called back. Needs no code."""

    phone: PhoneText
    name: Annotated[str, StringConstraints(max_length=80)] = ""
    reason: Annotated[str, StringConstraints(max_length=280)] = ""
    patient_id: UUID | None = None  # only for a signed-in family


class CallbackTaken(Shape):
    """The answer to the family: nothing but that it is kept."""

    id: UUID
    received_at: datetime


class CallbackList(Shape):
    callbacks: list[CallbackView]


class TelephoneOutcome(Shape):
    """The doctor dialled by telephone: opens an encounter with channel 'phone'."""

    reached: bool


class CallbackDone(Shape):
    callback: CallbackView
    encounter_id: UUID | None


class StartedCall(Shape):
    call_id: UUID


class ServiceStatus(Shape):
    """The truth under the call button; public."""

    on_duty: int
    waiting: int
    wait_words: str  # honest words in Vietnamese
    wait_range: tuple[int, int] | None  # seconds p50–p80 of tonight's answered calls; null under 20 calls
    emergency_number: str
    station_name: str
    station_phone: str
    facility_name: str
