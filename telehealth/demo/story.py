"""The demo's data, read and checked: who is who in people.toml."""

import tomllib
from datetime import date, time
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from telehealth.accounts.permissions import Role
from telehealth.duty.ladder import Rung


class Line(BaseModel):
    """Base of the file's tables: a misspelt member is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Licence(Line):
    """A practitioner's licence."""

    title: str
    number: str
    issuer: str
    issued_on: date
    expires_on: date
    scope: str


class DemoFacility(Line):
    """A facility."""

    key: str
    code: str
    name: str
    kind: str
    commune: str
    phone: str


class DemoStaff(Line):
    """Somebody who works there. Password and TOTP secret are public, and only the demo has them."""

    login: str
    name: str
    password: str
    totp: str
    facility: str
    role: Role
    on_duty: bool = False
    phone: str | None = None
    licence: Licence | None = None


class DemoPatient(Line):
    """A patient of a family; `relation` is what the caller is to the patient."""

    key: str
    name: str
    age: int
    sex: str
    relation: str


class DemoFamily(Line):
    """A phone and the people it calls for."""

    phone: str
    name: str
    commune: str
    patients: tuple[DemoPatient, ...]


class DemoVisit(Line):
    """An earlier consultation, signed. `at` is local time (UTC+7)."""

    patient: str
    family: str
    doctor: str
    days_ago: int
    at: time
    minutes: int
    channel: str
    who_speaks: str
    subjective: str
    objective: str
    assessment: str
    plan: str
    advice: str
    addendum: str = ""


class Enter(Line):
    """Whom the landing page's entries sign in: a phone, then logins."""

    caller: str
    doctor: str
    doctor2: str
    manager: str


class Province(Line):
    """The province served."""

    code: str
    name: str


class DemoLadder(Line):
    """The ladder of the night duty: its rungs, who answers for call-backs (logins), and which stations are neighbours."""

    rungs: tuple[Rung, ...]
    owner: str
    deputy: str
    neighbours: dict[str, tuple[str, ...]]


class Story(Line):
    """Everything in people.toml."""

    notice_vi: str
    notice_en: str
    enter: Enter
    province: Province
    facilities: tuple[DemoFacility, ...]
    ladder: DemoLadder
    staff: tuple[DemoStaff, ...]
    families: tuple[DemoFamily, ...]
    visits: tuple[DemoVisit, ...]


@cache
def story() -> Story:
    """The demo's people and places."""
    return Story.model_validate(tomllib.loads(Path(__file__).with_name("people.toml").read_text(encoding="utf-8")))
