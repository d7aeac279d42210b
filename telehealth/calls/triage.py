"""What the family answers while it rings: kept, judged by triage/rules.py, told to the machine.

Answers are rows of their own and insert-only. The machine hears only what follows from them: how urgent the call is,
whether a danger sign was found, whether somebody means to hurt themselves.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, select

from telehealth.accounts.permissions import Principal
from telehealth.calls import aftermath, ledger, ringing
from telehealth.calls.models import CallRow
from telehealth.calls.people import must_be_live, tell
from telehealth.calls.states import Dialled115, Priority, Returned115, Triaged
from telehealth.calls.triage_models import TriageAnswer
from telehealth.calls.triage_shapes import TriageSaid
from telehealth.db import Session
from telehealth.errors import Invalid, TooMany
from telehealth.patients import service as patients
from telehealth.triage import content, rules
from telehealth.triage.answers import SKIPPED, fits
from telehealth.triage.selection import COMPLAINT, PREGNANT, Facts

PER_CALL = 400
"""Answers one call keeps: every question several times over."""


async def say(session: Session, who: Principal, row: CallRow, said: TriageSaid) -> None:
    """Keep the answers and rank the call by them. What was answered the same before is not written again.

    The row is locked by the caller of this. Invalid for a card or an answer that is none, TooMany past PER_CALL.
    """
    must_be_live(row)
    given = _checked(said)
    history = await _history(session, row.id)
    newest = {question: answer for question, answer, _ in history}
    fresh = {question: answer for question, answer in given.items() if newest.get(question) != answer}
    if not fresh:
        return
    if len(history) + len(fresh) > PER_CALL:
        raise TooMany("too-many", "This call has no room for more answers.", retry_after=600)
    await session.execute(insert(TriageAnswer), [_row(row.id, question, answer) for question, answer in fresh.items()])
    if COMPLAINT in fresh:
        await _reason(session, row, fresh[COMPLAINT])
    await _rank(session, who, row)


async def answers_of(session: Session, call_id: UUID, answered_at: datetime | None) -> dict[str, str]:
    """The answers that count (rules.settled). answered_at: when a doctor accepted, if one has."""
    rows = await _rows(session, call_id)
    return rules.settled(
        (row.question_id, row.answer, answered_at is not None and row.at >= answered_at) for row in rows
    )


async def facts_of(session: Session, row: CallRow) -> Facts:
    """What the record says of the patient, as far as the questions need it."""
    if row.patient_id is None:
        return Facts()
    patient = await patients.view(session, row.patient_id)
    return Facts(patient.age_months, patient.sex, year_only=patient.birth_date is None)


async def dialled(session: Session, who: Principal, row: CallRow) -> None:
    """The family taps GỌI 115: noted, and the call rings on."""
    must_be_live(row)
    await _change(session, who, row, Dialled115())


async def returned(session: Session, who: Principal, row: CallRow, answered: bool) -> None:
    """They are back, and say whether 115 answered."""
    must_be_live(row)
    await _change(session, who, row, Returned115(answered))


async def _rank(session: Session, who: Principal, row: CallRow) -> None:
    answers = await answers_of(session, row.id, row.answered_at)
    level = rules.level(await facts_of(session, row), answers)
    event = Triaged(Priority(int(level)), bool(rules.dangers(answers)), rules.self_harm(answers))
    if not await _change(session, who, row, event):
        await tell(session, row)


async def _change(session: Session, who: Principal, row: CallRow, event: Triaged | Dialled115 | Returned115) -> bool:
    """Whether the event changed the call. An emergency rings more doctors in the same transaction."""
    change = await ledger.change(session, row.id, event, actor="caller", actor_account=who.account_id)
    await aftermath.follow(session, change)
    await ringing.ring_next(session, row.id)
    return change.after != change.before


def _checked(said: TriageSaid) -> dict[str, str]:
    given = {one.question: one.answer for one in said.answers}
    if said.pregnant is not None:
        given[PREGNANT] = said.pregnant
    for question_id, answer in given.items():
        known = content.questions().get(question_id)
        if known is None:
            raise Invalid("unknown-question", "There is no such question.", field="answers")
        if not fits(known[1], answer):
            raise Invalid("unfit-answer", "This card cannot be answered so.", field=question_id)
    if said.complaint is not None:
        if said.complaint != SKIPPED and said.complaint not in {one.id for one in content.complaints().complaints}:
            raise Invalid("unknown-question", "There is no such complaint.", field="complaint")
        given[COMPLAINT] = said.complaint
    return given


def _row(call_id: UUID, question_id: str, answer: str) -> dict[str, object]:
    known = content.questions().get(question_id)
    version = known[0].version if known else content.complaints().version
    return {"call_id": call_id, "question_id": question_id, "set_version": version, "answer": answer}


async def _reason(session: Session, row: CallRow, complaint: str) -> None:
    """The complaint is also the reason in words, unless the family wrote their own. A protected one is never: the reason
    stands on call-backs and on the family's own pages."""
    words = {one.id: one.vi for one in content.complaints().complaints if not one.protected}
    if not row.reason or row.reason in words.values():
        row.reason = words.get(complaint, "")
        await session.flush()


async def _history(session: Session, call_id: UUID) -> list[tuple[str, str, datetime]]:
    return [(row.question_id, row.answer, row.at) for row in await _rows(session, call_id)]


async def _rows(session: Session, call_id: UUID) -> list[TriageAnswer]:
    found = await session.scalars(
        select(TriageAnswer).where(TriageAnswer.call_id == call_id).order_by(TriageAnswer.id).limit(PER_CALL)
    )
    return list(found)
