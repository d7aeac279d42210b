"""Who may open what in the record: every role, every tie, every act."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telehealth.accounts.permissions import Grant, Principal, Role
from telehealth.errors import Denied, NotFound
from telehealth.records.access import CARE, SAID_IN_CALL, Decision, Reader, Subject, decide

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HOSPITAL, STATION, ELSEWHERE = UUID(int=1), UUID(int=2), UUID(int=3)
BINH, THU, SON = UUID(int=11), UUID(int=12), UUID(int=13)
MINUTE = timedelta(minutes=1)


def staff(role: Role, practitioner: UUID | None = THU, facility: UUID = HOSPITAL) -> Reader:
    grants = (Grant(facility, role),)
    return Reader.of(
        Principal(UUID(int=99), UUID(int=98), "doctor", "full", practitioner_id=practitioner, grants=grants)
    )


def family(scope: str = "full") -> Reader:
    return Reader("patient", scope)  # type: ignore[arg-type]


NOTE = Subject(
    "note", at=NOW - timedelta(hours=2), ended_at=NOW - timedelta(hours=1), practitioner_id=BINH, facility_id=HOSPITAL
)
ADVICE = replace(NOTE, matter="advice")
TIES = (
    {"practitioner_id": THU},
    {"live": "holds"},
    {"live": "rung"},
    {"last_cared": NOW - timedelta(days=30)},
    {"facility_id": HOSPITAL},
)
FAR = {"facility_id": ELSEWHERE}


def allowed(decision: Decision) -> str:
    assert decision.allowed and decision.refusal is None
    return decision.reason


def refused(decision: Decision) -> str:
    assert not decision.allowed and decision.refusal is not None
    return decision.reason


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.MANAGER, Role.ADMINISTRATOR, Role.DPO, Role.HEALTH_WORKER])
@pytest.mark.parametrize("tie", TIES)
def test_these_roles_never_read_clinical_text_whatever_else_is_true(role: Role, tie: dict[str, object]) -> None:
    for matter, act in product(("note", "history", "advice"), ("read", "write", "add")):
        subject = replace(NOTE, matter=matter, **tie)  # type: ignore[arg-type]
        decision = decide(staff(role), subject, act, NOW)  # type: ignore[arg-type]
        assert refused(decision) == "role-never-reads-notes"
        assert isinstance(decision.refusal, Denied)


@pytest.mark.parametrize(
    ("tie", "reason"),
    [
        ({"practitioner_id": THU}, "author"),
        ({"live": "holds"}, "live-call"),
        ({"live": "rung"}, "live-call"),
        ({"last_cared": NOW - CARE}, "cared-recently"),
        ({}, "colleague"),
    ],
)
def test_a_doctor_reads_by_one_of_these_ties(tie: dict[str, object], reason: str) -> None:
    where = {} if reason == "colleague" else FAR
    assert allowed(decide(staff(Role.DOCTOR), replace(NOTE, **where | tie), "read", NOW)) == reason  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "subject",
    [
        replace(NOTE, **FAR),  # type: ignore[arg-type]
        replace(NOTE, last_cared=NOW - CARE - MINUTE, **FAR),  # type: ignore[arg-type]
        replace(NOTE, at=NOW - CARE - MINUTE),
    ],
    ids=["another facility's", "cared for too long ago", "a colleague's, but old"],
)
def test_a_doctor_without_a_tie_is_told_so(subject: Subject) -> None:
    decision = decide(staff(Role.DOCTOR), subject, "read", NOW)
    assert refused(decision) == "no-care-relation"
    assert isinstance(decision.refusal, Denied)


def test_being_a_doctor_without_a_licence_on_file_opens_nothing() -> None:
    assert refused(decide(staff(Role.DOCTOR, None), NOTE, "read", NOW)) == "role-never-reads-notes"


def test_no_licence_and_no_author_are_not_the_same_person() -> None:
    nobody = replace(NOTE, practitioner_id=None, **FAR)  # type: ignore[arg-type]
    assert not decide(staff(Role.NURSE, None), nobody, "read", NOW).allowed


def test_only_the_author_writes() -> None:
    assert allowed(decide(staff(Role.DOCTOR, BINH), NOTE, "write", NOW)) == "author"
    for tie in TIES[1:]:
        assert refused(decide(staff(Role.DOCTOR), replace(NOTE, **tie), "write", NOW)) == "not-the-author"


def test_an_author_who_has_left_the_facility_reads_but_no_longer_writes() -> None:
    moved = staff(Role.DOCTOR, BINH, STATION)
    assert allowed(decide(moved, NOTE, "read", NOW)) == "author"
    assert refused(decide(moved, NOTE, "write", NOW)) == "not-the-author"
    assert refused(decide(moved, NOTE, "add", NOW)) == "not-this-facility"


def test_a_nurse_reads_and_never_writes() -> None:
    nurse = staff(Role.NURSE)
    assert allowed(decide(nurse, NOTE, "read", NOW)) == "colleague"
    for act in ("write", "add"):
        assert refused(decide(nurse, NOTE, act, NOW)) == "role-never-writes-notes"


def test_addenda_come_from_the_facility_or_from_the_call() -> None:
    assert allowed(decide(staff(Role.DOCTOR), NOTE, "add", NOW)) == "colleague"
    away = replace(NOTE, **FAR)  # type: ignore[arg-type]
    assert allowed(decide(staff(Role.DOCTOR), replace(away, live="holds"), "add", NOW)) == "live-call"
    assert refused(decide(staff(Role.DOCTOR), replace(away, live="rung"), "add", NOW)) == "not-this-facility"


def test_a_family_reads_what_it_was_told() -> None:
    assert allowed(decide(family(), replace(ADVICE, acts_for=True), "read", NOW)) == "family"
    unnamed = replace(ADVICE, called=True, unnamed=True)
    assert allowed(decide(family(), unnamed, "read", NOW)) == "caller-of-unnamed"


def test_a_family_reads_nothing_before_hang_up() -> None:
    for tie in ({"acts_for": True}, {"called": True, "unnamed": True}, {"called_here": True}):
        decision = decide(family(), replace(ADVICE, ended_at=None, **tie), "read", NOW)  # type: ignore[arg-type]
        assert refused(decision) == "call-not-over"


def test_a_caller_does_not_read_of_the_person_the_doctor_found_instead() -> None:
    decision = decide(family(), replace(ADVICE, called=True), "read", NOW)
    assert refused(decision) == "not-family"
    assert isinstance(decision.refusal, NotFound)


def test_what_was_said_in_a_call_stays_open_to_its_session_for_a_day() -> None:
    for scope in ("full", "ring", "guest"):
        said = replace(ADVICE, called_here=True)
        assert (
            allowed(decide(family(scope), replace(said, ended_at=NOW - SAID_IN_CALL), "read", NOW))
            == "said-in-this-call"
        )
        late = replace(said, ended_at=NOW - SAID_IN_CALL - MINUTE)
        assert refused(decide(family(scope), late, "read", NOW)) == "not-family"


def test_records_ask_for_a_code_again() -> None:
    for scope in ("ring", "guest"):
        decision = decide(family(scope), replace(ADVICE, acts_for=True), "read", NOW)
        assert refused(decision) == "code-needed"
        assert isinstance(decision.refusal, Denied)


def test_a_recycled_number_sees_nothing_older_than_its_device() -> None:
    theirs = replace(ADVICE, acts_for=True, reader_since=NOW - MINUTE)
    assert refused(decide(family(), theirs, "read", NOW)) == "older-than-device"
    assert allowed(decide(family(), replace(theirs, at=NOW), "read", NOW)) == "family"


SUBJECTS = st.builds(
    Subject,
    matter=st.sampled_from(["note", "history", "advice"]),
    at=st.just(NOW) | st.just(NOW - 2 * CARE),
    ended_at=st.none() | st.just(NOW) | st.just(NOW - 2 * SAID_IN_CALL),
    practitioner_id=st.sampled_from([None, BINH, THU]),
    facility_id=st.sampled_from([None, HOSPITAL, STATION]),
    unnamed=st.booleans(),
    live=st.sampled_from([None, "rung", "holds"]),
    last_cared=st.none() | st.just(NOW) | st.just(NOW - 2 * CARE),
    acts_for=st.booleans(),
    called=st.booleans(),
    called_here=st.booleans(),
    reader_since=st.none() | st.just(NOW),
)
ACTS = st.sampled_from(["read", "write", "add"])


@given(SUBJECTS, ACTS, st.sampled_from(["full", "ring", "guest"]))
def test_no_family_ever_reaches_a_note_or_writes(subject: Subject, act: str, scope: str) -> None:
    decision = decide(family(scope), subject, act, NOW)  # type: ignore[arg-type]
    if subject.matter != "advice" or act != "read":
        assert not decision.allowed
    if decision.allowed:
        assert subject.ended_at is not None
        assert subject.acts_for or subject.called_here or (subject.called and subject.unnamed)


@given(SUBJECTS, ACTS, st.sampled_from(list(Role)))
def test_whoever_may_write_may_read(subject: Subject, act: str, role: Role) -> None:
    reader = staff(role)
    if decide(reader, subject, act, NOW).allowed:  # type: ignore[arg-type]
        assert decide(reader, subject, "read", NOW).allowed


@given(SUBJECTS, ACTS, st.sampled_from(list(Role)))
def test_every_refusal_says_why_and_knows_what_to_raise(subject: Subject, act: str, role: Role) -> None:
    for reader in (staff(role), family()):
        decision = decide(reader, subject, act, NOW)  # type: ignore[arg-type]
        assert decision.reason
        assert decision.allowed == (decision.refusal is None)


def at_the_bedside(role: Role = Role.HEALTH_WORKER, audience: str = "clinic") -> Reader:
    """A health worker at the station's page."""
    grants = (Grant(STATION, role),)
    return Reader.of(Principal(UUID(int=99), UUID(int=98), audience, "full", grants=grants))  # type: ignore[arg-type]


def test_a_health_worker_reads_the_advice_of_the_call_they_made_for_a_day() -> None:
    mine = replace(ADVICE, called=True)
    assert allowed(decide(at_the_bedside(), mine, "read", NOW)) == "said-at-the-bedside"
    last = replace(mine, ended_at=NOW - SAID_IN_CALL)
    assert decide(at_the_bedside(), last, "read", NOW).allowed
    assert refused(decide(at_the_bedside(), last, "read", NOW + MINUTE)) == "role-never-reads-notes"


def test_while_the_call_lasts_there_is_no_advice_yet() -> None:
    decision = decide(at_the_bedside(), replace(ADVICE, called=True, ended_at=None), "read", NOW)
    assert refused(decision) == "call-not-over"
    assert isinstance(decision.refusal, NotFound)


def test_a_health_worker_reads_no_note_and_nobody_elses_call() -> None:
    for matter, act in (("note", "read"), ("history", "read"), ("advice", "write"), ("advice", "add")):
        subject = replace(NOTE, matter=matter, called=True)  # type: ignore[arg-type]
        assert refused(decide(at_the_bedside(), subject, act, NOW)) == "role-never-reads-notes"  # type: ignore[arg-type]
    assert not decide(at_the_bedside(), ADVICE, "read", NOW).allowed


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HEALTH_WORKER])
def test_having_called_opens_advice_to_no_other_role(role: Role) -> None:
    assert not decide(at_the_bedside(role), replace(ADVICE, called=True, **FAR), "read", NOW).allowed  # type: ignore[arg-type]


def test_at_the_doctors_page_a_health_worker_made_no_call() -> None:
    assert not decide(at_the_bedside(audience="doctor"), replace(ADVICE, called=True), "read", NOW).allowed
