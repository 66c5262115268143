"""Several wishes rearranged: one left out, two made one; and what to call each where one is to be chosen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from bot.dialogue import draft_words
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.named_wishes import given_up
from bot.dialogue.tasks import BookingTask
from bot.dialogue.values import BookingDraft
from bot.dialogue.wishes import as_wish
from bot.zh.either import either
from bot.zh.several import are_one, gives_up, means_all, names_some_one, place_named, services_given_up


def without_given_up(task: BookingTask, frame: Frame, facts: Facts) -> BookingTask | None:
    """The task without what a message leaves out of several wishes; ``None`` where that is none, or all of them."""
    if not task.is_several:
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
