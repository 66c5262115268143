"""Rasa's command line, which checks a JSON schema once: `python -m bot.nlu.server run …` in the Rasa environment.

Rasa looks at each answer of the actions through `jsonschema.validate`, which first checks the schema itself: the same
one each time, and far more work than looking at the answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from jsonschema import Draft202012Validator
from rasa.__main__ import main


def once(check: Callable[..., None]) -> Callable[..., None]:
    """The check of a schema, to which one that was found right stays right; one that is wrong is refused each time."""
    right: set[str] = set()

    def check_once(schema: Any, **how: Any) -> None:
        key = json.dumps(schema, sort_keys=True)
        if key not in right:
            check(schema, **how)
            right.add(key)

    return check_once


if __name__ == "__main__":
    Draft202012Validator.check_schema = once(Draft202012Validator.check_schema)
    main()
