"""The same over HTTP, as pages ask: cards, dialling, places, and the sets as staff read them."""

from typing import Any
from uuid import uuid4

import aiohttp

from telehealth.db import Database
from telehealth.settings import Settings
from tests.people import Everyone, sign_in
from tests.services.test_calls_queue import on_duty
from tests.services.test_records_http import ask

Headers = dict[str, str]


async def rings(http: aiohttp.ClientSession, lan: Headers, everyone: Everyone) -> str:
    body = {"patient_id": str(everyone.mai), "relation": "child"}
    headers = lan | {"Idempotency-Key": str(uuid4())}
    status, call = await ask(http, "POST", "/api/calls", headers, body)
    assert status == 201
    return f"/api/calls/{call['id']}"


async def test_a_family_answers_dials_and_comes_back(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    lan = await sign_in(database, settings, everyone.lan)
    path = await rings(http, lan, everyone)
    _, first = await ask(http, "GET", f"{path}/triage", lan)
    assert first["cards"][0]["text"]["vi"].startswith("Có bị bất tỉnh")
    said: dict[str, Any] = {"complaint": "breathing", "answers": [{"question": "every.breathing", "answer": "yes"}]}
    status, told = await ask(http, "POST", f"{path}/triage", lan, said)
    assert (status, told["level"], told["danger"]["signs"][0]["id"]) == (200, "emergency", "every.breathing")
    status, dialled = await ask(http, "POST", f"{path}/dialled-115", lan)
    assert (status, dialled["dialled_115"]["answered"]) == (200, None)
    status, back = await ask(http, "POST", f"{path}/returned-115", lan, {"answered": False})
    assert (status, back["dialled_115"]["answered"]) == (200, False)
    assert any(one["kind"] == "hospital" for one in back["numbers"])
    status, moved = await ask(http, "POST", f"{path}/place", lan, {"province": "44"})
    assert (status, moved["place"]["said"]) == (200, True)
    status, call = await ask(http, "GET", path, lan)
    assert (call["priority"], call["dialled_115"]["answered"], call["no_message"]) == (3, False, False)


async def test_another_family_is_told_that_there_is_nothing(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    await on_duty(database, everyone.binh)
    path = await rings(http, await sign_in(database, settings, everyone.lan), everyone)
    quy = await sign_in(database, settings, everyone.quy)
    tries: list[tuple[str, str, object]] = [
        ("GET", "triage", None),
        ("POST", "triage", {"complaint": "fever"}),
        ("POST", "dialled-115", None),
        ("POST", "returned-115", {"answered": True}),
        ("POST", "place", {"province": "44"}),
    ]
    for method, part, body in tries:
        status, problem = await ask(http, method, f"{path}/{part}", quy, body)
        assert (status, problem["code"]) == (404, "not-found")


async def test_places_are_found_and_bounded(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    lan = await sign_in(database, settings, everyone.lan)
    _, provinces = await ask(http, "GET", "/api/places", lan)
    assert len(provinces["places"]) == 34
    _, found = await ask(http, "GET", "/api/places?province=44&q=nam%20dong%20ha", lan)
    assert [one["name"] for one in found["places"]] == ["Phường Nam Đông Hà"]
    _, many = await ask(http, "GET", "/api/places?province=44", lan)
    assert len(many["places"]) == 30
    for query in ("province=99", "province=44'--", f"q={'x' * 81}"):
        assert (await ask(http, "GET", f"/api/places?{query}", lan))[0] == 400


async def test_staff_read_the_sets_with_who_has_signed_them(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    ha = await sign_in(database, settings, everyone.ha)
    status, told = await ask(http, "GET", "/api/triage/sets", ha)
    assert status == 200
    by_id = {one["id"]: one for one in told["sets"]}
    assert {"every_call", "dengue", "first_aid", "numbers", "complaints"} <= by_id.keys()
    assert all(one["sign_off"] == {"needed": True, "by": None, "at": None} for one in told["sets"])
    spo2 = next(one for one in by_id["breathing"]["questions"] if one["id"] == "breathing.spo2")
    assert (spo2["level"], spo2["danger"]) == ("emergency", {"below": 92})
    assert (await ask(http, "GET", "/api/triage/sets", await sign_in(database, settings, everyone.lan)))[0] == 403
