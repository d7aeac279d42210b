"""How urgent the answers make a call. Pure.

a dangerous answer   the level of that question, the highest if there are several
everything answered  routine, when no answer is missing or unknown
anything else        urgent, also when nothing was asked yet
"""

from collections.abc import Iterable
from enum import IntEnum

from telehealth.triage import content
from telehealth.triage.answers import OPEN, UNKNOWN, Answers, dangerous
from telehealth.triage.content import Lines, Question
from telehealth.triage.selection import COMPLAINT, Facts, age_of, cards, complaint_of

FOR_CHILDREN = 16 * 12
"""Under this age, in months, the child protection hotline is shown where the set says so."""


class Level(IntEnum):
    """How urgent a call is: higher first in the queue."""

    ROUTINE = 1
    URGENT = 2
    EMERGENCY = 3


def dangers(answers: Answers) -> tuple[Question, ...]:
    """The questions answered dangerously, emergencies first, else in the order of asking; whatever set fits by now."""
    found = [one for _, one in content.questions().values() if dangerous(one, answers.get(one.id))]
    return tuple(sorted(found, key=lambda one: one.level != "emergency"))


def level(facts: Facts, answers: Answers) -> Level:
    """How urgent the call is by what was answered so far."""
    found = dangers(answers)
    if found:
        return Level.EMERGENCY if found[0].level == "emergency" else Level.URGENT
    complaint = complaint_of(answers)
    if complaint is None or complaint.least is not None:
        return Level.URGENT
    known = all(answers.get(one.id, UNKNOWN) not in OPEN for one in cards(facts, answers))
    return Level.ROUTINE if known else Level.URGENT


def self_harm(answers: Answers) -> bool:
    """Whether this is about somebody hurting themselves: said as the complaint, or found by a protected question."""
    complaint = complaint_of(answers)
    if complaint is not None and complaint.protected:
        return True
    return any(content.questions()[one.id][0].protected for one in dangers(answers))


def protected(question_id: str, answer: str) -> bool:
    """Whether this answer stays off the family's history."""
    if question_id == COMPLAINT:
        return any(one.protected for one in content.complaints().complaints if one.id == answer)
    return question_id in content.questions() and content.questions()[question_id][0].protected


def first_aid(answers: Answers) -> tuple[Lines, ...]:
    """The first-aid lines for what was answered dangerously, each once, the most urgent first."""
    wanted = dict.fromkeys(line for one in dangers(answers) for line in one.first_aid)
    lines = {line.id: line for line in content.first_aid().lines}
    return tuple(lines[one] for one in wanted)


def child_line(facts: Facts, answers: Answers) -> bool:
    """Whether to show the child protection hotline."""
    age = age_of(facts, answers)
    if age is None or age >= FOR_CHILDREN:
        return False
    return any(content.questions()[one.id][0].child_line for one in dangers(answers)) or self_harm(answers)


def settled(history: Iterable[tuple[str, str, bool]]) -> dict[str, str]:
    """The answers that count, from every answer in order as (question, answer, given after a doctor accepted).

    The newest counts. But a danger once said is taken back only before a doctor has accepted: later it is the doctor
    who judges, and a slip of the thumb hides nothing from them.
    """
    counts: dict[str, str] = {}
    for question_id, answer, late in history:
        known = content.questions().get(question_id)
        held = known is not None and dangerous(known[1], counts.get(question_id))
        if not (late and held and known is not None and not dangerous(known[1], answer)):
            counts[question_id] = answer
    return counts
