"""Patients of a health worker's own commune: found by name and birth year, or added. Everything here is audited.

The commune is the filter of every query, taken from where the worker holds the role and never from what they send. What
is written to the audit log holds no names: who looked, at which station, how many were found; and each identity opened.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, text

from telehealth import audit
from telehealth.accounts.models import Facility
from telehealth.accounts.permissions import Permission, Principal
from telehealth.accounts.phones import normalize
from telehealth.audit import Judged
from telehealth.db import Session
from telehealth.errors import Denied, Invalid, NotFound
from telehealth.patients import service
from telehealth.patients.models import Patient
from telehealth.patients.rules import commune_key, search_key
from telehealth.patients.shapes import CommuneAdded, CommuneFound, CommunePatient, CommuneSearch, NewCommunePatient

FOUND = 20
"""Names shown of one search; more than that is asked for more exactly."""
YEARS = 2
"""A birth year told at a bedside is right within so many years."""
LETTERS = 2
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")


async def stations(session: Session, who: Principal) -> list[Facility]:
    """Where this person may ring for patients, by code."""
    mine = who.facilities_for(Permission.RING_FOR_PATIENT) if who.audience == "clinic" else frozenset()
    rows = await session.scalars(select(Facility).where(Facility.id.in_(mine)).order_by(Facility.code))
    return list(rows)


async def station_for(session: Session, who: Principal, patient_id: UUID | None) -> Facility | None:
    """The station from which this person rings for this patient (None: nobody named yet); None when there is no such."""
    mine = await stations(session, who)
    if patient_id is None:
        return mine[0] if mine else None
    key = await session.scalar(select(Patient.commune_key).where(Patient.id == patient_id, _within(mine)))
    return next((one for one in mine if key and commune_key(one.commune_name) == key), None)


async def search(session: Session, who: Principal, said: CommuneSearch) -> CommuneFound:
    """People of the commune whose name holds these beginnings of words; with a birth year the nearest first."""
    words = search_key(said.name).split()
    if sum(map(len, words)) < LETTERS:
        raise Invalid("invalid", "Type at least two letters of the name.", field="name")
    mine = await stations(session, who)
    query = select(Patient.id).where(_within(mine), *(_has_word(word) for word in words))
    found = list(await session.scalars(_nearest(query, said.birth_year).limit(FOUND + 1)))
    views = await service.views(session, found[:FOUND])
    await _audit(session, who, "patient.search", mine[0].id if mine else None, detail={"found": len(found[:FOUND])})
    return CommuneFound(patients=[views[one] for one in found[:FOUND]], more=len(found) > FOUND)


async def open_patient(session: Session, who: Principal, patient_id: UUID) -> Judged[CommunePatient]:
    """One identity. Of another commune there is nobody here; the attempt is in the log."""
    if await station_for(session, who, patient_id) is None:
        await _audit(session, who, "patient.open", patient_id, patient_id=patient_id, reason="other-commune")
        return Judged(refusal=NotFound("not-found", "No such patient."))
    await _audit(session, who, "patient.open", patient_id, patient_id=patient_id)
    return Judged(await _opened(session, patient_id))


async def add(session: Session, who: Principal, new: NewCommunePatient) -> CommuneAdded:
    """Open a record for somebody of the commune, unless people of almost this name and age are there: those are shown
    first, and "đây là người khác" (`new_person`) adds all the same."""
    place = _chosen(await stations(session, who), new.facility_id)
    phone = normalize(new.family_phone) if new.family_phone else None
    key = commune_key(place.commune_name)
    await session.execute(
        _LOCK, {"name": f"commune {key} {search_key(new.name)}"}
    )  # of two taps the second sees the first
    alike = [] if new.new_person else await _alike(session, place, new)
    if alike:
        views = await service.views(session, alike)
        await _audit(session, who, "patient.search", place.id, detail={"found": len(alike)})
        return CommuneAdded(added=None, alike=[views[one] for one in alike])
    made = await service.create(session, None, new.described(place.commune_name), by=who)
    row = await session.get_one(Patient, made.id)
    row.family_phone = phone
    await session.flush()
    return CommuneAdded(added=await _opened(session, made.id), alike=[])


def _within(mine: list[Facility]) -> ColumnElement[bool]:
    """The commune filter: a patient without a commune is nobody's here."""
    keys = {commune_key(one.commune_name) for one in mine}
    return Patient.commune_key.in_(keys - {""})


def _has_word(word: str) -> ColumnElement[bool]:
    return or_(
        Patient.name_key.startswith(word, autoescape=True), Patient.name_key.contains(f" {word}", autoescape=True)
    )


def _nearest(query: Select[UUID], year: int | None) -> Select[UUID]:
    if year is None:
        return query.order_by(Patient.name_key, Patient.birth_year, Patient.id)
    near = query.where(Patient.birth_year.between(year - YEARS, year + YEARS))
    return near.order_by(func.abs(Patient.birth_year - year), Patient.name_key, Patient.id)


def _chosen(mine: list[Facility], wanted: UUID | None) -> Facility:
    if wanted is None and len(mine) == 1:
        return mine[0]
    if wanted is None:
        raise Invalid("facility-needed", "Say at which station.", field="facility_id")
    for one in mine:
        if one.id == wanted:
            return one
    raise Denied("role-needed", "You have no such role at this facility.")


async def _alike(session: Session, place: Facility, new: NewCommunePatient) -> list[UUID]:
    same = select(Patient.id).where(_within([place]), Patient.name_key == search_key(new.name))
    return list(await session.scalars(_nearest(same, new.birth_year).limit(FOUND)))


async def _opened(session: Session, patient_id: UUID) -> CommunePatient:
    row = await session.get_one(Patient, patient_id)
    return CommunePatient(patient=await service.view(session, patient_id), family_phone=row.family_phone)


async def _audit(
    session: Session,
    who: Principal,
    action: str,
    entity_id: UUID | None,
    *,
    patient_id: UUID | None = None,
    reason: str = "",
    detail: dict[str, int] | None = None,
) -> None:
    await audit.write(
        session,
        action,
        "patient" if patient_id else "facility",
        entity_id=entity_id,
        account_id=who.account_id,
        session_id=who.session_id,
        patient_id=patient_id,
        allowed=not reason,
        reason=reason or "own-commune",
        detail=detail,
    )
