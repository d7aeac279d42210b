"""Whether something of a practitioner can be woken: the one SQL expression by which the order of ringing prefers them.

The table of subscriptions belongs to a sibling (notify), so it is named here, not imported.
"""

from sqlalchemy import ColumnElement, Uuid, and_, case, column, exists, or_, select, table

from telehealth.accounts.models import LoginSession, Practitioner
from telehealth.duty.models import DoctorDevice, Duty
from telehealth.live.models import LiveSocket
from telehealth.live.processes import beats

PUSH = table("push_subscription", column("account_id", Uuid()), column("session_id", Uuid()), column("gone_at"))

SOUNDS: ColumnElement[bool] = and_(
    DoctorDevice.can_sound,
    exists().where(
        LiveSocket.account_id == DoctorDevice.account_id,
        LiveSocket.device == DoctorDevice.device,
        beats(LiveSocket.process_id),
    ),
)
"""Of a DoctorDevice: it is connected to a living process, and a tap has allowed its bell."""


def _sounding_page() -> ColumnElement[bool]:
    return exists().where(
        DoctorDevice.account_id == Practitioner.account_id,
        SOUNDS,
        LoginSession.id == DoctorDevice.session_id,
        LoginSession.revoked_at.is_(None),
    )


def _push() -> ColumnElement[bool]:
    return exists(select(1).select_from(PUSH)).where(
        PUSH.c.account_id == Practitioner.account_id,
        PUSH.c.gone_at.is_(None),
        LoginSession.id == PUSH.c.session_id,
        LoginSession.revoked_at.is_(None),
    )


RINGABLE: ColumnElement[bool] = exists().where(
    Practitioner.id == Duty.practitioner_id,
    or_(Practitioner.phone.is_not(None), _sounding_page(), _push()),
)
"""A page that can sound, or a browser that can be pushed, or a telephone."""

RINGABLE_FIRST = case((RINGABLE, 0), else_=1)
"""For ORDER BY, before everything else. An order and not a filter: whoever is the last on duty is rung all the same."""
