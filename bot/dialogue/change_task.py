"""Changing parts of an order, and with them its time where that is wished: old and new shown, done after a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue import change_scope, choosing, order_change
from bot.dialogue import draft as drafts
from bot.dialogue.described import Meant, begins_in, meant
from bot.dialogue.effects import (
    Changed,
    ChangeOrder,
    ChangePreviewed,
    FindMoves,
    Outcome,
    PreviewChange,
    ProfileSaved,
    Refused,
    SaveProfile,
    StartsFound,
)
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.orders import WHICH, answered_which, ask_which
from bot.dialogue.restating import answer_to, asks_only_price, is_further
from bot.dialogue.starts import options_of
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import ChangeTask, MoveTask
from bot.dialogue.values import Option, WindowDraft
from bot.domain.job import OrderChange
from bot.zh.address import district
from bot.zh.agreeing import agrees
from bot.zh.amending import amends, changes_some_order, is_mistaken
from bot.zh.choosing import leaves_it_open
from bot.zh.moving import shift_of
from bot.zh.normalise import normalise
from bot.zh.order_mention import may_call_off, means_every, mention_of, without_kept
from bot.zh.place import has_detail
from bot.zh.profile import renews_phone
from bot.zh.refusal import declines
from bot.zh.series_scope import scope_of

CONFIRM, START, WHAT, DISTRICT = "change:confirm", "change:start", "change:what", "change:district"
CONFIRM_OPTIONS = (Option("yes", "确认修改"), Option("no", "不改了"))
WHAT_OPTIONS = tuple(Option(part, title) for part, title in (
    ("time", "改时间"), ("address", "改地址"), ("phone", "改电话"), ("needs", "加减项目"),
))  # fmt: skip

_CHANGES = ("change_booking", "inform", "affirm", "book_service", "reschedule_booking")
_NOT_FREE = ("window_taken", "no_provider_available")


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """Never picks silently: the one that is named, the only one, or the one talked of last; else asks which."""
    if not facts.upcoming:
        return Step(talk, (Say("utter_nothing_to_change"),))
    task = ChangeTask(said=(frame.text,))
    if not _says_when_it_is(frame, facts):
        task = _with_wish(task, frame)
    opened = replace(talk, tasks=(*talk.tasks, task))
    said = meant_of(talk, frame, facts, talk.order_id)
    return _for(opened, task, change_scope.next_visit(said, frame.text, facts), facts)


def takes_over(said: Meant, frame: Frame, facts: Facts, no_time: bool) -> bool:
    """Whether what sounds like a move changes something else as well, or instead."""
    some_order = said.only or facts.upcoming[0]
    if order_change.changes_more(frame.text, some_order, facts):
        return True
    part = order_change.missing_of(frame.text, OrderChange())
    return no_time and (part not in (None, "time") or changes_some_order(frame.text))


def begin_with(talk: Talk, booking_ids: tuple[str, ...], change: OrderChange, facts: Facts) -> Step:
    """The same change for orders that are known, one after the other; of a series for all its visits at once."""
    of = {one.id: one.series_id or one.id for one in facts.upcoming}
    firsts: dict[str, str] = {}
    for booking_id in booking_ids:
        firsts.setdefault(of.get(booking_id, booking_id), booking_id)
    first, *others = firsts.values()
    task = ChangeTask(booking_id=first, change=change, following=tuple(others), every_visit=True)
    return _proceed(replace(talk, tasks=(*talk.tasks, task)), task, facts)


def instead_of_move(talk: Talk, task: MoveTask, frame: Frame, facts: Facts) -> Step:
    """The move on top goes on as a change of more than the time."""
    wish = task.wish
    if task.start is not None:
        wish = WindowDraft(task.start, None, "time")
    changing = ChangeTask(said=(frame.text,), wish=wish, day_said=task.day_said or task.start is not None)
    said = Meant(tuple(one for one in facts.upcoming if one.id == task.booking_id), named=True)
    with_wish = _with_wish(changing, frame, answers_time=True)
    return _for(talk.with_top(with_wish), with_wish, said, facts)


def _named_in(talk: Talk, frame: Frame, facts: Facts) -> Meant:
    """The order that a wish for a change or a move names; all of them where it names none."""
    named = meant(facts.upcoming, mention_of(frame.text), facts, talk.order_id)
    if not (named.named or facts.series) and means_every(frame.text, len(facts.upcoming)):
        return Meant(facts.upcoming, named=False, every=True)
    old = frame.request.from_window
    if old is None and not order_change.names_new_time(frame.text):
        old = frame.request.window
    if not named.named and old is not None:
        then = tuple(one for one in facts.upcoming if begins_in(one, old, hours_only=False))
        named = Meant(then, named=True) if then else named
    if named.named:
        return named
    by_service = tuple(one for one in facts.upcoming if one.service in {wish.service for wish in frame.requests})
    if by_service and len(by_service) < len(facts.upcoming) and not amends(frame.text):
        return Meant(by_service, named=True)
    head = order_change.before_new_time(frame.text)
    told = meant(facts.upcoming, head, facts, talk.order_id) if head.strip() else named
    return told if told.named and told.orders else named  # 空调的改到周日


def meant_of(talk: Talk, frame: Frame, facts: Facts, last_id: str | None) -> Meant:
    """The order that a wish for a change or a move is about; without a name the last one, where there is one."""
    named = _named_in(talk, frame, facts)
    last = tuple(one for one in facts.upcoming if one.id == last_id)
    return Meant(last, named=True) if last and not (named.named or named.every) else named


def take(talk: Talk, task: ChangeTask, frame: Frame, facts: Facts) -> Step | None:
    """A message to a change in progress; ``None`` when it says nothing about it."""
    if frame.has("cancel_booking") and (task.asked != WHICH or may_call_off(without_kept(frame.text))):
        return None
    chosen = choosing.chosen(task.options, frame)
    if (chosen and chosen.value == "no") or (not chosen and _keeps(task, frame, facts)):
        return Step(talk.without_top(), (Say("utter_move_kept"),))
    if task.asked == WHICH:
        said = answered_which(talk, task.options, facts.upcoming, frame, facts)
        return _for(talk, task, said, facts) if said is not None else None
    if task.asked == change_scope.SCOPE:
        scope = chosen.value if chosen else scope_of(frame.text)
        settled = replace(task, every_visit=scope == "all", asked="none", options=())
        return _proceed(talk.with_top(settled), settled, facts) if scope else None
    if task.asked == WHAT and chosen is not None:
        return _ask_for(talk, task, chosen.value)
    if task.asked == START and (chosen or leaves_it_open(frame.text)):
        return _preview(talk, task, datetime.fromisoformat((chosen or choosing.left_to_us(task.options)).value))
    if task.asked == CONFIRM and (chosen or (frame.has("affirm") and not frame.has_details and not frame.asks)):
        return _change(talk, task)
    if task.asked == CONFIRM and frame.has("ask_price") and not frame.has(*_CHANGES):
        return None if _asks_of_more(task, frame) else _answered(talk, task, frame, facts)
    return _more(talk, task, frame, facts) or _answered(talk, task, frame, facts)


def _asks_of_more(task: ChangeTask, frame: Frame) -> bool:
    """外面的窗要另外加多少钱呀, of what the change that was shown does not hold."""
    asked = {code for one in (*frame.requests, *frame.about) for code in one.special_needs}
    return bool(asked - set(task.change.needs or ()))


def _answered(talk: Talk, task: ChangeTask, frame: Frame, facts: Facts) -> Step | None:
    """What is said to a change that was shown and leaves it as it is: its price asked for, a yes, its parts again."""
    if task.asked != CONFIRM:
        return None
    again = ask_again(talk, task, facts)
    if asks_only_price(frame):
        return replace(again, say=(Say("utter_change_price", {"price": task.price}), *again.say))
    order = facts.upcoming_order(task.booking_id)
    if frame.asks or is_further(frame, order):
        return None
    same_time = order is not None and answer_to(frame, (order,)) is not None  # 时间不变，还是周四上午十点
    if not same_time and not frame.has("inform", "affirm", "change_booking", "book_service"):
        return None
    return _change(talk, task) if frame.has("affirm") or agrees(frame.text) else again


def after(talk: Talk, task: ChangeTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case StartsFound(covered=False):
            return _ask_address_anew(talk, task)
        case StartsFound(exact=start) if start is not None:
            return _preview(talk, task, start)
        case StartsFound(starts=()):
            return Step(talk.without_top(), (Say("utter_change_full"),))
        case StartsFound(starts=starts, best=best):
            options = options_of(starts, best, facts)
            return Step(talk.asking(START, options), (Say("utter_change_starts", {}, choices_of(options)),))
        case ChangePreviewed(booking=booking):
            return _ask_yes(talk, task, booking, facts)
        case Changed():
            return _changed(talk, task, outcome, facts)
        case ProfileSaved():
            return Step(replace(talk.without_top(), order_id=task.booking_id))
        case Refused(code=code) if code in _NOT_FREE and task.start is None:
            return _other_starts(talk, task, facts)
        case Refused(code=code) if code in (*_NOT_FREE, "past_window"):
            asking = replace(task, wish=None, start=None, asked="change:time", options=())
            return Step(talk.with_top(asking), (Say(f"utter_error_{code}"),))
        case Refused(code="illegal_transition"):
            return Step(talk.without_top(), (Say("utter_change_begun"),))
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: ChangeTask, facts: Facts) -> Step:
    """The open question once more."""
    match task.asked:
        case "order:which":
            response = "utter_ask_which_order"
        case "change:confirm":
            response = "utter_ask_change_again"
        case "change:start":
            response = "utter_change_starts"
        case "change:scope":
            response = "utter_ask_series_scope_again"
        case "change:what" | "none":
            response = "utter_ask_change_what"
        case asked:
            return _ask_for(talk, task, asked.partition(":")[2])
    return Step(talk, (Say(response, {}, choices_of(task.options)),))


def _for(talk: Talk, task: ChangeTask, said: Meant, facts: Facts) -> Step:
    if said.every and said.orders and len(said.orders) > 1 and task.booking_id is None:
        first, *others = said.orders
        return _for(talk, replace(task, following=tuple(one.id for one in others)), Meant((first,), named=True), facts)
    if said.only is None:
        return ask_which(talk.with_top(task), said, facts.upcoming, facts)
    change = task.change
    for text in task.said:
        change = order_change.read_change(text, said.only, change, facts)
    named = replace(task, booking_id=said.only.id, change=change, asked="none", options=())
    shown = replace(talk.with_top(named), order_id=said.only.id)
    missing = next((part for text in task.said if (part := order_change.missing_of(text, change))), None)
    if missing is not None and not (missing == "time" and task.wish is not None):
        return _ask_for(shown, named, missing)
    service = next((code for text in task.said if (code := order_change.other_service(text, said.only, change))), None)
    if service is not None and task.wish is None:
        return Step(shown.without_top(), (Say("utter_other_service", {"service": facts.service_name(service)}),))
    named = change_scope.with_scope(named, said.only)
    if change_scope.is_open(named, said.only):
        return change_scope.ask(shown, named, said.only, facts)
    return _proceed(shown.with_top(named), named, facts)


def _proceed(talk: Talk, task: ChangeTask, facts: Facts) -> Step:
    """Asks for what is still open of the new values, else looks what the order would be."""
    booking = facts.upcoming_order(task.booking_id)
    if booking is None:
        return Step(talk.without_top(), (Say("utter_error_not_found"),))
    if task.change.is_empty and task.wish is None and task.shift_minutes is None:
        asking = replace(task, asked=WHAT, options=WHAT_OPTIONS)
        return Step(talk.with_top(asking), (Say("utter_ask_change_what", {}, choices_of(WHAT_OPTIONS)),))
    address = task.change.address
    if address is not None and not has_detail(address):
        return _ask_with(talk, task, "change:address", Say("utter_ask_address_detail", {"address": address}))
    if address is not None and task.change.district == "":
        return _ask_with(talk, task, DISTRICT, Say("utter_ask_district", {"address": address}))
    if task.shift_minutes is not None:
        begins = WindowDraft((task.start or booking.start) + timedelta(minutes=task.shift_minutes), None, "time")
        wish = begins if task.wish is None else drafts.joined(begins, task.wish, task.day_said)
        task = replace(task, wish=wish, day_said=True, shift_minutes=None)
    if task.wish is None:
        return _preview(talk, task, task.start)
    end = booking.start + timedelta(minutes=booking.minutes)
    window = drafts.joined(WindowDraft(booking.start, end, "time"), task.wish, task.day_said)
    return Step(talk.with_top(replace(task, asked="none", options=())), (), FindMoves(booking.id, window, task.change))


def _more(talk: Talk, task: ChangeTask, frame: Frame, facts: Facts) -> Step | None:
    """Another part that is to change, or what was asked for."""
    booking = facts.upcoming_order(task.booking_id)
    if booking is None:
        return None
    change = order_change.read_change(frame.text, booking, task.change, facts)
    if task.asked == DISTRICT and (said := district(frame.text)) is not None:
        place = task.change.address or ""
        change = replace(task.change, address=place if said in place else said + place, district=said)
    elif task.asked == "change:address" and task.change.address and frame.address and not district(frame.address):
        change = replace(change, address=task.change.address + frame.address, district=task.change.district)
    renewed = task.renews_phone or renews_phone(frame.text)
    told = replace(task, change=change, renews_phone=renewed)
    wished = _with_wish(told, frame, answers_time=task.asked in ("change:time", CONFIRM, START, WHAT))
    again = replace(booking, start=task.start or booking.start)
    if wished == task or (task.asked == CONFIRM and change == task.change and answer_to(frame, (again,))):
        return None
    return _proceed(talk.with_top(wished), wished, facts)


def _with_wish(task: ChangeTask, frame: Frame, answers_time: bool = False) -> ChangeTask:
    """The task with the new time that is said, where one is."""
    window = frame.request.window
    shift = shift_of(normalise(frame.text))
    if window is None and shift is not None:
        return replace(task, shift_minutes=int(shift.total_seconds() // 60))
    said = answers_time or frame.has("reschedule_booking") or order_change.names_new_time(frame.text)
    at_once = window is not None and window.precision == "asap" and task.wish is not None  # 现在要洗四台
    if window is None or at_once or not said:
        return task
    day_said = frame.request.day_said
    so_far = WindowDraft(task.start, None, "time") if task.start and not day_said else task.wish
    wish = drafts.joined(so_far if day_said or task.day_said or task.start else None, window, day_said)
    beside = drafts.shift_beside(window, day_said, frame.text)
    of_day = day_said or task.day_said or task.start is not None
    return replace(task, wish=wish, day_said=of_day, shift_minutes=beside, start=None)


def _says_when_it_is(frame: Frame, facts: Facts) -> bool:
    """明天来的阿姨换一个: the time is that of an order, not where one shall go."""
    window = frame.request.window
    if window is None or order_change.names_new_time(frame.text):
        return False
    return any(begins_in(booking, window, hours_only=False) for booking in facts.upcoming)


def _preview(talk: Talk, task: ChangeTask, start: datetime | None) -> Step:
    proposed = replace(task, start=start, asked="none", options=())
    return Step(talk.with_top(proposed), (), PreviewChange(task.booking_id or "", task.change, start))


def _change(talk: Talk, task: ChangeTask) -> Step:
    return Step(talk, (), ChangeOrder(task.booking_id or "", task.change, task.start, task.priced_at, task.every_visit))


def _ask_yes(talk: Talk, task: ChangeTask, proposed: BookingView, facts: Facts) -> Step:
    before = facts.upcoming_order(task.booking_id)
    if before is None or order_change.same(before, proposed):
        return Step(talk.without_top(), (Say("utter_change_nothing"),))
    values = {
        "order": change_scope.order_in_words(task, before, facts),
        "changes": order_change.in_words(before, proposed, facts),
        "who": order_change.who_comes(before, proposed),
        "price": order_change.price_in_words(before, proposed),
    }
    asking = replace(task, asked=CONFIRM, options=CONFIRM_OPTIONS, priced_at=facts.now, price=values["price"])
    said = Say(f"utter_ask_change{proposed.in_review}", values, choices_of(CONFIRM_OPTIONS))
    return Step(talk.with_top(asking), (said,))


def _changed(talk: Talk, task: ChangeTask, outcome: Changed, facts: Facts) -> Step:
    before, booking = facts.upcoming_order(task.booking_id), outcome.booking
    values = {
        "order": change_scope.order_in_words(task, booking, facts),
        "changes": order_change.in_words(before, booking, facts) if before else "",
        "who": order_change.who_comes(before, booking),
        "price": booking.price,
    }
    changed = Say(f"utter_changed{booking.in_review}", values)
    said = (changed, *change_scope.kept_in_words(outcome.kept))
    moved_from = before.start if before is not None and before.start != booking.start else talk.moved_from
    done = replace(talk.without_top(), order_id=booking.id, moved_from=moved_from)
    corrected = _corrected(task, before, booking, facts)
    if corrected is not None:
        return Step(talk.with_top(task), said, corrected)
    if not task.following:
        return Step(done, said)
    step = begin_with(done, task.following, task.change, facts)
    return replace(step, say=(*said, *step.say))


def _corrected(task: ChangeTask, before: BookingView | None, after: BookingView, facts: Facts) -> SaveProfile | None:
    """What is stored wrongly because it was written wrongly in this order, or holds no longer, put right with it."""
    if before is None:
        return None
    mistaken = any(is_mistaken(text) for text in task.said)
    renewed = mistaken or task.renews_phone or any(renews_phone(text) for text in task.said)
    phone = after.phone if renewed and before.phone == facts.known_phone != after.phone else ""
    address = after.address if mistaken and before.address == facts.known_address != after.address else ""
    return SaveProfile(phone=phone, address=address) if phone or address else None


def _other_starts(talk: Talk, task: ChangeTask, facts: Facts) -> Step:
    """Nobody is free for it as it would be: when somebody is, that day or soon after."""
    booking = facts.upcoming_order(task.booking_id)
    if booking is None:
        return Step(talk.without_top(), (Say("utter_error_not_found"),))
    midnight = datetime.combine(booking.start.date(), datetime.min.time())
    day = WindowDraft(midnight, midnight + timedelta(days=1), "day")
    return Step(talk, (Say("utter_change_not_free"),), FindMoves(booking.id, day, task.change))


def _ask_address_anew(talk: Talk, task: ChangeTask) -> Step:
    asking = replace(task, change=replace(task.change, address=None, district=None))
    return _ask_with(talk, asking, "change:address", Say("utter_not_covered"))


def _ask_for(talk: Talk, task: ChangeTask, part: str) -> Step:
    return _ask_with(talk, task, f"change:{part}", Say(f"utter_ask_new_{part}"))


def _ask_with(talk: Talk, task: ChangeTask, asked: str, said: Say) -> Step:
    return Step(talk.with_top(replace(task, asked=asked, options=())), (said,))


def _keeps(task: ChangeTask, frame: Frame, facts: Facts) -> bool:
    """Whether she would rather leave it; 不用带工具了 is a change and no such thing."""
    if not (frame.has("deny", "abandon") or declines(frame.text)):
        return False
    booking = facts.upcoming_order(task.booking_id)
    if booking is None:
        return not frame.has_details
    return order_change.read_change(frame.text, booking, task.change, facts) == task.change and not frame.request.window
