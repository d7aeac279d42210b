"""Tables of accounts: people who sign in, where they work, how they proved who they are."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, LargeBinary, func, text
from sqlalchemy.orm import Mapped, mapped_column

from telehealth.db import Base

NEW_ID = text("uuidv7()")


class Facility(Base):
    """An Organization that gives care: a commune health station, a hospital."""

    __tablename__ = "facility"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    code: Mapped[str] = mapped_column(unique=True)  # mã CSKCB, 5 digits
    name: Mapped[str]
    kind: Mapped[str]  # commune_station | hospital
    province_code: Mapped[str]
    province_name: Mapped[str]
    commune_name: Mapped[str]
    phone: Mapped[str]  # as dialled by families, e.g. 02333xxxxxx
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    __table_args__ = (CheckConstraint("code ~ '^[0-9]{5}$'", name="code_5_digits"),)


class Account(Base):
    """Someone who signs in. Patients' accounts by phone, staff by login name."""

    __tablename__ = "account"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    kind: Mapped[str]  # patient | staff
    phone: Mapped[str | None] = mapped_column(unique=True)  # E.164, patients only
    login: Mapped[str | None] = mapped_column(unique=True)  # staff only
    display_name: Mapped[str] = mapped_column(server_default="")
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]  # sealed with the settings' secret
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)  # a code is accepted once
    verified_at: Mapped[datetime | None]  # last time the phone was proved by a code
    last_active_at: Mapped[datetime] = mapped_column(server_default=func.now())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    disabled_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint("kind IN ('patient', 'staff')", name="kind"),
        CheckConstraint("(kind = 'patient') = (phone IS NOT NULL)", name="patient_has_phone"),
        CheckConstraint("(kind = 'staff') = (login IS NOT NULL)", name="staff_has_login"),
    )


class Practitioner(Base):
    """A licensed person. Every encounter names practitioner, licence and scope (Law 15/2023, Decree 96/2023)."""

    __tablename__ = "practitioner"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), unique=True)
    name: Mapped[str]
    title: Mapped[str]  # e.g. "Bác sĩ", "Điều dưỡng"
    licence_number: Mapped[str]
    licence_issuer: Mapped[str]
    licence_issued_on: Mapped[date | None]
    licence_expires_on: Mapped[date | None]
    licence_scope: Mapped[str]
    phone: Mapped[str | None]  # E.164, of the practitioner; for waking them, never shown to families


class PractitionerRole(Base):
    """What an account may do at one facility."""

    __tablename__ = "practitioner_role"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    role: Mapped[str]
    granted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[datetime | None]
    __table_args__ = (
        CheckConstraint(
            "role IN ('doctor', 'nurse', 'health_worker', 'receptionist', 'manager', 'administrator', 'dpo')",
            name="role",
        ),
        Index(
            "uq_practitioner_role_live",
            "account_id",
            "facility_id",
            "role",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )


class Device(Base):
    """A browser we have seen, known by a long-lived cookie. Patients' phones are shared and recycled.

    `verified_at`: a code for this account was last entered here. `identified`: may see records older than the
    device itself; false for a new device on a number that was idle for 6 months, until re-identified.
    """

    __tablename__ = "device"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    secret_hmac: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    verified_at: Mapped[datetime | None]
    identified: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())


class LoginCode(Base):
    """A six-digit code sent to a phone; only its HMAC is kept."""

    __tablename__ = "login_code"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    phone: Mapped[str]
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    code_hmac: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(server_default="0")
    used_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_login_code_phone_created", "phone", "created_at"),)


class LoginSession(Base):
    """One sign-in of one audience on one browser. Every request checks that it still lives.

    audience: patient | doctor | clinic. scope: full (may read records) | ring (may call; records ask for a code
    again) | guest (unverified number; sees nothing but its own call). `proved_at`: when a code or TOTP was last entered.
    """

    __tablename__ = "login_session"
    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=NEW_ID)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"))
    audience: Mapped[str]
    scope: Mapped[str]
    guest_phone: Mapped[str | None]
    proved_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    revoked_at: Mapped[datetime | None]
    revoked_why: Mapped[str | None]
    __table_args__ = (
        CheckConstraint("audience IN ('patient', 'doctor', 'clinic')", name="audience"),
        CheckConstraint("scope IN ('full', 'ring', 'guest')", name="scope"),
        CheckConstraint("(scope = 'guest') = (account_id IS NULL)", name="guest_has_no_account"),
        Index("ix_login_session_account", "account_id", postgresql_where=text("revoked_at IS NULL")),
    )


class RefreshToken(Base):
    """One link of a session's chain of refresh tokens; only hashes are kept."""

    __tablename__ = "refresh_token"
    token_hmac: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("login_session.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    rotated_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """One try at a staff sign-in, written before the password is looked at; a success removes them.

    `login_hmac` names the login (and, where it is known, the device), so an unknown login looks like a known one.
    """

    __tablename__ = "sign_in_attempt"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    login_hmac: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    __table_args__ = (Index("ix_sign_in_attempt_login", "login_hmac", "at"),)


class SmsMessage(Base):
    """One SMS we paid for (or tried to). The text is not kept: it may hold a code."""

    __tablename__ = "sms_message"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    phone: Mapped[str]
    kind: Mapped[str]  # login_code | calling_back
    state: Mapped[str] = mapped_column(server_default="pending")  # pending | sent | failed | unknown
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    done_at: Mapped[datetime | None]
