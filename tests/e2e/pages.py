"""The built pages: web/dist when it is newer than its sources, else a build of this moment beside it."""

import fcntl
import hashlib
import os
import subprocess
import tempfile
from pathlib import Path

WEB = Path(__file__).parents[2] / "web"
GIVEN = "TELEHEALTH_TEST_WEB"
"""Folder of an already built front end, for whoever wants the stories to run against exactly that."""


def built() -> Path:
    """A folder with the pages as the sources are now. Several test processes may ask at once."""
    if given := os.environ.get(GIVEN):
        return Path(given)
    sources = _sources()
    dist = WEB / "dist"
    if (dist / "patient.html").exists() and _newest(sources) < (dist / "patient.html").stat().st_mtime:
        return dist
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"telehealth-pages-{digest}"
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "patient.html").exists():
            _build(folder)
    return folder


def _build(folder: Path) -> None:
    node = WEB.parent / ".venv" / "node" / "bin"
    path = f"{node}{os.pathsep}{os.environ['PATH']}"
    command = ["npx", "vite", "build", "--outDir", str(folder), "--emptyOutDir", "--logLevel", "error"]
    subprocess.run(command, cwd=WEB, env=os.environ | {"PATH": path}, check=True, timeout=120)


def _sources() -> list[Path]:
    inside = [path for part in ("src", "public") for path in (WEB / part).rglob("*") if path.is_file()]
    return sorted([*inside, *WEB.glob("*.html"), WEB / "vite.config.ts", WEB / "package-lock.json"])


def _newest(paths: list[Path]) -> float:
    return max(path.stat().st_mtime for path in paths)
