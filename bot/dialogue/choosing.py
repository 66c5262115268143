"""Which of the options on offer a message picks: by number, by its title, by its place."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.frame import Frame
from bot.dialogue.values import Option
from bot.zh.choosing import place_in_list
from bot.zh.refusal import refuses
from bot.zh.waiting import names_waitlist

WAITLIST = Option("waitlist", "候补原来的时间")
"""Offered beside other times where the wished one is full."""


def chosen(options: Sequence[Option], frame: Frame) -> Option | None:
    """The option the customer named by its number or tapped by its title."""
    if frame.choice is not None and 1 <= frame.choice <= len(options):
        return options[frame.choice - 1]
    said = frame.text.strip()
    exact = next((option for option in options if option.is_titled(said)), None)
    if exact is None and names_waitlist(said) and not (refuses(said, "候补") or frame.has("abandon")):
        exact = next((option for option in options if option == WAITLIST), None)
    in_order = [option for option in options if option.is_thing]
    agrees_to_one = len(in_order) == 1 and frame.has("affirm") and not frame.has_details and not frame.asks
    place = 0 if agrees_to_one else place_in_list(said)
    return exact or (in_order[place] if place is not None and in_order else None)


def agreed(options: Sequence[Option]) -> Option:
    """The option that a mere yes to several takes: the first that is a thing."""
    return next(option for option in options if option.is_thing)


def left_to_us(options: Sequence[Option]) -> Option:
    """The option that is taken where the customer leaves it open: the best, else the first."""
    return next((option for option in options if option.best), options[0])
