"""Logs that may be read by anybody who runs the server: no name, phone, id, code or token ever reaches them.

Only keys on a short list pass, whoever logs; the rest are dropped and only their count stays. Texts are searched for what
looks like a phone, a token, a code or an id. Of an exception the type, the places in our code and the database's own
words for the kind of fault stay: its message may quote a row.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from telehealth.settings import Settings

ALLOWED = frozenset(
    {
        *("event", "level", "timestamp", "logger", "request_id"),
        *("method", "route", "status", "ms"),
        *("error", "fault", "code", "trace", "cause", "sqlstate", "constraint"),
        *("attempt", "type", "state", "version", "count", "seconds", "port", "scheme"),
    }
)
NUMBERS = frozenset({"status", "ms", "attempt", "version", "count", "seconds", "port"})
OURS = ("telehealth", "signaling")
SAFE_MESSAGES = (AttributeError, NameError, ImportError, TypeError, NotImplementedError)
"""Exceptions whose message speaks of the program, never of its data."""
MAX_FRAMES = 25

_SECRETS = (
    re.compile(r"eyJ[\w-]+\.[\w-]+(\.[\w-]*)?"),  # a JWT
    re.compile(r"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b"),  # a UUID
    re.compile(r"\+?\d(?:[ .-]?\d){5,}"),  # a phone or a code
    re.compile(r"\b[A-Za-z0-9_-]{40,}\b"),  # a secret
)
_EXEMPT = frozenset({"timestamp", "request_id", "logger", "level", "trace", "ms"})


def redacted(text: str) -> str:
    """The text with everything that looks like a phone, code, token or id replaced."""
    for pattern in _SECRETS:
        text = pattern.sub("[…]", text)
    return text


def allow_list(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Drop every key that is not on the list, and search the texts that stay."""
    kept: EventDict = {key: _plain(key, value) for key, value in event.items() if key in ALLOWED}
    if len(kept) < len(event):
        kept["dropped"] = len(event) - len(kept)
    return kept


def describe_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace exc_info by what may be said of it."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    fault = found[1] if isinstance(found, tuple) else found
    if isinstance(fault, BaseException):
        event.update(_describe(fault))
    return event


def plain_message(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Of a library's log record only the first line of its template stays: its arguments may quote a request."""
    record: logging.LogRecord | None = event.pop("_record", None)
    event.pop("_from_structlog", None)
    if record is not None:
        ours = record.name.partition(".")[0] in OURS
        event["event"] = (str(event["event"]) if ours else str(record.msg)).partition("\n")[0]
        event["logger"] = record.name
        if record.exc_info:
            event["exc_info"] = record.exc_info
    return event


def configure(settings: Settings) -> None:
    """Set up structlog and the standard library's logging: JSON on stderr, or coloured lines in the demo."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.add_logger_name,
            describe_exception,
            allow_list,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    _configure_root(shared, settings)


def _configure_root(shared: list[Processor], settings: Settings) -> None:
    last: Processor = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
        if settings.demo
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*shared, plain_message, describe_exception, allow_list],
        processors=[_without_meta, last],
    )
    handler = _Stderr()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    for old in [old for old in root.handlers if isinstance(old.formatter, structlog.stdlib.ProcessorFormatter)]:
        root.removeHandler(old)
    root.addHandler(handler)
    logging.raiseExceptions = False  # a broken log line would be printed with its arguments
    root.setLevel(settings.log_level.upper())
    for noisy in ("aiohttp.access", "engineio", "socketio", "engineio.server", "socketio.server", "sqlalchemy.engine"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _without_meta(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: value for key, value in event.items() if not key.startswith("_")}


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to whatever sys.stderr is at that moment (a test, or a supervisor, may have put another in its place)."""

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        """The base class sets it once; ours is never kept."""


def _plain(key: str, value: Any) -> Any:
    if value is None or (key in NUMBERS and isinstance(value, int | float)):
        return value
    if key in _EXEMPT:
        return value if isinstance(value, str | list) else str(value)
    return redacted(str(value))


def _describe(fault: BaseException) -> MutableMapping[str, Any]:
    said: dict[str, Any] = {"error": type(fault).__name__, "trace": _frames(fault)}
    origin = fault.__cause__ or fault.__context__
    if origin is not None:
        said["cause"] = type(origin).__name__
    if isinstance(fault, SAFE_MESSAGES):
        said["fault"] = str(fault)
    driver = getattr(fault, "orig", None)
    if driver is not None:
        said["sqlstate"] = getattr(driver, "sqlstate", None)
        said["constraint"] = getattr(getattr(driver, "diag", None), "constraint_name", None)
    if hasattr(fault, "code") and isinstance(fault.code, str):
        said["code"] = fault.code
    return said


def _frames(fault: BaseException) -> list[str]:
    """Where it happened, innermost last: file, line and function of our own code and of the last step, without the
    source line or its values."""
    places = traceback.extract_tb(fault.__traceback__)
    kept = [place for place in places if any(f"/{name}/" in place.filename for name in OURS)] + places[-1:]
    lines = [f"{'/'.join(place.filename.split('/')[-3:])}:{place.lineno} {place.name}" for place in kept]
    return list(dict.fromkeys(lines))[-MAX_FRAMES:]
