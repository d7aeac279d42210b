"""Vital signs of a call: entered by its caller and its doctor, seen at once by both."""

from uuid import UUID

from aiohttp import web

from telehealth import audit, clock, idempotency
from telehealth.accounts.permissions import Principal
from telehealth.calls import ledger
from telehealth.calls.callers import rings_for_others
from telehealth.calls.models import CallRow
from telehealth.calls.people import tell
from telehealth.calls.routes import seen
from telehealth.calls.seats import is_caller, part_of
from telehealth.calls.shapes import CallView
from telehealth.calls.states import Call, State
from telehealth.db import Session
from telehealth.endpoint import path_id, principal, transaction
from telehealth.errors import Conflict, NotFound
from telehealth.vitals import service as vitals
from telehealth.vitals.rules import Part
from telehealth.vitals.service import Recorder
from telehealth.vitals.shapes import NewVitals


async def add_vitals(request: web.Request, body: NewVitals) -> CallView:
    """Keep what was measured or told; everyone in the call looks again."""
    async with transaction(request) as session:
        stored = await idempotency.replay(session, request, body, CallView)
        if stored is not None:
            return stored
        await _add(session, principal(request), path_id(request), body)
        answer = await seen(request, session, path_id(request))
        await idempotency.keep(session, request, body, answer)
    return answer


async def _add(session: Session, who: Principal, call_id: UUID, new: NewVitals) -> None:
    row, call = await ledger.load(session, call_id)
    part = recorder_part(who, row, call)
    if part is None:
        raise NotFound("not-found", "No such call.")
    if call.state is State.ENDED:
        raise Conflict("call-ended", "This call has ended.")
    count = await vitals.add(session, call_id, Recorder(part, who.account_id), new, clock.now())
    await audit.write(
        session,
        "vitals.add",
        "call",
        entity_id=call_id,
        account_id=who.account_id,
        session_id=who.session_id,
        patient_id=row.patient_id,
        reason=part,
        detail={"values": count, "source": new.source},
    )
    await tell(session, row)


def recorder_part(who: Principal, row: CallRow, call: Call) -> Part | None:
    """As what this principal may enter values in this call; None for everybody else."""
    if is_caller(who, row):
        return "health_worker" if rings_for_others(who) else "family"
    return "clinician" if part_of(who, row, call) in ("holder", "rung") else None
