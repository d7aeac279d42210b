"""After the suite: what the servers of all tests logged, and what their metrics say, held against the seeded values.

Every line is kept as it was written, in a file for each worker; the process that owns the run reads them all at the end. A
name, a phone number, an id, a code or a token in any of them fails the run.
"""

import logging
import os
import re
import shutil
import tempfile
from pathlib import Path

from prometheus_client import generate_latest

from telehealth import logs, metrics

VARIABLE = "TELEHEALTH_TEST_LOGS"
NAMES = (
    *("Trần Văn Bình", "Lê Thị Thu", "Vũ Hồng Sơn", "Nguyễn Thị Hà", "Hồ Thị Mây", "Hồ Văn Pả", "Phan Thị Oanh"),
    *("Đỗ Anh Tuấn", "Bùi Đăng Khoa", "Hoàng Thị Mai", "Nguyễn Thị Lan", "Phan Bảo Na", "Võ Văn Quý", "Võ Văn Tý"),
)
SHAPES = {
    "a phone number": re.compile(r"(?<![\w.])(?:\+84|84|0)9\d{8}(?!\w)"),
    "an id": re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE),
    "a token": re.compile(r"eyJ[\w-]{10,}\.[\w-]{10,}"),
    "a code": re.compile(r"(?<![\w.+:-])\d{6}(?![\w.:])"),
}


def leaks(text: str) -> list[str]:
    """What must not be in a log or a metric, and is: one sentence a find."""
    found = [f"the name {name}: {_line(text, text.index(name))}" for name in NAMES if name in text]
    for what, shape in SHAPES.items():
        found += [f"{what}: {_line(text, match.start())}" for match in shape.finditer(text)]
    return found


def _line(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : text.find("\n", at)][:300]


def start() -> None:
    """Keep what is logged in this process; the first process of the run makes the folder."""
    if VARIABLE not in os.environ:
        os.environ[VARIABLE] = tempfile.mkdtemp(prefix="telehealth-logs-")
    folder = Path(os.environ[VARIABLE])
    written = (folder / f"{os.getpid()}.log").open("a", encoding="utf-8")
    plain = logs._Stderr.emit

    def emit(self: logs._Stderr, record: logging.LogRecord) -> None:
        written.write(self.format(record) + "\n")
        written.flush()
        plain(self, record)

    logs._Stderr.emit = emit  # type: ignore[method-assign]


def keep_metrics() -> None:
    """What this process counted."""
    folder = Path(os.environ[VARIABLE])
    (folder / f"{os.getpid()}.metrics").write_bytes(generate_latest(metrics.REGISTRY))


def judge() -> list[str]:
    """What all processes of the run let slip. The files go."""
    folder = Path(os.environ.pop(VARIABLE))
    found = [leak for file in sorted(folder.iterdir()) for leak in leaks(file.read_text(encoding="utf-8"))]
    shutil.rmtree(folder)
    return found
