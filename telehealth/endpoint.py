"""What a handler needs: principal(), transaction(), settings(); and Route, one line of the route table.

A handler is `async def handler(request)` or, when its route names a body, `async def handler(request, body)`; it
returns a pydantic model (sent as JSON with the route's status), None (204), or an aiohttp response.
Access is judged once, before the handler, by the route's `access`.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from telehealth.accounts.permissions import Permission, Principal, Scope
from telehealth.accounts.tokens import Keyring
from telehealth.db import Database, Session
from telehealth.errors import Denied, Invalid, NotFound, Unidentified
from telehealth.settings import Settings

DATABASE = web.AppKey("database", Database)
SETTINGS = web.AppKey("settings", Settings)
KEYRING = web.AppKey("keyring", Keyring)
PRINCIPAL: web.RequestKey[Principal | None] = web.RequestKey("principal")
MAX_BODY = 64 * 1024


class Shape(BaseModel):
    """Base of every request and answer: unknown members are refused, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


@dataclass(frozen=True)
class Access:
    """Who may call a route. The default lets in nobody but those named.

    public: no session needed. audiences: sessions of these audiences (empty: any). scopes: patients' sessions of these
    scopes. permission: a role that carries it is needed. staff_permission: staff need such a role, patients do not.
    """

    public: bool = False
    audiences: frozenset[str] = frozenset()
    scopes: frozenset[Scope] = frozenset({"full", "ring", "guest"})
    permission: Permission | None = None
    staff_permission: Permission | None = None

    def check(self, who: Principal | None) -> None:
        """Raise Unidentified or Denied unless this principal may call."""
        if self.public:
            return
        if who is None:
            raise Unidentified()
        if self.audiences and who.audience not in self.audiences:
            raise Denied("wrong-audience", "This page is for somebody else.")
        if who.scope not in self.scopes:
            raise Denied("code-needed", "Please enter a code sent to your phone first.", scope=who.scope)
        needed = self.permission or (self.staff_permission if who.audience != "patient" else None)
        if needed and not who.may(needed):
            raise Denied("role-needed", "Your role does not allow this.")


PUBLIC = Access(public=True)
SIGNED_IN = Access()
CALLER = Access(audiences=frozenset({"patient", "clinic"}), staff_permission=Permission.RING_FOR_PATIENT)
"""A family's phone, or a health worker at the station's page. Whose call it is, the handler judges."""
ACCOUNT = Access(audiences=frozenset({"patient"}), scopes=frozenset({"full", "ring"}))
FAMILY_RECORDS = Access(audiences=frozenset({"patient"}), scopes=frozenset({"full"}))


def staff(permission: Permission, *audiences: str) -> Access:
    """Access for staff whose role carries the permission; audiences default to both staff pages."""
    return Access(audiences=frozenset(audiences or ("doctor", "clinic")), permission=permission)


@dataclass(frozen=True)
class Route:
    """One line of the route table; the OpenAPI document is made from it."""

    method: str
    path: str
    handler: Callable[..., Awaitable[Any]]
    access: Access
    answer: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    status: int = 200
    query: dict[str, str] = field(default_factory=dict)
    """Query parameters: name → what it means."""
    idempotent: bool = False
    """Takes an Idempotency-Key header: a repeat answers with the stored result."""
    takes: str = ""
    """The body's type where it is bytes that the handler reads by itself, in pieces."""
    gives: str = ""
    """The answer's type where the handler sends bytes, in pieces."""
    patience: float | None = None
    """Seconds for the whole request, where bytes need longer than a request otherwise may (edge.dispatch)."""


def settings(request: web.Request) -> Settings:
    """The process's settings."""
    return request.app[SETTINGS]


def keyring(request: web.Request) -> Keyring:
    """The keys that sign and verify access tokens."""
    return request.app[KEYRING]


def transaction(request: web.Request) -> AbstractAsyncContextManager[Session]:
    """One database transaction; answer and emit only after the block."""
    return request.app[DATABASE].transaction()


def maybe_principal(request: web.Request) -> Principal | None:
    """Who asks, or None for a stranger."""
    return request.get(PRINCIPAL)


def principal(request: web.Request) -> Principal:
    """Who asks; Unidentified for a stranger."""
    who = maybe_principal(request)
    if who is None:
        raise Unidentified()
    return who


def path_id(request: web.Request, name: str = "id") -> UUID:
    """The UUID in the path; NotFound when it is not one (a stranger learns no more than that)."""
    try:
        return UUID(request.match_info[name])
    except ValueError:
        raise NotFound() from None


def whole_number(request: web.Request, name: str, default: int, low: int, high: int) -> int:
    """A whole number from the query, within bounds."""
    text = request.query.get(name, str(default))
    if not text.isascii() or not text.isdigit() or len(text) > 20 or not low <= int(text) <= high:
        raise Invalid("invalid", f"{name} is a whole number from {low} to {high}.", field=name)
    return int(text)
