"""Ways to keep a doctor asleep, to wake everybody for nothing, or to lose a promise, that were found open and shut since."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from psycopg.errors import DeadlockDetected
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from telehealth import timers
from telehealth.accounts.models import PractitionerRole
from telehealth.accounts.permissions import Principal
from telehealth.calls import aftermath, alarms, doorbell, flood, ledger, promise, ringing, ringing_back, service
from telehealth.calls.models import CallRow
from telehealth.calls.shapes import NewCall
from telehealth.calls.states import Priority, Triaged
from telehealth.db import Database
from telehealth.duty import callbacks, handling, ladders
from telehealth.duty.ladder import LastResort
from telehealth.duty.models import Callback
from telehealth.duty.task import Alarm
from telehealth.errors import Invalid, NotFound
from telehealth.notify import alerts, endpoints, handing, subscriptions
from telehealth.notify.models import AlertRow
from telehealth.notify.shapes import NewSubscription
from telehealth.settings import Settings
from tests.night_alerts import Night, night_of
from tests.people import Everyone, open_session, principal_of, sign_in
from tests.services.test_break_in import guests_ring, rung_for
from tests.services.test_break_in import ringing as ringing_calls
from tests.services.test_calls_queue import PROVINCE, call_now, lan_calls, later, on_duty, rung
from tests.voicemail import hear, leave, recording, rings_unanswered


@pytest.fixture
async def night(database: Database, settings: Settings, everyone: Everyone) -> AsyncIterator[Night]:
    async with night_of(database, settings, everyone) as night:
        yield night


async def triaged(database: Database, call_id: UUID, *, self_harm: bool = False) -> None:
    """The caller names a danger sign."""
    async with database.transaction() as session:
        event = Triaged(Priority.URGENT if self_harm else Priority.EMERGENCY, not self_harm, self_harm)
        await aftermath.follow(session, await ledger.change(session, call_id, event, actor="caller"))
        await ringing.ring_next(session, call_id)


async def together(session: Any, step: Any, *about: object) -> None:
    """The planning of alarms without a savepoint of its own."""
    await step(session, *about)


class TestAnAlarmThatFails:
    """An alarm problem must never stop a call."""

    async def ring_without_alarms(self, night: Night, monkeypatch: pytest.MonkeyPatch) -> UUID:
        async def refused(session: Any, *_: object, **__: object) -> int:
            await session.execute(text("INSERT INTO alert (purpose) VALUES ('nonsense')"))
            return 0

        await night.on_duty(night.everyone.binh)
        await night.browser(night.everyone.binh, "phone")
        monkeypatch.setattr(alerts, "for_account", refused)
        return (await night.lan_calls())[1]

    async def test_the_phone_rings_all_the_same(self, night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
        call_id = await self.ring_without_alarms(night, monkeypatch)
        assert await rung(night.database, call_id) == [night.everyone.binh.practitioner_id]
        await night.accepts(night.everyone.binh, call_id)

    async def test_sabotage_in_the_same_breath_the_call_is_lost(
        self, night: Night, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(alarms, "_apart", together)
        with pytest.raises(IntegrityError):
            await self.ring_without_alarms(night, monkeypatch)

    async def test_a_browser_forgotten_this_very_instant_is_tried_again(
        self, night: Night, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plan, tries = alerts.for_account, iter([True, False])

        async def once_refused(session: Any, *about: Any, **more: Any) -> int:
            if next(tries):
                await session.execute(text("INSERT INTO alert (purpose) VALUES ('nonsense')"))
            return await plan(session, *about, **more)

        monkeypatch.setattr(alerts, "for_account", once_refused)
        await night.on_duty(night.everyone.binh)
        await night.browser(night.everyone.binh, "phone")
        await night.lan_calls()
        assert await night.states(purpose="ring") == ["pending"]

    async def test_one_that_cannot_be_judged_lets_those_behind_it_leave(
        self, night: Night, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        judge = alarms.still_wanted

        async def broken(session: Any, alert: AlertRow) -> alarms.Verdict:
            if alert.purpose == "ring":
                raise ValueError("a ladder of a later version")
            return await judge(session, alert)

        monkeypatch.setattr(alarms, "still_wanted", broken)
        await night.on_duty(night.everyone.binh)
        await night.browser(night.everyone.binh, "phone")
        await night.lan_calls()
        await night.look()
        assert await night.states(purpose="ring", attempt=1) == ["sent"]


class TestTheTimers:
    """One call in trouble must not hold up the deadlines of the others."""

    async def test_a_deadlock_of_one_call_puts_off_that_call_alone(
        self, database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await on_duty(database, everyone.binh, everyone.thu)
        _, first = await lan_calls(database, everyone)
        quy = await principal_of(database, everyone.quy)
        async with database.transaction() as session:
            second = await service.request(session, quy, NewCall(relation="self"), PROVINCE)
        tick = service.tick

        async def stuck(session: Any, call_id: UUID) -> None:
            if call_id == first:
                raise OperationalError("UPDATE", {}, DeadlockDetected("deadlock detected"))
            await tick(session, call_id)

        monkeypatch.setattr(service, "tick", stuck)
        async with database.transaction() as session:
            due = func.clock_timestamp() - timedelta(seconds=1)
            await session.execute(update(CallRow).values(callback_at=due, deadline=due))
        await timers.run_once(database)
        assert not (await call_now(database, first)).callback
        assert (await call_now(database, second)).callback

    async def ticked_while_its_alert_leaves(self, night: Night) -> list[Any]:
        """An alert of the call is being handed over, and in this very moment its ring lapses."""
        database, binh = night.database, night.everyone.binh
        await night.on_duty(binh)
        await night.browser(binh, "phone")
        _, call_id = await night.lan_calls()
        taken, go_on = asyncio.Event(), asyncio.Event()

        async def hands_over() -> None:
            async with database.transaction() as session:
                due = await handing.next_due(session)
                assert due
                taken.set()
                await go_on.wait()
                await handing.hand(session, due[0], due[1], None)

        async def ticks() -> None:
            async with database.transaction() as session:
                await session.execute(text("SET LOCAL statement_timeout = '8s'"))
                await timers._tick_call(session, call_id)

        async def waits_then_goes_on() -> None:
            await taken.wait()
            clock = asyncio.create_task(ticks())
            await asyncio.sleep(0.7)
            go_on.set()
            await clock

        async with database.transaction() as session:
            await session.execute(text("UPDATE call_ring SET until = now() - interval '1 s'"))
        return await asyncio.gather(hands_over(), waits_then_goes_on(), return_exceptions=True)

    async def test_a_ring_that_lapses_while_its_push_leaves_is_no_deadlock(
        self, night: Night, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(alarms, "_apart", together)  # else the fault would pass unseen
        assert [fault for fault in await self.ticked_while_its_alert_leaves(night) if fault] == []


class TestFalseEmergencies:
    """Past a few unverified calls a danger sign must not buy every doctor of the province."""

    async def emergencies(self, database: Database, everyone: Everyone) -> int:
        await on_duty(database, everyone.binh, everyone.thu)
        await guests_ring(database, 8)
        async with database.transaction() as session:
            waiting = list(await session.scalars(select(CallRow.id)))
        for call_id in waiting:
            await triaged(database, call_id)
        for call_id in await ringing_calls(database):  # whoever was first gives up
            async with database.transaction() as session:
                row = await session.get_one(CallRow, call_id)
                guest = Principal(row.session_id or row.id, None, "patient", "guest", phone=row.caller_phone)
                await service.hang_up(session, guest, call_id, "caller", True)
        await timers.run_once(database)
        return await rung_for(database, verified=False)

    async def test_of_a_flood_rings_one_doctor_and_the_family_we_know_the_other(
        self, database: Database, everyone: Everyone
    ) -> None:
        assert await self.emergencies(database, everyone) == 1
        _, lan = await lan_calls(database, everyone)
        await timers.run_once(database)
        assert len((await call_now(database, lan)).live_rings) == 1

    async def test_sabotage_without_the_rule_it_takes_everybody(
        self, database: Database, everyone: Everyone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def alone(*_: object) -> bool:
            return False

        monkeypatch.setattr(flood, "shares", alone)
        assert await self.emergencies(database, everyone) == 2

    async def test_of_one_stranger_on_an_ordinary_night_rings_everybody(
        self, database: Database, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh, everyone.thu)
        await guests_ring(database, 1)
        async with database.transaction() as session:
            (call_id,) = list(await session.scalars(select(CallRow.id)))
        await triaged(database, call_id)
        assert len(await rung(database, call_id)) == 2


class TestRequestsOfStrangers:
    """The form for a call-back needs no code: it must not ring the manager's telephone through the night."""

    async def asked(self, night: Night, count: int, *, verified: bool = False) -> None:
        await night.telephone(night.everyone.binh, "+84912000077")
        async with night.database.transaction() as session:
            resort = LastResort(owner=night.everyone.binh.account_id)
            for number in range(count):
                phone = f"+8491300{number:04d}"
                await callbacks.ask(session, province=PROVINCE, phone=phone, verified=verified, resort=resort)
        await timers.run_once(night.database)
        await night.later(60)

    async def test_many_at_once_are_one_text_and_one_telephone_call(self, night: Night) -> None:
        await self.asked(night, 12)
        assert (len(night.sms.taken), len(night.voice.taken)) == (1, 1)

    async def test_so_are_those_of_proved_numbers(self, night: Night) -> None:
        await self.asked(night, 4, verified=True)
        assert (len(night.sms.taken), len(night.voice.taken)) == (1, 1)

    async def test_sabotage_each_of_them_rings_by_itself(self, night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
        async def never(*_: object, **__: object) -> bool:
            return False

        monkeypatch.setattr(alerts, "told_lately", never)
        await self.asked(night, 12)
        assert (len(night.sms.taken), len(night.voice.taken)) == (12, 12)

    async def test_an_emergency_is_told_by_itself_whatever_strangers_asked_for(self, night: Night) -> None:
        await self.asked(night, 3)
        async with night.database.transaction() as session:
            kept = (await session.scalars(select(Callback))).first()
            assert kept
            kept.priority = 3
            kept.alert_at = func.now()
        await timers.run_once(night.database)
        await night.later(60)
        assert len(night.sms.taken) == 2


class TestAPromise:
    """What is owed has somebody who hears of it, in time."""

    async def owed(self, database: Database, everyone: Everyone) -> UUID:
        await on_duty(database, everyone.binh)
        _, call_id = await lan_calls(database, everyone)
        async with database.transaction() as session:
            await session.execute(update(CallRow).values(callback_at=func.now(), deadline=func.now()))
        await timers.run_once(database)
        return call_id

    async def the_callback(self, database: Database) -> Callback:
        async with database.transaction() as session:
            return (await session.scalars(select(Callback))).one()

    @pytest.mark.parametrize("self_harm", [False, True])
    async def test_of_a_call_that_turns_out_an_emergency_is_due_at_once(
        self, database: Database, everyone: Everyone, self_harm: bool
    ) -> None:
        call_id = await self.owed(database, everyone)
        before = await self.the_callback(database)
        assert before.due_at
        assert before.due_at - before.created_at > timedelta(minutes=5)
        await triaged(database, call_id, self_harm=self_harm)
        after = await self.the_callback(database)
        assert (after.priority, after.self_harm) == ((2, True) if self_harm else (3, False))
        assert after.due_at
        assert after.due_at - after.created_at < timedelta(minutes=5)

    async def test_is_open_again_when_the_family_turns_the_call_back_away(
        self, database: Database, everyone: Everyone
    ) -> None:
        """They do not say "Không cần nữa"; nobody has spoken to them, and it must not stay with the doctor who tried."""
        call_id = await self.owed(database, everyone)
        await later(database, call_id, 1900)
        binh, lan = await principal_of(database, everyone.binh), await principal_of(database, everyone.lan)
        async with database.transaction() as session:
            owed = (await session.scalars(select(Callback))).one()
            row = await handling.claim(session, owed.id, PROVINCE, everyone.binh.practitioner_id or owed.id)
            back = await ringing_back.call_back(session, binh, row, "dev-binh-01")
        async with database.transaction() as session:
            await service.hang_up(session, lan, back, "caller", False)
        assert (await call_now(database, back)).end_reason == "not_reached"
        after = await self.the_callback(database)
        assert (after.state, after.attempts) == ("open", 1)

    async def people(self, database: Database) -> list[UUID]:
        row = await self.the_callback(database)
        async with database.transaction() as session:
            return await promise.people(session, row, Alarm(owner=True))

    async def test_whose_owner_works_here_no_more_goes_to_the_managers(
        self, database: Database, everyone: Everyone
    ) -> None:
        await self.owed(database, everyone)
        async with database.transaction() as session:
            await session.execute(update(Callback).values(owner_account=everyone.receptionist.account_id))
        assert await self.people(database) == [everyone.receptionist.account_id]
        async with database.transaction() as session:
            gone = PractitionerRole.account_id == everyone.receptionist.account_id
            await session.execute(update(PractitionerRole).where(gone).values(revoked_at=func.now()))
            managers = await ladders.managers(session, PROVINCE)
        assert managers
        assert await self.people(database) == managers

    async def test_where_there_is_no_manager_goes_to_everybody_on_duty(
        self, database: Database, everyone: Everyone
    ) -> None:
        await self.owed(database, everyone)
        async with database.transaction() as session:
            await session.execute(update(Callback).values(owner_account=None, deputy_account=None))
            managers = PractitionerRole.role == "manager"
            await session.execute(update(PractitionerRole).where(managers).values(revoked_at=func.now()))
        assert await self.people(database) == [everyone.binh.account_id]


class TestABrowserThatChangedHands:
    """The station's computer: bác sĩ Bình sat at it, now bác sĩ Thu does."""

    async def handed_on(self, night: Night) -> tuple[str, int]:
        """Bình's ring was pushed there; the token of it, and how many pushes had come."""
        binh, thu = night.everyone.binh, night.everyone.thu
        await night.on_duty(binh)
        browser, _ = await night.browser(binh, "desk")
        await night.lan_calls()
        await night.look()
        token = browser.read(night.company.taken[0])["token"]
        signed_in = await open_session(night.database, thu)
        async with night.database.transaction() as session:
            who = Principal(signed_in.id, thu.account_id, "doctor", "full")
            await subscriptions.keep(session, night.settings, who, NewSubscription(**browser.subscription))
        return token, len(night.company.taken)

    async def test_declines_nothing_in_the_name_of_whoever_sat_there(self, night: Night) -> None:
        token, _ = await self.handed_on(night)
        with pytest.raises(NotFound):
            async with night.database.transaction() as session:
                await doorbell.decline_by_token(session, token)

    async def test_rings_no_more_for_them(self, night: Night) -> None:
        _, before = await self.handed_on(night)
        await night.later(16)
        assert len(night.company.taken) == before


class TestWhereAPushGoes:
    """The address of a push comes from a browser."""

    @pytest.mark.parametrize(
        "host",
        [
            "127.1",
            "127.0.0.1.",
            "10.1",
            "0x7f.0x1",
            "192.168.257",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
        ],
    )
    def test_an_address_written_in_another_way_is_none_of_a_push_service(self, host: str) -> None:
        with pytest.raises(Invalid):
            endpoints.check(f"https://{host}/push", loopback=False)

    @pytest.mark.parametrize(
        "host", ["fcm.googleapis.com", "8.8.8.8", "[2a00:1450:4001:80b::200a]", "[64:ff9b::808:808]"]
    )
    def test_the_public_internet_is(self, host: str) -> None:
        endpoints.check(f"https://{host}/push", loopback=False)


class TestALeftMessage:
    """What chị Lan said into her phone is heard on other phones of her number with a code only."""

    async def test_is_not_heard_by_a_sign_in_that_may_only_ring(
        self, http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
    ) -> None:
        await on_duty(database, everyone.binh)
        lan = await sign_in(database, settings, everyone.lan)
        new = {"patient_id": str(everyone.mai), "relation": "child"}
        call = (await (await http.post("/api/calls", json=new, headers=lan)).json())["id"]
        await rings_unanswered(database, call)
        message = await leave(http, lan, call, recording(20_000))
        other = await sign_in(database, settings, everyone.lan, scope="ring")
        assert (await hear(http, other, message))[0] == 403
        listed = await (await http.get(f"/api/calls/{call}/left-messages", headers=other)).json()
        assert [one["can_hear"] for one in listed["messages"]] == [False]
        assert (await hear(http, lan, message))[0] == 200
