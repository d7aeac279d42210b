"""The real parts: a PostgreSQL that can be restarted, a Redis that can be stopped, server processes that can be killed."""

import asyncio
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from sqlalchemy import select, update

from bench import stage
from telehealth import migrate
from telehealth.accounts.models import Account, Facility, PractitionerRole
from telehealth.accounts.tokens import Keyring
from telehealth.db import Database
from telehealth.postgres import EmbeddedPostgres, Urls
from telehealth.settings import Settings
from tests.faults import short_night

ROOT = Path(__file__).parents[2]
HOSPITAL_ROW = {
    "code": "44001",
    "name": "Bệnh viện (thử)",
    "kind": "hospital",
    "province_code": "44",
    "province_name": "Quảng Trị",
    "commune_name": "Đông Hà",
    "phone": "02333000001",
}
PATIENCE = 180.0
"""Seconds a part may take to come up on a busy machine."""


class Cluster(EmbeddedPostgres):
    """A durable PostgreSQL of this run's own: what it acknowledged survives its crash."""

    def restart(self, how: str) -> None:
        """Stop ('fast': transactions are rolled back; 'immediate': as a crash, it recovers from its log) and start."""
        self._pg_ctl("stop", "-m", how, "-w", "-t", "20", "-s")
        if self._watcher is not None:
            self._watcher.kill()
            self._watcher.communicate()
        self._launch()


class Redis:
    """A redis-server on a free port, keeping nothing."""

    def __init__(self, folder: Path) -> None:
        self.port = stage.free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it; clients try until it answers."""
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen(["redis-server", *words], stdout=subprocess.DEVNULL)

    def kill(self) -> None:
        """Dead at once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self, still: bool) -> None:
        """Hung: connections stand, nothing answers (SIGSTOP); or going on (SIGCONT)."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP if still else signal.SIGCONT)


class Server:
    """One `telehealth serve`."""

    def __init__(self, name: str, env: dict[str, str], folder: Path, defect: str | None) -> None:
        self.name = name
        self.port = stage.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / f"{name}.log"
        ports = {"TELEHEALTH_PORT": str(self.port), "TELEHEALTH_METRICS_PORT": str(stage.free_port())}
        self._env = {**env, **ports}
        self._defect = defect
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; ready() says when it serves."""
        with self.log.open("ab") as log:
            what = ["telehealth", "serve"] if self._defect is None else ["tests.faults.served", self._defect]
            command = [sys.executable, "-m", *what]
            self._process = subprocess.Popen(command, env=self._env, cwd=ROOT, stdout=log, stderr=log)

    def kill(self) -> None:
        """kill -9."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> int:
        """SIGTERM, and the exit status."""
        assert self._process
        self._process.terminate()
        return self._process.wait(PATIENCE)

    @property
    def gone(self) -> bool:
        """It is not running (any more)."""
        return self._process is None or self._process.poll() is not None

    async def ready(self, http: aiohttp.ClientSession) -> None:
        """Wait until it may be sent callers. One that refused to start (the database was just away) is started again,
        as systemd would."""
        async with asyncio.timeout(PATIENCE):
            while True:
                if self.gone:
                    self.start()
                    await asyncio.sleep(1)
                try:
                    async with http.get(f"{self.url}/readyz", timeout=aiohttp.ClientTimeout(2)) as answer:
                        if answer.status == 200:
                            return
                except (aiohttp.ClientError, TimeoutError):
                    pass
                await asyncio.sleep(0.1)


class House:
    """Everything that runs, and the people signed in."""

    def __init__(self, folder: Path, defect: str | None, processes: int) -> None:
        self.folder = folder
        self.cluster = Cluster(folder / "postgres")
        self.redis = Redis(folder)
        self._defect, self._processes = defect, processes
        self.servers: list[Server] = []
        self.callers: list[stage.Person] = []
        self.doctors: list[stage.Person] = []

    @property
    def doors(self) -> list[str]:
        """The servers' addresses."""
        return [server.url for server in self.servers]

    async def open(self, callers: int, doctors: int) -> None:
        """Start the parts in order, with so many people signed in."""
        self.urls: Urls = await asyncio.to_thread(self.cluster.start)
        await asyncio.to_thread(migrate.upgrade, self.urls.owner)
        keys = Keyring.load(Settings(data_dir=self.folder / "data"))
        self.callers, self.doctors = await stage.settle(
            Database(self.urls.app), keys, callers, doctors, short_night.LADDER
        )
        await self._hospital()
        self.redis.start()
        env = self._environment()
        for number in range(self._processes):
            self.servers.append(Server(f"server-{number}", env, self.folder, self._defect))
            self.servers[-1].start()
        async with aiohttp.ClientSession() as http:
            await asyncio.gather(*(server.ready(http) for server in self.servers))

    async def _hospital(self) -> None:
        """The hospital, with its doctors on the second rung."""
        database = Database(self.urls.app, pool_size=1)
        async with database.transaction() as session:
            hospital = Facility(**HOSPITAL_ROW)
            session.add(hospital)
            await session.flush()
            at_hospital = [f"bs{number}" for number in range(len(self.doctors))][-short_night.HOSPITAL :]
            chosen = select(Account.id).where(Account.login.in_(at_hospital))
            await session.execute(
                update(PractitionerRole)
                .where(PractitionerRole.account_id.in_(chosen))
                .values(facility_id=hospital.id)
                .execution_options(synchronize_session=False)
            )
        await database.close()

    def close(self) -> None:
        """Stop everything that was started here."""
        for server in self.servers:
            server.kill()
        self.redis.kill()
        self.cluster.stop()

    def _environment(self) -> dict[str, str]:
        ours = {name: value for name, value in os.environ.items() if not name.startswith("TELEHEALTH_")}
        return ours | {
            "TELEHEALTH_DATABASE_URL": self.urls.app,
            "TELEHEALTH_REDIS_URL": self.redis.url if self._processes > 1 else "",
            "TELEHEALTH_DATA_DIR": str(self.folder / "data"),
            "TELEHEALTH_SECRET": secrets.token_hex(32),
            "TELEHEALTH_AUDIT_KEY": secrets.token_hex(32),
            "TELEHEALTH_STORAGE_KEY": secrets.token_hex(32),
            "TELEHEALTH_LOG_LEVEL": "warning",
        }


@asynccontextmanager
async def opened(*, callers: int, doctors: int, defect: str | None = None, processes: int = 2) -> AsyncIterator[House]:
    """A house, and nothing left of it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="telehealth-faults-"))
    folder.chmod(0o711)  # the user root lends to PostgreSQL passes through it
    house = House(folder, defect, processes)
    try:
        await house.open(callers, doctors)
        yield house
    finally:
        await asyncio.to_thread(house.close)
        shutil.rmtree(folder, ignore_errors=True)
