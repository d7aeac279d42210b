"""PostgreSQL refuses to run as root, so root lends it an unprivileged user; what that user can reach, and running as it."""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class PostgresFailed(Exception):
    """The embedded PostgreSQL would not start or stop; the message holds its last words."""


@dataclass(frozen=True)
class LentUser:
    """Whom the server runs as. `lent` is false when that is ourselves."""

    uid: int
    gid: int
    lent: bool

    def reaches(self, path: Path) -> bool:
        """Whether this user may pass every folder above `path` and enter or read `path` itself."""
        if not self.lent:
            return True
        path = path.resolve()
        return all(self._has(folder, 1) for folder in path.parents) and self._has(path, 1 if path.is_dir() else 4)

    def owns(self, path: Path) -> Path:
        """Give the path to this user."""
        if self.lent:
            os.chown(path, self.uid, self.gid)
        return path

    def run(self, *command: str) -> tuple[int, str]:
        """Run a program as this user with a bare environment; its exit status and what it said (status 126: it could not)."""
        with tempfile.TemporaryFile() as words:  # a pipe would be inherited by the server and never end
            try:
                done = subprocess.run(
                    command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, check=False, **self.identity()
                )
            except PermissionError as refused:
                return 126, str(refused)
            words.seek(0)
            return done.returncode, words.read().decode(errors="replace").strip()

    def identity(self) -> dict[str, Any]:
        """Popen arguments: who to be, away from our terminal's signals and from the caller's PG* variables."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}
        apart: dict[str, Any] = {"env": environment, "cwd": "/", "start_new_session": True}
        return apart | ({"user": self.uid, "group": self.gid, "extra_groups": []} if self.lent else {})

    def _has(self, path: Path, bit: int) -> bool:
        status = path.stat()
        if status.st_uid == self.uid:
            return bool(status.st_mode & bit << 6)
        return bool(status.st_mode & (bit << 3 if status.st_gid == self.gid else bit))


def lent_user() -> LentUser:
    """Ourselves, or an unprivileged user of this machine when we are root."""
    if os.geteuid() != 0:
        return LentUser(os.geteuid(), os.getegid(), lent=False)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return LentUser(entry.pw_uid, entry.pw_gid, lent=True)
    raise PostgresFailed("PostgreSQL does not run as root, and this machine has no user 'postgres' or 'nobody'.")


def own_folder(path: Path, mode: int, *owners: int) -> Path:
    """Make a folder in a place others can write to, or take the one there if it is a real folder of one of `owners`."""
    path.mkdir(mode=mode, exist_ok=True)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {os.geteuid(), *owners}:
        raise PostgresFailed(f"{path} belongs to somebody else; please remove it.")
    path.chmod(mode)
    return path


def copy_readable(source: Path, target: Path, *leave_out: str) -> None:
    """Copy a tree so that everybody may read it, whatever the umask was; it appears at `target` whole or not at all."""
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        fresh = Path(folder) / "copy"
        shutil.copytree(source, fresh, ignore=shutil.ignore_patterns(*leave_out), symlinks=True)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
