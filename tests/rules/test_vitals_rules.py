"""Which numbers are believed, and when a child breathes fast."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telehealth.errors import Invalid
from telehealth.patients.rules import age_span, commune_key
from telehealth.vitals.catalogue import DIASTOLIC, FAST_BREATHING, KINDS, SYSTOLIC, kind_of
from telehealth.vitals.rules import believed, breathes_fast, check_pressures, check_source, taken_at

NOW = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)
TEMPERATURE = KINDS["8310-5"]


def told(code: str, value: str, *, confirmed: bool = False) -> Decimal:
    return believed(KINDS[code], Decimal(value), confirmed=confirmed)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_the_edges_of_every_range_are_believed_and_what_lies_past_them_is_not(kind: object) -> None:
    assert isinstance(kind, type(TEMPERATURE))
    step = Decimal(1).scaleb(-kind.decimals)
    for edge in (kind.low, kind.high):
        assert believed(kind, edge, confirmed=False) == edge
    for beyond in (kind.low - step, kind.high + step):
        with pytest.raises(Invalid) as refusal:
            believed(kind, beyond, confirmed=False)
        assert refusal.value.code in ("vital-range", "vital-short-form")


def test_fourteen_over_nine_is_asked_about_once_and_kept_as_a_hundred_and_forty_over_ninety() -> None:
    for code, typed, meant in ((SYSTOLIC, "14", 140), (DIASTOLIC, "9", 90), (SYSTOLIC, "14.5", 145)):
        with pytest.raises(Invalid) as asked:
            told(code, typed)
        assert asked.value.code == "vital-short-form"
        assert asked.value.extra["means"] == meant
        assert told(code, typed, confirmed=True) == meant


def test_confirming_changes_nothing_that_was_typed_whole() -> None:
    assert told(SYSTOLIC, "140", confirmed=True) == 140
    assert told("8867-4", "20", confirmed=True) == 20  # a pulse of 20 is no short form of 200


def test_confirming_believes_no_nonsense() -> None:
    with pytest.raises(Invalid) as refusal:
        told(DIASTOLIC, "0.5", confirmed=True)
    assert refusal.value.code == "vital-range"


def test_swapped_pressures_are_seen() -> None:
    check_pressures(Decimal(140), Decimal(90))
    check_pressures(Decimal(140), None)
    with pytest.raises(Invalid):
        check_pressures(Decimal(90), Decimal(140))


@given(st.decimals(min_value=0, max_value=10_000, places=2), st.sampled_from(sorted(KINDS)), st.booleans())
def test_what_is_kept_always_lies_in_its_range(value: Decimal, code: str, confirmed: bool) -> None:
    kind = KINDS[code]
    try:
        kept = believed(kind, value, confirmed=confirmed)
    except Invalid:
        return
    assert kind.low <= kept <= kind.high


def test_every_code_has_its_own_unit_and_no_other() -> None:
    assert kind_of("8310-5", "Cel") is TEMPERATURE
    for code, unit, said in (("8310-5", "[degF]", "vital-unit"), ("1234-5", "Cel", "vital-code")):
        with pytest.raises(Invalid) as refusal:
            kind_of(code, unit)
        assert refusal.value.code == said


def test_a_family_tells_and_does_not_measure() -> None:
    check_source("family", "reported")
    check_source("health_worker", "measured")
    with pytest.raises(Invalid):
        check_source("family", "measured")


def test_taken_now_or_within_a_day_and_never_tomorrow() -> None:
    assert taken_at(None, NOW) == NOW
    assert taken_at(NOW - timedelta(hours=3), NOW) == NOW - timedelta(hours=3)
    assert taken_at(NOW + timedelta(seconds=30), NOW) == NOW  # two clocks differ a little
    for wrong in (NOW + timedelta(hours=1), NOW - timedelta(hours=25)):
        with pytest.raises(Invalid):
            taken_at(wrong, NOW)


@pytest.mark.parametrize(
    ("months", "fast", "calm"), [(0, 60, 59), (1, 60, 59), (2, 50, 49), (11, 50, 49), (12, 40, 39), (59, 40, 39)]
)
def test_a_child_breathes_fast_from_the_threshold_of_its_age(months: int, fast: int, calm: int) -> None:
    assert breathes_fast(Decimal(fast), months, months, FAST_BREATHING)
    assert not breathes_fast(Decimal(calm), months, months, FAST_BREATHING)


def test_from_five_years_on_no_threshold_holds() -> None:
    assert not breathes_fast(Decimal(90), 60, 60, FAST_BREATHING)
    assert not breathes_fast(Decimal(90), 860, 871, FAST_BREATHING)


def test_where_only_the_year_is_known_the_lower_threshold_counts() -> None:
    youngest, oldest = age_span(2025, None, date(2026, 11, 25))
    assert (youngest, oldest) == (10, 22)
    assert breathes_fast(Decimal(42), youngest, oldest, FAST_BREATHING)
    assert age_span(2026, None, date(2026, 11, 25)) == (0, 10)
    assert age_span(2025, date(2025, 5, 26), date(2026, 11, 25)) == (17, 17)


@given(st.integers(0, 130), st.integers(0, 70), st.integers(0, 12))
def test_knowing_less_of_the_age_never_hides_fast_breathing(rate: int, youngest: int, span: int) -> None:
    for age in range(youngest, youngest + span + 1):
        if breathes_fast(Decimal(rate), age, age, FAST_BREATHING):
            assert breathes_fast(Decimal(rate), youngest, youngest + span, FAST_BREATHING)


@pytest.mark.parametrize("name", ["Yên Hòa", "xã Yên Hoà", "Xã  YÊN HÒA", "yen hoa", "phường Yên Hòa"])
def test_one_commune_however_it_is_written(name: str) -> None:
    assert commune_key(name) == "yen hoa"


def test_another_commune_is_another_key() -> None:
    assert commune_key("Yên Hà") != commune_key("Yên Hòa")
    assert commune_key("Xanh") == "xanh"
