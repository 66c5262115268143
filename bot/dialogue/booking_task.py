"""Gathering one or more bookings: merge what was said, ask what is missing, offer, hold, confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue import draft as drafts
from bot.dialogue import known_places as places
from bot.dialogue.asking import JoinWaitlist, WaitlistJoined
from bot.dialogue.effects import (
    Booked,
    ConfirmHold,
    Done,
    FindStarts,
    HoldPlacedFor,
    Outcome,
    PlaceHold,
    Refused,
    ReleaseHold,
    StartsFound,
)
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask
from bot.dialogue.values import BookingDraft, Option, WindowDraft
from bot.domain.pricing import hours_in_words
from bot.zh.choosing import leaves_it_open
from bot.zh.refusal import also_another, declines, wants_another_person
from bot.zh.say import masked_phone
from bot.zh.time_say import say
from bot.zh.whose_home import wants_other_place
from bot.zh.window import Window

CONFIRM = "booking:confirm"
WINDOW = "booking:window"
CHANGE = "booking:change"
WISH = "booking:wish"

CONFIRM_OPTIONS = (Option("yes", "确认预约"), Option("no", "再改改"))
CHANGE_OPTIONS = tuple(Option(word, word) for word in ("改时间", "改地址", "改电话", "先不约了"))
WISH_OPTIONS = (Option("any", "换谁都行"), Option("drop", "先不约了"))


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A new booking from a message, with what is known about the customer filled in."""
    first, *others = drafts.from_frame(frame, facts)
    if first.service is None and talk.mentioned:
        first = replace(first, service=talk.mentioned)
    elif first.service is None and also_another(frame.text):
        first = replace(first, service=next((one.service for one in facts.upcoming if one.id == talk.order_id), None))
    task = BookingTask(draft=first, waiting=tuple(others))
    step = proceed(replace(talk, tasks=(*talk.tasks, task)), task, facts, noted=drafts.in_words(first, facts))
    said = (Say("utter_series_by_person"), *step.say) if frame.request.frequency else step.say
    return _minding_the_phone(replace(step, say=said), frame)


def _minding_the_phone(step: Step, frame: Frame) -> Step:
    """A number with a digit too few is not passed over in silence when the phone is asked for."""
    if not frame.phone_invalid:
        return step
    said = tuple(Say("utter_ask_phone_again") if say.response == "utter_ask_phone" else say for say in step.say)
    return replace(step, say=said)


def take(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step:
    """A message to a booking in progress: a choice, a detail, a correction, a yes or a no."""
    chosen = drafts.chosen(task.options, frame)
    if chosen is not None:
        step = _chosen(talk, task, chosen, facts)
        if step is not None:
            return step
    if task.asked == WINDOW and leaves_it_open(frame.text):
        return _any_time(talk, task, facts)
    if task.asked == CONFIRM and frame.has("affirm") and frame.has_details and also_another(frame.text):
        return _confirm_and_more(talk, task, frame, facts)
    if wants_other_place(frame.text) and not (frame.address or frame.address_part):
        return _reworked(talk, task, places.elsewhere(task.draft, facts), facts, noted=())
    draft, changed = drafts.merge(task.draft, frame, facts, task.asked)
    if task.asked == CONFIRM and not changed:
        return _answer_to_summary(talk, task, frame, facts)
    if changed:
        return _minding_the_phone(_reworked(talk, task, draft, facts, noted=changed), frame)
    if frame.phone_invalid:
        return _ask(talk, "utter_ask_phone_again", "booking:phone")
    return ask_again(talk, task, facts)


def drop(talk: Talk, task: BookingTask) -> Step:
    """The customer gives the booking up."""
    return Step(talk.without_top(), (Say("utter_booking_dropped"),), _release(task))


def proceed(talk: Talk, task: BookingTask, facts: Facts, noted: tuple[str, ...] = ()) -> Step:
    """Asks for the first thing missing; with nothing missing, looks for a free start."""
    said: tuple[Say, ...] = (Say("utter_noted", {"noted": "，".join(noted)}),) if noted else ()
    missing = drafts.first_missing(task.draft, facts)
    if missing is None:
        said += _least(task.draft, facts)
        return Step(talk.asking("none"), said, FindStarts(task.draft))
    step = _ask(talk, missing.response, missing.context, missing.values, missing.options)
    return replace(step, say=said + step.say)


def _least(draft: BookingDraft, facts: Facts) -> tuple[Say, ...]:
    """What is said when fewer hours are wished than the service takes."""
    service = facts.service(draft.service)
    if service is None or draft.duration_minutes is None or draft.duration_minutes >= service.min_minutes:
        return ()
    return (Say("utter_least_hours", {"service": service.name, "hours": hours_in_words(service.min_minutes)}),)


def ask_again(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    """The open question of this booking once more; there always is one, so that nobody is left in silence."""
    if task.asked == CONFIRM and task.hold_id is not None:
        return Step(talk, (Say("utter_ask_confirm_again", {}, choices_of(task.options)),))
    if task.asked == CHANGE:
        return Step(talk, (Say("utter_ask_what_to_change", {}, choices_of(task.options)),))
    if task.asked in (WINDOW, WISH) and task.options:
        response = "utter_wish_not_met" if task.asked == WISH else "utter_ask_which_window"
        if task.options == (drafts.WAITLIST,):
            response = "utter_no_window"
        return Step(talk, (Say(response, {}, choices_of(task.options)),))
    return proceed(talk, task, facts)


def after(talk: Talk, task: BookingTask, outcome: Outcome, facts: Facts) -> Step:
    """What the business answered."""
    match outcome:
        case Done():
            # The old hold is gone; where a search is due it sees that time free again.
            complete = drafts.first_missing(task.draft, facts) is None
            return Step(talk, (), FindStarts(task.draft)) if complete and task.asked == "none" else Step(talk)
        case StartsFound(covered=False):
            draft = replace(task.draft, address="", district="")
            return _ask(talk.with_top(replace(task, draft=draft)), "utter_not_covered", "booking:address")
        case StartsFound(unmet=unmet) if unmet:
            return _ask(talk, "utter_wish_not_met", WISH, options=WISH_OPTIONS)
        case StartsFound(exact=None, starts=()) if _can_wait(task.draft, ()):
            return _ask(talk, "utter_no_window", WINDOW, options=(drafts.WAITLIST,))
        case StartsFound(exact=None, starts=()):
            return _ask(_without_window(talk, task), "utter_no_window", WINDOW)
        case StartsFound(exact=None, starts=starts, best=best):
            return _offer(talk, task, starts, best, facts)
        case StartsFound(exact=start) if start is not None:
            return Step(talk, (), PlaceHold(task.draft, start))
        case HoldPlacedFor(booking=booking):
            return _summary(talk, task, booking, facts)
        case Booked(booking=booking):
            talk = replace(talk, order_id=booking.id, moved_from=None)
            return _with_next(talk, task, booked(booking, facts), facts)
        case WaitlistJoined():
            wish = {"service": facts.service_name(task.draft.service), "window": _wish_in_words(task.draft, facts)}
            return _with_next(talk, task, Say("utter_waitlist_joined", wish), facts)
        case Refused(code="window_taken" | "no_provider_available"):
            return Step(talk.with_top(replace(task, hold_id=None, asked="none")), (), FindStarts(task.draft))
        case Refused(code="hold_expired"):
            # The window may well be free still: hold it anew and have it confirmed once more.
            said = (Say("utter_error_hold_expired"),)
            return Step(talk.with_top(replace(task, hold_id=None, asked="none")), said, FindStarts(task.draft))
        case Refused(code=code):
            return _ask(_without_window(talk, task), f"utter_error_{code}", WINDOW)
        case _:
            return Step(talk)


def _chosen(talk: Talk, task: BookingTask, option: Option, facts: Facts) -> Step | None:
    """What picking an option of the open question means."""
    match task.asked, option.value:
        case ("booking:window", "waitlist"):
            return Step(talk, (), JoinWaitlist(task.draft))
        case ("booking:window", value):
            draft = replace(task.draft, window=WindowDraft(datetime.fromisoformat(value), None, "time"))
            return _reworked(talk, task, draft, facts, noted=())
        case ("booking:service", value):
            draft = replace(task.draft, service=value)
            return _reworked(talk, task, draft, facts, noted=(facts.service_name(value),))
        case ("booking:address", value):
            home = next(home for home in facts.homes if home.address == value)
            return _reworked(talk, task, places.at_home(task.draft, home, facts), facts, noted=())
        case ("booking:confirm", "yes"):
            return _confirm(talk, task, facts)
        case ("booking:confirm", _):
            return _refuse(talk, task)
        case ("booking:wish", "any"):
            draft = replace(
                task.draft, provider_name=None, provider_gender=None, provider_exclude=(), same_provider=None
            )
            return _reworked(talk, task, drafts.without_provider_needs(draft), facts, noted=())
        case ("booking:change", "改时间"):
            return _reworked(talk, task, replace(task.draft, window=None), facts, noted=())
        case ("booking:change", "改地址"):
            return _reworked(talk, task, places.elsewhere(task.draft, facts), facts, noted=())
        case ("booking:change", "改电话"):
            return _reworked(talk, task, replace(task.draft, phone=""), facts, noted=())
        case (_, "先不约了" | "drop"):
            return drop(talk, task)
        case _:
            return None


def _any_time(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    """ "随便" to the question when: the best start on offer, else the next real ones."""
    if task.options and task.options[0] != drafts.WAITLIST:
        return _chosen(talk, task, drafts.left_to_us(task.options), facts) or ask_again(talk, task, facts)
    draft = replace(task.draft, window=WindowDraft(None, None, "asap"))
    return _reworked(talk, task, draft, facts, noted=())


def _confirm_and_more(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step:
    """ "好的，明天的也约一个": this one is booked, and the other wish waits its turn."""
    more, *_ = drafts.from_frame(frame, facts)
    more = replace(drafts.share(more, task.draft), service=more.service or task.draft.service)
    return _confirm(talk.with_top(replace(task, waiting=(*task.waiting, more))), task, facts)


def _answer_to_summary(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step:
    """A yes books only when it is nothing but a yes: "好的不用了" is a no, and a question is answered first."""
    if wants_another_person(frame.text) and task.held_with:
        exclude = tuple(dict.fromkeys((*task.draft.provider_exclude, *task.held_with)))
        return _reworked(talk, task, replace(task.draft, provider_exclude=exclude), facts, noted=())
    if frame.has("deny") or declines(frame.text):
        return _refuse(talk, task)
    if frame.has("affirm") and not frame.asks:
        return _confirm(talk, task, facts)
    return ask_again(talk, task, facts)


def _confirm(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    return Step(talk, (), ConfirmHold(task.hold_id, task.draft.whose)) if task.hold_id else proceed(talk, task, facts)


def _refuse(talk: Talk, task: BookingTask) -> Step:
    """No to the summary: the hold goes, the details stay, and we ask what to change."""
    kept = talk.with_top(replace(task, hold_id=None, held_with=(), asked=CHANGE, options=CHANGE_OPTIONS))
    return Step(kept, (Say("utter_ask_what_to_change", {}, choices_of(CHANGE_OPTIONS)),), _release(task))


def _reworked(talk: Talk, task: BookingTask, draft: BookingDraft, facts: Facts, noted: tuple[str, ...]) -> Step:
    """A changed draft: a hold placed for the old one is let go first."""
    changed = replace(task, draft=draft, hold_id=None, held_with=())
    step = proceed(talk.with_top(changed), changed, facts, noted)
    if task.hold_id is None:
        return step
    # The search that may follow must see the old hold's time free: it is run once the release is done.
    return Step(step.talk, step.say, _release(task))


def _release(task: BookingTask) -> ReleaseHold | None:
    return ReleaseHold(task.hold_id) if task.hold_id else None


def _ask(
    talk: Talk, response: str, context: str, values: dict[str, str] | None = None, options: tuple[Option, ...] = ()
) -> Step:
    return Step(talk.asking(context, options), (Say(response, values or {}, choices_of(options)),))


def _offer(talk: Talk, task: BookingTask, starts: tuple[datetime, ...], best: datetime | None, facts: Facts) -> Step:
    options = tuple(Option(start.isoformat(), _start_in_words(start, facts), start == best) for start in starts)
    full = _can_wait(task.draft, starts)
    response = "utter_window_full" if full else "utter_ask_which_window"
    return _ask(talk, response, WINDOW, None, (*options, drafts.WAITLIST) if full else options)


def _can_wait(draft: BookingDraft, starts: tuple[datetime, ...]) -> bool:
    """Whether an hour or a part of a day was wished and none of the free starts is in it."""
    wish = draft.window
    if wish is None or wish.start is None or wish.precision not in ("time", "part"):
        return False
    if wish.precision == "time":
        return True
    return not any(wish.start <= start and (wish.end is None or start < wish.end) for start in starts)


def _summary(talk: Talk, task: BookingTask, booking: BookingView, facts: Facts) -> Step:
    draft = replace(task.draft, window=WindowDraft(booking.start, None, "time"))
    held = talk.with_top(replace(task, draft=draft, hold_id=booking.id, held_with=booking.providers))
    values = {**summary_values(booking, facts), "hold": str(facts.catalogue.rules.hold_minutes)}
    in_review = "_in_review" if booking.awaits_review else ""
    return _ask(held, f"utter_summary{in_review}", CONFIRM, values, CONFIRM_OPTIONS)


def _with_next(talk: Talk, task: BookingTask, said: Say, facts: Facts) -> Step:
    """The end of a booking, and the next wish of the same message where there is one."""
    rest = talk.without_top()
    if not task.waiting:
        return Step(rest, (said,))
    following, *others = task.waiting
    draft = drafts.share(following, task.draft)
    upcoming = BookingTask(draft=draft, waiting=tuple(others))
    step = proceed(replace(rest, tasks=(*rest.tasks, upcoming)), upcoming, facts, drafts.in_words(draft, facts))
    return replace(step, say=(said, Say("utter_next_one"), *step.say))


def booked(booking: BookingView, facts: Facts) -> Say:
    """It is booked, or will be when a colleague has looked at it."""
    in_review = "_in_review" if booking.awaits_review else ""
    return Say(f"utter_booked{in_review}", summary_values(booking, facts))


def summary_values(booking: BookingView, facts: Facts) -> dict[str, str]:
    """A booking in words, for the summary and for looking at it later."""
    end = booking.start + timedelta(minutes=booking.minutes)
    provider = "、".join(booking.providers)
    return {
        "service": facts.service_name(booking.service),
        "window": say(Window(booking.start, end, "time"), facts.at),
        "address": places.shown_address(booking.address, facts),
        "phone": masked_phone(booking.phone),
        "needs": drafts.needs_line(booking.special_needs, booking.quantities),
        "price": booking.price,
        "provider": f"{provider}（{'，'.join(booking.reasons)}）" if booking.reasons else provider,
    }


def _wish_in_words(draft: BookingDraft, facts: Facts) -> str:
    wish = draft.window
    return say(Window(wish.start, wish.end, wish.precision), facts.at) if wish else ""


def _start_in_words(start: datetime, facts: Facts) -> str:
    return say(Window(start, None, "time"), facts.at)


def _without_window(talk: Talk, task: BookingTask) -> Talk:
    return talk.with_top(replace(task, draft=replace(task.draft, window=None), hold_id=None, held_with=()))
