"""The one clock. Deadlines are judged in database time; this is for what never leaves the process."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current instant, timezone-aware, UTC."""
    return datetime.now(UTC)
