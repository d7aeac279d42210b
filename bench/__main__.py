"""python -m bench [--only PART …] [--small]: measures and prints; what each part means stands in its module."""

import argparse
import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import uvloop

from bench.claims import claims_a_second, next_rung
from bench.cycles import cycles, through_two
from bench.peak import peak
from bench.relays import relays
from tests import cluster

Part = Callable[[Path], Coroutine[Any, Any, None]]
PARTS: dict[str, Part] = {
    "relays": relays,
    "cycles": cycles,
    "claims": claims_a_second,
    "rungs": next_rung,
    "two": through_two,
}
SMALL: dict[str, Part] = {
    "relays": partial(relays, seconds=1.0, rounds=1, connections=40),
    "cycles": partial(cycles, seconds=3.0),
    "claims": partial(claims_a_second, seconds=2.0, doctors=20),
    "rungs": partial(next_rung, calls=6),
    "two": partial(through_two, seconds=3.0),
}
"""The same with small numbers: to see that a part runs, not what the machine can do."""


def main() -> None:
    """Run what is asked for and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=[*PARTS, "peak"], default=[*PARTS, "peak"])
    parser.add_argument("--small", action="store_true", help="small numbers, to see that it runs")
    parser.add_argument("--processes", type=int, choices=(1, 2), default=1, help="of the peak")
    asked = parser.parse_args()
    parts = dict(SMALL if asked.small else PARTS)
    rate, seconds, idle = (3.0, 5.0, 40) if asked.small else (20.0, 60.0, 2000)
    parts["peak"] = partial(peak, rate=rate, seconds=seconds, idle=idle, processes=asked.processes)
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    running = cluster.start()
    try:
        for name in asked.only:
            with tempfile.TemporaryDirectory() as folder:
                asyncio.run(parts[name](Path(folder)))
    finally:
        running.stop()


if __name__ == "__main__":
    main()
