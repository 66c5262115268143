"""Several wishes rearranged: one left out, two made one; and what to call each where one is to be chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from bot.dialogue import booking_flow as flow
from bot.dialogue import draft_words, wishes
from bot.dialogue.dealt import beside_given_up
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.named_wishes import given_up
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask
from bot.dialogue.values import BookingDraft, Option
from bot.dialogue.wishes import as_wish
from bot.zh.amending import that_piece
from bot.zh.either import either
from bot.zh.extract import find
from bot.zh.several import (
    are_one,
    are_swapped,
    clauses_of,
    gives_up,
    means_all,
    names_some_one,
    place_named,
    services_given_up,
)
from bot.zh.things import is_of, things

WHICH = "booking:which"
_ALL_OF_THEM = Option("all", "都改")


def regrouped(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step | None:
    """Of several wishes one is given up, or two are made one; ``None`` where a message does not say so."""
    fewer = without_pieces(task, frame)
    if fewer is not None:
        return flow.reworked(talk, task, replace(fewer, shown=False), facts, {})
    joined = made_one(task, frame)
    if joined is not None:
        return flow.reworked(talk, task, joined, facts, {"follows": "接着做"})
    turned = swapped(task, frame)
    if turned is not None:
        return flow.reworked(talk, task, replace(turned, shown=False), facts, {})
    kept = without_given_up(task, frame, facts)
    if kept is None and gives_up_some_one(task, frame):
        return ask_which(talk, task, replace(task, dropping=True), facts)
    if kept is None:
        return None
    beside = beside_given_up(kept, frame, facts)
    told = wishes.with_message(kept, beside, facts) if beside.has_details else wishes.Told(kept)
    return left(talk, task, kept if told.unclear else told.task, facts, told.changed)


def left(
    talk: Talk, task: BookingTask, kept: BookingTask, facts: Facts, news: Mapping[str, str] = MappingProxyType({})
) -> Step:
    """What is left of several wishes, and which one is given up, said."""
    gone = [wish.draft.service for wish in task.wishes if wish.draft.service not in _services(kept)]
    names = "、".join(facts.service_name(code) for code in gone) or "这一项"
    step = flow.reworked(talk, task, replace(kept, shown=False), facts, news)
    return replace(step, say=(Say("utter_one_dropped", {"service": names}), *step.say))


def _services(task: BookingTask) -> set[str | None]:
    return {wish.draft.service for wish in task.wishes}


def ask_which(talk: Talk, before: BookingTask, task: BookingTask, facts: Facts) -> Step:
    """Which of several wishes is to change; what is known to change for all of them does already."""
    last = _ALL_OF_THEM if task.pending else Option("drop", "都不约了")
    names = [Option(str(place), title) for place, title in enumerate(titles(task, facts))]
    options = (*names, last)
    asking = talk.with_top(replace(task, asked=WHICH, options=options))
    return Step(asking, (Say("utter_ask_which_wish", {}, choices_of(options)),), flow.let_go(before, task))


def without_given_up(task: BookingTask, frame: Frame, facts: Facts) -> BookingTask | None:
    """The task without what a message leaves out of several wishes; ``None`` where that is none, or all of them."""
    if not task.is_several or extras_left_out(task, frame):
        return None
    among = {wish.draft.service for wish in task.wishes if wish.draft.service}
    codes = services_given_up(frame.text, among)
    gone = {place for place, wish in enumerate(task.wishes) if wish.draft.service in codes}
    if not gone:
        gone = set(given_up(task, frame.text, facts))
    place = place_named(frame.text, len(task.wishes))
    if not gone and place is not None and gives_up(frame.text):
        gone = {place}
    if not gone or len(gone) == len(task.wishes):
        return None
    return without(task, gone)


def extras_left_out(task: BookingTask, frame: Frame) -> tuple[str, ...]:
    """冰箱不用了, 窗就别擦了: something beside the work, that was wished before."""
    wished = {code for wish in task.wishes for code in wish.draft.special_needs}
    denied = [one.value["code"] for one in find(frame.text) if one.kind == "need" and one.value["denied"]]
    counted = {item for wish in task.wishes for item in wish.draft.quantities}
    named = {thing for clause in clauses_of(frame.text) if gives_up(clause) for thing in things(clause)}
    if any(is_of(thing, item) for thing in named for item in counted):
        return ()
    return tuple(code for code in denied if code in wished)


def without_pieces(task: BookingTask, frame: Frame) -> BookingTask | None:
    """空调先不洗了 油烟机照洗: of what is done by the piece some is left out, and the rest stays; else ``None``."""
    clauses = clauses_of(frame.text)
    gone = {thing for clause in clauses if gives_up(clause) for thing in things(clause)}
    wishes = []
    for wish in task.wishes:
        counted = wish.draft.quantities
        left = {item: count for item, count in counted.items() if not any(is_of(thing, item) for thing in gone)}
        changes = bool(left) and len(left) < len(counted)
        wishes.append(as_wish(replace(wish.draft, quantities=left), wish.follows) if changes else wish)
    return replace(task, wishes=tuple(wishes), at=0) if tuple(wishes) != task.wishes else None


def one_piece_less(task: BookingTask, frame: Frame) -> Frame | None:
    """书房那台不洗了, of three that are to be washed: what is heard of it, and no wish is given up; else ``None``."""
    if that_piece(frame.text) >= 0 or not any(sum(wish.draft.quantities.values()) > 1 for wish in task.wishes):
        return None
    return replace(frame, intents=("inform",), requests=tuple(one for one in frame.requests if one.quantities))


def without(task: BookingTask, gone: Collection[int]) -> BookingTask:
    """The task without the wishes at these places; what was to follow one of them has a time of its own to find."""
    kept = [place for place in range(len(task.wishes)) if place not in gone]
    wishes = tuple(
        replace(task.wishes[place], follows=task.wishes[place].follows and place - 1 in kept) for place in kept
    )
    return replace(task, wishes=wishes, at=0, pending=None, dropping=False)


def gives_up_some_one(task: BookingTask, frame: Frame) -> bool:
    """中间那次不要了 of four: one of several is given up, and it is not clear which."""
    return task.is_several and gives_up(frame.text) and names_some_one(frame.text) and not means_all(frame.text)


def titles(task: BookingTask, facts: Facts) -> list[str]:
    """What to call each wish where one is to be chosen: its service, and where several are alike whose and when."""
    services = [wish.draft.service for wish in task.wishes]
    called = []
    for wish in task.wishes:
        name = facts.service_name(wish.draft.service)
        if services.count(wish.draft.service) > 1:
            told = (wish.draft.whose, draft_words.in_words(wish.draft, facts).get("window", ""))
            name = " ".join(part for part in (name, *told) if part)
        called.append(name)
    return called


def swapped(task: BookingTask, frame: Frame) -> BookingTask | None:
    """搞反了 上午去我妈家: two wishes with the time of the other, or with the place where that is said."""
    if len(task.wishes) != 2 or not are_swapped(frame.text) or any(wish.follows for wish in task.wishes):
        return None
    first, second = (wish.draft for wish in task.wishes)
    if "地址" in frame.text:
        places = [(one.address, one.district, one.whose) for one in (second, first)]
        drafts = [
            replace(draft, address=address, district=district, whose=whose)
            for draft, (address, district, whose) in zip((first, second), places, strict=True)
        ]
    else:
        drafts = [replace(first, window=second.window), replace(second, window=first.window)]
    return replace(task, wishes=tuple(as_wish(draft, follows=False) for draft in drafts), at=0)


def made_one(task: BookingTask, frame: Frame) -> BookingTask | None:
    """Two wishes for one coming: of the same service one visit, of others one after the other; else ``None``."""
    if not task.is_several or not are_one(frame.text) or either(frame.text):
        return None
    first, *others = task.wishes
    made = [first]
    for wish in others:
        if wish.draft.service == made[-1].draft.service:
            made[-1] = as_wish(_joined(made[-1].draft, wish.draft), made[-1].follows)
        else:
            made.append(as_wish(replace(wish.draft, window=None), follows=True))
    return replace(task, wishes=tuple(made), at=0)


def _joined(first: BookingDraft, second: BookingDraft) -> BookingDraft:
    needs = tuple(dict.fromkeys((*first.special_needs, *second.special_needs)))
    notes = "；".join(note for note in (first.notes, second.notes) if note)
    return replace(first, special_needs=needs, quantities={**first.quantities, **second.quantities}, notes=notes)
