"""Staff see and handle the queue of their own province only, whatever else stands in the same database."""

from telehealth.accounts.directory import works_in
from telehealth.accounts.permissions import Permission, Principal
from telehealth.db import Session
from telehealth.errors import Denied


async def may_here(session: Session, who: Principal, permission: Permission, province: str) -> bool:
    """Whether a role of theirs in this province carries the permission."""
    return await works_in(session, who.facilities_for(permission), province)


async def must_here(session: Session, who: Principal, permission: Permission, province: str) -> None:
    """Denied('other-province') unless a role of theirs in this province carries the permission."""
    if not await may_here(session, who, permission, province):
        raise Denied("other-province", "You work in another province.")
