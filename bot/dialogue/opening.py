"""A message that belongs to nothing in progress: what it begins, or what is answered."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import (
    answers,
    booking_task,
    cancel_task,
    change_task,
    move_task,
    order_wishes,
    orders,
    profile_task,
    restore_task,
    series_task,
    series_told,
    two_acts,
    visit_asked,
)
from bot.dialogue.alternatives import asks_when
from bot.dialogue.described import begins_in, meant
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.order_change import names_new_time
from bot.dialogue.resuming import draft_talked_of, resumed
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import AnyTask, BookingTask, CancelTask, ChangeTask, MoveTask, OrderTask
from bot.zh.amending import changes_some_order
from bot.zh.moving import shift_of, speaks_of_change
from bot.zh.normalise import normalise
from bot.zh.of_order import for_the_visit
from bot.zh.order_mention import comes_as_agreed, keeps_others, mention_of, speaks_of_order, tells_of_order
from bot.zh.own_doings import without_doings
from bot.zh.pausing import takes_up, wishes_again
from bot.zh.profile import goes_back
from bot.zh.questions import asks
from bot.zh.refusal import books, refuses
from bot.zh.several import gives_up, names_some_one
from bot.zh.taking_back import wants_back
from bot.zh.topics import topics
from bot.zh.whose_home import repeats_last
from bot.zh.wonders import WHO

_OTHERWISE = re.compile("[改换挪移推調调換][成到为为至在個个]|[加添多]")


def opened(talk: Talk, frame: Frame, facts: Facts) -> Step | None:
    """Nothing in progress that the message belongs to; what was begun with an order gives way to it."""
    if talk.dropped is not None and _goes_on_with(talk.dropped, frame):
        return booking_task.take_up(without_order_task(talk), talk.dropped, frame, facts)
    if (acts := two_acts.apart(talk, frame, facts)) is not None:
        first, second = acts
        return opened(replace(talk, next_act=two_acts.waiting(second)), first, facts)
    if (pieces := two_acts.ended_and_asked(frame, facts)) is not None:
        ended, beside = pieces
        step = series_task.begin(without_order_task(talk), ended, facts)
        if step is not None:
            return replace(step, say=(orders.check(beside, facts, None), *step.say))
    if talk.top is None and _wants_back(talk, frame, facts):
        return restore_task.begin(talk, frame, facts)
    of_series = series_task.begin(without_order_task(talk), frame, facts)
    if of_series is not None:
        return of_series
    own = series_told.what_it_cost(talk, frame) or series_told.told_of(frame, facts)
    if own is not None:
        return resumed(without_order_task(talk), (own,), facts)
    if isinstance(talk.top, OrderTask) and keeps_others(frame.text) and not gives_up(frame.text):
        return resumed(talk, (), facts)
    if _only_keeps(frame, facts):
        return resumed(without_order_task(talk), (Say("utter_order_stays"),), facts)
    if frame.has("cancel_booking") or _cancels(frame, facts):
        return cancel_task.begin(without_order_task(talk), frame, facts)
    if (costs := cancel_task.what_it_costs(talk, frame, facts)) is not None:
        return resumed(orders.looked_at(talk, frame, facts), (costs,), facts)
    instead = _in_place_of_cancelled(talk, frame, facts)
    if instead is not None:
        return booking_task.begin(without_order_task(talk), instead, facts)
    if frame.has("check_booking") and not facts.upcoming and frame.request.window and _asks_for_time(talk, frame):
        frame = replace(frame, intents=("ask_availability",))  # 晚上来呢, after a question about a service; 周六来吗
    if _tells_of_order(frame, facts):
        frame = replace(frame, intents=("check_booking",))
    if WHO in frame.wonders and facts.upcoming and not frame.has("book_service"):
        frame = replace(frame, intents=("check_booking",))  # 阿姨叫什么, of an order that is there
    if (told := visit_asked.answered(frame, facts)) is not None:
        return resumed(without_order_task(talk), (told,), facts)
    if frame.has("check_booking") and not (facts.upcoming or facts.series) and topics(frame.text):
        frame = replace(frame, intents=("ask_policy",))  # 发票怎么还没给我
    if frame.has("check_booking"):
        found = orders.check(frame, facts, talk.order_id)
        return resumed(orders.looked_at(talk, frame, facts), (found,), facts)
    if goes_back(frame.text) and (step := move_task.back(without_order_task(talk), facts)) is not None:
        return step
    if _hardly_of_an_order(frame, facts):
        frame = replace(frame, intents=("book_service",))  # 周六下午一点半 起不来早的
    if frame.has("reschedule_booking"):
        return move_task.begin(without_order_task(talk), frame, facts, _shown(talk.top))
    if frame.has("change_booking") and frame.request.service and not facts.upcoming:
        wished = tuple("book_service" if one == "change_booking" else one for one in frame.intents)
        frame = replace(frame, intents=wished)  # 那就打扫加洗一台油烟机吧, where no order is
    if _changes_order(talk, frame, facts):
        return change_task.begin(without_order_task(talk), frame, facts)
    if frame.has("update_profile"):
        return profile_task.begin(without_order_task(talk), frame, facts)
    if frame.has("restore_booking") and not facts.cancelled and _is_to_stay(frame, facts):
        return resumed(talk, (Say("utter_cancel_kept"),), facts)
    if frame.has("restore_booking"):
        return restore_task.begin(without_order_task(talk), frame, facts)
    if _belongs_to_order(talk, frame):
        return resumed(talk, (), facts)
    free_when = asks_when(frame)
    asks = frame.has(*answers.QUESTIONS) and not free_when
    wants = free_when or frame.has("book_service") or (frame.has_details and not asks and frame.has("inform", "affirm"))
    wants = wants or (facts.last is not None and repeats_last(frame.text))
    if wants or (not frame.intents and frame.request.service is not None):
        side = answers.to(frame, facts) if asks else answers.beside_times(frame, facts)
        step = booking_task.begin(without_order_task(talk), frame, facts)
        return replace(step, say=(*side, *step.say))
    asked = answers.AtHand(draft_talked_of(talk), question_open=talk.top is not None)
    said = answers.to(frame, facts, asked)
    if said:
        return resumed(talk, said, facts)
    if frame.choice is not None and talk.top is None and not frame.has("abandon", "deny"):
        return None  # a number that answers no question
    if frame.has("abandon", "deny", "affirm", "inform"):
        return resumed(talk, () if talk.top else (Say("utter_nothing_open"),), facts)
    return None


def _wants_back(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """哦还是留着吧, 还是要的: what was cancelled just now, and at no other time."""
    if not wants_back(frame.text) or frame.asks or frame.has("complain", "request_human", "cancel_booking"):
        return False
    window = frame.request.window if keeps_others(frame.text) else None  # 周六的照常: another one that is there
    last = tuple(
        booking
        for booking in facts.cancelled
        if booking.id == talk.order_id and (window is None or begins_in(booking, window, hours_only=False))
    )
    return bool(last) and bool(meant(last, without_doings(frame.text), facts).orders)


def _is_to_stay(frame: Frame, facts: Facts) -> bool:
    """那算了 不取消了 让阿姨照常来, where it was only asked what a cancel costs."""
    return bool(facts.upcoming) and (refuses(frame.text, "取消") or keeps_others(frame.text))


def _only_keeps(frame: Frame, facts: Facts) -> bool:
    """星期五嗰次照嚟 唔使改, 后面那次先别取消: what the model takes for a wish leaves everything as it is."""
    if not facts.upcoming or not frame.has("cancel_booking", "reschedule_booking", "change_booking"):
        return False
    leaves = (keeps_others(frame.text) or comes_as_agreed(frame.text)) and not gives_up(frame.text)
    drops = "取消" in frame.text and not refuses(frame.text, "取消")
    return leaves and not (
        drops
        or frame.address
        or frame.phone
        or _OTHERWISE.search(frame.text)
        or asks(frame.text)
        or names_new_time(frame.text)
        or shift_of(normalise(frame.text)) is not None
        or for_the_visit(frame.text)
        or frame.requests[1:]
    )


def _in_place_of_cancelled(talk: Talk, frame: Frame, facts: Facts) -> Frame | None:
    """那改约周五上午十点吧, of what was cancelled just now where no order is left: it is booked for then."""
    window = frame.request.window
    if facts.upcoming or window is None or not frame.has("reschedule_booking"):
        return None
    of = next((booking for booking in facts.cancelled if booking.id == talk.order_id), None)
    if of is None or frame.request.service not in (None, of.service):
        return None
    wished = replace(
        frame.request,
        service=of.service,
        from_window=None,
        area_sqm=frame.request.area_sqm or of.area_sqm,
        rooms=frame.request.rooms or of.rooms or None,
        quantities=frame.request.quantities or of.quantities,
        special_needs=tuple(dict.fromkeys((*of.special_needs, *frame.request.special_needs))),
    )
    return replace(frame, intents=("book_service",), requests=(wished,))


def _belongs_to_order(talk: Talk, frame: Frame) -> bool:
    """Details told while the yes to something done with an order is open: they begin no booking of their own."""
    waits = isinstance(talk.top, OrderTask) and talk.waits_for_yes
    others = any(isinstance(task, BookingTask) for task in talk.tasks)
    tells = bool(frame.intents) and set(frame.intents) <= {"inform", "affirm", "deny"}
    return waits and not others and tells and frame.has_details and frame.request.service is None


def _changes_order(talk: Talk, frame: Frame, facts: Facts) -> bool:
    """Whether an order is to become other: the last one, one that is named, or any at all."""
    some = bool(facts.upcoming) and changes_some_order(frame.text)
    of_one = frame.has("update_profile") and _names_order(frame, facts)
    of_one = of_one or order_wishes.adds_to_named(frame, facts) or order_wishes.tells_provider(frame, facts)
    return some or of_one or frame.has("change_booking") or order_wishes.amends_last(talk, frame, facts)


def _asks_for_time(talk: Talk, frame: Frame) -> bool:
    return talk.asked_about is not None or not speaks_of_order(frame.text)


def _tells_of_order(frame: Frame, facts: Facts) -> bool:
    """我星期四约了打扫的: of somebody who has; what she wishes with it follows."""
    only_tells = bool(frame.intents) and set(frame.intents) <= {"book_service", "inform", "greet"}
    stays = comes_as_agreed(frame.text) and not books(frame.text)
    return only_tells and (stays or tells_of_order(frame.text)) and bool(orders.named(facts.upcoming, frame.request))


def _names_order(frame: Frame, facts: Facts) -> bool:
    """周四下午那次打扫，地址要换一下: of that one, and not what is stored of her."""
    mention = mention_of(frame.text)
    said = meant(facts.upcoming, mention, facts)
    return bool(mention and said.named and said.orders)


def _goes_on_with(dropped: BookingTask, frame: Frame) -> bool:
    """还是约吧, 还是周二吧, 三个小时: the booking that was given up, unless another service is named."""
    service = frame.request.service
    again = frame.has("book_service") and wishes_again(frame.text)
    details = frame.intents == ("inform",) and frame.has_details and service is None
    return (takes_up(frame.text) or again or details) and (
        service is None or any(wish.draft.service == service for wish in dropped.wishes)
    )


def _cancels(frame: Frame, facts: Facts) -> bool:
    """A bare 取消 with nothing begun means the order there is; so does 有一次不要了 one of them."""
    says_so = "取消" in frame.text and not refuses(frame.text, "取消")
    says_so = says_so or (names_some_one(frame.text) and gives_up(frame.text))
    return bool(facts.upcoming) and frame.has("abandon", "deny") and says_so


def _hardly_of_an_order(frame: Frame, facts: Facts) -> bool:
    """Details that were taken for a change of an order, where there is none and nothing says that it is to change."""
    taken = frame.has("reschedule_booking", "change_booking") and frame.has_details
    return taken and not (facts.upcoming or facts.series or facts.cancelled) and not speaks_of_change(frame.text)


def _shown(task: AnyTask | None) -> str | None:
    """The one order that the open question is about."""
    match task:
        case CancelTask(booking_ids=(only,)):
            return only
        case MoveTask() | ChangeTask():
            return task.booking_id
        case _:
            return None


def without_order_task(talk: Talk) -> Talk:
    """What was begun with an order and not answered gives way to the next wish."""
    return talk.without_top() if isinstance(talk.top, OrderTask) else talk
