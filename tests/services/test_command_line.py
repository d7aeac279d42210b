"""The command line in production: it says everything that is unsafe at once, and brings the first people in."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
from pathlib import Path

import pytest
from sqlalchemy import select

from telehealth import lan
from telehealth.accounts.models import Account, Practitioner
from telehealth.db import Database
from telehealth.postgres import Urls
from telehealth.settings import Settings
from tests.people import Everyone
from tests.processes import answers, free_port, get, until

PASSWORD = "mật khẩu đủ dài"


def telehealth(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TELEHEALTH_")}
    command = [sys.executable, "-m", "telehealth", *arguments]
    return subprocess.run(
        command,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def environment_of(settings: Settings, **changes: str) -> dict[str, str]:
    """A production environment over the test's database, fit to serve."""
    return {
        "TELEHEALTH_DATABASE_URL": settings.database_url,
        "TELEHEALTH_MIGRATE_URL": settings.migrate_url,
        "TELEHEALTH_DATA_DIR": str(settings.data_dir),
        "TELEHEALTH_SECRET": settings.secret.get_secret_value(),
        "TELEHEALTH_AUDIT_KEY": settings.audit_key.get_secret_value(),
        "TELEHEALTH_STORAGE_KEY": settings.storage_key.get_secret_value(),
        "TELEHEALTH_PUBLIC_URL": "https://kcb.example.vn",
        "TELEHEALTH_METRICS_PORT": "0",
    } | changes


def test_serve_says_every_fault_at_once(settings: Settings, database_urls: Urls) -> None:
    wrong = environment_of(
        settings,
        TELEHEALTH_DATABASE_URL=database_urls.owner,
        TELEHEALTH_DEMO="1",
        TELEHEALTH_SECRET="change-me",
        TELEHEALTH_HOST="203.0.113.5",
        TELEHEALTH_PUBLIC_URL="http://kcb.example.vn",
    )
    refused = telehealth("serve", **wrong)
    assert refused.returncode == 2
    for reason in ("TELEHEALTH_DEMO", "TELEHEALTH_SECRET", "PUBLIC_URL is not https", "Plain HTTP", "owns tables"):
        assert reason in refused.stderr
    assert "Traceback" not in refused.stderr


def test_serve_refuses_a_superuser(settings: Settings, database_urls: Urls) -> None:
    refused = telehealth("serve", **environment_of(settings, TELEHEALTH_DATABASE_URL=database_urls.admin))
    assert refused.returncode == 2
    assert "is a superuser" in refused.stderr


def test_serve_without_any_settings(tmp_path: Path) -> None:
    refused = telehealth("serve", TELEHEALTH_DATA_DIR=str(tmp_path))
    assert refused.returncode == 2
    assert "TELEHEALTH_DATABASE_URL is not set." in refused.stderr


def test_serve_with_a_database_that_is_away(settings: Settings) -> None:
    away = "postgresql+psycopg://telehealth_app@127.0.0.1:1/telehealth"
    refused = telehealth("serve", **environment_of(settings, TELEHEALTH_DATABASE_URL=away))
    assert refused.returncode == 2
    assert "The database does not answer" in refused.stderr


def test_a_fit_installation_serves_keeps_its_metrics_private_and_stops_when_told(settings: Settings) -> None:
    port, private = free_port(), free_port()
    ports = {"TELEHEALTH_PORT": str(port), "TELEHEALTH_METRICS_PORT": str(private)}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TELEHEALTH_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "telehealth", "serve"],
        env=clean | environment_of(settings, **ports),
        stderr=subprocess.PIPE,
    )
    try:
        until(lambda: process.poll() is not None or answers(port))
        assert process.poll() is None, process.communicate()[1].decode()
        assert get(port, "/healthz")
        assert b"telehealth" in get(private, "/metrics")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(port, "/metrics")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.communicate()


def test_sample_people_never_reach_a_database_of_ones_own(settings: Settings) -> None:
    refused = telehealth("seed", **environment_of(settings))
    assert refused.returncode == 2
    assert "public passwords" in refused.stderr


def test_migrating_twice_is_harmless(settings: Settings) -> None:
    assert telehealth("migrate", **environment_of(settings)).returncode == 0


def test_openapi_is_printed(settings: Settings) -> None:
    document = json.loads(telehealth("openapi").stdout)
    assert document["openapi"].startswith("3.1")
    assert "/api/calls" in document["paths"]


def test_rotating_keys_makes_a_second_key(settings: Settings) -> None:
    environment = environment_of(settings)
    for _ in range(2):
        assert telehealth("keys", "rotate", **environment).returncode == 0
    assert len(list((settings.data_dir / "keys").glob("*.pem"))) >= 2


def test_an_untouched_audit_log_is_whole(settings: Settings) -> None:
    checked = telehealth("audit", "verify", **environment_of(settings))
    assert (checked.returncode, checked.stdout) == (0, "The audit log is whole.\n")


async def test_the_first_doctor_of_a_new_station(database: Database, settings: Settings) -> None:
    environment = environment_of(settings)
    place = [
        "--code",
        "44555",
        "--name",
        "Trạm Y tế xã Hướng Phùng (thử)",
        "--kind",
        "commune_station",
        "--phone",
        "02333000555",
    ]
    where = ["--province-code", "44", "--province", "Quảng Trị", "--commune", "Hướng Phùng"]
    assert telehealth("facility", "add", *place, *where, **environment).returncode == 0
    assert telehealth("facility", "add", *place, *where, **environment).returncode == 1
    who = [
        "--login",
        "bs.minh",
        "--name",
        "Hồ Văn Minh",
        "--role",
        "doctor",
        "--facility",
        "44555",
        "--password",
        PASSWORD,
    ]
    without_licence = telehealth("staff", "add", *who, **environment)
    assert without_licence.returncode == 1
    assert "licence" in without_licence.stderr
    licence = [
        "--licence",
        "GPHN-QT-000777",
        "--issuer",
        "Sở Y tế (thử)",
        "--scope",
        "Đa khoa",
        "--expires-on",
        "2030-01-01",
    ]
    added = telehealth("staff", "add", *who, *licence, **environment)
    assert added.returncode == 0, added.stderr
    assert "otpauth://totp/" in added.stdout
    async with database.transaction() as session:
        account = (await session.scalars(select(Account).where(Account.login == "bs.minh"))).one()
        practitioner = (await session.scalars(select(Practitioner))).one()
    assert practitioner.account_id == account.id
    assert PASSWORD not in str(account.password_hash)


@pytest.mark.parametrize("weak", ["ngắn", ""])
def test_a_short_password_is_refused(settings: Settings, everyone: Everyone, weak: str) -> None:
    who = ["--login", "x", "--name", "X", "--role", "manager", "--facility", "44123", "--password", weak]
    assert telehealth("staff", "add", *who, **environment_of(settings)).returncode != 0


def test_a_certificate_for_the_wifi_is_kept_until_the_address_moves(tmp_path: Path) -> None:
    first = lan.certificate(tmp_path, "192.168.1.20").cert.read_bytes()
    assert lan.certificate(tmp_path, "192.168.1.20").cert.read_bytes() == first
    assert lan.certificate(tmp_path, "192.168.1.21").cert.read_bytes() != first
    assert (tmp_path / "lan-key.pem").stat().st_mode & 0o777 == 0o600
    assert "█" in lan.qr("https://192.168.1.20:8080")
