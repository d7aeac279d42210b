"""The error tree. Domain code raises these; it knows nothing of HTTP or sockets.

    DomainError
    ├── Invalid        the input does not say something we can act on        (400)
    ├── Unidentified   nobody is signed in, or the sign-in has ended         (401)
    ├── Denied         we know who asks, and they may not                    (403)
    ├── NotFound       it is not there, or strangers must not know it is     (404)
    ├── Conflict       somebody else was first, or the state has moved on    (409)
    ├── TooLarge       more bytes than the contract allows                   (413)
    ├── TooMany        ask again later (`retry_after` seconds)               (429)
    └── Unavailable    a part we need is down, or nobody is on duty          (503)

`code` is stable and machine-readable (kebab-case); `detail` is for a person; `extra` holds
further members of the problem document (RFC 9457). The api and the signalling server each map
this tree to their own wire form in one function.
"""

from typing import Any


class DomainError(Exception):
    """Something the caller of a service can be told about."""

    code = "error"

    def __init__(self, code: str | None = None, detail: str | None = None, **extra: Any) -> None:
        self.code = code or type(self).code
        self.detail = detail or (type(self).__doc__ or "").strip().splitlines()[0]
        self.extra = extra
        super().__init__(f"{self.code}: {self.detail}")


class Invalid(DomainError):
    """The request is not valid."""

    code = "invalid"


class Unidentified(DomainError):
    """Please sign in."""

    code = "unidentified"


class Denied(DomainError):
    """You may not do this."""

    code = "denied"


class NotFound(DomainError):
    """There is nothing here."""

    code = "not-found"


class Conflict(DomainError):
    """This has changed in the meantime."""

    code = "conflict"


class TooLarge(DomainError):
    """This is larger than we accept."""

    code = "too-large"


class TooMany(DomainError):
    """Too many attempts; please wait."""

    code = "too-many"

    def __init__(
        self, code: str | None = None, detail: str | None = None, *, retry_after: int = 30, **extra: Any
    ) -> None:
        super().__init__(code, detail, retry_after=retry_after, **extra)


class Unavailable(DomainError):
    """This is not available just now."""

    code = "unavailable"
