"""chị Lan's phone repeats itself on a bad network: the deed is done once, the answer comes every time."""

import asyncio
import json
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from telehealth import idempotency
from telehealth.app import create_app
from telehealth.db import Database, Session
from telehealth.edge.dispatch import add_routes
from telehealth.endpoint import SIGNED_IN, Route, Shape, transaction
from telehealth.errors import Unavailable
from telehealth.settings import Settings
from tests.conftest import client_of
from tests.people import Everyone, sign_in

Client = aiohttp.ClientSession
KEY = idempotency.HEADER


class Order(Shape):
    name: str
    fails: bool = False


class Done(Shape):
    id: UUID
    name: str


class Deeds:
    """Counts what was really done, inside and outside the database."""

    def __init__(self) -> None:
        self.tries = 0

    async def order(self, request: web.Request, body: Order) -> Done:
        """One deed with a visible trace: a row in the event table."""
        async with transaction(request) as session:
            if stored := await idempotency.replay(session, request, body, Done):
                return stored
            self.tries += 1
            done = Done(id=uuid4(), name=body.name)
            await self._deed(session)
            await asyncio.sleep(0.05)
            await idempotency.keep(session, request, body, done)
            if body.fails:
                raise Unavailable()
        return done

    async def _deed(self, session: Session) -> None:
        await session.execute(text("INSERT INTO event (type, payload) VALUES ('test.deed', '{}')"))


@pytest.fixture
def deeds() -> Deeds:
    return Deeds()


@pytest.fixture
async def http(settings: Settings, everyone: Everyone, deeds: Deeds) -> AsyncIterator[Client]:
    app = create_app(settings)
    add_routes(app, [Route("POST", "/api/test/orders", deeds.order, SIGNED_IN, Done, Order, 201, idempotent=True)])
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    async with client_of(server) as client:
        yield client
    await server.close()


@pytest.fixture
async def lan(database: Database, settings: Settings, everyone: Everyone) -> dict[str, str]:
    return await sign_in(database, settings, everyone.lan)


async def order(
    http: Client, headers: dict[str, str], key: str | None, **body: object
) -> tuple[int, dict[str, object]]:
    sent = headers | ({KEY: key} if key is not None else {})
    async with http.post("/api/test/orders", json={"name": "gọi bác sĩ"} | body, headers=sent) as answer:
        return answer.status, await answer.json(content_type=None)


async def rows(database: Database, table: str) -> int:
    async with database.transaction() as session:
        where = " WHERE type = 'test.deed'" if table == "event" else ""
        return int(await session.scalar(text(f"SELECT count(*) FROM {table}{where}")) or 0)


async def test_a_repeat_gets_the_stored_answer(http: Client, lan: dict[str, str], database: Database) -> None:
    first = await order(http, lan, "key-00000001")
    assert first[0] == 201
    assert await order(http, lan, "key-00000001") == first
    assert await rows(database, "event") == 1


async def test_the_same_meaning_written_otherwise_is_a_repeat(http: Client, lan: dict[str, str]) -> None:
    first = await order(http, lan, "key-00000001")
    body = json.dumps({"fails": False, "name": "gọi bác sĩ"}, indent=3, ensure_ascii=False).encode()
    headers = lan | {KEY: "key-00000001", "Content-Type": "application/json; charset=utf-8"}
    async with http.post("/api/test/orders", data=body, headers=headers) as answer:
        assert (answer.status, await answer.json()) == first


async def test_another_body_under_the_same_key_is_refused(
    http: Client, lan: dict[str, str], database: Database
) -> None:
    await order(http, lan, "key-00000001")
    status, said = await order(http, lan, "key-00000001", name="người khác")
    assert (status, said["code"]) == (409, "key-reused")
    assert await rows(database, "event") == 1


async def test_twenty_repeats_at_once_are_one_deed(
    http: Client, lan: dict[str, str], database: Database, deeds: Deeds
) -> None:
    answers = await asyncio.gather(*(order(http, lan, "key-at-once") for _ in range(20)))
    assert {status for status, _ in answers} == {201}
    assert len({str(said["id"]) for _, said in answers}) == 1
    assert deeds.tries == 1 and await rows(database, "event") == 1


async def test_without_the_lock_the_repeats_collide(
    http: Client, lan: dict[str, str], deeds: Deeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above must be able to fail: with the lock taken away, more than one repeat gets to work."""
    monkeypatch.setattr(idempotency, "text", lambda sql: text(sql.replace("pg_advisory_xact_lock", "length")
                        .replace("hashtextextended(:name, 0)", ":name")))  # fmt: skip
    answers = await asyncio.gather(*(order(http, lan, "key-at-once") for _ in range(20)))
    assert deeds.tries > 1
    assert {status for status, _ in answers} != {201}


async def test_a_deed_that_failed_left_nothing_and_may_be_tried_again(
    http: Client, lan: dict[str, str], database: Database
) -> None:
    """The deed and its answer commit together or not at all."""
    status, _ = await order(http, lan, "key-00000001", fails=True)
    assert status == 503
    assert (await rows(database, "event"), await rows(database, "idempotency_key")) == (0, 0)
    status, _ = await order(http, lan, "key-00000001")
    assert status == 201


async def test_another_persons_key_is_another_key(
    http: Client, lan: dict[str, str], database: Database, settings: Settings, everyone: Everyone
) -> None:
    quy = await sign_in(database, settings, everyone.quy)
    mine, theirs = await order(http, lan, "key-00000001"), await order(http, quy, "key-00000001")
    assert mine[0] == theirs[0] == 201
    assert mine[1]["id"] != theirs[1]["id"]


async def test_without_a_key_every_request_is_a_deed(http: Client, lan: dict[str, str], database: Database) -> None:
    first, second = await order(http, lan, None), await order(http, lan, None)
    assert first[1]["id"] != second[1]["id"]
    assert await rows(database, "idempotency_key") == 0


@pytest.mark.parametrize("key", ["", "short", "x" * 129, "with space", "khóa-không-ascii"])
async def test_keys_that_are_none(http: Client, lan: dict[str, str], key: str) -> None:
    status, said = await order(http, lan, key)
    assert (status, said["code"]) == (400, "idempotency-key")


async def test_the_call_itself_rings_once(http: Client, lan: dict[str, str], database: Database, settings: Settings,
                                          everyone: Everyone) -> None:  # fmt: skip
    """The real route: two taps, or one tap sent twice by the network, are one call."""
    binh = await sign_in(database, settings, everyone.binh)
    async with http.post("/api/duty/start", json={}, headers=binh) as answer:
        assert answer.status == 200, await answer.text()
    body = {"patient_id": str(everyone.mai), "relation": "child", "reason": "bà đau ngực"}

    async def ring() -> tuple[int, object]:
        async with http.post("/api/calls", json=body, headers=lan | {KEY: "tap-0000-0001"}) as answer:
            return answer.status, (await answer.json(content_type=None)).get("id")

    answers = await asyncio.gather(*(ring() for _ in range(5)))
    assert {status for status, _ in answers} == {201}
    assert len({call for _, call in answers}) == 1
    assert await rows(database, "call") == 1


async def test_old_answers_are_forgotten(http: Client, lan: dict[str, str], database: Database) -> None:
    """They hold what a call's view holds; a day is enough for any retry."""
    await order(http, lan, "key-old-0001")
    await order(http, lan, "key-new-0001")
    async with database.transaction() as session:
        await session.execute(
            text("UPDATE idempotency_key SET created_at = now() - interval '25 hours' WHERE key = 'key-old-0001'")
        )
        await idempotency.forget_old(session)
        assert list(await session.scalars(text("SELECT key FROM idempotency_key"))) == ["key-new-0001"]
