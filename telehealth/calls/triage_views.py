"""Triage as each viewer may see it: the family its next cards, the doctor what was found, nobody else anything.

About self-harm only the page that made the call sees the questions and what follows from them: other pages of the same
account may belong to the rest of the family. Once the call has ended no page of the account sees any of it.
"""

from uuid import UUID

from telehealth import audit
from telehealth.accounts.permissions import Principal
from telehealth.audit import Judged
from telehealth.calls import ledger, place, triage
from telehealth.calls.models import CallRow
from telehealth.calls.seats import is_caller
from telehealth.calls.states import Call, State
from telehealth.calls.triage_shapes import (
    CardView,
    ComplaintView,
    DangerView,
    Dialled115View,
    LevelWord,
    Paragraphs,
    SignView,
    Text,
    TriageSummary,
    TriageView,
)
from telehealth.db import Session
from telehealth.errors import Conflict, NotFound
from telehealth.triage import content, rules
from telehealth.triage.answers import OPEN, SKIPPED, Answers
from telehealth.triage.content import Question, Words
from telehealth.triage.selection import COMPLAINT, Facts, cards, complaint_of, next_cards, offered, open_cards

AHEAD = 3
"""Cards sent ahead of the one that is shown, so that a thin network is not waited for between two."""
LAST_NORMAL = "stroke.last_normal"
LEVELS: dict[int, LevelWord] = {1: "routine", 2: "urgent", 3: "emergency"}


async def read(session: Session, who: Principal, call_id: UUID) -> Judged[TriageView]:
    """The next cards for whoever made the call; a stranger's attempt is audited and finds nothing."""
    row, call = await ledger.load(session, call_id)
    if not is_caller(who, row):
        await audit.write(
            session,
            "triage.read",
            "call",
            entity_id=row.id,
            account_id=who.account_id,
            session_id=who.session_id,
            patient_id=row.patient_id,
            allowed=False,
            reason="not-caller",
        )
        return Judged(refusal=NotFound("not-found", "No such call."))
    if call.state is State.ENDED:
        return Judged(refusal=Conflict("call-ended", "This call has ended."))
    return Judged(await for_family(session, who, row, call))


async def for_family(session: Session, who: Principal, row: CallRow, call: Call) -> TriageView:
    """What to ask next, and what to do where a danger was found."""
    facts = await triage.facts_of(session, row)
    answers = await triage.answers_of(session, row.id, row.answered_at)
    hidden = shielded(who, row, answers)
    asked = () if hidden else cards(facts, answers)
    left = () if hidden else next_cards(facts, answers)
    where = await place.place_of(session, row)
    complaint = None if hidden else answers.get(COMPLAINT)
    return TriageView(
        level=level_word(call),
        complaint=complaint,
        complaints=[]
        if hidden
        else [ComplaintView(id=one.id, vi=one.vi, en=one.en) for one in offered(facts, answers)],
        cards=[_card(one) for one in left[:AHEAD]],
        answered=sum(one.id in answers for one in asked),
        skipped=sum(answers.get(one.id) == SKIPPED for one in asked),
        total=len(asked),
        danger=None if hidden else _danger(answers),
        numbers=await place.numbers_at(session, where, child=not hidden and rules.child_line(facts, answers)),
        own_transport=_own_transport(),
        place=where,
        dialled_115=dialled_view(call),
    )


def shielded(who: Principal, row: CallRow, answers: Answers) -> bool:
    """Whether this page of the account must not see what is asked: it is about self-harm, and another page called."""
    return rules.self_harm(answers) and row.session_id != who.session_id


async def for_doctor(session: Session, row: CallRow) -> TriageSummary:
    """What a doctor who is rung, or holds the call, reads first."""
    facts = await triage.facts_of(session, row)
    answers = await triage.answers_of(session, row.id, row.answered_at)
    complaint = complaint_of(answers)
    last_normal = answers.get(LAST_NORMAL)
    return TriageSummary(
        complaint=Text(vi=complaint.vi, en=complaint.en) if complaint else None,
        signs=[_sign(one, answers) for one in rules.dangers(answers)],
        unanswered=_unanswered(facts, answers),
        last_normal=last_normal if last_normal not in OPEN else None,
        measured=[_sign(one, answers) for one in _measured(answers)],
        self_harm=rules.self_harm(answers),
    )


def level_word(call: Call) -> LevelWord:
    """How urgent the call is, in a word."""
    return LEVELS[int(call.priority)]


def dialled_view(call: Call) -> Dialled115View | None:
    """Whether the family dialled 115, and what came of it."""
    if call.dialled_115_at is None:
        return None
    return Dialled115View(at=call.dialled_115_at, answered=call.answered_115)


def _unanswered(facts: Facts, answers: Answers) -> int:
    return len(open_cards(facts, answers)) + (complaint_of(answers) is None)


def _measured(answers: Answers) -> list[Question]:
    """Figures that were given and are not dangerous: a normal temperature is worth knowing too."""
    dangerous = rules.dangers(answers)
    kinds = ("number", "pressure", "age", "days")
    found = [one for _, one in content.questions().values() if one.kind in kinds]
    return [one for one in found if one not in dangerous and answers.get(one.id, SKIPPED) not in OPEN]


def _danger(answers: Answers) -> DangerView | None:
    found = rules.dangers(answers)
    alone = rules.self_harm(answers)
    if not found and not alone:
        return None
    aid = rules.first_aid(answers) or (content.stay_with_them() if alone else ())
    return DangerView(
        level=found[0].level or "urgent" if found else "urgent",
        signs=[_card(one) for one in found],
        first_aid=[Paragraphs(vi=list(one.vi), en=list(one.en)) for one in aid],
        self_harm=alone,
    )


def _own_transport() -> Paragraphs:
    advice = content.numbers().own_transport
    return Paragraphs(vi=list(advice.vi), en=list(advice.en))


def _sign(question: Question, answers: Answers) -> SignView:
    figure = question.kind not in ("yes_no", "time")
    return SignView(
        sign=_text(question.sign),
        level=question.level or "routine",
        answer=answers[question.id] if figure else "",
        unit=question.unit,
    )


def _card(question: Question) -> CardView:
    return CardView(
        id=question.id,
        kind=question.kind,
        text=Text(vi=question.vi, en=question.en),
        sign=_text(question.sign),
        unit=question.unit,
        low=question.low,
        high=question.high,
        audio=question.audio,
    )


def _text(words: Words) -> Text:
    return Text(vi=words.vi, en=words.en)
