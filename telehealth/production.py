"""`telehealth serve`: the production entry. Everything unsafe is found and said at once, before anything listens."""

import asyncio

from sqlalchemy.exc import SQLAlchemyError

from telehealth import loop, migrate
from telehealth.db import Database, serving_role_faults
from telehealth.serve import RefusedToStart
from telehealth.serve import run as listen
from telehealth.settings import Settings, production_faults

__all__ = ["RefusedToStart", "run"]


def run(settings: Settings) -> None:
    """Serve until told to stop; RefusedToStart with one reason a line."""
    faults = production_faults(settings)
    if settings.database_url:
        faults += asyncio.run(_database_faults(settings))
    if faults:
        raise RefusedToStart("\n".join(faults))
    loop.run(listen(settings))


async def _database_faults(settings: Settings) -> list[str]:
    database = Database(settings.database_url, pool_size=1)
    try:
        async with database.transaction() as session:
            faults = await serving_role_faults(session)
        if not await asyncio.to_thread(migrate.is_current, settings.database_url):
            faults.append("The tables are not those of this version: run `telehealth migrate` first.")
    except SQLAlchemyError as lost:
        return [f"The database does not answer ({type(lost).__name__})."]
    finally:
        await database.close()
    return faults
