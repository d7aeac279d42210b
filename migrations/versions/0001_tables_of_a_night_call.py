"""Tables of a night call."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("login", sa.String(), nullable=True),
        sa.Column("display_name", sa.String(), server_default="", nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_active_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'patient') = (phone IS NOT NULL)", name=op.f("ck_account_patient_has_phone")),
        sa.CheckConstraint("(kind = 'staff') = (login IS NOT NULL)", name=op.f("ck_account_staff_has_login")),
        sa.CheckConstraint("kind IN ('patient', 'staff')", name=op.f("ck_account_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
        sa.UniqueConstraint("phone", name=op.f("uq_account_phone")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column(
            "detail", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.CheckConstraint("outcome IN ('allowed', 'refused')", name=op.f("ck_audit_event_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_table(
        "audit_seal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("hmac", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("late", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_table(
        "facility",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("province_name", sa.String(), nullable=False),
        sa.Column("commune_name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("code ~ '^[0-9]{5}$'", name=op.f("ck_facility_code_5_digits")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
        sa.UniqueConstraint("code", name=op.f("uq_facility_code")),
    )
    op.create_table(
        "patient",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("commune_name", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("sex IN ('female', 'male', 'other', 'unknown')", name=op.f("ck_patient_sex")),
        sa.CheckConstraint(
            "birth_date IS NULL OR extract(year FROM birth_date) = birth_year", name=op.f("ck_patient_birth_agrees")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
    )
    op.create_index(op.f("ix_patient_name_key"), "patient", ["name_key"], unique=False)
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("login_hmac", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_login", "sign_in_attempt", ["login_hmac", "at"], unique=False)
    op.create_table(
        "sms_message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), server_default="pending", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_message")),
    )
    op.create_index(op.f("ix_sms_message_created_at"), "sms_message", ["created_at"], unique=False)
    op.create_table(
        "audit_sealed",
        sa.Column("audit_id", sa.BigInteger(), nullable=False),
        sa.Column("seal_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit_event.id"], name=op.f("fk_audit_sealed_audit_id")),
        sa.ForeignKeyConstraint(["seal_id"], ["audit_seal.id"], name=op.f("fk_audit_sealed_seal_id")),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_audit_sealed")),
    )
    op.create_index(op.f("ix_audit_sealed_seal_id"), "audit_sealed", ["seal_id"], unique=False)
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("secret_hmac", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("identified", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_device_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("secret_hmac", name=op.f("uq_device_secret_hmac")),
    )
    op.create_table(
        "practitioner",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("licence_number", sa.String(), nullable=False),
        sa.Column("licence_issuer", sa.String(), nullable=False),
        sa.Column("licence_issued_on", sa.Date(), nullable=True),
        sa.Column("licence_expires_on", sa.Date(), nullable=True),
        sa.Column("licence_scope", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_practitioner_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner")),
        sa.UniqueConstraint("account_id", name=op.f("uq_practitioner_account_id")),
    )
    op.create_table(
        "practitioner_role",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('doctor', 'nurse', 'health_worker', 'receptionist', 'manager', 'administrator', 'dpo')",
            name=op.f("ck_practitioner_role_role"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_practitioner_role_account_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_practitioner_role_facility_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["account.id"], name=op.f("fk_practitioner_role_granted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner_role")),
    )
    op.create_index(
        "uq_practitioner_role_live",
        "practitioner_role",
        ["account_id", "facility_id", "role"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "related_person",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_related_person_account_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_related_person_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related_person")),
    )
    op.create_index(
        "uq_related_person_live",
        "related_person",
        ["account_id", "patient_id"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "login_code",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("code_hmac", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_login_code_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_code")),
    )
    op.create_index("ix_login_code_phone_created", "login_code", ["phone", "created_at"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("guest_phone", sa.String(), nullable=True),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_why", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(scope = 'guest') = (account_id IS NULL)", name=op.f("ck_login_session_guest_has_no_account")
        ),
        sa.CheckConstraint("audience IN ('patient', 'doctor', 'clinic')", name=op.f("ck_login_session_audience")),
        sa.CheckConstraint("scope IN ('full', 'ring', 'guest')", name=op.f("ck_login_session_scope")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_session_account_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_login_session_device_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
    )
    op.create_index(
        "ix_login_session_account",
        "login_session",
        ["account_id"],
        unique=False,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "call",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_ring_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turn", sa.Integer(), server_default="0", nullable=False),
        sa.Column("callback_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("callback", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("gives_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("caller_lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder_lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outgoing", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("caller_phone", sa.String(), nullable=False),
        sa.Column("caller_verified", sa.Boolean(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("patient_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("holder_device", sa.String(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'ended') = (end_reason IS NOT NULL)", name=op.f("ck_call_ended_has_reason")),
        sa.CheckConstraint("media IN ('video', 'audio')", name=op.f("ck_call_media")),
        sa.CheckConstraint("state <> 'connected' OR holder_id IS NOT NULL", name=op.f("ck_call_connected_has_holder")),
        sa.CheckConstraint("state IN ('waiting', 'ringing', 'connected', 'ended')", name=op.f("ck_call_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_call_account_id")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_call_facility_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["practitioner.id"], name=op.f("fk_call_holder_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_call_patient_id")),
        sa.ForeignKeyConstraint(["session_id"], ["login_session.id"], name=op.f("fk_call_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    op.create_index(
        "ix_call_deadline", "call", ["deadline"], unique=False, postgresql_where=sa.text("state <> 'ended'")
    )
    op.create_index(
        "ix_call_queue",
        "call",
        ["province_code", "requested_at"],
        unique=False,
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_index(
        "uq_call_holder_busy", "call", ["holder_id"], unique=True, postgresql_where=sa.text("state = 'connected'")
    )
    op.create_index(
        "uq_call_live_account", "call", ["account_id"], unique=True, postgresql_where=sa.text("state <> 'ended'")
    )
    op.create_index(
        "uq_call_live_session", "call", ["session_id"], unique=True, postgresql_where=sa.text("state <> 'ended'")
    )
    op.create_table(
        "idempotency_key",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["login_session.id"], name=op.f("fk_idempotency_key_session_id")),
        sa.PrimaryKeyConstraint("session_id", "key", name=op.f("pk_idempotency_key")),
    )
    op.create_index(op.f("ix_idempotency_key_created_at"), "idempotency_key", ["created_at"], unique=False)
    op.create_table(
        "refresh_token",
        sa.Column("token_hmac", sa.LargeBinary(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["login_session.id"], name=op.f("fk_refresh_token_session_id")),
        sa.PrimaryKeyConstraint("token_hmac", name=op.f("pk_refresh_token")),
    )
    op.create_index(op.f("ix_refresh_token_session_id"), "refresh_token", ["session_id"], unique=False)
    op.create_table(
        "call_participant",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("part IN ('caller', 'holder', 'participant')", name=op.f("ck_call_participant_part")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_call_participant_account_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_participant_call_id")),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name=op.f("fk_call_participant_practitioner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_participant")),
    )
    op.create_index("ix_call_participant_call", "call_participant", ["call_id"], unique=False)
    op.create_index(
        "uq_call_participant_holder",
        "call_participant",
        ["call_id"],
        unique=True,
        postgresql_where=sa.text("part = 'holder' AND left_at IS NULL"),
    )
    op.create_table(
        "call_ring",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rung_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_ring_call_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioner.id"], name=op.f("fk_call_ring_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_ring")),
        sa.UniqueConstraint("call_id", "number", name="uq_call_ring_number"),
    )
    op.create_index(
        "ix_call_ring_live",
        "call_ring",
        ["practitioner_id"],
        unique=False,
        postgresql_where=sa.text("outcome = 'ringing'"),
    )
    op.create_table(
        "call_transition",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("actor_account", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "detail", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.ForeignKeyConstraint(["actor_account"], ["account.id"], name=op.f("fk_call_transition_actor_account")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_transition_call_id")),
        sa.PrimaryKeyConstraint("call_id", "version", name=op.f("pk_call_transition")),
    )
    op.create_table(
        "chat_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("author_account", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["author_account"], ["account.id"], name=op.f("fk_chat_message_author_account")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_chat_message_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_message")),
    )
    op.create_index("ix_chat_message_call", "chat_message", ["call_id", "number"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(), server_default="remote_care", nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("given_by_account", sa.Uuid(), nullable=True),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("decision IN ('given', 'refused', 'emergency')", name=op.f("ck_consent_decision")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_consent_call_id")),
        sa.ForeignKeyConstraint(["given_by_account"], ["account.id"], name=op.f("fk_consent_given_by_account")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_consent_patient_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_consent_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_call_id"), "consent", ["call_id"], unique=False)
    op.create_table(
        "duty",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("engaged_call", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["engaged_call"], ["call.id"], name=op.f("fk_duty_engaged_call")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_duty_facility_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioner.id"], name=op.f("fk_duty_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
    )
    op.create_index(
        "ix_duty_claim",
        "duty",
        ["province_code", "last_rung_at", "started_at"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_duty_live", "duty", ["practitioner_id"], unique=True, postgresql_where=sa.text("ended_at IS NULL")
    )
    op.create_table(
        "encounter",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("licence", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("who_speaks", sa.String(), nullable=False),
        sa.Column("caller_account", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("channel IN ('video', 'audio', 'phone')", name=op.f("ck_encounter_channel")),
        sa.CheckConstraint("status IN ('in-progress', 'finished')", name=op.f("ck_encounter_status")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_encounter_call_id")),
        sa.ForeignKeyConstraint(["caller_account"], ["account.id"], name=op.f("fk_encounter_caller_account")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_encounter_facility_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_encounter_patient_id")),
        sa.ForeignKeyConstraint(["practitioner_id"], ["practitioner.id"], name=op.f("fk_encounter_practitioner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_encounter")),
        sa.UniqueConstraint("call_id", name=op.f("uq_encounter_call_id")),
    )
    op.create_index("ix_encounter_patient", "encounter", ["patient_id", "started_at"], unique=False)
    op.create_index("ix_encounter_practitioner", "encounter", ["practitioner_id", "started_at"], unique=False)
    op.create_table(
        "addendum",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("for_family", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["practitioner.id"], name=op.f("fk_addendum_author_id")),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"], name=op.f("fk_addendum_encounter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addendum")),
    )
    op.create_index(op.f("ix_addendum_encounter_id"), "addendum", ["encounter_id"], unique=False)
    op.create_table(
        "callback",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("phone_verified", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("patient_id", sa.Uuid(), nullable=True),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.String(), server_default="open", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("encounter_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'claimed', 'done', 'cancelled')", name=op.f("ck_callback_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_callback_account_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_callback_call_id")),
        sa.ForeignKeyConstraint(["claimed_by"], ["practitioner.id"], name=op.f("fk_callback_claimed_by")),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"], name=op.f("fk_callback_encounter_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_callback_patient_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback")),
    )
    op.create_index(
        "ix_callback_open",
        "callback",
        ["province_code", "created_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('open', 'claimed')"),
    )
    op.create_index(
        "uq_callback_call", "callback", ["call_id"], unique=True, postgresql_where=sa.text("call_id IS NOT NULL")
    )
    op.create_table(
        "note",
        sa.Column("encounter_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("subjective", sa.String(), server_default="", nullable=False),
        sa.Column("objective", sa.String(), server_default="", nullable=False),
        sa.Column("assessment", sa.String(), server_default="", nullable=False),
        sa.Column("plan", sa.String(), server_default="", nullable=False),
        sa.Column("advice", sa.String(), server_default="", nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("content_sha256", sa.String(), nullable=True),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by IS NULL)", name=op.f("ck_note_signed_by_someone")),
        sa.ForeignKeyConstraint(["encounter_id"], ["encounter.id"], name=op.f("fk_note_encounter_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["practitioner.id"], name=op.f("fk_note_signed_by")),
        sa.PrimaryKeyConstraint("encounter_id", name=op.f("pk_note")),
    )


def downgrade() -> None:
    op.drop_table("note")
    op.drop_index("uq_callback_call", table_name="callback", postgresql_where=sa.text("call_id IS NOT NULL"))
    op.drop_index("ix_callback_open", table_name="callback", postgresql_where=sa.text("state IN ('open', 'claimed')"))
    op.drop_table("callback")
    op.drop_index(op.f("ix_addendum_encounter_id"), table_name="addendum")
    op.drop_table("addendum")
    op.drop_index("ix_encounter_practitioner", table_name="encounter")
    op.drop_index("ix_encounter_patient", table_name="encounter")
    op.drop_table("encounter")
    op.drop_index("uq_duty_live", table_name="duty", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_index("ix_duty_claim", table_name="duty", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_table("duty")
    op.drop_index(op.f("ix_consent_call_id"), table_name="consent")
    op.drop_table("consent")
    op.drop_index("ix_chat_message_call", table_name="chat_message")
    op.drop_table("chat_message")
    op.drop_table("call_transition")
    op.drop_index("ix_call_ring_live", table_name="call_ring", postgresql_where=sa.text("outcome = 'ringing'"))
    op.drop_table("call_ring")
    op.drop_index(
        "uq_call_participant_holder",
        table_name="call_participant",
        postgresql_where=sa.text("part = 'holder' AND left_at IS NULL"),
    )
    op.drop_index("ix_call_participant_call", table_name="call_participant")
    op.drop_table("call_participant")
    op.drop_index(op.f("ix_refresh_token_session_id"), table_name="refresh_token")
    op.drop_table("refresh_token")
    op.drop_index(op.f("ix_idempotency_key_created_at"), table_name="idempotency_key")
    op.drop_table("idempotency_key")
    op.drop_index("uq_call_live_session", table_name="call", postgresql_where=sa.text("state <> 'ended'"))
    op.drop_index("uq_call_live_account", table_name="call", postgresql_where=sa.text("state <> 'ended'"))
    op.drop_index("uq_call_holder_busy", table_name="call", postgresql_where=sa.text("state = 'connected'"))
    op.drop_index("ix_call_queue", table_name="call", postgresql_where=sa.text("state <> 'ended'"))
    op.drop_index("ix_call_deadline", table_name="call", postgresql_where=sa.text("state <> 'ended'"))
    op.drop_table("call")
    op.drop_index(
        "ix_login_session_account", table_name="login_session", postgresql_where=sa.text("revoked_at IS NULL")
    )
    op.drop_table("login_session")
    op.drop_index("ix_login_code_phone_created", table_name="login_code")
    op.drop_table("login_code")
    op.drop_index("uq_related_person_live", table_name="related_person", postgresql_where=sa.text("removed_at IS NULL"))
    op.drop_table("related_person")
    op.drop_index(
        "uq_practitioner_role_live", table_name="practitioner_role", postgresql_where=sa.text("revoked_at IS NULL")
    )
    op.drop_table("practitioner_role")
    op.drop_table("practitioner")
    op.drop_table("device")
    op.drop_index(op.f("ix_audit_sealed_seal_id"), table_name="audit_sealed")
    op.drop_table("audit_sealed")
    op.drop_index(op.f("ix_sms_message_created_at"), table_name="sms_message")
    op.drop_table("sms_message")
    op.drop_index("ix_sign_in_attempt_login", table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_index(op.f("ix_patient_name_key"), table_name="patient")
    op.drop_table("patient")
    op.drop_table("facility")
    op.drop_table("event")
    op.drop_table("audit_seal")
    op.drop_table("audit_event")
    op.drop_table("account")
