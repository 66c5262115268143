"""Gathering one or more bookings: merge what was said, ask what is missing, offer, hold, confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue import draft as drafts
from bot.dialogue.talk import (
    Booked,
    BookingDraft,
    BookingTask,
    BookingView,
    ConfirmHold,
    Facts,
    FindStarts,
    HoldPlacedFor,
    Option,
    Outcome,
    PlaceHold,
    Refused,
    ReleaseHold,
    Say,
    StartsFound,
    Step,
    Talk,
    WindowDraft,
    choices_of,
)
from bot.dialogue.understanding import Frame
from bot.zh.say import masked_phone
from bot.zh.time_say import say
from bot.zh.window import Window

CONFIRM = "booking:confirm"
WINDOW = "booking:window"
CHANGE = "booking:change"


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A new booking from a message, with what is known about the customer filled in."""
    first, *others = drafts.from_frame(frame, facts)
    task = BookingTask(draft=first, waiting=tuple(others))
    return proceed(replace(talk, tasks=(*talk.tasks, task)), task, facts, noted=drafts.in_words(first, facts))


def take(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step:
    """A message to a booking in progress: a choice, a detail, a correction, a yes or a no."""
    chosen = drafts.chosen(talk.options, frame)
    if chosen is not None and talk.asked == WINDOW:
        start = datetime.fromisoformat(chosen.value)
        draft = replace(task.draft, window=WindowDraft(start, None, "time"))
        return _reworked(talk, task, draft, facts, noted=())
    if chosen is not None and talk.asked == CONFIRM and chosen.value == "no":
        return refuse(talk, task)
    draft, changed = drafts.merge(task.draft, frame, facts, talk.asked)
    if changed:
        return _reworked(talk, task, draft, facts, noted=changed)
    if talk.asked == CONFIRM and (frame.has("affirm") or (chosen is not None and chosen.value == "yes")):
        return confirm(talk, task)
    if talk.asked == CONFIRM and frame.has("deny"):
        return refuse(talk, task)
    if frame.phone_invalid:
        return _ask(talk, "utter_ask_phone_again", "booking:phone")
    return proceed(talk, task, facts)


def drop(talk: Talk, task: BookingTask) -> Step:
    """The customer gives the booking up."""
    rest = replace(talk, tasks=talk.tasks[:-1], asked="none", options=())
    return Step(rest, (Say("utter_booking_dropped"),), ReleaseHold(task.hold_id) if task.hold_id else None)


def confirm(talk: Talk, task: BookingTask) -> Step:
    if task.hold_id is None:
        raise ValueError("a booking is confirmed on its hold")
    return Step(talk, (), ConfirmHold(task.hold_id))


def refuse(talk: Talk, task: BookingTask) -> Step:
    """No to the summary: the hold goes, the details stay, and we ask what to change."""
    options = tuple(Option(word, word) for word in ("改时间", "改地址", "先不约了"))
    kept = replace(talk, tasks=(*talk.tasks[:-1], replace(task, hold_id=None)), asked=CHANGE, options=options)
    said = Say("utter_ask_what_to_change", {}, choices_of(options))
    return Step(kept, (said,), ReleaseHold(task.hold_id) if task.hold_id else None)


def proceed(talk: Talk, task: BookingTask, facts: Facts, noted: tuple[str, ...] = ()) -> Step:
    """Asks for the first thing missing; with nothing missing, looks for a free start."""
    said = (Say("utter_noted", {"noted": "，".join(noted)}),) if noted else ()
    missing = drafts.first_missing(task.draft, facts)
    if missing is None:
        return Step(replace(talk, asked="none", options=()), said, FindStarts(task.draft))
    step = _ask(talk, missing.response, missing.context, missing.values, missing.options)
    return replace(step, say=said + step.say)


def after(talk: Talk, task: BookingTask, outcome: Outcome, facts: Facts) -> Step:
    """What the business answered."""
    match outcome:
        case StartsFound(covered=False):
            return _ask(_without_address(talk, task), "utter_not_covered", "booking:address")
        case StartsFound(exact=None, starts=()):
            return _ask(_without_window(talk, task), "utter_no_window", WINDOW)
        case StartsFound(exact=None, starts=starts):
            return _offer(talk, task, starts, facts)
        case StartsFound(exact=start) if start is not None:
            return Step(talk, (), PlaceHold(task.draft, start))
        case HoldPlacedFor(booking=booking):
            return _summary(talk, task, booking, facts)
        case Booked(booking=booking):
            return _booked(talk, task, booking, facts)
        case Refused(code="window_taken" | "no_provider_available"):
            return Step(_swap(talk, replace(task, hold_id=None)), (), FindStarts(task.draft))
        case Refused(code="hold_expired"):
            # The window may well be free still: hold it anew and have it confirmed once more.
            said = (Say("utter_error_hold_expired"),)
            return Step(_swap(talk, replace(task, hold_id=None)), said, FindStarts(task.draft))
        case Refused(code=code):
            return _ask(_without_window(talk, task), f"utter_error_{code}", WINDOW)
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: BookingTask, facts: Facts) -> tuple[Talk, Say | None]:
    """The open question of this booking once more, after a digression."""
    if talk.asked == CONFIRM:
        return talk, Say("utter_ask_confirm_again", {}, choices_of(talk.options))
    if talk.asked == WINDOW and talk.options:
        return talk, Say("utter_ask_which_window", {}, choices_of(talk.options))
    missing = drafts.first_missing(task.draft, facts)
    if missing is None:
        return talk, None
    asking = replace(talk, asked=missing.context, options=missing.options)
    return asking, Say(missing.response, missing.values, choices_of(missing.options))


def _reworked(talk: Talk, task: BookingTask, draft: BookingDraft, facts: Facts, noted: tuple[str, ...]) -> Step:
    """A changed draft: a hold placed for the old one is let go first."""
    changed = replace(task, draft=draft, hold_id=None)
    step = proceed(_swap(talk, changed), changed, facts, noted)
    if task.hold_id is None:
        return step
    # The window search that may follow must see the old hold's time free: it is run once the release is done.
    return Step(step.talk, step.say, ReleaseHold(task.hold_id))


def after_release(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    """Goes on where ``_reworked`` let the old hold go."""
    if drafts.first_missing(task.draft, facts) is None and talk.asked == "none":
        return Step(talk, (), FindStarts(task.draft))
    return Step(talk)


def _ask(
    talk: Talk, response: str, context: str, values: dict[str, str] | None = None, options: tuple[Option, ...] = ()
) -> Step:
    said = Say(response, values or {}, choices_of(options))
    return Step(replace(talk, asked=context, options=options), (said,))


def _offer(talk: Talk, task: BookingTask, starts: tuple[datetime, ...], facts: Facts) -> Step:
    options = tuple(Option(start.isoformat(), _start_in_words(start, facts)) for start in starts)
    wanted = task.draft.window
    full = wanted is not None and wanted.precision == "time"
    return _ask(talk, "utter_window_full" if full else "utter_ask_which_window", WINDOW, None, options)


def _summary(talk: Talk, task: BookingTask, booking: BookingView, facts: Facts) -> Step:
    options = (Option("yes", "确认预约"), Option("no", "再改改"))
    draft = replace(task.draft, window=WindowDraft(booking.start, None, "time"))
    held = _swap(talk, replace(task, draft=draft, hold_id=booking.id))
    values = {**summary_values(booking, facts), "hold": str(facts.catalogue.rules.hold_minutes)}
    return _ask(held, "utter_summary", CONFIRM, values, options)


def _booked(talk: Talk, task: BookingTask, booking: BookingView, facts: Facts) -> Step:
    said = Say("utter_booked", summary_values(booking, facts))
    rest = replace(talk, tasks=talk.tasks[:-1], asked="none", options=())
    if not task.waiting:
        return Step(rest, (said,))
    following, *others = task.waiting
    draft = drafts.share(following, task.draft)
    upcoming = BookingTask(draft=draft, waiting=tuple(others))
    step = proceed(replace(rest, tasks=(*rest.tasks, upcoming)), upcoming, facts, drafts.in_words(draft, facts))
    return replace(step, say=(said, *step.say))


def summary_values(booking: BookingView, facts: Facts) -> dict[str, str]:
    """A booking in words; lines that have nothing to say are left out of ``details``."""
    end = booking.start + timedelta(minutes=booking.minutes)
    provider = "、".join(booking.providers)
    return {
        "service": facts.service_name(booking.service),
        "window": say(Window(booking.start, end, "time"), facts.at),
        "address": booking.address,
        "phone": masked_phone(booking.phone),
        "needs": drafts.needs_line(booking.special_needs),
        "price": booking.price,
        "provider": f"{provider}（{'，'.join(booking.reasons)}）" if booking.reasons else provider,
    }


def _start_in_words(start: datetime, facts: Facts) -> str:
    return say(Window(start, None, "time"), facts.at)


def _swap(talk: Talk, task: BookingTask) -> Talk:
    return replace(talk, tasks=(*talk.tasks[:-1], task))


def _without_window(talk: Talk, task: BookingTask) -> Talk:
    return _swap(talk, replace(task, draft=replace(task.draft, window=None), hold_id=None))


def _without_address(talk: Talk, task: BookingTask) -> Talk:
    return _swap(talk, replace(task, draft=replace(task.draft, address="", district=""), hold_id=None))
