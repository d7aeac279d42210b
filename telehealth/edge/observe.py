"""Request ids, the access log and the request metrics.

The log line names the route's template, never the path, the query or an address: paths hold ids of calls and people.
"""

import time
from http import HTTPStatus
from uuid import uuid4

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from telehealth import metrics
from telehealth.endpoint import SETTINGS

REQUEST_ID = web.RequestKey("request_id", str)
QUIET = frozenset({"/healthz", "/readyz", "/metrics", "/{path}"})
"""Probes and files: counted always, logged only when they fail."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = structlog.get_logger(__name__)


def request_id(request: web.Request) -> str:
    """The id under which this request stands in the log; random, and made here."""
    if REQUEST_ID not in request:
        request[REQUEST_ID] = uuid4().hex
    return request[REQUEST_ID]


def route_template(request: web.Request) -> str:
    """/api/calls/{id} for /api/calls/0198…; "unmatched" for what no route serves."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None else "unmatched"


@web.middleware
async def observe(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count, time and log one request."""
    started = time.perf_counter()
    status = 500
    structlog.contextvars.bind_contextvars(request_id=request_id(request))
    try:
        response = await handler(request)
        status = response.status
        return response
    except web.HTTPException as answer:
        status = answer.status
        raise
    finally:
        _note(request, status, time.perf_counter() - started)
        structlog.contextvars.unbind_contextvars("request_id")


def _note(request: web.Request, status: int, seconds: float) -> None:
    method = request.method if request.method in METHODS else "other"
    route = route_template(request)
    metrics.REQUESTS.labels(method, route, str(status)).inc()
    if status != HTTPStatus.SWITCHING_PROTOCOLS:  # a socket's life is no response time
        metrics.REQUEST_SECONDS.labels(method, route).observe(seconds)
    if route not in QUIET or status >= 400:
        # In the demo the terminal shows where to go; a line for every request would bury it.
        say = log.debug if request.app[SETTINGS].demo and status < 500 else log.info
        say("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1))
