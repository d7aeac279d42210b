"""One engine, one way to open a transaction.

The serving role owns nothing and is no superuser: `serving_role_faults` is asked at start.
Services take the session first, never commit and never do network I/O.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Uuid, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

Session = AsyncSession
DRAINING = "draining"
"""In session.info: whether this transaction belongs to a process that was told to stop."""


class Base(DeclarativeBase):
    """All tables. Constraint names are stable because they become domain errors."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: DateTime(timezone=True), UUID: Uuid()}  # noqa: RUF012


class Database:
    """The engine of one process.

    url: SQLAlchemy URL of the serving role (psycopg 3).
    """

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = url
        self.draining = False
        """This process was told to stop: its transactions claim nobody any more (calls/service.py: ring_next)."""
        self.engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=10,
            pool_pre_ping=True,
            hide_parameters=True,  # an error's text must not quote a phone or a note
            connect_args={"connect_timeout": 5},
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """One transaction: commits when the block ends, rolls back when it raises."""
        async with self._sessions() as session, session.begin():
            session.info[DRAINING] = self.draining
            yield session

    @property
    def conninfo(self) -> str:
        """libpq form of the URL, for the LISTEN connection."""
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    async def close(self) -> None:
        """Close every pooled connection."""
        await self.engine.dispose()


async def one_at_a_time(session: Session, what: str) -> None:
    """Until the commit nobody else who names the same thing passes here, in any process: for what must be counted before
    it is added to."""
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
    await session.execute(lock, {"name": what})


async def serving_role_faults(session: Session) -> list[str]:
    """Why the connected role must not serve (superuser, BYPASSRLS, owner of tables); empty means fit."""
    row = (
        await session.execute(
            text(
                "SELECT rolsuper, rolbypassrls, EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid"
                " AND c.relkind IN ('r', 'p')) AS owns FROM pg_roles r WHERE rolname = current_user"
            )
        )
    ).one()
    words = {"rolsuper": "is a superuser", "rolbypassrls": "bypasses row-level security", "owns": "owns tables"}
    return [f"The database role {why}." for column, why in words.items() if getattr(row, column)]
