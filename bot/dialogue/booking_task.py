"""Gathering one or more bookings: merge what was said, ask what is missing, offer, hold, confirm with one yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.dialogue import booking_flow as flow
from bot.dialogue import booking_times, choosing, regrouping, series_draft, summary, wishes
from bot.dialogue import draft as drafts
from bot.dialogue import known_places as places
from bot.dialogue.asking import JoinWaitlist, WaitlistJoined
from bot.dialogue.effects import (
    Booked,
    Done,
    HoldPlacedFor,
    Outcome,
    Refused,
    StartsFound,
)
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.named_wishes import named_alone
from bot.dialogue.recurring import SeriesPreviewed, SeriesStartedWith
from bot.dialogue.regrouping import WHICH
from bot.dialogue.remarks import with_code
from bot.dialogue.starts import can_join, can_wait, starts_of, window_in_words
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask, Wish
from bot.dialogue.values import Option, WindowDraft
from bot.dialogue.wishes import CONFIRM
from bot.zh.agreeing import agrees
from bot.zh.amending import part_named
from bot.zh.choosing import leaves_it_open, takes_anybody
from bot.zh.refusal import also_another, declines, wants_another_person
from bot.zh.waiting import joins_waitlist, only_then
from bot.zh.whose_home import wants_other_place

CHANGE = "booking:change"
WISH = "booking:wish"

CHANGE_OPTIONS = tuple(Option(word, word) for word in ("改时间", "改地址", "改电话", "先不约了"))
DOOR_OPTIONS = (Option("here", "没有楼号，就这里"),)
WISH_OPTIONS = (Option("any", "换谁都行"), Option("drop", "先不约了"))


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """A new booking from a message, with what is known about the customer filled in."""
    frame = with_code(frame)
    same_work = len(frame.requests) <= 1 or not any(one.service for one in frame.requests)
    asked = talk.asked_about if same_work else None
    wished = wishes.from_frame(frame, facts, drafts.begun(facts, asked, frame.request))
    first, *others = wished
    if first.draft.service is None and also_another(frame.text):
        only = facts.series[0].service if len(facts.series) == 1 else None
        service = next((one.service for one in facts.upcoming if one.id == talk.order_id), only)
        first = replace(first, draft=replace(first.draft, service=service))
    told = wishes.begun_apart(
        BookingTask(wishes=(first, *others)), frame, facts, drafts.begun(facts, asked, frame.request)
    )
    task = booking_times.with_early_look(told, frame, facts)
    opened = replace(talk, tasks=(*talk.tasks, task), dropped=None, asked_about=None)
    step = flow.proceed(opened, task, facts, wishes.in_words(told, facts))
    return _minding_the_phone(step, frame)


def take_up(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step:
    """A booking that was given up a while ago, gone on with."""
    told = wishes.with_message(task, frame, facts)
    opened = replace(talk, tasks=(*talk.tasks, told.task), dropped=None)
    noted = "，".join(wishes.in_words(told.task, facts).values())
    step = flow.proceed(opened, told.task, facts)
    return replace(step, say=(Say("utter_taken_up", {"noted": noted}), *step.say))


def _minding_the_phone(step: Step, frame: Frame) -> Step:
    """A number with a digit too few is not passed over in silence when the phone is asked for."""
    if not frame.phone_invalid:
        return step
    said = tuple(Say("utter_ask_phone_again") if say.response == "utter_ask_phone" else say for say in step.say)
    return replace(step, say=said)


def take(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step:
    """A message to a booking in progress: a choice, a detail, a correction, a yes or a no."""
    chosen = choosing.chosen(task.options, frame)
    if chosen is None and (_waits_for_that(task, frame) or _waits_all_the_same(task, frame, facts)):
        chosen = choosing.WAITLIST
    if chosen is None and task.asked == WISH and frame.has("affirm") and not (frame.has_details or frame.asks):
        chosen = WISH_OPTIONS[0]  # 换谁都行吗？好的
    if chosen is not None:
        step = _chosen(talk, task, chosen, facts)
        if step is not None:
            return step
    anybody = drafts.by_anybody(task.draft)
    named_open = takes_anybody(frame.text) and not wants_another_person(frame.text)
    if named_open and anybody != task.draft and not frame.has_details:
        return flow.reworked(talk, task, task.with_draft(anybody), facts, {"provider_name": "换谁都行"})
    hour = frame.request.window is not None and frame.request.window.precision == "time"
    if task.asked == booking_times.WINDOW and leaves_it_open(frame.text) and not hour:
        return _any_time(talk, task, facts)
    if agrees_to_offer(task, frame):
        return _chosen(talk, task, choosing.agreed(task.options), facts) or ask_again(talk, task, facts)
    says_yes = frame.has("affirm") and agrees(frame.text)
    if task.asked == CONFIRM and says_yes and frame.has_details and also_another(frame.text):
        return _confirm_and_more(talk, task, frame, facts)
    if task.asked == WHICH:
        place = wishes.named(task, frame.text) if _only_names(frame) else named_alone(task, frame.text, facts)
        if place is not None:
            return _which_chosen(talk, task, str(place), facts)
    if wants_other_place(frame.text) and not (frame.address or frame.address_part):
        return _elsewhere(talk, task, facts)
    if part_named(frame.text) == "phone" and not (frame.phone or frame.phone_invalid):
        return flow.reworked(talk, task, task.with_draft(replace(task.draft, phone="")), facts, {})
    if task.asked == CONFIRM and task.is_several and wants_another_person(frame.text):
        place = named_alone(task, frame.text, facts)
        if place is not None:
            return _somebody_else(talk, task, replace(task, at=place), facts)
    named = task.draft.provider_name
    open_who = task.asked in (booking_times.WINDOW, WISH)
    if named and open_who and wants_another_person(frame.text) and not frame.provider:
        task = task.with_draft(drafts.without_people(task.draft, (named,)))
        return flow.reworked(talk, task, task, facts, {})
    told = wishes.with_message(task, frame, facts)
    if told.unclear:
        return regrouping.ask_which(talk, task, told.task, facts)
    if task.asked == CONFIRM and not told.changed:
        return _answer_to_summary(talk, task, frame, facts)
    if told.changed:
        return _minding_the_phone(flow.reworked(talk, task, told.task, facts, told.changed), frame)
    if frame.phone_invalid:
        return flow.ask(talk, "utter_ask_phone_again", "booking:phone")
    return ask_again(talk, task, facts)


def _waits_all_the_same(task: BookingTask, frame: Frame, facts: Facts) -> bool:
    """给我排个候补吧, where other times were shown meanwhile: of what was wished."""
    shown = task.asked == booking_times.WINDOW and bool(task.offered or task.options)
    waits = shown and can_join(task.draft, starts_of(task.options)) and joins_waitlist(frame.text)
    return waits and task.draft.frequency is None and drafts.first_missing(task.draft, facts) is None


def _waits_for_that(task: BookingTask, frame: Frame) -> bool:
    """只要星期四上午十点, where that is full: she would rather wait for it."""
    if task.asked != booking_times.WINDOW or choosing.WAITLIST not in task.options or not only_then(frame.text):
        return False
    said, wish = frame.request.window, task.draft.window
    if said is None:
        return not frame.has_details
    if wish is None or wish.start is None or said.start is None:
        return False
    holds = said.precision in ("day", "part") and said.end is not None and said.start <= wish.start < said.end
    same_day = holds and said.start.date() == wish.start.date()
    return same_day or (said.start, said.precision) == (wish.start, wish.precision)


def take_time(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step | None:
    """最早几点, 别的时间呢, 下午那个: a free time asked for, or one that was offered; ``None``: something else."""
    if _waits_for_that(task, frame):
        return None
    turned = booking_times.turned(task, frame, facts)
    match turned:
        case None:
            return None
        case (option,):
            return _chosen(talk, task, option, facts)
        case booking_times.Turned(task=seeking, told=told):
            return flow.reworked(talk, task, seeking, facts, told)
        case options:
            response = "utter_all_of_these" if len(options) == len(task.options) else "utter_ask_which_window"
            return flow.ask(talk, response, booking_times.WINDOW, options=options)


def agrees_to_offer(task: BookingTask, frame: Frame) -> bool:
    """行, 就这样吧: to several free times the first of them, as it is read back before anything is booked."""
    if task.asked != booking_times.WINDOW or not booking_times.are_starts(task.options):
        return False
    said_no = frame.has("deny", "abandon") or declines(frame.text)
    return frame.has("affirm") and not (frame.has_details or frame.asks or said_no or frame.choice)


def _only_names(frame: Frame) -> bool:
    """Whether nothing is said but what is meant."""
    return not frame.has_details or frame.requests == (Request(service=frame.request.service),)


def drop(talk: Talk, task: BookingTask) -> Step:
    """The customer gives the booking up; its details are kept for a while in case she comes back to it."""
    left = tuple(replace(wish, held=None, offer=None) for wish in task.wishes)
    dropped = BookingTask(wishes=left)
    return Step(replace(talk.without_top(), dropped=dropped), (Say("utter_booking_dropped"),), flow.release(task))


def ask_again(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    """The open question of this booking once more; there always is one, so that nobody is left in silence."""
    if task.asked == CONFIRM and task.wish.is_ready:
        return Step(talk, (Say("utter_ask_confirm_again", {}, choices_of(task.options)),))
    if task.asked == CHANGE:
        return Step(talk, (Say("utter_ask_what_to_change", {}, choices_of(task.options)),))
    if task.asked == WHICH:
        return Step(talk, (Say("utter_ask_which_wish", {}, choices_of(task.options)),))
    if task.asked in (booking_times.WINDOW, WISH) and task.options:
        if booking_times.are_starts(task.options):
            return Step(talk, (Say("utter_ask_which_shown"),))
        response = "utter_wish_not_met" if task.asked == WISH else "utter_ask_which_window"
        if task.options == (choosing.WAITLIST,):
            response = "utter_no_window"
        return Step(talk, (Say(response, {}, choices_of(task.options)),))
    return flow.proceed(talk, task, facts)


def after(talk: Talk, task: BookingTask, outcome: Outcome, facts: Facts) -> Step:
    """What the business answered."""
    if isinstance(outcome, Refused) and task.booked:
        # What this yes has booked so far is told, whatever becomes of the rest.
        told = replace(task, booked=())
        step = after(talk.with_top(told), told, outcome, facts)
        return replace(step, say=(summary.booked(task.booked, facts), *step.say))
    match outcome:
        case Done():
            # The old hold is gone; where a search is due it sees that time free again.
            return flow.proceed(talk, task, facts) if task.asked == "none" else Step(talk)
        case StartsFound(covered=False):
            draft = replace(task.draft, address="", district="")
            return flow.ask(talk.with_top(task.with_draft(draft)), "utter_not_covered", "booking:address")
        case StartsFound(unmet=unmet) if unmet and drafts.by_anybody(task.draft) == task.draft:
            return flow.ask(flow.without_window(talk, task), "utter_no_window", booking_times.WINDOW)
        case StartsFound(unmet=unmet) if unmet:
            return flow.with_noted(talk, flow.ask(talk, "utter_wish_not_met", WISH, options=WISH_OPTIONS))
        case StartsFound(exact=start) if start is not None and start == task.refused:
            # Free for the search and yet refused a moment ago: another time rather than round and round.
            return flow.ask(flow.without_window(talk, task), "utter_error_window_taken", booking_times.WINDOW)
        case StartsFound() if (other := booking_times.other_time(task, outcome)) is not None:
            full = Say("utter_first_time_full", {"window": window_in_words(task.draft.window, facts)})
            step = flow.reworked(talk, task, other, facts, {"window": window_in_words(other.draft.window, facts)})
            return replace(step, say=(full, *step.say))
        case StartsFound() if (start := booking_times.settled(task, outcome, facts)) is not None:
            return flow.settled(talk, task, start, facts)
        case StartsFound() if (offered := booking_times.offer(talk, task, outcome, facts)) is not None:
            return offered
        case StartsFound(exact=None, starts=()) if can_wait(task.draft, ()):
            return flow.with_noted(
                talk, flow.ask(talk, "utter_no_window", booking_times.WINDOW, options=(choosing.WAITLIST,))
            )
        case StartsFound(exact=None, starts=()):
            return flow.ask(flow.without_window(talk, task), "utter_no_window", booking_times.WINDOW)
        case StartsFound(exact=None, starts=starts, best=best):
            return flow.with_noted(talk, flow.offer(talk, task, starts, best, facts))
        case HoldPlacedFor(booking=booking):
            return flow.now_held(talk, task, booking, facts)
        case Booked(booking=booking):
            return flow.next_booked(talk, task, booking, facts)
        case SeriesPreviewed(offer=offer, changed=changed):
            return flow.now_offered(talk, task, offer, changed, facts)
        case SeriesStartedWith(offer=offer):
            return flow.next_started(talk, task, offer, facts)
        case WaitlistJoined():
            wish = {
                "service": facts.service_name(task.draft.service),
                "window": window_in_words(task.draft.window, facts),
            }
            return flow.with_rest(talk, task, Say("utter_waitlist_joined", wish), facts)
        case Refused(code="window_taken" | "no_provider_available"):
            searching = replace(flow.not_held(task), asked="none", refused=task.tried)
            return flow.reworked(talk, task, searching, facts, {})
        case Refused(code="hold_expired"):
            # The window may well be free still: hold it anew and have it confirmed once more.
            searching = replace(flow.none_held(task), asked="none", shown=False)
            step = flow.reworked(talk, task, searching, facts, {})
            return replace(step, say=(Say("utter_error_hold_expired"), *step.say))
        case Refused(code=code):
            step = flow.ask(flow.without_window(talk, task), f"utter_error_{code}", booking_times.WINDOW)
            return replace(step, effect=flow.release(replace(task, wishes=(task.wish,), at=0)))
        case _:
            return Step(talk)


def _chosen(talk: Talk, task: BookingTask, option: Option, facts: Facts) -> Step | None:
    """What picking an option of the open question means."""
    match task.asked, option.value:
        case ("booking:window", "waitlist"):
            return Step(talk, (), JoinWaitlist(task.draft))
        case ("booking:window", "any"):
            anyone = task.with_draft(replace(task.draft, provider_name=None))
            return flow.reworked(talk, task, anyone, facts, {})
        case (_, "human"):
            return None  # above every task
        case ("booking:window", value):
            draft = series_draft.with_start(replace(task.draft, window=_window_of(value)))
            return flow.reworked(talk, task, task.with_draft(draft), facts, {"window": option.title})
        case ("booking:area", value):
            draft = replace(task.draft, area_sqm=float(value))
            return flow.reworked(talk, task, task.with_draft(draft), facts, {"area_sqm": option.title})
        case ("booking:service", value):
            draft = replace(task.draft, service=value)
            return flow.reworked(talk, task, task.with_draft(draft), facts, {"service": facts.service_name(value)})
        case ("booking:address", "here"):
            return flow.proceed(talk, task, facts)
        case ("booking:address", value) if any(home.address == value for home in facts.homes):
            home = next(home for home in facts.homes if home.address == value)
            draft = places.at_home(task.draft, home, facts)
            return flow.reworked(talk, task, task.with_draft(draft), facts, {"address": option.title})
        case ("booking:confirm", "yes"):
            return _confirm(talk, task, facts)
        case ("booking:confirm", _):
            return _refuse(talk, task, facts)
        case ("booking:which", "drop"):
            return drop(talk, task)
        case ("booking:which", value):
            return _which_chosen(talk, task, value, facts)
        case ("booking:wish", "any"):
            return flow.reworked(talk, task, task.with_draft(drafts.by_anybody(task.draft)), facts, {})
        case ("booking:change", "改时间"):
            return flow.reworked(talk, task, task.with_draft(replace(task.draft, window=None)), facts, {})
        case ("booking:change", "改地址"):
            return _elsewhere(talk, task, facts)
        case ("booking:change", "改电话"):
            return flow.reworked(talk, task, task.with_draft(replace(task.draft, phone="")), facts, {})
        case ("booking:change", "先不约了") if task.is_several:
            return regrouping.left(talk, task, regrouping.without(task, {task.at}), facts)
        case (_, "先不约了" | "drop"):
            return drop(talk, task)
        case _:
            return None


def _window_of(value: str) -> WindowDraft:
    """The window of an option: a start, or a part of a day from/to."""
    start, _, end = value.partition("/")
    if not end:
        return WindowDraft(datetime.fromisoformat(start), None, "time")
    return WindowDraft(datetime.fromisoformat(start), datetime.fromisoformat(end), "part")


def _any_time(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    """ "随便" to the question when: the best start on offer, else the next real ones."""
    if booking_times.are_starts(task.options):
        return _chosen(talk, task, booking_times.left_to_us(task, facts), facts) or ask_again(talk, task, facts)
    draft = replace(task.draft, window=WindowDraft(None, None, "asap"))
    return flow.reworked(talk, task, task.with_draft(draft), facts, {})


def _confirm_and_more(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step:
    """ "好的，明天的也约一个": this one is booked, and the other wish waits its turn."""
    more, *_ = wishes.from_frame(frame, facts, drafts.known(facts))
    draft = replace(drafts.share(more.draft, task.draft), service=more.draft.service or task.draft.service)
    both = replace(task, wishes=(*task.wishes, Wish(draft)))
    return _confirm(talk.with_top(both), both, facts)


def _answer_to_summary(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step:
    """A yes books only when it is nothing but a yes: "好的不用了" is a no, and a question is answered first."""
    if wants_another_person(frame.text) and (task.held is not None or task.wish.offer is not None):
        return _somebody_else(talk, task, task, facts)
    if wishes.refused_beside(task, frame):
        return ask_again(talk, task, facts)  # the no is to something else
    if frame.has("deny") or declines(frame.text):
        return _refuse(talk, task, facts)
    if frame.has("affirm") and not frame.asks:
        return _confirm(talk, task, facts)
    return ask_again(talk, task, facts)


def _somebody_else(talk: Talk, before: BookingTask, task: BookingTask, facts: Facts) -> Step:
    """Not the one who was shown for the wish that is talked of."""
    shown = task.held.providers if task.held is not None else task.wish.offer.team if task.wish.offer else ()
    return flow.reworked(talk, before, task.with_draft(drafts.without_people(task.draft, shown)), facts, {})


def _confirm(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    booking = flow.next_to_book(talk, task)
    return booking if booking is not None else flow.proceed(talk, task, facts)


def _elsewhere(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    """Another place than the one shown; which one is asked."""
    without = task.with_draft(places.elsewhere(task.draft, facts))
    return flow.reworked(talk, task, without, facts, {})


def _refuse(talk: Talk, task: BookingTask, facts: Facts) -> Step:
    """No to the summary: the hold goes, the details stay, and we ask what to change."""
    if task.is_several:
        return regrouping.ask_which(talk, task, task, facts)
    kept = talk.with_top(replace(flow.not_held(task), asked=CHANGE, options=CHANGE_OPTIONS))
    return Step(kept, (Say("utter_ask_what_to_change", {}, choices_of(CHANGE_OPTIONS)),), flow.release(task))


def _which_chosen(talk: Talk, task: BookingTask, value: str, facts: Facts) -> Step:
    place = None if value == "all" else int(value)
    if task.dropping and place is not None:
        return regrouping.left(talk, task, regrouping.without(task, {place}), facts)
    if task.pending is not None:
        told = wishes.with_pending(task, place, facts)
        return flow.reworked(talk, task, told.task, facts, told.changed)
    changing = replace(task, at=place or 0)
    freed = replace(flow.not_held(changing), asked=CHANGE, options=CHANGE_OPTIONS)
    said = Say("utter_ask_what_to_change", {}, choices_of(CHANGE_OPTIONS))
    return Step(talk.with_top(freed), (said,), flow.let_go(task, freed))
