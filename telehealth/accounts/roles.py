"""Roles at facilities: granted and taken away by an administrator of that facility, effective on the next request."""

from typing import Literal
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from telehealth import audit
from telehealth.accounts import devices, directory, sessions
from telehealth.accounts.models import Account, Practitioner, PractitionerRole
from telehealth.accounts.permissions import FITS, Permission, Principal, Role
from telehealth.accounts.shapes import NewRole, StaffMember
from telehealth.db import Session
from telehealth.errors import Conflict, Denied, DomainError, NotFound

STAFF_AUDIENCES: tuple[Literal["doctor", "clinic"], ...] = ("doctor", "clinic")


async def staff_of(session: Session, who: Principal) -> list[StaffMember]:
    """Everybody with a live role at the facilities this administrator manages, and those roles only."""
    managed = who.facilities_for(Permission.MANAGE_STAFF)
    rows = await session.scalars(
        select(PractitionerRole.account_id)
        .where(PractitionerRole.facility_id.in_(managed), PractitionerRole.revoked_at.is_(None))
        .distinct()
    )
    return await _members(session, list(rows), managed)


async def judge_grant(session: Session, who: Principal, new: NewRole) -> DomainError | None:
    """Why this grant is refused (audited), or None. Commit, then raise it."""
    if new.facility_id not in who.facilities_for(Permission.MANAGE_STAFF):
        await _audit(session, who, "role.grant", None, new.facility_id, new.role, allowed=False)
        return Denied("other-facility", "You do not manage the staff of this facility.")
    return None


async def grant(session: Session, who: Principal, new: NewRole) -> StaffMember:
    """Give a role. NotFound: no such login; Conflict: they have it, or a doctor without a licence on file."""
    account = await session.scalar(
        select(Account).where(Account.login == new.login.casefold(), Account.disabled_at.is_(None))
    )
    if account is None:
        raise NotFound("unknown-login", "Nobody has this login name.")
    if new.role is Role.DOCTOR and not await _is_licensed(session, account.id):
        raise Conflict("licence-needed", "A doctor's licence must be on file, and valid, first.")
    row = insert(PractitionerRole).values(
        account_id=account.id, facility_id=new.facility_id, role=new.role.value, granted_by=who.account_id
    )
    role_id = await session.scalar(row.on_conflict_do_nothing().returning(PractitionerRole.id))
    if role_id is None:
        raise Conflict("role-held", "They already have this role here.")
    await _audit(session, who, "role.grant", role_id, new.facility_id, new.role, allowed=True)
    return (await _members(session, [account.id], who.facilities_for(Permission.MANAGE_STAFF)))[0]


async def judge_revoke(session: Session, who: Principal, role_id: UUID) -> DomainError | None:
    """Why taking this role away is refused (audited), or None. At a facility of others it is not there at all."""
    row = await session.get(PractitionerRole, role_id)
    if row is None or row.revoked_at is not None:
        return NotFound()
    if row.facility_id not in who.facilities_for(Permission.MANAGE_STAFF):
        await _audit(session, who, "role.revoke", role_id, row.facility_id, Role(row.role), allowed=False)
        return NotFound()
    return None


async def revoke(session: Session, who: Principal, role_id: UUID) -> None:
    """Take a role away and end the sessions of every page that role opened: they sign in again with what is left.

    The last administrator of a facility stays (Conflict).
    """
    row = await session.get_one(PractitionerRole, role_id)
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"staff {row.facility_id}"}
    )
    if row.role == Role.ADMINISTRATOR and not await _has_another(session, row):
        raise Conflict("last-administrator", "A facility needs an administrator; grant the role to another first.")
    taken = await session.scalar(
        update(PractitionerRole)
        .where(PractitionerRole.id == role_id, PractitionerRole.revoked_at.is_(None))
        .values(revoked_at=func.now())
        .returning(PractitionerRole.id)
    )
    if taken is None:
        raise NotFound()
    await _audit(session, who, "role.revoke", role_id, row.facility_id, Role(row.role), allowed=True)
    for audience in STAFF_AUDIENCES:
        if Role(row.role) in FITS[audience]:
            await sessions.revoke_audience(session, row.account_id, audience, "role-lost", by=who.account_id)


async def set_phone(session: Session, who: Principal, account_id: UUID, phone: str | None) -> StaffMember:
    """Keep the telephone by which a practitioner of this administrator's facilities is woken. phone: E.164. NotFound."""
    managed = who.facilities_for(Permission.MANAGE_STAFF)
    works_here = select(PractitionerRole.account_id).where(
        PractitionerRole.account_id == account_id,
        PractitionerRole.facility_id.in_(managed),
        PractitionerRole.revoked_at.is_(None),
    )
    done = await session.execute(
        update(Practitioner)
        .where(Practitioner.account_id.in_(works_here))
        .values(phone=phone)
        .returning(Practitioner.id)
        .execution_options(synchronize_session=False)
    )
    if done.first() is None:
        raise NotFound("no-practitioner", "No such practitioner works at your facilities.")
    await audit.write(
        session, "staff.phone", "account", entity_id=account_id,
        account_id=who.account_id, session_id=who.session_id, reason="set" if phone else "removed",
    )  # fmt: skip
    return (await _members(session, [account_id], managed))[0]


async def reidentify(session: Session, who: Principal, account_id: UUID) -> None:
    """Staff have made sure who answers this number: its verified devices see the older records again. NotFound."""
    kind = await session.scalar(select(Account.kind).where(Account.id == account_id))
    if kind != "patient":
        raise NotFound()
    await devices.identify(session, account_id)
    await audit.write(
        session, "account.reidentify", "account", entity_id=account_id,
        account_id=who.account_id, session_id=who.session_id,
    )  # fmt: skip


async def _is_licensed(session: Session, account_id: UUID) -> bool:
    valid = Practitioner.licence_expires_on.is_(None) | (Practitioner.licence_expires_on >= func.current_date())
    return bool(await session.scalar(select(Practitioner.id).where(Practitioner.account_id == account_id, valid)))


async def _has_another(session: Session, row: PractitionerRole) -> bool:
    others = select(PractitionerRole.id).where(
        PractitionerRole.facility_id == row.facility_id,
        PractitionerRole.role == row.role,
        PractitionerRole.revoked_at.is_(None),
        PractitionerRole.id != row.id,
    )
    return bool(await session.scalar(others.limit(1)))


async def _members(session: Session, account_ids: list[UUID], managed: frozenset[UUID]) -> list[StaffMember]:
    roles = await directory.role_views(session, account_ids)
    accounts = await session.scalars(select(Account).where(Account.id.in_(account_ids)).order_by(Account.login))
    people = {
        person.account_id: person
        for person in await session.scalars(select(Practitioner).where(Practitioner.account_id.in_(account_ids)))
    }
    return [
        StaffMember(
            account_id=account.id,
            login=account.login or "",
            display_name=account.display_name,
            licence_number=people[account.id].licence_number if account.id in people else None,
            licence_expires_on=people[account.id].licence_expires_on if account.id in people else None,
            phone=people[account.id].phone if account.id in people else None,
            roles=[role for role in roles.get(account.id, []) if role.facility_id in managed],
        )
        for account in accounts
    ]


async def _audit(
    session: Session, who: Principal, action: str, role_id: UUID | None, facility_id: UUID, role: Role, *, allowed: bool
) -> None:
    await audit.write(
        session, action, "role", entity_id=role_id, account_id=who.account_id, session_id=who.session_id,
        allowed=allowed, reason="manage-staff" if allowed else "other-facility",
        detail={"facility": str(facility_id), "role": role.value},
    )  # fmt: skip
