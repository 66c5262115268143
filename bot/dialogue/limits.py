"""Where the bot's understanding ends: a shorter question with choices, then a person; never a loop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.dialogue.effects import QueueHandoff
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import HUMAN_OPTIONS, Talk
from bot.dialogue.tasks import AnyTask
from bot.dialogue.values import Option
from bot.domain.handoff_reason import Reason
from bot.zh.normalise import normalise
from bot.zh.time_say import say
from bot.zh.window import Window

HUMAN = HUMAN_OPTIONS[0]

_PATIENCE = 2
"""So often the same may be said again before it is asked in another way."""
_SIZES = ((60, "60平以内"), (90, "90平左右"), (120, "120平左右"), (160, "160平左右"))
_PARTS = ((time(8), time(12)), (time(12), time(18)))
_NARROW = {
    "booking:window": "utter_narrow_window",
    "booking:area": "utter_narrow_area",
    "booking:address": "utter_narrow_address",
    "booking:phone": "utter_narrow_phone",
}


def makes_no_headway(before: Talk, step: Step) -> bool:
    """Whether a turn did nothing but ask once more what was asked before."""
    same = _without_choices(step.talk) == _without_choices(before)
    return bool(before.tasks) and step.effect is None and same and len(step.say) == 1


def _without_choices(talk: Talk) -> tuple[AnyTask, ...]:
    return tuple(replace(task, options=()) for task in talk.tasks)


def counted(talk: Talk, frame: Frame) -> Talk:
    """The talk that knows how often in a row the same has been told."""
    said = "".join(normalise(frame.text).split()) if frame.has_details else ""
    return replace(talk, heard=said, insisted=talk.insisted + 1 if said and said == talk.heard else 0)


def insists(talk: Talk, facts: Facts) -> Step | None:
    """Told for the third time in the same words, a wish is not met by the same answer once more."""
    if talk.top is None or talk.insisted < _PATIENCE:
        return None
    return narrowed(talk, facts) if talk.insisted == _PATIENCE else handed_over(talk)


def handed_over(talk: Talk) -> Step:
    """Three times in a row: a person comes."""
    return Step(replace(talk, misunderstood=0), (Say("utter_fallback_handoff"),), QueueHandoff(Reason.NOT_UNDERSTOOD))


def narrowed(talk: Talk, facts: Facts) -> Step:
    """Twice in a row: the open question with things to choose from, one of them a person."""
    top = talk.top
    if top is None or top.asked == "none":
        offering = replace(talk, offered_human=True)
        return Step(offering, (Say("utter_fallback_offer_human", {}, choices_of(HUMAN_OPTIONS)),))
    given = tuple(option for option in top.options if option != HUMAN)
    options = (*(given or _choices(top.asked, facts)), HUMAN)
    response = "utter_narrow_choice" if given else _NARROW.get(top.asked, "utter_narrow_choice")
    return Step(talk.asking(top.asked, options), (Say(response, {}, choices_of(options)),))


def _choices(asked: str, facts: Facts) -> tuple[Option, ...]:
    match asked:
        case "booking:area":
            return tuple(Option(str(size), words) for size, words in _SIZES)
        case "booking:window":
            return _parts_of_days(facts)
        case _:
            return ()


def _parts_of_days(facts: Facts) -> tuple[Option, ...]:
    """The next days' mornings and afternoons; ``value`` is from/to."""
    options = []
    for day in (facts.now.date() + timedelta(days=number) for number in (1, 2)):
        for begins, ends in _PARTS:
            start, end = datetime.combine(day, begins), datetime.combine(day, ends)
            options.append(Option(f"{start.isoformat()}/{end.isoformat()}", say(Window(start, end, "part"), facts.at)))
    return tuple(options)
