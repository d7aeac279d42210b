"""Was anything due done too late? Each deadline is held against the moment it was kept, minus the measured outage."""

from collections.abc import Iterator
from dataclasses import dataclass

from signaling import presence
from telehealth.live import processes
from tests.faults.ledger import Ledger, Line, Stretch, out_between
from tests.faults.morning import Morning, Row
from tests.faults.short_night import FIRST, SEAT

AIM = 2.0
"""Seconds after its deadline, and after any outage, within which what is due is to be done: the table counts what was not."""
ALLOWED = 6.0
"""Seconds after which it is a fault: two servers, PostgreSQL, Redis and every client share one small machine in these
nights, and a timer that is gone (the sabotage) is late by the rest of the night."""
MOST = 0.95
"""Of a long night's deadlines, how many must be kept within the aim."""
MANY = 100
"""Deadlines from which on a share says something."""
GRACE = presence.GRACE
"""Seconds after which a seat whose socket went counts as lost."""
DEAD_AFTER = processes.DEAD_AFTER.total_seconds()
"""Seconds of silence after which a server counts as dead."""


FOREVER = float("inf")


@dataclass(frozen=True)
class Due:
    """One deadline: what, of which call, when it was due, when it was done or no longer mattered; outage in between."""

    what: str
    call: str
    due: float
    done: float
    outage: float

    @property
    def late(self) -> float:
        """Seconds late beyond the outage; infinite when it was never done."""
        return max(0.0, self.done - self.due - self.outage)


def all_of(ledger: Ledger, morning: Morning, outages: list[Stretch]) -> list[Due]:
    """Every deadline that fell due in this night."""
    found = [*next_rings(morning), *next_rungs(morning), *ring_ends(morning), *endings(morning), *callbacks(morning)]
    left, orphaned = seats(ledger, morning)
    dues = [_held_against(outages, *one) for one in (*found, *left)]
    return dues + [_held_against(unsteady(ledger, outages), *one) for one in orphaned]


def _held_against(stretches: list[Stretch], what: str, call: str, due: float, done: float) -> Due:
    return Due(what, call, due, done, out_between(stretches, due - AIM, min(done, due + 3600)))


def faults(dues: list[Due]) -> Iterator[str]:
    """Deadlines missed by more than the outage and what is allowed; and too many missed by more than the aim."""
    over = sum(one.late > AIM for one in dues)
    if len(dues) >= MANY and over > (1 - MOST) * len(dues):
        yield f"{over} of {len(dues)} deadlines more than {AIM:.0f} s late"
    for one in dues:
        if one.late > ALLOWED:
            late = "never" if one.done == FOREVER else f"{one.done - one.due:.1f} s late (outage {one.outage:.1f} s)"
            yield f"{one.what} of call {one.call[-4:]}: {late}"


Row4 = tuple[str, str, float, float]
"""What, of which call, due at, done (or no longer of any use) at; for ever: never."""
Found = Iterator[Row4]


def next_rings(morning: Morning) -> Found:
    """On the first rung: after `next_after` of silence the next doctor is rung, where one is free."""
    for call, row in morning.calls.items():
        rings = [ring for ring in morning.of("rings", call) if ring["rung"] == 0]
        for place, ring in enumerate(rings):
            due = ring["rung_at"] + FIRST.next_after.total_seconds()
            following = next((one for one in rings[place + 1 :]), None)
            over = min(_open_until(row), ring["ended_at"] or FOREVER, row["requested_at"] + FIRST.lasts.total_seconds())
            if over < due or (following and following["rung_at"] < due) or not _free(morning, rings, due):
                continue
            yield "next rung", call, due, min(over, following["rung_at"] if following else FOREVER)


def next_rungs(morning: Morning) -> Found:
    """The second rung starts when the first has lasted, exactly once."""
    for call, row in morning.calls.items():
        due = row["requested_at"] + FIRST.lasts.total_seconds()
        starts = [step["at"] for step in morning.of("steps", call) if step["detail"].get("rung") == 1]
        if not row["outgoing"] and _open_until(row) > due:
            yield "next rung of the ladder", call, due, min([_open_until(row), *starts])


def _open_until(row: Row) -> float:
    """Until when it waited or rang the first time."""
    at = [one for one in (row["answered_at"], row["ended_at"]) if one is not None]
    return min(at, default=FOREVER)


def _free(morning: Morning, rings: list[Row], at: float) -> bool:
    """Whether some doctor of the station not yet rung by this call was free at that moment."""
    tried = {ring["practitioner_id"] for ring in rings if ring["rung_at"] < at}
    taken = {one["practitioner_id"] for one in morning.rings if one["rung_at"] <= at <= (one["ended_at"] or at)}
    taken |= {one["practitioner_id"] for one in morning.holders if one["joined_at"] <= at <= (one["left_at"] or at)}
    station = [one["practitioner_id"] for one in morning.duty if one["kind"] == "commune_station"]
    return any(one not in tried | taken for one in station)


def ring_ends(morning: Morning) -> Found:
    """A ring that nobody took ends."""
    for ring in morning.rings:
        if ring["outcome"] == "missed" or ring["ended_at"] is None or ring["ended_at"] > ring["until"]:
            yield "end of a ring", ring["call_id"], ring["until"], ring["ended_at"] or FOREVER


def endings(morning: Morning) -> Found:
    """A call that nobody answered is given up, as a call-back."""
    for call, row in morning.calls.items():
        if row["answered_at"] is None and row["gives_up_at"] and (row["ended_at"] or FOREVER) >= row["gives_up_at"]:
            yield "giving up", call, row["gives_up_at"], row["ended_at"] or FOREVER


def callbacks(morning: Morning) -> Found:
    """A call that waits too long is a call-back as well."""
    for call, row in morning.calls.items():
        due = row["callback_at"]
        if due is None or row["outgoing"] or _open_until(row) <= due:
            continue
        kept = [one["created_at"] for one in morning.of("callbacks", call)]
        yield "call-back owed", call, due, min([_open_until(row), *kept])


def seats(ledger: Ledger, morning: Morning) -> tuple[list[Row4], list[Row4]]:
    """Seats whose page is gone for good are given up. Second: those whose server died with them, which another process
    first has to take for dead."""
    alone, orphaned = [], []
    for line in ledger.of("left"):
        row = morning.calls.get(line.call)
        if row is None or (row["ended_at"] or FOREVER) < line.at or not _sat(ledger, line):
            continue
        done = row["ended_at"] or FOREVER if line.who.startswith("family") else _held_until(morning, line)
        due, what = line.at + GRACE + SEAT, f"seat of a {line.who.split()[0]}"
        if _server_died(ledger, line):
            orphaned.append((f"{what}, its server dead", line.call, due - GRACE + DEAD_AFTER, done))
        else:
            alone.append((what, line.call, due, done))
    return alone, orphaned


def _sat(ledger: Ledger, left: Line) -> bool:
    """Whether this page had taken its seat at all; who never came is given up like any call that nobody answers."""
    return any(line.who == left.who and line.call == left.call and line.said.get("ok") for line in ledger.of("joined"))


def _held_until(morning: Morning, line: Line) -> float:
    held = [one for one in morning.of("holders", line.call) if one["joined_at"] <= line.at]
    left: float = (held[-1]["left_at"] or FOREVER) if held else line.at
    return left


def _server_died(ledger: Ledger, left: Line) -> bool:
    """Whether the server of this page was killed while the page left, before it could write that down."""
    sat = [line for line in ledger.of("connected") if line.who == left.who and line.at < left.at]
    door, since = (sat[-1].said["door"], sat[-1].at) if sat else ("", left.at)
    kills = [line for line in ledger.of("injected") if line.said.get("door") == door]
    return any(since <= kill.at <= left.at + GRACE + 1 for kill in kills)


def unsteady(ledger: Ledger, outages: list[Stretch]) -> list[Stretch]:
    """When no server could take another for dead: none had been up for as long as silence proves a death, or the
    database had been away within that time (signaling.pulse). Looked at ten times a second."""
    ups = list(_ups(ledger))
    away = [(since, to) for since, to in outages if to - since > 1]
    first, last = ledger.lines[0].at, ledger.lines[-1].at
    ticks = [first + 0.1 * number for number in range(int((last - first) * 10) + 1)]

    def steady(at: float) -> bool:
        up = any(since + DEAD_AFTER <= at <= to for since, to in ups)
        return up and not any(since <= at <= to + DEAD_AFTER for since, to in away)

    return [(at, at + 0.1) for at in ticks if not steady(at)]


def _ups(ledger: Ledger) -> Iterator[Stretch]:
    since: dict[str, float] = {}
    for line in ledger.of("ready", "injected"):
        door = line.said.get("door")
        if line.what == "ready" and door:
            since[door] = line.at
        elif door in since:
            yield since.pop(door), line.at
    yield from ((at, FOREVER) for at in since.values())
