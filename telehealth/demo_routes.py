"""The demo's own routes, mounted only when settings.demo: the inbox on the page, and one-tap "enter as".

Each handler also refuses outside the demo by itself: a sign-in without a code must not hang on a mounting mistake.
"""

from datetime import datetime
from typing import Literal

from aiohttp import web
from pydantic import Field
from sqlalchemy import ColumnElement, select

from telehealth.accounts import devices, sessions, signing_in
from telehealth.accounts.models import Account
from telehealth.accounts.permissions import Audience
from telehealth.accounts.shapes import SignedIn
from telehealth.db import Session
from telehealth.endpoint import PUBLIC, Route, Shape, settings, transaction
from telehealth.errors import NotFound
from telehealth.notify.outbox import DEMO_INBOX

PEOPLE: dict[str, tuple[Audience, ColumnElement[bool]]] = {
    "caller": ("patient", Account.phone == "+84912000001"),  # chị Lan
    "doctor": ("doctor", Account.login == "bs.binh"),
    "doctor2": ("doctor", Account.login == "bs.thu"),
    "manager": ("clinic", Account.login == "ha"),
    "worker": ("clinic", Account.login == "pa"),  # anh Pả, at a bedside
    "administrator": ("clinic", Account.login == "tuan"),  # writes the ladder
}
"""The seeded people, by the phone or login the seed gives them."""


class InboxMessage(Shape):
    phone: str
    text: str
    at: datetime


class InboxView(Shape):
    """What the demo's telephones have received, newest first."""

    messages: list[InboxMessage]


class DemoEntry(Shape):
    """Who to enter as."""

    as_: Literal["caller", "doctor", "doctor2", "manager", "worker", "administrator"] = Field(alias="as")


async def inbox(request: web.Request) -> InboxView:
    """GET /api/demo/inbox"""
    _only_in_demo(request)
    messages = request.app[DEMO_INBOX].messages()
    return InboxView(messages=[InboxMessage(phone=item.phone, text=item.text, at=item.at) for item in messages])


async def enter(request: web.Request, body: DemoEntry) -> web.Response:
    """POST /api/demo/enter: signed in as one of the demo's people, with that audience's cookie."""
    _only_in_demo(request)
    audience, which = PEOPLE[body.as_]
    async with transaction(request) as session:
        account = await session.scalar(select(Account).where(which, Account.disabled_at.is_(None)))
        if account is None:
            raise NotFound("not-seeded", "The demo has not been seeded.")
        result = await _sign_in(session, request, audience, account)
    return signing_in.answer(request, result)


async def _sign_in(session: Session, request: web.Request, audience: Audience, account: Account) -> signing_in.Ready:
    """A full session; the caller's browser also becomes a verified phone, so that it rings without a code later."""
    seen = None
    if audience == "patient":
        seen = await devices.verified(session, settings(request), None, account, idle=False)
    opened = await sessions.open_session(
        session,
        audience=audience,
        scope="full",
        account_id=account.id,
        device_id=seen.device.id if seen else None,
        proved=True,
    )
    return await signing_in.start(session, request, opened, seen)


def _only_in_demo(request: web.Request) -> None:
    if not settings(request).demo:
        raise NotFound()


DEMO_ROUTES: list[Route] = [
    Route("GET", "/api/demo/inbox", inbox, PUBLIC, InboxView),
    Route("POST", "/api/demo/enter", enter, PUBLIC, SignedIn, DemoEntry),
]
