"""The tables the program believes in and the tables it gets are the same, and the database guards its own records."""

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine

from telehealth import migrate
from telehealth.db import Database, serving_role_faults
from telehealth.postgres import Urls
from telehealth.tables import METADATA
from tests import cluster
from tests.people import Everyone

HISTORY = ("audit_event", "audit_seal", "audit_sealed", "event", "call_transition", "addendum", "call_vital")


def differences(url: str) -> list[object]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA)
    engine.dispose()
    return list(found)


def test_models_and_migrations_agree(database_urls: Urls) -> None:
    assert differences(database_urls.owner) == []


def test_a_difference_would_show(database_urls: Urls) -> None:
    """Sabotage of the test above: a column less is seen."""
    with cluster.connect(database_urls.owner) as connection:
        connection.execute("ALTER TABLE note DROP COLUMN advice")
    assert differences(database_urls.owner)


def test_down_and_up_again(database_urls: Urls) -> None:
    migrate.downgrade(database_urls.owner, "base")
    assert not migrate.is_current(database_urls.owner)
    migrate.upgrade(database_urls.owner)
    assert migrate.is_current(database_urls.owner)
    assert differences(database_urls.owner) == []


@pytest.mark.parametrize("table", HISTORY)
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_serving_role_cannot_rewrite_history(database_urls: Urls, table: str, statement: str) -> None:
    with cluster.connect(database_urls.owner) as owner:
        column = owner.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attidentity = ''",
            (table,),
        ).fetchone()
    assert column is not None
    with cluster.connect(database_urls.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement.format(table, column[0], column[0]))


def test_the_serving_role_makes_no_tables_and_moves_no_version(database_urls: Urls) -> None:
    for forbidden in ("CREATE TABLE mine (id int)", "UPDATE alembic_version SET version_num = 'x'", "DROP TABLE note"):
        with cluster.connect(database_urls.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(forbidden)


def test_a_table_of_tomorrow_is_served_too(database_urls: Urls) -> None:
    with cluster.connect(database_urls.owner) as owner:
        owner.execute("CREATE TABLE tomorrow (id bigint GENERATED ALWAYS AS IDENTITY, word text)")
    with cluster.connect(database_urls.app) as app:
        app.execute("INSERT INTO tomorrow (word) VALUES ('chào')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DELETE FROM tomorrow")


NOTE = """
WITH e AS (INSERT INTO encounter (practitioner_id, facility_id, licence, scope, channel, who_speaks, started_at, status)
           VALUES (%s, %s, 'GPHN', 'đa khoa', 'video', 'child', now(), 'finished') RETURNING id)
INSERT INTO note (encounter_id, advice) SELECT id, 'Uống nhiều nước.' FROM e RETURNING encounter_id
"""


async def test_a_signed_note_stays_as_it_was_even_for_the_owner(database_urls: Urls, everyone: Everyone) -> None:
    binh = everyone.binh
    with cluster.connect(database_urls.owner) as owner:
        row = owner.execute(NOTE, (binh.practitioner_id, binh.facility_id)).fetchone()
        assert row is not None
        owner.execute("UPDATE note SET advice = 'Uống từng ngụm.' WHERE encounter_id = %s", row)
        owner.execute(
            "UPDATE note SET signed_at = now(), signed_by = %s WHERE encounter_id = %s", (binh.practitioner_id, *row)
        )
        for change in ("advice = 'Khác'", "plan = 'Khác'", "signed_at = NULL, signed_by = NULL"):
            with pytest.raises(psycopg.errors.RestrictViolation) as refused:
                owner.execute(f"UPDATE note SET {change}")
            assert refused.value.diag.constraint_name == "note_signed_is_final"
        for removal in ("DELETE FROM note", "DELETE FROM encounter", "TRUNCATE addendum"):
            with pytest.raises(psycopg.errors.RestrictViolation):
                owner.execute(removal)
        assert owner.execute("SELECT advice FROM note").fetchone() == ("Uống từng ngụm.",)


async def test_only_a_humble_role_may_serve(database_urls: Urls) -> None:
    found = {}
    for role in ("app", "owner", "admin"):
        database = Database(getattr(database_urls, role))
        async with database.transaction() as session:
            found[role] = await serving_role_faults(session)
        await database.close()
    assert found["app"] == []
    assert found["owner"] == ["The database role owns tables."]
    assert "The database role is a superuser." in found["admin"]
