"""Names as people type them, and ages as doctors count them."""

import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from telehealth.errors import Invalid
from telehealth.patients.rules import (
    age_months,
    by_given_name,
    check_birth,
    corrected_birth,
    counted_from,
    given_name,
    local_date,
    same_name,
    search_key,
    tidy_name,
)

TODAY = date(2026, 11, 23)
VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậếềểễệốồổỗộớờởỡợứừửữựýỳỷỹỵ ĐÂƯỜ", max_size=30)
dates = st.dates(date(1900, 1, 1), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Hoàng Thị Mai", "hoang thi mai"),
        ("ĐẶNG Văn Đức", "dang van duc"),
        ("Ðinh Thế Hiển", "dinh the hien"),  # the Icelandic letter that some keyboards give for Đ
        ("  Nguyễn\u00a0Thị   Lan ", "nguyen thi lan"),
        ("Trương Thị Mỹ Ước", "truong thi my uoc"),
    ],
)
def test_a_name_is_found_as_typed_in_a_hurry(name: str, key: str) -> None:
    assert search_key(name) == key


@given(VIETNAMESE)
def test_a_vietnamese_key_has_only_plain_letters(name: str) -> None:
    key = search_key(name)
    assert key.isascii()
    assert key == key.lower().strip()


@given(st.text(max_size=40))
def test_the_key_does_not_care_how_the_name_was_composed_or_typed(name: str) -> None:
    forms = {search_key(unicodedata.normalize(form, name)) for form in ("NFC", "NFD")}
    assert forms == {search_key(name)}
    assert search_key(search_key(name)) == search_key(name)
    assert not any(unicodedata.combining(letter) for letter in unicodedata.normalize("NFD", search_key(name)))


@given(VIETNAMESE)
def test_capitals_do_not_matter(name: str) -> None:
    assert search_key(name.upper()) == search_key(name)


def test_d_with_a_stroke_is_not_a_mark() -> None:
    """Sabotage: stripping marks alone leaves đ, and bà Đào would never be found as "dao"."""
    stripped = "".join(c for c in unicodedata.normalize("NFD", "đào") if not unicodedata.combining(c))
    assert stripped == "đao"
    assert search_key("đào") == "dao"


def test_people_are_greeted_and_sorted_by_their_given_name() -> None:
    assert given_name("Hoàng Thị Mai") == "Mai"
    assert given_name("") == ""
    names = ["Phan Thị Oanh", "Nguyễn Thị Lan", "Lê Đức An", "Hoàng Thị Mai", "Trần Đăng"]
    assert [given_name(name) for name in sorted(names, key=by_given_name)] == ["An", "Đăng", "Lan", "Mai", "Oanh"]


def test_twins_with_marks_apart_are_two_people() -> None:
    assert same_name("Lê  văn hùng", "Lê Văn Hùng")
    assert same_name(unicodedata.normalize("NFD", "Hòa"), "Hòa")
    assert not same_name("Lê Văn Hùng", "Lê Văn Hưng")


def test_a_name_of_spaces_is_no_name() -> None:
    with pytest.raises(Invalid):
        tidy_name(" \u3000 ")


@pytest.mark.parametrize(
    ("year", "born", "months"),
    [
        (2026, date(2026, 11, 23), 0),
        (2026, date(2026, 10, 23), 1),
        (2026, date(2026, 10, 24), 0),
        (2021, date(2021, 11, 24), 59),
        (2021, date(2021, 11, 23), 60),
        (1954, None, 72 * 12 + 4),  # bà Mai: counted from 1 July
        (2026, None, 4),
    ],
)
def test_ages(year: int, born: date | None, months: int) -> None:
    assert age_months(year, born, TODAY) == months


def test_a_child_of_a_year_whose_july_is_still_to_come_is_not_below_zero() -> None:
    assert age_months(2026, None, date(2026, 3, 1)) == 0


@given(dates, dates)
def test_an_age_is_the_months_that_have_passed(born: date, today: date) -> None:
    assume(born <= today)
    months = age_months(born.year, born, today)
    years, rest = divmod(born.month - 1 + months, 12)
    reached = (born.year + years, rest + 1, born.day)
    years, rest = divmod(born.month + months, 12)
    next_one = (born.year + years, rest + 1, born.day)
    assert reached <= (today.year, today.month, today.day) < next_one


@given(dates, dates)
def test_a_year_alone_is_never_more_than_half_a_year_off(born: date, today: date) -> None:
    assume(born <= today)
    assert abs(age_months(born.year, None, today) - age_months(born.year, born, today)) <= 6


@given(dates, dates, st.integers(0, 2000))
def test_nobody_grows_younger(born: date, today: date, days: int) -> None:
    assert age_months(born.year, born, today) <= age_months(born.year, born, today + timedelta(days=days))


@given(st.integers(1900, 2026), dates)
def test_the_day_counted_from_lies_in_the_year(year: int, born: date) -> None:
    assert counted_from(year, None).year == year
    assert counted_from(born.year, born) == born


@pytest.mark.parametrize(
    ("year", "born"),
    [(2027, None), (2026, date(2026, 11, 24)), (1899, None), (None, date(1899, 12, 31)), (None, None), (1990, TODAY)],
)
def test_births_that_cannot_be(year: int | None, born: date | None) -> None:
    with pytest.raises(Invalid) as refused:
        check_birth(year, born, TODAY)
    assert refused.value.code == "birth"


@given(dates)
def test_births_that_can_be(born: date) -> None:
    assert check_birth(None, born, TODAY) == (born.year, born)
    assert check_birth(born.year, None, TODAY) == (born.year, None)


def test_a_new_year_drops_a_date_of_another_year_and_keeps_one_of_its_own() -> None:
    known = (1954, date(1954, 3, 2))
    assert corrected_birth(known, None, None, TODAY) == known
    assert corrected_birth(known, 1954, None, TODAY) == known
    assert corrected_birth(known, 1955, None, TODAY) == (1955, None)
    assert corrected_birth(known, None, date(1953, 1, 1), TODAY) == (1953, date(1953, 1, 1))


def test_the_date_is_the_one_on_the_wall_in_viet_nam() -> None:
    assert local_date(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert local_date(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)
