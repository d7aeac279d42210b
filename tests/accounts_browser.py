"""A browser for the stories of signing in: keeps cookies as browsers do, and says where its requests come from."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

import aiohttp
from aiohttp.test_utils import TestServer
from sqlalchemy import text
from yarl import URL

from telehealth.db import Database


@dataclass
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Any
    cookies: dict[str, Any]

    @property
    def code(self) -> str | None:
        """The problem's code."""
        return self.body.get("code") if isinstance(self.body, dict) else None


@dataclass
class Browser:
    """One browser on one phone. After signing in it sends its access token."""

    http: aiohttp.ClientSession
    origin: str
    token: str | None = None

    async def post(self, path: str, body: Any = None, *, token: bool = True) -> Answer:
        """POST from one of our own pages."""
        return await self.send("POST", path, body, token=token)

    async def get(self, path: str) -> Answer:
        """GET with the access token."""
        return await self.send("GET", path)

    async def send(self, method: str, path: str, body: Any = None, *, token: bool = True) -> Answer:
        """Any request; remembers the access token a sign-in answers with."""
        headers = {"Origin": self.origin}
        if token and self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        async with self.http.request(method, path, json=body, headers=headers) as answer:
            is_json = "json" in (answer.content_type or "")
            told = Answer(answer.status, await answer.json() if is_json else None, answer.headers, dict(answer.cookies))
        if answer.status == 200 and isinstance(told.body, dict) and "access_token" in told.body:
            self.token = told.body["access_token"]
        return told

    def cookie(self, name: str) -> str | None:
        """The value of a cookie this browser holds."""
        return next((morsel.value for morsel in self.http.cookie_jar if morsel.key == name), None)

    def put_cookie(self, name: str, value: str, path: str) -> None:
        """Put a cookie there by hand, as a thief or a lost answer would."""
        self.http.cookie_jar.update_cookies(_morsel(name, value, path), URL(self.origin))

    async def code_for(self, phone: str) -> str:
        """The code in the newest message to this phone, as the demo's inbox shows it."""
        messages = (await self.get("/api/demo/inbox")).body["messages"]
        newest = next(message for message in messages if message["phone"] == phone)
        found = re.search(r"\b(\d{6})\b", newest["text"])
        assert found, newest
        return found[1]

    async def sign_in(self, phone: str) -> Answer:
        """Ask for a code and enter it."""
        asked = await self.post("/api/auth/code", {"phone": phone})
        assert asked.status == 202, asked
        return await self.post("/api/auth/code/verify", {"phone": phone, "code": await self.code_for(phone)})


@asynccontextmanager
async def open_browser(server: TestServer) -> AsyncIterator[Browser]:
    """A fresh browser that knows nothing yet."""
    jar = aiohttp.CookieJar(unsafe=True)
    url = server.make_url("/")
    async with aiohttp.ClientSession(base_url=url, cookie_jar=jar) as http:
        yield Browser(http, str(url.origin()))


async def sql(database: Database, statement: str, **values: Any) -> list[Any]:
    """Run one statement as the serving role, for moving rows through time and looking at them."""
    async with database.transaction() as session:
        result = await session.execute(text(statement), values)
        return list(result.all()) if result.returns_rows else []


def _morsel(name: str, value: str, path: str) -> Any:
    cookie: SimpleCookie = SimpleCookie()
    cookie[name] = value
    cookie[name]["path"] = path
    return cookie
