"""Alembic's environment: runs as the owning role, one transaction per migration, and never waits long for a lock."""

from alembic import context
from sqlalchemy import Connection, create_engine, pool, text

from telehealth.settings import Settings
from telehealth.tables import METADATA

LOCK_TIMEOUT = "5s"
"""A migration that cannot have its lock by then fails, instead of queueing every night call behind it."""


def run(connection: Connection) -> None:
    """Migrate over this connection."""
    context.configure(connection=connection, target_metadata=METADATA, transaction_per_migration=True)
    connection.execute(text("SELECT set_config('lock_timeout', :value, false)"), {"value": LOCK_TIMEOUT})
    connection.commit()
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """The URL comes from the caller (telehealth/migrate.py) or from TELEHEALTH_MIGRATE_URL."""
    url = context.config.attributes.get("url") or Settings().migrate_url
    if not url:
        raise SystemExit("TELEHEALTH_MIGRATE_URL is not set: migrations run as the role that owns the tables.")
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        run(connection)


main()
