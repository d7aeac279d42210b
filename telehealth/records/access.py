"""Who may open what in the record. Pure, so that a doctor can read it and a test can try every combination.

    decide(reader, subject, act) → Decision(allowed, reason)

The facts are gathered first (relations.py), the decision is made here, and it is written to the audit log before anything is
answered, refusals too.

Clinicians read notes, advice and history when their role carries READ_NOTES *and* one of these ties exists:
    author          it is their own encounter
    live-call       they hold, or are being rung by, a live call about this patient
    cared-recently  they held an encounter of this patient within CARE
    colleague       the encounter belongs to a facility where their role carries READ_NOTES, and is younger than CARE
Reception, managers, administrators and the data-protection officer never read clinical text, whatever else is true.
A health worker who called for a patient reads the advice of that call, for SAID_IN_CALL after its end, and no note.
Families read "Bác sĩ dặn" only, from hang-up on. To a stranger nothing is there; staff we know are told that they may not.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from telehealth.accounts.permissions import Audience, Permission, Principal, Scope
from telehealth.errors import Denied, DomainError, NotFound

CARE = timedelta(days=183)
"""How long a care relation lasts: letter 7946 counts a visit as a first one again after 6 months."""
SAID_IN_CALL = timedelta(hours=24)
"""How long the session that made a call may read what was said to it there, without a code."""

Matter = Literal["note", "history", "advice"]
Act = Literal["read", "write", "add"]


@dataclass(frozen=True)
class Reader:
    """Who asks, as far as the decision needs it."""

    audience: Audience
    scope: Scope
    practitioner_id: UUID | None = None
    reads_notes_at: frozenset[UUID] = frozenset()
    writes_notes_at: frozenset[UUID] = frozenset()
    rings_for_patients: bool = False

    @classmethod
    def of(cls, who: Principal) -> "Reader":
        """The reader behind a principal."""
        return cls(
            audience=who.audience,
            scope=who.scope,
            practitioner_id=who.practitioner_id,
            reads_notes_at=who.facilities_for(Permission.READ_NOTES),
            writes_notes_at=who.facilities_for(Permission.WRITE_NOTES),
            rings_for_patients=who.audience == "clinic" and who.may(Permission.RING_FOR_PATIENT),
        )


@dataclass(frozen=True)
class Subject:
    """What is asked for, and how the reader stands to it.

    at: when the care was given. ended_at: when the call ended (None while it lasts). unnamed: no patient is named.
    """

    matter: Matter
    at: datetime
    ended_at: datetime | None = None
    practitioner_id: UUID | None = None
    facility_id: UUID | None = None
    unnamed: bool = False
    live: Literal["holds", "rung"] | None = None
    last_cared: datetime | None = None
    acts_for: bool = False
    called: bool = False
    """The reader's account made the call."""
    called_here: bool = False
    """The reader's very session made the call."""
    reader_since: datetime | None = None
    """On a recycled number: what is older than this device belongs to somebody else's family."""


@dataclass(frozen=True)
class Decision:
    """What was decided and by which rule. `refusal` is the error to raise once the audit row is committed."""

    allowed: bool
    reason: str
    refusal: DomainError | None = None


def decide(reader: Reader, subject: Subject, act: Act, now: datetime) -> Decision:
    """Whether this reader may do this to this subject at this moment."""
    if reader.audience == "patient":
        return _family(reader, subject, act, now)
    if reader.rings_for_patients and subject.called and (subject.matter, act) == ("advice", "read"):
        return _bedside(reader, subject, now)
    return _clinician(reader, subject, act, now)


def _bedside(reader: Reader, subject: Subject, now: datetime) -> Decision:
    """What the doctor told the one who stood beside the patient, right after it; later as any staff."""
    if subject.ended_at is None:
        return Decision(False, "call-not-over", NotFound("not-yet", "The call is still going on."))
    if now - subject.ended_at <= SAID_IN_CALL:
        return Decision(True, "said-at-the-bedside")
    return _clinician(reader, subject, "read", now)


def _clinician(reader: Reader, subject: Subject, act: Act, now: datetime) -> Decision:
    if not reader.reads_notes_at or reader.practitioner_id is None:
        return _known("role-never-reads-notes")
    tie = _tie(reader, subject, now)
    if tie is None:
        return _known("no-care-relation")
    if act == "read":
        return Decision(True, tie)
    if not reader.writes_notes_at:
        return _known("role-never-writes-notes")
    if act == "write":
        mine = tie == "author" and subject.facility_id in reader.writes_notes_at
        return Decision(True, tie) if mine else _known("not-the-author")
    here = subject.facility_id in reader.writes_notes_at or subject.live == "holds"
    return Decision(True, tie) if here else _known("not-this-facility")


def _tie(reader: Reader, subject: Subject, now: datetime) -> str | None:
    if subject.practitioner_id == reader.practitioner_id:
        return "author"
    if subject.live is not None:
        return "live-call"
    if subject.last_cared is not None and now - subject.last_cared <= CARE:
        return "cared-recently"
    if subject.facility_id in reader.reads_notes_at and now - subject.at <= CARE:
        return "colleague"
    return None


def _family(reader: Reader, subject: Subject, act: Act, now: datetime) -> Decision:
    if subject.matter != "advice" or act != "read":
        return _stranger("families-read-advice-only")
    if not (subject.acts_for or subject.called or subject.called_here):
        return _stranger("stranger")
    if subject.ended_at is None:
        return Decision(False, "call-not-over", NotFound("not-yet", "The call is still going on."))
    if subject.called_here and now - subject.ended_at <= SAID_IN_CALL:
        return Decision(True, "said-in-this-call")
    if subject.reader_since is not None and subject.at < subject.reader_since:
        return _stranger("older-than-device")
    if not (subject.acts_for or (subject.unnamed and subject.called)):
        return _stranger("not-family")  # the doctor found that the patient is somebody else
    if reader.scope != "full":
        refusal = Denied("code-needed", "Please enter a code sent to your phone first.", scope=reader.scope)
        return Decision(False, "code-needed", refusal)
    return Decision(True, "family" if subject.acts_for else "caller-of-unnamed")


def _known(reason: str) -> Decision:
    return Decision(False, reason, Denied("no-access", "You may not open this record.", reason=reason))


def _stranger(reason: str) -> Decision:
    return Decision(False, reason, NotFound())
