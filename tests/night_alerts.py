"""A night with telephones: doctors on duty whose browsers can be woken, and one alerting loop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from telehealth.accounts.models import LoginSession, Practitioner
from telehealth.accounts.permissions import Principal
from telehealth.alerting import Alerting
from telehealth.calls import service
from telehealth.calls.shapes import NewCall
from telehealth.db import Database
from telehealth.duty import claims
from telehealth.notify import subscriptions
from telehealth.notify.models import AlertRow
from telehealth.notify.push import WebPush
from telehealth.notify.senders import Senders
from telehealth.notify.shapes import NewSubscription
from telehealth.notify.sms import State
from telehealth.notify.vapid import Vapid
from telehealth.settings import Settings
from tests.people import Everyone, Staff, open_session, principal_of
from tests.push_service import Browser, PushService

PROVINCE = "44"


@dataclass
class Telephones:
    """A gateway that texts or telephones."""

    taken: list[tuple[str, str]] = field(default_factory=list)

    async def send(self, phone: str, body: str) -> State:
        self.taken.append((phone, body))
        return "sent"

    async def close(self) -> None:
        """Nothing to close."""


@dataclass
class Night:
    """Everything one story needs."""

    database: Database
    settings: Settings
    everyone: Everyone
    company: PushService
    sms: Telephones
    voice: Telephones
    alerting: Alerting

    async def on_duty(self, *staff: Staff) -> None:
        for one in staff:
            assert one.practitioner_id
            await open_session(self.database, one)
            async with self.database.transaction() as session:
                await claims.start(session, one.practitioner_id, one.facility_id)

    async def browser(self, one: Staff, name: str) -> tuple[Browser, LoginSession]:
        """A browser of this person's that can be woken, in a sign-in of its own."""
        signed_in = await open_session(self.database, one)
        browser = self.company.browser(name)
        who = Principal(signed_in.id, one.account_id, one.audience, "full")
        async with self.database.transaction() as session:
            await subscriptions.keep(session, self.settings, who, NewSubscription(**browser.subscription))
        return browser, signed_in

    async def telephone(self, one: Staff, number: str) -> None:
        async with self.database.transaction() as session:
            await session.execute(
                update(Practitioner).where(Practitioner.id == one.practitioner_id).values(phone=number)
            )

    async def lan_calls(self) -> tuple[Principal, UUID]:
        lan = await principal_of(self.database, self.everyone.lan)
        async with self.database.transaction() as session:
            new = NewCall(patient_id=self.everyone.mai, relation="child", reason="Sốt cao", media="video")
            return lan, await service.request(session, lan, new, PROVINCE)

    async def accepts(self, one: Staff, call_id: UUID) -> None:
        who = await principal_of(self.database, one)
        async with self.database.transaction() as session:
            await service.accept(session, who, call_id, "dev-desk-0001")

    async def later(self, seconds: int) -> None:
        """Time passes for the alerts; then the loop looks, and everything it handed over arrives."""
        back = timedelta(seconds=seconds)
        moments = ("created_at", "due_at", "expires_at", "handed_at", "done_at")
        async with self.database.transaction() as session:
            await session.execute(update(AlertRow).values({name: getattr(AlertRow, name) - back for name in moments}))
        await self.look()

    async def look(self) -> None:
        await self.alerting.run_once()
        await self.alerting.drained()

    async def alerts(self, **which: Any) -> list[AlertRow]:
        async with self.database.transaction() as session:
            query = select(AlertRow).filter_by(**which).order_by(AlertRow.due_at, AlertRow.id)
            return list(await session.scalars(query))

    async def states(self, **which: Any) -> list[str]:
        return [row.state for row in await self.alerts(**which)]


@asynccontextmanager
async def night_of(database: Database, settings: Settings, everyone: Everyone) -> AsyncIterator[Night]:
    """The doctors' telephones and browsers, and nobody on duty yet."""
    settings = settings.model_copy(update={"push_loopback": True})
    async with PushService() as company:
        sms, voice = Telephones(), Telephones()
        push = WebPush(Vapid.load(settings), loopback=True, timeout=2)
        senders = Senders(push, sms, voice)
        yield Night(database, settings, everyone, company, sms, voice, Alerting(database, senders))
        await senders.close()
