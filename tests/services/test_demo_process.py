"""`telehealth demo` as people start and stop it: with Ctrl-C, with kill, with kill -9, in a folder nobody else may enter."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from telehealth.postgres import EmbeddedPostgres, PostgresFailed, places
from telehealth.postgres.lent_user import LentUser, lent_user
from tests.processes import PATIENCE, answers, free_port, get, until


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """A data folder below one that only we may enter, as in a clone made by `mktemp -d`."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    yield private / "data"
    shutil.rmtree((private / "data" / "postgres").resolve(), ignore_errors=True)  # root's stands outside


@contextmanager
def demo(data_dir: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The demo, answering on its port; killed afterwards should the test have failed to stop it."""
    port = free_port()
    command = [sys.executable, "-m", "telehealth", "demo", "--port", str(port), "--data-dir", str(data_dir)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        until(lambda: answers(port) or process.poll() is not None)
        assert process.poll() is None, process.communicate()[0].decode()
        yield process, port
    finally:
        process.kill()
        process.communicate()
        until(lambda: not servers(data_dir))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_stopping_leaves_nothing_running(data_dir: Path, how: signal.Signals) -> None:
    with demo(data_dir) as (process, _):
        family = servers(data_dir)
        assert family, "the test would see nothing"
        family += psutil.Process(process.pid).children(recursive=True) + family[0].children(recursive=True)
        process.send_signal(how)
        assert process.wait(PATIENCE) == 0
        assert [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE] == []


def test_two_impatient_interrupts_stop_it_too(data_dir: Path) -> None:
    with demo(data_dir) as (process, _):
        process.send_signal(signal.SIGINT)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
        until(lambda: not servers(data_dir))


def test_after_kill_9_the_database_goes_and_the_next_start_finds_the_family_again(data_dir: Path) -> None:
    with demo(data_dir) as (process, _):
        process.kill()
        process.wait(PATIENCE)
        until(lambda: not servers(data_dir))
    with demo(data_dir) as (process, port):
        assert b'"on_duty":1' in get(port, "/api/status").replace(b" ", b"")
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


def test_a_crashed_server_and_a_pid_that_became_something_else(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir, durable=False)
    server.start()
    servers(data_dir)[0].kill()
    server.stop()
    stale = (data_dir / "postgres").resolve() / "cluster" / "postmaster.pid"
    stale.write_text(
        f"{os.getpid()}\n" + "\n".join(stale.read_text().splitlines()[1:]) + "\n" if stale.exists() else ""
    )
    with EmbeddedPostgres(data_dir, durable=False) as urls:
        assert urls.app
    assert not servers(data_dir)


def test_two_demos_never_share_one_database(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir, durable=False), pytest.raises(PostgresFailed, match="Another telehealth process"):
        EmbeddedPostgres(data_dir, durable=False).start()


def test_the_private_folder_stays_private(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir, durable=False):
        assert data_dir.parent.stat().st_mode & 0o777 == 0o700
        assert (data_dir / "postgres-passwords.json").stat().st_mode & 0o777 == 0o600
        assert (data_dir / "postgres").resolve().joinpath("cluster").stat().st_mode & 0o077 == 0


def test_programs_out_of_reach_run_from_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root in a 0700 clone: the lent user cannot enter the virtual environment."""
    tmp_path.chmod(0o711)
    monkeypatch.setattr(places, "OUTSIDE", tmp_path)
    monkeypatch.setattr(LentUser, "reaches", lambda self, path: path.is_relative_to(tmp_path))
    folder = places.programs(lent_user())
    assert folder.is_relative_to(tmp_path)
    for program in ("initdb", "postgres", "pg_ctl"):
        assert subprocess.run([folder / program, "--version"], capture_output=True, check=False).returncode == 0


def test_a_taken_port_is_said_before_anything_starts(data_dir: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "telehealth", "demo", "--port", str(port), "--data-dir", str(data_dir)]
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == 1
    assert b"make run PORT=9000" in done.stderr
    assert not data_dir.exists()


def servers(data_dir: Path) -> list[psutil.Process]:
    """The PostgreSQL servers of this data folder."""
    cluster = str((data_dir / "postgres").resolve() / "cluster")
    found = []
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "postgres" and cluster in (process.info["cmdline"] or []):
            found.append(process)
    return found
