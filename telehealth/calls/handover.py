"""A live call passes to another doctor, who says yes. The pure rules are in handing_over.py."""

from uuid import UUID

from telehealth.accounts.permissions import Principal
from telehealth.calls import aftermath, ledger
from telehealth.calls.once import holding_one_call
from telehealth.calls.service import clinician, engage
from telehealth.calls.states import HandoverAccepted, HandoverDeclined, HandoverOffered
from telehealth.db import Session
from telehealth.duty import claims
from telehealth.errors import Conflict


async def offer(session: Session, who: Principal, call_id: UUID, to: UUID) -> None:
    """The holder asks a colleague who is on duty in the same province. Conflict('colleague-off-duty') otherwise."""
    me = clinician(who)
    row, _ = await ledger.load(session, call_id)
    duty = await claims.current(session, to)
    if duty is None or duty.province_code != row.province_code:
        raise Conflict("colleague-off-duty", "This colleague is not on duty now.")
    event = HandoverOffered(me.practitioner_id, to)
    await aftermath.follow(
        session, await ledger.change(session, call_id, event, actor="holder", actor_account=me.account_id)
    )


async def accept(session: Session, who: Principal, call_id: UUID, device: str) -> None:
    """Yes. Conflict('busy') while in another call, Conflict('not-offered') when the offer has lapsed."""
    me = clinician(who)
    event = HandoverAccepted(me.practitioner_id, device)
    async with holding_one_call():
        change = await ledger.change(session, call_id, event, actor="practitioner", actor_account=me.account_id)
    if change.after == change.before:
        return
    await engage(session, me.practitioner_id, call_id, change.row.province_code)
    await aftermath.follow(session, change)


async def decline(session: Session, who: Principal, call_id: UUID) -> None:
    """No, or the holder takes the offer back."""
    me = clinician(who)
    event = HandoverDeclined(me.practitioner_id)
    await aftermath.follow(
        session, await ledger.change(session, call_id, event, actor="practitioner", actor_account=me.account_id)
    )
