"""Whatever a client sends, it gets an answer that says what is wrong: 4xx, problem+json, never a 500.

Every route of the table that takes a body is tried with every bad body, as somebody who may call it; a route that joins
the table is tried without anybody having to remember. Then real fields of real targets get nasty values.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from yarl import URL

from telehealth.api import ROUTES
from telehealth.db import Database
from telehealth.demo_routes import DEMO_ROUTES
from telehealth.edge.bodies import MAX_DEPTH, is_storable, parse
from telehealth.endpoint import MAX_BODY, Route
from telehealth.errors import DomainError, Invalid
from telehealth.settings import Settings
from tests.people import Everyone, principal_of, sign_in

WITH_BODY = [route for route in ROUTES if route.body is not None]
JSON = {"Content-Type": "application/json"}
DEEP = b'{"a":' * 5000 + b"1" + b"}" * 5000

BAD_BODIES: dict[str, tuple[bytes, dict[str, str]]] = {
    "nothing": (b"", JSON),
    "broken": (b'{"phone": ', JSON),
    "words": (b"xin chao", JSON),
    "an array": (b"[]", JSON),
    "null": (b"null", JSON),
    "a number": (b"7", JSON),
    "a string": (b'"phone"', JSON),
    "NaN": (b'{"version": NaN}', JSON),
    "a number without bounds": (b'{"version": 1e999}', JSON),
    "a number of 5000 digits": (b'{"version": ' + b"9" * 5000 + b"}", JSON),
    "a member twice": (b'{"phone": "0912000001", "phone": "0912000002"}', JSON),
    "unknown members": (b'{"is_admin": true, "__proto__": {"x": 1}}', JSON),
    "NUL in a text": (b'{"phone": "\\u0000", "name": "\\u0000", "reason": "\\u0000", "body": "\\u0000"}', JSON),
    "half a character": (b'{"name": "\\ud800", "reason": "\\ud800"}', JSON),
    "not UTF-8": (b'{"name": "\xff\xfe"}', JSON),
    "UTF-16": ('{"name": "Mai"}'.encode("utf-16"), JSON),
    "nested 5000 deep": (DEEP, JSON),
    "nested a little too deep": (b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2), JSON),
    "too large": (b'{"reason": "' + b"x" * MAX_BODY + b'"}', JSON),
    "every field a list": (b"LISTS", JSON),
    "every field an object": (b"OBJECTS", JSON),
    "every field a huge number": (b"NUMBERS", JSON),
    "no content type": (b"{}", {"Content-Type": ""}),
    "a form": (b"phone=0912000001", {"Content-Type": "application/x-www-form-urlencoded"}),
    "plain text": (b'{"phone": "0912000001"}', {"Content-Type": "text/plain"}),
    "compressed": (b"\x1f\x8b\x08\x00", JSON | {"Content-Encoding": "gzip"}),
}
FILLERS: dict[bytes, Any] = {b"LISTS": [1, [2]], b"OBJECTS": {"a": {"b": 1}}, b"NUMBERS": 10**30}


def label(route: Route) -> str:
    """How a route is named in the list of tests."""
    return f"{route.method} {route.path}"


async def right_person(database: Database, settings: Settings, everyone: Everyone, route: Route) -> dict[str, str]:
    """Headers of somebody who may call this route; it must be the body that is refused, not the person."""
    if route.access.public:
        return {}
    for who in (
        everyone.lan,
        everyone.binh,
        everyone.administrator,
        everyone.nurse,
        everyone.dpo,
        everyone.health_worker,
    ):
        try:
            route.access.check(await principal_of(database, who))
        except DomainError:
            continue
        return await sign_in(database, settings, who)
    raise AssertionError(f"nobody in tests/people.py may call {label(route)}")


def filled(route: Route, body: bytes) -> bytes:
    """Bodies that use the route's own field names."""
    if body not in FILLERS:
        return body
    assert route.body is not None
    return json.dumps(dict.fromkeys(route.body.model_fields, FILLERS[body])).encode()


async def assert_refused(answer: aiohttp.ClientResponse, what: str) -> dict[str, Any]:
    """A coded refusal, and nothing of our inside."""
    text = await answer.text()
    assert 400 <= answer.status < 500, f"{what}: {answer.status} {text}"
    assert answer.content_type == "application/problem+json", what
    problem: dict[str, Any] = json.loads(text)
    assert {"type", "title", "status", "code", "detail"} <= problem.keys(), what
    assert problem["status"] == answer.status
    assert "Traceback" not in text and "pydantic" not in text, what
    return problem


@pytest.mark.parametrize("route", WITH_BODY, ids=label)
async def test_every_bad_body_is_refused_in_words(
    server: TestServer,
    http: aiohttp.ClientSession,
    database: Database,
    settings: Settings,
    everyone: Everyone,
    route: Route,
) -> None:
    person = await right_person(database, settings, everyone, route)
    path = route.path.replace("{id}", str(uuid4())).replace("{account_id}", str(uuid4()))
    origin = {"Origin": str(server.make_url("")).rstrip("/")}
    for what, (body, headers) in BAD_BODIES.items():
        sent = person | origin | headers
        async with http.request(route.method, path, data=filled(route, body), headers=sent) as answer:
            problem = await assert_refused(answer, what)
            assert answer.status in (400, 413), f"{what}: it is the body that is wrong, not {problem['code']}"


async def test_the_demos_own_routes_refuse_them_too(
    demo_server: TestServer, demo_http: aiohttp.ClientSession, everyone: Everyone
) -> None:
    origin = {"Origin": str(demo_server.make_url("")).rstrip("/")}
    for route in (route for route in DEMO_ROUTES if route.body is not None):
        for what, (body, headers) in BAD_BODIES.items():
            sent = origin | headers
            async with demo_http.request(route.method, route.path, data=filled(route, body), headers=sent) as answer:
                await assert_refused(answer, what)


@dataclass
class NightCall:
    """A call of chị Lan's that bác sĩ Bình holds, and what can be named in it."""

    lan: dict[str, str]
    binh: dict[str, str]
    ids: dict[str, str] = field(default_factory=dict)


@pytest.fixture
async def night_call(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> NightCall:
    lan, binh = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.binh)
    async with http.post("/api/duty/start", headers=binh, json={}) as answer:
        assert answer.status == 200, await answer.text()
    async with http.post("/api/calls", headers=lan, json={"patient_id": str(everyone.mai)}) as answer:
        assert answer.status == 201, await answer.text()
        call = (await answer.json())["id"]
    async with http.post(f"/api/calls/{call}/accept", headers=binh, json={"device": "dev-binh-1"}) as answer:
        assert answer.status == 200, await answer.text()
        encounter = (await answer.json())["encounter_id"]
    async with http.post("/api/callbacks", json={"phone": "0912000007"}) as answer:
        assert answer.status == 201, await answer.text()
        callback = (await answer.json())["id"]
    ids = {"calls": call, "encounters": encounter, "callbacks": callback, "patients": str(everyone.lan.patients["na"])}
    return NightCall(lan, binh, ids)


NASTY: list[Any] = [
    None, True, 0, -1, 2**31, 2**63, 10**30, 1.5, "", " ", "x" * 9000, "\u202e", "\ufeff", "😀" * 3000, "'; DROP TABLE call; --",
    "%", "\\", "<script>", "\n\r\t\x1b", [], ["x"], {}, {"x": 1}, "9999-12-31", "0000-00-00", "2026-02-30T25:61", "infinity",
    "00000000-0000-0000-0000-000000000000", str(uuid4()),
]  # fmt: skip
GOOD: dict[str, dict[str, Any]] = {
    "NewPatient": {"name": "Phan Bảo Na", "birth_year": 2023, "sex": "female", "relation": "parent"},
    "NewCall": {"reason": "sốt", "media": "video", "relation": "child"},
    "NewMessage": {"id": str(uuid4()), "body": "chào bác sĩ"},
    "NoteEdit": {"version": 1, "subjective": "", "objective": "", "assessment": "", "plan": "", "advice": ""},
    "ConsentGiven": {"given_by": "child", "text_version": "2026-11-a"},
    "WhoIsThePatient": {"name": "Hoàng Thị Mai", "birth_year": 1954, "sex": "female"},
    "Accept": {"device": "dev-binh-1"},
}
DEEDS = [route for route in WITH_BODY if not route.path.startswith(("/api/auth/", "/api/staff"))]


@pytest.mark.parametrize("route", DEEDS, ids=label)
async def test_nasty_values_in_real_fields_never_break_the_server(
    http: aiohttp.ClientSession, night_call: NightCall, route: Route
) -> None:
    assert route.body is not None
    patient_side = not route.access.audiences or "patient" in route.access.audiences
    headers = night_call.lan if patient_side else night_call.binh
    path = route.path.replace("{id}", night_call.ids.get(route.path.split("/")[2], str(uuid4())))
    for name, info in route.body.model_fields.items():
        for value in NASTY:
            body = GOOD.get(route.body.__name__, {}) | {info.alias or name: value}
            async with http.request(route.method, path, headers=headers, json=body) as answer:
                assert answer.status < 500 or await _is_honest(answer), f"{name}={value!r}: {await answer.text()}"
                if answer.status >= 400:
                    assert answer.content_type == "application/problem+json"


async def _is_honest(answer: aiohttp.ClientResponse) -> bool:
    """503 'nobody on duty' is an answer, not an accident."""
    return answer.status == 503 and (await answer.json(content_type=None))["code"] == "nobody-on-duty"


@pytest.mark.parametrize("path", sorted({route.path for route in ROUTES if "{id}" in route.path}))
async def test_ids_that_are_none(http: aiohttp.ClientSession, night_call: NightCall, path: str) -> None:
    methods = [route.method for route in ROUTES if route.path == path]
    for wrong in ("x", "%00", "%ff%fe", "-1", "1" * 500, "..%2f..%2fetc", "%F0%9F%98%80", str(uuid4())):
        for method in methods:
            for headers in (night_call.lan, night_call.binh):
                url = URL(path.replace("{id}", wrong), encoded=True)
                async with http.request(method, url, headers=headers, json={}) as answer:
                    await assert_refused(answer, f"{method} {url}")


@pytest.mark.parametrize("value", ["-1", "1e3", "9" * 400, "", "%00", "x", "%D9%A3", "NaN", "1;--"])
async def test_queries_that_make_no_sense(http: aiohttp.ClientSession, night_call: NightCall, value: str) -> None:
    call = night_call.ids["calls"]
    async with http.get(
        URL(f"/api/calls/{call}/messages?after={value}", encoded=True), headers=night_call.lan
    ) as answer:
        await assert_refused(answer, value)
    async with http.get(URL(f"/api/calls/{call}?device={value}", encoded=True), headers=night_call.lan) as answer:
        assert answer.status < 500, await answer.text()


async def test_a_refusal_names_the_field_and_never_says_the_value_back(
    http: aiohttp.ClientSession, night_call: NightCall
) -> None:
    secret = "Hoàng Thị Mai 0912000001"
    body = {"name": 5, "birth_year": secret, "sex": secret, "relation": secret, secret: 1}
    async with http.post("/api/patients", headers=night_call.lan, json=body) as answer:
        problem = await assert_refused(answer, "values said back")
        fields = {error["field"] for error in problem["errors"]}
        assert {"name", "birth_year", "sex", "relation"} <= fields
        assert secret not in await answer.text()


def test_depth_is_judged_exactly() -> None:
    assert parse(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH) is not None
    with pytest.raises(Invalid):
        parse(b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2))


@pytest.mark.parametrize(("text", "fits"), [("Bà Mai", True), ("😀", True), ("a\x00", False), ("\ud83d", False)])
def test_what_the_database_can_keep(text: str, fits: bool) -> None:
    assert is_storable(text) is fits
