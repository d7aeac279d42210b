"""The stage of every benchmark: an embedded PostgreSQL, the real server as its own process, many people."""

import asyncio
import os
import secrets
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from telehealth.accounts.models import Account, Facility, LoginSession, Practitioner, PractitionerRole
from telehealth.accounts.permissions import Audience
from telehealth.accounts.tokens import Keyring
from telehealth.db import Database
from telehealth.duty.ladder import DEFAULT, Ladder
from telehealth.duty.ladders import NIGHT_DUTY
from telehealth.duty.models import LadderRow
from telehealth.postgres import Urls
from telehealth.settings import Settings
from tests import cluster

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
DAY = 86400
NO_WRITING = DEFAULT.model_copy(update={"wrap_up": timedelta(0)})
"""A doctor is free as soon as a call ends."""


@dataclass(frozen=True)
class Person:
    """Somebody signed in."""

    token: str

    @property
    def headers(self) -> dict[str, str]:
        """The header that says who asks."""
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True)
class Process:
    """A server under test."""

    pid: int
    url: str

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS

    def resident_bytes(self) -> int:
        """Resident memory now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@asynccontextmanager
async def started(command: list[str], port: int, env: dict[str, str], probe: str) -> AsyncIterator[Process]:
    """A server process that answers on its port; ended by its own id."""
    process = await asyncio.create_subprocess_exec(*command, env=env)
    url = f"http://127.0.0.1:{port}"
    try:
        await _answers(url + probe)
        yield Process(process.pid, url)
    finally:
        process.terminate()
        await process.wait()


async def _answers(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        for _ in range(150):
            try:
                async with http.get(url):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.2)
    raise RuntimeError("the server did not start")


@asynccontextmanager
async def floor() -> AsyncIterator[Process]:
    """The bare relay."""
    port = free_port()
    async with started([sys.executable, "-m", "bench.floor", str(port)], port, dict(os.environ), "/") as process:
        yield process


@dataclass(frozen=True)
class House:
    """An installation: its database, and servers as they are asked for."""

    urls: Urls
    folder: Path
    secrets: dict[str, str]

    @asynccontextmanager
    async def server(self, redis: str = "") -> AsyncIterator[Process]:
        """One more process of it."""
        port = free_port()
        env = {
            **os.environ,
            **self.secrets,
            "TELEHEALTH_DATABASE_URL": self.urls.app,
            "TELEHEALTH_REDIS_URL": redis,
            "TELEHEALTH_DATA_DIR": str(self.folder),
            "TELEHEALTH_PORT": str(port),
            "TELEHEALTH_METRICS_PORT": str(free_port()),
            "TELEHEALTH_LOG_LEVEL": "warning",
        }
        async with started([sys.executable, "-m", "bench.server"], port, env, "/healthz") as process:
            yield process


@asynccontextmanager
async def installed(
    folder: Path, callers: int, doctors: int, ladder: Ladder | None = None
) -> AsyncIterator[tuple[House, list[Person], list[Person]]]:
    """A fresh database with so many callers and doctors signed in; no server yet."""
    with cluster.fresh_database() as urls:
        keys = {"TELEHEALTH_SECRET": secrets.token_hex(32), "TELEHEALTH_AUDIT_KEY": secrets.token_hex(32)}
        keyring = Keyring.load(Settings(database_url=urls.app, data_dir=folder))
        people = await settle(Database(urls.app), keyring, callers, doctors, ladder or NO_WRITING)
        yield House(urls, folder, keys), *people


@asynccontextmanager
async def real(folder: Path, callers: int, doctors: int) -> AsyncIterator[tuple[Process, list[Person], list[Person]]]:
    """The real server on a fresh database, with so many callers and doctors signed in."""
    async with installed(folder, callers, doctors) as (house, families, staff), house.server() as process:
        yield process, families, staff


async def settle(
    database: Database, keyring: Keyring, callers: int, doctors: int, ladder: Ladder
) -> tuple[list[Person], list[Person]]:
    """One station with so many families (phones +8491 and a number) and doctors, all signed in for a day."""
    async with database.transaction() as session:
        place = Facility(
            code="44123",
            name="Trạm Y tế",
            kind="commune_station",
            province_code="44",
            province_name="Quảng Trị",
            commune_name="Yên Hòa",
            phone="02333000115",
        )
        patients = [
            Account(kind="patient", phone=f"+8491{n:07d}", verified_at=datetime.now(UTC)) for n in range(callers)
        ]
        staff = [Account(kind="staff", login=f"bs{n}", display_name=f"Bác sĩ {n}") for n in range(doctors)]
        session.add_all([place, *patients, *staff])
        await session.flush()
        for account in staff:
            session.add(PractitionerRole(account_id=account.id, facility_id=place.id, role="doctor"))
            session.add(_licence(account))
        signed_in = [_session(account, "patient") for account in patients] + [_session(one, "doctor") for one in staff]
        session.add_all(signed_in)
        body = ladder.model_dump(mode="json")
        session.add(LadderRow(province_code="44", service=NIGHT_DUTY, version=1, body=body))
    await database.close()
    tokens = [Person(_token(keyring, row)) for row in signed_in]
    return tokens[:callers], tokens[callers:]


def _licence(account: Account) -> Practitioner:
    return Practitioner(
        account_id=account.id,
        name=account.display_name,
        title="Bác sĩ",
        licence_number="GPHN-0001",
        licence_issuer="Sở Y tế",
        licence_scope="Đa khoa",
    )


def _session(account: Account, audience: str) -> LoginSession:
    return LoginSession(account_id=account.id, audience=audience, scope="full", proved_at=datetime.now(UTC))


def _token(keyring: Keyring, row: LoginSession) -> str:
    audience: Audience = "patient" if row.audience == "patient" else "doctor"
    return keyring.sign(session_id=row.id, subject=str(row.account_id), audience=audience, scope="full", life=DAY)
