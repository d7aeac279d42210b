"""Handlers of the ladder: read it, write a new version, say who are neighbours."""

from uuid import UUID

from aiohttp import web

from telehealth.accounts.directory import facilities_in_province
from telehealth.accounts.permissions import Permission as P
from telehealth.calls.here import must_here
from telehealth.duty import ladders
from telehealth.duty.ladder import bounds
from telehealth.duty.shapes import Answerable, LadderChoices, LadderEdit, LadderPlace, LadderView, NeighbourList
from telehealth.endpoint import principal, settings, transaction


async def read_ladder(request: web.Request) -> LadderView:
    """As it stands."""
    province = settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, principal(request), P.VIEW_QUEUE, province)
        version, ladder = await ladders.current(session, province)
        at, by = await ladders.last_written(session, province)
        return LadderView(version=version, ladder=ladder, written_at=at, written_by=by)


async def read_choices(request: web.Request) -> LadderChoices:
    """Whom and what a ladder can name."""
    province = settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, principal(request), P.VIEW_QUEUE, province)
        people = [
            Answerable(account_id=account, name=name, role=role, facility_name=place)
            for account, name, role, place in await ladders.people_of(session, province)
        ]
        places = [
            LadderPlace(id=one.id, name=one.name, kind=one.kind, commune_name=one.commune_name)
            for one in await facilities_in_province(session, province)
        ]
        return LadderChoices(people=people, places=places, bounds=bounds())


async def write_ladder(request: web.Request, body: LadderEdit) -> LadderView:
    """A new version; calls that ring now keep theirs."""
    who, province = principal(request), settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, who, P.SET_LADDER, province)
        assert who.account_id is not None  # staff have accounts
        version = await ladders.write(session, province, body.ladder, body.version, who.account_id)
        at, by = await ladders.last_written(session, province)
        return LadderView(version=version, ladder=body.ladder, written_at=at, written_by=by)


async def read_neighbours(request: web.Request) -> NeighbourList:
    """Every station's neighbours."""
    province = settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, principal(request), P.VIEW_QUEUE, province)
        return NeighbourList(neighbours=await ladders.neighbours(session, province))


async def write_neighbours(request: web.Request, body: NeighbourList) -> NeighbourList:
    """Set the neighbours of the stations named; others stay as they are."""
    province = settings(request).province_code
    async with transaction(request) as session:
        await must_here(session, principal(request), P.SET_LADDER, province)
        wanted: dict[UUID, list[UUID]] = body.neighbours
        await ladders.set_neighbours(session, province, wanted)
        return NeighbourList(neighbours=await ladders.neighbours(session, province))
