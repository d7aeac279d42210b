"""Put the demo's people, places and records into an empty database, once; and open the doctor's duty at every start."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from telehealth.accounts import totp
from telehealth.accounts.models import Account, Facility, LoginSession, Practitioner, PractitionerRole
from telehealth.accounts.passwords import hash_password
from telehealth.db import Session
from telehealth.demo.story import DemoFacility, DemoFamily, DemoStaff, DemoVisit, Story, story
from telehealth.duty import claims, ladders
from telehealth.duty.ladder import Ladder, LastResort
from telehealth.patients.models import Patient, RelatedPerson
from telehealth.patients.rules import LOCAL, search_key
from telehealth.records import service as records
from telehealth.records.models import Addendum, Encounter, Note
from telehealth.records.notes import fingerprint_of
from telehealth.settings import Settings


async def seed(session: Session, settings: Settings) -> bool:
    """Seed an empty database; False when it has been done before. The staff's TOTP secrets are sealed with the settings'."""
    if await session.scalar(select(func.count()).select_from(Facility)):
        return False
    told = story()
    facilities = {row.key: await _facility(session, row, told) for row in told.facilities}
    doctors = {row.login: await _staff(session, settings, row, facilities[row.facility]) for row in told.staff}
    await _ladder(session, told, facilities)
    for family in told.families:
        caller, patients = await _family(session, family)
        for visit in told.visits:
            if visit.family == family.phone:
                await _visit(session, visit, caller, patients[visit.patient], doctors[visit.doctor], told, facilities)
    return True


async def open_duty(session: Session) -> None:
    """Those who are on duty by default sign in and go on duty, so that the landing page's "đang trực" is true."""
    logins = [row.login for row in story().staff if row.on_duty]
    rows = await session.execute(
        select(Practitioner.id, PractitionerRole.facility_id, Account.id)
        .join(Account, Account.id == Practitioner.account_id)
        .join(PractitionerRole, PractitionerRole.account_id == Account.id)
        .where(Account.login.in_(logins), PractitionerRole.revoked_at.is_(None))
    )
    for practitioner_id, facility_id, account_id in rows.all():
        session.add(LoginSession(account_id=account_id, audience="doctor", scope="full"))
        await session.flush()
        await claims.start(session, practitioner_id, facility_id)


async def _facility(session: Session, row: DemoFacility, told: Story) -> UUID:
    place = Facility(
        code=row.code,
        name=row.name,
        kind=row.kind,
        province_code=told.province.code,
        province_name=told.province.name,
        commune_name=row.commune,
        phone=row.phone,
    )
    session.add(place)
    await session.flush()
    return place.id


async def _staff(session: Session, settings: Settings, row: DemoStaff, facility_id: UUID) -> UUID | None:
    """The practitioner's id, for those who have a licence."""
    account = Account(
        kind="staff",
        login=row.login,
        display_name=row.name,
        password_hash=hash_password(row.password),
        totp_secret=totp.sealed(settings, row.totp),
    )
    session.add(account)
    await session.flush()
    session.add(PractitionerRole(account_id=account.id, facility_id=facility_id, role=row.role))
    if row.licence is None:
        return None
    licence = {f"licence_{name}": value for name, value in row.licence.model_dump(exclude={"title"}).items()}
    practitioner = Practitioner(
        account_id=account.id, name=row.name, title=row.licence.title, phone=row.phone, **licence
    )
    session.add(practitioner)
    await session.flush()
    return practitioner.id


async def _ladder(session: Session, told: Story, facilities: dict[str, UUID]) -> None:
    """Version 1, written by the deputy, who is the administrator."""
    row = told.ladder
    rows = await session.execute(select(Account.login, Account.id).where(Account.login.in_((row.owner, row.deputy))))
    accounts = {one.login: one.id for one in rows}
    resort = LastResort(owner=accounts[row.owner], deputy=accounts[row.deputy])
    ladder = Ladder(rungs=row.rungs, last_resort=resort)
    await ladders.write(session, told.province.code, ladder, 0, accounts[row.deputy])
    near = {facilities[one]: [facilities[other] for other in others] for one, others in row.neighbours.items()}
    await ladders.set_neighbours(session, told.province.code, near)


async def _family(session: Session, row: DemoFamily) -> tuple[UUID, dict[str, UUID]]:
    """The account's id and its patients by key."""
    account = Account(kind="patient", phone=row.phone, display_name=row.name, verified_at=func.now())
    session.add(account)
    await session.flush()
    patients = {}
    for member in row.patients:
        patient = Patient(
            name=member.name,
            name_key=search_key(member.name),
            birth_year=_today().year - member.age,
            sex=member.sex,
            commune_name=row.commune,
        )
        session.add(patient)
        await session.flush()
        session.add(RelatedPerson(account_id=account.id, patient_id=patient.id, relation=member.relation))
        patients[member.key] = patient.id
    return account.id, patients


async def _visit(
    session: Session,
    row: DemoVisit,
    caller: UUID,
    patient: UUID,
    doctor: UUID | None,
    told: Story,
    facilities: dict[str, UUID],
) -> None:
    assert doctor is not None, f"{row.doctor} has no licence in the demo's data"
    works_at = next(staff.facility for staff in told.staff if staff.login == row.doctor)
    started = datetime.combine(_today() - timedelta(days=row.days_ago), row.at, LOCAL).astimezone(UTC)
    encounter_id = await records.open_draft(
        session,
        call_id=None,
        patient_id=patient,
        practitioner_id=doctor,
        facility_id=facilities[works_at],
        channel=row.channel,
        who_speaks=row.who_speaks,
        caller_account=caller,
        started_at=started,
    )
    await _write(session, row, encounter_id, doctor, started + timedelta(minutes=row.minutes))


async def _write(session: Session, row: DemoVisit, encounter_id: UUID, doctor: UUID, ended: datetime) -> None:
    """The note as it was signed then, four minutes after the call."""
    encounter = await session.get_one(Encounter, encounter_id, populate_existing=True)
    note = await session.get_one(Note, encounter_id, populate_existing=True)
    encounter.ended_at = ended
    note.subjective, note.objective, note.assessment, note.plan = (
        row.subjective,
        row.objective,
        row.assessment,
        row.plan,
    )
    note.advice, note.version = row.advice.strip(), 2
    note.updated_at = note.signed_at = ended + timedelta(minutes=4)
    note.signed_by = doctor
    note.content_sha256 = fingerprint_of(encounter, note)
    await session.flush()
    if row.addendum:
        session.add(
            Addendum(encounter_id=encounter_id, author_id=doctor, body=row.addendum, at=ended + timedelta(days=1))
        )


def _today() -> date:
    return datetime.now(LOCAL).date()
