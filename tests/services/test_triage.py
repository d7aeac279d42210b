"""What a family answers while it rings: kept, ranked, seen first by the doctor, and by nobody who must not."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from telehealth.accounts.permissions import Principal
from telehealth.audit import AuditEvent
from telehealth.calls import place, service, triage, triage_views, views
from telehealth.calls.models import CallRow
from telehealth.calls.seats import is_caller
from telehealth.calls.states import Call, State
from telehealth.calls.triage_models import TriageAnswer
from telehealth.calls.triage_shapes import PlaceSaid, TriageSaid, TriageView
from telehealth.db import Database
from telehealth.errors import Conflict, Invalid, NotFound, TooMany
from telehealth.triage import places, rules
from telehealth.triage.selection import Facts, next_cards
from tests.people import Everyone, principal_of
from tests.services.test_calls_queue import call_now, lan_calls, later, on_duty, rung


async def says(database: Database, who: Principal, call_id: UUID, **said: Any) -> TriageView:
    """Answer as this principal; keywords are the body's members, and `answers` a plain dict."""
    answers = [{"question": one, "answer": answer} for one, answer in said.pop("answers", {}).items()]
    async with database.transaction() as session:
        row = await session.get_one(CallRow, call_id, with_for_update={"key_share": True})
        assert is_caller(who, row)
        await triage.say(session, who, row, TriageSaid.model_validate({**said, "answers": answers}))
    return await reads(database, who, call_id)


async def reads(database: Database, who: Principal, call_id: UUID) -> TriageView:
    async with database.transaction() as session:
        judged = await triage_views.read(session, who, call_id)
    return judged.answer()


async def rows(database: Database, call_id: UUID) -> int:
    async with database.transaction() as session:
        return await session.scalar(select(func.count()).where(TriageAnswer.call_id == call_id)) or 0


def ranked(call: Call) -> tuple[int, bool, bool]:
    return int(call.priority), call.red_flag, call.self_harm


async def test_the_first_cards_come_at_once_and_the_call_is_urgent_till_it_is_triaged(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    seen = await reads(database, lan, call_id)
    assert (seen.level, seen.complaint, seen.danger) == ("urgent", None, None)
    assert [one.id for one in seen.cards] == ["every.unresponsive", "every.breathing", "every.blue"]
    assert len(seen.complaints) >= 10
    assert "child" not in {one.id for one in seen.complaints}
    assert ranked(await call_now(database, call_id)) == (2, False, False)


async def test_a_danger_makes_an_emergency_and_rings_everybody_on_the_rung(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh, everyone.thu)
    lan, call_id = await lan_calls(database, everyone)
    assert len(await rung(database, call_id)) == 1
    seen = await says(database, lan, call_id, complaint="stroke", answers={"stroke.arm": "yes"})
    assert seen.level == "emergency"
    assert seen.danger
    assert [one.id for one in seen.danger.signs] == ["stroke.arm"]
    assert seen.danger.first_aid[0].vi[0].startswith("Đừng cho ăn")
    assert seen.cards[0].id == "stroke.last_normal"
    assert ranked(await call_now(database, call_id)) == (3, True, False)
    assert set(await rung(database, call_id)) == {everyone.binh.practitioner_id, everyone.thu.practitioner_id}


async def test_all_answered_and_all_safe_is_routine_and_one_unknown_is_not(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    await says(database, lan, call_id, complaint="dizzy")
    answers = {"complaint": "dizzy"}
    while left := next_cards(Facts(72 * 12, "female"), answers):
        answers[left[0].id] = "no"
    given = {one: answer for one, answer in answers.items() if one != "complaint"}
    partly = await says(database, lan, call_id, answers=given | {"every.blue": "unknown"})
    assert (partly.level, partly.cards) == ("urgent", [])
    assert (await says(database, lan, call_id, answers={"every.blue": "no"})).level == "routine"


async def test_the_same_answer_again_writes_nothing_and_the_newest_counts(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    for _ in range(3):
        await says(database, lan, call_id, complaint="fever", answers={"every.blue": "yes"})
    assert await rows(database, call_id) == 2
    version = (await _row(database, call_id)).version
    await says(database, lan, call_id, answers={"every.blue": "yes"})
    assert (await _row(database, call_id)).version == version
    corrected = await says(database, lan, call_id, answers={"every.blue": "no"})
    assert (corrected.level, corrected.danger) == ("urgent", None)
    assert ranked(await call_now(database, call_id)) == (2, False, False)
    assert await rows(database, call_id) == 3  # what was said first stays readable


async def test_after_an_accept_a_danger_stays_whatever_is_tapped(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    await says(database, lan, call_id, answers={"every.blue": "yes"})
    async with database.transaction() as session:
        await service.accept(session, await principal_of(database, everyone.binh), call_id, "dev-binh-01")
    assert (await says(database, lan, call_id, answers={"every.blue": "no"})).danger is not None
    assert ranked(await call_now(database, call_id)) == (3, True, False)


async def test_sabotage_without_the_settling_a_slip_hides_the_danger(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "settled", lambda history: {question: answer for question, answer, _ in history})
    with pytest.raises(AssertionError):
        await test_after_an_accept_a_danger_stays_whatever_is_tapped(database, everyone)


async def test_the_complaint_is_the_reason_unless_the_family_wrote_its_own(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    await says(database, lan, call_id, complaint="dizzy")
    assert (await _row(database, call_id)).reason == "Sốt cao"
    async with database.transaction() as session:
        (await session.get_one(CallRow, call_id)).reason = ""
    await says(database, lan, call_id, complaint="belly")
    assert (await _row(database, call_id)).reason == "Đau bụng"
    await says(database, lan, call_id, complaint="self_harm")
    assert (await _row(database, call_id)).reason == ""


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"answers": {"no.such": "yes"}}, "unknown-question"),
        ({"complaint": "boredom"}, "unknown-question"),
        ({"answers": {"every.blue": "38.5"}}, "unfit-answer"),
        ({"answers": {"fever.breaths": "yes"}}, "unfit-answer"),
    ],
)
async def test_what_is_no_card_and_no_answer_is_refused(
    said: dict[str, Any], code: str, database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    with pytest.raises(Invalid) as refusal:
        await says(database, lan, call_id, **said)
    assert refusal.value.code == code
    assert await rows(database, call_id) == 0


async def test_answers_are_bounded_and_end_with_the_call(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    monkeypatch.setattr(triage, "PER_CALL", 2)
    await says(database, lan, call_id, answers={"every.blue": "no", "every.fitting": "no"})
    with pytest.raises(TooMany):
        await says(database, lan, call_id, answers={"every.blue": "yes"})
    async with database.transaction() as session:
        await service.hang_up(session, lan, call_id, "caller", True)
    with pytest.raises(Conflict, match="call-ended"):
        await says(database, lan, call_id, answers={"every.blue": "yes"})
    with pytest.raises(Conflict, match="call-ended"):
        await reads(database, lan, call_id)


async def test_an_answer_is_never_changed_afterwards(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    await says(database, lan, call_id, answers={"every.blue": "yes"})
    for statement in ("UPDATE triage_answer SET answer = 'no'", "DELETE FROM triage_answer"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            async with database.transaction() as session:
                await session.execute(text(statement))


# --- who sees it -----------------------------------------------------------------------------------------------------


async def test_the_doctor_who_is_rung_reads_it_first_and_nobody_else_does(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    await says(
        database, lan, call_id, complaint="stroke", answers={"stroke.face": "yes", "stroke.last_normal": "21:30"}
    )
    seen = await _view(database, await principal_of(database, everyone.binh), call_id)
    assert seen.triage
    assert [(one.sign.vi, one.level) for one in seen.triage.signs] == [("méo miệng", "emergency")]
    assert (seen.triage.last_normal, seen.triage.unanswered) == ("21:30", 9)
    assert seen.place
    assert (seen.place.commune, seen.place.province_name, seen.place.said) == ("Yên Hòa", "Quảng Trị", False)
    for staff in (everyone.ha, everyone.nurse, everyone.receptionist, everyone.thu):
        theirs = await _view(database, await principal_of(database, staff), call_id)
        assert (theirs.viewer, theirs.priority) == ("staff", 3)
        assert (theirs.triage, theirs.place, theirs.dialled_115) == (None, None, None)
    own = await _view(database, lan, call_id)
    assert own.triage is None  # what they answered is on their own route, and ends with the call


async def test_another_family_finds_nothing_and_the_attempt_is_in_the_log(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    _, call_id = await lan_calls(database, everyone)
    for stranger in (everyone.quy, everyone.binh):
        with pytest.raises(NotFound):
            await reads(database, await principal_of(database, stranger), call_id)
    async with database.transaction() as session:
        logged = await session.scalars(
            select(AuditEvent.account_id).where(AuditEvent.action == "triage.read", AuditEvent.outcome == "refused")
        )
        assert set(logged) == {everyone.quy.account_id, everyone.binh.account_id}


async def test_self_harm_is_seen_on_the_page_that_called_and_on_no_other_of_the_family(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone, everyone.lan.patients["lan"])
    await says(database, lan, call_id, complaint="self_harm", answers={"self_harm.wish": "yes"})
    mine = await reads(database, lan, call_id)
    assert mine.danger
    assert mine.danger.self_harm
    assert "Xin đừng ở một mình" in mine.danger.first_aid[0].vi[0]
    assert ranked(await call_now(database, call_id)) == (3, True, True)
    other_page = await principal_of(database, everyone.lan)
    theirs = await reads(database, other_page, call_id)
    assert (theirs.complaint, theirs.danger, theirs.cards, theirs.complaints) == (None, None, [], [])
    assert (await _view(database, other_page, call_id)).no_message
    doctor = await _view(database, await principal_of(database, everyone.binh), call_id)
    assert doctor.triage
    assert doctor.triage.self_harm


async def test_after_a_self_harm_call_nothing_of_it_stands_on_the_familys_pages(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone, everyone.lan.patients["lan"])
    async with database.transaction() as session:
        (await session.get_one(CallRow, call_id)).reason = ""
    await says(database, lan, call_id, complaint="self_harm", answers={"self_harm.wish": "yes"})
    async with database.transaction() as session:
        await service.hang_up(session, lan, call_id, "caller", False)
    after = (await _view(database, lan, call_id)).model_dump_json()
    for word in ("self_harm", "tự làm hại", "Buồn chán", "một mình"):
        assert word not in after


async def test_sabotage_without_the_shield_another_page_reads_it(
    database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triage_views, "shielded", lambda *_: False)
    with pytest.raises(AssertionError):
        await test_self_harm_is_seen_on_the_page_that_called_and_on_no_other_of_the_family(database, everyone)


# --- 115 and the place -----------------------------------------------------------------------------------------------


async def test_dialling_115_never_ends_or_demotes_the_call_and_keeps_the_seat_a_quarter_of_an_hour(
    database: Database, everyone: Everyone
) -> None:
    """The page is hidden, its socket gone, and ten minutes pass: it rings on, as urgent as before."""
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    await says(database, lan, call_id, answers={"every.breathing": "yes"})
    await _does(database, triage.dialled, lan, call_id)
    async with database.transaction() as session:
        await service.seat_changed(session, call_id, "caller", False)
    for _ in range(10):
        await later(database, call_id, 60)
    call = await call_now(database, call_id)
    assert call.state in (State.RINGING, State.WAITING)
    assert ranked(call) == (3, True, False)
    while not await rung(database, call_id):  # between two rounds through the ladder nobody rings for a moment
        await later(database, call_id, 5)
    doctor = await _view(database, await principal_of(database, everyone.binh), call_id)
    assert doctor.dialled_115
    assert doctor.dialled_115.answered is None
    await _does(database, triage.returned, lan, call_id, False)
    doctor = await _view(database, await principal_of(database, everyone.binh), call_id)
    assert doctor.dialled_115
    assert doctor.dialled_115.answered is False
    back = await reads(database, lan, call_id)
    assert {one.kind for one in back.numbers} >= {"emergency", "station", "hospital"}
    assert back.own_transport.vi


async def test_the_numbers_follow_the_place(database: Database, everyone: Everyone) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone)
    here = await reads(database, lan, call_id)
    assert [one.number for one in here.numbers] == ["115", "02333000115", "02333000001"]
    hanoi = places.search("ba dinh", "01")[0]
    await _moves(database, call_id, PlaceSaid(province="01", commune=hanoi.code, note="Nhà bác Tư"))
    there = await reads(database, lan, call_id)
    assert (there.place.commune, there.place.note, there.place.said) == ("Ba Đình", "Nhà bác Tư", True)
    assert [one.number for one in there.numbers] == ["115", "02433000001"]
    await _moves(database, call_id, PlaceSaid(province="75"))
    assert [one.number for one in (await reads(database, lan, call_id)).numbers] == ["115"]
    for nowhere in (PlaceSaid(province="99"), PlaceSaid(province="44", commune=hanoi.code)):
        with pytest.raises(Invalid, match="unknown-place"):
            await _moves(database, call_id, nowhere)


async def test_an_unknown_patient_is_at_the_callers_station_and_a_childs_danger_shows_111(
    database: Database, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    lan, call_id = await lan_calls(database, everyone, everyone.lan.patients["na"])
    seen = await says(database, lan, call_id, complaint="injury", answers={"injury.burn": "yes"})
    assert ("111", "child") in {(one.number, one.kind) for one in seen.numbers}
    async with database.transaction() as session:
        (await session.get_one(CallRow, call_id)).patient_id = None
    nobody = await reads(database, lan, call_id)
    assert (nobody.place.commune, nobody.place.said) == ("Yên Hòa", False)
    assert "111" not in {one.number for one in nobody.numbers}


async def _row(database: Database, call_id: UUID) -> CallRow:
    async with database.transaction() as session:
        return await session.get_one(CallRow, call_id)


async def _view(database: Database, who: Principal, call_id: UUID) -> Any:
    async with database.transaction() as session:
        judged = await views.view(session, who, call_id)
    return judged.answer()


async def _does(database: Database, deed: Any, who: Principal, call_id: UUID, *said: object) -> None:
    async with database.transaction() as session:
        row = await session.get_one(CallRow, call_id, with_for_update={"key_share": True})
        await deed(session, who, row, *said)


async def _moves(database: Database, call_id: UUID, said: PlaceSaid) -> None:
    async with database.transaction() as session:
        await place.say_place(session, await session.get_one(CallRow, call_id), said)
