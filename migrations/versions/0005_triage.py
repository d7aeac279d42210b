"""What families answer while it rings: insert-only, the newest answer counts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "telehealth_app"


def upgrade() -> None:
    op.add_column("call", sa.Column("place_said_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "triage_answer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("set_version", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint(
            "char_length(question_id) <= 64 AND char_length(answer) <= 24", name=op.f("ck_triage_answer_short")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_triage_answer_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_answer")),
    )
    op.create_index("ix_triage_answer_call", "triage_answer", ["call_id", "id"])
    op.execute(f"REVOKE UPDATE ON triage_answer FROM {APP}")


def downgrade() -> None:
    op.drop_table("triage_answer")
    op.drop_column("call", "place_said_at")
