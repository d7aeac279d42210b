"""The same over HTTP: what a page sends and gets, from the family's list to the officer's log."""

from typing import Any

import aiohttp
from sqlalchemy import func, select

from telehealth.accounts.models import LoginSession
from telehealth.audit import AuditEvent
from telehealth.db import Database
from telehealth.settings import Settings
from tests.people import Everyone, sign_in, token_of
from tests.visits import DRINK, SOAP, Visit, visit

Headers = dict[str, str]


async def ask(
    http: aiohttp.ClientSession, method: str, path: str, who: Headers, body: object = None
) -> tuple[int, dict[str, Any]]:
    async with http.request(method, path, headers=who, json=body) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, await answer.json() if answer.status != 204 else {}


async def test_lan_keeps_her_family(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    lan, quy = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.quy)
    new = {"name": "Hoàng Văn Út", "birth_year": 1960, "sex": "male", "relation": "other"}
    status, uncle = await ask(http, "POST", "/api/patients", lan, new)
    assert (status, uncle["given_name"], uncle["relation"]) == (201, "Út", "other")
    path = f"/api/patients/{uncle['id']}"
    status, edited = await ask(http, "PATCH", path, lan, {"birth_date": "1960-05-04"})
    assert (status, edited["birth_date"]) == (200, "1960-05-04")
    for method, body in (("PATCH", {"name": "Kẻ Khác"}), ("DELETE", None)):
        assert (await ask(http, method, path, quy, body))[0] == 404
    assert await ask(http, "DELETE", path, lan) == (204, {})
    _, family = await ask(http, "GET", "/api/patients", lan)
    assert [person["given_name"] for person in family["patients"]] == ["Lan", "Mai", "Na"]
    for birth in ({"birth_year": 2050}, {"birth_date": "2099-01-01", "birth_year": None}, {"birth_year": "x"}):
        assert (await ask(http, "POST", "/api/patients", lan, new | birth))[0] == 400


async def a_visit(database: Database, settings: Settings, everyone: Everyone) -> tuple[Visit, Headers]:
    """bà Mai's visit, and chị Lan's own session in which the call was made."""
    seen = await visit(database, everyone, everyone.binh, everyone.mai)
    async with database.transaction() as session:
        row = await session.get_one(LoginSession, seen.caller.session_id)
    return seen, {"Authorization": f"Bearer {token_of(settings, row)}"}


async def test_from_the_doctors_note_to_what_the_family_reads(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    seen, lan = await a_visit(database, settings, everyone)
    binh = await sign_in(database, settings, everyone.binh)
    encounter = f"/api/encounters/{seen.encounter_id}"
    _, lists = await ask(http, "GET", "/api/encounters", binh)
    assert [line["id"] for line in lists["unsigned"]] == [str(seen.encounter_id)]
    status, view = await ask(http, "GET", encounter, binh)
    assert (status, view["note"]["version"], view["may_write"]) == (200, 1, True)

    words = {**SOAP, "advice": DRINK}
    status, saved = await ask(http, "PUT", f"{encounter}/note", binh, {"version": 1, **words})
    assert (status, saved["version"]) == (200, 2)
    stale = {"version": 1, **words, "advice": "Từ thẻ cũ"}
    status, problem = await ask(http, "PUT", f"{encounter}/note", binh, stale)
    assert (status, problem["code"], problem["note"]["advice"]) == (409, "newer-note", DRINK)

    status, told = await ask(http, "GET", f"/api/calls/{seen.call_id}/advice", lan)
    assert (status, told["advice"], told["signed"]) == (200, DRINK, False)
    status, signed = await ask(http, "POST", f"{encounter}/sign", binh, {"version": 2})
    assert (status, signed["signed_by"]) == (200, "Trần Văn Bình")
    status, problem = await ask(http, "PUT", f"{encounter}/note", binh, {**stale, "version": 2})
    assert (status, problem["code"]) == (409, "signed")
    addendum = {"body": "Mai tái khám tại trạm.", "for_family": True}
    assert (await ask(http, "POST", f"{encounter}/addenda", binh, addendum))[0] == 201

    _, advice = await ask(http, "GET", "/api/advice", lan)
    (line,) = advice["advice"]
    assert (line["signed"], line["patient_name"]) == (True, "Hoàng Thị Mai")
    assert [one["body"] for one in line["addenda"]] == ["Mai tái khám tại trạm."]
    assert not {"subjective", "objective", "assessment", "plan", "note"} & line.keys()


async def test_a_refusal_is_an_answer_and_a_line_in_the_log(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    seen, lan = await a_visit(database, settings, everyone)
    path = f"/api/encounters/{seen.encounter_id}"
    outsiders = {
        404: [lan, await sign_in(database, settings, everyone.quy), await sign_in(database, settings, None)],
        403: [
            await sign_in(database, settings, person)
            for person in (everyone.ha, everyone.receptionist, everyone.dpo, everyone.son)
        ],
    }
    for status, people in outsiders.items():
        for who in people:
            assert (await ask(http, "GET", path, who))[0] == status
    assert (await ask(http, "GET", path, {}))[0] == 401
    async with database.transaction() as session:
        kept = select(func.count()).where(AuditEvent.action == "encounter.read", AuditEvent.outcome == "refused")
        assert await session.scalar(kept) == 7


async def test_the_officer_reads_the_log_and_nobody_else_does(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    seen, lan = await a_visit(database, settings, everyone)
    dpo, binh = await sign_in(database, settings, everyone.dpo), await sign_in(database, settings, everyone.binh)
    for _ in range(105):
        await ask(http, "GET", f"/api/encounters/{seen.encounter_id}", binh)
    _, first = await ask(http, "GET", "/api/audit", dpo)
    assert len(first["events"]) == 100 and first["next_before"] == first["events"][-1]["id"]
    _, rest = await ask(http, "GET", f"/api/audit?before={first['next_before']}", dpo)
    assert rest["next_before"] is None
    assert {line["action"] for line in first["events"] + rest["events"]} >= {"encounter.read"}
    assert "Mai" not in str(first) and "detail" not in first["events"][0]
    for who in (lan, binh, await sign_in(database, settings, everyone.ha)):
        assert (await ask(http, "GET", "/api/audit", who))[0] == 403
    for before in ("-1", "x", "9" * 30, "9" * 4000):
        status, _ = await ask(http, "GET", f"/api/audit?before={before}", dpo)
        assert status in (200, 400)


async def test_a_stranger_reached_by_telephone_gets_a_name_in_the_record(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    binh, thu = await sign_in(database, settings, everyone.binh), await sign_in(database, settings, everyone.thu)
    _, kept = await ask(http, "POST", "/api/callbacks", {}, {"phone": "0912000077", "reason": "Sốt"})
    status, done = await ask(http, "POST", f"/api/callbacks/{kept['id']}/telephone", binh, {"reached": True})
    assert (status, done["callback"]["state"]) == (200, "done")
    path = f"/api/encounters/{done['encounter_id']}/patient"
    person = {"name": "Lê Văn Tám", "birth_year": 1949, "sex": "male"}
    assert (await ask(http, "POST", path, thu, person))[0] in (403, 404)
    status, named = await ask(http, "POST", path, binh, person)
    assert (status, named["patient"]["name"]) == (200, "Lê Văn Tám")
    status, again = await ask(http, "POST", path, binh, person | {"name": "Người Khác"})
    assert (status, again["code"]) == (409, "named")
