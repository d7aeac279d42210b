"""Messages left when nobody answers, and the encrypted blobs they are kept in."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "telehealth_app"
NOW = sa.text("now()")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("segment_size", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), server_default="0", nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("shredded_at", MOMENT, nullable=True),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.CheckConstraint("received BETWEEN 0 AND length", name=op.f("ck_blob_received")),
        sa.CheckConstraint(
            "(wrapped_key IS NULL) = (shredded_at IS NOT NULL)", name=op.f("ck_blob_shredded_has_no_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob")),
    )
    op.create_index(
        "ix_blob_to_remove",
        "blob",
        ["shredded_at"],
        postgresql_where=sa.text("shredded_at IS NOT NULL AND removed_at IS NULL"),
    )
    op.create_table(
        "blob_segment",
        sa.Column("blob_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["blob_id"], ["blob.id"], name=op.f("fk_blob_segment_blob_id")),
        sa.PrimaryKeyConstraint("blob_id", "number", name=op.f("pk_blob_segment")),
    )
    # A segment that has arrived is never another one.
    op.execute(f"REVOKE UPDATE ON blob_segment FROM {APP}")
    _left_message()


def _left_message() -> None:
    op.create_table(
        "left_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("callback_id", sa.Uuid(), nullable=True),
        sa.Column("blob_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, server_default=NOW, nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.Column("heard_at", MOMENT, nullable=True),
        sa.Column("heard_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('voice', 'video')", name=op.f("ck_left_message_kind")),
        sa.CheckConstraint("uploaded_at IS NULL OR dropped_at IS NULL", name=op.f("ck_left_message_kept_or_dropped")),
        sa.CheckConstraint("(heard_at IS NULL) = (heard_by IS NULL)", name=op.f("ck_left_message_heard_by_somebody")),
        sa.ForeignKeyConstraint(["blob_id"], ["blob.id"], name=op.f("fk_left_message_blob_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_left_message_call_id")),
        sa.ForeignKeyConstraint(["callback_id"], ["callback.id"], name=op.f("fk_left_message_callback_id")),
        sa.ForeignKeyConstraint(["heard_by"], ["practitioner.id"], name=op.f("fk_left_message_heard_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_left_message")),
        sa.UniqueConstraint("blob_id", name=op.f("uq_left_message_blob_id")),
    )
    op.create_index("ix_left_message_call", "left_message", ["call_id"])
    op.create_index(
        "ix_left_message_callback",
        "left_message",
        ["callback_id"],
        postgresql_where=sa.text("callback_id IS NOT NULL"),
    )
    op.create_index(
        "uq_left_message_upload",
        "left_message",
        ["call_id"],
        unique=True,
        postgresql_where=sa.text("uploaded_at IS NULL AND dropped_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("left_message")
    op.drop_table("blob_segment")
    op.drop_table("blob")
