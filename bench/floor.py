"""The floor: a bare python-socketio relay of the same message, with the same transport, loop and ping settings.

python -m bench.floor PORT
"""

import asyncio
import sys
from typing import Any

import socketio
import uvloop
from aiohttp import web


def application() -> web.Application:
    """A relay that checks nothing: `hello` names a peer, `signal` goes to the peer named in `to`."""
    server = socketio.AsyncServer(
        async_mode="aiohttp", transports=["websocket"], async_handlers=False, ping_interval=5, ping_timeout=10
    )
    peers: dict[str, str] = {}

    async def connect(sid: str, environ: dict[str, Any], auth: Any) -> None:
        """Everybody is welcome."""

    async def hello(sid: str, name: str) -> dict[str, bool]:
        peers[name] = sid
        return {"ok": True}

    async def signal(sid: str, message: dict[str, Any]) -> dict[str, bool]:
        await server.emit("signal", message, to=peers[message["to"]])
        return {"ok": True}

    for name, handler in (("connect", connect), ("hello", hello), ("signal", signal)):
        server.on(name, handler)
    app = web.Application()
    server.attach(app)
    return app


if __name__ == "__main__":
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    web.run_app(application(), host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
