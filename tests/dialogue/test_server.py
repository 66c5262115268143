"""Rasa's command line as the product starts it: what the actions answer is looked at as before, only sooner."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator, SchemaError, ValidationError, validate
from rasa.core.actions.action import RemoteAction

from bot.nlu.server import check_schemas_once

ANSWER = {"events": [], "responses": [{"response": "utter_done"}]}
SCHEMA = RemoteAction.action_response_format_spec()


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The schemas that were checked themselves."""
    seen: list[object] = []
    check = Draft202012Validator.check_schema

    def noting(schema: object) -> None:
        seen.append(schema)
        check(schema)

    monkeypatch.setattr(Draft202012Validator, "check_schema", noting)
    check_schemas_once()
    return seen


def test_a_schema_is_checked_once(checked: list[object]) -> None:
    for _ in range(3):
        validate(ANSWER, RemoteAction.action_response_format_spec())
    assert checked == [SCHEMA]


def test_every_answer_is_looked_at(checked: list[object]) -> None:
    validate(ANSWER, SCHEMA)
    for wrong in ({"events": "none"}, {"events": [{"name": "no event"}]}, {"responses": "done"}):
        with pytest.raises(ValidationError):
            validate(wrong, SCHEMA)


def test_a_wrong_schema_is_refused_each_time(checked: list[object]) -> None:
    for _ in range(2):
        with pytest.raises(SchemaError):
            validate(ANSWER, {"type": "nothing that there is"})


def test_another_schema_is_checked_too(checked: list[object]) -> None:
    validate(ANSWER, {"type": "object"})
    validate(ANSWER, SCHEMA)
    assert checked == [{"type": "object"}, SCHEMA]
