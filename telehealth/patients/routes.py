"""The family's own list. Refusals are audited, so they are raised only after the commit."""

from aiohttp import web

from telehealth.endpoint import path_id, principal, transaction
from telehealth.patients import service
from telehealth.patients.shapes import NewPatient, PatientEdit, PatientList, PatientView


async def family(request: web.Request) -> PatientList:
    """Whom this phone cares for, by given name."""
    async with transaction(request) as session:
        patients = await service.family(session, principal(request))
    return PatientList(patients=patients)


async def add(request: web.Request, body: NewPatient) -> PatientView:
    """Add somebody to the family."""
    who = principal(request)
    async with transaction(request) as session:
        return await service.create(session, who.account_id, body, by=who)


async def edit(request: web.Request, body: PatientEdit) -> PatientView:
    """Change what the family says of one of its own."""
    async with transaction(request) as session:
        judged = await service.edit(session, principal(request), path_id(request), body)
    return judged.answer()


async def remove(request: web.Request) -> None:
    """Take somebody out of the family; their record stays."""
    async with transaction(request) as session:
        judged = await service.remove(session, principal(request), path_id(request))
    judged.answer()
