"""What keeps the checkout itself in order: the Makefile's help, the locks, the demo's data."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))


def pins(lock: Path) -> list[tuple[str, str]]:
    """Every pin; a package may have one for each Python (a marker behind the version)."""
    return re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(), re.MULTILINE)


def pinned(lock: Path) -> dict[str, str]:
    return dict(pins(lock))


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    described = re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE)
    assert sorted(described) == sorted(phony.split())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_hashes_and_no_addresses(lock: Path) -> None:
    lines = [line for line in lock.read_text().splitlines() if line.strip()]
    assert not [
        line for line in lines if "://" in line or line.lstrip().startswith(("-i", "--index", "--extra", "--find"))
    ]
    assert len(pins(lock)) == sum("==" in line and not line.startswith(" ") for line in lines)
    requirements = re.split(r"\n(?=[a-z0-9])", lock.read_text().strip())
    assert [one.split("==")[0] for one in requirements if "--hash=sha256:" not in one] == []


def test_everything_the_program_names_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {re.split(r"[\[>=; ]", line, maxsplit=1)[0] for line in project["dependencies"]}
    assert named <= pinned(ROOT / "requirements.lock").keys()


def test_both_locks_agree() -> None:
    run, dev = pinned(ROOT / "requirements.lock"), pinned(ROOT / "requirements-dev.lock")
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def test_the_pages_lock_has_hashes_and_no_addresses() -> None:
    text = (ROOT / "web" / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha512-') == text.count('"node_modules/')
