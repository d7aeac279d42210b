"""The people of every test. All are invented.

chị Lan calls for her mother bà Mai (72, Yên Hòa) and her daughter bé Na (3). bác sĩ Bình and bác sĩ Thu take calls, chị Hà
manages the clinic, and the others work beside them. ông Quý is an outsider with a family of his own, bác sĩ Sơn works in
another province: neither must ever see anything of Lan's family.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import cast
from uuid import UUID

from telehealth.accounts.models import Account, Facility, LoginSession, Practitioner, PractitionerRole
from telehealth.accounts.permissions import Audience, Grant, Principal, Role, Scope
from telehealth.accounts.tokens import Keyring
from telehealth.db import Database, Session
from telehealth.patients.models import Patient, RelatedPerson
from telehealth.patients.rules import search_key
from telehealth.settings import Settings
from telehealth.tables import METADATA

assert METADATA.tables  # a test of one domain still needs the tables of the others


@dataclass(frozen=True)
class Staff:
    """Somebody who works at a facility."""

    account_id: UUID
    name: str
    login: str
    role: Role
    facility_id: UUID
    practitioner_id: UUID | None = None

    @property
    def audience(self) -> Audience:
        """The page this person works on."""
        return "doctor" if self.role is Role.DOCTOR else "clinic"


@dataclass(frozen=True)
class Caller:
    """Somebody with a phone, and the patients that account acts for (by short name)."""

    account_id: UUID
    name: str
    phone: str
    patients: dict[str, UUID] = field(default_factory=dict)

    audience: Audience = "patient"


@dataclass(frozen=True)
class Everyone:
    """All of them, with where they work."""

    station: UUID
    hospital: UUID
    elsewhere: UUID
    binh: Staff
    thu: Staff
    son: Staff
    ha: Staff
    nurse: Staff
    health_worker: Staff
    receptionist: Staff
    administrator: Staff
    dpo: Staff
    lan: Caller
    quy: Caller

    @property
    def mai(self) -> UUID:
        """bà Mai's patient id."""
        return self.lan.patients["mai"]


async def settle(database: Database) -> Everyone:
    """Put everybody into the database."""
    async with database.transaction() as session:
        station = await _facility(session, "44123", "Trạm Y tế xã Yên Hòa", "commune_station", "Yên Hòa", "02333000115")
        hospital = await _facility(
            session, "44001", "Bệnh viện Đa khoa tỉnh (thử)", "hospital", "Đông Hà", "02333000001"
        )
        elsewhere = await _facility(
            session, "01001", "Bệnh viện ở tỉnh khác (thử)", "hospital", "Ba Đình", "02433000001", "01"
        )
        return Everyone(
            station,
            hospital,
            elsewhere,
            binh=await _staff(session, "Trần Văn Bình", "binh", Role.DOCTOR, hospital),
            thu=await _staff(session, "Lê Thị Thu", "thu", Role.DOCTOR, hospital),
            son=await _staff(session, "Vũ Hồng Sơn", "son", Role.DOCTOR, elsewhere),
            ha=await _staff(session, "Nguyễn Thị Hà", "ha", Role.MANAGER, station),
            nurse=await _staff(session, "Hồ Thị Mây", "may", Role.NURSE, station),
            health_worker=await _staff(session, "Hồ Văn Pả", "pa", Role.HEALTH_WORKER, station),
            receptionist=await _staff(session, "Phan Thị Oanh", "oanh", Role.RECEPTIONIST, station),
            administrator=await _staff(session, "Đỗ Anh Tuấn", "tuan", Role.ADMINISTRATOR, hospital),
            dpo=await _staff(session, "Bùi Đăng Khoa", "khoa", Role.DPO, hospital),
            lan=await _caller(
                session,
                "Nguyễn Thị Lan",
                "+84912000001",
                mai=("Hoàng Thị Mai", 1954, "female", "child"),
                lan=("Nguyễn Thị Lan", 1988, "female", "self"),
                na=("Phan Bảo Na", 2023, "female", "parent"),
            ),
            quy=await _caller(session, "Võ Văn Quý", "+84912000002", ty=("Võ Văn Tý", 2019, "male", "parent")),
        )


async def doctor_at(database: Database, name: str, login: str, facility_id: UUID) -> Staff:
    """One more doctor, who works at this facility."""
    async with database.transaction() as session:
        return await _staff(session, name, login, Role.DOCTOR, facility_id)


async def open_session(
    database: Database,
    who: Staff | Caller | None,
    *,
    audience: Audience | None = None,
    scope: Scope = "full",
    guest_phone: str = "+84912000009",
) -> LoginSession:
    """A live sign-in of this person, proved just now; who=None is a guest with an unverified number."""
    row = LoginSession(
        account_id=who.account_id if who else None,
        audience=audience or (who.audience if who else "patient"),
        scope=scope if who else "guest",
        guest_phone=None if who else guest_phone,
        proved_at=datetime.now(UTC) if scope == "full" and who else None,
    )
    async with database.transaction() as session:
        session.add(row)
    return row


async def sign_in(
    database: Database,
    settings: Settings,
    who: Staff | Caller | None,
    *,
    audience: Audience | None = None,
    scope: Scope = "full",
) -> dict[str, str]:
    """The headers of a signed-in request: a live session and a token of the installation's own keys."""
    row = await open_session(database, who, audience=audience, scope=scope)
    token = token_of(settings, row)
    return {"Authorization": f"Bearer {token}"}


def token_of(settings: Settings, row: LoginSession, *, life: int = 900) -> str:
    """The access token of a session. life: seconds."""
    subject = str(row.account_id or row.id)
    audience, scope = cast(Audience, row.audience), cast(Scope, row.scope)
    return Keyring.load(settings).sign(session_id=row.id, subject=subject, audience=audience, scope=scope, life=life)


async def principal_of(database: Database, who: Staff | Caller, *, scope: Scope = "full") -> Principal:
    """Who asks, as services see it, with a live session behind it."""
    row = await open_session(database, who, scope=scope)
    base = Principal(row.id, who.account_id, who.audience, scope, display_name=who.name)
    if isinstance(who, Caller):
        return replace(base, phone=who.phone)
    return replace(base, practitioner_id=who.practitioner_id, grants=(Grant(who.facility_id, who.role),))


async def _facility(
    session: Session, code: str, name: str, kind: str, commune: str, phone: str, province: str = "44"
) -> UUID:
    row = Facility(
        code=code,
        name=name,
        kind=kind,
        province_code=province,
        province_name="Quảng Trị" if province == "44" else "Hà Nội",
        commune_name=commune,
        phone=phone,
    )
    session.add(row)
    await session.flush()
    return row.id


async def _staff(session: Session, name: str, login: str, role: Role, facility_id: UUID) -> Staff:
    account = Account(kind="staff", login=login, display_name=name)
    session.add(account)
    await session.flush()
    session.add(PractitionerRole(account_id=account.id, facility_id=facility_id, role=role))
    practitioner = _licence(account.id, name, role, login)
    if practitioner is not None:
        session.add(practitioner)
    await session.flush()
    return Staff(account.id, name, login, role, facility_id, practitioner.id if practitioner else None)


def _licence(account_id: UUID, name: str, role: Role, login: str) -> Practitioner | None:
    titles = {Role.DOCTOR: "Bác sĩ", Role.NURSE: "Điều dưỡng"}
    if role not in titles:
        return None
    return Practitioner(
        account_id=account_id,
        name=name,
        title=titles[role],
        licence_number=f"GPHN-{login.upper()}-0001",
        licence_issuer="Sở Y tế (thử)",
        licence_issued_on=date(2025, 1, 15),
        licence_expires_on=date(2030, 1, 15),
        licence_scope="Khám bệnh, chữa bệnh đa khoa",
    )


async def _caller(session: Session, name: str, phone: str, **family: tuple[str, int, str, str]) -> Caller:
    account = Account(kind="patient", phone=phone, display_name=name, verified_at=datetime.now(UTC))
    session.add(account)
    await session.flush()
    patients = {}
    for key, (patient_name, birth_year, sex, relation) in family.items():
        row = Patient(
            name=patient_name,
            name_key=search_key(patient_name),
            birth_year=birth_year,
            sex=sex,
            commune_name="Yên Hòa",
        )
        session.add(row)
        await session.flush()
        session.add(RelatedPerson(account_id=account.id, patient_id=row.id, relation=relation))
        patients[key] = row.id
    await session.flush()
    return Caller(account.id, name, phone, patients)
