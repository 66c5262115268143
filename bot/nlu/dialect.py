"""Function words of Cantonese, Sichuan and northern speech in standard words, for the classifier alone."""

from __future__ import annotations

import re
from functools import cache

from bot.zh.lexicon import any_of, words

_LIST = "dialect"


@cache
def _spoken() -> re.Pattern[str]:
    return re.compile(any_of(words(_LIST)))


def standard(text: str) -> str:
    """The same saying, normalised, in standard words; its length may change."""
    return _spoken().sub(lambda found: words(_LIST)[found.group()], text)
