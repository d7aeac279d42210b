"""The table of the night: what was injected, what was found."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from statistics import quantiles

from tests.faults import deadlines, verdict
from tests.faults.deadlines import AIM, Due
from tests.faults.morning import Morning
from tests.faults.night import Outcome

JUDGES: dict[str, Callable[[Outcome, Morning], Iterator[str]]] = {
    "calls lost": lambda outcome, morning: verdict.lost(outcome.ledger, morning),
    "ends told or kept twice": lambda outcome, morning: verdict.ends(outcome.ledger, morning),
    "two holders at once": lambda outcome, _: verdict.two_holders(outcome.ledger),
    "doctors taken twice": lambda _, morning: verdict.rung_twice(morning),
    "messages lost, twice, out of order": lambda outcome, morning: verdict.messages(outcome.ledger, morning),
}


def judged(outcome: Outcome, morning: Morning, dues: list[Due]) -> dict[str, list[str]]:
    """Faults by judge; all empty on a good night."""
    found = {name: list(judge(outcome, morning)) for name, judge in JUDGES.items()}
    found["deadlines missed"] = list(deadlines.faults(dues))
    found["clients that gave up"] = [f"{line.who}: {line.said['fault']}" for line in outcome.ledger.of("gave-up")]
    return found


def table(outcome: Outcome, morning: Morning, dues: list[Due], found: dict[str, list[str]]) -> str:
    """For people. docs/faults.md says how to read it."""
    away = sum(end - start for start, end in outcome.outages)
    lines = [f"{len(outcome.stories)} calls in {outcome.seconds:.0f} s", "", "injected"]
    lines += [f"  {count:5d}  {what}" for what, count in sorted(_injected(outcome).items())]
    longest = max((end - start for start, end in outcome.outages), default=0)
    lines += [f"  {away:5.1f}  seconds without any server ready (longest {longest:.1f})"]
    lines += ["", "told"]
    lines += [f"  {count:5d}  {what}" for what, count in _told(outcome)]
    lines += ["", "how calls ended"]
    lines += [f"  {count:5d}  {what}" for what, count in _ends(outcome, morning)]
    lines += ["", "deadlines                     count   late p50   late max   over 2 s   (seconds beyond the outage)"]
    lines += _deadlines(dues)
    lines += ["", "found"]
    for name, faults in found.items():
        lines += [f"  {len(faults):5d}  {name}", *(f"           {fault}" for fault in faults[:8])]
    return "\n".join(lines)


def _injected(outcome: Outcome) -> Counter[str]:
    return Counter(line.said["kind"] for line in outcome.ledger.of("injected"))


def _told(outcome: Outcome) -> list[tuple[str, int]]:
    lines = outcome.ledger.lines
    return [
        ("answers", sum(line.what[:3] in ("GET", "POS") for line in lines)),
        ("requests without an answer, asked again", sum(line.what == "no-answer" for line in lines)),
        ("events at sockets", sum(line.what.startswith("heard") for line in lines)),
        ("sockets lost, and taken up again", sum(line.what == "socket-lost" for line in lines)),
        (
            "messages acknowledged",
            sum(line.said.get("path", "").endswith("/messages") and line.what == "POST 201" for line in lines),
        ),
    ]


def _ends(outcome: Outcome, morning: Morning) -> list[tuple[str, int]]:
    kinds = {line.call: line.said["kind"] for line in outcome.ledger.of("story")}
    owed = {row["call_id"]: row["state"] for row in morning.callbacks}
    counted: Counter[str] = Counter()
    for call, row in morning.calls.items():
        back = f", call-back {owed[call]}" if call in owed else ""
        counted[f"{kinds.get(call, 'call-back')}: {row['end_reason'] or row['state']}{back}"] += 1
    return sorted(counted.items())


def _deadlines(dues: list[Due]) -> list[str]:
    by_kind: dict[str, list[float]] = defaultdict(list)
    for due in dues:
        by_kind[due.what].append(due.late)
    return [
        f"  {kind:26s} {len(late):7d} {quantiles([*late, *late])[1]:10.2f} {max(late):10.2f} {sum(one > AIM for one in late):10d}"
        for kind, late in sorted(by_kind.items())
    ]
