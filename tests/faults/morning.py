"""The database as it stands in the morning, in monotonic seconds, so that it can be held beside the ledgers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests import cluster
from tests.faults.ledger import OFFSET

Row = dict[str, Any]
TABLES = {
    "calls": "SELECT * FROM call",
    "rings": "SELECT * FROM call_ring ORDER BY call_id, number",
    "steps": "SELECT * FROM call_transition ORDER BY call_id, version",
    "holders": "SELECT * FROM call_participant WHERE part = 'holder'",
    "callbacks": "SELECT * FROM callback",
    "messages": "SELECT * FROM chat_message ORDER BY number",
    "duty": "SELECT duty.*, facility.kind FROM duty JOIN facility ON facility.id = duty.facility_id",
}


@dataclass(frozen=True)
class Morning:
    """Rows by column; ids are text, instants are monotonic seconds, lengths of time are seconds."""

    calls: dict[str, Row]
    rings: list[Row]
    steps: list[Row]
    holders: list[Row]
    callbacks: list[Row]
    messages: list[Row]
    duty: list[Row]

    def of(self, rows: str, call: str) -> list[Row]:
        """The rows of one call."""
        return [row for row in getattr(self, rows) if row["call_id"] == call]


def read(url: str) -> Morning:
    """Everything the verdict may look at."""
    with cluster.connect(url) as connection:
        found = {name: list(_rows(connection.execute(query))) for name, query in TABLES.items()}
    calls = {row["id"]: row for row in found.pop("calls")}
    return Morning(calls, **found)


def _rows(cursor: Any) -> Iterator[Row]:
    names = [column.name for column in cursor.description]
    for row in cursor:
        yield {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp() - OFFSET
    return value if value is None or isinstance(value, bool | int | float | dict | list) else str(value)
