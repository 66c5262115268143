"""Moving an order: which one and to when, shown as it would be, and done after a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.dialogue import change_task, choosing, order_change
from bot.dialogue import draft as drafts
from bot.dialogue.alternatives import Sought, Standing, beyond, how_offered, look_of, picked, sought
from bot.dialogue.described import Meant, begins_in
from bot.dialogue.effects import FindMoves, Moved, MoveOrder, MovePreviewed, Outcome, PreviewMove, Refused, StartsFound
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.named_wishes import values_of
from bot.dialogue.orders import WHICH, answered_which, ask_which, order_line
from bot.dialogue.requests import requests_from
from bot.dialogue.restating import answer_to, asks_only_price
from bot.dialogue.starts import options_of, starts_of
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import MoveTask
from bot.dialogue.values import Option, Seeks, WindowDraft
from bot.zh.agreeing import agrees
from bot.zh.choosing import leaves_it_open
from bot.zh.moving import asks_for_another_day, shift_of
from bot.zh.normalise import normalise
from bot.zh.order_mention import keeps_others, may_call_off, mention_of, without_kept
from bot.zh.refusal import declines

WHEN, START, CONFIRM = "move:when", "move:start", "move:confirm"
CONFIRM_OPTIONS = (Option("yes", "确认改"), Option("no", "不改了"))


def begin(talk: Talk, frame: Frame, facts: Facts, shown_id: str | None = None) -> Step:
    """Never picks silently when two orders fit; ``shown_id``: the one that she has just been shown."""
    if not facts.upcoming:
        return Step(talk, (Say("utter_nothing_to_move"),))
    said = change_task.meant_of(talk, frame, facts, shown_id)
    task = _with_wish(MoveTask(), frame.text, frame.request)
    if change_task.takes_over(said, frame, facts, no_time=task == MoveTask()):
        return change_task.begin(talk, frame, facts)
    return _for(replace(talk, tasks=(*talk.tasks, task)), task, said, frame, facts)


def back(talk: Talk, facts: Facts) -> Step | None:
    """The order that was moved last in this talk to where it was before; ``None`` where none was."""
    if talk.moved_from is None or all(booking.id != talk.order_id for booking in facts.upcoming):
        return None
    wish = WindowDraft(talk.moved_from, None, "time", past=talk.moved_from <= facts.now)
    task = MoveTask(booking_id=talk.order_id, wish=wish, day_said=True)
    return _search(replace(talk, tasks=(*talk.tasks, task)), task, facts)


def begin_with(talk: Talk, booking_id: str | None, frame: Frame, facts: Facts) -> Step:
    """For an order that is known."""
    return begin_task(talk, wished(booking_id, frame.text, frame.request), facts)


def begin_task(talk: Talk, task: MoveTask, facts: Facts) -> Step:
    """With what is wished already."""
    return _search(replace(talk, tasks=(*talk.tasks, task)), task, facts)


def wished(booking_id: str | None, text: str, request: Request) -> MoveTask:
    """What a message wishes of an order that is known."""
    return _with_wish(MoveTask(booking_id=booking_id), text, request)


def take(talk: Talk, task: MoveTask, frame: Frame, facts: Facts) -> Step | None:
    """A message to a move in progress; ``None`` when it says nothing about it."""
    if frame.has("cancel_booking") and (task.asked != WHICH or may_call_off(without_kept(frame.text))):
        return None
    if task.asked == CONFIRM and (step := _answered(talk, task, frame, facts)) is not None:
        return step
    of_somebody = frame.provider is not None and frame.provider.name is not None
    turned = _turned(task, frame, facts) if task.booking_id and not of_somebody else None
    if isinstance(turned, Option):
        return _preview(talk, task, datetime.fromisoformat(turned.value))
    if turned is not None:
        return _search(talk.with_top(turned), turned, facts)
    chosen = choosing.chosen(task.options, frame)
    if (chosen and chosen.value == "no") or (not chosen and _keeps(frame)):
        return Step(talk.without_top(), (Say("utter_move_kept"),))
    wished = _with_wish(task, frame.text, frame.request)
    if task.booking_id is None:
        said = answered_which(talk, task.options, facts.upcoming, frame, facts)
        if said is None:
            return None
        return _for(talk, wished if _tells_when(said, frame, facts) else task, said, frame, facts)
    booking = facts.upcoming_order(task.booking_id)
    if booking is not None and order_change.changes_more(frame.text, booking, facts):
        return change_task.instead_of_move(talk, task, frame, facts)
    if task.asked == START and (chosen or leaves_it_open(frame.text)):
        return _preview(talk, task, datetime.fromisoformat((chosen or choosing.left_to_us(task.options)).value))
    if task.asked == CONFIRM and task.start is not None and chosen:
        return Step(talk, (), MoveOrder(task.booking_id, task.start, task.priced_at))
    if wished != task:
        return _search(talk.with_top(wished), wished, facts)
    unclear = task.asked == CONFIRM and frame.has("affirm") and not frame.asks
    return ask_again(talk, task, facts) if unclear else None


def _tells_when(said: Meant, frame: Frame, facts: Facts) -> bool:
    """周六的那个，改到周日十点: beside the order that it names, the time to which it is to be moved.

    打扫的不动，还是周六上午: that of another, which stays as it is.
    """
    request = frame.request
    if keeps_others(frame.text) and request.window is not None and not order_change.names_new_time(frame.text):
        return not any(begins_in(one, request.window, hours_only=not request.day_said) for one in facts.upcoming)
    if said.only is None or request.window is None:
        return shift_of(normalise(frame.text)) is not None
    return not begins_in(said.only, request.window, hours_only=not request.day_said)


def _answered(talk: Talk, task: MoveTask, frame: Frame, facts: Facts) -> Step | None:
    """A yes or a question about the price of what was shown, or the old time named again: it stays."""
    order = facts.upcoming_order(task.booking_id)
    if order is None or task.start is None or choosing.chosen(task.options, frame) is not None or _keeps(frame):
        return None
    again = shift_of(normalise(frame.text))
    if task.said and agrees(frame.text) and again is not None and again == shift_of(normalise(task.said)):
        return Step(talk, (), MoveOrder(order.id, task.start, task.priced_at))  # 对 两单都往后一天
    if order_change.changes_more(frame.text, order, facts):
        return None  # 对的 还有 洗三台
    if asks_only_price(frame) and task.price:
        step = ask_again(talk, task, facts)
        return replace(step, say=(Say("utter_change_price", {"price": task.price}), *step.say))
    if shift_of(normalise(frame.text)) is not None:
        return None  # 好的，再晚一个小时
    if answer_to(frame, (replace(order, start=task.start),)) is not None:
        return Step(talk, (), MoveOrder(order.id, task.start, task.priced_at))
    if answer_to(frame, (order,)) is not None:
        return Step(talk.without_top(), (Say("utter_move_kept"),))
    return None


def _turned(task: MoveTask, frame: Frame, facts: Facts) -> MoveTask | Option | None:
    """Another free time asked for, or one that was offered; ``None``: it is something else."""
    if task.asked == START and len(meant := picked(task.options, frame)) == 1:
        return meant[0]
    if task.asked == CONFIRM and not frame.asks and frame.request.window is None and shift_of(normalise(frame.text)):
        return None  # 再晚一个小时: of the very proposal
    order = facts.upcoming_order(task.booking_id)
    before = WindowDraft(order.start, None, "time") if order else None
    said = frame.request.window
    window = drafts.joined(task.wish or before, said, frame.request.day_said) if said else task.wish
    standing = Standing(task.wish, task.options if task.asked == START else (), task.offered, task.start)
    found = sought(frame, window, standing, facts)
    if found is None or (found.seeks.left_to_us and (task.asked != WHEN or said is not None)):
        return None
    own = (order.start,) if order else ()
    return _seeking(task, replace(found, shown=tuple(dict.fromkeys((*found.shown, *own)))))


def _seeking(task: MoveTask, found: Sought) -> MoveTask:
    wish = found.window or WindowDraft(None, None, "asap")
    return replace(
        task, wish=wish, day_said=True, shift_minutes=None, start=None, seeks=found.seeks, offered=found.shown,
        asked="none", options=(),
    )  # fmt: skip


def after(talk: Talk, task: MoveTask, outcome: Outcome, facts: Facts) -> Step:
    order = facts.upcoming_order(task.booking_id)
    if order is not None and isinstance(outcome, StartsFound):
        if outcome.exact == order.start or _is_in_part(task, order):
            return Step(talk.without_top(), (Say("utter_move_same", {"order": order_line(order, facts)}),))
        outcome = replace(outcome, starts=tuple(start for start in outcome.starts if start != order.start))
    match outcome:
        case StartsFound(exact=start) if start is not None:
            return _preview(talk, task, start)
        case StartsFound(starts=(first, *_), best=best) if task.seeks and task.seeks.left_to_us:
            return _preview(talk, task, best or first)
        case StartsFound(starts=()) if offered := _others_offered(task, facts):
            return _offer(talk, task, "utter_no_more_windows", offered[-3:], None, facts)
        case StartsFound(starts=()):
            return _ask_when(talk, task, "utter_no_window")
        case StartsFound(starts=starts, best=best):
            full = task.seeks is None and task.wish is not None and task.wish.precision == "time"
            response = "utter_window_full" if full else how_offered(task.seeks or Seeks(), starts)
            return _offer(talk, task, response, starts, best, facts)
        case MovePreviewed(booking=booking):
            return _ask_yes(talk, task, booking, facts)
        case Moved(booking=booking):
            values = {"order": order_line(booking, facts), "provider": "、".join(booking.providers)}
            said = Say(f"utter_moved{booking.in_review}", {**values, "price": booking.price})
            before = facts.upcoming_order(task.booking_id)
            moved_from = before.start if before is not None else None
            done = replace(talk.without_top(), order_id=booking.id, moved_from=moved_from)
            return _next(done, task, (said,), facts)
        case Refused(code="window_taken" | "no_provider_available" | "past_window" as code):
            return _ask_when(talk, task, f"utter_error_{code}")
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def _next(talk: Talk, task: MoveTask, said: tuple[Say, ...], facts: Facts) -> Step:
    """The next of several orders that are all to be moved."""
    if not task.following:
        return Step(talk, said)
    first, *others = task.following
    request = next(iter(requests_from(task.said, values_of(task.said), facts.at, moving=True)), Request())
    following = replace(wished(first, task.said, request), following=tuple(others), said=task.said)
    step = begin_task(talk, following, facts)
    return replace(step, say=(*said, *step.say))


def _is_in_part(task: MoveTask, order: BookingView) -> bool:
    """改到周四下午, where it is on Thursday afternoon already."""
    wish = task.wish
    if task.seeks is not None or wish is None or wish.precision != "part" or wish.start is None or wish.end is None:
        return False
    day_fits = not task.day_said or wish.start.date() == order.start.date()
    return day_fits and wish.start.time() <= order.start.time() < wish.end.time()


def _others_offered(task: MoveTask, facts: Facts) -> list[datetime]:
    """What was offered before, without the order's own time."""
    order = facts.upcoming_order(task.booking_id)
    return [start for start in task.offered if order is None or start != order.start]


def _offer(
    talk: Talk, task: MoveTask, response: str, starts: Sequence[datetime], best: datetime | None, facts: Facts
) -> Step:
    options = options_of(starts, best, facts)
    offered = replace(task, seeks=None, offered=(*task.offered, *starts_of(options)))
    return Step(talk.with_top(offered).asking(START, options), (Say(response, {}, choices_of(options)),))


def ask_again(talk: Talk, task: MoveTask, facts: Facts) -> Step:
    """The open question once more."""
    response = {
        WHICH: "utter_ask_which_order",
        START: "utter_ask_which_window",
        CONFIRM: "utter_ask_move_again",
    }.get(task.asked, "utter_ask_move_when")
    return Step(talk, (Say(response, {}, choices_of(task.options)),))


def _keeps(frame: Frame) -> bool:
    return frame.has("deny", "abandon") or (declines(frame.text) and frame.request.window is None)


def _with_wish(task: MoveTask, text: str, request: Request) -> MoveTask:
    window = request.window
    if window is not None:
        window = drafts.in_named_week(task.wish, window, text) if request.day_said else window
        so_far = task.wish if request.day_said else _day_wished(task)
        wish = drafts.joined(so_far, window, request.day_said, request.half_open)
        shift = drafts.shift_beside(window, request.day_said, text)
        return replace(task, wish=wish, day_said=request.day_said or so_far is not None, shift_minutes=shift)
    beside = shift_of(normalise(text))
    return task if beside is None else replace(task, wish=None, shift_minutes=int(beside.total_seconds() // 60))


def _day_wished(task: MoveTask) -> WindowDraft | None:
    """What an hour without a day is of: what is proposed, the one day on offer, or the day that was wished."""
    wish = task.wish if task.day_said and task.wish is not None and task.wish.start is not None else None
    if task.start is not None:
        return WindowDraft(task.start, None, "time")
    offered = starts_of(task.options) if task.asked == START else ()
    days = {start.date() for start in offered}
    if len(days) == 1 and (wish is None or wish.start is None or wish.start.date() not in days):
        return WindowDraft(offered[0], None, "time")
    return wish


def _for(talk: Talk, task: MoveTask, said: Meant, frame: Frame, facts: Facts) -> Step:
    if said.every and len(said.orders) > 1 and all(one.series_id is None for one in said.orders):
        first, *others = said.orders
        task = replace(task, following=tuple(one.id for one in others), said=frame.text)
        return _for(talk, task, Meant((first,), named=True), frame, facts)  # 两单都往后挪一天
    if said.only is None:
        return ask_which(talk.with_top(task), said, facts.upcoming, facts)
    named = replace(task, booking_id=said.only.id, asked="none", options=())
    window = frame.request.window
    if window is not None and begins_in(said.only, window, hours_only=False) and _only_names(frame.text):
        # 后天洗油烟机那个换个时间, 后天下雨 改天吧: when it is, not where it shall go
        named = replace(named, wish=None, day_said=False)
    if named.shift_minutes is None:
        turned = _turned(named, frame, facts)
        named = turned if isinstance(turned, MoveTask) else named
    return _search(replace(talk.with_top(named), order_id=said.only.id), named, facts)


def _only_names(text: str) -> bool:
    return (bool(mention_of(text)) or asks_for_another_day(text)) and not order_change.names_new_time(text)


def _search(talk: Talk, task: MoveTask, facts: Facts) -> Step:
    booking = facts.upcoming_order(task.booking_id)
    if booking is None:
        return Step(talk.without_top(), (Say("utter_error_not_found"),))
    if task.shift_minutes is not None:
        begins = WindowDraft((task.start or booking.start) + timedelta(minutes=task.shift_minutes), None, "time")
        wish = begins if task.wish is None else drafts.joined(begins, task.wish, task.day_said)
        settled = replace(task, wish=wish, day_said=True, shift_minutes=None)
        return _search(talk.with_top(settled), settled, facts)
    if task.wish is None:
        return _ask_when(talk, task, "utter_ask_move_when")
    end = booking.start + timedelta(minutes=booking.minutes)
    window = task.wish
    if task.seeks is None:
        window = drafts.joined(WindowDraft(booking.start, end, "time"), window, task.day_said)
    beside = task.seeks is not None and task.seeks.than is not None
    reason = None if beside else beyond(window, booking.minutes, facts)
    if reason is None:
        return Step(talk, (), FindMoves(booking.id, window, look=look_of(task.seeks, task.offered)))
    response, values, instead = reason
    moved = _seeking(task, instead)
    step = _search(talk.with_top(moved), moved, facts)
    return replace(step, say=(Say(response, values), *step.say))


def _preview(talk: Talk, task: MoveTask, start: datetime) -> Step:
    proposed = replace(task, start=start, asked="none", options=(), seeks=None)
    effect = PreviewMove(task.booking_id, start) if task.booking_id else None
    return Step(talk.with_top(proposed), (), effect)


def _ask_when(talk: Talk, task: MoveTask, response: str) -> Step:
    asking = replace(task, asked=WHEN, options=(), wish=None, shift_minutes=None, start=None, seeks=None)
    return Step(talk.with_top(asking), (Say(response),))


def _ask_yes(talk: Talk, task: MoveTask, proposed: BookingView, facts: Facts) -> Step:
    before = facts.upcoming_order(task.booking_id)
    values = {
        "old": order_line(before, facts) if before else "",
        "new": order_line(proposed, facts),
        "provider": "、".join(proposed.providers),
        "price": proposed.price,
    }
    said = Say(f"utter_ask_move{proposed.in_review}", values, choices_of(CONFIRM_OPTIONS))
    price = order_change.price_in_words(before or proposed, proposed)
    priced = talk.with_top(replace(task, priced_at=facts.now, price=price))
    return Step(priced.asking(CONFIRM, CONFIRM_OPTIONS), (said,))
