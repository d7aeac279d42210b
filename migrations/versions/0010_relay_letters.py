"""Relays between processes while Redis is away: letters that live for moments.

Revision ID: 0010
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "relay_letter",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_relay_letter"),
    )
    op.create_index("ix_relay_letter_process_id", "relay_letter", ["process_id"])
    op.execute("REVOKE UPDATE ON relay_letter FROM telehealth_app")
    op.execute("GRANT DELETE ON relay_letter TO telehealth_app")


def downgrade() -> None:
    op.drop_table("relay_letter")
