"""What is answered to somebody in danger who asks: what she may do, whom to ring, who pays, when somebody comes."""

from __future__ import annotations

from bot.dialogue.danger_told import URGENT
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say
from bot.domain.pricing import price_in_words
from bot.zh.danger import (
    DRAIN,
    ELECTRICITY,
    FIRE,
    GAS,
    INJURY,
    THREAT,
    TRAPPED,
    WATER,
    asks_how,
    asks_when,
    dangers,
)
from bot.zh.danger_asked import asks_what_to_do, asks_who_pays, asks_whom_to_call
from bot.zh.extras import bought_things

_HOW = {
    WATER: "utter_emergency_how_water",
    DRAIN: "utter_emergency_how_water",
    ELECTRICITY: "utter_emergency_how_electricity",
}
"""How to shut off what she was told to."""

_MAY = {
    FIRE: "utter_danger_may_fire",
    GAS: "utter_danger_may_gas",
    INJURY: "utter_danger_may_injury",
    THREAT: "utter_danger_may_threat",
    TRAPPED: "utter_danger_may_trapped",
    ELECTRICITY: "utter_danger_may_electricity",
    WATER: "utter_danger_may_water",
    DRAIN: "utter_danger_drain",
}
_REPAIRED = (ELECTRICITY, WATER, DRAIN, TRAPPED)
_CALL = {
    FIRE: "utter_danger_call_fire",
    GAS: "utter_danger_call_gas",
    INJURY: "utter_danger_call_injury",
    THREAT: "utter_danger_call_threat",
    TRAPPED: "utter_danger_call_fire",
    ELECTRICITY: "utter_danger_call_home",
    WATER: "utter_danger_call_home",
    DRAIN: "utter_danger_call_home",
}


def advice(known: tuple[str, ...], frame: Frame, facts: Facts) -> tuple[Say, ...]:
    """The answers to what is asked, the one that saves first; no time and no price is made up."""
    text = frame.text
    kinds = tuple(dict.fromkeys((*dangers(text), *known)))
    found: list[Say] = []
    pays = asks_who_pays(text)
    if (how := _how_to_shut_off(text, kinds)) is not None:
        found.append(how)
    elif asks_whom_to_call(text):
        found.append(Say(_CALL[kinds[0]] if kinds else "utter_danger_other"))
    elif asks_what_to_do(text) and not pays:
        found.append(Say(_MAY[kinds[0]] if kinds else "utter_danger_other"))
    if pays:
        found.append(Say("utter_emergency_who_pays"))
    elif asks_when(text):
        found.append(Say("utter_emergency_when"))
    elif part := _left_out(text, facts):
        found.append(Say("utter_emergency_without", {"part": part}))
    elif frame.has("ask_price"):
        found.append(_price(kinds, facts))
    return tuple(found)


def _left_out(text: str, facts: Facts) -> str:
    """材料钱另算吗: what the price of urgent repair does not hold."""
    service = facts.service(URGENT)
    parts = service.excludes.split("、") if service else []
    return next((part for word in bought_things(text) for part in parts if word in part), "")


def _price(kinds: tuple[str, ...], facts: Facts) -> Say:
    """What an hour of urgent repair costs, where it is what she needs; the sum is for a colleague to say."""
    service = facts.service(URGENT)
    if service is None or (kinds and kinds[0] not in _REPAIRED):
        return Say("utter_emergency_price")
    price = price_in_words(service) + ("，材料另算" if "材料" in service.excludes else "")
    return Say("utter_emergency_price_known", {"service": service.name, "price": price})


def _how_to_shut_off(text: str, kinds: tuple[str, ...]) -> Say | None:
    """Where the valve or the switch is, if that is asked."""
    return next((Say(_HOW[kind]) for kind in kinds if kind in _HOW), None) if asks_how(text) else None
