"""`telehealth serve` as processes of their own, which may be told to stop, or killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from telehealth.settings import Settings
from tests.processes import answers, free_port, until

DEMO = "import asyncio; from telehealth import serve, settings; asyncio.run(serve.run(settings.Settings()))"


class Serving:
    """One process. `port` is where it listens, `private` where its metrics and probes are; both stay over a restart."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self.port, self.private = free_port(), free_port()
        self._settings = settings
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it listens."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(self._command(), env=self._environment(), stdout=log, stderr=log)
        until(lambda: answers(self.port))

    def told_to_stop(self) -> None:
        """SIGTERM."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """kill -9."""
        self._signal(signal.SIGKILL)
        self.wait()

    def wait(self, seconds: float = 60) -> int:
        """The exit status."""
        assert self._process is not None
        status = self._process.wait(seconds)
        self._process = None
        return status

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def _command(self) -> list[str]:
        if self._settings.demo:  # the command line serves one demo at a time, and that with a database of its own
            return [sys.executable, "-c", DEMO]
        return [sys.executable, "-m", "telehealth", "serve"]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TELEHEALTH_")}
        chosen = self._settings
        return {
            **kept,
            "TELEHEALTH_DATABASE_URL": chosen.database_url,
            "TELEHEALTH_REDIS_URL": chosen.redis_url,
            "TELEHEALTH_DATA_DIR": str(chosen.data_dir),
            "TELEHEALTH_WEB_DIR": str(chosen.web_dir),
            "TELEHEALTH_DEMO": str(chosen.demo).lower(),
            "TELEHEALTH_PORT": str(self.port),
            "TELEHEALTH_METRICS_PORT": str(self.private),
            "TELEHEALTH_PUBLIC_URL": chosen.public_url,
            "TELEHEALTH_SECRET": chosen.secret.get_secret_value(),
            "TELEHEALTH_AUDIT_KEY": chosen.audit_key.get_secret_value(),
            "TELEHEALTH_STORAGE_KEY": chosen.storage_key.get_secret_value(),
        }


@contextmanager
def serving(settings: Settings, folder: Path, count: int) -> Iterator[list[Serving]]:
    """So many processes of one installation; whatever still runs afterwards is killed."""
    processes = [Serving(settings, folder / f"serve-{number}.log") for number in range(count)]
    try:
        for process in processes:
            process.start()
        yield processes
    finally:
        for process in processes:
            if process.runs:
                process.kill()
