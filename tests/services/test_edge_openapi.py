"""The document is what the server does: every route, every shape, every refusal, and nothing dangling."""

import json
import re
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from telehealth.api import ROUTES
from telehealth.db import Database
from telehealth.demo_routes import DEMO_ROUTES
from telehealth.openapi import document
from telehealth.settings import Settings
from tests.people import Everyone, sign_in

ALL = [*ROUTES, *DEMO_ROUTES]
KEYWORDS = frozenset(
    [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "default",
        "description",
        "discriminator",
        "enum",
        "examples",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "oneOf",
        "pattern",
        "prefixItems",
        "properties",
        "required",
        "title",
        "type",
        "uniqueItems",
        "propertyNames",
    ]
)
"""What our schemas may be made of; all of it is JSON Schema 2020-12."""


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The document as a client receives it."""
    return dict(json.loads(json.dumps(document(ALL))))


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def schemas(value: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema inside it."""
    if not isinstance(value, dict):
        return
    yield value
    for inner in (value.get("properties") or {}).values():
        yield from schemas(inner)
    for inner in [value.get("items"), value.get("additionalProperties"), *value.get("prefixItems", [])]:
        yield from schemas(inner)
    for word in ("anyOf", "oneOf", "allOf"):
        for inner in value.get(word, []):
            yield from schemas(inner)


def test_every_route_is_described_once_and_nothing_else(described: dict[str, Any]) -> None:
    there = {(method.upper(), path) for path, method, _ in operations(described)}
    assert there == {(route.method, route.path) for route in ALL}
    names = [operation["operationId"] for *_, operation in operations(described)]
    assert len(names) == len(set(names)) == len(ALL)


def test_nothing_dangles(described: dict[str, Any]) -> None:
    for reference in references(described):
        place: Any = described
        for step in reference.removeprefix("#/").split("/"):
            assert step in place, reference
            place = place[step]


def test_schemas_are_json_schema_and_none_is_orphaned(described: dict[str, Any]) -> None:
    known = described["components"]["schemas"]
    for name, schema in known.items():
        for part in schemas(schema):
            assert part.keys() <= KEYWORDS, f"{name}: {part.keys() - KEYWORDS}"
            if "type" in part:
                assert part["type"] in ("object", "array", "string", "integer", "number", "boolean", "null"), name
            assert set(part.get("required", ())) <= set(part.get("properties", {})), name
            if "pattern" in part:
                re.compile(part["pattern"])
    assert {reference.rsplit("/", 1)[1] for reference in references(described)} >= known.keys()


def test_every_operation_says_who_what_and_what_goes_wrong(described: dict[str, Any]) -> None:
    by_route = {(route.path, route.method.lower()): route for route in ALL}
    for path, method, operation in operations(described):
        route = by_route[path, method]
        assert operation["security"] == ([] if route.access.public else [{"session": []}])
        declared = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path))
        good = [status for status in operation["responses"] if status.startswith("2")]
        assert good == [str(route.status if route.answer or route.gives else 204)], path
        assert "503" in operation["responses"]
        assert ("401" in operation["responses"]) or route.access.public
        assert ("requestBody" in operation) is (route.body is not None or bool(route.takes))
        assert operation["summary"] and len(operation["summary"]) < 160


def test_the_call_takes_an_idempotency_key(described: dict[str, Any]) -> None:
    headers = [parameter["name"] for parameter in described["paths"]["/api/calls"]["post"]["parameters"]]
    assert "Idempotency-Key" in headers


async def test_it_is_served_and_the_demo_adds_its_own(
    http: aiohttp.ClientSession, demo_http: aiohttp.ClientSession
) -> None:
    async with http.get("/api/openapi.json") as answer:
        public = await answer.json()
        assert answer.content_type == "application/json"
    async with demo_http.get("/api/openapi.json") as answer:
        demo = await answer.json()
    assert public["openapi"] == demo["openapi"] == "3.1.0"
    assert demo["paths"].keys() - public["paths"].keys() == {route.path for route in DEMO_ROUTES}


async def test_an_answer_has_the_members_the_document_promises(
    http: aiohttp.ClientSession, described: dict[str, Any], database: Database, settings: Settings, everyone: Everyone
) -> None:
    """Answers always carry every member, those with a default too: generated types rely on it."""
    lan = await sign_in(database, settings, everyone.lan)
    for path, shape in (("/api/me", "Me"), ("/api/status", "ServiceStatus"), ("/api/config", "PublicConfig")):
        async with http.get(path, headers=lan) as answer:
            said = await answer.json()
        assert said.keys() == set(described["components"]["schemas"][shape]["required"]), path
