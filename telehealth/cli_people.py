"""`telehealth facility add` and `telehealth staff add`: the first people of an installation, whom nobody could grant a role yet."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import click
from sqlalchemy import select

from telehealth import audit
from telehealth.accounts import staff
from telehealth.accounts.models import Facility, Practitioner, PractitionerRole
from telehealth.accounts.permissions import Role
from telehealth.accounts.phones import normalize
from telehealth.db import Database, Session
from telehealth.errors import Conflict, DomainError, Invalid, NotFound
from telehealth.lan import qr
from telehealth.settings import Settings

LICENSED = {Role.DOCTOR: "Bác sĩ", Role.NURSE: "Điều dưỡng"}
"""Roles that need a licence, and how their holders are addressed."""
SHORTEST_PASSWORD = 12


@click.group("facility")
def facility_group() -> None:
    """Facilities that give care."""


@facility_group.command("add")
@click.option("--code", required=True, help="Mã CSKCB, 5 digits.")
@click.option("--name", required=True)
@click.option("--kind", required=True, type=click.Choice(["commune_station", "hospital"]))
@click.option("--province-code", required=True)
@click.option("--province", "province_name", required=True)
@click.option("--commune", "commune_name", required=True)
@click.option("--phone", required=True, help="As families dial it.")
def add_facility(**values: str) -> None:
    """Add a facility."""

    async def work(session: Session) -> str:
        if len(values["code"]) != 5 or not (values["code"].isascii() and values["code"].isdigit()):
            raise Invalid("code", "The code has 5 digits.")
        normalize(values["phone"])
        if await session.scalar(select(Facility.id).where(Facility.code == values["code"])):
            raise Conflict("code-taken", "There is a facility with this code.")
        place = Facility(**values)
        session.add(place)
        await session.flush()
        await audit.write(session, "facility.add", "facility", entity_id=place.id, reason="command-line")
        return f"{place.name} ({place.code})"

    click.echo(_in_transaction(work))


@click.group("staff")
def staff_group() -> None:
    """People who work at a facility."""


@staff_group.command("add")
@click.option("--login", required=True)
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--facility", "code", required=True, help="The facility's code.")
@click.option("--licence", help="Licence number (GPHN or CCHN); doctors and nurses need one.")
@click.option("--issuer", help="Who issued the licence.")
@click.option("--scope", help="Scope of practice on the licence.")
@click.option("--issued-on", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--expires-on", type=click.DateTime(["%Y-%m-%d"]))
@click.password_option(help="Asked for when not given; at least 12 characters.")
def add_staff(login: str, name: str, role: str, code: str, password: str, **licence: Any) -> None:
    """Add somebody with a role; prints the code that their authenticator app scans."""
    settings = Settings()

    async def work(session: Session) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise Invalid("password", f"The password has at least {SHORTEST_PASSWORD} characters.")
        place = await session.scalar(select(Facility.id).where(Facility.code == code))
        if place is None:
            raise NotFound("facility", "There is no facility with this code: telehealth facility add.")
        made = await staff.enrol(session, settings, login=login, display_name=name, password=password)
        session.add(PractitionerRole(account_id=made.account_id, facility_id=place, role=role))
        if Role(role) in LICENSED:
            session.add(_practitioner(made.account_id, name, LICENSED[Role(role)], licence))
        await session.flush()
        await audit.write(session, "role.grant", "account", entity_id=made.account_id, reason="command-line")
        return made.totp_uri

    uri = _in_transaction(work)
    click.echo(qr(uri))
    click.echo(f"{uri}\nScan this now with the authenticator app; it is not shown again.")


def _practitioner(account_id: UUID, name: str, title: str, licence: dict[str, Any]) -> Practitioner:
    if not (licence["licence"] and licence["issuer"] and licence["scope"]):
        raise Invalid("licence", "Doctors and nurses need --licence, --issuer and --scope: every encounter names them.")
    return Practitioner(
        account_id=account_id,
        name=name,
        title=title,
        licence_number=licence["licence"],
        licence_issuer=licence["issuer"],
        licence_scope=licence["scope"],
        licence_issued_on=_day(licence["issued_on"]),
        licence_expires_on=_day(licence["expires_on"]),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _in_transaction(work: Callable[[Session], Awaitable[str]]) -> str:
    """Do it as the serving role, in one transaction; what is wrong is said in one sentence."""

    async def run(url: str) -> str:
        database = Database(url, pool_size=1)
        try:
            async with database.transaction() as session:
                return await work(session)
        finally:
            await database.close()

    url = Settings().database_url
    if not url:
        raise click.ClickException("TELEHEALTH_DATABASE_URL is not set.")
    try:
        return asyncio.run(run(url))
    except DomainError as refused:
        raise click.ClickException(refused.detail) from None
