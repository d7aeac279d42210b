"""What one socket may cost us. Numbers are those of PROTOCOL.md; sources beside them."""

from typing import Final

MESSAGE: Final = 64 * 1024
"""Characters of one message; an SDP of a video call is about 6 KB."""
FRAME: Final = 256 * 1024
"""Bytes of one WebSocket frame; past it the socket closes with 1009."""
BACKLOG_MESSAGES: Final = 256
BACKLOG_BYTES: Final = 1024 * 1024
"""What may wait for a client that does not read; the library's own queue has no bound (30 MB in 0.4 s, measured)."""
ERRORS: Final = (50, 60.0)
"""Errors in so many seconds before the socket is closed."""
MESSAGES: Final = (200, 10.0)
"""Frames in so many seconds before the socket is closed; a call's whole set-up is about 30."""
GREETING: Final = 5.0
"""Seconds a socket may live without being admitted."""
PING_INTERVAL: Final = 5
PING_TIMEOUT: Final = 10
"""Seconds; the defaults (25/20) notice a death only after 45 s."""
DATABASE: Final = 8.0
"""Seconds a socket waits for the database before it is told to come again; under the ping timeout."""
SOCKETS_PER_SESSION: Final = 20
"""Tabs of one sign-in, with those whose death has not been noticed yet."""
CALLS_PER_SOCKET: Final = 8
PEERS_PER_CALL: Final = 32
BAG: Final = 2000
BAG_BYTES: Final = 8 * 1024 * 1024
BAG_PER_SENDER: Final = 100
"""What may wait for one other process to take it, and how much of that from one socket; then the ack is `unavailable`."""
