"""Presence in the call follows the sockets: not the reload of a page, not one of two devices, but the last one gone."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from signaling import presence
from telehealth.calls import seats
from telehealth.calls.models import CallRow, CallTransition
from tests.conftest import running
from tests.signaling.night import PATIENCE, Night, page_on


async def lost(night: Night, call: str, part: str) -> datetime | None:
    """Since when the seat counts as lost."""
    column = CallRow.caller_lost_at if part == "caller" else CallRow.holder_lost_at
    async with night.database.transaction() as session:
        return await session.scalar(select(column).where(CallRow.id == UUID(call)))


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    """Wait for it."""
    async with asyncio.timeout(PATIENCE):
        while not await true():
            await asyncio.sleep(0.05)


async def becomes_lost(night: Night, call: str, part: str) -> None:
    async def is_lost() -> bool:
        return await lost(night, call, part) is not None

    await until(is_lost)


async def becomes_taken(night: Night, call: str, part: str) -> None:
    async def is_taken() -> bool:
        return await lost(night, call, part) is None

    await until(is_taken)


async def steps(night: Night, call: str) -> list[str]:
    """What happened to the call."""
    async with night.database.transaction() as session:
        query = select(CallTransition.event).where(CallTransition.call_id == UUID(call))
        return list(await session.scalars(query.order_by(CallTransition.version)))


async def test_the_callers_last_socket_gone_loses_the_seat_and_coming_back_takes_it(night: Night) -> None:
    call, lan, binh = await night.ringing()
    await lan.close()
    assert (await binh.hears("call.peer", present=False))["peer"] == lan.peer, "the others hear at once"
    assert await lost(night, call, "caller") is None, "the seat itself has a grace"
    await becomes_lost(night, call, "caller")
    again = await night.page(night.everyone.lan)
    assert (await again.join(call))["ok"]
    await becomes_taken(night, call, "caller")


async def test_a_reload_flaps_nothing(night: Night) -> None:
    call, lan, _ = await night.ringing()
    again = await night.page(night.everyone.lan)
    again.device = lan.device
    await lan.close()
    assert (await again.join(call))["ok"]
    await asyncio.sleep(presence.GRACE + 0.5)
    assert "SeatLost" not in await steps(night, call)


async def test_one_of_two_devices_gone_loses_nothing(night: Night) -> None:
    call, lan, _ = await night.ringing()
    tablet = await night.page(night.everyone.lan)
    assert (await tablet.join(call))["ok"]
    await lan.close()
    await asyncio.sleep(presence.GRACE + 0.5)
    assert "SeatLost" not in await steps(night, call)
    await tablet.close()
    await becomes_lost(night, call, "caller")


async def test_the_holders_other_page_does_not_hold_the_seat(night: Night) -> None:
    call, _, binh = await night.ringing()
    laptop = await night.page(night.everyone.binh)
    assert (await laptop.join(call))["ok"]
    await night.accept(night.everyone.binh, call, binh)
    await laptop.hears("call.changed", state="connected")
    await binh.close()
    await becomes_lost(night, call, "holder")


async def test_a_rung_doctor_who_closes_the_page_is_rung_on(night: Night) -> None:
    call, _, binh = await night.ringing()
    await binh.close()
    await asyncio.sleep(presence.GRACE + 0.5)
    assert "SeatLost" not in await steps(night, call)


async def test_a_doctor_who_answers_and_is_gone_before_it_is_heard_of_loses_the_seat(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page still sits there as one who is rung: of the answer this process has not heard when it closes."""

    async def deaf(*_: Any) -> None:
        """Events come late tonight."""

    call, _, binh = await night.ringing()
    monkeypatch.setattr(night.signalling._relay, "tell", deaf)
    await night.accept(night.everyone.binh, call, binh)
    await binh.close()
    await becomes_lost(night, call, "holder")


async def test_another_doctor_who_was_rung_and_leaves_takes_no_seat_from_the_holder(night: Night) -> None:
    """Bác sĩ Thu was rung as well and closes her page: that is not bác sĩ Bình's seat."""
    call, _, binh = await night.ringing()
    await night.on_duty(night.everyone.thu)
    thu = await night.page(night.everyone.thu)
    await night.post(night.everyone.binh, f"/api/calls/{call}/decline", {})
    await thu.hears("call.changed", call=call, state="ringing")
    assert (await thu.join(call))["ok"]
    await night.accept(night.everyone.binh, call, binh)
    assert (await binh.join(call))["ok"]
    await thu.close()
    await asyncio.sleep(presence.GRACE + 1)
    assert await lost(night, call, "holder") is None


async def test_an_ended_call_is_left_alone(night: Night) -> None:
    call, lan, binh = await night.ringing()
    await night.accept(night.everyone.binh, call, binh)
    await night.post(night.everyone.binh, f"/api/calls/{call}/hang-up", {})
    await lan.hears("call.changed", state="ended")
    await lan.close()
    await binh.close()
    await asyncio.sleep(presence.GRACE + 0.5)
    assert (await steps(night, call))[-1] == "HungUp"


async def test_a_write_that_fails_is_done_again(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    call, lan, _ = await night.ringing()
    note, failures = seats.note_presence, 2

    async def failing(*args: Any, **named: Any) -> None:
        nonlocal failures
        if failures:
            failures -= 1
            raise ConnectionError("the database is away")
        await note(*args, **named)

    monkeypatch.setattr(seats, "note_presence", failing)
    await lan.close()
    await becomes_lost(night, call, "caller")
    assert failures == 0


async def test_a_process_that_ends_leaves_its_seats_to_the_next(night: Night) -> None:
    """Its pages are reconnecting: who comes to the next process keeps the seat without a gap, who does not loses it."""
    call, lan, binh = await night.ringing()
    await night.accept(night.everyone.binh, call, binh)
    await binh.hears("call.changed", state="connected")
    await until(lambda: holds(night, 2))
    async with running(night.settings) as next_server:
        await night.signalling.close()
        again = await page_on(next_server, night, night.everyone.lan, lan)
        assert (await again.join(call))["ok"]
        await becomes_lost(night, call, "holder")
        assert await lost(night, call, "caller") is None
        assert [step for step in await steps(night, call) if step.startswith("Seat")] == ["SeatLost"]
        await again.close()


async def test_a_doctor_who_answers_and_never_comes_to_the_socket_is_missed(night: Night) -> None:
    """He tapped "Nhận" and his phone died: no socket of his ever ends, and the caller must not wait for the sweep."""
    await night.on_duty(night.everyone.binh)
    call = await night.call(night.everyone.lan)
    lan = await night.page(night.everyone.lan)
    assert (await lan.join(call))["ok"]
    await night.post(night.everyone.binh, f"/api/calls/{call}/accept", {"device": "dev-binh-dead"})
    await becomes_lost(night, call, "holder")
    assert await lost(night, call, "caller") is None


async def holds(night: Night, seats_written: int) -> bool:
    return len(night.signalling.presence._present) == seats_written


async def test_the_sweep_finds_a_caller_whose_page_never_came(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    call = await night.call(night.everyone.lan)
    await night.signalling.presence.sweep()
    await asyncio.sleep(presence.GRACE + 0.5)
    assert await lost(night, call, "caller") is None, "a call this young is still on its way"
    async with night.database.transaction() as session:
        earlier = func.now() - func.make_interval(0, 0, 0, 0, 0, 1)
        await session.execute(update(CallRow).where(CallRow.id == UUID(call)).values(requested_at=earlier))
    await night.signalling.presence.sweep()
    await becomes_lost(night, call, "caller")
