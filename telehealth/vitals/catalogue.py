"""The vital signs this installation knows, read from codes.json: versioned, with source and state of sign-off."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from telehealth.errors import Invalid
from telehealth.vitals.rules import Band, Kind

_DATA: dict[str, Any] = json.loads(Path(__file__).with_name("codes.json").read_text(encoding="utf-8"))


def _kind(row: dict[str, Any]) -> Kind:
    low, high = Decimal(str(row["low"])), Decimal(str(row["high"]))
    short = tuple(Decimal(edge) for edge in row["short"]) if "short" in row else None
    return Kind(row["code"], row["measure"], row["unit"], low, high, row["decimals"], short)  # type: ignore[arg-type]


VERSION: str = _DATA["version"]
KINDS: dict[str, Kind] = {row["code"]: _kind(row) for row in _DATA["kinds"]}
FAST_BREATHING = tuple(Band(row["below_months"], row["from_rate"]) for row in _DATA["fast_breathing"]["bands"])
SYSTOLIC, DIASTOLIC, RESPIRATION = "8480-6", "8462-4", "9279-1"


def kind_of(code: str, unit: str) -> Kind:
    """The kind of this code; Invalid 'vital-code' for one we do not know, 'vital-unit' for another unit than its own."""
    kind = KINDS.get(code)
    if kind is None:
        raise Invalid("vital-code", "This vital sign is not known.", field="code")
    if unit != kind.unit:
        raise Invalid("vital-unit", f"This is told in {kind.unit}.", field="unit", unit=kind.unit)
    return kind
