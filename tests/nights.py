"""A night on a real database: doctors at several places, calls on a written ladder, and time that passes when told."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from telehealth import timers
from telehealth.accounts.models import Facility
from telehealth.calls import aftermath, ledger, ringing, service
from telehealth.calls.models import CallRing, CallRow
from telehealth.calls.shapes import NewCall
from telehealth.calls.states import Call, Priority, Triaged
from telehealth.db import Database
from telehealth.duty import claims, ladders
from telehealth.duty.ladder import Ladder, LastResort, Manner, Rung, Whom
from telehealth.duty.models import Callback, Duty
from tests.people import Caller, Everyone, Staff, doctor_at, open_session, principal_of

PROVINCE = "44"
MINUTE = timedelta(minutes=1)
_INSTANTS = (
    "requested_at next_ring_at callback_at gives_up_at answered_at caller_lost_at holder_lost_at deadline"
    " rung_ends_at dialled_115_at on_hold_since offered_until"
)


def rung(whom: Whom, manner: Manner = Manner.ONE_BY_ONE, lasts: timedelta = MINUTE) -> Rung:
    """A minute of somebody, unless told otherwise."""
    return Rung(whom=whom, manner=manner, lasts=lasts)


LADDER = Ladder(
    rungs=(
        rung(Whom.STATION),
        rung(Whom.NEIGHBOURS),
        rung(Whom.HOSPITAL),
        rung(Whom.EVERYONE, Manner.ALL_AT_ONCE),
    )
)
"""Station, neighbours, hospital, everyone: a minute each."""


async def written(database: Database, everyone: Everyone, ladder: Ladder = LADDER) -> int:
    """The administrator writes this ladder over the present one; its version."""
    async with database.transaction() as session:
        seen, _ = await ladders.current(session, PROVINCE)
        return await ladders.write(session, PROVINCE, ladder, seen, everyone.administrator.account_id)


def answered_for_by(ladder: Ladder, **resort: object) -> Ladder:
    """The ladder with this last resort."""
    return ladder.model_copy(update={"last_resort": LastResort.model_validate(resort)})


async def a_neighbour(database: Database, everyone: Everyone) -> UUID:
    """The station of the next commune, a neighbour of Yên Hòa's."""
    async with database.transaction() as session:
        place = Facility(
            code="44124",
            name="Trạm Y tế xã Yên Bình",
            kind="commune_station",
            province_code=PROVINCE,
            province_name="Quảng Trị",
            commune_name="Yên Bình",
            phone="02333000116",
        )
        session.add(place)
        await session.flush()
        await ladders.set_neighbours(session, PROVINCE, {everyone.station: [place.id]})
        return place.id


async def nga_at_the_station(database: Database, everyone: Everyone) -> Staff:
    """A doctor of Yên Hòa's own station."""
    return await doctor_at(database, "Cao Thị Nga", "nga", everyone.station)


async def on_duty(database: Database, *staff: Staff, standby: bool = False) -> None:
    """They sign in and go on duty, one after the other."""
    for one in staff:
        assert one.practitioner_id
        await open_session(database, one)
        async with database.transaction() as session:
            await claims.start(session, one.practitioner_id, one.facility_id, standby=standby)
    async with database.transaction() as session:
        await aftermath.wake_waiting(session, PROVINCE)


async def calls(database: Database, caller: Caller, patient: UUID | None = None) -> UUID:
    """They ring."""
    who = await principal_of(database, caller)
    async with database.transaction() as session:
        return await service.request(session, who, NewCall(patient_id=patient, relation="other"), PROVINCE)


async def triaged(database: Database, call_id: UUID, priority: Priority) -> None:
    """The answered questions say so; whoever is to be rung now is rung."""
    async with database.transaction() as session:
        event = Triaged(priority, red_flag=priority is Priority.EMERGENCY)
        await aftermath.follow(session, await ledger.change(session, call_id, event, actor="caller"))
        await ringing.ring_next(session, call_id)


async def accepts(database: Database, doctor: Staff, call_id: UUID) -> None:
    """This doctor answers."""
    who = await principal_of(database, doctor)
    async with database.transaction() as session:
        await service.accept(session, who, call_id, f"device-of-{doctor.login}")


async def hangs_up(database: Database, doctor: Staff, call_id: UUID) -> None:
    """This doctor ends the call."""
    who = await principal_of(database, doctor)
    async with database.transaction() as session:
        await service.hang_up(session, who, call_id, "holder", False)


async def is_ready(database: Database, doctor: Staff) -> None:
    """The note is written."""
    assert doctor.practitioner_id
    async with database.transaction() as session:
        await claims.ready(session, doctor.practitioner_id)
        await aftermath.wake_waiting(session, PROVINCE)
    await timers.run_once(database)


async def passes(database: Database, call_id: UUID, seconds: float) -> None:
    """Every instant of the call moves into the past; nobody has looked yet."""
    back = timedelta(seconds=seconds)
    async with database.transaction() as session:
        moved = {name: getattr(CallRow, name) - back for name in _INSTANTS.split()}
        await session.execute(update(CallRow).where(CallRow.id == call_id).values(moved))
        rings = {"rung_at": CallRing.rung_at - back, "until": CallRing.until - back}
        await session.execute(update(CallRing).where(CallRing.call_id == call_id).values(rings))


async def later(database: Database, call_id: UUID, seconds: float) -> None:
    """Time passes for this call, then the timers look."""
    await passes(database, call_id, seconds)
    await timers.run_once(database)


async def call_now(database: Database, call_id: UUID) -> Call:
    """As it stands."""
    async with database.transaction() as session:
        return (await ledger.load(session, call_id))[1]


async def rings_at(database: Database, call_id: UUID) -> set[UUID]:
    """Whom it rings or knocks at just now."""
    return {ring.practitioner for ring in (await call_now(database, call_id)).live_rings}


async def duty_of(database: Database, doctor: Staff) -> Duty:
    """The live stretch of duty."""
    assert doctor.practitioner_id
    async with database.transaction() as session:
        found = await claims.current(session, doctor.practitioner_id)
        assert found is not None, f"{doctor.name} is not on duty"
        return found


async def sooner(database: Database, doctor: Staff, seconds: float) -> None:
    """Time passes for this doctor's duty."""
    back = timedelta(seconds=seconds)
    columns = ("started_at", "last_rung_at", "busy_until", "leaving_at")
    async with database.transaction() as session:
        await session.execute(
            update(Duty)
            .where(Duty.practitioner_id == doctor.practitioner_id, Duty.ended_at.is_(None))
            .values({name: getattr(Duty, name) - back for name in columns})
        )


async def owed(database: Database, call_id: UUID) -> Callback:
    """The call-back of this call."""
    async with database.transaction() as session:
        row = await session.scalar(select(Callback).where(Callback.call_id == call_id))
        assert row is not None, "nothing is owed"
        return row


async def task_passes(database: Database, callback_id: UUID, seconds: float) -> None:
    """Every instant of the call-back moves into the past, then the timers look."""
    back = timedelta(seconds=seconds)
    columns = ("created_at", "due_at", "deputy_at", "alert_at", "acknowledged_at", "claimed_at")
    async with database.transaction() as session:
        await session.execute(
            update(Callback)
            .where(Callback.id == callback_id)
            .values({name: getattr(Callback, name) - back for name in columns})
        )
    await timers.run_once(database)
