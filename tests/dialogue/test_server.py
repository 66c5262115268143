"""Rasa's command line as the product starts it: a schema is checked as before, only not again and again."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator, SchemaError
from rasa.core.actions.action import RemoteAction

from bot.nlu.server import once


class Checks:
    def __init__(self) -> None:
        self.seen: list[Any] = []

    def __call__(self, schema: Any) -> None:
        self.seen.append(schema)
        Draft202012Validator.check_schema(schema)


def test_a_right_schema_is_checked_once() -> None:
    checks = Checks()
    check = once(checks)
    for _ in range(3):
        check(RemoteAction.action_response_format_spec())
    check({"type": "object"})
    assert checks.seen == [RemoteAction.action_response_format_spec(), {"type": "object"}]


def test_a_wrong_schema_is_refused_each_time() -> None:
    check = once(Checks())
    for _ in range(2):
        with pytest.raises(SchemaError):
            check({"type": "nothing that there is"})
