"""Handlers of a browser that wants to be woken, and of one that was."""

from aiohttp import web

from telehealth.accounts.pace import keep_pace
from telehealth.endpoint import principal, settings, transaction
from telehealth.notify import handing, subscriptions
from telehealth.notify.shapes import NewSubscription, PushKey, Receipt, Subscribed, Unsubscribe
from telehealth.notify.vapid import Vapid

VAPID = web.AppKey("vapid", Vapid)


async def push_key(request: web.Request) -> PushKey:
    """GET /api/push/key"""
    return PushKey(public_key=request.app[VAPID].public_key)


async def subscribe(request: web.Request, body: NewSubscription) -> Subscribed:
    """POST /api/push/subscription"""
    async with transaction(request) as session:
        return Subscribed(id=await subscriptions.keep(session, settings(request), principal(request), body))


async def unsubscribe(request: web.Request, body: Unsubscribe) -> None:
    """POST /api/push/unsubscribe"""
    async with transaction(request) as session:
        await subscriptions.drop(session, principal(request), body.endpoint)


async def received(request: web.Request, body: Receipt) -> None:
    """POST /api/alerts/received: without a session, by the push's own token."""
    await keep_pace(request)
    async with transaction(request) as session:
        await handing.received(session, body.token)
