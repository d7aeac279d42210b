"""`telehealth serve` with one defect: python -m tests.faults.served DEFECT. Nothing else differs from production."""

import sys

from tests.faults import sabotage

if __name__ == "__main__":
    from telehealth.cli import main

    sabotage.DEFECTS[sys.argv[1]]()
    main(["serve"])
