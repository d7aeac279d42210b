"""Bring a database to the newest version of its tables, as the role that owns them."""

import io
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"


def _config(url: str) -> Config:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up. url: SQLAlchemy URL of the owning role."""
    command.upgrade(_config(url), revision)


def downgrade(url: str, revision: str) -> None:
    """Migrate down, e.g. to "base" or "-1"."""
    command.downgrade(_config(url), revision)


def is_current(url: str) -> bool:
    """Whether the database stands at the newest version (a start need not load the tables then)."""
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        heads = MigrationContext.configure(connection).get_current_heads()
    return set(heads) == set(ScriptDirectory.from_config(_config(url)).get_heads())
