"""Somebody is hurt, and the model has heard something else: a visit that is named, a courtesy, a fault."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.frame import SURE
from bot.dialogue.learned import Reading
from bot.zh.asked import COMPLAINT, SURVEY
from bot.zh.hurt import blames_for_it, happens_now, somebody_hurt

_ON_ORDERS = frozenset({"cancel_booking", "reschedule_booking", "change_booking", "restore_booking"})
_BESIDE = frozenset({"complain", "request_human", "greet", "thank", "request_refund"})
"""What may stand beside it; all else was only made of the words around."""


def with_hurt_first(reading: Reading, text: str, group: str) -> Reading:
    """刚才来打扫的阿姨摔倒了，头磕破了: the danger comes first, however much of a visit is told with it."""
    intents = reading.intents
    if "report_emergency" in intents or not somebody_hurt(text):
        return reading
    if not happens_now(text) and _may_be_else(reading, text, group):
        return reading
    beside = tuple(intent for intent in intents if intent in _BESIDE or intent in _ON_ORDERS)
    return replace(reading, intents=("report_emergency", *beside), confidence=max(reading.confidence, SURE), clauses=())


def _may_be_else(reading: Reading, text: str, group: str) -> bool:
    """我脚扭了 明天的取消: the wish is what matters; 把老人摔了: a fault; 护工闪了腰算谁的: a rule is asked."""
    if group in (SURVEY, COMPLAINT) or ("complain" in reading.intents and blames_for_it(text)):
        return True
    sure = reading.confidence >= SURE
    return sure and not (_ON_ORDERS | {"ask_policy", "ask_price"}).isdisjoint(reading.intents)
