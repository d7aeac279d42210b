"""Where browsers find STUN and TURN: short-lived credentials in the REST style that coturn checks with a shared secret.

    username   = <expiry as seconds since the epoch>:<who>
    credential = base64(HMAC-SHA1(secret, username))

(draft-uberti-behave-turn-rest-00; coturn `use-auth-secret`). SHA-1 is what that scheme prescribes.
"""

import base64
import hashlib
import hmac
import time
from typing import Final

from aiohttp import web

from telehealth.calls.shapes import IceServer, IceServers
from telehealth.endpoint import principal, settings
from telehealth.settings import Settings

LONGEST: Final = 3600
"""Seconds; a leaked credential is worth at most this much relayed traffic."""


def credentials(secret: str, who: str, expires: int) -> tuple[str, str]:
    """(username, credential) good until `expires`, in seconds since the epoch. who: stands in coturn's log and quota."""
    username = f"{expires}:{who}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return username, base64.b64encode(digest).decode()


def servers(settings: Settings, session_id: str, now: int) -> IceServers:
    """The ICE servers of one sign-in. now: seconds since the epoch. Without TURN in the settings there is none to tell.

    TURN logs user names, so the session stands in it under a pseudonym: the same for all its calls, hence one quota.
    """
    ttl = max(1, min(settings.turn_ttl, LONGEST))
    found = [IceServer(urls=list(settings.stun_urls))] if settings.stun_urls else []
    secret = settings.turn_secret.get_secret_value()
    if settings.turn_urls and secret:
        pseudonym = hmac.new(settings.secret.get_secret_value().encode(), session_id.encode(), hashlib.sha256)
        username, credential = credentials(secret, pseudonym.hexdigest()[:16], now + ttl)
        found.append(IceServer(urls=list(settings.turn_urls), username=username, credential=credential))
    return IceServers(ice_servers=found, ttl=ttl)


async def read_servers(request: web.Request) -> IceServers:
    """The ICE servers for whoever is signed in; ask again after `ttl` seconds."""
    return servers(settings(request), str(principal(request).session_id), int(time.time()))
