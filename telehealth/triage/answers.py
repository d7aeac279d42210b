"""What a card can be answered with, and which answer is dangerous. Pure.

unknown ("không rõ") and skipped ("Bỏ qua") are no answers, and no answer is never "no".
"""

import re
from collections.abc import Mapping

from telehealth.triage.content import Danger, Question

YES, NO, UNKNOWN, SKIPPED = "yes", "no", "unknown", "skipped"
OPEN = frozenset({UNKNOWN, SKIPPED})
OVER_A_DAY = "over-a-day"
"""To "when last normal": so long ago that the hour no longer matters."""
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9])?")
_WHOLE = re.compile(r"[0-9]{1,4}")
_PRESSURE = re.compile(r"([0-9]{2,3})/([0-9]{2,3})")
_BOUNDS = {"days": (1, 60), "age": (0, 1440)}
_SYSTOLIC, _DIASTOLIC = (40, 300), (20, 200)

Answers = Mapping[str, str]
"""Question id → the answer that counts; "complaint" is among them."""


def fits(question: Question, answer: str) -> bool:
    """Whether the answer is one that this card can give."""
    if answer in OPEN:
        return True
    match question.kind:
        case "yes_no":
            return answer in (YES, NO)
        case "time":
            return answer == OVER_A_DAY or _TIME.fullmatch(answer) is not None
        case "pressure":
            return _pressure(answer) is not None
        case "number":
            return _within(answer, (question.low, question.high))
        case "days" | "age":
            return _WHOLE.fullmatch(answer) is not None and _within(answer, _BOUNDS[question.kind])


def dangerous(question: Question, answer: str | None) -> bool:
    """Whether this is the dangerous answer; an open one never is."""
    if question.danger is None or answer is None or answer in OPEN:
        return False
    if question.kind == "pressure":
        return _pressure_dangerous(question.danger, answer)
    if question.kind == "number":
        figure, danger = float(answer), question.danger
        return (danger.from_ is not None and figure >= danger.from_) or (
            danger.below is not None and figure < danger.below
        )
    return answer == question.danger.answer


def _within(answer: str, bounds: tuple[float, float]) -> bool:
    return _NUMBER.fullmatch(answer) is not None and bounds[0] <= float(answer) <= bounds[1]


def _pressure(answer: str) -> tuple[int, int] | None:
    found = _PRESSURE.fullmatch(answer)
    if found is None:
        return None
    upper, lower = int(found[1]), int(found[2])
    plausible = _SYSTOLIC[0] <= upper <= _SYSTOLIC[1] and _DIASTOLIC[0] <= lower <= _DIASTOLIC[1] and lower < upper
    return (upper, lower) if plausible else None


def _pressure_dangerous(danger: Danger, answer: str) -> bool:
    upper, lower = _pressure(answer) or (0, 0)
    return (danger.systolic_from is not None and upper >= danger.systolic_from) or (
        danger.diastolic_from is not None and lower >= danger.diastolic_from
    )
