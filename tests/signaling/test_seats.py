"""A seat at the socket lasts as long as the seat in the call: declines, accepts and endings put peers out at once."""

import asyncio
from typing import Any

import pytest

from signaling import seating
from signaling.negotiation import Negotiation
from telehealth.calls import seats
from tests.signaling.night import PATIENCE, Night, Page


async def until_refused(sender: Page, call: str, to: Page) -> None:
    """Offer until the relay refuses; a relay that never does is the defect."""
    async with asyncio.timeout(PATIENCE):
        while (await sender.offer(call, to))["ok"]:
            await asyncio.sleep(0.2)  # each try costs one of the socket's messages


async def test_a_doctor_who_declines_is_out(night: Night) -> None:
    call, lan, binh = await night.ringing()
    await night.post(night.everyone.binh, f"/api/calls/{call}/decline", {})
    assert (await lan.hears("call.peer", present=False))["peer"] == binh.peer
    assert (await binh.hears("call.peer", present=False))["peer"] == binh.peer, "and is told so itself"
    assert (await binh.offer(call, lan))["code"] == "not-in-call"
    assert (await lan.offer(call, binh))["code"] == "not-in-call"
    assert (await binh.join(call))["code"] == "not-found"


async def test_on_accept_the_doctor_becomes_holder_and_the_other_device_is_out(night: Night) -> None:
    call, lan, binh = await night.ringing()
    laptop = await night.page(night.everyone.binh)
    assert (await laptop.join(call))["ok"]
    await night.accept(night.everyone.binh, call, binh)
    told = await laptop.hears("call.changed", call=call, state="connected")
    assert told["holder_device"] == binh.device
    assert told["holder"] == {"id": str(night.everyone.binh.practitioner_id), "name": "Trần Văn Bình"}
    await lan.hears("call.peer", peer=laptop.peer, present=False)
    assert (await laptop.offer(call, lan))["code"] == "not-in-call"
    assert (await laptop.join(call))["code"] == "denied", "resuming there comes first"
    assert (await lan.offer(call, binh))["ok"]
    assert (await binh.join(call))["part"] == "holder"


async def test_the_holder_resumes_on_another_device(night: Night) -> None:
    call, lan, binh = await night.ringing()
    await night.accept(night.everyone.binh, call, binh)
    laptop = await night.page(night.everyone.binh)
    await night.post(night.everyone.binh, f"/api/calls/{call}/resume", {"device": laptop.device})
    assert (await laptop.join(call))["part"] == "holder"
    await lan.hears("call.peer", peer=binh.peer, present=False)
    assert (await lan.offer(call, laptop))["ok"]
    assert (await binh.offer(call, lan))["code"] == "not-in-call"


async def test_when_another_doctor_takes_the_call_the_first_is_out(night: Night) -> None:
    call, lan, binh = await night.ringing()
    await night.on_duty(night.everyone.thu)
    thu = await night.page(night.everyone.thu)
    await night.post(night.everyone.binh, f"/api/calls/{call}/decline", {})
    await thu.hears("call.changed", call=call, state="ringing")
    assert (await thu.join(call))["part"] == "rung"
    await night.accept(night.everyone.thu, call, thu)
    await lan.hears("call.changed", state="connected")
    assert (await binh.offer(call, thu))["code"] == "not-in-call"
    assert (await thu.offer(call, lan))["ok"]


async def test_when_the_call_ends_nobody_relays(night: Night) -> None:
    call, lan, binh = await night.ringing()
    await night.post(night.everyone.lan, f"/api/calls/{call}/hang-up", {})
    for page in (lan, binh):
        told = await page.hears("call.changed", call=call, state="ended")
        assert (told["holder"], told["holder_device"]) == (None, None)
    await until_refused(lan, call, binh)
    assert night.signalling.stats()["calls"] == 0
    assert (await lan.join(call))["code"] == "not-found"


async def test_a_decline_between_the_reading_of_a_seat_and_the_taking_is_not_missed(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bình's tablet joins; its seat is read while he is rung; he declines before the tablet is let in."""
    call, lan, _ = await night.ringing()
    tablet = await night.page(night.everyone.binh)
    read = seating.read_chair
    read_once, declined = asyncio.Event(), asyncio.Event()

    async def slowly(session: Any, member: Any, news: Any = None) -> Any:
        chair = await read(session, member, news)
        if member.peer == tablet.peer and not read_once.is_set():
            read_once.set()
            await declined.wait()
        return chair

    monkeypatch.setattr(seating, "read_chair", slowly)
    joining = asyncio.create_task(tablet.join(call))
    await read_once.wait()
    await night.post(night.everyone.binh, f"/api/calls/{call}/decline", {})
    await lan.hears("call.peer", present=False)  # his other page is out, so the decline has been told
    declined.set()
    assert (await joining)["code"] == "not-found"
    assert (await tablet.offer(call, lan))["code"] == "not-in-call"


async def test_after_a_gap_in_the_events_the_seats_are_read_again(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, lan, binh = await night.ringing()

    async def deaf(*_: Any) -> None:
        """The listener lost its connection just now."""

    with monkeypatch.context() as gap:
        gap.setattr(night.signalling._relay, "tell", deaf)
        await night.post(night.everyone.binh, f"/api/calls/{call}/decline", {})
        await asyncio.sleep(0.3)
        assert (await binh.offer(call, lan))["ok"], "nobody has told us"
    await night.signalling.refetch_all()
    assert await lan.hears("refetch") == {}
    await binh.hears("call.peer", peer=binh.peer, present=False)
    assert (await binh.offer(call, lan))["code"] == "not-in-call"


async def test_an_event_that_cannot_be_told_is_made_up_for(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    call, lan, binh = await night.ringing()
    news = seats.news
    failures = 2

    async def failing(*args: Any) -> Any:
        nonlocal failures
        if failures:
            failures -= 1
            raise ConnectionError("the database is away")
        return await news(*args)

    monkeypatch.setattr(seats, "news", failing)
    await night.post(night.everyone.binh, f"/api/calls/{call}/decline", {})
    assert await lan.hears("refetch") == {}
    await until_refused(binh, call, lan)


async def test_sabotage_without_the_review_a_declined_doctor_would_relay_on(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(*_: Any) -> list[Any]:
        return []

    monkeypatch.setattr(seating.Seating, "review", nobody)
    call, lan, binh = await night.ringing()
    await night.post(night.everyone.binh, f"/api/calls/{call}/decline", {})
    await lan.hears("call.changed", state="waiting")
    assert (await binh.offer(call, lan))["ok"], "the review is what puts him out"


async def test_sabotage_without_the_expected_list_a_decline_in_between_would_be_missed(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Negotiation, "known_in", Negotiation.seated_in)
    with pytest.raises(KeyError):  # the ack is ok, so it has no code
        await test_a_decline_between_the_reading_of_a_seat_and_the_taking_is_not_missed(night, monkeypatch)
