"""Caller and doctor on different processes: they see each other come and go, and relay, and nobody else gets in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp.test_utils import TestServer
from redis.asyncio import Redis
from sqlalchemy import func, select

from signaling import presence
from signaling.bus import channel
from signaling.courier import Courier
from signaling.negotiation import Negotiation
from signaling.sealed import Carried, Seal
from telehealth.accounts.sealing import mac
from telehealth.calls.models import CallRow, CallTransition
from telehealth.db import Database
from telehealth.live import letters, sockets
from telehealth.live.models import CallPeer, LiveSocket, RelayLetter
from telehealth.settings import Settings
from tests.people import Everyone
from tests.redis_server import RedisServer
from tests.signaling.night import Page
from tests.signaling.two import Two, signalling, two_of


@pytest.fixture
async def two(
    settings: Settings, database: Database, everyone: Everyone, redis_server: RedisServer
) -> AsyncIterator[Two]:
    """Two processes and Redis."""
    settings = settings.model_copy(update={"redis_url": redis_server.url})
    async with two_of(settings, database, everyone) as two:
        yield two


async def seat_steps(two: Two, call: str) -> list[str]:
    async with two.night.database.transaction() as session:
        query = select(CallTransition.event).where(CallTransition.call_id == UUID(call))
        return [event for event in await session.scalars(query) if event.startswith("Seat")]


async def lost(two: Two, call: str) -> datetime | None:
    async with two.night.database.transaction() as session:
        return await session.scalar(select(CallRow.caller_lost_at).where(CallRow.id == UUID(call)))


async def test_they_relay_both_ways_in_order(two: Two) -> None:
    call, lan, binh = await two.ringing()
    for number in range(30):
        body = {"call": call, "to": binh.peer, "generation": number, "candidates": [None]}
        assert await lan.say("signal", body) == {"ok": True}
    await binh.hears("signal", generation=29)
    assert [heard["generation"] for heard in binh.all("signal")] == list(range(30))
    assert binh.all("signal")[0]["from"] == lan.peer
    assert (await binh.offer(call, lan, "v=0\r\nbình"))["ok"]
    assert (await lan.hears("signal"))["description"] == {"type": "offer", "sdp": "v=0\r\nbình"}
    assert (await binh.say("media", {"call": call, "microphone": "on", "camera": "none"}))["ok"]
    assert (await lan.hears("media"))["from"] == binh.peer


async def test_a_message_that_overtakes_the_news_of_its_sender_is_delivered(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bình joins in the south and offers at once; the north has not yet heard that he sits there."""
    await two.night.on_duty(two.everyone.binh)
    lan = await two.page(two.north, two.everyone.lan)
    binh = await two.page(two.south, two.everyone.binh)
    call = await two.night.call(two.everyone.lan)
    assert (await lan.join(call))["ok"]
    await binh.hears("call.changed", call=call, state="ringing")

    async def deaf(*_: Any) -> None:
        """The event is on its way."""

    monkeypatch.setattr(signalling(two.north)._seating, "heard", deaf)
    assert (await binh.join(call))["ok"]
    assert (await binh.offer(call, lan))["ok"]
    await lan.hears("signal")


async def test_who_leaves_is_seen_to_leave(two: Two) -> None:
    call, lan, binh = await two.ringing()
    assert (await binh.say("call.leave", {"call": call, "peer": binh.peer}))["ok"]
    await lan.hears("call.peer", peer=binh.peer, present=False)
    assert (await lan.offer(call, binh))["code"] == "not-in-call"


async def test_a_page_that_reconnects_to_the_other_process_keeps_its_seat_without_a_gap(two: Two) -> None:
    call, lan, binh = await two.ringing()
    again = await two.page(two.south, two.everyone.lan, life_of=lan)
    ack = await again.join(call)
    assert [peer["peer"] for peer in ack["peers"]] == [binh.peer]
    await lan.close()
    assert (await binh.offer(call, again))["ok"]
    await again.hears("signal")
    await asyncio.sleep(presence.GRACE + 1)
    assert await seat_steps(two, call) == []
    assert not [seen for seen in binh.all("call.peer") if not seen["present"]], "the old socket's end is not the peer's"


async def test_a_reloaded_page_on_the_other_process_takes_the_place_of_its_older_life(two: Two) -> None:
    call, lan, binh = await two.ringing()
    again = await two.page(two.south, two.everyone.lan)
    again.device = lan.device
    assert (await again.join(call))["ok"]
    assert (await lan.hears("call.peer", present=False))["peer"] == lan.peer, "it is told that it is out"
    await binh.hears("call.peer", peer=lan.peer, present=False)
    assert (await lan.offer(call, binh))["code"] == "not-in-call", "the stale page must not relay"
    assert (await binh.offer(call, again))["ok"]


async def test_the_last_of_two_devices_on_two_processes_loses_the_seat(two: Two) -> None:
    call, lan, _ = await two.ringing()
    tablet = await two.page(two.south, two.everyone.lan)
    assert (await tablet.join(call))["ok"]
    await lan.close()
    await asyncio.sleep(presence.GRACE + 1)
    assert await lost(two, call) is None
    await tablet.close()
    async with asyncio.timeout(20):
        while await lost(two, call) is None:
            await asyncio.sleep(0.05)


async def test_a_decline_in_one_process_puts_the_doctor_out_in_all(two: Two) -> None:
    call, lan, binh = await two.ringing()
    await two.night.post(two.everyone.binh, f"/api/calls/{call}/decline", {})
    await lan.hears("call.peer", peer=binh.peer, present=False)
    assert (await binh.offer(call, lan))["code"] == "not-in-call"
    assert (await lan.offer(call, binh))["code"] == "not-in-call"


async def test_a_live_device_is_known_to_every_process_and_forgotten_when_it_goes(two: Two) -> None:
    binh = await two.page(two.south, two.everyone.binh)
    await two.page(two.north, two.everyone.lan)
    account = two.everyone.binh.account_id

    async def live(device: str | None = None) -> bool:
        async with two.night.database.transaction() as session:
            return await sockets.is_live(session, account, device)

    assert await live() and await live(binh.device) and not await live("device-else")
    async with two.night.database.transaction() as session:
        assert [row.account_id for row in await session.scalars(select(LiveSocket))] == [account], "doctors' only"
    await binh.close()
    async with asyncio.timeout(20):
        while await live():
            await asyncio.sleep(0.05)


# ---- nobody gets into another call


async def attempts_across(two: Two) -> list[dict[str, Any]]:
    """Every way of the members of one call to reach the members of another, on this process and the other."""
    one, lan, binh = await two.ringing()
    await two.night.on_duty(two.everyone.thu)
    quy, thu = await two.page(two.north, two.everyone.quy), await two.page(two.south, two.everyone.thu)
    other = await two.night.call(two.everyone.quy)
    await thu.hears("call.changed", call=other, state="ringing")
    assert (await quy.join(other))["ok"] and (await thu.join(other))["ok"]
    await quy.hears("call.peer", peer=thu.peer)
    calls = {one: (lan, binh), other: (quy, thu)}
    acks = []
    for call, members in calls.items():
        for sender in (lan, binh, quy, thu):
            for receiver in (lan, binh, quy, thu):
                if sender is not receiver and not (sender in members and receiver in members):
                    acks.append(await sender.offer(call, receiver))
    await asyncio.sleep(0.5)  # what was wrongly sent would have arrived
    return [*acks, *({"heard": page.all("signal")} for page in (lan, binh, quy, thu))]


def all_refused(attempts: list[dict[str, Any]]) -> bool:
    return all(attempt.get("code") == "not-in-call" or attempt.get("heard") == [] for attempt in attempts)


async def test_every_relay_into_another_call_is_refused_across_processes_too(two: Two) -> None:
    attempts = await attempts_across(two)
    assert len(attempts) > 20
    assert all_refused(attempts)


async def test_sabotage_without_the_membership_check_the_refusals_stop(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    def route(self: Negotiation, sid: str, call: str, to: str) -> tuple[Any, Any]:
        sender = next(member for known in self.calls for member in self.seated_in(known) if member.sid == sid)
        everybody = [one for known in self.calls for one in [*self.seated_in(known), *self.remote_in(known)]]
        return sender, next(one for one in everybody if one.peer == to)

    monkeypatch.setattr(Negotiation, "route", route)
    assert not all_refused(await attempts_across(two))


def offer_of(two: Two, number: int, call: str, sender: str, to: str, process: UUID | None = None) -> Carried:
    """An offer, as the north carries it to the south."""
    body = {"call": call, "from": sender, "generation": 1, "description": {"type": "offer", "sdp": "v=0"}}
    here = process or signalling(two.north).pulse.process_id
    return Carried(process=here, number=number, event="signal", call=call, to=to, body=body)


def sealed(two: Two, carried: Carried, to: TestServer | None = None) -> bytes:
    """Sealed as by one of ours, for the south unless said."""
    seal = Seal(mac(two.night.settings, "relay between processes"), uuid4())
    return seal.sealed(carried, signalling(to or two.south).pulse.process_id)


async def published(two: Two, redis: RedisServer, *messages: bytes) -> None:
    """Somebody at Redis says this to the south, and it has been judged."""
    client = Redis.from_url(redis.url)
    for message in messages:
        assert await client.publish(channel(signalling(two.south).pulse.process_id), message) == 1
    await client.aclose()
    await asyncio.sleep(0.5)


async def posted(two: Two, _: RedisServer, *messages: bytes) -> None:
    """Somebody at the database leaves these letters for the south, and they have been judged."""
    async with two.night.database.transaction() as session:
        assert await letters.post(session, signalling(two.south).pulse.process_id, messages)
    await read(two)


async def read(two: Two) -> None:
    """No letter waits any more."""
    async with asyncio.timeout(20):
        while True:
            async with two.night.database.transaction() as session:
                if not await session.scalar(select(func.count()).select_from(RelayLetter)):
                    return await asyncio.sleep(0.1)
            await asyncio.sleep(0.05)


Way = Callable[..., Awaitable[None]]
EACH_WAY = pytest.mark.parametrize("way", [published, posted])


@EACH_WAY
async def test_a_stranger_at_redis_or_at_the_database_gets_nothing_through(
    two: Two, redis_server: RedisServer, way: Way
) -> None:
    call, lan, binh = await two.ringing()
    offer = offer_of(two, 1, call, lan.peer, binh.peer)
    body = offer.model_dump_json().encode()
    for_the_north = sealed(two, offer, two.north)
    await way(two, redis_server, body, b"", b"\x00" * 32 + body, b"x" * 500_000, for_the_north)
    assert binh.all("signal") == []
    assert (await lan.offer(call, binh))["ok"], "and all goes on"
    await binh.hears("signal")


async def forged(two: Two, redis: RedisServer, way: Way) -> Page:
    """Sealed as by one of ours, but from who has no seat, to who has none, of another call, and by who is elsewhere."""
    call, lan, binh = await two.ringing()
    quy = await two.page(two.north, two.everyone.quy)
    wrong = [
        offer_of(two, 1, call, quy.peer, binh.peer),
        offer_of(two, 2, str(uuid4()), quy.peer, binh.peer),
        offer_of(two, 3, call, binh.peer, binh.peer),
        offer_of(two, 4, call, quy.peer, quy.peer),
        offer_of(two, 1, call, lan.peer, binh.peer, process=uuid4()),
    ]
    await way(two, redis, *(sealed(two, one) for one in wrong))
    return binh


@EACH_WAY
async def test_a_stale_row_or_a_process_gone_wild_gets_nothing_through(
    two: Two, redis_server: RedisServer, way: Way
) -> None:
    assert (await forged(two, redis_server, way)).all("signal") == []


@EACH_WAY
async def test_sabotage_without_the_second_judgement_it_would(
    two: Two, redis_server: RedisServer, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Courier, "_sender", lambda *_: object())
    assert (await forged(two, redis_server, way)).all("signal") != []


async def test_taken_for_dead_and_yet_alive_its_rows_come_back(two: Two) -> None:
    """The process was stopped for a while, and the other buried it."""
    call, lan, binh = await two.ringing()
    async with two.night.database.transaction() as session:
        for row in await session.scalars(select(CallPeer)):
            await session.delete(row)
    for server in (two.north, two.south):
        await signalling(server)._come_again()
    async with two.night.database.transaction() as session:
        assert {row.peer for row in await session.scalars(select(CallPeer))} == {lan.peer, binh.peer}
    assert (await lan.offer(call, binh))["ok"]
