"""Which questions a patient is asked, and how urgent the answers make a call."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telehealth.triage import content, rules
from telehealth.triage.answers import Answers, dangerous, fits
from telehealth.triage.content import Question
from telehealth.triage.rules import Level
from telehealth.triage.selection import (
    COMPLAINT,
    Facts,
    age_of,
    cards,
    next_cards,
    offered,
    open_cards,
    sets,
)

MAI = Facts(72 * 12, "female")
NA = Facts(3 * 12, "female")
LAN = Facts(38 * 12, "female")
NEWBORN = Facts(1, "male")
COMPLAINTS = [one.id for one in content.complaints().complaints]
ages = st.one_of(st.none(), st.integers(0, 110 * 12))
sexes = st.sampled_from(["female", "male", "other", "unknown", None])
facts = st.builds(Facts, ages, sexes, st.booleans())
complaints = st.sampled_from([*COMPLAINTS, "skipped"])


def safe(question: Question) -> str:
    """An answer that is known and not dangerous."""
    for one in ("no", "20", "97", "37", "120/80", "21:30", "1", "480"):
        if fits(question, one) and not dangerous(question, one):
            return one
    raise AssertionError(question.id)


def risky(question: Question) -> str:
    for one in ("yes", "60", "80", "40", "170/120"):
        if fits(question, one) and dangerous(question, one):
            return one
    raise AssertionError(question.id)


def answered(who: Facts, complaint: str, **first: str) -> dict[str, str]:
    """Every card answered safely, but for those given."""
    answers = {COMPLAINT: complaint, **{key.replace("__", "."): value for key, value in first.items()}}
    for _ in range(200):
        left = next_cards(who, answers)
        if not left:
            return answers
        answers[left[0].id] = safe(left[0])
    raise AssertionError("the questions never end")


def ids(who: Facts, answers: Answers) -> list[str]:
    return [one.id for one in sets(who, answers)]


@given(facts, complaints)
@settings(max_examples=400)
def test_everybody_is_asked_the_every_call_set_and_one_more(who: Facts, complaint: str) -> None:
    """Every age, sex and complaint has a set, and the every-call set comes first."""
    answers = answered(who, complaint)
    found = ids(who, answers)
    assert found[0] == "every_call"
    assert len(found) >= 2
    assert [one.id for one in cards(who, answers)][:5] == [one.id for one in content.red_flags().sets[0].questions]


def test_every_question_is_reached_by_somebody() -> None:
    seen: set[str] = set()
    for age in (0, 1, 8, 30, 59, 60, 100, 144, 200, 456, 700, None):
        for sex in ("female", "male", None):
            for complaint in COMPLAINTS:
                for extra in ({}, {"pregnant": "yes"}, {"fever_day": "4"}, {"stroke__arm": "yes"}):
                    who = Facts(age, sex)
                    seen |= answered(who, complaint, **extra).keys()
    assert seen >= content.questions().keys()


@given(facts, complaints)
def test_all_safe_and_all_answered_is_routine_unless_the_complaint_says_more(who: Facts, complaint: str) -> None:
    level = rules.level(who, answered(who, complaint))
    assert level is (Level.URGENT if complaint in ("self_harm", "skipped") else Level.ROUTINE)


@given(facts, complaints, st.data())
def test_one_answer_missing_or_unknown_is_never_no(who: Facts, complaint: str, data: st.DataObject) -> None:
    answers = answered(who, complaint)
    missing = data.draw(st.sampled_from([one.id for one in cards(who, answers)]))
    for nothing in ({}, {missing: "unknown"}, {missing: "skipped"}):
        partly = {key: value for key, value in answers.items() if key != missing} | nothing
        assert rules.level(who, partly) is Level.URGENT


@given(facts)
def test_a_call_of_which_nothing_is_known_is_urgent(who: Facts) -> None:
    assert rules.level(who, {}) is Level.URGENT


@given(facts, complaints, st.sampled_from([one for _, one in content.questions().values() if one.danger]))
def test_a_dangerous_answer_gives_its_level_whatever_else_was_said(
    who: Facts, complaint: str, question: Question
) -> None:
    """Also when another age or complaint, said later, no longer asks that question."""
    answers = answered(who, complaint) | {question.id: risky(question)}
    expected = Level.EMERGENCY if question.level == "emergency" else Level.URGENT
    assert rules.level(who, answers) is expected
    assert question in rules.dangers(answers)


@given(facts, complaints, st.lists(st.sampled_from(sorted(content.questions())), max_size=8))
def test_what_was_answered_is_not_asked_again_and_the_rest_is(who: Facts, complaint: str, some: list[str]) -> None:
    answers = {COMPLAINT: complaint} | dict.fromkeys(some, "skipped")
    left = {one.id for one in next_cards(who, answers)}
    assert not left & answers.keys()
    assert left <= {one.id for one in open_cards(who, answers)}


@pytest.mark.parametrize(
    ("who", "complaint", "more", "expected"),
    [
        (MAI, "fever", {"fever_day": "1"}, ["fever"]),
        (MAI, "fever", {"fever_day": "3"}, ["fever", "dengue"]),
        (MAI, "fever", {"fever_day": "7"}, ["fever", "dengue"]),
        (MAI, "fever", {"fever_day": "8"}, ["fever"]),
        (MAI, "fever", {"fever_day": "unknown"}, ["fever", "dengue"]),
        (MAI, "stroke", {}, ["stroke"]),
        (MAI, "other", {}, ["fever"]),
        (NA, "other", {}, ["child_under_5"]),
        (NA, "fever", {"fever_day": "2"}, ["child_under_5"]),
        (Facts(9 * 12, "male"), "fever", {"fever_day": "4"}, ["fever", "dengue"]),
        (LAN, "fever", {"fever_day": "1", "pregnant": "yes"}, ["fever", "pregnant"]),
        (LAN, "fever", {"fever_day": "1", "pregnant": "unknown"}, ["fever", "pregnant"]),
        (LAN, "fever", {"fever_day": "1", "pregnant": "no"}, ["fever"]),
        (LAN, "poison", {"pregnant": "no"}, ["poisoning", "self_harm"]),
        (Facts(6 * 12, "male"), "poison", {}, ["poisoning"]),
        (MAI, "bite", {}, ["snake_bite", "anaphylaxis"]),
    ],
)
def test_the_sets_that_fit(who: Facts, complaint: str, more: dict[str, str], expected: list[str]) -> None:
    assert ids(who, {COMPLAINT: complaint} | more)[1:] == expected


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        (LAN, True),
        (Facts(12 * 12, "female"), True),
        (Facts(51 * 12, "female"), False),
        (Facts(300, "male"), False),
        (NA, False),
    ],
)
def test_pregnancy_is_asked_where_it_matters(who: Facts, asked: bool) -> None:
    assert ("pregnant" in {one.id for one in cards(who, {COMPLAINT: "fever"})}) == asked
    assert ("pregnancy" in {one.id for one in offered(who, {})}) == asked


def test_an_unknown_patients_age_is_asked_and_a_babys_too_when_only_the_year_is_known() -> None:
    assert "age" in {one.id for one in cards(Facts(), {})}
    assert "age" not in {one.id for one in cards(MAI, {})}
    baby = Facts(5, "male", year_only=True)
    assert "age" in {one.id for one in cards(baby, {})}
    assert age_of(baby, {"age": "1"}) == 1
    assert "infant.temperature" in {one.id for one in cards(baby, {"age": "1"})}
    assert age_of(Facts(72 * 12, year_only=True), {"age": "1"}) == 72 * 12


def test_only_the_newborn_is_asked_the_newborns_questions() -> None:
    assert "infant.feeding" in {one.id for one in cards(NEWBORN, {})}
    assert "infant.feeding" not in {one.id for one in cards(NA, {})}


def test_the_hour_of_a_stroke_is_asked_next_once_there_is_a_sign_and_never_before() -> None:
    before = {COMPLAINT: "stroke"}
    assert "stroke.last_normal" not in {one.id for one in cards(MAI, before)}
    assert next_cards(MAI, before | {"stroke.arm": "yes"})[0].id == "stroke.last_normal"


def test_first_aid_is_that_of_the_signs_each_once() -> None:
    lines = rules.first_aid({"every.unresponsive": "yes", "every.breathing": "yes", "stroke.face": "yes"})
    assert [one.id for one in lines] == ["not_breathing", "stroke"]
    assert rules.first_aid({"every.unresponsive": "unknown"}) == ()


def test_self_harm_is_known_by_complaint_or_answer_and_its_answers_are_protected() -> None:
    assert rules.self_harm({COMPLAINT: "self_harm"})
    assert rules.self_harm({"self_harm.wish": "yes"})
    assert not rules.self_harm({COMPLAINT: "fever", "self_harm.wish": "no"})
    assert rules.protected("self_harm.alone", "no")
    assert rules.protected(COMPLAINT, "self_harm")
    assert not rules.protected(COMPLAINT, "fever")


def test_the_child_line_is_for_children() -> None:
    assert rules.child_line(Facts(10 * 12), {COMPLAINT: "self_harm"})
    assert rules.child_line(NA, {"injury.burn": "yes"})
    assert not rules.child_line(MAI, {COMPLAINT: "self_harm"})
    assert not rules.child_line(NA, {"every.fitting": "yes"})


def test_a_danger_is_taken_back_only_before_a_doctor_has_accepted() -> None:
    said, early, late = ("every.blue", "yes", False), ("every.blue", "no", False), ("every.blue", "no", True)
    assert rules.settled([said, early]) == {"every.blue": "no"}
    assert rules.settled([said, late]) == {"every.blue": "yes"}
    assert rules.settled([said, ("every.blue", "skipped", True)]) == {"every.blue": "yes"}
    assert rules.settled([("every.blue", "no", False), ("every.blue", "yes", True)]) == {"every.blue": "yes"}
    assert rules.settled([(COMPLAINT, "fever", False), (COMPLAINT, "other", True)]) == {COMPLAINT: "other"}


@pytest.mark.parametrize("guard", ["unknown is no", "danger forgotten"])
def test_sabotage_of_the_rules_is_found(guard: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if guard == "unknown is no":
        monkeypatch.setattr(rules, "OPEN", frozenset())
        with pytest.raises(AssertionError):
            test_one_answer_missing_or_unknown_is_never_no.hypothesis.inner_test(  # type: ignore[attr-defined]
                MAI, "other", _First()
            )
    else:
        monkeypatch.setattr(rules, "dangerous", lambda *_: False)
        with pytest.raises(AssertionError):
            burning = content.questions()["injury.burn"][1]
            test_a_dangerous_answer_gives_its_level_whatever_else_was_said.hypothesis.inner_test(  # type: ignore[attr-defined]
                MAI, "other", burning
            )


class _First:
    """Draws the first of what it is offered."""

    def draw(self, _: object) -> str:
        return "every.blue"
