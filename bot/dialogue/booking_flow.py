"""How a booking goes on: ask what is missing, look for a time, keep it, read it back, book it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from bot.dialogue import booking_times, choosing, series_draft, series_summary, summary, wishes
from bot.dialogue import draft as drafts
from bot.dialogue.booking_times import WINDOW
from bot.dialogue.effects import ConfirmHold, FindStarts, PlaceHold, QueueHandoff, ReleaseHolds
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.recurring import PreviewSeries, SeriesOffer, StartSeries
from bot.dialogue.starts import can_wait, options_of, start_in_words
from bot.dialogue.step import Say, Step, choices_of, note_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask, Wish
from bot.dialogue.values import BookingDraft, Option, WindowDraft
from bot.dialogue.wishes import CONFIRM
from bot.domain.handoff_reason import Reason
from bot.domain.pricing import hours_in_words

CONFIRM_OPTIONS = (Option("yes", "确认预约"), Option("no", "再改改"))


def proceed(talk: Talk, task: BookingTask, facts: Facts, noted: Mapping[str, str] = MappingProxyType({})) -> Step:
    """Asks for the first thing missing; with nothing missing, looks for a free start; with all kept, shows them.

    What was ``noted`` is said with the question; where a summary follows, that says it.
    """
    going = wishes.next_to_hold(task)
    if going is None:
        return _summary(talk.with_top(task), task, facts)
    words = {**task.changed, **noted}
    elsewhere = booking_times.elsewhere(going, facts)
    reason: tuple[Say, ...] = ()
    if elsewhere is not None:
        said, going = elsewhere
        told = {name: phrase for name, phrase in words.items() if name not in ("window", "")}
        reason, words = (*note_of(told), said), {}
    missing = drafts.first_missing(going.draft, facts)
    if missing is None or booking_times.is_sought(going, facts):
        searching = replace(going, asked="none", options=(), changed=words)
        least = _least(going.draft, facts)
        return Step(talk.with_top(searching), (*reason, *least), _search(searching, facts))
    asking = talk.with_top(replace(going, changed={}))
    if missing.response == "utter_service_by_person":
        if not going.is_several and _is_told_when(going.draft):
            said = Say("utter_service_handed_over", missing.values)
            handed = asking.asking(missing.context)  # the question stays open until a person hands back
            return Step(handed, (*reason, *note_of(words), said), QueueHandoff(Reason.BY_PERSON))
        asking = replace(asking, offered_human=True)  # a yes to it is a yes to a person
    response, values = missing.response, missing.values
    if response == "utter_ask_window" and going.is_several:
        response, values = "utter_ask_window_of", {"service": facts.service_name(going.draft.service)}
    step = ask(asking, response, missing.context, values, missing.options)
    return replace(step, say=(*reason, *note_of(words), *step.say))


def settled(talk: Talk, task: BookingTask, start: datetime, facts: Facts) -> Step:
    """A start that needs no choice: held where all is known, else what is missing is asked for."""
    if drafts.first_missing(task.draft, facts) is None:
        return Step(talk.with_top(replace(task, seeks=None, tried=start)), (), PlaceHold(task.draft, start))
    draft = replace(task.draft, window=WindowDraft(start, None, "time"))
    told = {name: phrase for name, phrase in task.changed.items() if name not in ("window", "service")}
    known = replace(task.with_draft(draft), seeks=None, changed=told)
    step = proceed(talk.with_top(known), known, facts)
    return replace(step, say=(booking_times.free_at(start, facts), *step.say))


def _is_told_when(draft: BookingDraft) -> bool:
    """Whether it is a wish and not only a question whether such work is done."""
    return draft.window is not None or draft.frequency is not None


def _search(task: BookingTask, facts: Facts) -> FindStarts | PreviewSeries:
    """When somebody can come, or what a series would be once its hour is known."""
    draft = task.draft
    if draft.frequency is None:
        return booking_times.search(task)
    first = series_draft.first_start(draft, facts.now, timedelta(minutes=facts.catalogue.rules.min_notice_minutes))
    if first is None or draft.window is None or draft.window.precision != "time":
        return FindStarts(series_draft.searched(draft, facts.now))
    return PreviewSeries(series_draft.with_settled_days(draft), first)


def _least(draft: BookingDraft, facts: Facts) -> tuple[Say, ...]:
    """What is said when fewer hours are wished than the service takes."""
    service = facts.service(draft.service)
    if service is None or draft.duration_minutes is None or draft.duration_minutes >= service.min_minutes:
        return ()
    return (Say("utter_least_hours", {"service": service.name, "hours": hours_in_words(service.min_minutes)}),)


def ask(
    talk: Talk, response: str, context: str, values: dict[str, str] | None = None, options: tuple[Option, ...] = ()
) -> Step:
    return Step(talk.asking(context, options), (Say(response, values or {}, choices_of(options)),))


def with_noted(before: Talk, step: Step) -> Step:
    """What has been noted and not said yet goes before a question that is no summary."""
    task = before.top
    if not isinstance(task, BookingTask) or not task.changed or not isinstance(step.talk.top, BookingTask):
        return step
    return replace(
        step, say=(*note_of(task.changed), *step.say), talk=step.talk.with_top(replace(step.talk.top, changed={}))
    )


def reworked(talk: Talk, task: BookingTask, new: BookingTask, facts: Facts, noted: Mapping[str, str]) -> Step:
    """A changed task: what was held for the old one and is not for the new one is let go first."""
    step = proceed(talk.with_top(new), new, facts, noted)
    release = let_go(task, new)
    # The search that may follow must see the old hold's time free: it is run once the release is done.
    return replace(step, effect=release) if release else step


def let_go(before: BookingTask, after: BookingTask) -> ReleaseHolds | None:
    kept = wishes.held_ids(after)
    gone = tuple(held for held in wishes.held_ids(before) if held not in kept)
    return ReleaseHolds(gone) if gone else None


def release(task: BookingTask) -> ReleaseHolds | None:
    held = wishes.held_ids(task)
    return ReleaseHolds(held) if held else None


def not_held(task: BookingTask) -> BookingTask:
    return task.with_draft(task.draft)


def none_held(task: BookingTask) -> BookingTask:
    return replace(task, wishes=tuple(replace(wish, held=None) for wish in task.wishes), at=0)


def offer(talk: Talk, task: BookingTask, starts: tuple[datetime, ...], best: datetime | None, facts: Facts) -> Step:
    options = options_of(starts, best, facts)
    hours = series_draft.offered_in_words(task.draft, starts)
    if hours:
        options = tuple(replace(option, title=hour) for option, hour in zip(options, hours, strict=True))
        exact = task.draft.window is not None and task.draft.window.precision == "time"
        return ask(talk, "utter_series_full" if exact else "utter_ask_series_which_hour", WINDOW, options=options)
    full = can_wait(task.draft, starts)
    response = "utter_window_full" if full else "utter_ask_which_window"
    return ask(talk, response, WINDOW, None, (*options, choosing.WAITLIST) if full else options)


def now_held(talk: Talk, task: BookingTask, booking: BookingView, facts: Facts) -> Step:
    """Its time is kept: on to the next wish, or to the summary."""
    draft = replace(task.draft, window=WindowDraft(booking.start, None, "time"))
    held = task.with_draft(draft).with_held(booking)
    step = proceed(talk.with_top(held), held, facts)
    asks_on = step.effect is None and wishes.next_to_hold(held) is not None
    if not asks_on:
        return step
    kept = {"service": facts.service_name(booking.service), "window": start_in_words(booking.start, facts)}
    return replace(step, say=(Say("utter_kept", kept), *step.say))


def now_offered(talk: Talk, task: BookingTask, offer: SeriesOffer, changed: bool, facts: Facts) -> Step:
    """What the series would be is known; ``changed``: it is no longer what she has said yes to."""
    offered = task.with_draft(series_draft.with_settled_days(task.draft)).with_offer(offer)
    if not changed:
        return proceed(talk.with_top(offered), offered, facts)
    anew = replace(offered, shown=False)
    step = proceed(talk.with_top(anew), anew, facts)
    return replace(step, say=(Say("utter_series_changed"), *step.say))


def _summary(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    """Everything that is kept, read back; after a change only what is new."""
    held = [wish.held for wish in task.wishes if wish.held is not None]
    choices = choices_of(CONFIRM_OPTIONS)
    said: tuple[Say, ...] = ()
    if len(held) > 1:
        news = note_of(task.changed) if task.shown else ()
        said = (*news, replace(summary.several_to_confirm(held, facts), choices=choices))
    elif held and task.shown:
        said = (replace(summary.changed(held[0], facts, task.changed), choices=choices),)
    elif held:
        said = (replace(summary.to_confirm(held[0], facts), choices=choices),)
    for wish in task.wishes:
        if wish.offer is not None:
            *remarks, last = series_summary.summary(wish.draft, wish.offer, facts, task.changed if task.shown else None)
            said = (*said, *remarks, replace(last, choices=choices))
    shown = replace(task, shown=True, changed={}, pending=None, dropping=False)
    return Step(talk.with_top(shown).asking(CONFIRM, CONFIRM_OPTIONS), said)


def _next_to_confirm(task: BookingTask) -> ConfirmHold | None:
    """The first wish whose time is kept, to be booked."""
    held = ((wish.held, wish.draft.whose) for wish in task.wishes if wish.held is not None)
    return next((ConfirmHold(booking.id, whose) for booking, whose in held), None)


def next_booked(talk: Talk, task: BookingTask, booking: BookingView, facts: Facts) -> Step:
    """One is booked: on to the next one of the same yes; the last one ends the task."""
    left = tuple(wish for wish in task.wishes if wish.held is None or wish.held.id != booking.id)
    done = replace(task, wishes=left, at=0, booked=(*task.booked, booking))
    further = next_to_book(talk.with_top(done), done)
    if further is not None and isinstance(further.effect, ConfirmHold):
        return further
    said = summary.booked(done.booked, facts)
    if further is not None:
        return replace(further, say=(said,))
    talk = replace(talk, order_id=booking.id, moved_from=None)
    return with_rest(talk, replace(done, wishes=(Wish(), *left)), said, facts)


def next_to_book(talk: Talk, task: BookingTask) -> Step | None:
    """The next thing that the yes books: what is held first, then what was offered; ``None``: nothing is ready.

    ``task`` is the one on top.
    """
    confirm = _next_to_confirm(task)
    if confirm is not None:
        return Step(talk, (), confirm)
    for place, wish in enumerate(task.wishes):
        if wish.offer is not None:
            start = StartSeries(wish.draft, wish.offer.kept[0].start, wish.offer)
            return Step(talk.with_top(replace(task, at=place)), (), start)
    return None


def next_started(talk: Talk, task: BookingTask, offer: SeriesOffer, facts: Facts) -> Step:
    """A series runs: on to the next thing of the same yes; the last one ends the task."""
    first, *others = series_summary.started(task.draft, offer, facts)
    left = replace(task, wishes=(*task.wishes[: task.at], *task.wishes[task.at + 1 :]), at=0)
    further = next_to_book(talk.with_top(left), left) if left.wishes else None
    if further is not None:
        return replace(further, say=(first, *others))
    step = with_rest(talk, task, first, facts)
    return replace(step, say=(first, *others, *step.say[1:]))


def with_rest(talk: Talk, task: BookingTask, said: Say, facts: Facts) -> Step:
    """The end of the wish that is talked of, and the next one where there is one."""
    left = (*task.wishes[: task.at], *task.wishes[task.at + 1 :])
    rest = talk.without_top()
    if not left:
        return Step(rest, (said,))
    upcoming = BookingTask(wishes=left)
    step = proceed(replace(rest, tasks=(*rest.tasks, upcoming)), upcoming, facts, wishes.in_words(upcoming, facts))
    return replace(step, say=(said, Say("utter_next_one"), *step.say))


def without_window(talk: Talk, task: BookingTask) -> Talk:
    return talk.with_top(task.with_draft(replace(task.draft, window=None)))
