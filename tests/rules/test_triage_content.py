"""The clinical data is whole: every set is sourced and signed or said to be unsigned, every question can be asked."""

import re
from itertools import chain

import pytest

from telehealth.triage import content
from telehealth.triage.answers import dangerous, fits
from telehealth.triage.content import Question

EVERY = [(group, question) for group, question in content.questions().values()]
DANGEROUS = [question for _, question in EVERY if question.danger is not None]


def test_every_set_of_the_guide_is_there_and_the_every_call_set_comes_first() -> None:
    ids = [one.id for one in content.red_flags().sets]
    assert ids[0] == "every_call"
    assert set(ids[1:]) == {
        "fever", "dengue", "chest_pain", "stroke", "breathing", "child_under_5", "pregnant", "snake_bite",
        "poisoning", "anaphylaxis", "injury", "self_harm",
    }  # fmt: skip


def test_everything_clinical_says_its_version_its_source_and_that_a_clinician_must_sign() -> None:
    flags = content.red_flags()
    data = [flags.facts, *flags.sets, content.first_aid(), content.numbers(), content.complaints()]
    for one in data:
        assert re.fullmatch(r"\d{4}-\d{2}-[a-z]", one.version)
        assert one.source
        assert one.sign_off.needed
        assert not one.sign_off.done  # turn this round only together with a name and a date in the data


def test_ids_are_unique_and_speak_of_their_set() -> None:
    flags = content.red_flags()
    ids = [one.id for group in (flags.facts, *flags.sets) for one in group.questions]
    assert len(ids) == len(set(ids)) == len(content.questions())


@pytest.mark.parametrize("question", [one for _, one in EVERY], ids=lambda one: one.id)
def test_a_question_is_worded_for_both_and_its_sign_fits_on_a_button(question: Question) -> None:
    for text in (question.vi, question.en):
        assert text.endswith("?")
        assert len(text) <= 130
    assert 1 <= len(question.sign.vi) <= 30
    assert 1 <= len(question.sign.en) <= 45
    assert not re.search(r"\b(không|chưa)\b", question.sign.vi.replace("không uống được", ""))


@pytest.mark.parametrize("question", DANGEROUS, ids=lambda one: one.id)
def test_a_dangerous_answer_can_be_given_and_so_can_a_safe_one(question: Question) -> None:
    """Worded so that one answer is dangerous; what cannot be given could never be found."""
    assert question.level in ("emergency", "urgent")
    candidates = ["yes", "no", *map(str, range(301)), "30.5", "37.4", "37.5", "35.4", "160/90", "120/110", "120/80"]
    given = [one for one in candidates if fits(question, one)]
    assert any(dangerous(question, one) for one in given)
    assert any(not dangerous(question, one) for one in given)
    assert not dangerous(question, "unknown")
    assert not dangerous(question, "skipped")


@pytest.mark.parametrize(
    ("question", "answer", "danger"),
    [
        ("fever.breaths", "30", False), ("fever.breaths", "31", True),
        ("breathing.spo2", "92", False), ("breathing.spo2", "91", True),
        ("infant.temperature", "37.5", True), ("infant.temperature", "37.4", False),
        ("infant.temperature", "35.5", False), ("infant.temperature", "35.4", True),
        ("pregnant.pressure", "160/80", True), ("pregnant.pressure", "140/110", True),
        ("pregnant.pressure", "159/109", False),
    ],
)  # fmt: skip
def test_the_bounds_are_those_of_the_guide(question: str, answer: str, danger: bool) -> None:
    known = content.questions()[question][1]
    assert fits(known, answer)
    assert dangerous(known, answer) == danger


@pytest.mark.parametrize(
    "answer", ["", "có", "YES", "1e3", "-1", "99999", "١٢", "160/", "90/160", "24:00", "9:5", "nan"]
)
def test_what_no_card_can_say_is_refused(answer: str) -> None:
    assert not any(fits(question, answer) for _, question in EVERY)


def test_first_aid_lines_are_there_for_every_sign_that_names_them_and_none_is_idle() -> None:
    named = set(chain.from_iterable(question.first_aid for _, question in EVERY))
    assert named == {line.id for line in content.first_aid().lines}


def test_only_self_harm_is_protected_and_there_are_enough_complaints() -> None:
    assert [one.id for one in content.red_flags().sets if one.protected] == ["self_harm"]
    complaints = content.complaints().complaints
    assert len(complaints) >= 10
    assert [one.id for one in complaints if one.protected] == ["self_harm"]
    known = {one.id for one in complaints}
    for group in content.red_flags().sets:
        for when in group.when:
            assert set(when.complaints) <= known


def test_every_province_has_its_numbers() -> None:
    provinces = content.numbers().provinces
    assert len(provinces) == 34
    assert all(one.emergency for one in provinces.values())
    assert content.numbers().child_line.number == "111"
