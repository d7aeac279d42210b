"""How chị Lan signs in on her phone."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from telehealth.db import Database
from tests.accounts_browser import Browser, open_browser, sql
from tests.people import Everyone

LAN, NEW_NUMBER = "+84912000001", "+84977000123"


@pytest.fixture
async def phone(demo_server: TestServer) -> AsyncIterator[Browser]:
    """Chị Lan's phone, never seen before."""
    async with open_browser(demo_server) as browser:
        yield browser


@pytest.fixture
async def other_phone(demo_server: TestServer) -> AsyncIterator[Browser]:
    """Somebody else's phone."""
    async with open_browser(demo_server) as browser:
        yield browser


async def later(database: Database, seconds: int) -> None:
    """Codes were asked for that much earlier."""
    await sql(
        database,
        "UPDATE login_code SET created_at = created_at - make_interval(secs => :s), expires_at = expires_at - make_interval(secs => :s)",
        s=seconds,
    )


async def test_lan_signs_in_with_a_code(everyone: Everyone, phone: Browser) -> None:
    signed_in = await phone.sign_in(LAN)
    assert signed_in.status == 200
    assert signed_in.body["expires_in"] == 900
    assert signed_in.body["me"]["account_id"] == str(everyone.lan.account_id)
    assert signed_in.body["me"]["scope"] == "full"
    me = await phone.get("/api/me")
    assert (me.status, me.body["phone"], me.body["audience"], me.body["identified"]) == (200, LAN, "patient", True)


async def test_a_new_number_gets_an_account_by_its_first_code(phone: Browser, database: Database) -> None:
    assert (await phone.sign_in(NEW_NUMBER)).body["me"]["phone"] == NEW_NUMBER
    assert len(await sql(database, "SELECT 1 FROM account WHERE phone = :p", p=NEW_NUMBER)) == 1


async def test_known_and_unknown_numbers_get_the_same_answer(
    everyone: Everyone, phone: Browser, other_phone: Browser
) -> None:
    known = await phone.post("/api/auth/code", {"phone": LAN})
    unknown = await other_phone.post("/api/auth/code", {"phone": NEW_NUMBER})
    assert known.status == unknown.status == 202
    assert {**known.body, "phone": ""} == {**unknown.body, "phone": ""}
    assert known.headers.keys() == unknown.headers.keys()
    for browser, number in ((phone, LAN), (other_phone, NEW_NUMBER)):
        code = await browser.code_for(number)
        wrong = await browser.post("/api/auth/code/verify", {"phone": number, "code": f"{(int(code) + 1) % 10**6:06d}"})
        assert (wrong.status, wrong.code, wrong.body["tries_left"]) == (400, "wrong-code", 4)


async def test_codes_and_cookies_are_kept_as_hmacs_only(everyone: Everyone, phone: Browser, database: Database) -> None:
    await phone.sign_in(LAN)
    code, device, token = await phone.code_for(LAN), phone.cookie("device"), phone.cookie("rt_patient")
    kept = ""
    for table in ("login_code", "device", "refresh_token", "login_session", "sms_message", "event", "audit_event"):
        kept += str(await sql(database, f"SELECT t::text FROM {table} t"))
    assert device and token
    for secret in (device, token, f",{code},", f" {code} "):
        assert secret not in kept


async def test_the_cookies_are_strict_and_each_goes_only_where_it_must(everyone: Everyone, phone: Browser) -> None:
    cookies = (await phone.sign_in(LAN)).cookies
    for name, path in (("rt_patient", "/api/auth/patient"), ("device", "/api/auth")):
        cookie = cookies[name]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (path, True, "Strict")
    assert int(cookies["rt_patient"]["max-age"]) == 30 * 86400
    assert int(cookies["device"]["max-age"]) == 400 * 86400


async def test_five_wrong_tries_spend_the_code(everyone: Everyone, phone: Browser, database: Database) -> None:
    await phone.post("/api/auth/code", {"phone": LAN})
    code = await phone.code_for(LAN)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    answers = [await phone.post("/api/auth/code/verify", {"phone": LAN, "code": wrong}) for _ in range(6)]
    assert [answer.code for answer in answers] == ["wrong-code"] * 5 + ["no-code"]
    assert (await phone.post("/api/auth/code/verify", {"phone": LAN, "code": code})).code == "no-code"
    assert await sql(database, "SELECT tries FROM login_code") == [(5,)]


async def test_a_used_code_is_refused(everyone: Everyone, phone: Browser) -> None:
    await phone.sign_in(LAN)
    again = await phone.post("/api/auth/code/verify", {"phone": LAN, "code": await phone.code_for(LAN)})
    assert (again.status, again.code) == (400, "no-code")


async def test_a_code_ends_after_five_minutes(everyone: Everyone, phone: Browser, database: Database) -> None:
    asked = await phone.post("/api/auth/code", {"phone": LAN})
    assert asked.body["expires_in"] == 300
    await later(database, 301)
    late = await phone.post("/api/auth/code/verify", {"phone": LAN, "code": await phone.code_for(LAN)})
    assert late.code == "no-code"


async def test_a_code_is_worth_nothing_on_another_phone(
    everyone: Everyone, phone: Browser, other_phone: Browser
) -> None:
    """So a stranger can neither guess at Lan's code nor spend its tries."""
    await phone.post("/api/auth/code", {"phone": LAN})
    code = await phone.code_for(LAN)
    await other_phone.post("/api/auth/code", {"phone": NEW_NUMBER})
    for _ in range(6):
        assert (await other_phone.post("/api/auth/code/verify", {"phone": LAN, "code": code})).code == "no-code"
    assert (await phone.post("/api/auth/code/verify", {"phone": LAN, "code": code})).status == 200


async def test_a_delayed_message_still_counts_beside_the_second(
    everyone: Everyone, phone: Browser, database: Database
) -> None:
    await phone.post("/api/auth/code", {"phone": LAN})
    first = await phone.code_for(LAN)
    await later(database, 31)
    assert (await phone.post("/api/auth/code", {"phone": LAN})).status == 202
    assert (await phone.post("/api/auth/code/verify", {"phone": LAN, "code": first})).status == 200


async def test_another_code_only_after_thirty_seconds(everyone: Everyone, phone: Browser, database: Database) -> None:
    await phone.post("/api/auth/code", {"phone": LAN})
    at_once = await phone.post("/api/auth/code", {"phone": LAN})
    assert (at_once.status, at_once.code) == (429, "too-soon")
    assert 1 <= at_once.body["retry_after"] <= 30
    assert at_once.headers["Retry-After"] == str(at_once.body["retry_after"])
    await later(database, 30)
    assert (await phone.post("/api/auth/code", {"phone": LAN})).status == 202


async def test_five_codes_an_hour_and_ten_a_day(everyone: Everyone, phone: Browser, database: Database) -> None:
    async def ask(times: int) -> list[int]:
        statuses = []
        for _ in range(times):
            statuses.append((await phone.post("/api/auth/code", {"phone": LAN})).status)
            await later(database, 31)
        return statuses

    assert await ask(6) == [202] * 5 + [429]
    await later(database, 3600)
    assert await ask(6) == [202] * 5 + [429]
    await later(database, 3600)
    assert await ask(1) == [429]
    await later(database, 86400)
    assert await ask(1) == [202]


async def test_lans_own_phone_is_exempt_from_what_a_stranger_uses_up(
    everyone: Everyone, phone: Browser, other_phone: Browser, database: Database
) -> None:
    await phone.sign_in(LAN)
    for _ in range(5):
        await later(database, 31)
        await other_phone.post("/api/auth/code", {"phone": LAN})
    assert (await other_phone.post("/api/auth/code", {"phone": LAN})).status == 429
    assert (await phone.post("/api/auth/code", {"phone": LAN})).status == 202


async def test_only_our_country_by_default(phone: Browser) -> None:
    for number in ("+12025550123", "12", "0233 3852 115"):
        refused = await phone.post("/api/auth/code", {"phone": number})
        assert (refused.status, refused.code) == (400, "phone") if len(number) > 5 else refused.status == 400


async def test_a_crowd_behind_one_address_is_never_refused(everyone: Everyone, phone: Browser) -> None:
    numbers = [f"+849771{number:05d}" for number in range(62)]
    assert [(await phone.post("/api/auth/code", {"phone": number})).status for number in numbers] == [202] * 62


async def test_a_cookie_planted_in_lans_browser_is_worth_nothing_after_she_signs_in(
    everyone: Everyone, phone: Browser, other_phone: Browser
) -> None:
    await other_phone.post("/api/auth/code", {"phone": NEW_NUMBER})
    planted = other_phone.cookie("device")
    assert planted
    phone.put_cookie("device", planted, "/api/auth")
    await phone.sign_in(LAN)
    assert (await other_phone.post("/api/auth/device")).status == 401
    assert (await phone.post("/api/auth/device")).status == 200


async def test_two_accounts_on_one_shared_phone_stay_two(everyone: Everyone, phone: Browser) -> None:
    await phone.sign_in(LAN)
    await phone.sign_in(everyone.quy.phone)
    assert (await phone.post("/api/auth/device")).body["me"]["phone"] == everyone.quy.phone


async def test_a_closed_account_does_not_sign_in(everyone: Everyone, phone: Browser, database: Database) -> None:
    await phone.sign_in(LAN)
    await sql(database, "UPDATE account SET disabled_at = now() WHERE phone = :p", p=LAN)
    assert (await phone.get("/api/me")).status == 401
    assert (await phone.post("/api/auth/device")).status == 401
    await later(database, 31)
    assert (await phone.sign_in(LAN)).code == "account-closed"


async def test_outside_the_demo_there_is_no_inbox_and_no_back_door(everyone: Everyone, server: TestServer) -> None:
    async with open_browser(server) as browser:
        assert (await browser.get("/api/demo/inbox")).status == 404
        assert (await browser.post("/api/demo/enter", {"as": "caller"})).status == 404
        refused = await browser.post("/api/auth/code", {"phone": LAN})
        assert (refused.status, refused.code) == (503, "sms-unavailable"), "no gateway is set"
