"""What never keeps a caller from ringing, and what a number given to somebody else must never show."""

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestServer

from telehealth.db import Database
from telehealth.settings import Settings
from tests.accounts_browser import Browser, open_browser, sql
from tests.people import Everyone, open_session, token_of

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


class TestRingingWithoutACode:
    """A login code never locks out an emergency."""

    async def test_a_phone_verified_last_year_rings_at_once(
        self, everyone: Everyone, phone: Browser, database: Database
    ) -> None:
        await phone.sign_in(LAN)
        await sql(database, "UPDATE device SET verified_at = now() - interval '11 months'")
        rings = await phone.post("/api/auth/device")
        assert (rings.status, rings.body["me"]["scope"]) == (200, "ring")
        assert rings.body["me"]["account_id"] == str(everyone.lan.account_id)
        assert (await phone.get("/api/patients")).status == 200
        records = await phone.get("/api/advice")
        assert (records.status, records.code) == (403, "code-needed")

    async def test_after_a_year_it_asks_for_a_code(
        self, everyone: Everyone, phone: Browser, database: Database
    ) -> None:
        await phone.sign_in(LAN)
        await sql(database, "UPDATE device SET verified_at = now() - interval '12 months 1 day'")
        assert (await phone.post("/api/auth/device")).status == 401

    async def test_a_strangers_phone_does_not_ring_as_lan(self, everyone: Everyone, other_phone: Browser) -> None:
        assert (await other_phone.post("/api/auth/device")).status == 401
        other_phone.put_cookie("device", "guessed", "/api/auth")
        assert (await other_phone.post("/api/auth/device")).status == 401

    async def test_asking_for_a_code_makes_no_phone_known(self, everyone: Everyone, other_phone: Browser) -> None:
        await other_phone.post("/api/auth/code", {"phone": LAN})
        assert (await other_phone.post("/api/auth/device")).status == 401

    async def test_the_code_does_not_come_and_the_caller_rings_as_a_guest(
        self, everyone: Everyone, phone: Browser, database: Database
    ) -> None:
        await phone.post("/api/auth/code", {"phone": LAN})
        early = await phone.post("/api/auth/guest", {"phone": LAN})
        assert (early.status, early.code) == (403, "code-first")
        await later(database, 30)
        guest = await phone.post("/api/auth/guest", {"phone": LAN})
        assert (guest.status, guest.body["me"]["scope"]) == (200, "guest")
        assert guest.body["me"]["account_id"] is None
        assert guest.body["me"]["phone"] == LAN
        for closed in ("/api/patients", "/api/advice"):
            assert (await phone.get(closed)).status == 403

    async def test_a_guest_asked_on_this_phone_for_this_number(
        self, everyone: Everyone, phone: Browser, other_phone: Browser, database: Database
    ) -> None:
        await phone.post("/api/auth/code", {"phone": LAN})
        await later(database, 31)
        assert (await phone.post("/api/auth/guest", {"phone": NEW_NUMBER})).status == 403
        assert (await other_phone.post("/api/auth/guest", {"phone": LAN})).status == 403

    async def test_who_has_used_the_code_needs_no_guest(
        self, everyone: Everyone, phone: Browser, database: Database
    ) -> None:
        await phone.sign_in(LAN)
        await later(database, 31)
        assert (await phone.post("/api/auth/guest", {"phone": LAN})).status == 403

    async def test_a_caller_whom_the_limits_keep_out_still_rings(
        self, everyone: Everyone, phone: Browser, other_phone: Browser, database: Database
    ) -> None:
        """A stranger has used up the codes of Lan's number; her new phone is refused at first sight."""
        for _ in range(5):
            await other_phone.post("/api/auth/code", {"phone": LAN})
            await later(database, 31)
        assert (await phone.post("/api/auth/code", {"phone": LAN})).code == "too-many"
        await later(database, 30)
        assert (await phone.post("/api/auth/guest", {"phone": LAN})).status == 200

    async def test_past_the_budget_no_message_leaves_and_calls_still_ring(
        self, everyone: Everyone, phone: Browser, database: Database
    ) -> None:
        await sql(
            database,
            "INSERT INTO sms_message (phone, kind, state) SELECT '+84900000000', 'login_code', 'sent' FROM generate_series(1, 2000)",
        )
        refused = await phone.post("/api/auth/code", {"phone": LAN})
        assert (refused.status, refused.code) == (503, "sms-unavailable")
        assert (await phone.get("/api/demo/inbox")).body["messages"] == []
        await later(database, 30)
        assert (await phone.post("/api/auth/guest", {"phone": LAN})).status == 200

    async def test_messages_that_failed_and_yesterdays_cost_nothing(
        self, everyone: Everyone, phone: Browser, database: Database
    ) -> None:
        await sql(
            database,
            "INSERT INTO sms_message (phone, kind, state) SELECT '+84900000000', 'login_code', 'failed' FROM generate_series(1, 2000)",
        )
        await sql(
            database,
            "INSERT INTO sms_message (phone, kind, state, created_at) SELECT '+84900000000', 'login_code', 'sent', now() - interval '1 day' FROM generate_series(1, 2000)",
        )
        assert (await phone.post("/api/auth/code", {"phone": LAN})).status == 202


class TestRecycledNumbers:
    """Carriers give a number to somebody else after months of silence."""

    async def fall_silent(self, database: Database) -> None:
        await sql(
            database, "UPDATE account SET last_active_at = now() - interval '6 months 1 day' WHERE phone = :p", p=LAN
        )

    async def test_a_new_phone_on_a_silent_number_calls_but_sees_nothing_old(
        self, everyone: Everyone, other_phone: Browser, database: Database
    ) -> None:
        await self.fall_silent(database)
        entered = await other_phone.sign_in(LAN)
        assert entered.body["me"]["identified"] is False
        assert entered.body["me"]["scope"] == "full"
        assert (await other_phone.get("/api/patients")).body["patients"] == []

    async def test_a_second_new_phone_sees_no_more_than_the_first(
        self, everyone: Everyone, phone: Browser, other_phone: Browser, database: Database
    ) -> None:
        await self.fall_silent(database)
        await other_phone.sign_in(LAN)
        await later(database, 31)
        assert (await phone.sign_in(LAN)).body["me"]["identified"] is False
        assert (await phone.get("/api/patients")).body["patients"] == []

    async def test_once_staff_have_made_sure_the_old_record_opens(
        self, everyone: Everyone, other_phone: Browser, database: Database, demo_settings: Settings
    ) -> None:
        await self.fall_silent(database)
        await other_phone.sign_in(LAN)
        token, desk = other_phone.token, await open_session(database, everyone.receptionist)
        other_phone.token = token_of(demo_settings, desk)
        assert (await other_phone.post(f"/api/staff/reidentify/{everyone.lan.account_id}")).status == 204
        other_phone.token = token
        names = {patient["name"] for patient in (await other_phone.get("/api/patients")).body["patients"]}
        assert "Hoàng Thị Mai" in names

    async def test_the_phone_known_before_stays_identified(
        self, everyone: Everyone, phone: Browser, database: Database
    ) -> None:
        await phone.sign_in(LAN)
        await later(database, 31)
        await self.fall_silent(database)
        assert (await phone.sign_in(LAN)).body["me"]["identified"] is True

    async def test_the_former_owners_phone_no_longer_rings_as_the_number(
        self, everyone: Everyone, phone: Browser, other_phone: Browser, database: Database
    ) -> None:
        await phone.sign_in(LAN)
        await later(database, 31)
        await self.fall_silent(database)
        await other_phone.sign_in(LAN)
        assert (await phone.post("/api/auth/device")).status == 401

    async def test_five_months_are_not_silence(
        self, everyone: Everyone, other_phone: Browser, database: Database
    ) -> None:
        await sql(database, "UPDATE account SET last_active_at = now() - interval '5 months' WHERE phone = :p", p=LAN)
        assert (await other_phone.sign_in(LAN)).body["me"]["identified"] is True

    async def test_a_device_seen_long_ago_is_as_new_as_its_first_code(
        self, everyone: Everyone, other_phone: Browser, database: Database
    ) -> None:
        """It asked for a code in spring; what Lan's family added in summer is older than its sign-in in autumn."""
        await other_phone.post("/api/auth/code", {"phone": LAN})
        await sql(database, "UPDATE device SET created_at = now() - interval '2 years'")
        await later(database, 31)
        await self.fall_silent(database)
        await other_phone.sign_in(LAN)
        assert (await other_phone.get("/api/patients")).body["patients"] == []
        assert other_phone.cookie("device")
