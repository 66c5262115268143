"""A complaint and a wish in one message, which waits until that is noted: 阿姨迟到了，另外周五的改到周六."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import two_acts
from bot.dialogue.frame import Frame
from bot.zh.after_visit import clauses, next_wish
from bot.zh.extract import find
from bot.zh.grievance import names_fault
from bot.zh.normalise import normalise

_CHANGE = "change_booking"
_ACTS = (two_acts.CANCEL, two_acts.MOVE, _CHANGE, two_acts.BOOK)
_BESIDES = re.compile(r"^[\s,。;!]*(?:另外|还有|对了|顺便|再就是|再一个|此外)")
_EDGES = " \n,，。；;"
_BOOKS = re.compile(r"约|订|预定|安排|下单")
_OF_WORK = frozenset({"need", "quantity", "service", "area", "duration", "providers"})


def apart(frame: Frame) -> tuple[Frame, tuple[str, ...]]:
    """The message without the wish, and the wish as ``Talk.next_act`` keeps it; empty where there is none."""
    wished = tuple(act for act in _ACTS if frame.has(act))
    if not wished:
        return frame, ()
    told, wish, act = _parted(frame.text, wished)
    if not (told and wish):
        return frame, ()
    kept = tuple(intent for intent in frame.intents if intent not in _ACTS)
    return replace(frame, text=told, intents=kept, requests=()), (act, _BESIDES.sub("", wish).strip())


def _parted(text: str, wished: tuple[str, ...]) -> tuple[str, str, str]:
    """What is told, what is wished, and which act that is. What says neither belongs to the piece before it."""
    told, wish, act, in_wish = "", "", "", False
    for clause in clauses(text):
        named = _act(clause, wished)
        if named:
            act, in_wish = act or named, True
        elif names_fault(clause):
            in_wish = False
        if in_wish:
            wish += clause
        else:
            told += clause
    return told.strip(_EDGES), wish.strip(_EDGES), act


def _act(clause: str, wished: tuple[str, ...]) -> str:
    """The act that a piece of the message wishes, of those that the message is about."""
    named = two_acts.act_of(clause)
    if named in wished:
        return named
    if two_acts.BOOK in wished and (next_wish(clause) or (_BOOKS.search(clause) and not names_fault(clause))):
        return two_acts.BOOK
    adds = _BESIDES.search(normalise(clause)) is not None and any(one.kind in _OF_WORK for one in find(clause))
    return _CHANGE if _CHANGE in wished and adds else ""
