"""What was tried to wake people for one call, and what became of it. No telephone numbers, no addresses of browsers."""

from datetime import datetime
from uuid import UUID

from aiohttp import web
from sqlalchemy import select

from telehealth.accounts.models import Account
from telehealth.accounts.permissions import Permission
from telehealth.calls.here import must_here
from telehealth.calls.models import CallRow
from telehealth.db import Session
from telehealth.duty.models import DoctorDevice
from telehealth.endpoint import Shape, path_id, principal, settings, transaction
from telehealth.errors import NotFound
from telehealth.notify.models import AlertRow, PushSubscription

MOST = 500


class Delivery(Shape):
    """One attempt to reach one person by one channel."""

    id: UUID
    purpose: str  # ring | knock | handover | callback | manager | test | taken
    ring: int | None  # the ring's number within the call
    to: str  # the person's name
    channel: str  # push | sms | voice | page
    device: str | None  # which browser, for a push
    state: str  # pending | sending | sent | delivered | failed | expired | cancelled | unknown
    attempt: int
    due_at: datetime
    handed_at: datetime | None
    done_at: datetime | None
    delivered_at: datetime | None
    error: str | None


class DeliveryList(Shape):
    """Oldest first."""

    alerts: list[Delivery]


async def of_call(request: web.Request) -> DeliveryList:
    """GET /api/clinic/calls/{id}/alerts"""
    province = settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, principal(request), Permission.VIEW_QUEUE, province)
        row = await session.get(CallRow, path_id(request))
        if row is None or row.province_code != province:
            raise NotFound("not-found", "No such call.")
        return DeliveryList(alerts=await deliveries(session, row.id))


async def deliveries(session: Session, call_id: UUID) -> list[Delivery]:
    """Every attempt of one call, in the order of their turns."""
    device = (
        select(DoctorDevice.name)
        .where(DoctorDevice.session_id == PushSubscription.session_id)
        .order_by(DoctorDevice.last_seen_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(AlertRow, Account.display_name, device)
        .join(Account, Account.id == AlertRow.account_id)
        .outerjoin(PushSubscription, PushSubscription.id == AlertRow.subscription_id)
        .where(AlertRow.call_id == call_id)
        .order_by(AlertRow.due_at, AlertRow.id)
        .limit(MOST)
    )
    return [_delivery(row, name, where) for row, name, where in rows]


def _delivery(row: AlertRow, name: str, device: str | None) -> Delivery:
    return Delivery(
        id=row.id,
        purpose=row.purpose,
        ring=row.ring,
        to=name,
        channel=row.channel,
        device=device,
        state=row.state,
        attempt=row.attempt,
        due_at=row.due_at,
        handed_at=row.handed_at,
        done_at=row.done_at,
        delivered_at=row.delivered_at,
        error=row.error,
    )
