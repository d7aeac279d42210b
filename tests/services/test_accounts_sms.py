"""Text messages: they leave after commit, their fate is kept, and no log says whose they are or what they say."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from telehealth.accounts import codes
from telehealth.accounts.texting import Text
from telehealth.db import Database
from telehealth.notify.outbox import Outbox
from telehealth.notify.sms import DemoInbox, HttpSms, sender_from
from telehealth.settings import Settings
from tests.accounts_browser import open_browser, sql
from tests.conftest import running
from tests.people import Everyone

PHONE, BODY = "+84912000001", "Den Dem: ma dang nhap 482913, dung trong 5 phut."


class Gateway:
    """An SMS company on this machine. `behave` decides what the next message meets."""

    def __init__(self) -> None:
        self.taken: list[tuple[str | None, object]] = []
        self.behave: Callable[[], Awaitable[web.Response]] = self.accept

    async def accept(self) -> web.Response:
        return web.Response(status=202)

    async def handle(self, request: web.Request) -> web.Response:
        self.taken.append((request.headers.get("Authorization"), await request.json()))
        return await self.behave()


@pytest.fixture
async def gateway() -> AsyncIterator[tuple[Gateway, str]]:
    """The gateway and its address."""
    company = Gateway()
    app = web.Application()
    app.router.add_post("/send", company.handle)
    server = TestServer(app)
    await server.start_server()
    yield company, str(server.make_url("/send"))
    await server.close()


async def message(database: Database) -> Text:
    ((sms_id,),) = await sql(
        database, "INSERT INTO sms_message (phone, kind) VALUES (:p, 'login_code') RETURNING id", p=PHONE
    )
    return Text(sms_id, PHONE, BODY)


async def fate(database: Database, sender: HttpSms) -> str:
    outbox = Outbox(database, sender)
    outbox.send_later(await message(database))
    await outbox.drained()
    await outbox.close()
    ((state, done),) = await sql(database, "SELECT state, done_at IS NOT NULL FROM sms_message")
    assert done
    return str(state)


async def test_a_message_is_sent_with_our_token(database: Database, gateway: tuple[Gateway, str]) -> None:
    company, url = gateway
    assert await fate(database, HttpSms(url, "gateway-token")) == "sent"
    assert company.taken == [("Bearer gateway-token", {"to": PHONE, "text": BODY})]


@pytest.mark.parametrize("status", [302, 400, 401, 500])
async def test_a_refusal_is_a_failure(database: Database, gateway: tuple[Gateway, str], status: int) -> None:
    async def refuse() -> web.Response:
        return web.Response(status=status, headers={"Location": "/send"} if status == 302 else {})

    company, url = gateway
    company.behave = refuse
    assert await fate(database, HttpSms(url, "t")) == "failed"
    assert len(company.taken) == 1, "neither followed elsewhere nor repeated: each message costs money"


async def test_an_answer_that_does_not_come_leaves_it_unknown(database: Database, gateway: tuple[Gateway, str]) -> None:
    async def dawdle() -> web.Response:
        await asyncio.sleep(1)
        return web.Response()

    company, url = gateway
    company.behave = dawdle
    assert await fate(database, HttpSms(url, "t", timeout=0.2)) == "unknown"


async def test_a_gateway_that_is_not_there_is_a_failure(database: Database) -> None:
    assert await fate(database, HttpSms(f"http://127.0.0.1:{unused_port()}/send", "t")) == "failed"


async def test_what_a_dead_process_left_is_unknown(database: Database) -> None:
    await message(database)
    outbox = Outbox(database, DemoInbox())
    await outbox.settle_abandoned()
    assert await sql(database, "SELECT state FROM sms_message") == [("pending",)], "it may still be on its way"
    await sql(database, "UPDATE sms_message SET created_at = now() - interval '2 minutes'")
    await outbox.settle_abandoned()
    assert await sql(database, "SELECT state FROM sms_message") == [("unknown",)]


async def test_a_failing_database_loses_no_words_to_the_log(
    settings: Settings, capfd: pytest.CaptureFixture[str], gateway: tuple[Gateway, str]
) -> None:
    nowhere = Database(f"postgresql+psycopg://x@127.0.0.1:{unused_port()}/x")
    outbox = Outbox(nowhere, HttpSms(gateway[1], "gateway-token"))
    outbox.send_later(Text(1, PHONE, BODY))
    await outbox.drained()
    await outbox.close()
    await nowhere.close()
    said = "".join(capfd.readouterr())
    assert "sms_lost" in said
    for secret in (PHONE, "482913", "gateway-token"):
        assert secret not in said


def test_a_text_hides_its_words_from_every_repr() -> None:
    assert PHONE not in repr(Text(1, PHONE, BODY)) and "482913" not in repr(Text(1, PHONE, BODY))


def test_only_https_gateways_and_the_inbox_only_in_the_demo() -> None:
    with pytest.raises(ValueError, match="https"):
        HttpSms("http://sms.example.vn/send", "t")
    assert sender_from(Settings()) is None
    assert isinstance(sender_from(Settings(sms_url="https://sms.example.vn/send")), HttpSms)
    assert isinstance(sender_from(Settings(demo=True, sms_url="https://sms.example.vn/send")), DemoInbox)


def test_the_inbox_keeps_the_last_messages_only() -> None:
    async def fill() -> DemoInbox:
        inbox = DemoInbox(keep=3)
        for number in range(5):
            await inbox.send(PHONE, str(number))
        return inbox

    assert [message.text for message in asyncio.run(fill()).messages()] == ["4", "3", "2"]


async def test_a_code_leaves_through_the_gateway_once_it_is_committed(
    everyone: Everyone,
    settings: Settings,
    database: Database,
    gateway: tuple[Gateway, str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    company, url = gateway
    seen: list[int] = []

    async def look() -> web.Response:
        seen.append((await sql(database, "SELECT count(*) FROM login_code"))[0][0])
        return web.Response()

    company.behave = look
    async with running(settings.model_copy(update={"sms_url": url})) as server, open_browser(server) as browser:
        assert (await browser.post("/api/auth/code", {"phone": PHONE})).status == 202
    assert seen == [1], "another connection sees the code: it was committed before the message left"
    ((_, sent),) = company.taken
    assert isinstance(sent, dict) and sent["to"] == PHONE
    assert await sql(database, "SELECT state FROM sms_message") == [("sent",)]
    said = "".join(capfd.readouterr())
    assert PHONE not in said and PHONE[3:] not in said


async def test_a_rolled_back_request_sends_nothing(
    everyone: Everyone, settings: Settings, gateway: tuple[Gateway, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = codes._issue

    async def issue_then_fail(*arguments: object) -> None:
        await issue(*arguments)  # type: ignore[arg-type]
        raise RuntimeError("the database went away")

    monkeypatch.setattr(codes, "_issue", issue_then_fail)
    company, url = gateway
    async with running(settings.model_copy(update={"sms_url": url})) as server, open_browser(server) as browser:
        assert (await browser.post("/api/auth/code", {"phone": PHONE})).status == 500
    assert company.taken == []
