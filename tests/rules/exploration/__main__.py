"""python -m tests.rules.exploration --depth 8: explore deeper than the tests do; prints what it saw, ends with 1 at a fault."""

import argparse
import sys

from tests.rules.exploration import world
from tests.rules.exploration.explore import Broken, Explorer


def main() -> int:
    """Explore from every start at once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--depth", type=int, default=7)
    parser.add_argument("--minutes", type=float, default=60)
    wanted = parser.parse_args()
    try:
        found = Explorer().run(
            [world.tapped(), world.called_back(), *world.midway()], wanted.depth, wanted.minutes * 60
        )
    except Broken as fault:
        sys.stdout.write(f"{fault}\n")
        return 1
    sys.stdout.write(f"{found.table()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
