"""Who may enter which route: written by hand, tried with every role and with a stranger.

A route that is missing here fails, and so does a line whose route is gone. "May enter" means that the door opens; what
happens behind it (whose call, whose patient) is judged by services and has tests of its own.
"""

import asyncio
from uuid import uuid4

import aiohttp
import pytest

from telehealth.accounts.permissions import PERMISSIONS, Permission, Role
from telehealth.api import ROUTES
from telehealth.db import Database
from telehealth.settings import Settings
from tests.people import Everyone, sign_in

# s stranger · g guest · r caller without a fresh code · c caller · d doctor · n nurse · h health worker
# w health worker at the station's page · o receptionist · m manager · a administrator · p data-protection officer
ALL = "s g r c d n h w o m a p"
SIGNED_IN = "g r c d n h w o m a p"
FAMILY = "r c"
CALLER = "g r c w"
STAFF = "d n h w o m a p"
"""Doors open to any staff so that records/access.py judges, and its refusals too reach the audit log."""

TABLE = {
    "GET /api/config": ALL,
    "GET /api/status": ALL,
    "POST /api/auth/code": ALL,
    "POST /api/auth/code/verify": ALL,
    "POST /api/auth/device": ALL,
    "POST /api/auth/guest": ALL,
    "POST /api/auth/staff": ALL,
    "POST /api/auth/{audience}/refresh": ALL,
    "POST /api/auth/{audience}/sign-out": ALL,
    "POST /api/auth/sign-out-everywhere": SIGNED_IN,
    "GET /api/auth/sessions": SIGNED_IN,
    "GET /api/me": SIGNED_IN,
    "GET /api/staff": "a",
    "POST /api/staff/roles": "a",
    "DELETE /api/staff/roles/{id}": "a",
    "POST /api/staff/phone": "a",
    "POST /api/staff/reidentify/{account_id}": "d n h w o",
    "GET /api/patients": FAMILY,
    "POST /api/patients": FAMILY,
    "PATCH /api/patients/{id}": "c",
    "DELETE /api/patients/{id}": "c",
    "POST /api/commune/patients/search": "w",
    "POST /api/commune/patients": "w",
    "GET /api/commune/patients/{id}": "w",
    "POST /api/calls": CALLER,
    "GET /api/calls/current": SIGNED_IN,
    "GET /api/calls/{id}": SIGNED_IN,
    "POST /api/calls/{id}/accept": "d",
    "POST /api/calls/{id}/decline": "d",
    "POST /api/calls/{id}/resume": "d",
    "POST /api/calls/{id}/handover": "d",
    "POST /api/calls/{id}/handover/accept": "d",
    "POST /api/calls/{id}/handover/decline": "d",
    "POST /api/calls/{id}/hang-up": SIGNED_IN,
    "POST /api/calls/{id}/reason": CALLER,
    "POST /api/calls/{id}/patient-choice": CALLER,
    "POST /api/calls/{id}/patient": "d",
    "POST /api/calls/{id}/consent": CALLER,
    "POST /api/calls/{id}/emergency-consent": "d",
    "POST /api/calls/{id}/vitals": SIGNED_IN,
    "GET /api/calls/{id}/messages": SIGNED_IN,
    "POST /api/calls/{id}/messages": SIGNED_IN,
    "GET /api/calls/{id}/advice": CALLER,
    "GET /api/calls/{id}/triage": CALLER,
    "POST /api/calls/{id}/triage": CALLER,
    "POST /api/calls/{id}/dialled-115": CALLER,
    "POST /api/calls/{id}/returned-115": CALLER,
    "POST /api/calls/{id}/place": CALLER,
    "GET /api/places": SIGNED_IN,
    "GET /api/triage/sets": "d n h w o m a",
    "GET /api/ice": SIGNED_IN,
    "POST /api/calls/{id}/message": CALLER,
    "GET /api/calls/{id}/left-messages": CALLER,
    "GET /api/left-messages": "d",
    "GET /api/left-messages/{id}/upload": CALLER,
    "PATCH /api/left-messages/{id}/upload": CALLER,
    "DELETE /api/left-messages/{id}/upload": CALLER,
    "GET /api/left-messages/{id}/recording": SIGNED_IN,
    "POST /api/left-messages/{id}/heard": "d",
    "GET /api/duty": "d n h",
    "POST /api/duty/start": "d",
    "POST /api/duty/stop": "d",
    "POST /api/duty/leave-soon": "d",
    "POST /api/duty/stay": "d",
    "POST /api/duty/ready": "d",
    "GET /api/ladder": "d n h w o m a",
    "PUT /api/ladder": "a",
    "GET /api/ladder/choices": "d n h w o m a",
    "GET /api/ladder/neighbours": "d n h w o m a",
    "PUT /api/ladder/neighbours": "a",
    "POST /api/duty/test-alarm": "d",
    "POST /api/duty/test-alarm/heard": "d",
    "GET /api/devices": "d",
    "POST /api/devices": "d",
    "GET /api/push/key": STAFF,
    "POST /api/push/subscription": STAFF,
    "POST /api/push/unsubscribe": STAFF,
    "POST /api/alerts/received": ALL,
    "POST /api/alerts/declined": ALL,
    "POST /api/callbacks": ALL,
    "GET /api/callbacks": "d",
    "POST /api/callbacks/{id}/claim": "d",
    "POST /api/callbacks/{id}/dialling": "d",
    "POST /api/callbacks/{id}/telephone": "d",
    "POST /api/callbacks/{id}/call": "d",
    "POST /api/callbacks/{id}/acknowledge": "d n h w o m a",
    "POST /api/callbacks/{id}/offer": "d",
    "POST /api/callbacks/{id}/decline": "d",
    "GET /api/encounters": "d n",
    "GET /api/encounters/{id}": SIGNED_IN,
    "PUT /api/encounters/{id}/note": STAFF,
    "POST /api/encounters/{id}/patient": STAFF,
    "POST /api/encounters/{id}/sign": STAFF,
    "POST /api/encounters/{id}/addenda": STAFF,
    "GET /api/advice": "c",
    "GET /api/audit": "p",
    "GET /api/clinic/tonight": "d n h w o m a",
    "GET /api/clinic/calls/{id}": "d n h w o m a",
    "GET /api/clinic/calls/{id}/alerts": "d n h w o m a",
}

DOOR_CODES = {"unidentified", "wrong-audience", "code-needed", "role-needed"}


def test_the_table_names_every_route_and_no_other() -> None:
    assert sorted(TABLE) == sorted(f"{route.method} {route.path}" for route in ROUTES)


async def headers_of_all(database: Database, settings: Settings, everyone: Everyone) -> dict[str, dict[str, str]]:
    async def staff(who: object, audience: str) -> dict[str, str]:
        return await sign_in(database, settings, who, audience=audience)  # type: ignore[arg-type]

    return {
        "s": {},
        "g": await sign_in(database, settings, None),
        "r": await sign_in(database, settings, everyone.quy, scope="ring"),
        "c": await sign_in(database, settings, everyone.lan),
        "d": await staff(everyone.binh, "doctor"),
        "n": await staff(everyone.nurse, "doctor"),
        "h": await staff(everyone.health_worker, "doctor"),
        "w": await staff(everyone.health_worker, "clinic"),
        "o": await staff(everyone.receptionist, "clinic"),
        "m": await staff(everyone.ha, "clinic"),
        "a": await staff(everyone.administrator, "clinic"),
        "p": await staff(everyone.dpo, "clinic"),
    }


async def knock(
    http: aiohttp.ClientSession, method: str, path: str, headers: dict[str, str], body: object
) -> tuple[int, str]:
    """(status, code) of one request with ids that exist nowhere."""
    for name in ("{id}", "{account_id}"):
        path = path.replace(name, str(uuid4()))
    path = path.replace("{audience}", "patient")
    sent = {**headers, "Idempotency-Key": str(uuid4()), "Origin": str(http._base_url).rstrip("/")}
    async with http.request(method, path, headers=sent, json=body) as answer:
        problem = await answer.json() if answer.status >= 400 else {}
        return answer.status, problem.get("code", "")


async def test_every_route_with_every_role(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    wrong = []
    for line, may in TABLE.items():
        if line.endswith("sign-out-everywhere"):
            continue  # it would end the sessions of the rest; see the next test
        method, path = line.split()
        headers = await headers_of_all(database, settings, everyone)
        for one in ALL.split():
            status, code = await knock(
                http, method, path, headers[one], {} if method in ("POST", "PUT", "PATCH") else None
            )
            opened = code not in DOOR_CODES or (line in LATER_401 and status == 401)
            if opened != (one in may.split()):
                wrong.append(f"{line} as {one}: {status} {code}")
            if status >= 500 and code != "nobody-on-duty":
                wrong.append(f"{line} as {one}: {status} {code}")
    assert not wrong, "\n".join(wrong)


LATER_401 = {
    "POST /api/auth/code/verify",
    "POST /api/auth/device",
    "POST /api/auth/guest",
    "POST /api/auth/staff",
    "POST /api/auth/{audience}/refresh",
}
"""Doors that anybody may knock at, and whose answer to a knock without proof is 401."""


async def test_signing_out_everywhere_is_for_the_signed_in(
    http: aiohttp.ClientSession, database: Database, settings: Settings, everyone: Everyone
) -> None:
    headers = await headers_of_all(database, settings, everyone)
    told = {one: await knock(http, "POST", "/api/auth/sign-out-everywhere", headers[one], {}) for one in headers}
    assert [one for one, (status, _) in told.items() if status == 401] == ["s", "w"]  # w is h at another page


@pytest.mark.parametrize("role", list(Role))
def test_no_desk_role_reads_clinical_text(role: Role) -> None:
    """The receptionist, the manager, the administrator and the data-protection officer never read notes."""
    reads = Permission.READ_NOTES in PERMISSIONS[role]
    assert reads == (role in (Role.DOCTOR, Role.NURSE))


async def test_sabotage_without_the_role_check_the_table_turns_red(
    http: aiohttp.ClientSession,
    database: Database,
    settings: Settings,
    everyone: Everyone,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("telehealth.endpoint.Access.check", lambda *_: None)
    with pytest.raises(AssertionError):
        await asyncio.wait_for(test_every_route_with_every_role(http, database, settings, everyone), 120)
