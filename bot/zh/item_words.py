"""The words for what is counted; two that name one machine together are one word: 柜机空调, 挂式的冷气."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.zh.lexicon import any_of, words

KINDS = {"空调": frozenset({"空调挂机", "空调柜机", "中央空调"})}
"""What is named more closely, and by which names."""
_LINKS = ("", "的", "式", "式的", "类的", "型的")


@lru_cache(maxsize=1)
def item_words() -> Mapping[str, str]:
    """Word -> what orders call it, of the lexicon and of a kind beside what it is a kind of."""
    known = words("items")
    general = {word: item for word, item in known.items() if item in KINDS}
    joined = {
        f"{first}{link}{second}": known[kind]
        for kind in known
        for word, item in general.items()
        if known[kind] in KINDS[item]
        for first, second in ((kind, word), (word, kind))
        for link in _LINKS
    }
    return {**joined, **known}


@lru_cache(maxsize=1)
def item_pattern() -> re.Pattern[str]:
    """Any of the words, the longest first."""
    return re.compile(any_of(item_words()))
