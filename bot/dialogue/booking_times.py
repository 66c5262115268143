"""Free times in a booking that is being made: which are looked for, and what is offered of those that were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue import choosing
from bot.dialogue import draft as drafts
from bot.dialogue.alternatives import Sought, Standing, beyond, how_offered, look_of, picked, sought
from bot.dialogue.effects import FindStarts, StartsFound
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.starts import can_wait, misses, options_of, start_in_words, starts_of, window_in_words
from bot.dialogue.step import Say, Step, choices_of, note_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask
from bot.dialogue.values import BookingDraft, Option, Seeks, WindowDraft
from bot.domain.pricing import costs_more
from bot.domain.work import Work, minutes_for, within_bounds
from bot.zh.time_wishes import CHEAPEST, EARLIEST, OTHERS

WINDOW = "booking:window"
ANYBODY = Option("any", "换谁都行")


@dataclass(frozen=True)
class Turned:
    """The booking with other times to look for, and what else is new, in words, by field."""

    task: BookingTask
    told: Mapping[str, str]


def turned(task: BookingTask, frame: Frame, facts: Facts) -> Turned | tuple[Option, ...] | None:
    """Other times to look for, or the offered ones that may be meant; ``None``: it asks for neither."""
    if task.asked == WINDOW:
        meant = picked(task.options, frame)
        if meant:
            return meant
    if task.draft.frequency is not None or frame.request.frequency:
        return None  # a series looks for its hour in its own way
    draft, told = drafts.merge(task.draft, frame, facts, task.asked)
    found = sought(frame, draft.window, standing(task), facts)
    if found is None or (found.seeks.left_to_us and task.asked != WINDOW):
        return None
    if found.seeks.left_to_us and task.options and frame.request.window is None:
        return None  # the best of what is offered
    return Turned(seeking(task.with_draft(draft), found), {name: told[name] for name in told if name != "window"})


def standing(task: BookingTask) -> Standing:
    window = task.draft.window
    return Standing(window, task.options, task.offered, task.held.start if task.held else None)


def seeking(task: BookingTask, found: Sought) -> BookingTask:
    """What is held for the wish that is talked of is not any more."""
    freed = task.with_draft(replace(task.draft, window=found.window or WindowDraft(None, None, "asap")))
    earliest = found.seeks.kind == EARLIEST
    return replace(freed, seeks=found.seeks, offered=found.shown, asked="none", options=(), asked_earliest=earliest)


def with_early_look(task: BookingTask, frame: Frame, facts: Facts) -> BookingTask:
    """A new booking whose first words ask when somebody can come."""
    found = sought(frame, task.draft.window, Standing(), facts) if task.draft.frequency is None else None
    return task if found is None else seeking(task, found)


def elsewhere(task: BookingTask, facts: Facts) -> tuple[Say, BookingTask] | None:
    """Where nobody can come at the wished time, whoever is free: why, and the booking that looks for the nearest."""
    minutes = _minutes(task.draft, facts)
    beside = task.seeks is not None and task.seeks.than is not None
    fixed = task.draft.frequency is not None  # its first visit follows from its rule
    reason = beyond(task.draft.window, minutes, facts) if minutes and not (beside or fixed) else None
    if reason is None:
        return None
    response, values, instead = reason
    return Say(response, values), replace(seeking(task, instead), asked_earliest=False)


def search(task: BookingTask) -> FindStarts:
    seeks = Seeks(EARLIEST, EARLIEST) if _takes_the_earliest(task) else task.seeks
    return FindStarts(task.draft, look_of(seeks, task.offered if seeks is task.seeks else ()))


def is_sought(task: BookingTask, facts: Facts) -> bool:
    """Whether free times are to be looked for now, whatever else is missing."""
    service = facts.service(task.draft.service)
    return task.seeks is not None and task.draft.frequency is None and service is not None and service.bookable


def other_time(task: BookingTask, found: StartsFound) -> BookingTask | None:
    """The booking at the second of two times of which either will do, where the first is full."""
    draft = task.draft
    if draft.or_window is None or task.seeks is not None or found.exact is not None:
        return None
    full = not found.starts or misses(draft, found.starts)
    return task.with_draft(replace(draft, window=draft.or_window, or_window=None)) if full else None


def settled(task: BookingTask, found: StartsFound, facts: Facts) -> datetime | None:
    """The start that needs no choice: the very one that was wished, or the best where it is left to us."""
    if found.exact is not None:
        return found.exact
    if _takes_the_earliest(task) and found.starts:
        return found.starts[0]
    if task.seeks and task.seeks.left_to_us and found.starts:
        if task.seeks.kind == EARLIEST:
            return found.starts[0]
        plain = _without_surcharge(found.starts, task.draft, facts)
        return found.best if found.best in plain else plain[0]
    return None


def _takes_the_earliest(task: BookingTask) -> bool:
    """Whether she has asked for the earliest and gone on without choosing: it is read back to her."""
    window = task.draft.window
    return task.asked_earliest and task.seeks is None and window is not None and window.precision == "asap"


def left_to_us(task: BookingTask, facts: Facts) -> Option:
    """Of the starts on offer the one that is taken where the choice is ours: the best that costs nothing on top."""
    by_start = {start: option for option in task.options for start in starts_of((option,))}
    plain = _without_surcharge(tuple(by_start), task.draft, facts)
    return next((by_start[start] for start in plain if by_start[start].best), by_start[plain[0]])


def are_starts(options: tuple[Option, ...]) -> bool:
    return bool(starts_of(options))


def _without_surcharge(starts: tuple[datetime, ...], draft: BookingDraft, facts: Facts) -> tuple[datetime, ...]:
    """The starts at which nothing comes on top for the time itself; all where there is none."""
    minutes = _minutes(draft, facts)
    plain = tuple(start for start in starts if not costs_more(facts.catalogue, start, minutes, facts.now))
    return plain or starts


def _minutes(draft: BookingDraft, facts: Facts) -> int:
    """How long it would take as far as is known; 0 for what cannot be booked."""
    service = facts.service(draft.service)
    if service is None or not service.bookable:
        return 0
    stated = draft.duration_minutes
    return within_bounds(service, stated) if stated else minutes_for(service, _work(draft))


def offer(talk: Talk, task: BookingTask, found: StartsFound, facts: Facts) -> Step | None:
    """The starts to choose from, and why these; ``None`` where the usual words will do."""
    wanted = task.draft.provider_name
    if wanted and found.starts and task.draft.frequency is None and misses(task.draft, found.starts):
        return _of_the_wanted(talk, task, found, wanted, facts)
    seeks = task.seeks
    if seeks is None:
        return None
    if not found.starts:
        return _nothing_more(talk, task, facts) if task.offered else None
    starts = found.starts
    if seeks.kind == CHEAPEST:
        starts = _without_surcharge(starts, task.draft, facts)
    full = not seeks.kind and misses(task.draft, starts)
    response = "utter_window_full" if full else how_offered(seeks, starts)
    options = options_of(starts, found.best, facts)
    return _ask(talk, task, response, (*options, *_waiting(task.draft, starts, facts)) if full else options)


def _waiting(draft: BookingDraft, starts: tuple[datetime, ...], facts: Facts) -> tuple[Option, ...]:
    """The waiting list for the wished hour, where all that it takes is known."""
    complete = drafts.first_missing(draft, facts) is None
    return (choosing.WAITLIST,) if complete and can_wait(draft, starts) else ()


def _of_the_wanted(talk: Talk, task: BookingTask, found: StartsFound, wanted: str, facts: Facts) -> Step:
    options = (*options_of(found.starts, found.best, facts), *_waiting(task.draft, found.starts, facts))
    values = {"provider": wanted, "window": window_in_words(task.draft.window, facts)}
    if task.seeks and task.seeks.kind == OTHERS:
        return _ask(talk, task, "utter_other_windows", (*options, ANYBODY) if found.others else options)
    if found.others is None:
        return _ask(talk, task, "utter_wanted_busy", options, values)
    return _ask(talk, task, "utter_wanted_busy_others_free", (*options, ANYBODY), values)


def _nothing_more(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    """What was shown last stays on offer."""
    return _ask(talk, task, "utter_no_more_windows", options_of(task.offered[-3:], None, facts))


def _ask(
    talk: Talk, task: BookingTask, response: str, options: tuple[Option, ...], values: dict[str, str] | None = None
) -> Step:
    """The offer, behind what has been noted and not said yet; what the offer itself says of it is left out."""
    taken = ("window", "provider_name", "") if values else ("",)
    told = {name: phrase for name, phrase in task.changed.items() if name not in taken}
    offered = (*task.offered, *starts_of(options))
    asking = replace(task, seeks=None, asked=WINDOW, options=options, offered=offered, changed={})
    return Step(talk.with_top(asking), (*note_of(told), Say(response, values or {}, choices_of(options))))


def free_at(start: datetime, facts: Facts) -> Say:
    return Say("utter_window_free", {"window": start_in_words(start, facts)})


def _work(draft: BookingDraft) -> Work:
    return Work(draft.area_sqm, draft.rooms, draft.quantities, frozenset(draft.special_needs), draft.providers)
