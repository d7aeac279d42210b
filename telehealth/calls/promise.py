"""A call-back in time: reminding whoever answers for it, until somebody acknowledges."""

from uuid import UUID

from sqlalchemy import select

from telehealth.accounts.models import Practitioner
from telehealth.calls import alarms
from telehealth.calls.models import CallRow
from telehealth.db import Session
from telehealth.duty import claims, handling, ladders
from telehealth.duty.ladder import DEFAULT, Ladder
from telehealth.duty.models import Callback
from telehealth.duty.task import Alarm


async def tick(session: Session, callback_id: UUID) -> None:
    """Let what is due happen to this call-back, and alert the people it names."""
    ticked = await handling.tick(session, callback_id)
    if ticked is not None:
        await alert(session, ticked[0], await people(session, *ticked))


async def people(session: Session, row: Callback, alarm: Alarm) -> list[UUID]:
    """The accounts a reminder goes to: the owner and the doctor who was speaking, later the deputy too. Where none of them
    works here (any more) the managers stand in, and without managers everybody on duty: somebody always hears of it."""
    if not alarm.owner:
        return []
    speaking = await session.scalar(select(Practitioner.account_id).where(Practitioner.id == row.for_practitioner))
    wanted = [row.owner_account, speaking, row.deputy_account if alarm.deputy else None]
    here = await ladders.working_here(session, [one for one in wanted if one is not None], row.province_code)
    return (
        here or await ladders.managers(session, row.province_code) or await claims.accounts(session, row.province_code)
    )


async def alert(session: Session, row: Callback, accounts: list[UUID]) -> None:
    """Hand the reminder to the senders. The pages of staff hear of the change by its event in any case."""
    origin = await session.get(CallRow, row.call_id) if row.call_id else None
    ladder = Ladder.model_validate(origin.ladder) if origin is not None and origin.ladder else DEFAULT
    await alarms.call_back_is_due(session, row, accounts, ladder.waking)
