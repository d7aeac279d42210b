"""The place of a call in the queue at its tap, from which the range of waiting time is learnt."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

INDEX = "ix_call_tonight"


def upgrade() -> None:
    op.add_column("call", sa.Column("place", sa.Float(), nullable=True))
    op.create_index(INDEX, "call", ["province_code", "requested_at"], postgresql_where=sa.text("place IS NOT NULL"))


def downgrade() -> None:
    op.drop_index(INDEX, table_name="call")
    op.drop_column("call", "place")
