"""The demo's people come once, whole, and their notes carry signatures that hold."""

from datetime import timedelta

import pyotp
from sqlalchemy import func, select

from telehealth.accounts import passwords, totp
from telehealth.accounts.models import Account
from telehealth.accounts.phones import normalize
from telehealth.db import Database
from telehealth.demo import seed
from telehealth.demo.story import story
from telehealth.duty import ladders
from telehealth.duty.models import Duty
from telehealth.patients.models import Patient
from telehealth.records.models import Note
from telehealth.records.notes import altered
from telehealth.settings import Settings


async def test_seeding_twice_gives_one_family_of_three(database: Database, demo_settings: Settings) -> None:
    async with database.transaction() as session:
        assert await seed.seed(session, demo_settings)
    async with database.transaction() as session:
        assert not await seed.seed(session, demo_settings)
    async with database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(Patient)) == 3
        signed = await session.scalars(select(Note.signed_at))
        assert len(story().visits) == len([at for at in signed if at is not None])
        assert await altered(session) == []


async def test_the_printed_password_and_code_open_the_account(database: Database, demo_settings: Settings) -> None:
    binh = next(row for row in story().staff if row.login == story().enter.doctor)
    async with database.transaction() as session:
        await seed.seed(session, demo_settings)
        account = (await session.scalars(select(Account).where(Account.login == binh.login))).one()
        assert passwords.verify(account.password_hash, binh.password)
        code = pyotp.TOTP(binh.totp).at(900_000_000)
        assert await totp.accept(session, demo_settings, account.id, account.totp_secret, code, 900_000_000)


async def test_binh_is_on_duty_after_every_start_and_only_once(database: Database, demo_settings: Settings) -> None:
    async with database.transaction() as session:
        await seed.seed(session, demo_settings)
        await seed.open_duty(session)
    async with database.transaction() as session:
        await seed.open_duty(session)
        assert await session.scalar(select(func.count()).select_from(Duty).where(Duty.ended_at.is_(None))) == 1


async def test_the_ladder_ends_at_ha_and_the_next_doctor_rings_after_thirty_seconds(
    database: Database, demo_settings: Settings
) -> None:
    async with database.transaction() as session:
        await seed.seed(session, demo_settings)
        version, ladder = await ladders.current(session, story().province.code)
        owner = await session.get_one(Account, ladder.last_resort.owner)
        near = await ladders.neighbours(session, story().province.code)
    assert (version, owner.login) == (1, "ha")
    assert [rung.whom for rung in ladder.rungs] == ["station", "neighbours", "hospital", "everyone"]
    assert ladder.rungs[2].next_after == timedelta(seconds=30), "what README's tour says"
    assert all(near.values())
    assert len(near) == 2


def test_every_phone_of_the_story_is_one_we_would_accept() -> None:
    for family in story().families:
        assert normalize(family.phone, mobile=True) == family.phone
    for place in story().facilities:
        assert normalize(place.phone)
