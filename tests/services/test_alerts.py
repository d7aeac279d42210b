"""Waking the doctor, on a real database and a real push service of this machine."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from telehealth.alerting import Alerting
from telehealth.calls import aftermath, alarms, doorbell, handover, ledger, promise, ringing, service
from telehealth.calls.models import CallRing, CallRow
from telehealth.calls.shapes import NewCall
from telehealth.calls.states import Priority, Triaged
from telehealth.db import Database
from telehealth.duty import callbacks, claims, ladders
from telehealth.duty.ladder import DEFAULT, LastResort, Waking
from telehealth.duty.models import Callback
from telehealth.errors import Conflict, NotFound
from telehealth.notify import alerts, handing
from telehealth.notify.models import NOW, AlertRow, PushSubscription
from telehealth.notify.sending import Handed, Result
from telehealth.settings import Settings
from tests.night_alerts import Night, night_of
from tests.people import Everyone, principal_of


@pytest.fixture
async def night(database: Database, settings: Settings, everyone: Everyone) -> AsyncIterator[Night]:
    async with night_of(database, settings, everyone) as night:
        yield night


async def test_a_ring_wakes_every_browser_of_the_doctor_and_goes_on_waking(night: Night) -> None:
    binh = night.everyone.binh
    await night.on_duty(binh)
    phone, _ = await night.browser(binh, "phone")
    await night.browser(binh, "desk")
    await night.lan_calls()
    await night.look()
    assert sorted(pushed.path for pushed in night.company.taken) == ["/desk", "/phone"]
    await night.later(14)
    assert len(night.company.taken) == 2
    await night.later(2)
    assert len(night.company.taken) == 4
    rows = await night.alerts(purpose="ring", state="sent")
    assert [row.attempt for row in rows] == [1, 1, 2, 2]
    said = [phone.read(pushed) for pushed in night.company.taken if pushed.path == "/phone"]
    assert [one["kind"] for one in said] == ["ring", "ring"]
    assert said[0]["tag"] == said[1]["tag"]


async def test_the_push_names_nobody(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    phone, _ = await night.browser(night.everyone.binh, "phone")
    await night.lan_calls()
    await night.look()
    said = str(phone.read(night.company.taken[0]))
    assert not [word for word in ("Mai", "Lan", "Sốt", "+84", "Yên Hòa") if word in said]


async def test_after_twenty_seconds_a_text_after_forty_a_telephone_call(night: Night) -> None:
    binh = night.everyone.binh
    await night.on_duty(binh)
    await night.telephone(binh, "+84912000077")
    await night.lan_calls()
    await night.later(19)
    assert night.sms.taken == []
    await night.later(2)
    ((number, words),) = night.sms.taken
    assert number == "+84912000077"
    assert words.isascii()
    assert len(words) <= 160
    assert night.voice.taken == []
    await night.later(20)
    assert [number for number, _ in night.voice.taken] == ["+84912000077"]
    assert not [word for word in ("Mai", "Lan", "Sốt") if word in words + night.voice.taken[0][1]]


async def test_an_accept_cancels_what_was_to_come_and_replaces_what_was_shown(night: Night) -> None:
    binh, thu = night.everyone.binh, night.everyone.thu
    await night.on_duty(binh, thu)
    phone, _ = await night.browser(binh, "phone")
    await night.telephone(binh, "+84912000077")
    _, call_id = await night.lan_calls()
    await night.look()
    await night.accepts(thu, call_id)
    await night.later(60)
    assert await night.states(purpose="ring", channel="push") == ["sent", "cancelled"]
    assert await night.states(channel="sms") == await night.states(channel="voice") == ["cancelled"]
    assert night.sms.taken == night.voice.taken == []
    ring, taken = (phone.read(pushed) for pushed in night.company.taken)
    assert (taken["kind"], taken["outcome"], taken["tag"]) == ("taken", "taken", ring["tag"])


async def test_a_call_that_ends_replaces_too_and_a_browser_that_heard_nothing_is_left_asleep(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    phone, _ = await night.browser(night.everyone.binh, "phone")
    lan, call_id = await night.lan_calls()
    async with night.database.transaction() as session:
        await service.hang_up(session, lan, call_id, "caller", True)
    await night.later(30)
    assert night.company.taken == []
    lan, call_id = await night.lan_calls()
    await night.look()
    async with night.database.transaction() as session:
        await service.hang_up(session, lan, call_id, "caller", True)
    await night.look()
    assert [(said["kind"], said["outcome"]) for said in map(phone.read, night.company.taken)] == [
        ("ring", None),
        ("taken", "cancelled"),
    ]


async def answered_behind_our_back(night: Night) -> list[str]:
    """The call is answered, and the cancelling of its alerts was lost: what leaves all the same?"""
    binh = night.everyone.binh
    await night.on_duty(binh)
    await night.browser(binh, "phone")
    _, call_id = await night.lan_calls()
    async with night.database.transaction() as session:
        await session.execute(update(CallRing).where(CallRing.call_id == call_id).values(outcome="taken"))
        await session.execute(
            update(CallRow).where(CallRow.id == call_id).values(state="connected", holder_id=binh.practitioner_id)
        )
    await night.look()
    return [pushed.path for pushed in night.company.taken]


async def test_the_call_is_read_again_just_before_an_alert_leaves(night: Night) -> None:
    assert await answered_behind_our_back(night) == []
    assert await night.states() == ["cancelled"]


async def test_sabotage_without_reading_again_a_doctor_is_woken_for_nothing(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def believe(*_: object) -> alarms.Verdict:
        return alarms.Verdict(True)

    monkeypatch.setattr(alarms, "still_wanted", believe)
    assert await answered_behind_our_back(night) == ["/phone"]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_dead_subscription_goes_and_is_tried_no_more(night: Night, status: int) -> None:
    await night.on_duty(night.everyone.binh)
    await night.browser(night.everyone.binh, "phone")
    night.company.answer(status)
    await night.lan_calls()
    await night.later(0)
    await night.later(30)
    assert len(night.company.taken) == 1
    assert await night.states() == ["failed", "cancelled"]
    assert (await night.alerts(state="failed"))[0].error == "gone"
    async with night.database.transaction() as session:
        assert await session.scalar(select(PushSubscription.gone_at))
        await alerts.forget_old(session)
        assert await session.scalar(select(PushSubscription.id)) is None
    assert len(await night.alerts()) == 2, "the history stays"


async def test_a_push_service_in_trouble_is_tried_again_after_three_seconds(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    await night.browser(night.everyone.binh, "phone")
    night.company.answer(500)
    await night.lan_calls()
    await night.look()
    night.company.answer(201)
    await night.later(4)
    rows = [(row.state, row.error) for row in await night.alerts() if row.state != "pending"]
    assert rows == [("failed", "http-500"), ("sent", None)]


async def test_a_push_service_that_hangs_is_called_unknown_and_stops_nobody(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    await night.browser(night.everyone.binh, "phone")
    await night.telephone(night.everyone.binh, "+84912000077")
    night.company.hang()
    await night.lan_calls()
    await night.later(21)
    assert len(night.sms.taken) == 1
    assert [(row.state, row.error) for row in await night.alerts(channel="push", attempt=1)] == [("unknown", "timeout")]


class Dies:
    """A sender whose process dies while it sends."""

    async def hand(self, handed: Handed) -> Result:
        raise asyncio.CancelledError

    async def close(self) -> None:
        """Dead already."""


async def test_killed_between_handing_and_writing_it_says_unknown_and_is_not_sent_again(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    await night.browser(night.everyone.binh, "phone")
    await night.lan_calls()
    dying = Alerting(night.database, Dies())  # type: ignore[arg-type]
    await dying.run_once()
    await asyncio.gather(*dying._tasks, return_exceptions=True)
    assert await night.states(attempt=1) == ["sending"]
    async with night.database.transaction() as session:
        await session.execute(update(AlertRow).where(AlertRow.attempt == 2).values(due_at=NOW + timedelta(hours=1)))
    await night.look()
    assert await night.states(attempt=1) == ["sending"], "a minute is allowed"
    async with night.database.transaction() as session:
        await session.execute(
            update(AlertRow).where(AlertRow.attempt == 1).values(handed_at=NOW - timedelta(seconds=61))
        )
    await night.look()
    (row,) = await night.alerts(attempt=1)
    assert (row.state, row.error) == ("unknown", "left-behind")
    assert night.company.taken == []
    assert await night.states(attempt=2) == ["pending"], "the next attempt was planned before the death"


async def loops_at_once(night: Night, count: int) -> list[str]:
    """Several processes look at the same moment. What arrived, by path."""
    binh = night.everyone.binh
    await night.on_duty(binh)
    for number in range(8):
        await night.browser(binh, f"phone-{number}")
    await night.lan_calls()
    loops = [Alerting(night.database, night.alerting._senders) for _ in range(count)]
    await asyncio.gather(*(one.run_once() for one in loops), return_exceptions=True)
    await asyncio.gather(*(one.drained() for one in loops), return_exceptions=True)
    return sorted(pushed.path for pushed in night.company.taken)


async def test_four_loops_send_each_alert_once(night: Night) -> None:
    assert await loops_at_once(night, 4) == [f"/phone-{number}" for number in range(8)]
    assert await night.states(attempt=1) == ["sent"] * 8


async def test_sabotage_without_lock_and_guard_alerts_are_doubled(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unguarded(session, alert_id: UUID, seen: str, **values: object) -> bool:  # type: ignore[no-untyped-def]
        await asyncio.sleep(0.2)
        await session.execute(update(AlertRow).where(AlertRow.id == alert_id).values(**values))
        return True

    monkeypatch.setattr(type(select(AlertRow.id)), "with_for_update", lambda self, **_: self)
    monkeypatch.setattr(handing, "_mark", unguarded)
    assert len(await loops_at_once(night, 4)) > 8


async def test_an_alert_whose_time_is_over_expires(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    await night.browser(night.everyone.binh, "phone")
    await night.lan_calls()
    await night.later(121)
    assert night.company.taken == []
    assert await night.states() == ["expired"]


async def test_a_signed_out_phone_is_woken_no_more(night: Night) -> None:
    await night.on_duty(night.everyone.binh)
    _, signed_in = await night.browser(night.everyone.binh, "phone")
    await night.lan_calls()
    async with night.database.transaction() as session:
        from telehealth.accounts import sessions

        await sessions.revoke(session, signed_in.id, "sign-out")
    await night.look()
    assert night.company.taken == []
    assert [(row.state, row.error) for row in await night.alerts()] == [("failed", "gone")]


# ---- what the browser answers


async def woken(night: Night) -> tuple[UUID, str]:
    """Bình's phone has been woken by a call; (call, the push's token)."""
    await night.on_duty(night.everyone.binh, night.everyone.thu)
    phone, _ = await night.browser(night.everyone.binh, "phone")
    _, call_id = await night.lan_calls()
    await night.look()
    return call_id, phone.read(night.company.taken[0])["token"]


async def test_a_receipt_says_delivered_once_and_for_all(night: Night) -> None:
    _, token = await woken(night)
    async with night.database.transaction() as session:
        await handing.received(session, token)
    async with night.database.transaction() as session:
        await handing.received(session, token)
    (row,) = await night.alerts(state="delivered")
    assert row.delivered_at is not None
    with pytest.raises(NotFound):
        async with night.database.transaction() as session:
            await handing.received(session, "x" * 43)


async def test_a_receipt_faster_than_the_push_services_answer_is_not_overwritten(night: Night) -> None:
    _, token = await woken(night)
    (row,) = await night.alerts(state="sent")
    async with night.database.transaction() as session:
        await session.execute(update(AlertRow).where(AlertRow.id == row.id).values(state="sending"))
        await handing.received(session, token)
        await handing.done(session, row.id, Result("sent"))
    assert await night.states(id=row.id) == ["delivered"]


async def declines(night: Night, token: str) -> str:
    try:
        async with night.database.transaction() as session:
            await doorbell.decline_by_token(session, token)
    except (NotFound, Conflict) as refusal:
        return refusal.code
    return "declined"


async def test_declining_from_the_lock_screen_rings_the_next_doctor_and_works_once(night: Night) -> None:
    call_id, token = await woken(night)
    told = await asyncio.gather(*(declines(night, token) for _ in range(5)))
    assert sorted(told) == ["declined"] + ["ring-over"] * 4
    async with night.database.transaction() as session:
        rings = await session.execute(
            select(CallRing.practitioner_id, CallRing.outcome)
            .where(CallRing.call_id == call_id)
            .order_by(CallRing.number)
        )
        assert [tuple(ring) for ring in rings] == [
            (night.everyone.binh.practitioner_id, "declined"),
            (night.everyone.thu.practitioner_id, "ringing"),
        ]


async def test_a_token_declines_only_its_own_ring_while_it_rings(night: Night) -> None:
    call_id, token = await woken(night)
    await night.accepts(night.everyone.thu, call_id)
    assert await declines(night, token) == "ring-over"
    assert await declines(night, "y" * 43) == "not-found"


async def test_the_phone_of_somebody_signed_out_declines_nothing(night: Night) -> None:
    _, token = await woken(night)
    async with night.database.transaction() as session:
        from telehealth.accounts import sessions

        owner = (await session.scalars(select(PushSubscription.session_id))).one()
        await sessions.revoke(session, owner, "sign-out")
    assert await declines(night, token) == "not-found"


# ---- managers, call-backs


async def misses(night: Night, count: int) -> None:
    """Bình lets this many calls ring through."""
    for _ in range(count):
        lan, call_id = await night.lan_calls()
        async with night.database.transaction() as session:
            await session.execute(update(CallRing).values(until=NOW - timedelta(seconds=1)))
            await service.tick(session, call_id)
            await service.hang_up(session, lan, call_id, "caller", True)


async def test_two_missed_calls_in_a_row_tell_the_manager_and_take_nobody_off_duty(
    night: Night, everyone: Everyone, database: Database
) -> None:
    """The hospital has no manager of its own: chị Hà of the station owns the call-backs of the ladder, and hears of it."""
    await night.on_duty(everyone.binh)
    await misses(night, 1)
    assert await night.alerts(purpose="manager") == []
    await misses(night, 1)
    (row,) = await night.alerts(purpose="manager")
    assert (row.channel, row.account_id, row.state) == ("page", everyone.ha.account_id, "sent")
    await misses(night, 1)
    assert len(await night.alerts(purpose="manager")) == 1, "told once, not at every further miss"
    async with database.transaction() as session:
        assert (await claims.counts(session, "44"))[0] == 1


async def test_the_manager_is_told_by_push_where_subscribed(
    night: Night, everyone: Everyone, database: Database
) -> None:
    from telehealth.accounts.models import PractitionerRole

    async with database.transaction() as session:
        session.add(PractitionerRole(account_id=everyone.ha.account_id, facility_id=everyone.hospital, role="manager"))
    desk, _ = await night.browser(everyone.ha, "clinic")
    await night.on_duty(everyone.binh)
    await misses(night, 2)
    await night.look()
    (pushed,) = [one for one in night.company.taken if one.path == "/clinic"]
    said = desk.read(pushed)
    assert (said["kind"], said["url"]) == ("manager", "/clinic")


async def test_a_call_back_wakes_its_owner_until_somebody_takes_it(night: Night, everyone: Everyone) -> None:
    await night.browser(everyone.binh, "phone")
    async with night.database.transaction() as session:
        resort = LastResort(owner=everyone.binh.account_id)
        owed = await callbacks.ask(session, province="44", phone="+84912000001", verified=True, resort=resort)
        await promise.tick(session, owed.id)
    await night.look()
    assert len(night.company.taken) == 1
    await reminded_again(night)
    assert len(night.company.taken) == 2
    async with night.database.transaction() as session:
        row = await session.get_one(Callback, owed.id)
        await promise.alert(session, row, [everyone.binh.account_id])
        await session.execute(update(Callback).values(acknowledged_at=NOW))
    await night.look()
    assert len(night.company.taken) == 2
    assert (await night.states(purpose="callback"))[-1] == "cancelled"


async def reminded_again(night: Night) -> None:
    """Two minutes later nobody has acknowledged it."""
    async with night.database.transaction() as session:
        await session.execute(update(Callback).values(alert_at=NOW - timedelta(seconds=1)))
        for callback_id in await session.scalars(select(Callback.id)):
            await promise.tick(session, callback_id)
    await night.look()


async def test_whom_nothing_wakes_is_rung_last_but_the_last_on_duty_is_rung(night: Night, everyone: Everyone) -> None:
    """Bình went on duty first, so it would be his turn; but nothing of his can be woken."""
    await night.on_duty(everyone.binh, everyone.thu)
    await night.telephone(everyone.thu, "+84912000078")
    lan, first = await night.lan_calls()
    async with night.database.transaction() as session:
        ring = select(CallRing.practitioner_id).where(CallRing.call_id == first)
        assert list(await session.scalars(ring)) == [everyone.thu.practitioner_id]
        await service.decline(session, await principal_of(night.database, everyone.thu), first, "")
    async with night.database.transaction() as session:
        assert list(await session.scalars(ring.order_by(CallRing.number))) == [
            everyone.thu.practitioner_id,
            everyone.binh.practitioner_id,
        ]


async def test_a_colleague_asked_to_take_over_is_woken_until_the_offer_is_over(
    night: Night, everyone: Everyone
) -> None:
    await night.on_duty(everyone.binh, everyone.thu)
    await night.telephone(everyone.binh, "+84912000077")
    _, call_id = await night.lan_calls()
    await night.accepts(everyone.binh, call_id)
    phone, _ = await night.browser(everyone.thu, "thu-phone")
    binh = await principal_of(night.database, everyone.binh)
    assert everyone.thu.practitioner_id
    async with night.database.transaction() as session:
        await handover.offer(session, binh, call_id, everyone.thu.practitioner_id)
    await night.look()
    assert [phone.read(pushed)["kind"] for pushed in night.company.taken] == ["handover"]
    async with night.database.transaction() as session:
        await handover.decline(session, await principal_of(night.database, everyone.thu), call_id)
    await night.later(16)
    assert await night.states(purpose="handover") == ["sent", "cancelled"]


async def test_an_emergency_knocks_at_the_phone_of_a_doctor_who_is_in_a_call(night: Night, everyone: Everyone) -> None:
    await night.on_duty(everyone.binh)
    phone, _ = await night.browser(everyone.binh, "phone")
    quy = await principal_of(night.database, everyone.quy)
    async with night.database.transaction() as session:
        first = await service.request(session, quy, NewCall(relation="self"), "44")
    await night.accepts(everyone.binh, first)
    _, call_id = await night.lan_calls()
    async with night.database.transaction() as session:
        change = await ledger.change(session, call_id, Triaged(Priority.EMERGENCY, True, False), actor="caller")
        await aftermath.follow(session, change)
        await ringing.ring_next(session, call_id)
    await night.look()
    kinds = [said["kind"] for said in map(phone.read, night.company.taken)]
    assert kinds[-1] == "knock"
    token = phone.read(night.company.taken[-1])["token"]
    assert await declines(night, token) == "declined"


async def test_the_ladder_of_the_call_says_how_soon_a_text_leaves(night: Night, everyone: Everyone) -> None:
    """Editing the ladder changes no live call: the copy in the call counts."""
    await night.on_duty(everyone.binh)
    await night.telephone(everyone.binh, "+84912000077")
    waking = Waking(push_every=timedelta(seconds=30), sms_after=timedelta(seconds=5), voice_after=timedelta(seconds=9))
    async with night.database.transaction() as session:
        await ladders.write(session, "44", DEFAULT.model_copy(update={"waking": waking}), 0, everyone.ha.account_id)
    await night.lan_calls()
    async with night.database.transaction() as session:
        await ladders.write(session, "44", DEFAULT, 1, everyone.ha.account_id)
    await night.later(6)
    assert len(night.sms.taken) == 1
    await night.later(4)
    assert len(night.voice.taken) == 1
