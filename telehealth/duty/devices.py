"""The pages and browsers on which a doctor can be rung, as they say of themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select, text, update
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from telehealth.accounts.models import LoginSession, Practitioner
from telehealth.db import Session
from telehealth.duty.models import DoctorDevice, Duty
from telehealth.duty.ringable import PUSH, RINGABLE, SOUNDS

SHOWN_DAYS = 30
MOST = 200
"""Pages remembered for one account: each tab is one, and a flood of them only pushes out its own."""
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("CocCoc", "Cốc Cốc"),
            ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("CrOS", "Chromebook"), ("Mac OS X", "Mac"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class Browser:
    """The pages of one sign-in together."""

    session_id: UUID
    name: str
    can_sound: bool
    push: bool
    confirmed_at: datetime | None
    last_seen_at: datetime


def name_of(user_agent: str) -> str:
    """What to call a browser, e.g. "Chrome · Android"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "Trình duyệt")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} · {system}" if system else browser


async def seen(
    session: Session, account_id: UUID, session_id: UUID, device: str, user_agent: str, *, can_sound: bool
) -> None:
    """A page is open and says whether it can sound."""
    values = {
        "session_id": session_id,
        "name": name_of(user_agent),
        "can_sound": can_sound,
        "last_seen_at": func.clock_timestamp(),
    }
    await session.execute(
        insert(DoctorDevice)
        .values(account_id=account_id, device=device, **values)
        .on_conflict_do_update(index_elements=["account_id", "device"], set_=values)
    )
    await session.execute(_BOUND, {"account_id": account_id, "most": MOST})


_BOUND = text(
    """
    DELETE FROM doctor_device WHERE account_id = :account_id AND device IN (
        SELECT device FROM doctor_device WHERE account_id = :account_id ORDER BY last_seen_at DESC OFFSET :most)
    """
)


async def browsers_of(session: Session, account_id: UUID) -> list[Browser]:
    """The browsers of an account with a live sign-in, last seen first."""
    newest = func.array_agg(aggregate_order_by(DoctorDevice.name, DoctorDevice.last_seen_at.desc()))
    seen_at = func.max(DoctorDevice.last_seen_at)
    pushed = exists(select(1).select_from(PUSH)).where(
        PUSH.c.session_id == DoctorDevice.session_id, PUSH.c.account_id == account_id, PUSH.c.gone_at.is_(None)
    )
    rows = await session.execute(
        select(
            DoctorDevice.session_id,
            newest[1],
            func.bool_or(SOUNDS),
            func.bool_or(pushed),
            func.max(DoctorDevice.confirmed_at),
            seen_at,
        )
        .join(LoginSession, (LoginSession.id == DoctorDevice.session_id) & LoginSession.revoked_at.is_(None))
        .where(DoctorDevice.account_id == account_id)
        .group_by(DoctorDevice.session_id)
        .order_by(seen_at.desc())
        .limit(20)
    )
    return [Browser(*row) for row in rows]


async def heard(session: Session, account_id: UUID, practitioner_id: UUID, device: str) -> None:
    """The test alarm was heard on this page: it is noted for the device, and for this stretch of duty."""
    await session.execute(
        update(Duty)
        .where(Duty.practitioner_id == practitioner_id, Duty.ended_at.is_(None))
        .values(confirmed_sound_at=func.clock_timestamp())
    )
    await session.execute(
        update(DoctorDevice)
        .where(DoctorDevice.account_id == account_id, DoctorDevice.device == device)
        .values(confirmed_at=func.clock_timestamp(), last_seen_at=func.clock_timestamp())
    )


async def has_phone(session: Session, account_id: UUID) -> bool:
    """Whether a telephone is on file for texts and automatic calls."""
    return bool(await session.scalar(select(Practitioner.phone).where(Practitioner.account_id == account_id)))


async def ringable(session: Session, province: str) -> set[UUID]:
    """The practitioners on duty of whom something can be woken now."""
    rows = await session.scalars(
        select(Duty.practitioner_id).where(Duty.province_code == province, Duty.ended_at.is_(None), RINGABLE)
    )
    return set(rows)


async def forget_old(session: Session) -> None:
    """Delete pages whose sign-in has ended, or that nobody has opened for long."""
    await session.execute(
        text(
            "DELETE FROM doctor_device d USING login_session s WHERE s.id = d.session_id"
            " AND (s.revoked_at IS NOT NULL OR d.last_seen_at < now() - make_interval(days => :days))"
        ),
        {"days": SHOWN_DAYS},
    )
