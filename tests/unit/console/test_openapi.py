"""The API's description and its routes say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.console.app import ROUTES
from bot.console.calls import Route
from bot.console.fields import Nothing, Query
from bot.console.openapi import document

DOCUMENT = document(ROUTES)


def _refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "$ref")
        for value in node.values():
            yield from _refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from _refs(value)


def test_every_route_is_described_and_every_description_is_a_route():
    described = {(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert described == {(route.method, route.path) for route in ROUTES}


def test_what_is_referred_to_is_there_and_nothing_is_there_for_nobody():
    referred = {ref.removeprefix("#/components/schemas/") for ref in _refs(DOCUMENT)}
    assert referred == set(DOCUMENT["components"]["schemas"])


def test_every_operation_has_a_name_of_its_own():
    names = [operation["operationId"] for methods in DOCUMENT["paths"].values() for operation in methods.values()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_what_a_route_is_given_is_described_by_its_names(route: Route):
    operation = DOCUMENT["paths"][route.path][route.method.lower()]
    parameters = {(one["in"], one["name"]) for one in operation.get("parameters", [])}
    expected = {("path", "id")} if "{id}" in route.path else set()
    if issubclass(route.given, Query):
        expected |= {("query", field.alias or name) for name, field in route.given.model_fields.items()}
    if route.changes:
        expected |= {("header", "Idempotency-Key")}
    assert parameters == expected
    assert ("requestBody" in operation) == (not issubclass(route.given, Query | Nothing))
    assert {"200", "400", "401", "403", "404", "409", "429"} <= operation["responses"].keys()


def test_the_description_says_what_it_is_and_that_a_token_is_needed():
    assert DOCUMENT["openapi"] == "3.1.0"
    assert DOCUMENT["security"] == [{"token": []}]
    assert DOCUMENT["components"]["securitySchemes"] == {"token": {"type": "http", "scheme": "bearer"}}
