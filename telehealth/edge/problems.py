"""The one place where errors become HTTP: problem documents (RFC 9457).

    {type, title, status, code, detail, …extra}

The error tree knows nothing of status codes; this table does. Of an exception nobody foresaw a client learns nothing but
the request id under which it stands in the log.
"""

from http import HTTPStatus
from typing import Any

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic_core import to_json
from sqlalchemy import exc as database

from telehealth import errors
from telehealth.edge.observe import request_id

CONTENT_TYPE = "application/problem+json"
STATUS: dict[type[errors.DomainError], int] = {
    errors.Invalid: 400,
    errors.Unidentified: 401,
    errors.Denied: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}
HTTP_CODES = {404: "not-found", 405: "method-not-allowed", 413: "too-large", 417: "expectation"}

log = structlog.get_logger(__name__)


def status_of(fault: errors.DomainError) -> int:
    """The HTTP status of a domain error; a class nobody listed is our fault."""
    return next((STATUS[kind] for kind in type(fault).__mro__ if kind in STATUS), 500)


def problem(status: int, code: str, detail: str, extra: dict[str, Any] | None = None) -> web.Response:
    """A problem document. Members of `extra` never replace the standard ones."""
    document = {
        **(extra or {}),
        "type": f"urn:telehealth:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
    }
    return web.Response(body=to_json(document), status=status, content_type=CONTENT_TYPE)


def from_domain(fault: errors.DomainError) -> web.Response:
    """The answer to a domain error; asking again later is said in Retry-After too."""
    response = problem(status_of(fault), fault.code, fault.detail, fault.extra)
    if "retry_after" in fault.extra:
        response.headers["Retry-After"] = str(int(fault.extra["retry_after"]))
    if isinstance(fault, errors.Unidentified):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def from_http(fault: web.HTTPException) -> web.Response:
    """aiohttp's own refusals (no such route, wrong method) in the same form."""
    code = HTTP_CODES.get(fault.status, "http-error")
    response = problem(fault.status, code, fault.reason)
    if "Allow" in fault.headers:
        response.headers["Allow"] = fault.headers["Allow"]
    return response


def from_unknown(request: web.Request, fault: Exception) -> web.Response:
    """The answer to what nobody foresaw: 503 when a part is down, else 500; the trace stays in the log."""
    if is_outage(fault):
        log.warning("part_unavailable", exc_info=fault)
        return from_domain(errors.Unavailable(retry_after=2))
    if isinstance(fault, database.DataError):  # a number or text no column can hold: the client's, not ours
        log.warning("value_out_of_range", exc_info=fault)
        return from_domain(errors.Invalid())
    log.error("internal_error", exc_info=fault)
    return problem(500, "internal", "Something went wrong on our side.", {"request_id": request_id(request)})


def is_outage(fault: BaseException | None) -> bool:
    """Whether the database (or the way to it) is gone: worth asking again in a moment."""
    gone = (database.OperationalError, database.InterfaceError, database.TimeoutError, ConnectionError, TimeoutError)
    if isinstance(fault, database.DBAPIError) and fault.connection_invalidated:
        return True
    return isinstance(fault, gone)


@web.middleware
async def answer_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever a handler raises into an answer."""
    try:
        return await handler(request)
    except errors.DomainError as fault:
        return from_domain(fault)
    except web.HTTPException as fault:
        if fault.status < 400:
            raise
        return from_http(fault)
    except Exception as fault:
        return from_unknown(request, fault)
