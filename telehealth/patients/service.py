"""The family behind one phone: who is in it, and who may change it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Select, func, select, update

from telehealth import audit, clock
from telehealth.accounts.models import Account, Device, LoginSession
from telehealth.accounts.permissions import Permission, Principal
from telehealth.audit import Judged
from telehealth.db import Session
from telehealth.errors import Conflict, Denied, NotFound
from telehealth.patients.models import Patient, RelatedPerson
from telehealth.patients.rules import (
    FAMILY_LIMIT,
    age_months,
    by_given_name,
    check_birth,
    corrected_birth,
    given_name,
    local_date,
    same_name,
    search_key,
    tidy_name,
)
from telehealth.patients.shapes import PatientEdit, PatientView


class Described(Protocol):
    """Somebody described well enough to open a patient record (NewPatient, or what a doctor heard in a call)."""

    @property
    def name(self) -> str: ...
    @property
    def birth_year(self) -> int | None: ...
    @property
    def birth_date(self) -> date | None: ...
    @property
    def sex(self) -> str: ...
    @property
    def commune_name(self) -> str: ...
    @property
    def relation(self) -> str: ...


async def commune(session: Session, patient_id: UUID) -> str | None:
    """Where this person lives, as far as it is known."""
    return await session.scalar(select(Patient.commune_name).where(Patient.id == patient_id)) or None


async def view(session: Session, patient_id: UUID, account_id: UUID | None = None) -> PatientView:
    """The patient, with what the account is to them when one is given. NotFound when there is none."""
    patient = await _load(session, patient_id)
    relation = None
    if account_id is not None:
        relation = await session.scalar(
            select(RelatedPerson.relation).where(
                RelatedPerson.account_id == account_id,
                RelatedPerson.patient_id == patient_id,
                RelatedPerson.removed_at.is_(None),
            )
        )
    return _view(patient, relation)


async def views(session: Session, patient_ids: Iterable[UUID | None]) -> dict[UUID, PatientView]:
    """The patients with these ids in one read, as staff see them; unknown ids are left out."""
    wanted = {one for one in patient_ids if one is not None}
    rows = await session.scalars(select(Patient).where(Patient.id.in_(wanted))) if wanted else ()
    return {patient.id: _view(patient, None) for patient in rows}


async def family(session: Session, who: Principal) -> list[PatientView]:
    """The patients this session may act for, by given name. An unidentified device on a recycled number sees only those added
    since it came: the others are somebody else's family."""
    if who.account_id is None:
        return []
    return await _family(session, _visible_links(who))


async def family_of_account(session: Session, account_id: UUID) -> list[PatientView]:
    """Everyone an account acts for, by given name."""
    return await _family(session, _links(account_id))


async def family_of_caller(session: Session, account_id: UUID, session_id: UUID | None) -> list[PatientView]:
    """Whom the clinician in a call may choose from: the family of the caller's account, and on a recycled number only
    those added since this caller's device came. session_id: the caller's; None for a call made by a clinician."""
    links = _links(account_id)
    device = await session.scalar(
        select(Device).join(LoginSession, LoginSession.device_id == Device.id).where(LoginSession.id == session_id)
    )
    if device is not None and not device.identified:
        links = links.where(RelatedPerson.added_at >= device.created_at)
    return await _family(session, links)


async def acts_for(session: Session, who: Principal, patient_id: UUID) -> bool:
    """Whether this session may act for the patient (respects who.identified)."""
    if who.account_id is None or who.audience != "patient":
        return False
    links = _visible_links(who).where(RelatedPerson.patient_id == patient_id)
    return (await session.execute(links)).first() is not None


async def create(
    session: Session, account_id: UUID | None, described: Described, *, by: Principal | None = None
) -> PatientView:
    """Open a patient record and, with an account, link it to the family.

    The same name, birth year and sex in the same family is the same person (a second tap): the record that exists is
    returned. Conflict 'family-full' past the limit.
    """
    name = tidy_name(described.name)
    year, born = check_birth(described.birth_year, described.birth_date, local_date(clock.now()))
    if account_id is not None:
        known = await _already_there(session, account_id, by, name, year, described.sex)
        if known is not None:
            return known
    patient = Patient(
        name=name,
        name_key=search_key(name),
        birth_year=year,
        birth_date=born,
        sex=described.sex,
        commune_name=described.commune_name,
    )
    session.add(patient)
    await session.flush()
    if account_id is not None:
        session.add(RelatedPerson(account_id=account_id, patient_id=patient.id, relation=described.relation))
    await _write(session, by, "patient.create", patient.id, account_id=account_id)
    return _view(patient, described.relation if account_id is not None else None)


async def edit(session: Session, who: Principal, patient_id: UUID, change: PatientEdit) -> Judged[PatientView]:
    """Change what the family says of one of its own; NotFound for anybody else's."""
    if not await acts_for(session, who, patient_id):
        return await _refused(session, who, "patient.edit", patient_id)
    fields = await _change(session, patient_id, change.model_dump(exclude_unset=True, exclude_none=True))
    await _write(session, who, "patient.edit", patient_id, detail={"fields": fields})
    return Judged(await view(session, patient_id, who.account_id))


async def remove(session: Session, who: Principal, patient_id: UUID) -> Judged[None]:
    """Take a patient out of this family. The patient's record stays: it belongs to the patient and the facility."""
    if who.account_id is None or not await acts_for(session, who, patient_id):
        return await _refused(session, who, "patient.unlink", patient_id)
    live = (RelatedPerson.patient_id == patient_id) & (RelatedPerson.account_id == who.account_id)
    await session.execute(
        update(RelatedPerson).where(live, RelatedPerson.removed_at.is_(None)).values(removed_at=func.now())
    )
    await _write(session, who, "patient.unlink", patient_id)
    return Judged(None)


async def correct(
    session: Session,
    who: Principal,
    patient_id: UUID,
    *,
    name: str | None = None,
    birth_year: int | None = None,
    sex: str | None = None,
) -> PatientView:
    """A clinician corrects who the patient is, as heard aloud. The caller of this has checked the seat in the call."""
    if not who.may(Permission.EDIT_IDENTITY):
        raise Denied("role-needed", "Your role does not allow correcting who a patient is.")
    said = {"name": name, "birth_year": birth_year, "sex": sex}
    fields = await _change(session, patient_id, {key: value for key, value in said.items() if value is not None})
    await _write(session, who, "patient.correct", patient_id, detail={"fields": fields})
    return await view(session, patient_id)


async def _change(session: Session, patient_id: UUID, said: dict[str, Any]) -> list[str]:
    """Apply what was said; returns the names of the fields that changed (never their values: the log holds no names)."""
    patient = await _load(session, patient_id, lock=True)
    today = local_date(clock.now())
    year, born = corrected_birth(
        (patient.birth_year, patient.birth_date), said.get("birth_year"), said.get("birth_date"), today
    )
    wanted = {
        "name": tidy_name(said.get("name", patient.name)),
        "birth_year": year,
        "birth_date": born,
        "sex": said.get("sex", patient.sex),
        "commune_name": said.get("commune_name", patient.commune_name),
    }
    changed = [key for key, value in wanted.items() if getattr(patient, key) != value]
    for key in changed:
        setattr(patient, key, wanted[key])
    if changed:
        patient.name_key = search_key(patient.name)
        patient.updated_at = clock.now()
        await session.flush()
    return changed


async def _already_there(
    session: Session, account_id: UUID, by: Principal | None, name: str, year: int, sex: str
) -> PatientView | None:
    # The account's row is locked, so that two taps cannot both count 19 or both find nobody.
    await session.execute(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
    links = _links(account_id)
    everyone = await _family(session, links)
    seen = await family(session, by) if by is not None and by.account_id == account_id else everyone
    for person in seen:
        if same_name(person.name, name) and (person.birth_year, person.sex) == (year, sex):
            return person
    if len(everyone) >= FAMILY_LIMIT:
        raise Conflict("family-full", f"One phone can care for {FAMILY_LIMIT} people at most.", limit=FAMILY_LIMIT)
    return None


def _links(account_id: UUID) -> Select[Patient, str]:
    return (
        select(Patient, RelatedPerson.relation)
        .join(RelatedPerson, RelatedPerson.patient_id == Patient.id)
        .where(RelatedPerson.account_id == account_id, RelatedPerson.removed_at.is_(None))
    )


def _visible_links(who: Principal) -> Select[Patient, str]:
    assert who.account_id is not None
    links = _links(who.account_id)
    if who.identified:
        return links
    came = select(Device.created_at).where(Device.id == who.device_id).scalar_subquery()
    return links.where(RelatedPerson.added_at >= came)  # no device: null, so nothing


async def _family(session: Session, links: Select[Patient, str]) -> list[PatientView]:
    people: Sequence[Any] = (await session.execute(links)).all()
    return sorted((_view(patient, relation) for patient, relation in people), key=lambda p: by_given_name(p.name))


async def _load(session: Session, patient_id: UUID, *, lock: bool = False) -> Patient:
    patient = await session.get(Patient, patient_id, with_for_update=lock or None)
    if patient is None:
        raise NotFound()
    return patient


def _view(patient: Patient, relation: str | None) -> PatientView:
    return PatientView.model_validate(
        {
            "id": patient.id,
            "name": patient.name,
            "given_name": given_name(patient.name),
            "birth_year": patient.birth_year,
            "birth_date": patient.birth_date,
            "sex": patient.sex,
            "commune_name": patient.commune_name,
            "age_months": age_months(patient.birth_year, patient.birth_date, local_date(clock.now())),
            "relation": relation,
        }
    )


async def _refused(session: Session, who: Principal, action: str, patient_id: UUID) -> Judged[Any]:
    await audit.write(
        session,
        action,
        "patient",
        entity_id=patient_id,
        account_id=who.account_id,
        session_id=who.session_id,
        patient_id=patient_id,
        allowed=False,
        reason="not-family",
    )
    return Judged(refusal=NotFound())


async def _write(
    session: Session,
    by: Principal | None,
    action: str,
    patient_id: UUID,
    *,
    account_id: UUID | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    await audit.write(
        session,
        action,
        "patient",
        entity_id=patient_id,
        account_id=by.account_id if by else account_id,
        session_id=by.session_id if by else None,
        patient_id=patient_id,
        detail=detail,
    )
