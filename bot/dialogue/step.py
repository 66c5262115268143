"""What follows from one event: the new state of the talk, the words, the effect asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.dialogue.effects import Effect
from bot.dialogue.talk import Talk
from bot.dialogue.values import Option
from bot.domain.messages import Choice


@dataclass(frozen=True)
class Say:
    """One response by name, with its values in words and, where there is a choice, the choices."""

    response: str
    values: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Step:
    """What follows from one event: the new state, the words, and at most one effect whose outcome comes next."""

    talk: Talk
    say: tuple[Say, ...] = ()
    effect: Effect | None = None


def note_of(words: Mapping[str, str]) -> tuple[Say, ...]:
    """What has been understood, by field; silence where that is nothing."""
    told = "，".join(phrase for phrase in words.values() if phrase)
    return (Say("utter_noted", {"noted": told}),) if told else ()


def choices_of(options: tuple[Option, ...]) -> tuple[Choice, ...]:
    """Options as tappable items."""
    return tuple(Choice(str(number), option.title) for number, option in enumerate(options, start=1))
