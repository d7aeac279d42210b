"""The built front end (web/dist): read once, kept in memory, compressed once.

Serving from a dictionary means that no path can name a file outside the folder. Names with a hash never change and may
be kept for ever; everything else, above all sw.js and the pages, is asked for again each time and answered by its ETag.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from telehealth.endpoint import SETTINGS
from telehealth.settings import Settings

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
HASHED = "assets/"
WORTH_COMPRESSING = 512
TYPES = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".svg": "image/svg+xml"}
COMPRESSIBLE = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
NOT_BUILT = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Đèn Đêm</title></head><body>
<h1>Trang web chưa được dựng</h1>
<p>Máy chủ đang chạy, nhưng chưa có các trang. Hãy chạy <code>make run</code> (hoặc <code>make web</code>) rồi tải lại trang này.</p>
<p lang="en">The server runs, but the pages are not built yet. Run <code>make run</code> (or <code>make web</code>), then reload.</p>
<p>Cấp cứu: gọi <a href="tel:115">115</a>.</p>
</body></html>
"""
NOT_FOUND = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Không có trang này</title></head><body>
<h1>Không có trang này</h1>
<p><a href="/">Về trang đầu</a></p>
<p>Cấp cứu: gọi <a href="tel:115">115</a>.</p>
</body></html>
"""


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    zipped: bytes | None
    content_type: str
    etag: str
    cache: str


class Pages:
    """The files of one folder. A folder that is empty at first is looked at again until it is built."""

    def __init__(self, folder: Path, addresses: Mapping[str, str]) -> None:
        self._folder = folder
        self._addresses = addresses
        self._assets = load(folder)

    def find(self, path: str) -> Asset | None:
        """The file behind an address, or None."""
        return self._assets.get(self._addresses.get(path, path.lstrip("/")))

    def are_built(self) -> bool:
        """Whether there is anything to serve."""
        if not self._assets:
            self._assets = load(self._folder)
        return bool(self._assets)

    def is_page(self, path: str) -> bool:
        """Whether a person goes to this address."""
        return path in self._addresses


PAGES = web.AppKey("pages", Pages)


def addresses(settings: Settings) -> dict[str, str]:
    """Address → entry. Production starts at the patient's page; the demo at its landing page."""
    pages = {"/patient": "patient.html", "/doctor": "doctor.html", "/clinic": "clinic.html"}
    if not settings.demo:
        return {"/": "patient.html", **pages}
    framed = {"/demo/patient": "patient.html", "/demo/doctor": "doctor.html", "/demo/side-by-side": "demo.html"}
    return {"/": "index.html", **pages, **framed}


def load(folder: Path) -> dict[str, Asset]:
    """Every file below the folder, by its path in it; build notes (names with a leading dot) stay private."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()] if folder.is_dir() else []
    names = [(path.relative_to(folder), path) for path in files]
    return {
        name.as_posix(): _asset(name.as_posix(), path.read_bytes())
        for name, path in names
        if not any(part.startswith(".") for part in name.parts)
    }


def add_pages(app: web.Application) -> None:
    """Serve the pages at every address that is not the API's or the sockets'."""
    app[PAGES] = Pages(app[SETTINGS].web_dir, addresses(app[SETTINGS]))
    app.router.add_get("/{path:(?!api/|socket\\.io/).*}", serve)


async def serve(request: web.Request) -> web.Response:
    """One file, or words for a person."""
    pages, path = request.app[PAGES], request.path
    if not pages.are_built() and pages.is_page(path):
        return web.Response(text=NOT_BUILT, status=503, content_type="text/html", headers={"Cache-Control": ASK_AGAIN})
    asset = pages.find(path)
    if asset is None or _is_shadowed(request, path):
        return web.Response(text=NOT_FOUND, status=404, content_type="text/html", headers={"Cache-Control": ASK_AGAIN})
    return _send(request, asset)


def _is_shadowed(request: web.Request, path: str) -> bool:
    """Entries have one address each; the demo's own entries have none in production."""
    return path.endswith(".html") and not request.app[PAGES].is_page(path)


def _send(request: web.Request, asset: Asset) -> web.Response:
    headers = {"Cache-Control": asset.cache, "Vary": "Accept-Encoding"}
    zipped = asset.zipped if "gzip" in request.headers.get("Accept-Encoding", "") else None
    etag = f'"{asset.etag}{"-gz" if zipped else ""}"'
    headers["ETag"] = etag
    if etag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    if zipped:
        headers["Content-Encoding"] = "gzip"
    headers["Content-Type"] = asset.content_type
    return web.Response(body=zipped or asset.body, headers=headers)


def _asset(name: str, body: bytes) -> Asset:
    kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    compressible = kind.startswith(COMPRESSIBLE) and len(body) >= WORTH_COMPRESSING
    return Asset(
        body=body,
        zipped=gzip.compress(body, 9, mtime=0) if compressible else None,
        content_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        etag=hashlib.sha256(body).hexdigest()[:20],
        cache=FOREVER if name.startswith(HASHED) else ASK_AGAIN,
    )
