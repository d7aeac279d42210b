"""Ladders, priority, holds, handovers, and call-backs that somebody answers for.

Only additions: columns are nullable or have a default, so the release before this one serves on beside it. The two
checks that a new state widens are replaced NOT VALID first, so that no row is read under the lock.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0003"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "telehealth_app"
NO, ZERO = sa.text("false"), "0"


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _flag(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean(), server_default=NO, nullable=False)


def _count(name: str, default: str = ZERO) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), server_default=default, nullable=False)


def _link(table: str, name: str, to: str) -> sa.Column[object]:
    key = sa.ForeignKey(f"{to}.id", name=op.f(f"fk_{table}_{name}"))
    return sa.Column(name, sa.Uuid(), key, nullable=True)


def _add(table: str, *columns: sa.Column[object]) -> None:
    for column in columns:
        op.add_column(table, column)


CALL_CHECKS = {
    "ck_call_state": (
        "state IN ('waiting', 'ringing', 'connected', 'on_hold', 'ended')",
        "state IN ('waiting', 'ringing', 'connected', 'ended')",
    ),
    "ck_call_connected_has_holder": (
        "state NOT IN ('connected', 'on_hold') OR holder_id IS NOT NULL",
        "state <> 'connected' OR holder_id IS NOT NULL",
    ),
}


def _replace_checks(which: int) -> None:
    for name, words in CALL_CHECKS.items():
        op.execute(f"ALTER TABLE call DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE call ADD CONSTRAINT {name} CHECK ({words[which]}) NOT VALID")
        op.execute(f"ALTER TABLE call VALIDATE CONSTRAINT {name}")


def upgrade() -> None:
    _add(
        "call",
        sa.Column("ladder", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        _count("rung"),
        _count("round"),
        _instant("rung_ends_at"),
        sa.Column("priority", sa.SmallInteger(), server_default="2", nullable=False),
        _flag("red_flag"),
        _flag("self_harm"),
        _instant("dialled_115_at"),
        sa.Column("answered_115", sa.Boolean(), nullable=True),
        _instant("on_hold_since"),
        _link("call", "offered_to", "practitioner"),
        _instant("offered_until"),
        sa.Column("place_province", sa.String(), nullable=True),
        sa.Column("place_commune", sa.String(), nullable=True),
        sa.Column("place_note", sa.String(), server_default="", nullable=False),
    )
    _replace_checks(0)
    op.create_check_constraint(op.f("ck_call_priority"), "call", "priority IN (1, 2, 3)")
    op.create_check_constraint(
        op.f("ck_call_on_hold_since"), "call", "(state = 'on_hold') = (on_hold_since IS NOT NULL)"
    )
    op.create_index("ix_call_on_hold", "call", ["holder_id"], postgresql_where=sa.text("state = 'on_hold'"))
    _add("call_ring", _count("rung"), _flag("knock"))
    _add(
        "duty",
        _flag("standby"),
        _instant("leaving_at"),
        _instant("busy_until"),
        _count("missed_in_row"),
        _instant("confirmed_sound_at"),
    )
    _add(
        "callback",
        sa.Column("priority", sa.SmallInteger(), server_default="2", nullable=False),
        _flag("self_harm"),
        _instant("due_at"),
        _link("callback", "owner_account", "account"),
        _link("callback", "deputy_account", "account"),
        _instant("deputy_at"),
        _count("remind_every", "120"),
        _instant("alert_at"),
        _instant("acknowledged_at"),
        _link("callback", "acknowledged_by", "account"),
        _link("callback", "for_practitioner", "practitioner"),
        _link("callback", "offered_to", "practitioner"),
        _count("attempts"),
    )
    op.create_index(
        "ix_callback_alert", "callback", ["alert_at"], postgresql_where=sa.text("state IN ('open', 'claimed')")
    )
    op.create_table(
        "ladder",
        sa.Column("province_code", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_ladder_written_by")),
        sa.PrimaryKeyConstraint("province_code", "service", "version", name=op.f("pk_ladder")),
    )
    op.create_table(
        "facility_neighbour",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("neighbour_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("facility_id <> neighbour_id", name=op.f("ck_facility_neighbour_two_places")),
        sa.ForeignKeyConstraint(["facility_id"], ["facility.id"], name=op.f("fk_facility_neighbour_facility_id")),
        sa.ForeignKeyConstraint(["neighbour_id"], ["facility.id"], name=op.f("fk_facility_neighbour_neighbour_id")),
        sa.PrimaryKeyConstraint("facility_id", "neighbour_id", name=op.f("pk_facility_neighbour")),
    )
    op.execute(f"REVOKE UPDATE ON ladder FROM {APP}")
    op.execute(f"GRANT DELETE ON facility_neighbour TO {APP}")


def downgrade() -> None:
    op.drop_table("facility_neighbour")
    op.drop_table("ladder")
    op.drop_index("ix_callback_alert", "callback")
    op.drop_index("ix_call_on_hold", "call")
    op.drop_constraint(op.f("ck_call_on_hold_since"), "call")
    op.drop_constraint(op.f("ck_call_priority"), "call")
    op.execute(
        "UPDATE call SET state = 'waiting', holder_id = NULL, next_ring_at = now(), deadline = now() WHERE state = 'on_hold'"
    )
    _replace_checks(1)
    for table, names in DROPPED.items():
        for name in names.split():
            op.drop_column(table, name)


DROPPED = {
    "callback": "priority self_harm due_at owner_account deputy_account deputy_at remind_every alert_at"
    " acknowledged_at acknowledged_by for_practitioner offered_to attempts",
    "duty": "standby leaving_at busy_until missed_in_row confirmed_sound_at",
    "call_ring": "rung knock",
    "call": "ladder rung round rung_ends_at priority red_flag self_harm dialled_115_at answered_115 on_hold_since"
    " offered_to offered_until place_province place_commune place_note",
}
