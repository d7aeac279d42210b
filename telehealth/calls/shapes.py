"""What the calls routes take and answer. One view for everyone in a call; what a viewer may not see is null."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from telehealth.accounts.shapes import PractitionerView
from telehealth.calls.triage_shapes import Dialled115View, PlaceView, TriageSummary
from telehealth.endpoint import Shape
from telehealth.patients.shapes import ConsentView, PatientView, PersonName, Relation, Sex
from telehealth.vitals.shapes import VitalView

State = Literal["waiting", "ringing", "connected", "on_hold", "ended"]
Media = Literal["video", "audio"]
DeviceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
"""One browser tab, made by the client and kept over reloads (sessionStorage)."""


class NewCall(Shape):
    """Ring now. patient_id null is "Người khác"."""

    patient_id: UUID | None = None
    relation: Relation = "other"
    reason: Annotated[str, StringConstraints(max_length=280)] = ""
    media: Media = "video"


class Reason(Shape):
    """The chief complaint, said while it rings."""

    reason: Annotated[str, StringConstraints(max_length=280)]


class Accept(Shape):
    device: DeviceId


class Handover(Shape):
    """To whom; they have to say yes."""

    practitioner_id: UUID


class Decline(Shape):
    reason: Annotated[str, StringConstraints(max_length=200)] = ""


class HangUp(Shape):
    """`no_longer_needed`: the caller says "Không cần nữa", so no call-back is kept."""

    no_longer_needed: bool = False


class PatientChoice(Shape):
    """For whom, said by the caller while it rings; null is "Người khác"."""

    patient_id: UUID | None
    relation: Relation


class WhoIsThePatient(Shape):
    """The doctor confirms or corrects who the patient is, until signing.

    Choose one of the caller's family (patient_id: the present one confirms), or state the person (name, birth year,
    sex): that corrects the present patient, or makes a new one when there is none or `new_person` is true.
    """

    patient_id: UUID | None = None
    name: PersonName | None = None
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    sex: Sex | None = None
    new_person: bool = False


class CallerView(Shape):
    """Who holds the phone."""

    phone: str  # to the doctor; masked for others
    verified: bool  # false: "số chưa xác minh"
    name: str  # the account's own name where known
    relation: Relation
    station: str | None  # of a health worker who is beside the patient; null for a family


class PastVisit(Shape):
    """One line of history on the ringing card."""

    encounter_id: UUID
    started_at: datetime
    practitioner_name: str
    summary: str  # the assessment's first 140 characters; empty when unsigned


class CallView(Shape):
    """A call as one viewer may see it."""

    id: UUID
    version: int
    state: State
    end_reason: str | None
    media: Media
    viewer: Literal["caller", "holder", "rung", "staff"]
    requested_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    server_time: datetime
    reason: str
    patient: PatientView | None  # null: "Người khác", not told yet
    patient_confirmed: bool
    caller: CallerView
    priority: int  # 3 emergency, 2 urgent (and not yet triaged), 1 routine
    red_flag: bool  # a danger sign was said
    knock: bool  # for a doctor: an emergency that rings while another call has them
    on_hold: bool  # the clinician has taken an emergency and comes back
    handover_to: PractitionerView | None  # asked to take the call over, for clinicians
    handover_until: datetime | None
    ahead: int | None  # calls before this one while it waits or rings
    wait_words: str | None  # honest words in Vietnamese; null once answered
    ringing: PractitionerView | None  # whom it rings now (the last one rung)
    rings_until: datetime | None  # for a doctor being rung: until when
    holder: PractitionerView | None
    holder_here: bool | None  # for the holder: whether this device (query `device`) holds the seat
    triage: TriageSummary | None  # for clinicians: what was answered while it rang
    place: PlaceView | None  # where the patient is now; null for staff
    dialled_115: Dialled115View | None
    no_message: bool  # never steer this caller to a message or a booking
    holder_lost: bool
    caller_lost: bool
    seat_until: datetime | None  # when a lost seat is given up
    callback: bool  # it is also a call-back by now
    consent: ConsentView | None
    encounter_id: UUID | None  # for the clinician once connected
    family: list[PatientView] | None  # for the clinician: whom else the caller's account acts for
    history: list[PastVisit] | None  # for clinicians
    vitals: list[VitalView]  # told or measured in this call, newest first


class CurrentCall(Shape):
    call: CallView | None


class NewMessage(Shape):
    """A chat message; the id is made by the client."""

    id: UUID
    body: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class MessageView(Shape):
    id: UUID
    number: int
    author: Literal["caller", "holder"]
    author_name: str
    mine: bool
    body: str
    sent_at: datetime


class MessageList(Shape):
    messages: list[MessageView]


class IceServer(Shape):
    urls: list[str]
    username: str | None = None
    credential: str | None = None


class IceServers(Shape):
    """TURN credentials (REST style, at most an hour)."""

    ice_servers: list[IceServer]
    ttl: int
