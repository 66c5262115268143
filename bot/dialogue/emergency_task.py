"""Danger now: the safety line first, those on duty called at once, then only what they need, one question at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.dialogue import choosing
from bot.dialogue.danger_advice import advice
from bot.dialogue.danger_told import ORDINARY, URGENT, kinds_in, tells_of_danger
from bot.dialogue.effects import Done, Outcome, QueueHandoff, ReportEmergency
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import EmergencyTask
from bot.dialogue.values import Option
from bot.domain.handoff_reason import Reason
from bot.zh.address import district
from bot.zh.danger import (
    DRAIN,
    ELECTRICITY,
    FIRE,
    GAS,
    INJURY,
    THREAT,
    TRAPPED,
    WATER,
    dangers,
    is_over,
)
from bot.zh.place import apply_part, has_detail, masked_address

ADDRESS, DOOR, PHONE = "emergency:address", "emergency:door", "emergency:phone"
PASSED_ON, OVER = "emergency:passed_on", "emergency:over"
"""Nothing is asked any more: a person takes over, or none is needed."""

WHAT = "emergency:what"
WHAT_OPTIONS = (
    Option(WATER, "漏水、爆管"),
    Option(ELECTRICITY, "断电、跳闸"),
    Option(DRAIN, "下水堵了"),
    Option("", "别的急事"),
)
ADDRESS_OPTIONS = (Option("yes", "就是这里"), Option("no", "别的地方"))
LASTS = timedelta(hours=2)
"""Then what is written is about something else; the call to those on duty stands."""

_FOR_THOSE_ON_DUTY = frozenset({TRAPPED, ELECTRICITY, WATER, DRAIN})
"""Somebody must come and repair; with everything else a person speaks to her first."""

_SAFETY = {
    FIRE: "utter_danger_fire",
    GAS: "utter_danger_gas",
    INJURY: "utter_danger_injury",
    THREAT: "utter_danger_threat",
    TRAPPED: "utter_danger_trapped",
    ELECTRICITY: "utter_danger_electricity",
    WATER: "utter_danger_water",
    DRAIN: "utter_danger_drain",
}
_MOST_LINES = 2
_PATIENCE = 2
"""So often a question may be passed over before a person takes over with what there is; once more if she asks one."""


def heard(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """A message while there is danger, or that tells of it; ``None`` for any other."""
    if isinstance(talk.top, EmergencyTask):
        return take(talk, talk.top, frame, facts)
    return begin(talk, frame, facts) if tells_of_danger(frame) else None


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A danger is told of; who only wants urgent repair is asked what has happened before anybody is called."""
    task = EmergencyTask(address=facts.known_address, phone=facts.known_phone)
    kinds = kinds_in(frame)
    if kinds or frame.has("report_emergency"):
        return _reported(replace(talk, tasks=(*talk.tasks, task)), task, kinds, frame, facts)
    asking = replace(task, asked=WHAT, options=WHAT_OPTIONS)
    said = Say("utter_emergency_ask_what", {}, choices_of(WHAT_OPTIONS))
    return Step(replace(talk, tasks=(*talk.tasks, asking)), (said,))


def _reported(talk: Talk, task: EmergencyTask, kinds: tuple[str, ...], frame: Frame, facts: Facts) -> Step:
    """The first word of what has happened. ``frame`` may name the address and the phone already."""
    lines = tuple(Say(_SAFETY[kind]) for kind in kinds[:_MOST_LINES]) or (Say("utter_danger_other"),)
    told = with_details(replace(task, dangers=kinds, told=in_her_words(frame, facts)), frame, facts)
    needs_dispatch = kinds[0] in _FOR_THOSE_ON_DUTY if kinds else task.asked == WHAT
    if needs_dispatch:
        return _next(talk, told, lines, first=True)
    return _passed_on(talk, told, (*lines, Say("utter_emergency_to_person")), first=True)


def told_more(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """Danger told of again by somebody who has been passed on for it already: nothing is asked a second time."""
    kinds = kinds_in(frame)
    lines = tuple(Say(_SAFETY[kind]) for kind in kinds[:_MOST_LINES])
    told = in_her_words(frame, facts)
    task = talk.passed_on or EmergencyTask(address=facts.known_address, phone=facts.known_phone)
    task = replace(with_details(task, frame, facts), dangers=(*kinds, *(k for k in task.dangers if k not in kinds)))
    report = ReportEmergency(kinds, told, task.address, task.phone, more=True)
    return Step(replace(talk, passed_on=task), lines or (Say("utter_emergency_noted"),), report)


def noticed(talk: Talk, frame: Frame, facts: Facts) -> Talk:
    """The talk with an open emergency above everything else; without one of hours ago, or that was none after all."""
    task = next((task for task in talk.tasks if isinstance(task, EmergencyTask)), None)
    if task is None:
        return talk
    others = tuple(other for other in talk.tasks if other is not task)
    wants_else = task.asked == WHAT and frame.request.service not in (None, URGENT, ORDINARY)
    is_old = talk.touched_at is None or facts.now - talk.touched_at > LASTS
    return replace(talk, tasks=others if is_old or wants_else else (*others, task))


def take(talk: Talk, task: EmergencyTask, frame: Frame, facts: Facts) -> Step:
    """While it is open everything belongs to it."""
    if task.asked == WHAT:
        return _what(talk, task, frame, facts)
    told = replace(task, told=(*task.told, *in_her_words(frame, facts)))
    if is_over(frame.text) or frame.has("cancel_booking", "abandon"):
        return _over(talk, told)
    if frame.has("request_human"):
        return _passed_on(talk, told, (Say("utter_emergency_passed_on"),))
    new = tuple(kind for kind in dangers(frame.text) if kind not in task.dangers)
    lines = tuple(Say(_SAFETY[kind]) for kind in new[:1])
    answered = _answered(replace(told, dangers=(*new, *task.dangers)), frame, facts)
    if new and new[0] not in _FOR_THOSE_ON_DUTY:
        return _passed_on(talk, answered, (*lines, Say("utter_emergency_to_person")))
    if has_news(told, answered):
        return _next(talk, replace(answered, unanswered=0), lines)
    return _next(talk, answered, lines, again=True) if lines else _unanswered(talk, answered, frame, facts)


def _what(talk: Talk, task: EmergencyTask, frame: Frame, facts: Facts) -> Step:
    """What has happened, where urgent repair was all that was said; nobody has been called yet."""
    chosen = choosing.chosen(task.options, frame)
    calls_off = is_over(frame.text) or frame.has("deny", "abandon", "cancel_booking")
    if calls_off and chosen is None and not dangers(frame.text):
        return Step(talk.without_top(), (Say("utter_nothing_open"),))
    kinds = tuple(filter(None, (chosen.value,))) if chosen else kinds_in(frame)
    return _reported(talk, task, kinds, frame, facts)


def _unanswered(talk: Talk, task: EmergencyTask, frame: Frame, facts: Facts) -> Step:
    """The open question was passed over: it is asked in other words, and then a person takes over without it."""
    word = _word_on(frame, task, facts)
    if task.unanswered + 1 < _PATIENCE or (word is not None and task.unanswered < _PATIENCE):
        waiting = replace(task, unanswered=task.unanswered + 1)
        return _next(talk, waiting, (word or Say("utter_emergency_noted"),), again=True)
    said = (word,) if word else ()
    return _passed_on(talk, task, (*said, Say("utter_emergency_passed_on")))


def after(talk: Talk, task: EmergencyTask, outcome: Outcome, facts: Facts) -> Step:
    """Those on duty know; where nothing is left to ask, a person takes over, or it is over."""
    match outcome:
        case Done() if task.asked == PASSED_ON:
            return Step(replace(talk.without_top(), passed_on=task), (), QueueHandoff(Reason.EMERGENCY))
        case Done() if task.asked == OVER:
            return Step(talk.without_top())
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: EmergencyTask, facts: Facts) -> Step:
    """The open question in other words."""
    if task.asked == WHAT:
        return Step(talk, (Say("utter_emergency_ask_what", {}, choices_of(task.options)),))
    return Step(talk, (_question(task, again=True),))


def in_her_words(frame: Frame, facts: Facts) -> tuple[str, ...]:
    return tuple(part for part in (frame.text.strip(), facts.place, *facts.attached) if part)


def with_details(task: EmergencyTask, frame: Frame, facts: Facts) -> EmergencyTask:
    """The task with an address or phone that stands in the message."""
    place = frame.address
    if place == "@saved":
        place = facts.known_address or None
    if task.asked == DOOR and not (place and district(place)) and has_detail(frame.text):
        task = replace(task, address=task.address + "".join(frame.text.split()))  # 445号1102室, as it was typed
    elif place and _completes(task.address, place):
        task = replace(task, address=f"{district(place)}{task.address}", confirmed=True)
    elif place:
        task = replace(task, address=place, confirmed=True)
    elif frame.address_part and task.address:
        task = replace(task, address=apply_part(task.address, frame.address_part), confirmed=True)
    return replace(task, phone=frame.phone) if frame.phone else task


def _completes(address: str, place: str) -> bool:
    """锦江花园3栋501, then 浦东的: nothing but the district of an address that names none."""
    inside = district(place)
    if inside is None or len(place) > len(inside) + 1 or not has_detail(address):
        return False
    own = district(address)
    return own is None or not address.startswith(own.rstrip("区")[:2] if own == inside else own)


def _answered(task: EmergencyTask, frame: Frame, facts: Facts) -> EmergencyTask:
    """As ``with_details``; also a yes or no to the address that is known."""
    told = with_details(task, frame, facts)
    if told.address != task.address or not task.options:
        return told
    chosen = choosing.chosen(task.options, frame)
    says = chosen.value if chosen else "yes" if frame.has("affirm") else "no" if frame.has("deny") else ""
    if says == "yes":
        return replace(told, confirmed=True)
    return replace(told, address="") if says == "no" else told


def has_news(before: EmergencyTask, now: EmergencyTask) -> bool:
    return (before.address, before.confirmed, before.phone) != (now.address, now.confirmed, now.phone)


def lacks_door(task: EmergencyTask) -> bool:
    return task.confirmed and not has_detail(task.address)


def _next(talk: Talk, task: EmergencyTask, said: tuple[Say, ...], first: bool = False, again: bool = False) -> Step:
    """The next thing those on duty need; with nothing missing they take over."""
    if not task.address or not task.confirmed:
        asking = replace(task, asked=ADDRESS, options=ADDRESS_OPTIONS if task.address else ())
    elif lacks_door(task) and task.asked != DOOR:
        asking = replace(task, asked=DOOR, options=())
    elif not task.phone:
        asking = replace(task, asked=PHONE, options=())
    else:
        return _passed_on(talk, task, (*said, Say("utter_emergency_passed_on")), first)
    if first:
        said = (*said, Say("utter_emergency_informed"))
    return Step(talk.with_top(asking), (*said, _question(asking, again)), _report(asking, first=first))


def _question(task: EmergencyTask, again: bool) -> Say:
    if task.asked == PHONE:
        return Say("utter_emergency_ask_phone_again" if again else "utter_emergency_ask_phone")
    if task.options:
        known = {"address": masked_address(task.address)}
        response = "utter_emergency_ask_here_again" if again else "utter_emergency_ask_here"
        return Say(response, known, choices_of(task.options))
    if task.asked == DOOR:
        return Say("utter_emergency_ask_door", {"address": task.address})
    return Say("utter_emergency_ask_address_again" if again else "utter_emergency_ask_address")


def _word_on(frame: Frame, task: EmergencyTask, facts: Facts) -> Say | None:
    """The answer to a question she has in danger, the one that saves first; ``None``: she asks nothing."""
    return next(iter(advice(task.dangers, frame, facts)), None)


def _passed_on(talk: Talk, task: EmergencyTask, said: tuple[Say, ...], first: bool = False) -> Step:
    ended = replace(task, asked=PASSED_ON, options=())
    return Step(talk.with_top(ended), said, _report(ended, first=first))


def _over(talk: Talk, task: EmergencyTask) -> Step:
    ended = replace(task, asked=OVER, options=())
    return Step(talk.with_top(ended), (Say("utter_emergency_over"),), _report(ended, over=True))


def _report(task: EmergencyTask, first: bool = False, over: bool = False) -> ReportEmergency:
    address = task.address if task.confirmed or not task.address else f"{task.address}（还没确认）"
    return ReportEmergency(task.dangers, task.told, address, task.phone, over, first)
