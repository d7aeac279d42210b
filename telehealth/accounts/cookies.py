"""The cookies: one refresh token for each audience, so that three tabs stay three people, and one for the device."""

from http import HTTPStatus

from aiohttp import web
from pydantic import BaseModel
from pydantic_core import to_json

from telehealth.accounts import devices, refresh
from telehealth.accounts.permissions import Audience
from telehealth.endpoint import settings
from telehealth.errors import DomainError

DEVICE = "device"
DEVICE_PATH = "/api/auth"
_DAY = 24 * 3600
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


def refresh_token(request: web.Request, audience: Audience) -> str | None:
    """The refresh token this browser sent for the audience."""
    return request.cookies.get(f"rt_{audience}")


def device(request: web.Request) -> str | None:
    """The device cookie this browser sent."""
    return request.cookies.get(DEVICE)


def answer(shape: BaseModel, status: int = 200) -> web.Response:
    """A shape as an answer that cookies can be put on."""
    return web.Response(body=shape.model_dump_json().encode(), status=status, content_type="application/json")


def refusal(fault: DomainError, status: int) -> web.Response:
    """A refusal that cookies can be put on, in the form every problem has."""
    document = {
        **fault.extra,
        "type": f"urn:telehealth:problem:{fault.code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": fault.code,
        "detail": fault.detail,
    }
    response = web.Response(body=to_json(document), status=status, content_type="application/problem+json")
    if "retry_after" in fault.extra:
        response.headers["Retry-After"] = str(fault.extra["retry_after"])
    return response


def put_refresh(request: web.Request, response: web.Response, audience: Audience, token: str) -> None:
    """Hand out a refresh token; it travels to that audience's refresh and sign-out routes only."""
    _put(request, response, f"rt_{audience}", token, f"/api/auth/{audience}", refresh.LIFE_DAYS)


def put_device(request: web.Request, response: web.Response, seen: devices.Seen) -> None:
    """Hand out the device cookie; a browser that has one keeps it, for another 400 days."""
    value = seen.cookie or device(request)
    if value:
        _put(request, response, DEVICE, value, DEVICE_PATH, devices.COOKIE_DAYS)


def drop_refresh(request: web.Request, response: web.Response, audience: Audience) -> None:
    """Take the refresh token back."""
    _put(request, response, f"rt_{audience}", "", f"/api/auth/{audience}", 0)


def _put(request: web.Request, response: web.Response, name: str, value: str, path: str, days: int) -> None:
    response.set_cookie(
        name, value, path=path, max_age=days * _DAY, httponly=True, samesite="Strict", secure=is_secure(request)
    )


def is_secure(request: web.Request) -> bool:
    """Whether cookies are marked Secure: always, except over plain HTTP in the demo or on this very machine."""
    if request.secure or settings(request).public_url.startswith("https://"):
        return True
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    return not (settings(request).demo or host in _LOOPBACK)
