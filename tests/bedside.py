"""Health workers at the bedside: anh Pả of Yên Hòa's station, chị Dung of the next commune, and whom they care for."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import aiohttp

from telehealth.accounts.models import Account, Facility, PractitionerRole
from telehealth.accounts.permissions import Role
from telehealth.db import Database
from telehealth.duty import claims
from telehealth.patients.models import Patient
from telehealth.patients.rules import search_key
from telehealth.settings import Settings
from tests.people import Everyone, Staff, open_session, token_of

Headers = dict[str, str]
DEVICE = "pages-device-1"


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


class Night:
    """The people of this file at their pages, over HTTP."""

    def __init__(self, http: aiohttp.ClientSession, database: Database, settings: Settings) -> None:
        self.http, self.database, self.settings = http, database, settings
        self.refused: dict[str, Any] = {}

    async def enter(self, who: object, audience: Any = None) -> Headers:
        row = await open_session(self.database, who, audience=audience)  # type: ignore[arg-type]
        return {"Authorization": f"Bearer {token_of(self.settings, row)}"}

    async def ask(self, who: Headers, path: str, body: object = None, *, method: str = "POST") -> tuple[int, Any]:
        async with self.http.request(method, path, headers=who, json=body) as answer:
            return answer.status, await answer.json() if answer.status != 204 else {}

    async def get(self, who: Headers, path: str) -> tuple[int, Any]:
        return await self.ask(who, path, method="GET")

    async def rings(self, who: Headers, patient: UUID | None, **said: Any) -> tuple[int, Any]:
        body = {"patient_id": str(patient) if patient else None, "relation": "health_worker"} | said
        return await self.ask(who, "/api/calls", body)


async def open_night(http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone) -> Night:
    """bác sĩ Bình is on duty."""
    await open_session(database, everyone.binh)
    assert everyone.binh.practitioner_id
    async with database.transaction() as session:
        await claims.start(session, everyone.binh.practitioner_id, everyone.binh.facility_id)
    return Night(http, database, settings)


async def pa_rings(night: Night, everyone: Everyone) -> tuple[Headers, str]:
    pa = await night.enter(everyone.health_worker)
    status, call = await night.rings(pa, everyone.mai)
    assert status == 201, call
    return pa, f"/api/calls/{call['id']}"


async def answered(night: Night, everyone: Everyone) -> tuple[Headers, Headers, str]:
    pa, call = await pa_rings(night, everyone)
    binh = await night.enter(everyone.binh)
    status, said = await night.ask(binh, f"{call}/accept", {"device": DEVICE})
    assert status == 200, said
    return pa, binh, call
