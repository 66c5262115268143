"""What the model makes of a message, under the group of questions that was asked last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.frame import SURE
from bot.zh.asked import CONFIRMING, GATHERING, NOTHING, group_of
from bot.zh.questions import seeks_assurance

FALLBACK = "nlu_fallback"


@dataclass(frozen=True, slots=True)
class Reading:
    """``intents`` in the order of the schema; ``clauses`` say which of several each piece of the text speaks for."""

    intents: tuple[str, ...]
    confidence: float = 0.0
    clauses: Sequence[Mapping[str, Any]] = ()

    def without(self, *intents: str) -> Reading:
        kept = tuple(intent for intent in self.intents if intent not in intents)
        return replace(self, intents=kept, clauses=[one for one in self.clauses if one["intent"] in kept])

    def instead(self, old: str, new: str) -> Reading:
        named = (new if intent == old else intent for intent in self.intents)
        clauses = [
            {**clause, "intent": new if clause["intent"] == old else clause["intent"]} for clause in self.clauses
        ]
        return replace(self, intents=tuple(dict.fromkeys(named)), clauses=clauses)


def learned(parse: Mapping[str, Any], text: str, context: str) -> Reading:
    """The reading of Rasa's parse under ``context``."""
    group = group_of(context)
    return _asked_back(_of_group(parse, group), parse, text, group)


def _asked_back(reading: Reading, parse: Mapping[str, Any], text: str, group: str) -> Reading:
    """阿姨有健康证的吧, while details are asked for: a question, where by itself it is plainly one."""
    if group not in (GATHERING, CONFIRMING) or "inform" not in reading.intents or not seeks_assurance(text):
        return reading
    by_itself = _of_group(parse, NOTHING)
    asks_so = by_itself.confidence >= SURE and all(one.startswith("ask_") for one in by_itself.intents)
    return by_itself if asks_so else reading


def _of_group(parse: Mapping[str, Any], group: str) -> Reading:
    readings = parse.get("readings") or {}
    found = readings.get(group) or readings.get(NOTHING) or {}
    scored = found.get("intents") if found else [parse.get("intent") or {}]
    known = [score for score in scored or () if score.get("name") not in (None, FALLBACK)]
    names = tuple(dict.fromkeys(str(score["name"]) for score in known))
    confidence = float(known[0].get("confidence") or 0.0) if known else 0.0
    return Reading(names, confidence, found.get("clauses") or ())
