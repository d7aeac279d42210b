"""bác sĩ Bình signs in with password and authenticator; chị Hà's colleagues give and take roles."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pyotp
import pytest
from aiohttp.test_utils import TestServer

from telehealth.accounts import passwords, staff, totp
from telehealth.accounts.housekeeping import forget_old
from telehealth.db import Database
from telehealth.errors import Conflict
from telehealth.settings import Settings
from tests.accounts_browser import Answer, Browser, open_browser, sql
from tests.people import Everyone, Staff, open_session, token_of

PASSWORD = "trăng sáng đêm nay"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
async def desk(server: TestServer, everyone: Everyone) -> AsyncIterator[Browser]:
    """A browser in the doctors' room, where nobody has signed in yet."""
    async with open_browser(server) as browser:
        yield browser


@pytest.fixture
async def binh(everyone: Everyone, database: Database, settings: Settings) -> Staff:
    """Bác sĩ Bình has chosen a password and scanned the QR code."""
    await sql(
        database,
        "UPDATE account SET password_hash = :hash, totp_secret = :secret WHERE id = :id",
        hash=passwords.hash_password(PASSWORD), secret=totp.sealed(settings, SECRET), id=everyone.binh.account_id,
    )  # fmt: skip
    return everyone.binh


async def code_now(database: Database, offset: int = 0) -> str:
    now = (await sql(database, "SELECT extract(epoch FROM now())::float"))[0][0]
    return pyotp.TOTP(SECRET).at(int(now) + 30 * offset)


async def enter(browser: Browser, code: str, **changed: str) -> Answer:
    body = {"login": "binh", "password": PASSWORD, "totp": code, "audience": "doctor", **changed}
    return await browser.post("/api/auth/staff", body, token=False)


async def signed_in_as(browser: Browser, database: Database, settings: Settings, who: Staff) -> None:
    browser.token = token_of(settings, await open_session(database, who))


async def test_binh_signs_in(desk: Browser, binh: Staff, database: Database) -> None:
    entered = await enter(desk, await code_now(database))
    assert entered.status == 200
    assert entered.body["me"]["practitioner"]["licence_number"] == "GPHN-BINH-0001"
    assert entered.body["me"]["practitioner"]["facility_name"] == "Bệnh viện Đa khoa tỉnh (thử)"
    assert entered.cookies["rt_doctor"]["path"] == "/api/auth/doctor"
    assert (await desk.get("/api/duty")).status == 200


async def test_wrong_password_wrong_code_and_unknown_login_get_one_answer(
    desk: Browser, binh: Staff, database: Database
) -> None:
    code = await code_now(database)
    wrong = [
        await enter(desk, code, password="trăng mờ"),
        await enter(desk, f"{(int(code) + 1) % 10**6:06d}"),
        await enter(desk, code, login="nobody"),
        await enter(desk, code, login="thu"),  # has neither password nor authenticator yet
    ]
    assert {(answer.status, answer.code) for answer in wrong} == {(401, "wrong-sign-in")}
    assert len({str(sorted(answer.body.items())) for answer in wrong}) == 1
    assert (await enter(desk, code)).status == 200, "a wrong password has not spent the code"


async def test_a_code_opens_one_session(desk: Browser, binh: Staff, database: Database) -> None:
    code = await code_now(database)
    assert (await enter(desk, code)).status == 200
    assert (await enter(desk, code)).code == "wrong-sign-in"
    assert (await enter(desk, await code_now(database, -1))).code == "wrong-sign-in", "nor does an older one"
    assert (await enter(desk, await code_now(database, +1))).status == 200


async def test_a_page_needs_a_role_that_fits(desk: Browser, binh: Staff, database: Database) -> None:
    refused = await enter(desk, await code_now(database), audience="clinic")
    assert (refused.status, refused.code) == (403, "role-needed")
    assert ("refused", "role-needed") in await sql(database, "SELECT outcome, reason FROM audit_event")


async def test_guessing_slows_down_and_a_pause_ends_it(desk: Browser, binh: Staff, database: Database) -> None:
    for _ in range(5):
        assert (await enter(desk, "000000", password="guess")).status == 401
    slowed = await enter(desk, await code_now(database))
    assert (slowed.status, slowed.code) == (429, "too-many")
    assert 1 <= slowed.body["retry_after"] <= 60
    await sql(database, "UPDATE sign_in_attempt SET at = at - interval '61 seconds'")
    assert (await enter(desk, await code_now(database))).status == 200
    assert await sql(database, "SELECT count(*) FROM sign_in_attempt") == [(0,)]


async def test_an_unknown_login_is_slowed_like_a_known_one(desk: Browser, binh: Staff) -> None:
    async def statuses(login: str) -> list[int]:
        return [(await enter(desk, "000000", login=login, password="guess")).status for _ in range(6)]

    assert await statuses("binh") == await statuses("nobody") == [401] * 5 + [429]


async def test_a_stranger_who_keeps_guessing_does_not_keep_binh_out(
    desk: Browser, server: TestServer, binh: Staff, database: Database
) -> None:
    await enter(desk, await code_now(database))
    async with open_browser(server) as stranger:
        for _ in range(6):
            last = await enter(stranger, "000000", password="guess")
        assert last.status == 429
    assert (await enter(desk, await code_now(database, +1))).status == 200


async def test_the_authenticators_secret_is_sealed_at_rest(binh: Staff, database: Database) -> None:
    assert SECRET not in str(await sql(database, "SELECT account::text FROM account"))


async def test_a_new_colleague_is_enrolled(everyone: Everyone, database: Database, settings: Settings) -> None:
    async with database.transaction() as session:
        new = await staff.enrol(session, settings, login="Ngân", display_name="Hồ Thị Ngân", password=PASSWORD)
    assert new.totp_uri.startswith("otpauth://totp/")
    async with database.transaction() as session:
        with pytest.raises(Conflict):
            await staff.enrol(session, settings, login="ngân", display_name="Ai đó", password=PASSWORD)


class TestRoles:
    """anh Tuấn is the hospital's administrator, and only the hospital's."""

    async def test_he_sees_his_own_facilitys_staff(
        self, desk: Browser, everyone: Everyone, database: Database, settings: Settings
    ) -> None:
        await signed_in_as(desk, database, settings, everyone.administrator)
        listed = (await desk.get("/api/staff")).body["staff"]
        assert [person["login"] for person in listed] == ["binh", "khoa", "thu", "tuan"]
        assert listed[0]["licence_number"] == "GPHN-BINH-0001"

    async def test_he_makes_ha_a_manager_of_the_hospital_too(
        self, desk: Browser, everyone: Everyone, database: Database, settings: Settings
    ) -> None:
        await signed_in_as(desk, database, settings, everyone.administrator)
        new = {"login": "ha", "facility_id": str(everyone.hospital), "role": "manager"}
        granted = await desk.post("/api/staff/roles", new)
        assert granted.status == 200
        assert [role["role"] for role in granted.body["roles"]] == ["manager"], "her role elsewhere is not his to see"
        assert (await desk.post("/api/staff/roles", new)).code == "role-held"
        assert ("role.grant", "allowed") in await sql(database, "SELECT action, outcome FROM audit_event")

    async def test_he_gives_nothing_at_another_facility(
        self, desk: Browser, everyone: Everyone, database: Database, settings: Settings
    ) -> None:
        await signed_in_as(desk, database, settings, everyone.administrator)
        for place in (everyone.station, everyone.elsewhere, uuid4()):
            refused = await desk.post("/api/staff/roles", {"login": "tuan", "facility_id": str(place), "role": "dpo"})
            assert (refused.status, refused.code) == (403, "other-facility")
        assert await sql(
            database, "SELECT count(*) FROM audit_event WHERE action = 'role.grant' AND outcome = 'refused'"
        ) == [(3,)]

    async def test_he_takes_nothing_away_at_another_facility(
        self, desk: Browser, everyone: Everyone, database: Database, settings: Settings
    ) -> None:
        await signed_in_as(desk, database, settings, everyone.administrator)
        ((has_role,),) = await sql(
            database, "SELECT id FROM practitioner_role WHERE account_id = :a", a=everyone.ha.account_id
        )
        assert (await desk.send("DELETE", f"/api/staff/roles/{has_role}")).status == 404
        assert await sql(database, "SELECT revoked_at FROM practitioner_role WHERE id = :r", r=has_role) == [(None,)]
        assert ("role.revoke", "refused") in await sql(database, "SELECT action, outcome FROM audit_event")

    async def test_a_doctor_needs_a_licence(
        self, desk: Browser, everyone: Everyone, database: Database, settings: Settings
    ) -> None:
        await signed_in_as(desk, database, settings, everyone.administrator)
        new = {"login": "ha", "facility_id": str(everyone.hospital), "role": "doctor"}
        assert (await desk.post("/api/staff/roles", new)).code == "licence-needed"
        await sql(
            database,
            "UPDATE practitioner SET licence_expires_on = current_date - 1 WHERE account_id = :a",
            a=everyone.son.account_id,
        )
        assert (await desk.post("/api/staff/roles", {**new, "login": "son"})).code == "licence-needed"
        await sql(database, "UPDATE practitioner SET licence_expires_on = current_date")
        assert (await desk.post("/api/staff/roles", {**new, "login": "son"})).status == 200

    async def test_a_lost_role_counts_on_the_very_next_request(
        self, desk: Browser, server: TestServer, everyone: Everyone, database: Database, settings: Settings
    ) -> None:
        await signed_in_as(desk, database, settings, everyone.administrator)
        async with open_browser(server) as bedside:
            await signed_in_as(bedside, database, settings, everyone.binh)
            assert (await bedside.get("/api/duty")).status == 200
            ((role,),) = await sql(
                database, "SELECT id FROM practitioner_role WHERE account_id = :a", a=everyone.binh.account_id
            )
            assert (await desk.send("DELETE", f"/api/staff/roles/{role}")).status == 204
            for path in ("/api/duty", "/api/me", "/api/ice"):
                assert (await bedside.get(path)).status == 401
        assert await sql(
            database, "SELECT revoked_why FROM login_session WHERE account_id = :a", a=everyone.binh.account_id
        ) == [("role-lost",)]
        assert await sql(database, "SELECT count(*) FROM event WHERE type = 'session.revoked'") == [(1,)]
        assert (await desk.get("/api/me")).status == 200, "his own session goes on"
        assert (await desk.send("DELETE", f"/api/staff/roles/{role}")).status == 404

    async def test_the_last_administrator_stays(
        self, desk: Browser, everyone: Everyone, database: Database, settings: Settings
    ) -> None:
        await signed_in_as(desk, database, settings, everyone.administrator)
        ((own,),) = await sql(database, "SELECT id FROM practitioner_role WHERE role = 'administrator'")
        assert (await desk.send("DELETE", f"/api/staff/roles/{own}")).code == "last-administrator"
        await desk.post(
            "/api/staff/roles", {"login": "khoa", "facility_id": str(everyone.hospital), "role": "administrator"}
        )
        assert (await desk.send("DELETE", f"/api/staff/roles/{own}")).status == 204
        assert (await desk.get("/api/staff")).status == 401

    @pytest.mark.parametrize("name", ["binh", "nurse", "health_worker", "receptionist", "ha", "dpo"])
    async def test_nobody_else_manages_staff(
        self, desk: Browser, everyone: Everyone, database: Database, settings: Settings, name: str
    ) -> None:
        who: Staff = getattr(everyone, name)
        await signed_in_as(desk, database, settings, who)
        new = {"login": who.login, "facility_id": str(who.facility_id), "role": "administrator"}
        assert (await desk.post("/api/staff/roles", new)).status == 403
        assert (await desk.get("/api/staff")).status == 403


async def test_staff_reidentify_a_recycled_number(
    desk: Browser, everyone: Everyone, database: Database, settings: Settings
) -> None:
    await sql(
        database,
        "INSERT INTO device (secret_hmac, account_id, verified_at, identified) VALUES ('x', :a, now(), false)",
        a=everyone.lan.account_id,
    )
    await signed_in_as(desk, database, settings, everyone.receptionist)
    assert (await desk.post(f"/api/staff/reidentify/{everyone.lan.account_id}")).status == 204
    assert await sql(database, "SELECT identified FROM device") == [(True,)]
    assert await sql(
        database, "SELECT account_id, entity_id, outcome FROM audit_event WHERE action = 'account.reidentify'"
    ) == [(everyone.receptionist.account_id, everyone.lan.account_id, "allowed")]
    for nobody in (uuid4(), everyone.binh.account_id):
        assert (await desk.post(f"/api/staff/reidentify/{nobody}")).status == 404
    await signed_in_as(desk, database, settings, everyone.ha)
    assert (await desk.post(f"/api/staff/reidentify/{everyone.lan.account_id}")).status == 403


async def test_what_is_past_its_use_is_forgotten_and_the_rest_kept(everyone: Everyone, database: Database) -> None:
    await sql(
        database,
        "INSERT INTO device (secret_hmac, created_at) VALUES ('old', now() - interval '3 days'), ('new', now())",
    )
    await sql(
        database,
        "INSERT INTO sign_in_attempt (login_hmac, at) VALUES ('old', now() - interval '2 days'), ('new', now())",
    )
    await sql(
        database,
        "INSERT INTO login_code (phone, code_hmac, created_at, expires_at) VALUES ('+84', 'old', now() - interval '3 days', now()), ('+84', 'new', now(), now())",
    )
    async with database.transaction() as session:
        await forget_old(session)
    for table, column in (("device", "secret_hmac"), ("sign_in_attempt", "login_hmac"), ("login_code", "code_hmac")):
        assert await sql(database, f"SELECT {column} FROM {table}") == [(b"new",)]
