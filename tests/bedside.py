"""Health workers at the bedside: anh Pả of Yên Hòa's station, chị Dung of the next commune, and whom they care for."""

from dataclasses import dataclass
from uuid import UUID

from telehealth.accounts.models import Account, Facility, PractitionerRole
from telehealth.accounts.permissions import Role
from telehealth.db import Database
from telehealth.patients.models import Patient
from telehealth.patients.rules import search_key
from tests.people import Staff


@dataclass(frozen=True)
class NextCommune:
    """Hải An: its station, its health worker, and bà Mai's namesake there."""

    station: UUID
    dung: Staff
    namesake: UUID


async def next_commune(database: Database) -> NextCommune:
    """Put the next commune's people into the database."""
    station = await add_station(database, "44124", "Hải An", "02333000124")
    return NextCommune(
        station=station,
        dung=await health_worker(database, "Lê Thị Dung", "dung", station),
        namesake=await villager(database, "Hoàng Thị Mai", 1954, "Hải An"),
    )


async def add_station(database: Database, code: str, commune: str, phone: str) -> UUID:
    row = Facility(
        code=code,
        name=f"Trạm Y tế xã {commune}",
        kind="commune_station",
        province_code="44",
        province_name="Quảng Trị",
        commune_name=commune,
        phone=phone,
    )
    async with database.transaction() as session:
        session.add(row)
    return row.id


async def health_worker(database: Database, name: str, login: str, station: UUID) -> Staff:
    account = Account(kind="staff", login=login, display_name=name)
    async with database.transaction() as session:
        session.add(account)
        await session.flush()
        session.add(PractitionerRole(account_id=account.id, facility_id=station, role=Role.HEALTH_WORKER.value))
    return Staff(account.id, name, login, Role.HEALTH_WORKER, station)


async def villager(database: Database, name: str, birth_year: int, commune: str) -> UUID:
    row = Patient(name=name, name_key=search_key(name), birth_year=birth_year, sex="female", commune_name=commune)
    async with database.transaction() as session:
        session.add(row)
    return row.id
