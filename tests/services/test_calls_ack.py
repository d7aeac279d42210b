"""What a client was told is kept: the answer comes after the commit, whatever dies on the way.

The ledger is what the client was told. While chat messages are posted, connections to the database are cut at random;
every message answered with 201 must be in the database afterwards, and a message sent again by its id stands once.
"""

import asyncio
import gc
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import aiohttp
import pytest
from sqlalchemy import select

from telehealth.calls.models import ChatMessage
from telehealth.db import Database, Session
from telehealth.postgres import Urls
from telehealth.settings import Settings
from tests import cluster
from tests.people import Everyone, sign_in

MESSAGES = 60

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""A connection cut by the test is collected unclosed; that is the test's doing."""


@pytest.fixture(autouse=True)
def cut_connections_are_collected_here() -> Iterator[None]:
    """Collect what the test cut before another test is blamed for it."""
    yield
    gc.collect()


async def connected(http: aiohttp.ClientSession, lan: dict[str, str], binh: dict[str, str]) -> str:
    """A call in progress between chị Lan and bác sĩ Bình."""
    assert (await http.post("/api/duty/start", json={}, headers=binh)).status == 200
    call = await (await http.post("/api/calls", json={"relation": "self"}, headers=lan)).json()
    accepted = await http.post(f"/api/calls/{call['id']}/accept", json={"device": "dev-binh-01"}, headers=binh)
    assert accepted.status == 200
    return str(call["id"])


async def post_while_connections_die(
    http: aiohttp.ClientSession, urls: Urls, call: str, lan: dict[str, str]
) -> set[UUID]:
    """Post messages, cutting the server's database connections now and then. Returns the ids answered with 201."""
    chance = random.Random(7)
    told = set()
    with cluster.connect(urls.admin) as admin:
        for number in range(MESSAGES):
            message = {"id": str(uuid4()), "body": f"lời {number}"}
            sending = asyncio.create_task(http.post(f"/api/calls/{call}/messages", json=message, headers=lan))
            if chance.random() < 0.5:
                await asyncio.sleep(chance.random() * 0.01)
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            answer = await sending
            assert answer.status in (201, 500, 503), answer.status
            if answer.status == 201:
                told.add(UUID(message["id"]))
    return told


async def kept_now(urls: Urls) -> set[UUID]:
    """What is in the database, asked over a fresh connection."""
    database = Database(urls.app)
    async with database.transaction() as session:
        kept = set(await session.scalars(select(ChatMessage.id)))
    await database.close()
    return kept


async def test_every_message_the_caller_was_told_is_kept(
    http: aiohttp.ClientSession, database: Database, database_urls: Urls, settings: Settings, everyone: Everyone
) -> None:
    lan, binh = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.binh)
    call = await connected(http, lan, binh)
    told = await post_while_connections_die(http, database_urls, call, lan)
    assert len(told) > MESSAGES / 4
    assert told <= await kept_now(database_urls)


async def test_sabotage_an_answer_before_the_commit_is_found(
    http: aiohttp.ClientSession,
    database: Database,
    database_urls: Urls,
    settings: Settings,
    everyone: Everyone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the commit moved behind the answer, messages that were told are missing."""
    lan, binh = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.binh)
    call = await connected(http, lan, binh)
    late: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def answers_first(self: Database) -> AsyncIterator[Session]:
        session = self._sessions()
        try:
            yield session
        except BaseException:
            await session.close()
            raise
        late.append(asyncio.create_task(commit_later(session)))

    async def commit_later(session: Session) -> None:
        await asyncio.sleep(0.05)
        try:
            await session.commit()
        finally:
            await session.close()

    monkeypatch.setattr(Database, "transaction", answers_first)
    told = await post_while_connections_die(http, database_urls, call, lan)
    await asyncio.gather(*late, return_exceptions=True)
    monkeypatch.undo()
    assert not told <= await kept_now(database_urls)


async def test_a_message_sent_again_stands_once(
    http: aiohttp.ClientSession, database: Database, database_urls: Urls, settings: Settings, everyone: Everyone
) -> None:
    lan, binh = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.binh)
    call = await connected(http, lan, binh)
    message = {"id": str(uuid4()), "body": "Bà sốt 39 độ"}
    answers = await asyncio.gather(
        *(http.post(f"/api/calls/{call}/messages", json=message, headers=lan) for _ in range(5))
    )
    assert [answer.status for answer in answers] == [201] * 5
    assert await kept_now(database_urls) == {UUID(message["id"])}
    other = await http.post(f"/api/calls/{call}/messages", json={**message, "body": "khác"}, headers=lan)
    assert (other.status, (await other.json())["code"]) == (409, "message-id-used")


async def test_a_call_asked_for_twice_with_one_key_rings_once(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    lan, binh = await sign_in(database, settings, everyone.lan), await sign_in(database, settings, everyone.binh)
    await http.post("/api/duty/start", json={}, headers=binh)
    key = {"Idempotency-Key": str(uuid4())}
    answers = await asyncio.gather(
        *(http.post("/api/calls", json={"relation": "self"}, headers={**lan, **key}) for _ in range(5))
    )
    assert {answer.status for answer in answers} == {201}
    assert len({(await answer.json())["id"] for answer in answers}) == 1
