"""Watching a server process from outside."""

import socket
import time
import urllib.request
from collections.abc import Callable

PATIENCE = 60
"""Seconds anything may take on a busy machine; a hang, not slowness, is what these tests look for."""


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def answers(port: int) -> bool:
    try:
        return get(port, "/readyz") != b""
    except OSError:
        return False


def get(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        content: bytes = answer.read()
        return content


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
