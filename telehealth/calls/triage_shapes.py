"""What the triage routes take and answer. Words come in both languages, so that the page needs no copy of the data."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from telehealth.endpoint import Shape

LevelWord = Literal["emergency", "urgent", "routine"]
QuestionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.]{1,64}$")]
AnswerText = Annotated[str, StringConstraints(pattern=r"^[a-z0-9:/.-]{1,24}$")]
PlaceCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2,5}$")]


class Answered(Shape):
    """One card's answer: yes, no, unknown, skipped, a figure ("38.5"), a pressure ("160/110"), an hour ("21:30")."""

    question: QuestionId
    answer: AnswerText


class TriageSaid(Shape):
    """What the family answers while it rings, one card or several at once. The same answer again changes nothing."""

    complaint: QuestionId | None = None  # an id of the complaints, or "skipped"
    pregnant: Literal["yes", "no", "unknown", "skipped"] | None = None
    answers: Annotated[list[Answered], Field(max_length=40)] = Field(default_factory=list)


class Returned(Shape):
    """Back from dialling 115: did anybody answer there?"""

    answered: bool


class PlaceSaid(Shape):
    """Where the patient is now: a province, a commune of it if known, and words to find the house."""

    province: PlaceCode
    commune: PlaceCode | None = None
    note: Annotated[str, StringConstraints(max_length=140)] = ""


class Text(Shape):
    vi: str
    en: str


class Paragraphs(Shape):
    vi: list[str]
    en: list[str]


class ComplaintView(Shape):
    id: str
    vi: str
    en: str


class CardView(Shape):
    """One question. `sign` is what the buttons repeat; low and high bound a figure; `audio` names a recording."""

    id: str
    kind: Literal["yes_no", "number", "pressure", "time", "days", "age"]
    text: Text
    sign: Text
    unit: str
    low: float
    high: float
    audio: str | None


class NumberView(Shape):
    """Whom to dial. kind: emergency (115), province, station, hospital, child (111)."""

    number: str
    name: Text
    kind: Literal["emergency", "province", "station", "hospital", "child"]


class PlaceView(Shape):
    """Where the patient is now; `said` is false while it is only what the record suggests."""

    province: str
    province_name: str
    commune: str
    note: str
    said: bool


class Dialled115View(Shape):
    """The family dialled 115; `answered` is null until they say whether somebody answered."""

    at: datetime
    answered: bool | None


class DangerView(Shape):
    """A danger sign was found: what to do until somebody is there. `signs` are cards, so that a slip is corrected."""

    level: LevelWord
    signs: list[CardView]
    first_aid: list[Paragraphs]
    self_harm: bool


class TriageView(Shape):
    """What the page of the family shows next while it rings."""

    level: LevelWord
    complaint: str | None  # null: not chosen yet
    complaints: list[ComplaintView]
    cards: list[CardView]  # the next few to ask
    answered: int
    skipped: int
    total: int
    danger: DangerView | None
    numbers: list[NumberView]
    own_transport: Paragraphs
    place: PlaceView
    dialled_115: Dialled115View | None


class SignView(Shape):
    """A sign that was affirmed; figures come with their unit."""

    sign: Text
    level: LevelWord
    answer: str
    unit: str


class TriageSummary(Shape):
    """What the doctor reads first. `measured`: figures that were given and are not dangerous."""

    complaint: Text | None
    signs: list[SignView]
    unanswered: int  # cards that were not answered, skipped or "không rõ"
    last_normal: str | None  # HH:MM, "over-a-day", or null
    measured: list[SignView]
    self_harm: bool


class PlaceFound(Shape):
    code: str
    name: str


class PlacesFound(Shape):
    places: list[PlaceFound]


class SignOffView(Shape):
    needed: bool
    by: str | None
    at: date | None


class QuestionView(Shape):
    """A question as staff read it, with its dangerous answer in words of the data."""

    id: str
    kind: str
    text: Text
    level: str | None
    danger: dict[str, str | float | int]


class SetView(Shape):
    """A set of questions, or another piece of clinical content, and who has signed it."""

    id: str
    version: str
    title: Text
    source: str
    sign_off: SignOffView
    questions: list[QuestionView]


class SetList(Shape):
    sets: list[SetView]
