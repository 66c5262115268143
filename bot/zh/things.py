"""What is worked on, and by which services: 空调 is cleaned or repaired."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.zh.item_words import item_words
from bot.zh.lexicon import any_of, rows
from bot.zh.normalise import normalise

_WIDE_PLACES = re.compile("家|屋|房|店|东西|卫生|地$|床$|门$|书$|箱子")


def things(text: str) -> Mapping[str, frozenset[str]]:
    """What is named of what is worked on, and the services that work on it: 空调 -> cleaning and repair."""
    known = _things()
    return {match[0]: known[match[0]] for match in _pattern().finditer(normalise(text))}


def item_of(thing: str) -> str:
    """The name that an order has for it: 冷气 -> 空调, 雪柜 -> 冰箱."""
    return item_words().get(normalise(thing), thing)


def is_of(thing: str, item: str) -> bool:
    """Whether a thing may be an item of an order: 冷气 is an 空调挂机."""
    name = item_of(thing)
    return name in item or item in name


@lru_cache(maxsize=1)
def _things() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, _verbs, named in rows("service_combinations"):
        for word in named.split("|"):
            if not _WIDE_PLACES.search(word):
                found.setdefault(normalise(word), set()).add(code)
    return {word: frozenset(codes) for word, codes in found.items()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(any_of(_things()))
