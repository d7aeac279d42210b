"""Redis dies, hangs and comes back: what browsers say to each other over it goes through the database meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import OperationalError

from signaling.bus import Bus
from signaling.courier import Courier
from signaling.limits import BAG_PER_SENDER
from signaling.sealed import Carried, Seal
from telehealth.db import Database
from telehealth.live import letters
from telehealth.live.models import RelayLetter
from telehealth.settings import Settings
from tests.people import Everyone
from tests.redis_server import RedisServer
from tests.signaling.night import Page
from tests.signaling.two import Two, signalling, two_of, until

GONE = pytest.mark.parametrize("how", ["dead", "hung"])


@pytest.fixture
async def two(
    settings: Settings, database: Database, everyone: Everyone, redis_server: RedisServer
) -> AsyncIterator[Two]:
    """Two processes and Redis."""
    settings = settings.model_copy(update={"redis_url": redis_server.url})
    async with two_of(settings, database, everyone) as two:
        yield two


def goes(redis: RedisServer, how: str) -> None:
    (redis.kill if how == "dead" else redis.hang)()


def comes_back(redis: RedisServer, how: str) -> None:
    (redis.start if how == "dead" else redis.go_on)()


def both_know(two: Two) -> bool:
    """Both processes have reached Redis."""
    return not any(signalling(server).degraded() for server in (two.north, two.south))


def described(page: Page) -> list[str]:
    """What a page heard: the kind of each description, and the index of each candidate, as they came."""
    heard = page.all("signal")
    return [
        one["description"]["type"] if "description" in one else str(one["candidates"][0]["sdpMLineIndex"])
        for one in heard
    ]


async def says(page: Page, call: str, to: Page, kind: str | None = None, index: int = 0) -> Any:
    """A description of this kind, or a candidate with this index."""
    body: dict[str, Any] = {"call": call, "to": to.peer, "generation": 1}
    if kind is not None:
        return await page.say("signal", {**body, "description": {"type": kind, "sdp": "v=0\r\n"}})
    return await page.say("signal", {**body, "candidates": [{"candidate": "", "sdpMLineIndex": index}]})


async def trickles(page: Page, call: str, to: Page, kind: str, count: int = 20) -> None:
    """A description, then candidates, as fast as they go."""
    assert await says(page, call, to, kind) == {"ok": True}
    for index in range(count):
        assert await says(page, call, to, index=index) == {"ok": True}


async def hears_all(page: Page, count: int) -> None:
    async with asyncio.timeout(30):
        while len(page.all("signal")) < count:
            await asyncio.sleep(0.02)


async def letters_left(two: Two) -> int:
    async with two.night.database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(RelayLetter)) or 0


async def connect(two: Two, call: str, lan: Page, binh: Page) -> None:
    """A whole set-up, both ways at once; each heard all of it in order and once."""
    offering = asyncio.create_task(trickles(lan, call, binh, "offer"))
    await binh.hears("signal")
    await asyncio.gather(offering, trickles(binh, call, lan, "answer"))
    await asyncio.gather(hears_all(binh, 21), hears_all(lan, 21))
    await asyncio.sleep(1.5)  # what is sent again would have come
    indices = [str(index) for index in range(20)]
    assert (described(binh), described(lan)) == (["offer", *indices], ["answer", *indices])
    assert await letters_left(two) == 0


@GONE
async def test_while_redis_is_away_they_connect_all_the_same(two: Two, redis_server: RedisServer, how: str) -> None:
    call, lan, binh = await two.ringing()
    goes(redis_server, how)
    await connect(two, call, lan, binh)


async def test_without_redis_two_processes_connect_all_the_same(
    settings: Settings, database: Database, everyone: Everyone
) -> None:
    """As for a moment in every rolling restart of a single process."""
    async with two_of(settings, database, everyone) as two:
        await connect(two, *await two.ringing())


async def test_redis_comes_and_goes_in_mid_sentence_and_the_order_stands(two: Two, redis_server: RedisServer) -> None:
    """Over Redis, by letter, over Redis again and again by letter: each way is taken, and nothing told twice."""
    call, lan, binh = await two.ringing()
    said = 0

    async def keeps_talking() -> None:
        nonlocal said
        while True:
            assert await says(lan, call, binh, index=said % 256) == {"ok": True}
            said += 1
            await asyncio.sleep(0.08)

    talking = asyncio.create_task(keeps_talking())
    for how in ("hung", "dead"):
        await asyncio.sleep(1)
        goes(redis_server, how)
        await asyncio.sleep(2)
        comes_back(redis_server, how)
        await until(lambda: both_know(two))
    await asyncio.sleep(1)
    talking.cancel()
    with suppress(asyncio.CancelledError):
        await talking
    await asyncio.sleep(2)
    heard = described(binh)
    assert len(heard) - said in (0, 1), "the last may have been on its way to its ack"
    assert heard == [str(number % 256) for number in range(len(heard))]


@GONE
async def test_no_call_notices_that_redis_is_away_and_the_log_says_it_once(
    two: Two, redis_server: RedisServer, how: str, capfd: pytest.CaptureFixture[str]
) -> None:
    call, lan, binh = await two.ringing()
    goes(redis_server, how)
    assert (await lan.offer(call, binh))["ok"]
    await two.night.post(two.everyone.binh, f"/api/calls/{call}/decline", {})
    await lan.hears("call.peer", peer=binh.peer, present=False)
    await two.night.on_duty(two.everyone.thu)
    thu = await two.page(two.south, two.everyone.thu)
    await thu.hears("call.changed", call=call, state="ringing")
    assert (await thu.join(call))["ok"]
    await lan.hears("call.peer", peer=thu.peer, present=True)
    await until(lambda: all(signalling(server).degraded() for server in (two.north, two.south)))
    async with two.night.http.get("/readyz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ready", "degraded": "redis unreachable"})
    comes_back(redis_server, how)
    await until(lambda: both_know(two))
    assert (await lan.offer(call, thu))["ok"]
    await thu.hears("signal")
    said = capfd.readouterr().err
    assert (said.count("redis_lost"), said.count("redis_back")) == (2, 2), "once a process"


# ---- nothing twice


async def told_over_redis_but_no_word_comes_back(two: Two, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The south has it, and its word is lost: the north must send it again by letter."""
    call, lan, binh = await two.ringing()
    monkeypatch.setattr(Courier, "_owe_word", lambda *_: None)
    await trickles(lan, call, binh, "offer", 3)
    await hears_all(binh, 4)
    await asyncio.sleep(2.5)
    return described(binh)


async def test_what_comes_both_ways_is_told_once(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await told_over_redis_but_no_word_comes_back(two, monkeypatch) == ["offer", "0", "1", "2"]


async def test_sabotage_without_numbers_it_is_told_twice(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Courier, "_take_once", lambda self, carried, _: self._receive(carried))
    heard = await told_over_redis_but_no_word_comes_back(two, monkeypatch)
    assert len(heard) > 4


async def test_what_was_said_over_redis_and_never_came_goes_by_letter(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis took it, and lost it on the way to the south: its connection broke just then."""
    call, lan, binh = await two.ringing()
    send = Bus.send

    async def into_the_void(*_: Any) -> bool:
        return True

    monkeypatch.setattr(Bus, "send", into_the_void)
    assert (await says(lan, call, binh, "offer"))["ok"]
    await asyncio.sleep(0.2)
    monkeypatch.setattr(Bus, "send", send)
    await trickles(lan, call, binh, "answer", 3)
    await hears_all(binh, 5)
    assert described(binh) == ["offer", "answer", "0", "1", "2"]


# ---- bounds


async def test_no_page_waits_for_redis_and_what_may_wait_is_bounded(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Redis nor the database takes anything: acks come at once, up to the bound; afterwards all arrives."""
    call, lan, binh = await two.ringing()
    tablet = await two.page(two.north, two.everyone.lan)
    assert (await tablet.join(call))["ok"]
    go_on = asyncio.Event()
    send = Bus.send

    async def hangs(self: Bus, *told: Any) -> bool:
        await go_on.wait()
        return await send(self, *told)

    monkeypatch.setattr(Bus, "send", hangs)
    acks = [await says(lan, call, binh, index=number) for number in range(BAG_PER_SENDER + 1)]
    assert acks[:-1] == [{"ok": True}] * BAG_PER_SENDER
    assert acks[-1]["code"] == "unavailable"
    assert (await tablet.say("media", {"call": call, "microphone": "on", "camera": "off"}))["ok"], "others are free"
    go_on.set()
    await hears_all(binh, BAG_PER_SENDER)
    assert described(binh) == [str(number) for number in range(BAG_PER_SENDER)]
    await asyncio.sleep(1)  # the south says that it has them
    assert (await says(lan, call, binh))["ok"]


@pytest.mark.parametrize("sdp", ["𝄞" * 60_000, "\r\n" * 30_000, "\x01" * 10_000])
def test_whatever_passes_at_one_process_can_be_opened_at_the_other(sdp: str) -> None:
    """In the characters that take most room. One that could not be opened would hold up all behind it."""
    here, there, call = uuid4(), uuid4(), str(uuid4())
    body = {"call": call, "from": "peer-000001", "generation": 1, "description": {"type": "offer", "sdp": sdp}}
    carried = Carried(process=here, number=1, event="signal", call=call, to="peer-000002", body=body)
    opened = Seal(b"key", there).opened(Seal(b"key", here).sealed(carried, there))
    assert opened == carried and carried.is_sound()


async def test_what_is_given_up_after_a_minute_leaves_no_hole(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither way stands for so long; what is said afterwards arrives all the same, over Redis again in the end."""
    call, lan, binh = await two.ringing()
    send, post = Bus.send, letters.post

    async def nowhere(*_: Any) -> bool:
        return False

    monkeypatch.setattr(letters, "WORTHLESS_AFTER", timedelta(seconds=0.5))
    monkeypatch.setattr(Bus, "send", nowhere)
    monkeypatch.setattr(letters, "post", nowhere)
    await trickles(lan, call, binh, "offer", 2)
    await asyncio.sleep(2)
    monkeypatch.setattr(letters, "WORTHLESS_AFTER", timedelta(minutes=1))
    monkeypatch.setattr(Bus, "send", send)
    monkeypatch.setattr(letters, "post", post)
    await trickles(lan, call, binh, "answer", 2)
    await hears_all(binh, 3)
    monkeypatch.setattr(letters, "post", nowhere)
    await trickles(lan, call, binh, "offer", 2)
    await hears_all(binh, 6)
    assert described(binh) == ["answer", "0", "1", "offer", "0", "1"]


async def test_the_database_is_away_too_for_a_moment(
    two: Two, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, lan, binh = await two.ringing()
    redis_server.kill()
    post, failures = letters.post, 0

    async def fails_twice(*told: Any) -> bool:
        nonlocal failures
        failures += 1
        if failures <= 2:
            raise OperationalError("INSERT", {}, Exception("gone"))
        return await post(*told)

    monkeypatch.setattr(letters, "post", fails_twice)
    await trickles(lan, call, binh, "offer", 3)
    await hears_all(binh, 4)
    assert described(binh) == ["offer", "0", "1", "2"]


async def test_nobody_reads_the_letters_of_the_dead_and_they_go_within_a_minute(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = uuid4()
    monkeypatch.setattr(letters, "MOST", 2)
    async with two.night.database.transaction() as session:
        long_ago = func.now() - letters.WORTHLESS_AFTER
        await session.execute(insert(RelayLetter).values(process_id=dead, message=b"one", at=long_ago))
        assert await letters.post(session, dead, [b"two"])
        assert not await letters.post(session, dead, [b"three"]), "no more than so many wait"
        assert [message for _, message in await letters.waiting_for(session, dead)] == [b"one", b"two"]
    async with asyncio.timeout(30):
        while await letters_left(two) != 1:
            await asyncio.sleep(0.1)
    async with two.night.database.transaction() as session:
        assert [message for _, message in await letters.waiting_for(session, dead)] == [b"two"]
