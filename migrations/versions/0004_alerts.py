"""Alerts: push subscriptions, the devices doctors can be rung on, and every attempt to reach a person.

Only adds. A subscription, a device and an alert are short-lived by nature: what is past its use may be deleted.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "telehealth_app"
SHORT_LIVED = ("alert", "doctor_device", "push_subscription")
LATER = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("practitioner", sa.Column("phone", sa.String(), nullable=True))
    _subscriptions()
    _devices()
    _alerts()
    op.execute(f"GRANT DELETE ON {', '.join(SHORT_LIVED)} TO {APP}")


def _subscriptions() -> None:
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("endpoint", sa.String(), nullable=False),
        sa.Column("p256dh", sa.String(), nullable=False),
        sa.Column("auth", sa.String(), nullable=False),
        sa.Column("language", sa.String(), server_default="vi", nullable=False),
        sa.Column("created_at", LATER, server_default=sa.text("now()"), nullable=False),
        sa.Column("failed_at", LATER, nullable=True),
        sa.Column("gone_at", LATER, nullable=True),
        sa.CheckConstraint("language IN ('vi', 'en')", name=op.f("ck_push_subscription_language")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_push_subscription_account_id")),
        sa.ForeignKeyConstraint(["session_id"], ["login_session.id"], name=op.f("fk_push_subscription_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscription_endpoint")),
    )
    op.create_index("ix_push_subscription_account", "push_subscription", ["account_id"])


def _devices() -> None:
    op.create_table(
        "doctor_device",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("can_sound", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("confirmed_at", LATER, nullable=True),
        sa.Column("last_seen_at", LATER, server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_doctor_device_account_id")),
        sa.ForeignKeyConstraint(["session_id"], ["login_session.id"], name=op.f("fk_doctor_device_session_id")),
        sa.PrimaryKeyConstraint("account_id", "device", name=op.f("pk_doctor_device")),
    )


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("ring", sa.Integer(), nullable=True),
        sa.Column("callback_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("state", sa.String(), server_default="pending", nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="1", nullable=False),
        sa.Column("repeat_every", sa.Interval(), nullable=True),
        sa.Column("created_at", LATER, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("due_at", LATER, server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("expires_at", LATER, nullable=False),
        sa.Column("handed_at", LATER, nullable=True),
        sa.Column("done_at", LATER, nullable=True),
        sa.Column("delivered_at", LATER, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", LATER, nullable=True),
        sa.CheckConstraint(
            "purpose IN ('ring', 'knock', 'handover', 'callback', 'manager', 'test', 'taken')",
            name=op.f("ck_alert_purpose"),
        ),
        sa.CheckConstraint("channel IN ('push', 'sms', 'voice', 'page')", name=op.f("ck_alert_channel")),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'delivered', 'failed', 'expired', 'cancelled', 'unknown')",
            name=op.f("ck_alert_state"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_alert_account_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_alert_call_id")),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"], name=op.f("fk_alert_callback_id")),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["push_subscription.id"], name=op.f("fk_alert_subscription_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_alert_token_hash")),
    )
    op.create_index("ix_alert_due", "alert", ["due_at"], postgresql_where=sa.text("state = 'pending'"))
    op.create_index("ix_alert_sending", "alert", ["handed_at"], postgresql_where=sa.text("state = 'sending'"))
    op.create_index("ix_alert_call", "alert", ["call_id", "ring"])
    op.create_index("ix_alert_callback", "alert", ["callback_id"], postgresql_where=sa.text("callback_id IS NOT NULL"))
    op.create_index("ix_alert_created", "alert", ["created_at"])


def downgrade() -> None:
    for table in SHORT_LIVED:
        op.drop_table(table)
    op.drop_column("practitioner", "phone")
