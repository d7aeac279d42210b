"""Every setting, read once from the environment (prefix TELEHEALTH_), frozen.

`Settings` says what each value means and its unit. `production_faults` is the pure list of
reasons why `telehealth serve` must not start.
"""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_SECRET = "change-me"


class Settings(BaseSettings):
    """Configuration of one process."""

    model_config = SettingsConfigDict(env_prefix="TELEHEALTH_", frozen=True, extra="ignore", populate_by_name=True)

    database_url: str = ""
    """SQLAlchemy URL of the serving role, e.g. postgresql+psycopg://telehealth_app@host/telehealth."""
    migrate_url: str = ""
    """URL of the owning role; only `telehealth migrate` and `demo` use it."""
    redis_url: str = Field("", validation_alias=AliasChoices("TELEHEALTH_REDIS_URL", "REDIS_URL"))
    """Redis or Valkey, for several processes of one installation; empty: one process. Carries what browsers say to each
    other while they connect, signed with `secret`, and nothing that must last; the database does while it is away."""
    data_dir: Path = Path("data")
    """Where the embedded database, the signing keys, the audit heads and the stored blobs live."""
    web_dir: Path = Path("web/dist")

    host: str = "127.0.0.1"
    port: int = 8080
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 9464
    """/metrics listens here outside demo mode."""
    public_url: str = ""
    """Origin under which browsers reach us, e.g. https://kcb.example.vn; empty: the request's own host (demo)."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto we believe."""
    tls_cert: Path | None = None
    tls_key: Path | None = None

    demo: bool = False
    secret: SecretStr = SecretStr(DEFAULT_SECRET)
    """Keys the HMACs of login codes, device secrets and refresh tokens. At least 32 characters."""
    audit_key: SecretStr = SecretStr(DEFAULT_SECRET)
    """Keys the audit chain; kept outside the database."""

    storage_key: SecretStr = SecretStr(DEFAULT_SECRET)
    """Wraps the keys of what is stored encrypted (left messages). At least 32 characters; kept apart from the backups."""
    storage_old_keys: tuple[SecretStr, ...] = ()
    """Earlier storage keys, as a JSON list: they still open what they wrapped."""

    turn_urls: tuple[str, ...] = ()
    turn_secret: SecretStr = SecretStr("")
    turn_ttl: int = 3600
    """Seconds a TURN credential lives; at most 3600."""
    stun_urls: tuple[str, ...] = ()

    sms_url: str = ""
    """HTTPS endpoint of the SMS gateway; empty: no SMS leaves (demo inbox only)."""
    sms_token: SecretStr = SecretStr("")
    sms_countries: tuple[str, ...] = ("+84",)
    sms_daily_budget: int = 2000
    """Messages a day over all phones; past it, sign-in by SMS answers 'unavailable', calls still ring."""

    voice_url: str = ""
    """HTTPS endpoint of the gateway that telephones doctors who do not wake; empty: nobody is telephoned."""
    voice_token: SecretStr = SecretStr("")
    vapid_key: SecretStr = SecretStr("")
    """Private key for Web Push (P-256, base64url); empty: made once and kept in data_dir/vapid.pem. Set it where
    processes do not share data_dir."""
    push_contact: str = ""
    """mailto: or https: address at which a push service reaches whoever runs this; empty: public_url."""
    push_loopback: bool = False
    """Let a push go to this machine itself, by plain HTTP. Only for tests."""

    province_code: str = "44"
    """Province this installation serves (two digits, General Statistics Office code)."""
    product_name: str = "Đèn Đêm"

    log_level: str = "info"


def production_faults(settings: Settings) -> list[str]:
    """Reasons why `telehealth serve` refuses to start, each one sentence; empty means fit."""
    faults = []
    if settings.demo:
        faults.append("TELEHEALTH_DEMO is set: demo logins must never run in production.")
    for name in ("secret", "audit_key", "storage_key"):
        value = getattr(settings, name).get_secret_value()
        if value == DEFAULT_SECRET or len(value) < 32:
            faults.append(f"TELEHEALTH_{name.upper()} is the default or shorter than 32 characters.")
    if settings.push_loopback:
        faults.append("TELEHEALTH_PUSH_LOOPBACK is set: pushes could reach this machine's own services.")
    if not settings.database_url:
        faults.append("TELEHEALTH_DATABASE_URL is not set.")
    faults += _redis_faults(settings.redis_url)
    if not settings.public_url.startswith("https://") and not _is_loopback(settings.host):
        faults.append("TELEHEALTH_PUBLIC_URL is not https:// while the server listens on a public address.")
    if not _is_loopback(settings.host) and settings.tls_cert is None and not settings.trusted_proxies:
        faults.append(
            "Plain HTTP on a public address: set TELEHEALTH_TLS_CERT and _KEY, or name the TLS proxy in TELEHEALTH_TRUSTED_PROXIES."
        )
    return faults


def _redis_faults(url: str) -> list[str]:
    """What families' browsers say to each other holds their addresses, so off this machine it needs a password."""
    if not url:
        return []
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ["TELEHEALTH_REDIS_URL is no URL."]
    if parts.scheme not in ("redis", "rediss", "unix"):
        return ["TELEHEALTH_REDIS_URL must begin with redis://, rediss:// or unix://."]
    if parts.scheme != "unix" and not _is_loopback(host or "") and not parts.password:
        return ["TELEHEALTH_REDIS_URL names another machine without a password."]
    return []


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
