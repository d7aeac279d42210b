"""The health worker's people: find, open, add. The name stands in the body, never in an address that a log might keep."""

from aiohttp import web

from telehealth import idempotency
from telehealth.endpoint import path_id, principal, transaction
from telehealth.patients import commune
from telehealth.patients.shapes import CommuneAdded, CommuneFound, CommunePatient, CommuneSearch, NewCommunePatient


async def search(request: web.Request, body: CommuneSearch) -> CommuneFound:
    """Who of the commune bears this name."""
    async with transaction(request) as session:
        return await commune.search(session, principal(request), body)


async def opened(request: web.Request) -> CommunePatient:
    """One of them. A refusal is in the audit log before it is answered."""
    async with transaction(request) as session:
        judged = await commune.open_patient(session, principal(request), path_id(request))
    return judged.answer()


async def add(request: web.Request, body: NewCommunePatient) -> CommuneAdded:
    """Add somebody, or see first who is almost them."""
    async with transaction(request) as session:
        stored = await idempotency.replay(session, request, body, CommuneAdded)
        if stored is not None:
            return stored
        answer = await commune.add(session, principal(request), body)
        await idempotency.keep(session, request, body, answer)
    return answer
