"""What a run of the fuzzer saw, and whether that is good enough."""

from collections import Counter
from dataclasses import dataclass, field

DOCUMENTED_CLOSES = frozenset({1000, 1001, 1007, 1002, 1008, 1009})
"""1000 answers a client's own close; 1002 and 1007 are WebSocket's words for bytes that are no WebSocket; the rest are
PROTOCOL.md's."""
SOON = 12.0
"""Seconds a stranger may stay: the contract says 5, and the machine may be busy."""
GROWTH = 1.25
"""Resident memory at the end against that after the first fifth."""
SPARE = 24 * 2**20
"""Bytes: what a young process may still grow by (caches of queries, arenas) without being a leak."""
KEPT = 20
"""Faults of one kind that are kept; a broken server makes thousands."""


@dataclass
class Report:
    """Counts of one run. Attackers and witnesses write here; `failures` reads."""

    sent: Counter[str] = field(default_factory=Counter)
    acks: Counter[str] = field(default_factory=Counter)
    closes: Counter[str] = field(default_factory=Counter)
    sockets: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    crossings: int = 0
    crossings_refused: int = 0
    strangers: list[float] = field(default_factory=list)
    served: int = 0
    slowest: float = 0.0
    heard: int = 0
    memory: list[int] = field(default_factory=list)
    log_lines: int = 0
    seconds: float = 0.0

    @property
    def messages(self) -> int:
        """Frames the server had to judge."""
        return self.sent.total()

    def fault(self, what: str) -> None:
        """Something the contract forbids happened."""
        if len(self.faults) < KEPT:
            self.faults.append(what)

    def closed(self, code: int | None, who: str) -> None:
        """A socket was closed by the server."""
        self.closes[str(code)] += 1
        if code not in DOCUMENTED_CLOSES:
            self.fault(f"{who}: closed with {code}")

    def failures(self, messages: int) -> list[str]:
        """Every sentence that must not be true, of a run that was to send so many messages; empty means passed."""
        checks = {
            f"only {self.messages} messages were sent": self.messages < messages,
            f"relays into another call: {self.crossings_refused} of {self.crossings} refused": self.crossings
            != self.crossings_refused,
            "no relay into another call was tried": self.crossings < messages // 50,
            "the family was not served all the time": self.served < 10,
            "no stranger was tried": not self.strangers,
            f"a stranger stayed {max(self.strangers, default=0):.1f} s": max(self.strangers, default=0) > SOON,
            f"memory grew: {self._memory()}": self.memory[-1] > self.memory[0] * GROWTH + SPARE,
        }
        return self.faults + [what for what, wrong in checks.items() if wrong]

    def table(self) -> str:
        """What was injected and what came back, for people."""
        lines = [
            f"{self.messages:,} messages over {self.sockets.total():,} sockets in {self.seconds:.0f} s",
            "sockets   " + _counts(self.sockets),
            "sent      " + _counts(self.sent),
            "acks      " + _counts(self.acks),
            "closes    " + _counts(self.closes),
            f"crossing  {self.crossings_refused:,} of {self.crossings:,} relays into another call refused",
            f"strangers {len(self.strangers)} closed, the slowest after {max(self.strangers, default=0):.1f} s",
            f"family    {self.served} relays served meanwhile, the slowest in {self.slowest:.2f} s; {self.heard} messages heard, all their own",
            f"server    {self._memory()}; {self.log_lines} log lines, none with a client's text",
        ]
        return "\n".join(lines)

    def _memory(self) -> str:
        return f"{self.memory[0] / 2**20:.0f} → {self.memory[-1] / 2**20:.0f} MiB" if self.memory else "not measured"


def _counts(counter: Counter[str]) -> str:
    return " · ".join(f"{what} {count:,}" for what, count in counter.most_common())
