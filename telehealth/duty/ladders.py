"""The ladders administrators write: one per province and service, versioned, the newest counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from telehealth.accounts.models import Account, Facility, PractitionerRole
from telehealth.accounts.permissions import Role
from telehealth.db import Session
from telehealth.duty.ladder import DEFAULT, Ladder
from telehealth.duty.models import FacilityNeighbour, LadderRow
from telehealth.errors import Conflict, Invalid

NIGHT_DUTY = "night-duty"
"""The service that a family's call asks for."""
MOST_NAMED = 2000
"""People offered as owner or deputy: more than any province's night duty has."""


async def current(session: Session, province: str, service: str = NIGHT_DUTY) -> tuple[int, Ladder]:
    """(version, ladder) as last written; version 0 is the default, which nobody has written."""
    row = await session.scalar(
        select(LadderRow)
        .where(LadderRow.province_code == province, LadderRow.service == service)
        .order_by(LadderRow.version.desc())
        .limit(1)
    )
    return (row.version, Ladder.model_validate(row.body)) if row else (0, DEFAULT)


async def last_written(session: Session, province: str, service: str = NIGHT_DUTY) -> tuple[datetime | None, str]:
    """When the present version was written, and by whom; (None, "") for the default."""
    row = await session.execute(
        select(LadderRow.written_at, func.coalesce(Account.display_name, ""))
        .outerjoin(Account, Account.id == LadderRow.written_by)
        .where(LadderRow.province_code == province, LadderRow.service == service)
        .order_by(LadderRow.version.desc())
        .limit(1)
    )
    found = row.one_or_none()
    return (found[0], found[1]) if found else (None, "")


async def people_of(session: Session, province: str) -> list[tuple[UUID, str, str, str]]:
    """(account, name, role, facility) of everybody who works in the province; one row a person and role."""
    rows = await session.execute(
        select(Account.id, Account.display_name, PractitionerRole.role, Facility.name)
        .join(PractitionerRole, PractitionerRole.account_id == Account.id)
        .join(Facility, Facility.id == PractitionerRole.facility_id)
        .where(Facility.province_code == province, PractitionerRole.revoked_at.is_(None), Account.disabled_at.is_(None))
        .order_by(Account.display_name, Account.id)
        .limit(MOST_NAMED)
    )
    return [(account, name, role, place) for account, name, role, place in rows]


async def write(session: Session, province: str, ladder: Ladder, seen: int, by: UUID, service: str = NIGHT_DUTY) -> int:
    """Keep a new version over the one that was seen; returns its number. Calls that ring now keep their own copy.

    Conflict('changed-meanwhile') when somebody else wrote in between; Invalid for an owner or deputy who works nowhere in
    the province.
    """
    for field in ("owner", "deputy"):
        account = getattr(ladder.last_resort, field)
        if account is not None and not await working_here(session, [account], province):
            raise Invalid("unknown-person", "Owner and deputy work in this province.", field=field)
    version, _ = await current(session, province, service)
    if version != seen:
        raise Conflict("changed-meanwhile", "Somebody else has changed the ladder.", version=version)
    kept = await session.execute(
        insert(LadderRow)
        .values(
            province_code=province,
            service=service,
            version=seen + 1,
            body=ladder.model_dump(mode="json"),
            written_by=by,
        )
        .on_conflict_do_nothing()
        .returning(LadderRow.version)
    )
    if kept.first() is None:
        raise Conflict("changed-meanwhile", "Somebody else has changed the ladder.", version=seen + 1)
    return seen + 1


async def for_call(session: Session, province: str, service: str = NIGHT_DUTY) -> Ladder:
    """The ladder a call takes along, with its last resort named: without an owner the managers stand in."""
    _, ladder = await current(session, province, service)
    resort = ladder.last_resort
    if resort.owner is not None:
        return ladder
    in_office = await managers(session, province)
    owner, deputy = (*in_office, None, None)[:2]
    named = resort.model_copy(update={"owner": owner, "deputy": resort.deputy or deputy})
    return ladder.model_copy(update={"last_resort": named})


async def managers(session: Session, province: str) -> list[UUID]:
    """The two managers of the province who are longest in office, as accounts."""
    rows = await session.scalars(
        select(PractitionerRole.account_id)
        .join(Facility, Facility.id == PractitionerRole.facility_id)
        .where(
            Facility.province_code == province,
            PractitionerRole.role == Role.MANAGER.value,
            PractitionerRole.revoked_at.is_(None),
        )
        .group_by(PractitionerRole.account_id)
        .order_by(func.min(PractitionerRole.granted_at), PractitionerRole.account_id)
        .limit(2)
    )
    return list(rows)


async def working_here(session: Session, accounts: list[UUID], province: str) -> list[UUID]:
    """Those of these accounts that have a role in the province, in the order given, each once."""
    found = await session.scalars(
        select(Account.id)
        .join(PractitionerRole, PractitionerRole.account_id == Account.id)
        .join(Facility, Facility.id == PractitionerRole.facility_id)
        .where(
            Account.id.in_(accounts),
            Account.disabled_at.is_(None),
            Facility.province_code == province,
            PractitionerRole.revoked_at.is_(None),
        )
    )
    here = set(found)
    return [one for one in dict.fromkeys(accounts) if one in here]


async def neighbours(session: Session, province: str) -> dict[UUID, list[UUID]]:
    """Every facility of the province that has neighbours, with theirs."""
    rows = await session.execute(
        select(FacilityNeighbour.facility_id, FacilityNeighbour.neighbour_id)
        .join(Facility, Facility.id == FacilityNeighbour.facility_id)
        .where(Facility.province_code == province)
        .order_by(FacilityNeighbour.facility_id, FacilityNeighbour.neighbour_id)
    )
    found: dict[UUID, list[UUID]] = {}
    for facility_id, neighbour_id in rows:
        found.setdefault(facility_id, []).append(neighbour_id)
    return found


async def set_neighbours(session: Session, province: str, wanted: dict[UUID, list[UUID]]) -> None:
    """Replace the neighbours of these facilities. Invalid for a facility of another province, or its own neighbour."""
    here = set(await session.scalars(select(Facility.id).where(Facility.province_code == province)))
    named = {one for pair in wanted.items() for one in (pair[0], *pair[1])}
    if not named <= here or any(one in near for one, near in wanted.items()):
        raise Invalid("unknown-facility", "Neighbours are other facilities of this province.", field="neighbours")
    await session.execute(delete(FacilityNeighbour).where(FacilityNeighbour.facility_id.in_(list(wanted))))
    pairs = [(one, other) for one, near in wanted.items() for other in dict.fromkeys(near)]
    session.add_all(FacilityNeighbour(facility_id=one, neighbour_id=other) for one, other in pairs)
    await session.flush()
