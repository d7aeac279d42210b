"""Vital signs while it rings: measured at the bedside, told by a family, seen by the doctor at once, never rewritten."""

from typing import Any

import aiohttp
import psycopg
import pytest
from sqlalchemy import select

from telehealth.db import Database
from telehealth.events import EventRow
from telehealth.postgres import Urls
from telehealth.settings import Settings
from telehealth.vitals import service as vitals
from telehealth.vitals.models import CallVital
from tests import cluster
from tests.bedside import Night, answered, open_night, pa_rings
from tests.people import Everyone
from tests.visits import audited


@pytest.fixture
async def night(http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone) -> Night:
    return await open_night(http, database, settings, everyone)


FEVER = ("8310-5", 39.4, "Cel")


def told(*vitals: tuple[str, float, str], source: str = "measured", **more: Any) -> dict[str, Any]:
    return {
        "vitals": [dict(zip(("code", "value", "unit"), one, strict=True)) for one in vitals],
        "source": source,
    } | more


async def test_measured_while_it_rings_the_doctors_card_shows_it_at_once(night: Night, everyone: Everyone) -> None:
    pa, call = await pa_rings(night, everyone)
    before = await changes(night.database)
    status, seen = await night.ask(pa, f"{call}/vitals", told(FEVER, ("8867-4", 118, "/min")))
    assert (status, len(seen["vitals"])) == (201, 2)
    assert await changes(night.database) == before + 1
    _, card = await night.get(await night.enter(everyone.binh), call)
    fever = next(one for one in card["vitals"] if one["measure"] == "temperature")
    assert (fever["value"], fever["unit"], fever["source"], fever["by"], fever["current"]) == (
        39.4, "Cel", "measured", "health_worker", True,
    )  # fmt: skip
    assert await audited(night.database, "vitals.add") == [
        (everyone.health_worker.account_id, "allowed", "health_worker")
    ]


async def changes(database: Database) -> int:
    async with database.transaction() as session:
        return len(list(await session.scalars(select(EventRow.id).where(EventRow.type == "call.changed"))))


async def test_a_newer_value_corrects_and_the_older_stays(night: Night, everyone: Everyone) -> None:
    pa, binh, call = await answered(night, everyone)
    await night.ask(pa, f"{call}/vitals", told(FEVER))
    await night.ask(binh, f"{call}/vitals", told(("8310-5", 38.1, "Cel"), source="reported"))
    _, seen = await night.get(binh, call)
    assert [(one["value"], one["by"], one["current"]) for one in seen["vitals"]] == [
        (38.1, "clinician", True),
        (39.4, "health_worker", False),
    ]


async def test_fourteen_over_nine_is_confirmed_and_kept_with_what_was_typed(night: Night, everyone: Everyone) -> None:
    pa, call = await pa_rings(night, everyone)
    short = (("8480-6", 14, "mm[Hg]"), ("8462-4", 9, "mm[Hg]"))
    status, problem = await night.ask(pa, f"{call}/vitals", told(*short))
    assert (status, problem["code"], problem["means"]) == (400, "vital-short-form", 140.0)
    status, seen = await night.ask(pa, f"{call}/vitals", told(*short, confirmed=True))
    assert (status, {one["measure"]: one["value"] for one in seen["vitals"]}) == (
        201, {"systolic": 140.0, "diastolic": 90.0},
    )  # fmt: skip
    async with night.database.transaction() as session:
        rows = await session.execute(select(CallVital.value, CallVital.typed).order_by(CallVital.id))
        assert [(int(value), int(typed)) for value, typed in rows] == [(140, 14), (90, 9)]


async def test_all_or_none(night: Night, everyone: Everyone) -> None:
    pa, call = await pa_rings(night, everyone)
    status, problem = await night.ask(pa, f"{call}/vitals", told(FEVER, ("2708-6", 12, "%")))
    assert (status, problem["code"], problem["measure"]) == (400, "vital-range", "spo2")
    _, seen = await night.get(pa, call)
    assert seen["vitals"] == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (told(("8310-5", 102, "[degF]")), "vital-unit"),
        (told(("0000-0", 1, "Cel")), "vital-code"),
        (told(FEVER, FEVER), "vital-twice"),
        (told(("8480-6", 90, "mm[Hg]"), ("8462-4", 140, "mm[Hg]")), "vital-pressures"),
        (told(FEVER, measured_at="2020-01-01T00:00:00Z"), "vital-time"),
        (told(FEVER, measured_at="2026-01-01T00:00:00"), "invalid"),
        (told(("8310-5", -1, "Cel")), "invalid"),
        (told(*[FEVER] * 13), "invalid"),
        (told(), "invalid"),
        (told(FEVER, source="guessed"), "invalid"),
    ],
)
async def test_what_cannot_be_believed_is_refused_with_its_code(
    night: Night, everyone: Everyone, body: dict[str, Any], code: str
) -> None:
    pa, call = await pa_rings(night, everyone)
    status, problem = await night.ask(pa, f"{call}/vitals", body)
    assert (status, problem["code"]) == (400, code)


async def test_a_family_tells_its_thermometer_and_does_not_measure(night: Night, everyone: Everyone) -> None:
    lan = await night.enter(everyone.lan)
    _, call = await night.rings(lan, everyone.mai, relation="child")
    path = f"/api/calls/{call['id']}/vitals"
    assert (await night.ask(lan, path, told(FEVER)))[1]["code"] == "vital-source"
    status, seen = await night.ask(lan, path, told(FEVER, source="reported"))
    assert (status, seen["vitals"][0]["by"], seen["vitals"][0]["source"]) == (201, "family", "reported")


async def test_a_small_childs_fast_breathing_is_marked(night: Night, everyone: Everyone) -> None:
    """bé Na was born in 2023: three years old, so 40 breaths a minute are fast; for bà Mai nothing is marked."""
    pa = await night.enter(everyone.health_worker)
    _, call = await night.rings(pa, everyone.lan.patients["na"])
    breaths = told(("9279-1", 44, "/min"))
    _, seen = await night.ask(pa, f"/api/calls/{call['id']}/vitals", breaths)
    assert seen["vitals"][0]["fast_breathing"] is True
    choice = {"patient_id": str(everyone.mai), "relation": "health_worker"}
    _, seen = await night.ask(pa, f"/api/calls/{call['id']}/patient-choice", choice)
    assert seen["vitals"][0]["fast_breathing"] is False


async def test_after_the_end_nothing_is_added_and_strangers_never_add(night: Night, everyone: Everyone) -> None:
    pa, _, call = await answered(night, everyone)
    quy, thu = await night.enter(everyone.quy), await night.enter(everyone.thu)
    for outsider in (quy, thu):
        assert (await night.ask(outsider, f"{call}/vitals", told(FEVER, source="reported")))[0] == 404
    await night.ask(pa, f"{call}/hang-up", {})
    status, problem = await night.ask(pa, f"{call}/vitals", told(FEVER))
    assert (status, problem["code"]) == (409, "call-ended")


async def test_a_repeat_with_its_key_is_kept_once(
    http: aiohttp.ClientSession, night: Night, everyone: Everyone
) -> None:
    pa, call = await pa_rings(night, everyone)
    for _ in range(2):
        sent = pa | {"Idempotency-Key": "one-deed-of-anh-pa"}
        async with http.post(f"{call}/vitals", headers=sent, json=told(FEVER)) as answer:
            assert answer.status == 201
            assert len((await answer.json())["vitals"]) == 1


async def test_a_call_has_room_for_so_many(night: Night, everyone: Everyone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vitals, "PER_CALL", 3)
    pa, call = await pa_rings(night, everyone)
    for _ in range(3):
        await night.ask(pa, f"{call}/vitals", told(FEVER))
    assert (await night.ask(pa, f"{call}/vitals", told(FEVER)))[0] == 429


async def test_no_value_is_ever_rewritten(night: Night, everyone: Everyone, database_urls: Urls) -> None:
    pa, call = await pa_rings(night, everyone)
    await night.ask(pa, f"{call}/vitals", told(FEVER))
    for statement in ("UPDATE call_vital SET value = 36.5", "DELETE FROM call_vital"):
        with cluster.connect(database_urls.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement)
