"""Was any call lost, held twice, or told wrongly? Judged from what clients were told, and the database of the morning.

A column can never show two holders; two doctors who were both told "yours" can. Each judge returns one sentence a fault.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from tests.faults.ledger import Ledger, Line
from tests.faults.morning import Morning, Row
from tests.faults.short_night import REGRET, SEAT

FOREVER = float("inf")
BLINK = 0.25
"""Seconds two clocks of this machine may differ by, and a socket's death be noted late by its own client."""


@dataclass(frozen=True)
class Hold:
    """A doctor was told that a call is theirs, until told otherwise, or gone longer than a seat is kept."""

    who: str
    call: str
    since: float
    until: float


# ---- no call is lost; every call has one end


def lost(ledger: Ledger, morning: Morning) -> Iterator[str]:
    """Calls of which a family was told that it rings, and that no documented end accounts for."""
    for line in ledger.of("story", "calls-back"):
        row = morning.calls.get(line.call)
        if row is None:
            yield f"call {line.call[-4:]} ({line.said.get('kind', 'call-back')}) was promised and is not there"
        elif row["state"] != "ended":
            yield f"call {line.call[-4:]} has no end: {row['state']}"
        elif not _accounted(row, ledger, morning):
            yield f"call {line.call[-4:]} ended {row['end_reason']} and nobody is owed a call-back"


def _accounted(row: Row, ledger: Ledger, morning: Morning) -> bool:
    """A clinician spoke to the family, or somebody owes them a call, or they said that nothing is needed."""
    if row["outgoing"] and row["end_reason"] == "not_reached":
        return any(
            one["state"] in ("open", "claimed") for one in morning.callbacks if one["phone"] == row["caller_phone"]
        )
    if row["answered_at"] is not None and row["end_reason"] == "completed":
        return True
    owed = morning.of("callbacks", row["id"])
    if owed and (owed[0]["state"] != "cancelled" or _withdrew(row["id"], ledger)):
        return True
    return _let_go(row["id"], ledger)


def _withdrew(call: str, ledger: Ledger) -> bool:
    """The family of this call said "Không cần nữa", to this call or a later one: that settles what is owed to them."""
    who = next((line.who for line in ledger.of("story") if line.call == call), "")
    return any(line.who == who and line.said.get("no_longer_needed") for line in ledger.of("hangs-up"))


def _let_go(call: str, ledger: Ledger) -> bool:
    """The family hung up saying "Không cần nữa", or (as the server must see it as well) before the regret."""
    asked = next((line for line in ledger.of("hangs-up") if line.call == call), None)
    rung = next((line for line in ledger.of("POST 201") if line.call == call), None)
    if asked is None or rung is None:
        return False
    return bool(asked.said.get("no_longer_needed")) or asked.at - rung.at < REGRET


def ends(ledger: Ledger, morning: Morning) -> Iterator[str]:
    """Calls with two ends, or none of the told kind; and versions that were told as two different things."""
    final: dict[str, list[Row]] = defaultdict(list)
    for step in morning.steps:
        if step["to_state"] == "ended":
            final[step["call_id"]].append(step)
    for call, steps in final.items():
        if len(steps) > 1:
            yield f"call {call[-4:]} ended {len(steps)} times"
    told: dict[tuple[str, int], set[str]] = defaultdict(set)
    for line in ledger.lines:
        if "version" in line.said and "state" in line.said:
            told[line.call, line.said["version"]].add(f"{line.said['state']} {line.said['end_reason'] or ''}".strip())
    for (call, version), states in sorted(told.items()):
        if len(states) > 1:
            yield f"version {version} of call {call[-4:]} was told as {' and as '.join(sorted(states))}"
        row = morning.calls.get(call)
        if row is not None and (version > row["version"] or _ended(states) > _ended({f"{row['state']}"})):
            yield f"call {call[-4:]} was told as {states} (version {version}) and is {row['state']} (version {row['version']})"


def _ended(states: set[str]) -> bool:
    return any(state.startswith("ended") for state in states)


# ---- no call has two holders, no doctor two calls


def two_holders(ledger: Ledger) -> Iterator[str]:
    """Two doctors told 200 at the same time for one call; one doctor for two calls."""
    for one, other in combinations(holds(ledger), 2):
        if (one.call == other.call) != (one.who == other.who) and _overlap(one, other) > BLINK:
            what = "one call" if one.call == other.call else "two calls"
            yield f"{one.who} and {other.who} held {what} at once for {_overlap(one, other):.1f} s ({one.call[-4:]}, {other.call[-4:]})"


def _overlap(one: Hold, other: Hold) -> float:
    return min(one.until, other.until) - max(one.since, other.since)


def holds(ledger: Ledger) -> list[Hold]:
    """Every hold that a doctor was told of."""
    by_doctor: dict[str, list[Line]] = defaultdict(list)
    for line in ledger.lines:
        if line.who.startswith("doctor"):
            by_doctor[line.who].append(line)
    return [hold for who, lines in by_doctor.items() for hold in _holds_of(who, lines)]


def _holds_of(who: str, lines: list[Line]) -> Iterator[Hold]:
    for place, line in enumerate(lines):
        began = line.what == "POST 200" and line.said.get("path", "").endswith("/accept")
        if began or line.what == "calls-back":
            yield Hold(who, line.call, line.at, _until(line.call, lines[place + 1 :]))


def _until(call: str, later: list[Line]) -> float:
    """When this doctor was told that the call is theirs no more, or had been away for as long as a seat is kept."""
    away = FOREVER
    for line in later:
        if line.at >= away + SEAT:
            break
        if line.what in ("left", "socket-lost"):
            away = min(away, line.at)
        elif line.call == call and line.what == "joined" and line.said.get("ok"):
            away = FOREVER
        elif line.call == call and (line.what == "offers" or _no_more(line)):
            return line.at  # offered: from the colleague's yes on it is theirs, before this doctor hears of it
    return away + SEAT


def _no_more(line: Line) -> bool:
    if line.what == "joined":
        return line.said.get("code") in ("not-found", "denied")
    if line.what in ("GET 403", "GET 404"):
        return True
    state = line.said.get("state")
    return state is not None and (state != "connected" or line.said.get("viewer", "holder") != "holder")


def rung_twice(morning: Morning) -> Iterator[str]:
    """One doctor rung by two calls at once, or while holding one: a claim that was no claim."""
    busy: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
    for ring in morning.rings:
        if not ring.get("knock"):
            busy[ring["practitioner_id"]].append((ring["rung_at"], ring["ended_at"] or ring["until"], ring["call_id"]))
    for held in morning.holders:
        busy[held["practitioner_id"]].append((held["joined_at"], held["left_at"] or FOREVER, held["call_id"]))
    for stretches in busy.values():
        for (_, end, call), (start, _, other) in pairwise(sorted(stretches)):
            if start < end - BLINK and call != other:
                yield f"one doctor was taken by calls {call[-4:]} and {other[-4:]} at once for {end - start:.1f} s"


# ---- every message once, in order


def messages(ledger: Ledger, morning: Morning) -> Iterator[str]:
    """Messages acknowledged and not kept, kept twice, out of order, or passed over by who read on from a number."""
    kept = {row["id"]: row for row in morning.messages}
    last: dict[tuple[str, str], int] = {}
    for line in ledger.of("POST 201"):
        if not line.said["path"].endswith("/messages"):
            continue
        row = kept.get(line.said["id"])
        if row is None or row["number"] != line.said["number"]:
            yield f"{line.who} was told that message {line.said['number']} is kept, and it is not"
        if line.said["number"] < last.get((line.who, line.call), 0):
            yield f"{line.who}'s message {line.said['number']} stands before an earlier one"
        last[line.who, line.call] = line.said["number"]
    written = {line.said["id"] for line in ledger.of("writes")}
    yield from (
        f"message {row['number']} was written by nobody" for row in morning.messages if row["id"] not in written
    )
    bodies = [(row["call_id"], row["body"]) for row in morning.messages]
    yield from (
        f"{body!r} stands twice in call {call[-4:]}" for call, body in set(bodies) if bodies.count((call, body)) > 1
    )
    yield from _passed_over(ledger, morning)


def _passed_over(ledger: Ledger, morning: Morning) -> Iterator[str]:
    read: dict[tuple[str, str], set[int]] = defaultdict(set)
    for line in ledger.of("GET 200"):
        read[line.who, line.call] |= {number for number, _ in line.said.get("messages", ())}
    for (who, call), numbers in read.items():
        missed = [row["number"] for row in morning.of("messages", call) if row["number"] not in numbers]
        if numbers and any(number < max(numbers) for number in missed):
            yield f"{who} read on past message {min(missed)} of call {call[-4:]} and never saw it"
