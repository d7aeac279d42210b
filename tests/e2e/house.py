"""The application of a story, which may go away in the middle of it and come back at the same address."""

from contextlib import AbstractAsyncContextManager
from types import TracebackType

from aiohttp.test_utils import TestServer

from telehealth.settings import Settings
from tests.conftest import running


class House:
    """The whole application, listening."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._running: AbstractAsyncContextManager[TestServer] | None = None
        self._port: int | None = None
        self.address = ""

    @property
    def database_url(self) -> str:
        """Where its rows are, for a story in which time passes."""
        return self._settings.database_url

    async def open(self) -> None:
        """Listen: at any free port the first time, then always there."""
        self._running = running(self._settings, port=self._port)
        server = await self._running.__aenter__()
        self._port = server.port
        self.address = str(server.make_url("/")).rstrip("/")

    async def close(self) -> None:
        """Stop in good order; every socket is closed."""
        if self._running is not None:
            await self._running.__aexit__(None, None, None)
            self._running = None

    async def __aenter__(self) -> "House":
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
