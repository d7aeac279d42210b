"""Who may write what: grants of the serving role, and what not even the owner's hand may slip on.

The serving role may add to the audit log, the events and the history of calls, and never change or remove a line of
them. It may delete only what is short-lived by nature. Signed notes and what hangs on them stay as they were.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APP = "telehealth_app"
INSERT_ONLY = ("audit_event", "audit_seal", "audit_sealed", "call_transition", "event", "addendum")
SHORT_LIVED = ("device", "idempotency_key", "login_code", "refresh_token", "sign_in_attempt", "sms_message")
KEPT = ("note", "addendum", "encounter")
"""Clinical records: no row of these is ever deleted."""

SIGNED_NOTE = """
CREATE FUNCTION refuse_change_of_signed_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'A signed note is final: write an addendum.'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'note_signed_is_final', TABLE = 'note';
    END IF;
    RETURN NEW;
END $$
"""
KEPT_ROWS = """
CREATE FUNCTION refuse_removal_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A medical record is kept: % is not deleted.', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'record_is_kept', TABLE = TG_TABLE_NAME;
END $$
"""


def upgrade() -> None:
    op.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {APP}")
    op.execute(f"REVOKE INSERT, UPDATE ON alembic_version FROM {APP}")
    op.execute(f"REVOKE UPDATE ON {', '.join(INSERT_ONLY)} FROM {APP}")
    op.execute(f"GRANT DELETE ON {', '.join(SHORT_LIVED)} TO {APP}")
    op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO {APP}")
    op.execute(SIGNED_NOTE)
    op.execute(
        "CREATE TRIGGER signed_is_final BEFORE UPDATE ON note FOR EACH ROW"
        " WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION refuse_change_of_signed_note()"
    )
    op.execute(KEPT_ROWS)
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_removal_of_record()"
        )
        op.execute(f"CREATE TRIGGER kept_whole BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_removal_of_record()")


def downgrade() -> None:
    op.execute("DROP TRIGGER signed_is_final ON note")
    for table in KEPT:
        op.execute(f"DROP TRIGGER kept ON {table}")
        op.execute(f"DROP TRIGGER kept_whole ON {table}")
    op.execute("DROP FUNCTION refuse_removal_of_record()")
    op.execute("DROP FUNCTION refuse_change_of_signed_note()")
    op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT, INSERT, UPDATE ON TABLES FROM {APP}")
    op.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APP}")
    op.execute(f"REVOKE USAGE ON SCHEMA public FROM {APP}")
