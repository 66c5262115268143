"""Which fault a complaint is about, where it names several: the gravest, else the first that is told."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import NDArray

from bot.nlu.labels import NO_CATEGORY

_RANK = {"harassment": 0, "safety": 0, "theft": 1, "damage": 2}
_MINOR = 3
# Measured on complaints apart from the examples: a clause alone says less than the message.
_SURE_OF_MESSAGE = 0.6
_SURE_OF_GRAVE, _SURE_OF_MINOR = 0.7, 0.5
_COMPLAINS = 0.2


def gravest(values: Sequence[str], chances: NDArray, complaining: Sequence[float]) -> tuple[str, float]:
    """The category and its confidence.

    ``chances``: a column a value, the first row for the message, then one a clause. ``complaining``: how likely each
    clause complains at all.
    """
    whole = values[int(chances[0].argmax())]
    named = [
        (values[int(row.argmax())], float(row.max()))
        for row, complains in zip(chances[1:], complaining, strict=True)
        if complains >= _COMPLAINS
    ]
    told = [(value, chance) for value, chance in named if value != NO_CATEGORY and chance >= _sure(value)]
    if not told or (chances[0].max() >= _SURE_OF_MESSAGE and all(_rank(whole) <= _rank(value) for value, _ in told)):
        return whole, float(chances[0].max())
    return min([*told, (whole, float(chances[0].max()))], key=lambda one: _rank(one[0]))


def _rank(value: str) -> int:
    return _RANK.get(value, _MINOR + (value == NO_CATEGORY))


def _sure(value: str) -> float:
    return _SURE_OF_GRAVE if value in _RANK else _SURE_OF_MINOR
