"""The watch over logs and metrics finds what it is there to find, and nothing else."""

import pytest

from tests.log_watch import leaks

HARMLESS = '{"route": "/api/calls/{id}", "status": 201, "ms": 12.4, "timestamp": "2026-11-23T02:00:01.123456Z"}\n'


@pytest.mark.parametrize(
    "slip",
    [
        "bà Hoàng Thị Mai gọi",
        "sms to +84912000001",
        "sms to 0912000001",
        "call 01a2070a-cc00-7cb7-b24a-4cf9a21c64aa",
        "Bearer eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0aaaa.x",
        "your code is 482913",
    ],
)
def test_a_slip_is_found(slip: str) -> None:
    assert len(leaks(HARMLESS + slip + "\n")) == 1


def test_an_ordinary_line_is_not() -> None:
    assert leaks(HARMLESS) == []
