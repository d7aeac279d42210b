"""Whether something of a practitioner can be woken: the one SQL expression by which the order of ringing prefers them.

The tables of sockets and subscriptions belong to siblings, so they are named here, not imported.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, Uuid, and_, case, column, exists, func, or_, select, table

from telehealth.accounts.models import LoginSession, Practitioner
from telehealth.duty.models import DoctorDevice, Duty

FRESH = timedelta(seconds=75)
"""A page says every 30 s whether it can sound; one that was silent this long is not counted."""
_PUSH = table("push_subscription", column("account_id", Uuid()), column("session_id", Uuid()), column("gone_at"))


def _sounding_page() -> ColumnElement[bool]:
    return exists().where(
        DoctorDevice.account_id == Practitioner.account_id,
        DoctorDevice.can_sound,
        DoctorDevice.last_seen_at > func.now() - FRESH,
        LoginSession.id == DoctorDevice.session_id,
        LoginSession.revoked_at.is_(None),
    )


def _push() -> ColumnElement[bool]:
    return exists(select(1).select_from(_PUSH)).where(
        _PUSH.c.account_id == Practitioner.account_id,
        _PUSH.c.gone_at.is_(None),
        LoginSession.id == _PUSH.c.session_id,
        LoginSession.revoked_at.is_(None),
    )


RINGABLE: ColumnElement[bool] = exists().where(
    and_(
        Practitioner.id == Duty.practitioner_id,
        or_(Practitioner.phone.is_not(None), _sounding_page(), _push()),
    )
)
"""A page that can sound, or a browser that can be pushed, or a telephone."""

RINGABLE_FIRST = case((RINGABLE, 0), else_=1)
"""For ORDER BY, before everything else. An order and not a filter: whoever is the last on duty is rung all the same."""
