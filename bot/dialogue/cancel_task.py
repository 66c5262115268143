"""Cancelling orders: which, what each costs, and done after one yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import choosing, move_task, order_change, series_task
from bot.dialogue.described import Meant, meant
from bot.dialogue.effects import Cancelled, CancelOrder, CancelOrders, OrdersCancelled, Outcome, Refused
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame
from bot.dialogue.orders import WHICH, answered_which, ask_which, order_line
from bot.dialogue.restating import adds_nothing, answer_to, wishes_else
from bot.dialogue.step import Say, Step, choices_of
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import CancelTask
from bot.dialogue.values import Option
from bot.domain.values import yuan
from bot.zh.order_mention import comes_as_agreed, may_call_off, means_every
from bot.zh.questions import asks, asks_cancel_fee, without_now
from bot.zh.refusal import refuses
from bot.zh.taking_back import comes_after_all

CONFIRM = "order:confirm_cancel"
CONFIRM_OPTIONS = (Option("yes", "确认取消"), Option("no", "不取消了"))


def begin(talk: Talk, frame: Frame, facts: Facts) -> Step:
    """Cancelling: never picks silently when two orders fit."""
    if not facts.upcoming:
        return Step(talk, (Say("utter_nothing_to_cancel"),))
    opened = replace(talk, tasks=(*talk.tasks, CancelTask()))
    single = tuple(one for one in facts.upcoming if one.series_id is None)
    if single and facts.series and means_every(frame.text, len(facts.upcoming)):
        return _ask_yes(opened, single, facts, then_series=True)
    said = meant(facts.upcoming, frame.text, facts, talk.order_id)
    spoken = tuple(one for one in facts.upcoming if one.id == talk.order_id)
    if spoken and not (said.named or said.every) and any(one.startswith("utter_cancel_costs") for one in talk.said):
        said = Meant(spoken, named=True)  # what it costs was told a moment ago
    return _for(opened, said, facts)


def what_it_costs(talk: Talk, frame: Frame, facts: Facts) -> Say | None:
    """周日的保洁现在取消要扣钱吗, where that is all that is asked: what it is of that very order."""
    if frame.has("cancel_booking", "complain", "request_refund") or not asks_cancel_fee(frame.text):
        return None
    order = meant(facts.upcoming, without_now(frame.text), facts, talk.order_id).only
    return _about_fee("utter_cancel_costs", "utter_cancel_costs_with_fee", order, facts) if order else None


def take(talk: Talk, task: CancelTask, frame: Frame, facts: Facts) -> Step | None:
    """A message to a cancel in progress; ``None`` when it says nothing about it."""
    chosen = choosing.chosen(task.options, frame)
    said = answered_which(talk, task.options, facts.upcoming, frame, facts) if task.asked == WHICH else None
    if frame.has("restore_booking") and asks(frame.text):
        step = ask_again(talk, task, facts)
        return replace(step, say=(Say("utter_cancel_reversible"), *step.say))
    if said is None and _keeps(frame, chosen):
        return Step(talk.without_top(), (Say("utter_cancel_kept"),))
    if task.asked == WHICH:
        if said is None and frame.has("affirm", "cancel_booking"):
            return ask_again(talk, task, facts)
        return _for(talk, said, facts) if said is not None else None
    other = meant(facts.upcoming, frame.text, facts, talk.order_id) if frame.has("cancel_booking") else None
    if other is not None and other.named and {one.id for one in other.orders} != set(task.booking_ids):
        return _for(talk, other, facts)  # 不是这单，是周日的: another one than was shown
    if chosen is not None and chosen.value == "yes":
        return Step(talk, (), _effect(task))
    if frame.has("affirm", "cancel_booking"):
        return _answered(talk, task, frame, facts)
    if wishes_else(frame, "cancel_booking", "book_service"):
        return None
    match answer_to(frame, _shown(task, facts)):
        case "yes":
            return Step(talk, (), _effect(task))
        case "repeats":
            return ask_again(talk, task, facts)
        case None:
            return None


def after(talk: Talk, task: CancelTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case Cancelled(booking=booking):
            said = _about_fee("utter_cancelled", "utter_cancelled_with_fee", booking, facts)
            return _done(replace(talk, order_id=booking.id), task, (said,), facts)
        case OrdersCancelled(bookings=bookings, kept=kept):
            return _done(talk, task, _several_cancelled(bookings, kept, facts), facts)
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def _done(talk: Talk, task: CancelTask, said: tuple[Say, ...], facts: Facts) -> Step:
    """Where all was to go, what comes regularly is asked about next."""
    if not task.then_series:
        return Step(talk.without_top(), said)
    step = series_task.begin_end(talk.without_top(), facts)
    return replace(step, say=(*said, *step.say))


def ask_again(talk: Talk, task: CancelTask, facts: Facts) -> Step:
    """The open question once more."""
    response = "utter_ask_which_order_again" if task.asked == WHICH else "utter_ask_cancel_again"
    return Step(talk, (Say(response, {}, choices_of(task.options)),))


def _shown(task: CancelTask, facts: Facts) -> tuple[BookingView, ...]:
    return tuple(booking for booking in facts.upcoming if booking.id in task.booking_ids)


def _answered(talk: Talk, task: CancelTask, frame: Frame, facts: Facts) -> Step | None:
    """A yes in her own words; with more in it than a yes nothing is cancelled."""
    shown = _shown(task, facts)
    if adds_nothing(frame, shown, "cancel_booking"):
        return Step(talk, (), _effect(task))
    if frame.asks or (wishes_else(frame, "cancel_booking") and not frame.has("book_service")):
        return None
    if len(shown) == 1 and order_change.names_new_time(frame.text):
        return move_task.begin(talk.without_top(), frame, facts, shown[0].id)  # 好的，不过改到下午三点
    return ask_again(talk, task, facts)


def _for(talk: Talk, said: Meant, facts: Facts) -> Step:
    if said.only is not None or (said.every and said.orders):
        return _ask_yes(talk, said.orders, facts)
    return ask_which(talk, said, facts.upcoming, facts)


def _keeps(frame: Frame, chosen: Option | None) -> bool:
    """Whether the customer would rather keep the order; a refused 取消 outweighs any yes."""
    if chosen is not None and chosen.value in ("yes", "no"):
        return chosen.value == "no"
    if refuses(frame.text, "取消") or frame.has("deny", "abandon", "restore_booking"):
        return True
    return not may_call_off(frame.text) and (comes_as_agreed(frame.text) or comes_after_all(frame.text))


def _ask_yes(talk: Talk, bookings: Sequence[BookingView], facts: Facts, then_series: bool = False) -> Step:
    if len(bookings) == 1 and bookings[0].series_id is not None:
        return series_task.begin_skip(talk.without_top(), bookings[0], facts)
    asked = CancelTask(
        asked=CONFIRM,
        options=CONFIRM_OPTIONS,
        booking_ids=tuple(booking.id for booking in bookings),
        fees_fen=tuple(booking.fee_fen for booking in bookings),
        then_series=then_series,
    )
    if len(bookings) == 1:
        said = _about_fee("utter_ask_cancel", "utter_ask_cancel_with_fee", bookings[0], facts)
    else:
        values = {"count": str(len(bookings)), "orders": _lines_with_fees(bookings, facts)}
        said = Say("utter_ask_cancel_several", {**values, "fees": _fees(bookings)})
    order_id = bookings[0].id if len(bookings) == 1 else talk.order_id
    shown = replace(talk.with_top(asked), order_id=order_id)
    return Step(shown, (replace(said, choices=choices_of(CONFIRM_OPTIONS)),))


def _effect(task: CancelTask) -> CancelOrder | CancelOrders:
    """What the yes asks for; nothing costs more than was told."""
    orders = tuple(CancelOrder(*order) for order in zip(task.booking_ids, task.fees_fen, strict=True))
    return orders[0] if len(orders) == 1 else CancelOrders(orders)


def _several_cancelled(bookings: Sequence[BookingView], kept: Sequence[str], facts: Facts) -> tuple[Say, ...]:
    said: tuple[Say, ...] = ()
    if bookings:
        values = {"count": str(len(bookings)), "orders": _lines_with_fees(bookings, facts)}
        said = (Say("utter_cancelled_several", {**values, "fees": _fees(bookings)}),)
    stay = [order_line(booking, facts) for booking in facts.upcoming if booking.id in kept]
    return (*said, Say("utter_not_cancelled", {"orders": "\n".join(stay)})) if stay else said


def _lines_with_fees(bookings: Sequence[BookingView], facts: Facts) -> str:
    return "\n".join(
        f"{number}. {order_line(booking, facts)}（{_fee(booking.fee_fen)}）"
        for number, booking in enumerate(bookings, start=1)
    )


def _fees(bookings: Sequence[BookingView]) -> str:
    return _fee(sum(booking.fee_fen for booking in bookings))


def _fee(fen: int) -> str:
    return f"取消费{yuan(fen)}" if fen else "不收费"


def _about_fee(without: str, with_fee: str, booking: BookingView, facts: Facts) -> Say:
    """One of two responses: the second names what the cancel costs."""
    values = {"order": order_line(booking, facts)}
    return Say(with_fee, {**values, "fee": yuan(booking.fee_fen)}) if booking.fee_fen else Say(without, values)
