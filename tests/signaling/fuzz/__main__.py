"""python -m tests.signaling.fuzz --messages N --seed S: attack a fresh server for as long as it takes; ends with 1 when it gave way."""

import argparse
import asyncio
import secrets
import sys
import tempfile
from pathlib import Path

from tests import cluster
from tests.conftest import make_settings
from tests.signaling.fuzz.run import run


def main() -> int:
    """Run, print the table, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    wanted = parser.parse_args()
    running = cluster.start()
    try:
        with cluster.fresh_database() as urls, tempfile.TemporaryDirectory() as folder:
            settings = make_settings(urls, Path(folder))
            report = asyncio.run(run(settings, Path(folder) / "server.log", wanted.messages, wanted.seed))
    finally:
        running.stop()
    failures = report.failures(wanted.messages)
    sys.stdout.write("\n".join([f"seed {wanted.seed}: {report.table()}", *failures, ""]))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
