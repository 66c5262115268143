"""The API's description (OpenAPI 3.1), made from the table of routes and the models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bot.console.calls import Route
from bot.console.fields import Nothing, Problem, Query

_REF = "#/components/schemas/{model}"
_TEXT = """Times are ISO 8601 with an offset, money is in 分. Every call needs `Authorization: Bearer TOKEN`; a refused
one answers a code and one plain sentence. A call that changes something may carry an `Idempotency-Key`: delivered again
with the same key it changes nothing and gets the first answer."""

_REFUSALS = {
    "400": "something in the call is not understood; the sentence names the field",
    "401": "no valid token",
    "403": "not for this role",
    "404": "no such thing, or not the caller's",
    "409": "the state of things does not allow it: another state, a window that is taken, nobody free",
    "429": "too many wrong tokens from this address",
}
_KEY_USED = {"422": "the idempotency key was used for another call"}


def document(routes: Sequence[Route]) -> dict[str, Any]:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(Problem, "serialization"): None}
    for route in routes:
        wanted |= {(route.given, "validation"): None, (route.answer, "serialization"): None}
    refs, definitions = models_json_schema(list(wanted), ref_template=_REF)
    schemas = definitions["$defs"]
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        given, answer = refs[route.given, "validation"], refs[route.answer, "serialization"]
        operation = _operation(route, given, answer, schemas, refs[Problem, "serialization"])
        paths.setdefault(route.path, {})[route.method.lower()] = operation
    queries = {route.given.__name__ for route in routes if issubclass(route.given, Query | Nothing)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "家政预约助手: the API for staff and providers", "version": "1", "description": _TEXT},
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {name: schema for name, schema in schemas.items() if name not in queries},
        },
    }


def _operation(
    route: Route, given: Mapping[str, Any], answer: Mapping[str, Any], schemas: Mapping[str, Any], problem: Any
) -> dict[str, Any]:
    parameters = []
    if "{id}" in route.path:
        parameters.append({"name": "id", "in": "path", "required": True, "schema": {"type": "string"}})
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "description": f"For the roles: {', '.join(sorted(role.value for role in route.roles))}.",
    }
    if issubclass(route.given, Query):
        parameters += _query_parameters(schemas[route.given.__name__])
    elif route.given is not Nothing:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": dict(given)}}}
    if route.changes:
        parameters.append({"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 128}})
    if parameters:
        operation["parameters"] = parameters
    refused = {**_REFUSALS, **(_KEY_USED if route.changes else {})}
    operation["responses"] = {
        "200": {"description": "done", "content": {_kind(route): {"schema": dict(answer)}}},
        **{
            status: {"description": why, "content": {"application/json": {"schema": problem}}}
            for status, why in refused.items()
        },
    }
    return operation


def _kind(route: Route) -> str:
    return "application/json" if route.streams is None else "text/event-stream"


def _query_parameters(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": dict(values)}
        for name, values in schema.get("properties", {}).items()
    ]
