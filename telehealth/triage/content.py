"""The packaged data of triage, read once: question sets, complaints, first-aid lines, emergency numbers.

Every set carries its version, its source and its sign-off state. Until a clinician has signed (`sign_off.by`), the
clinic's page says so. To change a question, change the file and its set's version: answers keep the version they were
given to.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["yes_no", "number", "pressure", "time", "days", "age"]
Alarm = Literal["emergency", "urgent"]
HERE = Path(__file__).parent


class Content(BaseModel):
    """Base of the packaged data: an unknown member is a typing mistake, and refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SignOff(Content):
    """Whether a clinician has read and signed this."""

    needed: bool
    by: str | None
    at: date | None

    @property
    def done(self) -> bool:
        """Nothing is left to sign."""
        return not self.needed or (self.by is not None and self.at is not None)


class Words(Content):
    """One text in both languages."""

    vi: str
    en: str


class Danger(Content):
    """Which answer is dangerous: this word, or a figure from one bound on, or below another.

    Figures are in the question's unit; systolic and diastolic in mmHg.
    """

    answer: Literal["yes", "no"] | None = None
    from_: float | None = Field(default=None, alias="from")
    below: float | None = None
    systolic_from: int | None = None
    diastolic_from: int | None = None


class Question(Content):
    """One card. `sign` is what the buttons repeat ("CÓ, khó thở"). Ages in whole months.

    after_danger: asked, and then first, only once its set has found a danger (the hour of a stroke).
    audio: the name of a recording under /audio/, without ".mp3"; null: the phone's own voice reads it.
    """

    id: str
    kind: Kind
    vi: str
    en: str
    sign: Words
    danger: Danger | None = None
    level: Alarm | None = None
    first_aid: tuple[str, ...] = ()
    unit: str = ""
    low: float = 0
    high: float = 0
    from_months: int = 0
    below_months: int | None = None
    after_danger: bool = False
    audio: str | None = None


class When(Content):
    """One way in which a set fits: everything said here must hold. Ages in months, days of fever inclusive."""

    complaints: tuple[str, ...] = ()
    from_months: int = 0
    below_months: int | None = None
    pregnant: bool = False
    fever_days: tuple[int, int] | None = None


class QuestionSet(Content):
    """Questions that belong together, with who has signed them. It fits when any of `when` does.

    fallback: asked where no other set fits. protected: the answers stay off the family's history. child_line: for a
    child the child protection hotline is shown beside a danger.
    """

    id: str
    version: str
    title: Words
    source: str
    sign_off: SignOff
    when: tuple[When, ...]
    fallback: bool = False
    protected: bool = False
    child_line: bool = False
    questions: tuple[Question, ...]


class RedFlags(Content):
    """Every set, in the order of asking. `facts` are asked to choose the sets and have no dangerous answer."""

    facts: QuestionSet
    sets: tuple[QuestionSet, ...]


class Complaint(Content):
    """Why a family calls. `least`: never less urgent than this, whatever is answered. Ages in months."""

    id: str
    vi: str
    en: str
    protected: bool = False
    least: Alarm | None = None
    from_months: int = 0
    below_months: int | None = None
    pregnancy: bool = False


class Complaints(Content):
    """The big chips of the first card."""

    version: str
    source: str
    sign_off: SignOff
    complaints: tuple[Complaint, ...]


class Lines(Content):
    """What to do while help is on its way, line by line."""

    id: str
    vi: tuple[str, ...]
    en: tuple[str, ...]


class FirstAid(Content):
    """First-aid lines by sign."""

    version: str
    source: str
    sign_off: SignOff
    lines: tuple[Lines, ...]


class Line(Content):
    """A telephone number and what answers there."""

    number: str
    vi: str
    en: str


class Province(Content):
    """What to dial in one province; `lines` are further numbers of the province itself."""

    name: str
    emergency: str
    lines: tuple[Line, ...] = ()


class AdviceLines(Content):
    """Lines without an id."""

    vi: tuple[str, ...]
    en: tuple[str, ...]


class Numbers(Content):
    """Emergency numbers by province code, and what to do where no ambulance comes."""

    version: str
    source: str
    sign_off: SignOff
    child_line: Line
    own_transport: AdviceLines
    provinces: dict[str, Province]


@cache
def red_flags() -> RedFlags:
    """The question sets."""
    return RedFlags.model_validate_json(_read("red_flags.json"))


@cache
def complaints() -> Complaints:
    """The complaints."""
    return Complaints.model_validate_json(_read("complaints.json"))


@cache
def first_aid() -> FirstAid:
    """The first-aid lines."""
    return FirstAid.model_validate_json(_read("first_aid.json"))


def stay_with_them() -> tuple[Lines, ...]:
    """What is said to somebody who thinks of hurting themselves, before any question is answered."""
    return tuple(line for line in first_aid().lines if line.id == "not_alone")


@cache
def numbers() -> Numbers:
    """The emergency numbers."""
    return Numbers.model_validate_json(_read("numbers.json"))


@cache
def questions() -> dict[str, tuple[QuestionSet, Question]]:
    """Every question with its set, by id."""
    flags = red_flags()
    return {question.id: (group, question) for group in (flags.facts, *flags.sets) for question in group.questions}


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
