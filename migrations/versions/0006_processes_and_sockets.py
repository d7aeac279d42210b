"""Several processes: who runs, who is at the socket on which of them. Short-lived rows all.

Revision ID: 0006
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0008"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = ("server_process", "call_peer", "live_socket")


def upgrade() -> None:
    now = {"server_default": sa.text("now()"), "nullable": False}
    this_instant = {"server_default": sa.text("clock_timestamp()"), "nullable": False}
    op.create_table(
        "server_process",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), **now),
        sa.Column("beat_at", sa.DateTime(timezone=True), **now),
        sa.PrimaryKeyConstraint("id", name="pk_server_process"),
    )
    op.create_table(
        "call_peer",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("peer", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("sid", sa.String(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), **this_instant),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_call_peer_call_id"),
        sa.PrimaryKeyConstraint("call_id", "peer", name="pk_call_peer"),
    )
    op.create_index("ix_call_peer_process_id", "call_peer", ["process_id"])
    op.create_table(
        "live_socket",
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("sid", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), **this_instant),
        sa.PrimaryKeyConstraint("process_id", "sid", name="pk_live_socket"),
    )
    op.create_index("ix_live_socket_account_id", "live_socket", ["account_id"])
    op.execute(f"GRANT DELETE ON {', '.join(TABLES)} TO telehealth_app")


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
