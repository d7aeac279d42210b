"""What the duty routes take and answer."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from telehealth.accounts.shapes import PhoneText, PractitionerView
from telehealth.duty.ladder import Ladder
from telehealth.endpoint import Shape

DeviceText = Annotated[str, StringConstraints(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]


class StartDuty(Shape):
    """Go on duty at one facility (where the role is held)."""

    facility_id: UUID | None = None  # null: the only one
    standby: bool = False  # rung only when nobody on duty answers


class LeaveSoon(Shape):
    """ "Nghỉ sau 15 phút": no new calls from now on, the present one is kept."""

    minutes: Annotated[int, Field(ge=1, le=120)] = 15


class OnDuty(Shape):
    practitioner: PractitionerView
    since: datetime
    engaged: bool  # rings or holds a call
    standby: bool
    leaving_at: datetime | None
    busy_until: datetime | None  # writes a note; only an emergency rings
    missed_in_row: int
    sound_confirmed: bool  # false: "chưa thử chuông"
    ringable: bool  # something of theirs can be woken now


class DeviceState(Shape):
    """What a page of a doctor says of itself, when it opens and whenever it changes."""

    device: DeviceText
    can_sound: bool


class TestAlarm(Shape):
    """Ring this device to try it."""

    device: DeviceText


class TestAlarmSent(Shape):
    """`pushes`: how many of this browser's subscriptions a real push is on its way to."""

    pushes: int


class DeviceView(Shape):
    """One browser of the doctor's."""

    session_id: UUID
    name: str
    current: bool
    can_sound: bool  # a page of it is open, and may make sound
    push: bool  # it can be woken with the page closed
    confirmed_at: datetime | None  # the test alarm was last heard here
    last_seen_at: datetime


class DeviceList(Shape):
    devices: list[DeviceView]
    phone: bool  # a telephone is on file for texts and automatic calls
    ringable: bool  # any of it


class WaitingCall(Shape):
    """One line of the queue on the duty page."""

    call_id: UUID
    state: str
    requested_at: datetime
    patient_name: str | None
    age_months: int | None
    reason: str
    callback: bool
    priority: int
    red_flag: bool


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
    priority: int
    due_at: datetime | None
    owner_name: str  # who answers for it; empty: nobody named
    acknowledged_at: datetime | None
    for_practitioner: PractitionerView | None  # who was speaking when it dropped
    offered_to: PractitionerView | None  # asked to take it over
    attempts: int  # tries that reached nobody
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
    standby: bool
    leaving_at: datetime | None  # no new calls; off duty then
    busy_until: datetime | None  # writing a note; only an emergency rings
    last_on_duty: bool  # nobody else would be rung
    rung_call: UUID | None  # a call that rings me now
    held_call: UUID | None  # the call I hold
    knocking_call: UUID | None  # an emergency that knocks while I am busy
    offered_call: UUID | None  # a call a colleague asks me to take over
    on_hold_calls: list[UUID]  # callers I left for an emergency


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


class Dialling(Shape):
    """The doctor is about to telephone. told: an SMS tells the family to pick up, or told them within ten minutes."""

    callback_id: UUID
    told: bool


class StartedCall(Shape):
    call_id: UUID


class ServiceStatus(Shape):
    """The truth under the call button; public."""

    on_duty: int
    waiting: int
    wait_words: str  # honest words in Vietnamese
    wait_range: tuple[int, int] | None  # seconds p50–p80 for a call made now; null: too little is known
    emergency_number: str
    station_name: str
    station_phone: str
    facility_name: str


class CallbackHandover(Shape):
    """To whom; null takes the question back."""

    practitioner_id: UUID | None


class LadderView(Shape):
    """The ladder as it stands; version 0 is the default nobody has written."""

    version: int
    ladder: Ladder
    written_at: datetime | None
    written_by: str


class Answerable(Shape):
    """Somebody who may be named as owner or deputy."""

    account_id: UUID
    name: str
    role: str
    facility_name: str


class LadderPlace(Shape):
    """A facility, as the list of neighbours names it."""

    id: UUID
    name: str
    kind: str
    commune_name: str


class LadderChoices(Shape):
    """Whom and what a ladder of this province can name."""

    people: list[Answerable]
    places: list[LadderPlace]
    bounds: dict[str, tuple[int, int]]  # "rung.lasts" → the shortest and the longest, in seconds


class LadderEdit(Shape):
    """A new version over the one that was seen."""

    version: Annotated[int, Field(ge=0)]
    ladder: Ladder


class NeighbourList(Shape):
    """Whose doctors are rung for a station that does not answer: facility → neighbours."""

    neighbours: dict[UUID, list[UUID]]
