"""Ways in that were found open, each named after what could have happened, and shut since."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from sqlalchemy import func, select, text, update

from telehealth import timers
from telehealth.accounts.models import Device, LoginSession
from telehealth.accounts.permissions import Principal, Role
from telehealth.calls import aftermath, ledger, ringing_back, service
from telehealth.calls.models import CallRow, ChatMessage
from telehealth.calls.shapes import NewCall
from telehealth.calls.states import EndReason
from telehealth.db import Database
from telehealth.duty.models import Callback
from telehealth.records.models import Encounter
from telehealth.settings import Settings
from tests.accounts_browser import open_browser
from tests.people import Everyone, open_session, principal_of, sign_in, token_of
from tests.services.test_calls_queue import PROVINCE, call_now, lan_calls, later, on_duty

DEVICE = "dev-binh-01"
Answer = tuple[int, Any]


async def ask(
    http: aiohttp.ClientSession, line: str, headers: dict[str, str] | None = None, body: object = None
) -> Answer:
    """One request: "POST /api/calls"."""
    method, path = line.split()
    async with http.request(method, path, headers=headers or {}, json=body) as answer:
        return answer.status, (await answer.json() if answer.content_length != 0 and answer.status != 204 else None)


async def lan_rings(http: aiohttp.ClientSession, headers: dict[str, str], everyone: Everyone) -> str:
    status, call = await ask(
        http, "POST /api/calls", headers, {"patient_id": str(everyone.mai), "relation": "child", "reason": "Khó thở"}
    )
    assert status == 201
    return str(call["id"])


class TestTheSameInstant:
    """Two hands on one button."""

    async def test_two_phones_of_one_family_ring_at_once_and_make_one_call(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        phones = [await sign_in(database, settings, everyone.lan) for _ in range(4)]
        told = await asyncio.gather(
            *(ask(http, "POST /api/calls", {**phone, "Idempotency-Key": str(uuid4())}, {}) for phone in phones * 2)
        )
        assert {status for status, _ in told} == {201}
        assert len({call["id"] for _, call in told}) == 1

    async def test_a_doctor_in_a_call_who_takes_another_is_told_so(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        first = await lan_rings(http, await sign_in(database, settings, everyone.lan), everyone)
        _, second = await ask(http, "POST /api/calls", await sign_in(database, settings, everyone.quy), {})
        binh = await sign_in(database, settings, everyone.binh)
        assert (await ask(http, f"POST /api/calls/{first}/accept", binh, {"device": DEVICE}))[0] == 200
        status, problem = await ask(http, f"POST /api/calls/{second['id']}/accept", binh, {"device": DEVICE})
        assert (status, problem["code"]) == (409, "busy")

    async def test_for_whom_is_said_while_the_doctor_answers_and_the_note_is_about_that_person(
        self, database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The accept has read the call (for bà Mai); chị Lan says "for bé Na"; then the accept is written."""
        await on_duty(database, everyone.binh)
        _, call_id = await lan_calls(database, everyone)
        binh = await principal_of(database, everyone.binh)
        guarded = ledger._guarded_update

        async def after_lan_has_chosen(session: Any, call: UUID, seen: int, after: Any) -> bool:
            async with database.transaction() as other:
                na = everyone.lan.patients["na"]
                await other.execute(update(CallRow).where(CallRow.id == call_id).values(patient_id=na))
            return await guarded(session, call, seen, after)

        monkeypatch.setattr(ledger, "_guarded_update", after_lan_has_chosen)
        async with database.transaction() as session:
            await service.accept(session, binh, call_id, DEVICE)
        async with database.transaction() as session:
            about = await session.scalar(select(Encounter.patient_id).where(Encounter.call_id == call_id))
        assert about == everyone.lan.patients["na"]


class TestAnotherProvince:
    """bác sĩ Sơn works in another province; the same database holds his hospital."""

    async def test_sees_nothing_of_the_queue(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        lan, son = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.son)
        call = await lan_rings(http, lan, everyone)
        await ask(http, "POST /api/callbacks", lan, {"phone": everyone.lan.phone, "patient_id": str(everyone.mai)})
        status, duty = await ask(http, "GET /api/duty", son)
        assert (status, duty["waiting"], duty["callbacks"], duty["colleagues"]) == (200, [], [], [])
        for line in (
            "GET /api/callbacks",
            f"GET /api/calls/{call}",
            "GET /api/clinic/tonight",
            f"GET /api/clinic/calls/{call}",
        ):
            status, problem = await ask(http, line, son)
            assert (status, problem["code"]) == (403, "other-province"), line

    async def test_takes_neither_call_nor_call_back(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        lan, son = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.son)
        call = await lan_rings(http, lan, everyone)
        _, asked = await ask(http, "POST /api/callbacks", lan, {"phone": everyone.lan.phone})
        assert (await ask(http, "POST /api/duty/start", son, {}))[0] == 200
        status, problem = await ask(http, f"POST /api/calls/{call}/accept", son, {"device": DEVICE})
        assert (status, problem["code"]) == (409, "off-duty")
        for deed, body in (("claim", None), ("telephone", {"reached": True}), ("call", {"device": DEVICE})):
            assert (await ask(http, f"POST /api/callbacks/{asked['id']}/{deed}", son, body))[0] == 403
        assert (await call_now(database, UUID(call))).holder is None


class TestWhoIsNoClinician:
    """What a role does not need, it does not see."""

    async def test_the_health_worker_sees_the_queue_without_complaints_and_numbers(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        await lan_rings(http, await sign_in(database, settings, everyone.lan), everyone)
        await ask(http, "POST /api/callbacks", body={"phone": "0912000009", "reason": "đau ngực"})
        pa = await sign_in(database, settings, everyone.health_worker, audience="doctor")
        binh = await sign_in(database, settings, everyone.binh)
        _, seen = await ask(http, "GET /api/duty", pa)
        assert [line["reason"] for line in seen["waiting"]] == [""]
        assert seen["callbacks"] == []
        _, seen = await ask(http, "GET /api/duty", binh)
        assert [line["reason"] for line in seen["waiting"]] == ["Khó thở"]
        assert len(seen["callbacks"]) == 1

    async def test_a_doctor_who_moved_to_the_reception_reads_no_old_call(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        lan, binh = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.binh)
        call = await lan_rings(http, lan, everyone)
        await ask(http, f"POST /api/calls/{call}/accept", binh, {"device": DEVICE})
        await ask(http, f"POST /api/calls/{call}/messages", lan, {"id": str(uuid4()), "body": "Mẹ tôi bị HIV"})
        await ask(http, f"POST /api/calls/{call}/hang-up", lan, {})
        async with database.transaction() as session:
            moved = "UPDATE practitioner_role SET role = :role WHERE account_id = :who"
            await session.execute(text(moved), {"role": Role.RECEPTIONIST.value, "who": everyone.binh.account_id})
        desk = await sign_in(database, settings, everyone.binh, audience="clinic")
        _, seen = await ask(http, f"GET /api/calls/{call}", desk)
        assert (seen["viewer"], seen["reason"], seen["patient"], seen["family"]) == ("staff", "", None, None)
        assert (await ask(http, f"GET /api/calls/{call}/messages", desk))[0] == 404


class TestAStrangerNamesANumber:
    """Anybody may type chị Lan's number into a form."""

    async def test_and_withdraws_nothing_that_was_asked_for_under_it(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        await ask(http, "POST /api/callbacks", body={"phone": "0912000009", "reason": "đau ngực"})
        stranger = await sign_in(database, settings, None)  # a guest who says to have 0912 000 009
        _, call = await ask(http, "POST /api/calls", stranger, {})
        await ask(http, f"POST /api/calls/{call['id']}/hang-up", stranger, {"no_longer_needed": True})
        async with database.transaction() as session:
            assert list(await session.scalars(select(Callback.state))) == ["open"]

    async def test_and_fills_no_place_of_the_family_that_proved_it(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        for _ in range(3):
            await ask(http, "POST /api/callbacks", body={"phone": everyone.lan.phone, "reason": "không cần gọi nữa"})
        lan = await sign_in(database, settings, everyone.lan)
        await ask(http, "POST /api/callbacks", lan, {"phone": everyone.lan.phone, "reason": "mẹ tôi khó thở"})
        async with database.transaction() as session:
            kept = await session.scalar(select(Callback).where(Callback.phone_verified))
        assert kept is not None
        assert (kept.reason, kept.account_id) == ("mẹ tôi khó thở", everyone.lan.account_id)

    async def test_and_a_hundred_false_requests_push_no_family_off_the_page(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        async with database.transaction() as session:
            junk = (
                "INSERT INTO callback (province_code, phone, source)"
                " SELECT :here, '+8491300' || lpad(n::text, 4, '0'), 'request' FROM generate_series(1, 150) n"
            )
            await session.execute(text(junk), {"here": PROVINCE})
        lan, binh = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.binh)
        await ask(http, "POST /api/callbacks", lan, {"phone": everyone.lan.phone})
        _, listed = await ask(http, "GET /api/callbacks", binh)
        assert everyone.lan.phone in [line["phone"] for line in listed["callbacks"]]


class TestAFloodOfUnverifiedCalls:
    """One prankster with many sign-ins must not keep every doctor busy."""

    async def test_leaves_a_doctor_for_the_families_we_know(self, database: Database, everyone: Everyone) -> None:
        await on_duty(database, everyone.binh, everyone.thu)
        await guests_ring(database, 12)
        # each guest call in turn is declined, again and again: the flood goes on
        assert await rung_for(database, verified=False) <= 2
        for call_id in await ringing(database):
            await later(database, call_id, 121)
        assert await rung_for(database, verified=False) <= 1
        _, lan = await lan_calls(database, everyone)
        await timers.run_once(database)
        assert len((await call_now(database, lan)).live_rings) == 1

    async def test_a_few_unverified_calls_ring_like_any_other(self, database: Database, everyone: Everyone) -> None:
        await on_duty(database, everyone.binh, everyone.thu)
        await guests_ring(database, 2)
        assert await rung_for(database, verified=False) == 2

    async def test_one_browser_asks_again_and_goes_on_with_its_call(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        origin = str(http._base_url).rstrip("/")
        async with http.post("/api/auth/code", json={"phone": "0912000009"}, headers={"Origin": origin}) as sent:
            cookie = sent.cookies["device"].value
        async with database.transaction() as session:
            await session.execute(text("UPDATE login_code SET created_at = created_at - interval '31 s'"))
        calls = set()
        for _ in range(3):
            status, entered = await ask(
                http,
                "POST /api/auth/guest",
                {"Origin": origin, "Cookie": f"device={cookie}"},
                {"phone": "0912000009"},
            )
            assert status == 200
            bearer = {"Authorization": f"Bearer {entered['access_token']}"}
            calls.add((await ask(http, "POST /api/calls", bearer, {}))[1]["id"])
        assert len(calls) == 1


class TestARecycledNumber:
    """Somebody else has chị Lan's number now, on a new phone that is not identified."""

    async def test_the_doctor_is_not_offered_the_former_family(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        bearer, row = await new_owner(database, settings, everyone)
        _, call = await ask(http, "POST /api/calls", bearer, {})
        binh = await sign_in(database, settings, everyone.binh)
        _, seen = await ask(http, f"POST /api/calls/{call['id']}/accept", binh, {"device": DEVICE})
        assert seen["family"] == []
        status, _ = await ask(http, f"POST /api/calls/{call['id']}/patient", binh, {"patient_id": str(everyone.mai)})
        assert status == 404

    async def test_an_old_call_does_not_open(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        lan, binh = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.binh)
        call = await lan_rings(http, lan, everyone)
        await ask(http, f"POST /api/calls/{call}/accept", binh, {"device": DEVICE})
        await ask(http, f"POST /api/calls/{call}/messages", lan, {"id": str(uuid4()), "body": "Mẹ tôi bị HIV"})
        await ask(http, f"POST /api/calls/{call}/hang-up", lan, {})
        async with database.transaction() as session:
            await session.execute(update(CallRow).values(ended_at=CallRow.ended_at - text("interval '200 days'")))
        bearer, _ = await new_owner(database, settings, everyone)
        without_code = await sign_in(database, settings, everyone.lan, scope="ring")
        for stranger in (bearer, without_code):
            for what in ("", "/messages"):
                assert (await ask(http, f"GET /api/calls/{call}{what}", stranger))[0] == 404
        other_phone = await sign_in(database, settings, everyone.lan)
        assert (await ask(http, f"GET /api/calls/{call}/messages", other_phone))[0] == 200


async def test_a_family_that_drops_out_of_a_call_back_is_owed_another(database: Database, everyone: Everyone) -> None:
    """They spoke, so the first promise is kept; the line broke, so there is a new one."""
    await on_duty(database, everyone.binh)
    _, call_id = await lan_calls(database, everyone)
    await later(database, call_id, 1900)
    binh = await principal_of(database, everyone.binh)
    async with database.transaction() as session:
        owed = await session.scalar(select(Callback).where(Callback.call_id == call_id))
        assert owed
        back = await ringing_back.call_back(session, binh, owed, DEVICE)
    async with database.transaction() as session:
        await service.seat_changed(session, back, "caller", True)
        await aftermath.caller_reached(session, back)
    async with database.transaction() as session:
        await service.seat_changed(session, back, "caller", False)
    await later(database, back, 121)
    assert (await call_now(database, back)).end_reason is EndReason.DROPPED
    async with database.transaction() as session:
        assert await session.scalar(select(Callback.state).where(Callback.call_id == back)) == "open"


async def test_a_call_keeps_a_bounded_number_of_messages(
    http: aiohttp.ClientSession,
    database: Database,
    settings: Settings,
    everyone: Everyone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("telehealth.calls.chat.PER_CALL", 3)
    await on_duty(database, everyone.binh)
    lan = await sign_in(database, settings, everyone.lan)
    call = await lan_rings(http, lan, everyone)
    told = [
        (await ask(http, f"POST /api/calls/{call}/messages", lan, {"id": str(uuid4()), "body": "a" * 2000}))[0]
        for _ in range(4)
    ]
    assert told == [201, 201, 201, 429]
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(ChatMessage)) == 3


@pytest.mark.parametrize(("sent", "ago", "strangers"), [(500, "0 s", 503), (499, "0 s", 202), (1600, "2 h", 503)])
async def test_a_stranger_who_burns_the_messages_keeps_no_known_family_out(
    demo_server: TestServer, database: Database, everyone: Everyone, sent: int, ago: str, strangers: int
) -> None:
    """2,000 a day: a quarter in an hour and four fifths in a day for browsers never seen; the rest for those we know."""
    async with open_browser(demo_server) as known, open_browser(demo_server) as stranger:
        await known.sign_in(everyone.lan.phone)
        burn = (
            "INSERT INTO sms_message (phone, kind, state, created_at) SELECT '+84900000000', 'login_code', 'sent',"
            " greatest(now() - CAST(:ago AS interval), date_trunc('day', now() AT TIME ZONE 'Asia/Ho_Chi_Minh')"
            " AT TIME ZONE 'Asia/Ho_Chi_Minh') FROM generate_series(1, :sent)"
        )
        async with database.transaction() as session:
            await session.execute(text("DELETE FROM sms_message"))
            await session.execute(text("UPDATE login_code SET created_at = created_at - interval '1 minute'"))
            await session.execute(text(burn), {"ago": ago, "sent": sent})
        assert (await stranger.post("/api/auth/code", {"phone": "0977000123"})).status == strangers
        assert (await known.post("/api/auth/code", {"phone": everyone.lan.phone})).status == 202


async def new_owner(database: Database, settings: Settings, everyone: Everyone) -> tuple[dict[str, str], LoginSession]:
    """Signed in by a code sent to chị Lan's former number, on a device that is not identified."""
    device = Device(secret_hmac=uuid4().bytes, account_id=everyone.lan.account_id, identified=False)
    async with database.transaction() as session:
        session.add(device)
    row = await open_session(database, everyone.lan)
    async with database.transaction() as session:
        await session.execute(update(LoginSession).where(LoginSession.id == row.id).values(device_id=device.id))
    return {"Authorization": f"Bearer {token_of(settings, row)}"}, row


async def guests_ring(database: Database, how_many: int) -> None:
    """So many unverified callers ring."""
    for _ in range(how_many):
        row = await open_session(database, None)
        async with database.transaction() as session:
            guest = Principal(row.id, None, "patient", "guest", phone=row.guest_phone)
            await service.request(session, guest, NewCall(), PROVINCE)


async def ringing(database: Database) -> list[UUID]:
    async with database.transaction() as session:
        return list(await session.scalars(select(CallRow.id).where(CallRow.state == "ringing")))


async def rung_for(database: Database, *, verified: bool) -> int:
    """Doctors who are rung for such calls."""
    async with database.transaction() as session:
        counted = text(
            "SELECT count(*) FROM call_ring r JOIN call c ON c.id = r.call_id"
            " WHERE r.outcome = 'ringing' AND c.caller_verified = :verified"
        )
        return int((await session.execute(counted, {"verified": verified})).scalar_one())


async def test_going_off_duty_while_a_call_comes_in_leaves_nobody_waiting_in_a_circle(
    database: Database, everyone: Everyone
) -> None:
    """The call reaches bác sĩ Bình just before the switch does: whoever answers it must not wait for the switch."""
    await on_duty(database, everyone.binh)
    binh = everyone.binh.practitioner_id
    assert binh
    rung = asyncio.Event()

    async def switch() -> None:
        async with database.transaction() as session:
            await rung.wait()
            waited = asyncio.create_task(service._stopped(session, binh))
            await asyncio.sleep(0.3)  # it waits for the row that the ring has changed
            committed.set()
            assert await waited is False
            async with database.transaction() as other:
                await other.execute(text("SELECT 1 FROM duty FOR UPDATE NOWAIT"))

    committed = asyncio.Event()

    async def call() -> None:
        async with database.transaction() as session:
            lan = await principal_of(database, everyone.lan)
            await service.request(session, lan, NewCall(), PROVINCE)
            rung.set()
            await committed.wait()

    await asyncio.wait_for(asyncio.gather(switch(), call()), 20)
