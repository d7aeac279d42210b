"""A call-back, or a caller on hold, passes to a colleague who says yes; until then it is the first one's, and nobody else's."""

from typing import Any
from uuid import UUID

import aiohttp
import pytest
from sqlalchemy import select, update

from telehealth.accounts.models import PractitionerRole
from telehealth.accounts.permissions import Role
from telehealth.calls import ledger
from telehealth.calls.states import Held
from telehealth.db import Database
from telehealth.duty import claims, handling
from telehealth.duty.models import Callback
from telehealth.settings import Settings
from tests.bedside import DEVICE, Headers, Night, open_night
from tests.people import Everyone


@pytest.fixture
async def night(http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone) -> Night:
    """bác sĩ Bình and bác sĩ Thu are on duty."""
    night = await open_night(http, database, settings, everyone)
    assert everyone.thu.practitioner_id
    async with database.transaction() as session:
        await claims.start(session, everyone.thu.practitioner_id, everyone.thu.facility_id)
    return night


async def promised(night: Night, everyone: Everyone) -> tuple[Headers, Headers, str]:
    """chị Lan asked to be called back, and bác sĩ Bình has taken it."""
    lan, binh, thu = [await night.enter(one) for one in (everyone.lan, everyone.binh, everyone.thu)]
    status, taken = await night.ask(lan, "/api/callbacks", {"phone": everyone.lan.phone, "reason": "Đau lưng"})
    assert status == 201, taken
    task = f"/api/callbacks/{taken['id']}"
    assert (await night.ask(binh, f"{task}/claim"))[0] == 200
    return binh, thu, task


async def third_doctor(night: Night, everyone: Everyone) -> Headers:
    """chị Mây, who may answer calls at the hospital too."""
    role = PractitionerRole(account_id=everyone.nurse.account_id, facility_id=everyone.hospital, role=Role.DOCTOR.value)
    async with night.database.transaction() as session:
        session.add(role)
    return await night.enter(everyone.nurse, "doctor")


def to(doctor: Any) -> dict[str, str]:
    return {"practitioner_id": str(doctor.practitioner_id)}


async def test_it_is_offered_refused_offered_again_and_taken(night: Night, everyone: Everyone) -> None:
    binh, thu, task = await promised(night, everyone)
    status, asked = await night.ask(binh, f"{task}/offer", to(everyone.thu))
    assert (status, asked["claimed_by"]["name"], asked["offered_to"]["name"]) == (200, "Trần Văn Bình", "Lê Thị Thu")
    _, refused = await night.ask(thu, f"{task}/decline")
    assert (refused["claimed_by"]["name"], refused["offered_to"]) == ("Trần Văn Bình", None)
    status, problem = await night.ask(thu, f"{task}/claim")
    assert (status, problem["code"]) == (409, "already-taken"), "the question was answered with no"
    await night.ask(binh, f"{task}/offer", to(everyone.thu))
    status, hers = await night.ask(thu, f"{task}/claim")
    assert (status, hers["claimed_by"]["name"], hers["offered_to"]) == (200, "Lê Thị Thu", None)
    status, problem = await night.ask(binh, f"{task}/claim")
    assert (status, problem["code"]) == (409, "already-taken")


async def test_while_it_is_offered_nobody_else_can_take_it(night: Night, everyone: Everyone) -> None:
    binh, thu, task = await promised(night, everyone)
    await night.ask(binh, f"{task}/offer", to(everyone.thu))
    may = await third_doctor(night, everyone)
    status, problem = await night.ask(may, f"{task}/claim")
    assert (status, problem.get("code")) == (409, "already-taken")
    status, problem = await night.ask(may, f"{task}/telephone", {"reached": False})
    assert (status, problem.get("code")) == (409, "already-taken")
    status, problem = await night.ask(may, f"{task}/offer", to(everyone.thu))
    assert (status, problem.get("code")) == (409, "not-claimed")
    _, still = await night.ask(may, f"{task}/decline")
    assert still["offered_to"]["name"] == "Lê Thị Thu", "only she can say no for herself"
    _, listed = await night.get(thu, "/api/callbacks")
    assert [one["offered_to"]["name"] for one in listed["callbacks"]] == ["Lê Thị Thu"]


async def test_sabotage_a_claim_without_its_guard_is_noticed(
    night: Night, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def anybody(session: Any, callback_id: UUID, _: str, practitioner_id: UUID) -> Callback:
        await session.execute(
            update(Callback).where(Callback.id == callback_id).values(state="claimed", claimed_by=practitioner_id)
        )
        return (await session.scalars(select(Callback).where(Callback.id == callback_id))).one()  # type: ignore[no-any-return]

    monkeypatch.setattr(handling, "claim", anybody)
    with pytest.raises(AssertionError):
        await test_while_it_is_offered_nobody_else_can_take_it(night, everyone)


async def test_the_question_is_taken_back_and_a_colleague_off_duty_is_not_asked(
    night: Night, everyone: Everyone
) -> None:
    binh, thu, task = await promised(night, everyone)
    await night.ask(binh, f"{task}/offer", to(everyone.thu))
    _, back = await night.ask(binh, f"{task}/offer", {"practitioner_id": None})
    assert back["offered_to"] is None
    assert (await night.ask(thu, f"{task}/claim"))[0] == 409
    assert (await night.ask(thu, "/api/duty/stop"))[0] == 200
    status, problem = await night.ask(binh, f"{task}/offer", to(everyone.thu))
    assert (status, problem["code"]) == (409, "colleague-off-duty")


async def test_a_caller_on_hold_passes_to_a_colleague(night: Night, everyone: Everyone) -> None:
    """bác sĩ Bình is in the emergency meanwhile, and stays in it."""
    lan, binh, thu = [await night.enter(one) for one in (everyone.lan, everyone.binh, everyone.thu)]
    _, call = await night.rings(lan, everyone.mai, relation="child")
    path = f"/api/calls/{call['id']}"
    await night.ask(binh, f"{path}/accept", {"device": DEVICE})
    assert everyone.binh.practitioner_id
    async with night.database.transaction() as session:
        await ledger.change(session, UUID(call["id"]), Held(everyone.binh.practitioner_id), actor="holder")
    status, asked = await night.ask(binh, f"{path}/handover", to(everyone.thu))
    assert (status, asked["state"], asked["handover_to"]["name"]) == (200, "on_hold", "Lê Thị Thu")
    assert (await night.get(thu, "/api/duty"))[1]["offered_call"] == call["id"]
    status, hers = await night.ask(thu, f"{path}/handover/accept", {"device": "thus-device-1"})
    assert (status, hers["state"], hers["holder"]["name"]) == (200, "connected", "Lê Thị Thu")
    assert (await night.get(binh, "/api/duty"))[1]["on_hold_calls"] == []
