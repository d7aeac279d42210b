"""The process: it says when it listens, and it leaves in good order."""

import asyncio
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from telehealth import serve
from telehealth.postgres import Urls
from telehealth.settings import Settings

AT_MOST = 20.0
"""Seconds a process told to stop may take."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Process:
    """A running server and where it listens."""

    address: str
    private: str
    task: asyncio.Task[None]


@pytest.fixture
async def process(settings: Settings) -> AsyncIterator[Process]:
    """serve.run() as the command line runs it, on free ports."""
    chosen = settings.model_copy(update={"port": free_port(), "metrics_port": free_port()})
    ready: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(serve.run(chosen, ready.put_nowait))
    address = await asyncio.wait_for(ready.get(), 15)
    assert address == f"http://localhost:{chosen.port}"
    yield Process(f"http://127.0.0.1:{chosen.port}", f"http://127.0.0.1:{chosen.metrics_port}", task)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_two_doors(process: Process) -> None:
    async with aiohttp.ClientSession() as http:
        for url, status in (
            (process.address + "/readyz", 200),
            (process.address + "/metrics", 404),
            (process.private + "/metrics", 200),
            (process.private + "/api/status", 404),
        ):
            async with http.get(url) as answer:
                assert answer.status == status, url


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_says_so_tells_the_sockets_and_goes(process: Process, number: signal.Signals) -> None:
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(process.address + "/socket.io/?EIO=4&transport=websocket") as ws,
    ):
        assert (await ws.receive(timeout=5)).type is aiohttp.WSMsgType.TEXT
        began = time.monotonic()
        os.kill(os.getpid(), number)
        async with asyncio.timeout(AT_MOST):
            await _until_draining(http, process)
            message = await ws.receive()
            while message.type is aiohttp.WSMsgType.TEXT:
                message = await ws.receive()
            assert message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
            await process.task
        assert time.monotonic() - began < AT_MOST
        with pytest.raises(aiohttp.ClientConnectorError):
            await http.get(process.address + "/healthz")


async def _until_draining(http: aiohttp.ClientSession, process: Process) -> None:
    """The balancer's view: /readyz turns to 503 while the door still stands open."""
    while True:
        async with http.get(process.address + "/readyz") as answer:
            if answer.status == 503:
                assert await answer.json() == {"status": "draining"}
                return
        await asyncio.sleep(0.02)


async def test_a_role_that_owns_the_tables_must_not_serve(settings: Settings, database_urls: Urls) -> None:
    """It could rewrite the audit log; so could a superuser."""
    for url, why in ((database_urls.owner, "owns tables"), (database_urls.admin, "superuser")):
        chosen = settings.model_copy(update={"database_url": url, "port": free_port(), "metrics_port": free_port()})
        with pytest.raises(serve.RefusedToStart, match=why):
            await serve.run(chosen)


async def test_https_is_served_and_promised(settings: Settings, tmp_path: Path) -> None:
    from telehealth import lan

    files = lan.certificate(tmp_path, "127.0.0.1")
    chosen = settings.model_copy(
        update={
            "port": free_port(),
            "demo": True,
            "tls_cert": files.cert,
            "tls_key": files.key,
            "secret": SecretStr("x" * 32),
        }
    )
    ready: asyncio.Queue[str] = asyncio.Queue()
    task = asyncio.create_task(serve.run(chosen, ready.put_nowait))
    try:
        assert (await asyncio.wait_for(ready.get(), 15)).startswith("https://")
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"https://127.0.0.1:{chosen.port}/patient", ssl=False) as answer,
        ):
            assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
            assert "wss://127.0.0.1" in answer.headers["Content-Security-Policy"]
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
