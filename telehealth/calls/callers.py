"""The caller's side of a call: a family with its phone, or a health worker of a station who is beside the patient."""

from dataclasses import dataclass
from uuid import UUID

from telehealth.accounts.models import Account, Facility
from telehealth.accounts.permissions import Permission, Principal
from telehealth.accounts.phones import normalize
from telehealth.calls.here import must_here
from telehealth.calls.models import CallRow
from telehealth.db import Session
from telehealth.errors import Denied, Invalid, NotFound
from telehealth.patients import commune
from telehealth.patients import service as patients

HEALTH_WORKER = "health_worker"


@dataclass(frozen=True)
class Origin:
    """From where a call comes, and what its caller is to the patient."""

    facility_id: UUID
    phone: str
    verified: bool
    relation: str


def rings_for_others(who: Principal) -> bool:
    """Whether this is a health worker at the station's page: the only staff who may stand on the caller's side."""
    return who.audience == "clinic" and who.account_id is not None and who.may(Permission.RING_FOR_PATIENT)


def is_callers_side(who: Principal) -> bool:
    """Whether this principal can have made a call at all."""
    return who.audience == "patient" or rings_for_others(who)


async def may_call_for(session: Session, who: Principal, patient_id: UUID) -> bool:
    """A family for its own; a health worker for anybody of the commune."""
    if rings_for_others(who):
        return await commune.station_for(session, who, patient_id) is not None
    return await patients.acts_for(session, who, patient_id)


async def origin(session: Session, who: Principal, home: Facility, patient_id: UUID | None, relation: str) -> Origin:
    """Where this call comes from. home: the station that families of the province get.

    NotFound for a patient this caller may not call for; Denied for a health worker of another province.
    """
    if patient_id is not None and not await may_call_for(session, who, patient_id):
        raise NotFound("not-found", "No such patient.")
    if not rings_for_others(who):
        return Origin(home.id, who.phone or "", who.scope != "guest", relation)
    await must_here(session, who, Permission.RING_FOR_PATIENT, home.province_code)
    place = await commune.station_for(session, who, patient_id)
    if place is None:
        raise Denied("role-needed", "Your role does not allow this.")
    return Origin(place.id, _dialled(place.phone), True, HEALTH_WORKER)


async def proves(session: Session, who: Principal, phone: str, patient_id: UUID | None) -> bool:
    """Whether this number (E.164) is proved to be the asker's: a family by its code, a health worker by the station's."""
    if rings_for_others(who):
        place = await commune.station_for(session, who, patient_id)
        return place is not None and _dialled(place.phone) == phone
    return who.scope != "guest" and who.phone == phone


def _dialled(phone: str) -> str:
    """The station's number as other numbers are kept; as it stands where it is none we can parse."""
    try:
        return normalize(phone)
    except Invalid:
        return phone


async def station_of(session: Session, row: CallRow) -> str | None:
    """The station of the health worker who made this call; None for every other caller.

    The account says it, not the relation: a family may say of itself whatever it likes.
    """
    kind = await session.get(Account, row.account_id) if row.account_id else None
    if kind is None or kind.kind != "staff":
        return None
    return (await session.get_one(Facility, row.facility_id)).name
