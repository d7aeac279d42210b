"""anh Pả stands beside bà Mai and calls: the same call as any, from the station's page, and his alone."""

from datetime import timedelta
from uuid import UUID, uuid4

import aiohttp
import pytest
from sqlalchemy import select, update

from telehealth.calls import callers, seats
from telehealth.calls.models import CallRow
from telehealth.db import Database
from telehealth.duty.models import Callback
from telehealth.records.models import Encounter
from telehealth.settings import Settings
from tests.bedside import DEVICE, Night, answered, health_worker, next_commune, open_night, pa_rings
from tests.people import Everyone
from tests.visits import audited, signed_in, write


@pytest.fixture
async def night(http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone) -> Night:
    return await open_night(http, database, settings, everyone)


async def test_the_doctor_reads_first_that_a_health_worker_is_beside_the_patient(
    night: Night, everyone: Everyone
) -> None:
    pa, call = await pa_rings(night, everyone)
    _, card = await night.get(await night.enter(everyone.binh), call)
    caller = {name: card["caller"][name] for name in ("name", "relation", "station", "verified", "phone")}
    assert caller == {
        "name": "Hồ Văn Pả",
        "relation": "health_worker",
        "station": "Trạm Y tế xã Yên Hòa",
        "verified": True,
        "phone": "+842333000115",
    }
    _, mine = await night.get(pa, "/api/calls/current")
    assert (mine["call"]["viewer"], mine["call"]["patient"]["name"]) == ("caller", "Hoàng Thị Mai")
    assert mine["call"]["history"] is None


async def test_a_family_that_calls_itself_a_health_worker_has_no_station(night: Night, everyone: Everyone) -> None:
    lan = await night.enter(everyone.lan)
    _, call = await night.rings(lan, everyone.mai)
    assert (call["caller"]["relation"], call["caller"]["station"]) == ("health_worker", None)


async def test_whatever_relation_is_sent_the_call_is_a_health_workers(night: Night, everyone: Everyone) -> None:
    pa = await night.enter(everyone.health_worker)
    _, call = await night.rings(pa, everyone.mai, relation="child")
    assert call["caller"]["relation"] == "health_worker"
    path = f"/api/calls/{call['id']}/patient-choice"
    _, call = await night.ask(pa, path, {"patient_id": None, "relation": "child"})
    assert call["caller"]["relation"] == "health_worker"


async def test_a_patient_of_the_next_commune_is_not_found(night: Night, everyone: Everyone) -> None:
    there = await next_commune(night.database)
    pa = await night.enter(everyone.health_worker)
    assert (await night.rings(pa, there.namesake))[0] == 404
    assert (await night.get(pa, f"/api/commune/patients/{there.namesake}"))[0] == 404
    _, call = await night.rings(pa, None)
    choice = {"patient_id": str(there.namesake), "relation": "health_worker"}
    assert (await night.ask(pa, f"/api/calls/{call['id']}/patient-choice", choice))[0] == 404


async def test_sabotage_a_caller_who_may_call_for_anybody_is_noticed(
    night: Night, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def anybody(*_: object) -> bool:
        return True

    monkeypatch.setattr(callers, "may_call_for", anybody)
    with pytest.raises(AssertionError):
        await test_a_patient_of_the_next_commune_is_not_found(night, everyone)


@pytest.mark.parametrize("role", ["receptionist", "ha", "nurse", "administrator", "dpo"])
async def test_no_other_staff_rings(night: Night, everyone: Everyone, role: str) -> None:
    status, problem = await night.rings(await night.enter(getattr(everyone, role), "clinic"), everyone.mai)
    assert (status, problem["code"]) == (403, "role-needed")


async def test_at_the_doctors_page_a_health_worker_does_not_ring(night: Night, everyone: Everyone) -> None:
    status, problem = await night.rings(await night.enter(everyone.health_worker, "doctor"), everyone.mai)
    assert (status, problem["code"]) == (403, "wrong-audience")


async def test_another_health_worker_has_no_part_in_the_call(night: Night, everyone: Everyone) -> None:
    """Not even one of the same station: they see of it what any staff sees of the queue, and may do nothing in it."""
    _, call = await pa_rings(night, everyone)
    colleague = await health_worker(night.database, "Hồ Thị Nhíp", "nhip", everyone.station)
    nhip = await night.enter(colleague)
    _, seen = await night.get(nhip, call)
    assert (seen["viewer"], seen["patient"], seen["reason"], seen["vitals"]) == ("staff", None, "", [])
    vital = {"vitals": [{"code": "8310-5", "value": 39, "unit": "Cel"}], "source": "measured"}
    message = {"id": str(uuid4()), "body": "xin chào"}
    for path, body in (
        ("hang-up", {}),
        ("reason", {"reason": "x"}),
        ("messages", message),
        ("vitals", vital),
        ("consent", {"given_by": "self", "text_version": "2026-11-a"}),
        ("patient-choice", {"patient_id": None, "relation": "other"}),
    ):
        assert (await night.ask(nhip, f"{call}/{path}", body))[0] == 404, path
    assert (await night.get(nhip, f"{call}/messages"))[0] == 404
    assert (await night.get(nhip, "/api/calls/current"))[1] == {"call": None}


async def test_sabotage_without_the_account_check_a_colleague_is_let_in(
    night: Night, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    whoever = callers.is_callers_side
    monkeypatch.setattr("telehealth.calls.routes.is_caller", lambda who, _: whoever(who))
    monkeypatch.setattr(seats, "is_caller", lambda who, _: whoever(who))
    with pytest.raises(AssertionError):
        await test_another_health_worker_has_no_part_in_the_call(night, everyone)


async def test_the_whole_call_from_the_bedside(night: Night, everyone: Everyone) -> None:
    """Reason, consent of the patient recorded by the worker, chat, hanging up."""
    pa, binh, call = await answered(night, everyone)
    assert (await night.ask(pa, f"{call}/reason", {"reason": "Sốt ba ngày"}))[0] == 200
    _, seen = await night.ask(pa, f"{call}/consent", {"given_by": "self", "text_version": "2026-11-a"})
    assert (seen["consent"]["decision"], seen["consent"]["given_by"]) == ("given", "self")
    assert (await night.ask(pa, f"{call}/messages", {"id": str(uuid4()), "body": "Bà đang lạnh run"}))[0] == 201
    _, said = await night.get(binh, f"{call}/messages")
    assert [one["body"] for one in said["messages"]] == ["Bà đang lạnh run"]
    _, over = await night.ask(pa, f"{call}/hang-up", {})
    assert (over["state"], over["end_reason"]) == ("ended", "completed")


async def test_a_second_tap_finds_the_call_that_rings(night: Night, everyone: Everyone) -> None:
    pa, call = await pa_rings(night, everyone)
    _, again = await night.rings(pa, everyone.lan.patients["na"])
    assert f"/api/calls/{again['id']}" == call


async def test_the_advice_of_the_own_call_for_a_day_and_never_a_note(night: Night, everyone: Everyone) -> None:
    pa, binh, call = await answered(night, everyone)
    assert (await night.get(pa, f"{call}/advice"))[0] == 404  # not over yet
    _, held = await night.get(binh, call)
    doctor = await signed_in(night.database, everyone.binh)
    await write(night.database, doctor, UUID(held["encounter_id"]))
    await night.ask(pa, f"{call}/hang-up", {})
    status, advice = await night.get(pa, f"{call}/advice")
    assert (status, advice["advice"]) == (200, "Uống nhiều nước, sáng mai đo lại nhiệt độ.")
    assert "subjective" not in advice
    status, problem = await night.get(pa, f"/api/encounters/{held['encounter_id']}")
    assert (status, problem["reason"]) == (403, "role-never-reads-notes")
    colleague = await health_worker(night.database, "Hồ Thị Nhíp", "nhip", everyone.station)
    assert (await night.get(await night.enter(colleague), f"{call}/advice"))[0] == 403
    await passes(night.database, call, timedelta(hours=25))
    assert (await night.get(pa, f"{call}/advice"))[0] == 403
    _, old = await night.get(pa, call)
    assert (old["viewer"], old["patient"]) == ("staff", None)
    reasons = [reason for who, _, reason in await audited(night.database, "advice.read") if who]
    assert reasons.count("said-at-the-bedside") == 1


async def passes(database: Database, call: str, time: timedelta) -> None:
    """The call and its encounter lie so much further back."""
    call_id = UUID(call.rsplit("/", 1)[1])
    async with database.transaction() as session:
        for table, which in ((CallRow, CallRow.id), (Encounter, Encounter.call_id)):
            await session.execute(
                update(table).where(which == call_id).values(ended_at=table.ended_at - time)  # type: ignore[attr-defined]
            )


async def test_what_is_owed_for_one_patient_is_not_settled_by_a_call_for_another(
    night: Night, everyone: Everyone
) -> None:
    """anh Pả waited in vain for bà Mai; that his call for bé Na is answered must not make her call-back vanish."""
    pa, call = await pa_rings(night, everyone)
    await owed(night.database, call)
    await night.ask(pa, f"{call}/hang-up", {})
    binh = await night.enter(everyone.binh)
    _, second = await night.rings(pa, everyone.lan.patients["na"])
    await night.ask(binh, f"/api/calls/{second['id']}/accept", {"device": DEVICE})
    assert await states(night.database) == ["open"]
    await night.ask(pa, f"/api/calls/{second['id']}/hang-up", {})
    _, third = await night.rings(pa, everyone.mai)
    await night.ask(binh, f"/api/calls/{third['id']}/accept", {"device": DEVICE})
    assert await states(night.database) == ["done"]


async def test_sabotage_settled_as_a_familys_the_call_back_would_vanish(
    night: Night, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def as_family(*_: object) -> dict[str, UUID]:
        return {}

    monkeypatch.setattr("telehealth.calls.aftermath._bedside", as_family)
    with pytest.raises(AssertionError):
        await test_what_is_owed_for_one_patient_is_not_settled_by_a_call_for_another(night, everyone)


async def owed(database: Database, call: str) -> None:
    """The call has rung for two minutes, so whoever hangs up is called back."""
    async with database.transaction() as session:
        await session.execute(
            update(CallRow)
            .where(CallRow.id == UUID(call.rsplit("/", 1)[1]))
            .values(requested_at=CallRow.requested_at - timedelta(minutes=2))
        )


async def states(database: Database) -> list[str]:
    async with database.transaction() as session:
        return list(await session.scalars(select(Callback.state).order_by(Callback.created_at)))
