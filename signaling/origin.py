"""Whether a browser page may open a socket here. Pure."""

from urllib.parse import urlsplit


def origin_allowed(origin: str | None, public_url: str, host: str) -> bool:
    """The page's origin must be ours: that of public_url, or the host asked for when none is set (demo).

    origin: the upgrade's Origin header; None when there is none, which no browser does: such a client could write any
    origin it likes, and it has no cookie we would believe. host: the upgrade's Host header.
    """
    if origin is None:
        return True
    if public_url:
        return _place(origin) == _place(public_url)
    scheme, place = _place(origin)[0], urlsplit(origin).netloc.lower()
    return scheme in ("http", "https") and place == host.lower()


def _place(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return ("", "", None)
    return (parts.scheme, (parts.hostname or "").lower(), port)
