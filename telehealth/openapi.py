"""The OpenAPI 3.1 document, made from the route table and the pydantic models: what is written nowhere cannot drift.

The front end's types are generated from it.
"""

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from telehealth.endpoint import Route
from telehealth.idempotency import HEADER

VERSION = "0.1.0"
REF = "#/components/schemas/{model}"
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A problem document (RFC 9457). `code` is stable; further members depend on it.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "retry_after": {"type": "integer", "description": "Seconds to wait; also in Retry-After."},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code"],
                "properties": {"field": {"type": "string"}, "code": {"type": "string"}},
            },
        },
    },
    "additionalProperties": True,
}
REFUSALS = {
    "400": "Invalid: what was sent does not say something we can act on.",
    "401": "Unidentified: nobody is signed in, or the sign-in has ended.",
    "403": "Denied: we know who asks, and they may not.",
    "404": "NotFound: it is not there, or strangers must not know it is.",
    "409": "Conflict: somebody else was first, or the state has moved on.",
    "413": "TooLarge: more bytes than the contract allows.",
    "429": "TooMany: ask again after Retry-After seconds.",
    "503": "Unavailable: a part we need is down, or nobody is on duty.",
}
ENUMS = {"audience": ["patient", "doctor", "clinic"]}
"""Path parameters that are no UUID, with their values."""


def document(routes: Sequence[Route], title: str = "Telehealth") -> dict[str, Any]:
    """The whole document. Deterministic: the same routes give the same bytes."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": VERSION,
            "description": "Night calls between families and doctors. Errors are application/problem+json.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {**_schemas(routes), "Problem": PROBLEM},
            "responses": {_name(status): _refusal(words) for status, words in REFUSALS.items()},
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "tags": [route.path.split("/")[2]],
        "summary": _summary(route),
        "parameters": [*_path_parameters(route), *_query_parameters(route), *_header_parameters(route)],
        "responses": _responses(route),
        "security": [] if route.access.public else [{"session": []}],
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": _json(route.body)}
    if route.takes:
        operation["requestBody"] = {"required": True, "content": _bytes(route.takes)}
    return operation


def _operation_id(route: Route) -> str:
    """Unique by construction: the method and the path are."""
    words = re.sub(r"[^A-Za-z0-9]+", "_", route.path.removeprefix("/api/")).strip("_")
    return f"{route.method.lower()}_{words}"


def _summary(route: Route) -> str:
    return (route.handler.__doc__ or route.handler.__name__).strip().splitlines()[0]


def _path_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _path_schema(name)}
        for name in re.findall(r"{(\w+)}", route.path)
    ]


def _path_schema(name: str) -> dict[str, Any]:
    return {"type": "string", "enum": ENUMS[name]} if name in ENUMS else {"type": "string", "format": "uuid"}


def _query_parameters(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "query", "required": False, "description": words, "schema": {"type": "string"}}
        for name, words in route.query.items()
    ]


def _header_parameters(route: Route) -> list[dict[str, Any]]:
    if not route.idempotent:
        return []
    schema = {"type": "string", "minLength": 8, "maxLength": 128}
    words = "A repeat with the same key is answered with the stored result; another body with it is a 409 'key-reused'."
    return [{"name": HEADER, "in": "header", "required": False, "description": words, "schema": schema}]


def _responses(route: Route) -> dict[str, Any]:
    status = route.status if route.answer or route.gives else 204
    good: dict[str, Any] = {"description": "Done."}
    if route.gives:
        good["content"] = _bytes(route.gives)
    if route.answer:
        good["content"] = _json(route.answer)
    return {str(status): good} | {code: {"$ref": f"#/components/responses/{_name(code)}"} for code in _refusals(route)}


def _refusals(route: Route) -> list[str]:
    """The refusals this route can give; every route may be asked too often or find the database gone."""
    never = set[str]()
    if route.access.public:
        never |= {"403"} if not route.path.startswith("/api/auth/") else set()
        never |= {"401"} if not route.path.startswith("/api/auth/") else set()
    if "{" not in route.path and route.body is None:
        never |= {"404"}
    if route.body is None and not route.takes:
        never |= {"413"}
    if route.method == "GET":
        never |= {"409"}
    return [code for code in REFUSALS if code not in never]


def _refusal(words: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}},
    }


def _name(status: str) -> str:
    return REFUSALS[status].split(":")[0]


def _json(shape: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": REF.format(model=shape.__name__)}}}


def _bytes(media_type: str) -> dict[str, Any]:
    return {media_type: {"schema": {"type": "string", "format": "binary"}}}


def _schemas(routes: Sequence[Route]) -> dict[str, Any]:
    """Bodies as they are read, answers as they are written (members with a default are always there)."""
    bodies = {route.body: None for route in routes if route.body}
    answers = {route.answer: None for route in routes if route.answer}
    inputs = [(shape, "validation") for shape in bodies]
    outputs = [(shape, "serialization") for shape in answers if shape not in bodies]
    _, schema = models_json_schema([*inputs, *outputs], ref_template=REF)  # type: ignore[list-item]
    return dict(schema["$defs"])
