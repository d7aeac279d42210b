"""The real server, with one bound lifted: how many messages one socket may send. Ten pairs stand in for thousands.

Everything else (validation, membership, budgets kept, acks) is as in production.
"""

import asyncio

import uvloop

from signaling import limits
from telehealth import serve
from telehealth.settings import Settings

if __name__ == "__main__":
    limits.MESSAGES = (10**9, 0.1)  # type: ignore[misc]
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    asyncio.run(serve.run(Settings()))
