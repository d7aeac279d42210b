"""Which questions fit this patient and this complaint. Pure.

First the every-call set, then what has to be asked to choose the others (age, pregnancy, day of fever), then the sets that
fit; where none fits, the fallback. A skipped or unknown fact keeps a set in: not knowing is never "no".
"""

from dataclasses import dataclass

from telehealth.triage import content
from telehealth.triage.answers import NO, OPEN, UNKNOWN, Answers, dangerous
from telehealth.triage.content import Complaint, Question, QuestionSet, When

COMPLAINT, AGE, PREGNANT, FEVER_DAY = "complaint", "age", "pregnant", "fever_day"
MAY_BE_PREGNANT = range(12 * 12, 51 * 12)
"""Ages in months at which pregnancy is asked (12–50 years)."""
BABY = 24
"""Under this age, in months, a birth year alone does not tell how old a child is."""


@dataclass(frozen=True)
class Facts:
    """What is known of the patient without asking. Age in whole months; None: not known.

    year_only: only the birth year is known, so that the age may be half a year off, which decides for a newborn.
    """

    age_months: int | None = None
    sex: str | None = None
    year_only: bool = False

    @property
    def asks_age(self) -> bool:
        """Whether the age has to be asked: not known, or a baby's known by the year only."""
        return self.age_months is None or (self.year_only and self.age_months < BABY)


def age_of(facts: Facts, answers: Answers) -> int | None:
    """The age in months: of the record, or as answered where it had to be asked."""
    said = answers.get(AGE, "")
    return int(said) if facts.asks_age and said.isdigit() else facts.age_months


def complaint_of(answers: Answers) -> Complaint | None:
    """The complaint chosen, if any."""
    said = answers.get(COMPLAINT)
    return next((one for one in content.complaints().complaints if one.id == said), None)


def offered(facts: Facts, answers: Answers) -> tuple[Complaint, ...]:
    """The complaints worth showing for this patient."""
    age = age_of(facts, answers)
    return tuple(
        one
        for one in content.complaints().complaints
        if _of_age(one.from_months, one.below_months, age, unknown=True)
        and (not one.pregnancy or _may_be_pregnant(facts, age))
    )


def sets(facts: Facts, answers: Answers) -> tuple[QuestionSet, ...]:
    """The sets that fit by what is known now, the every-call set first."""
    every, *others = content.red_flags().sets
    found = [one for one in others if _set_fits(one, facts, answers)]
    if not found and COMPLAINT in answers:
        found = [one for one in others if one.fallback]
    return (every, *found)


def cards(facts: Facts, answers: Answers) -> tuple[Question, ...]:
    """Every question that is to be asked by what is known now, answered or not, in the order of asking.

    First the every-call set, then what is needed to choose the others, then the others.
    """
    every, *others = sets(facts, answers)
    age = age_of(facts, answers)
    asked = [one for group in others for one in group.questions if _asked(one, group, age, answers)]
    facts_asked = [one for one in content.red_flags().facts.questions if _fact_asked(one.id, facts, answers)]
    return (*every.questions, *facts_asked, *asked)


def next_cards(facts: Facts, answers: Answers) -> tuple[Question, ...]:
    """What is still to be asked. What a danger makes urgent to know (the hour of a stroke) comes first."""
    left = [one for one in cards(facts, answers) if one.id not in answers]
    return tuple(sorted(left, key=lambda one: not one.after_danger))


def open_cards(facts: Facts, answers: Answers) -> tuple[Question, ...]:
    """What is not known: not asked yet, skipped, or "không rõ"."""
    return tuple(one for one in cards(facts, answers) if answers.get(one.id, UNKNOWN) in OPEN)


def _set_fits(group: QuestionSet, facts: Facts, answers: Answers) -> bool:
    return any(_holds(when, facts, answers) for when in group.when)


def _holds(when: When, facts: Facts, answers: Answers) -> bool:
    if when.complaints and answers.get(COMPLAINT) not in when.complaints:
        return False
    if not _of_age(when.from_months, when.below_months, age_of(facts, answers), unknown=when.below_months is None):
        return False
    if when.pregnant and not _said_pregnant(facts, answers):
        return False
    return when.fever_days is None or _fever_day_in(when.fever_days, answers)


def _fact_asked(fact: str, facts: Facts, answers: Answers) -> bool:
    if fact == AGE:
        return facts.asks_age
    if fact == FEVER_DAY:
        return answers.get(COMPLAINT) == "fever"
    age = age_of(facts, answers)
    waits = age is None and answers.get(AGE) not in OPEN  # the age is asked before
    return not waits and answers.get(COMPLAINT) != "pregnancy" and _may_be_pregnant(facts, age)


def _asked(question: Question, group: QuestionSet, age: int | None, answers: Answers) -> bool:
    if question.after_danger and not any(dangerous(one, answers.get(one.id)) for one in group.questions):
        return False
    return _of_age(question.from_months, question.below_months, age, unknown=question.below_months is None)


def _of_age(from_months: int, below_months: int | None, age: int | None, *, unknown: bool) -> bool:
    """An unknown age is taken for an adult's: signs of adults are asked, those of infants are not."""
    if age is None:
        return unknown
    return from_months <= age and (below_months is None or age < below_months)


def _may_be_pregnant(facts: Facts, age: int | None) -> bool:
    return facts.sex != "male" and (age is None or age in MAY_BE_PREGNANT)


def _said_pregnant(facts: Facts, answers: Answers) -> bool:
    said = answers.get(PREGNANT)
    return said is not None and said != NO and _may_be_pregnant(facts, age_of(facts, answers))


def _fever_day_in(days: tuple[int, int], answers: Answers) -> bool:
    said = answers.get(FEVER_DAY)
    return said is not None and (said in OPEN or days[0] <= int(said) <= days[1])
