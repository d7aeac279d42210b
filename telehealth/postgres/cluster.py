"""One cluster, started and stopped by this process.

- One owner at a time (a file lock); a server left over from a killed process is stopped first.
- Nothing stays running: stop() shuts down, and should this process die without it, a watcher does.
- No network port: a Unix socket in a private folder, and passwords (SCRAM) besides.
"""

import fcntl
import json
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from sqlalchemy import URL

from telehealth.postgres.lent_user import LentUser, PostgresFailed, lent_user, own_folder
from telehealth.postgres.places import cluster_home, programs, socket_folder

__all__ = ["EmbeddedPostgres", "PostgresFailed", "Urls"]

DATABASE = "telehealth"
APP, OWNER, ADMIN = "telehealth_app", "telehealth_owner", "postgres"
CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # An error's DETAIL and STATEMENT quote values (a phone, a name): they stay out of the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Urls:
    """SQLAlchemy URLs of one database. `admin` is the superuser: only set-up and tests use it."""

    app: str
    owner: str
    admin: str


class EmbeddedPostgres:
    """A cluster under `data_dir`; durable=False is for tests only (a machine's crash may lose the data)."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir.resolve()
        self._durable = durable
        self._user: LentUser = lent_user()
        self._lock: IO[str] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None
        self._socket: Path | None = None

    def __enter__(self) -> Urls:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> Urls:
        """Start (creating cluster, roles and database the first time), wait until it answers, and say where it is."""
        self.data_dir.mkdir(mode=0o711 if self._user.lent else 0o700, parents=True, exist_ok=True)
        self._lock = self._take_lock()
        try:
            self._cluster = cluster_home(self.data_dir, self._user) / "cluster"
            self._bin = programs(self._user)
            self._socket = socket_folder(self.data_dir, self._user)
            self._stop_leftover()
            if not self._cluster.exists():
                self._create_cluster()
            self._launch()
            self._create_roles()
        except BaseException:
            self.stop()
            raise
        return self.urls()

    def stop(self) -> None:
        """Stop the server (fast: open transactions are rolled back) and give up the lock. Safe to call twice."""
        if self._socket is not None:
            self._shut_down()
            shutil.rmtree(self._socket, ignore_errors=True)
            self._socket = None
        if self._watcher is not None:  # last: were we interrupted above, it would still do its work
            self._watcher.kill()
            self._watcher.communicate()
            self._watcher = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def urls(self, database: str = DATABASE) -> Urls:
        """The URLs of one database of this cluster."""
        words = self._passwords()
        socket = {"host": str(self._socket)}
        urls = (
            URL.create("postgresql+psycopg", role, words[role], database=database, query=socket)
            for role in (APP, OWNER, ADMIN)
        )
        return Urls(*(url.render_as_string(hide_password=False) for url in urls))

    def _take_lock(self) -> IO[str]:
        lock = open(self.data_dir / "postgres.lock", "w")  # noqa: SIM115 - held until stop()
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise PostgresFailed(f"Another telehealth process is using the database in {self.data_dir}.") from None
        return lock

    # --- making it --------------------------------------------------------------------------------------------

    def _create_cluster(self) -> None:
        """initdb beside its final place, so that an interrupted one is never taken for a cluster."""
        self._keep_passwords({role: secrets.token_urlsafe(24) for role in (APP, OWNER, ADMIN)})
        fresh = self._cluster.with_name("cluster.new")
        shutil.rmtree(fresh, ignore_errors=True)
        self._user.owns(own_folder(fresh, 0o700))
        with tempfile.NamedTemporaryFile("w", dir=self._socket) as password:
            password.write(self._passwords()[ADMIN])
            password.flush()
            self._user.owns(Path(password.name))
            where = ("-D", str(fresh), "-U", ADMIN, "-A", "scram-sha-256", f"--pwfile={password.name}")
            # The wheel has no ICU; the builtin C.UTF-8 folds case correctly and sorts by code point (names are sorted in Python).
            tongue = ("-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
            status, words = self._user.run(
                str(self._bin / "initdb"), *where, *tongue, *(() if self._durable else ("--no-sync",))
            )
        if status:
            raise PostgresFailed(f"initdb failed:\n{words}")
        fresh.rename(self._cluster)

    def _create_roles(self) -> None:
        """Two roles from the first day: one owns and migrates, one serves and owns nothing."""
        with psycopg.connect(libpq(self.urls("postgres").admin), autocommit=True) as connection:
            if connection.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone() is not None:
                return
            for role in (OWNER, APP):
                name = sql.Identifier(role)
                connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(name))
                rights = "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD {}"
                connection.execute(sql.SQL(rights).format(name, sql.Literal(self._passwords()[role])))
            make = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(make.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))

    def _keep_passwords(self, words: dict[str, str]) -> None:
        path = self.data_dir / "postgres-passwords.json"
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(words, file)

    def _passwords(self) -> dict[str, str]:
        path = self.data_dir / "postgres-passwords.json"
        if not path.exists():
            raise PostgresFailed(
                f"{path} is missing. Bring it back, or delete {self.data_dir} to begin with an empty database."
            )
        words: dict[str, str] = json.loads(path.read_text())
        return words

    # --- running it -------------------------------------------------------------------------------------------

    def _launch(self) -> None:
        options = CONFIGURATION | ({} if self._durable else FORGETFUL) | {"unix_socket_directories": str(self._socket)}
        words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        log = self._cluster / "server.log"
        for _ in range(20):
            log.unlink(missing_ok=True)
            if self._pg_ctl("start", "-w", "-t", "60", "-s", "-l", str(log), "-o", words) == 0:
                self._watcher = self._watch()
                return
            last_words = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            if "shared memory block" not in last_words:
                break
            time.sleep(0.25)  # the backends of a killed server leave within moments; until then its memory is taken
        raise PostgresFailed(f"PostgreSQL did not start:\n{last_words}")

    def _watch(self) -> subprocess.Popen[bytes]:
        """A shell waiting for our end of a pipe to close, which even kill -9 does; then it asks for a fast shutdown."""
        command = ["/bin/sh", "-c", 'read _; kill -INT "$1"', "sh", str(self._postmaster())]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, **self._user.identity())

    def _stop_leftover(self) -> None:
        """Stop the server of a killed process; forget its pid file when that pid has since become something else."""
        pid = self._postmaster()
        if pid is None:
            return
        if _is_postmaster(pid, self._cluster):
            self._shut_down()
        elif _alive(pid):
            (self._cluster / "postmaster.pid").unlink(missing_ok=True)

    def _shut_down(self) -> None:
        for how in ("fast", "immediate"):
            if self._postmaster() is not None:
                self._pg_ctl("stop", "-m", how, "-w", "-t", "20", "-s")

    def _postmaster(self) -> int | None:
        try:
            return int((self._cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    def _pg_ctl(self, action: str, *arguments: str) -> int:
        return self._user.run(str(self._bin / "pg_ctl"), action, "-D", str(self._cluster), *arguments)[0]


def libpq(url: str) -> str:
    """The libpq form of a SQLAlchemy URL."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_postmaster(pid: int, cluster: Path) -> bool:
    """Whether this pid is the server of this cluster: pids are used again, above all in containers."""
    command = Path(f"/proc/{pid}/cmdline")
    if not Path("/proc/self/cmdline").exists():  # macOS
        listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False).stdout
        return os.fsencode(cluster) in listed
    try:
        return os.fsencode(cluster) in command.read_bytes().split(b"\0")
    except FileNotFoundError:
        return False
