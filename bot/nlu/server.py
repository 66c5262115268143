"""Rasa's command line, which checks a JSON schema once: `python -m bot.nlu.server run …` in the Rasa environment.

Rasa looks at each answer of the actions through `jsonschema.validate`, which first checks the schema itself – the same
one each time, and some hundred times the work of looking at the answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from jsonschema import Draft202012Validator
from rasa.__main__ import main


def check_schemas_once() -> None:
    """A schema that was found right is taken as right from then on; one that is wrong is refused each time."""
    check: Callable[..., None] = Draft202012Validator.check_schema
    right: set[str] = set()

    def check_once(schema: Any, **how: Any) -> None:
        key = json.dumps(schema, sort_keys=True)
        if key not in right:
            check(schema, **how)
            right.add(key)

    Draft202012Validator.check_schema = check_once


if __name__ == "__main__":
    check_schemas_once()
    main()
