"""Why `telehealth serve` must not start, as far as the wire between processes goes."""

import pytest
from pydantic import SecretStr

from telehealth.settings import Settings, production_faults

FIT = Settings(
    database_url="postgresql+psycopg://telehealth_app@db/telehealth",
    secret=SecretStr("s" * 32),
    audit_key=SecretStr("a" * 32),
    storage_key=SecretStr("k" * 32),
    redis_url="",
)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "redis://127.0.0.1:6379/0",
        "redis://localhost",
        "unix:///run/redis.sock",
        "rediss://:word@redis.example:6380/0",
    ],
)
def test_a_wire_that_stays_on_this_machine_or_asks_for_a_password_is_fit(url: str) -> None:
    assert production_faults(FIT.model_copy(update={"redis_url": url})) == []


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("redis://redis.example:6379/0", "without a password"),
        ("redis://10.0.0.7", "without a password"),
        ("http://127.0.0.1", "must begin with"),
        ("127.0.0.1:6379", "must begin with"),
        ("redis://[::1", "no URL"),
    ],
)
def test_another_is_refused(url: str, why: str) -> None:
    (fault,) = production_faults(FIT.model_copy(update={"redis_url": url}))
    assert why in fault


def test_the_usual_name_of_the_variable_is_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:7000")
    assert Settings().redis_url == "redis://127.0.0.1:7000"
    monkeypatch.setenv("TELEHEALTH_REDIS_URL", "redis://127.0.0.1:8000")
    assert Settings().redis_url == "redis://127.0.0.1:8000"
