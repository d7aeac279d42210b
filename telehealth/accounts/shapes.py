"""What the accounts routes take and answer."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from telehealth.accounts.permissions import Audience, Role, Scope
from telehealth.endpoint import Shape

PhoneText = Annotated[str, StringConstraints(min_length=6, max_length=24)]
Code6 = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class CodeRequest(Shape):
    """Ask for a login code by SMS."""

    phone: PhoneText


class CodeSent(Shape):
    """The same for a known and an unknown number."""

    phone: str  # E.164
    expires_in: int = 300  # seconds
    resend_after: int = 30  # seconds


class CodeEntry(Shape):
    """The code as typed."""

    phone: PhoneText
    code: Code6


class GuestEntry(Shape):
    """Ring as "số chưa xác minh": allowed 30 s after a code was asked for on this device and did not come."""

    phone: PhoneText


class StaffEntry(Shape):
    """Staff sign-in."""

    login: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    password: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    totp: Code6
    audience: Literal["doctor", "clinic"]


class RoleView(Shape):
    id: UUID
    facility_id: UUID
    facility_name: str
    role: Role


class PractitionerView(Shape):
    """A practitioner as families and colleagues see them."""

    id: UUID
    name: str
    title: str
    licence_number: str
    facility_name: str


class Me(Shape):
    """Who is signed in."""

    account_id: UUID | None
    audience: Audience
    scope: Scope
    display_name: str
    phone: str | None  # the account's own number, E.164; guests: the number given
    identified: bool
    practitioner: PractitionerView | None
    roles: list[RoleView]


class SignedIn(Shape):
    """A fresh access token (15 minutes); the refresh token travels in a cookie."""

    access_token: str
    expires_in: int  # seconds
    me: Me


class SignedOut(Shape):
    sessions_ended: int


class SessionView(Shape):
    id: UUID
    audience: Audience
    created_at: datetime
    last_used_at: datetime
    current: bool


class SessionList(Shape):
    sessions: list[SessionView]


class NewRole(Shape):
    """Grant a role at a facility of the administrator's."""

    login: str = Field(max_length=64)
    facility_id: UUID
    role: Role


class StaffPhone(Shape):
    """The telephone by which a practitioner is woken; null takes it away."""

    account_id: UUID
    phone: PhoneText | None


class StaffMember(Shape):
    account_id: UUID
    login: str
    display_name: str
    licence_number: str | None
    licence_expires_on: date | None
    phone: str | None  # E.164; only practitioners have one
    roles: list[RoleView]


class StaffList(Shape):
    staff: list[StaffMember]
