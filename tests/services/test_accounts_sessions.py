"""Sessions kept alive, stolen, ended; and what every request asks the database."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import event

from telehealth.accounts import sessions
from telehealth.accounts.permissions import Grant, Role
from telehealth.accounts.tokens import Keyring
from telehealth.db import Database
from telehealth.errors import Unidentified
from telehealth.settings import Settings
from tests.accounts_browser import Browser, open_browser, sql
from tests.people import Everyone, open_session, token_of

LAN = "+84912000001"


@pytest.fixture
async def phone(demo_server: TestServer, everyone: Everyone) -> AsyncIterator[Browser]:
    """Chị Lan's phone, signed in."""
    async with open_browser(demo_server) as browser:
        await browser.sign_in(LAN)
        yield browser


@pytest.fixture
async def tablet(demo_server: TestServer, everyone: Everyone) -> AsyncIterator[Browser]:
    """Another browser of hers, not signed in yet."""
    async with open_browser(demo_server) as browser:
        yield browser


async def refresh(browser: Browser) -> int:
    return (await browser.post("/api/auth/patient/refresh", token=False)).status


async def time_passes(database: Database, seconds: int) -> None:
    await sql(database, "UPDATE refresh_token SET rotated_at = rotated_at - make_interval(secs => :s)", s=seconds)


async def revoked(database: Database) -> list[str]:
    return [row[0] for row in await sql(database, "SELECT revoked_why FROM login_session WHERE revoked_at IS NOT NULL")]


async def events(database: Database) -> int:
    return int((await sql(database, "SELECT count(*) FROM event WHERE type = 'session.revoked'"))[0][0])


async def test_every_refresh_gives_a_new_token_for_the_same_session(phone: Browser) -> None:
    first = phone.cookie("rt_patient")
    me = (await phone.get("/api/auth/sessions")).body
    assert await refresh(phone) == 200
    second = phone.cookie("rt_patient")
    assert await refresh(phone) == 200
    assert len({first, second, phone.cookie("rt_patient")}) == 3
    assert [row["id"] for row in (await phone.get("/api/auth/sessions")).body["sessions"]] == [me["sessions"][0]["id"]]


async def test_a_lost_answer_is_no_theft(phone: Browser) -> None:
    before = phone.cookie("rt_patient")
    assert before
    await refresh(phone)
    after = phone.cookie("rt_patient")
    phone.put_cookie("rt_patient", before, "/api/auth/patient")
    assert await refresh(phone) == 200
    assert phone.cookie("rt_patient") == after


async def test_a_slow_tab_is_never_left_with_a_spent_token(phone: Browser, database: Database) -> None:
    """Its answer would put T1 into the jar after another tab has gone on to T2: it gets T2 as well."""
    first = phone.cookie("rt_patient")
    assert first
    await refresh(phone)
    await refresh(phone)
    head = phone.cookie("rt_patient")
    phone.put_cookie("rt_patient", first, "/api/auth/patient")
    assert await refresh(phone) == 200
    assert phone.cookie("rt_patient") == head
    await time_passes(database, 900)
    assert await refresh(phone) == 200


async def test_a_stolen_token_ends_the_session_for_both(phone: Browser, tablet: Browser, database: Database) -> None:
    stolen = phone.cookie("rt_patient")
    assert stolen
    await refresh(phone)
    await time_passes(database, 61)
    tablet.put_cookie("rt_patient", stolen, "/api/auth/patient")
    assert await refresh(tablet) == 401
    assert (await phone.get("/api/me")).status == 401, "effective on the very next request"
    assert await refresh(phone) == 401
    assert await revoked(database) == ["refresh-reuse"]
    assert await events(database) == 1
    assert await sql(database, "SELECT outcome FROM audit_event WHERE action = 'refresh.reuse'") == [("refused",)]


async def test_a_month_of_silence_ends_the_chain_and_use_prolongs_it(phone: Browser, database: Database) -> None:
    for _ in range(3):
        await sql(database, "UPDATE refresh_token SET expires_at = expires_at - interval '20 days'")
        await time_passes(database, 20 * 86400)
        assert await refresh(phone) == 200
    await sql(database, "UPDATE refresh_token SET expires_at = expires_at - interval '31 days'")
    assert await refresh(phone) == 401
    assert await revoked(database) == []


async def test_a_cookie_of_one_page_refreshes_no_other(phone: Browser) -> None:
    token = phone.cookie("rt_patient")
    assert token
    phone.put_cookie("rt_doctor", token, "/api/auth/doctor")
    assert (await phone.post("/api/auth/doctor/refresh", token=False)).status == 401
    assert (await phone.post("/api/auth/nobody/refresh", token=False)).status == 404
    phone.put_cookie("rt_patient", "rubbish", "/api/auth/patient")
    assert await refresh(phone) == 401


async def test_after_thirty_days_records_ask_for_a_code_again(phone: Browser, database: Database) -> None:
    assert (await phone.get("/api/advice")).status == 200
    await sql(database, "UPDATE login_session SET proved_at = now() - interval '30 days 1 minute'")
    assert (await phone.get("/api/advice")).code == "code-needed", "at once, not only at the next refresh"
    again = await phone.post("/api/auth/patient/refresh", token=False)
    assert again.body["me"]["scope"] == "ring"
    assert await sql(database, "SELECT scope FROM login_session") == [("ring",)]
    await sql(database, "UPDATE login_session SET proved_at = now()")
    assert (await phone.get("/api/me")).body["scope"] == "ring", "only a new sign-in gives it back"


async def test_signing_out_ends_this_browser_only(phone: Browser, tablet: Browser, database: Database) -> None:
    await sql(database, "UPDATE login_code SET created_at = created_at - interval '31 seconds'")
    await tablet.sign_in(LAN)
    out = await phone.post("/api/auth/patient/sign-out", token=False)
    assert out.status == 204
    assert not phone.cookie("rt_patient")
    assert (await phone.get("/api/me")).status == 401
    assert (await tablet.get("/api/me")).status == 200
    assert await revoked(database) == ["sign-out"]
    assert await events(database) == 1
    assert (await phone.post("/api/auth/patient/sign-out", token=False)).status == 204


async def test_signing_out_everywhere_ends_every_browser(phone: Browser, tablet: Browser, database: Database) -> None:
    await sql(database, "UPDATE login_code SET created_at = created_at - interval '31 seconds'")
    await tablet.sign_in(LAN)
    listed = (await phone.get("/api/auth/sessions")).body["sessions"]
    assert sorted(row["current"] for row in listed) == [False, True]
    out = await phone.post("/api/auth/sign-out-everywhere")
    assert (out.status, out.body) == (200, {"sessions_ended": 2})
    assert (await tablet.get("/api/me")).status == (await phone.get("/api/me")).status == 401
    assert await refresh(tablet) == await refresh(phone) == 401
    assert await events(database) == 2
    assert (await tablet.post("/api/auth/device")).status == 401, "a lost phone must not ring as her either"
    assert (await phone.post("/api/auth/device")).status == 200


async def test_another_sites_page_neither_refreshes_nor_signs_out(phone: Browser, database: Database) -> None:
    phone.origin = "https://evil.example"
    for path in ("refresh", "sign-out"):
        refused = await phone.post(f"/api/auth/patient/{path}", token=False)
        assert (refused.status, refused.code) == (403, "origin")
    assert await revoked(database) == []


async def test_three_pages_in_one_browser_stay_three_people(
    demo_server: TestServer, everyone: Everyone, database: Database
) -> None:
    await sql(database, "UPDATE account SET login = 'bs.' || login WHERE login IN ('binh', 'thu')")
    async with open_browser(demo_server) as browser:
        people = {}
        for who in ("caller", "doctor", "manager"):
            people[who] = (await browser.post("/api/demo/enter", {"as": who}, token=False)).body["me"]
        for audience, who in (("patient", "caller"), ("doctor", "doctor"), ("clinic", "manager")):
            back = await browser.post(f"/api/auth/{audience}/refresh", token=False)
            assert back.body["me"] == people[who]
    assert people["caller"]["phone"] == LAN
    assert people["doctor"]["practitioner"]["name"] == "Trần Văn Bình"
    assert [role["role"] for role in people["manager"]["roles"]] == ["manager"]
    assert people["manager"]["audience"] == "clinic"


async def test_everything_a_request_is_judged_by_is_one_query(
    everyone: Everyone, database: Database, settings: Settings
) -> None:
    keyring = Keyring.load(settings)
    row = await open_session(database, everyone.binh)
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    async with database.transaction() as session:
        await session.connection()
        event.listen(database.engine.sync_engine, "before_cursor_execute", note)
        who = await sessions.authenticate(session, keyring, token_of(settings, row))
    assert len(statements) == 1
    assert (who.account_id, who.practitioner_id) == (everyone.binh.account_id, everyone.binh.practitioner_id)
    assert who.grants == (Grant(everyone.hospital, Role.DOCTOR),)
    assert who.identified and who.display_name == "Trần Văn Bình"


@pytest.mark.parametrize(
    "what",
    [
        "the session is revoked",
        "the account is closed",
        "the role is gone",
        "the token is for another page",
        "no such session",
    ],
)
async def test_a_token_counts_for_nothing_once(
    everyone: Everyone, database: Database, settings: Settings, what: str
) -> None:
    row = await open_session(database, everyone.binh)
    token = token_of(settings, row)
    keyring = Keyring.load(settings)
    async with database.transaction() as session:
        assert await sessions.authenticate(session, keyring, token)
    changes = {
        "the session is revoked": "UPDATE login_session SET revoked_at = now()",
        "the account is closed": "UPDATE account SET disabled_at = now() WHERE login = 'binh'",
        "the role is gone": "UPDATE practitioner_role SET revoked_at = now()",
        "the token is for another page": "UPDATE login_session SET audience = 'clinic'",
    }
    if what in changes:
        await sql(database, changes[what])
    else:
        token = keyring.sign(session_id=UUID(int=1), subject="x", audience="doctor", scope="full")
    with pytest.raises(Unidentified):
        async with database.transaction() as session:
            await sessions.authenticate(session, keyring, token)


async def test_a_token_of_another_audience_is_refused_where_it_matters(
    everyone: Everyone, database: Database, settings: Settings
) -> None:
    token = token_of(settings, await open_session(database, everyone.lan))
    async with database.transaction() as session:
        with pytest.raises(Unidentified):
            await sessions.authenticate(session, Keyring.load(settings), token, audience="doctor")


async def test_an_expired_token_is_answered_401_and_a_refresh_mends_it(phone: Browser, demo_settings: Settings) -> None:
    claims = Keyring.load(demo_settings).verify(phone.token or "")
    phone.token = Keyring.load(demo_settings).sign(
        session_id=claims.session_id, subject="lan", audience="patient", scope="full", life=-1
    )
    assert (await phone.get("/api/me")).status == 401
    assert await refresh(phone) == 200
    assert (await phone.get("/api/me")).status == 200


async def test_ten_tabs_reload_together(phone: Browser, database: Database) -> None:
    assert await asyncio.gather(*(refresh(phone) for _ in range(10))) == [200] * 10
    assert await revoked(database) == []
    await time_passes(database, 61)
    assert await refresh(phone) == 200


async def test_cookies_are_secure_everywhere_but_on_this_machine(
    everyone: Everyone, server: TestServer, settings: Settings
) -> None:
    async with open_browser(server) as browser:
        here = (await browser.post("/api/auth/code", {"phone": LAN})).cookies["device"]
        assert not here["secure"]
        answer = await browser.http.post(
            "/api/auth/code", json={"phone": LAN}, headers={"Host": "kcb.example.vn", "Origin": "http://kcb.example.vn"}
        )
        assert answer.cookies["device"]["secure"]
