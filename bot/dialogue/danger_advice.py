"""What is answered to somebody in danger who asks: what she may do, whom to ring, who pays, when somebody comes."""

from __future__ import annotations

from bot.dialogue.frame import Frame
from bot.dialogue.step import Say
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


def advice(known: tuple[str, ...], frame: Frame) -> tuple[Say, ...]:
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
    elif frame.has("ask_price"):
        found.append(Say("utter_emergency_price"))
    return tuple(found)


def _how_to_shut_off(text: str, kinds: tuple[str, ...]) -> Say | None:
    """Where the valve or the switch is, if that is asked."""
    return next((Say(_HOW[kind]) for kind in kinds if kind in _HOW), None) if asks_how(text) else None
