"""One live call to one person: what two acts at the same instant run into, said as a domain error."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from telehealth.accounts.permissions import Principal
from telehealth.db import Session, one_at_a_time
from telehealth.errors import Conflict


async def caller_by_caller(session: Session, caller: UUID) -> None:
    """Until the commit nobody else opens a call for this caller (an account, or a guest's session): of two taps at
    once on two devices the second waits, and finds the first one's call."""
    await one_at_a_time(session, f"caller {caller}")


def caller_of(who: Principal) -> UUID:
    """What `caller_by_caller` locks for this principal."""
    return who.account_id or who.session_id


@asynccontextmanager
async def holding_one_call() -> AsyncIterator[None]:
    """The database is the last judge of "a clinician holds one call": its refusal becomes Conflict('busy')."""
    try:
        yield
    except IntegrityError as fault:
        diagnosis: Any = getattr(fault.orig, "diag", None)
        if getattr(diagnosis, "constraint_name", None) != "uq_call_holder_busy":
            raise
        raise Conflict("busy", "You are in another call.") from None
