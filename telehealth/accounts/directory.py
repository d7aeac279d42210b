"""Who and where: practitioners as others see them, facilities, the station families dial."""

import unicodedata
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from telehealth.accounts.models import Facility, Practitioner, PractitionerRole
from telehealth.accounts.permissions import FITS, Role
from telehealth.accounts.shapes import PractitionerView, RoleView
from telehealth.db import Session
from telehealth.errors import NotFound


async def practitioner_views(session: Session, ids: Iterable[UUID]) -> dict[UUID, PractitionerView]:
    """The practitioners with these ids; unknown ids are left out. The facility is where they first got a caring role."""
    wanted = set(ids)
    if not wanted:
        return {}
    caring = PractitionerRole.role.in_([role.value for role in FITS["doctor"]])
    rows = await session.execute(
        select(Practitioner, Facility.name.label("facility_name"))
        .outerjoin(
            PractitionerRole,
            (PractitionerRole.account_id == Practitioner.account_id) & PractitionerRole.revoked_at.is_(None) & caring,
        )
        .outerjoin(Facility, Facility.id == PractitionerRole.facility_id)
        .where(Practitioner.id.in_(wanted))
        .ext(distinct_on(Practitioner.id))
        .order_by(Practitioner.id, PractitionerRole.granted_at, PractitionerRole.id)
    )
    return {person.id: _view(person, facility_name) for person, facility_name in rows}


async def practitioner_view(session: Session, practitioner_id: UUID) -> PractitionerView:
    """One practitioner; NotFound when there is none."""
    try:
        return (await practitioner_views(session, [practitioner_id]))[practitioner_id]
    except KeyError:
        raise NotFound() from None


async def facility(session: Session, facility_id: UUID) -> Facility:
    """One facility; NotFound when there is none."""
    found = await session.get(Facility, facility_id)
    if found is None:
        raise NotFound()
    return found


async def station(session: Session, province_code: str, commune: str | None = None) -> Facility:
    """The facility families of a commune call home: its own station; without one the province's first, else any facility.
    NotFound when the province has none. commune: its name, with or without "xã" before it."""
    theirs = case((func.lower(Facility.commune_name) == (commune_key(commune) if commune else None), 0), else_=1)
    stations_first = case((Facility.kind == "commune_station", 0), else_=1)
    found = await session.scalar(
        select(Facility)
        .where(Facility.province_code == province_code)
        .order_by(stations_first, theirs, Facility.code)
        .limit(1)
    )
    if found is None:
        raise NotFound()
    return found


def commune_key(name: str) -> str:
    """The name as facilities have it: without the word for its kind, in small letters."""
    plain = unicodedata.normalize("NFC", name).strip().lower()
    kind = next((kind for kind in ("xã ", "phường ", "đặc khu ", "thị trấn ") if plain.startswith(kind)), "")
    return plain.removeprefix(kind)


async def works_in(session: Session, facility_ids: Iterable[UUID], province_code: str) -> bool:
    """Whether any of these facilities lies in the province. One database may hold the staff of several."""
    here = select(Facility.id).where(Facility.id.in_(set(facility_ids)), Facility.province_code == province_code)
    return await session.scalar(here.limit(1)) is not None


async def facilities_in_province(session: Session, province_code: str) -> list[Facility]:
    """Every facility of the province, by code."""
    return list(
        await session.scalars(select(Facility).where(Facility.province_code == province_code).order_by(Facility.code))
    )


async def role_views(session: Session, account_ids: Iterable[UUID]) -> dict[UUID, list[RoleView]]:
    """The live roles of these accounts, oldest first; accounts without one are left out."""
    rows = await session.execute(
        select(PractitionerRole, Facility.name)
        .join(Facility, Facility.id == PractitionerRole.facility_id)
        .where(PractitionerRole.account_id.in_(set(account_ids)), PractitionerRole.revoked_at.is_(None))
        .order_by(PractitionerRole.granted_at, PractitionerRole.id)
    )
    views: dict[UUID, list[RoleView]] = {}
    for role, facility_name in rows:
        views.setdefault(role.account_id, []).append(_role(role, facility_name))
    return views


def _view(person: Practitioner, facility_name: str | None) -> PractitionerView:
    return PractitionerView(
        id=person.id,
        name=person.name,
        title=person.title,
        licence_number=person.licence_number,
        facility_name=facility_name or "",
    )


def _role(row: PractitionerRole, facility_name: str) -> RoleView:
    return RoleView(id=row.id, facility_id=row.facility_id, facility_name=facility_name, role=Role(row.role))
