"""The routes of waking: a browser subscribes, a page says whether it sounds, the test alarm, what the clinic sees."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import aiohttp
import pytest

from telehealth.db import Database
from telehealth.settings import Settings
from tests.accounts_browser import sql
from tests.conftest import client_of, running
from tests.people import Everyone, sign_in
from tests.push_service import Browser, PushService

PAGE = "dev-binh-phone"
PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"}


@pytest.fixture
async def company() -> AsyncIterator[PushService]:
    async with PushService() as service:
        yield service


@pytest.fixture
async def web(settings: Settings, company: PushService) -> AsyncIterator[aiohttp.ClientSession]:
    """The whole application; it may push to this machine."""
    async with running(settings.model_copy(update={"push_loopback": True})) as server, client_of(server) as session:
        yield session


async def said(
    web: aiohttp.ClientSession, method: str, path: str, who: dict[str, str], body: object = None
) -> tuple[int, Any]:
    async with web.request(method, path, headers={**PHONE, **who}, json=body) as answer:
        return answer.status, await answer.json() if answer.status != 204 else None


async def arrives(company: PushService, browser: Browser, kind: str, within: float = 10) -> dict[str, Any]:
    """The first push of this kind that reaches this browser."""
    async with asyncio.timeout(within):
        while True:
            for pushed in company.taken:
                if browser.endpoint.endswith(pushed.path) and (found := browser.read(pushed))["kind"] == kind:
                    return found
            await asyncio.sleep(0.05)


async def test_a_night_with_a_sleeping_doctor(
    web: aiohttp.ClientSession, company: PushService, database: Database, settings: Settings, everyone: Everyone
) -> None:
    """Bình subscribes, goes on duty, hears the test alarm, closes the page; a call wakes his phone; he declines from it."""
    binh, lan = await sign_in(database, settings, everyone.binh), await sign_in(database, settings, everyone.lan)
    ha = await sign_in(database, settings, everyone.ha)
    phone = company.browser()
    status, key = await said(web, "GET", "/api/push/key", binh)
    assert (status, len(key["public_key"])) == (200, 87)
    assert (await said(web, "POST", "/api/push/subscription", binh, phone.subscription))[0] == 200
    await said(web, "POST", "/api/duty/start", binh, {})
    _, night = await said(web, "GET", "/api/clinic/tonight", ha)
    assert [(one["sound_confirmed"], one["ringable"]) for one in night["on_duty"]] == [(False, True)]

    assert (await said(web, "POST", "/api/duty/test-alarm", binh, {"device": PAGE}))[1] == {"pushes": 1}
    test = await arrives(company, phone, "test")
    assert (await said(web, "POST", "/api/alerts/received", {}, {"token": test["token"]}))[0] == 204
    _, mine = await said(web, "POST", "/api/duty/test-alarm/heard", binh, {"device": PAGE})
    (one,) = mine["devices"]
    assert (one["name"], one["current"], one["push"], one["can_sound"]) == ("Chrome · Android", True, True, False)
    assert one["confirmed_at"] is not None
    _, night = await said(web, "GET", "/api/clinic/tonight", ha)
    assert [one["sound_confirmed"] for one in night["on_duty"]] == [True]

    status, call = await said(web, "POST", "/api/calls", lan | {"Idempotency-Key": "a" * 36}, {"relation": "self"})
    assert status == 201
    ring = await arrives(company, phone, "ring")
    assert ring["call"] == call["id"]
    await said(web, "POST", "/api/alerts/received", {}, {"token": ring["token"]})
    assert (await said(web, "POST", "/api/alerts/declined", {}, {"token": ring["token"]}))[0] == 204
    status, refusal = await said(web, "POST", "/api/alerts/declined", {}, {"token": ring["token"]})
    assert (status, refusal["code"]) == (409, "ring-over")

    status, story = await said(web, "GET", f"/api/clinic/calls/{call['id']}/alerts", ha)
    first = story["alerts"][0]
    assert (first["purpose"], first["channel"], first["state"]) == ("ring", "push", "delivered")
    assert (first["to"], first["device"]) == (everyone.binh.name, "Chrome · Android")
    text = str(story)
    assert phone.endpoint not in text
    assert ring["token"] not in text


async def connected(database: Database, account: UUID, device: str) -> None:
    """This page of theirs has a socket at a living process."""
    await sql(
        database,
        "INSERT INTO live_socket (process_id, sid, account_id, session_id, device)"
        " SELECT id, :device, :account, uuidv7(), :device FROM server_process LIMIT 1 RETURNING 1",
        account=account,
        device=device,
    )


async def test_a_page_that_cannot_sound_is_not_ringable_and_neither_is_one_that_vanished(
    web: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    binh = await sign_in(database, settings, everyone.binh)
    await connected(database, everyone.binh.account_id, PAGE)
    _, mine = await said(web, "POST", "/api/devices", binh, {"device": PAGE, "can_sound": False})
    assert mine["ringable"] is False
    _, mine = await said(web, "POST", "/api/devices", binh, {"device": PAGE, "can_sound": True})
    assert mine["ringable"] is True
    await sql(database, "UPDATE server_process SET beat_at = now() - interval '1 hour' RETURNING 1")
    await sql(database, "UPDATE live_socket SET device = 'another-page' RETURNING 1")
    _, mine = await said(web, "GET", "/api/devices", binh)
    assert mine["ringable"] is False
    assert len(mine["devices"]) == 1


async def test_two_tabs_of_one_browser_are_one_device(
    web: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    binh = await sign_in(database, settings, everyone.binh)
    await connected(database, everyone.binh.account_id, "tab-number-1")
    await said(web, "POST", "/api/devices", binh, {"device": "tab-number-1", "can_sound": True})
    _, mine = await said(web, "POST", "/api/devices", binh, {"device": "tab-number-2", "can_sound": False})
    assert [one["can_sound"] for one in mine["devices"]] == [True]
    other = await sign_in(database, settings, everyone.binh)
    _, mine = await said(web, "POST", "/api/devices", other, {"device": "tab-number-3", "can_sound": False})
    assert [one["current"] for one in mine["devices"]] == [True, False]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"endpoint": "http://127.0.0.2/x-internal"}, "push-endpoint"),
        ({"endpoint": "https://10.0.0.1/admin"}, "push-endpoint"),
        ({"keys": {"p256dh": "A" * 87, "auth": "A" * 22}}, "push-keys"),
        ({"keys": {"p256dh": "A" * 87}}, "invalid"),
        ({"device": "x"}, "invalid"),
        ({"endpoint": "https://push.example.vn/" + "x" * 1000}, "invalid"),
        ({"language": "fr"}, "invalid"),
    ],
)
async def test_a_subscription_that_is_none_is_refused(
    web: aiohttp.ClientSession,
    company: PushService,
    database: Database,
    settings: Settings,
    everyone: Everyone,
    change: dict[str, Any],
    code: str,
) -> None:
    binh = await sign_in(database, settings, everyone.binh)
    body = company.browser().subscription | change
    status, refusal = await said(web, "POST", "/api/push/subscription", binh, body)
    assert (status, refusal["code"]) == (400, code)


async def test_a_browser_that_changes_hands_wakes_its_present_user_alone(
    web: aiohttp.ClientSession, company: PushService, database: Database, settings: Settings, everyone: Everyone
) -> None:
    binh, thu = await sign_in(database, settings, everyone.binh), await sign_in(database, settings, everyone.thu)
    shared = company.browser().subscription
    await said(web, "POST", "/api/push/subscription", binh, shared)
    await said(web, "POST", "/api/push/subscription", thu, shared)
    ((account, count),) = await sql(
        database, "SELECT min(account_id::text), count(*) FROM push_subscription WHERE gone_at IS NULL"
    )
    assert (account, count) == (str(everyone.thu.account_id), 1)
    assert (await said(web, "POST", "/api/push/unsubscribe", binh, {"endpoint": shared["endpoint"]}))[0] == 204
    ((gone,),) = await sql(database, "SELECT gone_at FROM push_subscription")
    assert gone is None, "another's is left alone"
    await said(web, "POST", "/api/push/unsubscribe", thu, {"endpoint": shared["endpoint"]})
    ((gone,),) = await sql(database, "SELECT gone_at FROM push_subscription")
    assert gone is not None


async def test_no_account_fills_the_table(
    web: aiohttp.ClientSession, company: PushService, database: Database, settings: Settings, everyone: Everyone
) -> None:
    binh = await sign_in(database, settings, everyone.binh)
    for number in range(14):
        await said(web, "POST", "/api/push/subscription", binh, company.browser(f"phone-{number}").subscription)
    ((live,),) = await sql(database, "SELECT count(*) FROM push_subscription WHERE gone_at IS NULL")
    assert live == 10


async def test_an_administrator_keeps_the_telephone_by_which_a_doctor_is_woken(
    web: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    tuan = await sign_in(database, settings, everyone.administrator)
    body = {"account_id": str(everyone.binh.account_id), "phone": "0912 000 077"}
    status, member = await said(web, "POST", "/api/staff/phone", tuan, body)
    assert (status, member["phone"]) == (200, "+84912000077")
    binh = await sign_in(database, settings, everyone.binh)
    _, mine = await said(web, "GET", "/api/devices", binh)
    assert (mine["phone"], mine["ringable"]) == (True, True)
    for who, code in ((everyone.son, 404), (everyone.lan, 404)):
        status, _ = await said(web, "POST", "/api/staff/phone", tuan, body | {"account_id": str(who.account_id)})
        assert status == code
    _, member = await said(web, "POST", "/api/staff/phone", tuan, body | {"phone": None})
    assert member["phone"] is None
    lines = await sql(database, "SELECT reason FROM audit_event WHERE action = 'staff.phone' ORDER BY id")
    assert [reason for (reason,) in lines] == ["set", "removed"]


async def test_another_provinces_clinic_sees_nothing_of_it(
    web: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    son = await sign_in(database, settings, everyone.son)
    path = "/api/clinic/calls/0198c0de-0000-7000-8000-000000000001/alerts"
    status, refusal = await said(web, "GET", path, son)
    assert (status, refusal["code"]) == (403, "other-province")
