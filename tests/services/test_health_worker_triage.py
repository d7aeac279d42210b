"""Danger signs asked at the bedside: anh Pả answers for bà Mai while it rings, as a family does, and only in his own call."""

from typing import Any

import aiohttp
import pytest

from telehealth.calls import callers
from telehealth.db import Database
from telehealth.settings import Settings
from tests.bedside import Night, answered, health_worker, open_night, pa_rings
from tests.people import Everyone

BREATHING = {"complaint": "breathing", "answers": [{"question": "every.breathing", "answer": "yes"}]}


@pytest.fixture
async def night(http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone) -> Night:
    return await open_night(http, database, settings, everyone)


async def test_a_danger_sign_seen_at_the_bedside_is_an_emergency(night: Night, everyone: Everyone) -> None:
    pa, call = await pa_rings(night, everyone)
    status, first = await night.get(pa, f"{call}/triage")
    assert (status, first["cards"][0]["id"].split(".")[0]) == (200, "every")
    status, told = await night.ask(pa, f"{call}/triage", BREATHING)
    assert (status, told["level"], told["danger"]["signs"][0]["id"]) == (200, "emergency", "every.breathing")
    assert {"emergency", "station"} <= {one["kind"] for one in told["numbers"]}
    _, card = await night.get(await night.enter(everyone.binh), call)
    assert (card["priority"], [one["level"] for one in card["triage"]["signs"]]) == (3, ["emergency"])


async def test_115_is_dialled_from_the_bedside_and_the_call_rings_on(night: Night, everyone: Everyone) -> None:
    pa, call = await pa_rings(night, everyone)
    assert (await night.ask(pa, f"{call}/dialled-115"))[0] == 200
    _, back = await night.ask(pa, f"{call}/returned-115", {"answered": False})
    assert back["dialled_115"]["answered"] is False
    _, moved = await night.ask(pa, f"{call}/place", {"province": "44"})
    assert moved["place"]["said"]
    _, seen = await night.get(await night.enter(everyone.binh), call)
    assert (seen["state"], seen["dialled_115"]["answered"]) == ("ringing", False)


async def test_he_answers_on_while_the_doctor_speaks(night: Night, everyone: Everyone) -> None:
    pa, binh, call = await answered(night, everyone)
    assert (await night.ask(pa, f"{call}/triage", BREATHING))[0] == 200
    _, held = await night.get(binh, call)
    assert held["priority"] == 3


async def test_a_colleague_of_the_same_station_and_a_doctor_find_nothing(night: Night, everyone: Everyone) -> None:
    _, call = await pa_rings(night, everyone)
    nhip = await night.enter(await health_worker(night.database, "Hồ Thị Nhíp", "nhip", everyone.station))
    tries: list[tuple[str, Any]] = [
        ("triage", BREATHING),
        ("dialled-115", None),
        ("returned-115", {"answered": True}),
        ("place", {"province": "44"}),
    ]
    for path, body in tries:
        status, problem = await night.ask(nhip, f"{call}/{path}", body)
        assert (status, problem.get("code")) == (404, "not-found"), path
    assert (await night.get(nhip, f"{call}/triage"))[0] == 404
    binh = await night.enter(everyone.binh)
    assert (await night.ask(binh, f"{call}/triage", BREATHING))[0] == 403


async def test_sabotage_a_route_that_asks_only_for_a_health_worker_lets_the_colleague_in(
    night: Night, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telehealth.calls.triage_routes.is_caller", lambda who, _: callers.is_callers_side(who))
    with pytest.raises(AssertionError):
        await test_a_colleague_of_the_same_station_and_a_doctor_find_nothing(night, everyone)
