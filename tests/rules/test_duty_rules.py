"""Whom to ring next, and honest words about waiting."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from telehealth.duty.rules import Candidate, order, wait_words
from telehealth.duty.waits import since

T0 = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
BINH, THU, HOA = (UUID(int=n) for n in (1, 2, 3))

candidates = st.builds(
    Candidate,
    practitioner=st.uuids(),
    on_since=st.integers(0, 9).map(lambda n: T0 + timedelta(minutes=n)),
    last_rung_at=st.none() | st.integers(0, 9).map(lambda n: T0 + timedelta(minutes=n)),
    engaged=st.booleans(),
)


def test_who_was_rung_longest_ago_comes_first() -> None:
    binh = Candidate(BINH, T0, T0 + timedelta(minutes=5))
    thu = Candidate(THU, T0, T0 + timedelta(minutes=2))
    never = Candidate(HOA, T0 + timedelta(minutes=9), None)
    assert order([binh, thu, never]) == [HOA, THU, BINH]


def test_who_is_engaged_or_was_tried_is_passed_over() -> None:
    assert order([Candidate(BINH, T0, None, engaged=True), Candidate(THU, T0, None)], frozenset({THU})) == []


@given(st.lists(candidates, unique_by=lambda one: one.practitioner))
def test_the_order_has_every_free_one_once_and_is_fair(everyone: list[Candidate]) -> None:
    chosen = order(everyone)
    by_id = {one.practitioner: one for one in everyone}
    assert set(chosen) == {one.practitioner for one in everyone if not one.engaged}
    rung = [by_id[one].last_rung_at or datetime.min.replace(tzinfo=UTC) for one in chosen]
    assert rung == sorted(rung)


def test_without_a_known_range_words_only() -> None:
    assert not any(digit in wait_words(2, 2, 0, None) for digit in "0123456789")


def test_a_known_range_is_said_in_minutes() -> None:
    assert wait_words(2, 2, 0, (105, 162)) == "Thường chờ 2–3 phút"
    assert wait_words(2, 2, 0, (40, 70)) == "Thường chờ 1 phút"
    assert wait_words(2, 2, 0, (12, 59)) == "Thường chờ chưa tới 1 phút"


def test_who_waits_behind_others_is_told() -> None:
    assert wait_words(2, 0, 3, None) == "Còn 3 người gọi trước"
    assert wait_words(2, 0, 3, (300, 540)) == "Còn 3 người gọi trước · thường chờ 5–9 phút"
    assert "chưa có bác sĩ" in wait_words(0, 0, 0, None)


def test_a_night_belongs_to_its_start_date() -> None:
    two_in_the_morning = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)  # 02:00 on the 24th in Viet Nam
    assert since(two_in_the_morning).isoformat() == "2026-11-23T18:00:00+07:00"
    noon = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
    assert since(noon).isoformat() == "2026-11-23T06:00:00+07:00"


def test_whom_nothing_wakes_comes_last_and_the_last_on_duty_is_never_left_out() -> None:
    asleep = Candidate(BINH, T0, None, ringable=False)
    awake = Candidate(THU, T0, T0)
    assert order([asleep, awake]) == [awake.practitioner, asleep.practitioner]
    assert order([asleep]) == [asleep.practitioner]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_being_asleep_never_removes_anybody(people: list[tuple[bool, bool]]) -> None:
    those = [
        Candidate(UUID(int=number), T0, None, engaged=engaged, ringable=awake)
        for number, (engaged, awake) in enumerate(people)
    ]
    assert set(order(those)) == {one.practitioner for one in those if not one.engaged}
