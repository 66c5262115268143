"""A message while a booking is being gathered: an answer, a question beside it, another wish, or its end."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.dialogue import (
    answers,
    booking_flow,
    booking_task,
    booking_times,
    cancel_task,
    change_task,
    draft_words,
    extras_asked,
    move_task,
    order_wishes,
    orders,
    regrouping,
    restore_task,
    series_draft,
    series_task,
)
from bot.dialogue.choosing import chosen
from bot.dialogue.dealt import dealt
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.known_places import named_home
from bot.dialogue.named_wishes import only_names_times
from bot.dialogue.new_address import house_put_right
from bot.dialogue.new_phone import put_right, with_new_phone
from bot.dialogue.remarks import at_the_door, with_remark
from bot.dialogue.resuming import resumed
from bot.dialogue.step import Say, Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask
from bot.dialogue.wishes import CONFIRM
from bot.dialogue.within import (
    with_diners,
    with_heads,
    with_inquiry,
    with_service_instead,
    with_sides,
    within,
    without_old_place,
)
from bot.zh.agreeing import agrees
from bot.zh.choosing import leaves_it_open
from bot.zh.extract import find
from bot.zh.needs import is_bought
from bot.zh.normalise import normalise
from bot.zh.order_mention import keeps_others, without_kept
from bot.zh.pausing import leaves_as_it_is
from bot.zh.questions import asks, asks_outright, closing_question, seeks_assurance
from bot.zh.refusal import declines, refuses, speaks_of_cancelling, wants_another_person
from bot.zh.several import clauses_of, gives_up
from bot.zh.time_expression import TimeExpression
from bot.zh.time_wishes import HALVES, asks_if_free, time_wish
from bot.zh.topics import topics
from bot.zh.waiting import joins_waitlist
from bot.zh.window import Window
from bot.zh.wonders import SUM

_NO_BOOKING = re.compile("不(?:约|订|来|打扫)了|取消|拉倒")
_IF_BOOKED = re.compile("约[好上了]|订[好上了]|确认|定[好下了]|下单")
_TO = re.compile(r"[改换挪推调](?:成|到|为|至|在)?\s?$")
_ESTIMATES = ("utter_price", "utter_price_about", "utter_prices")
_BOOKING_ACTS = ("book_service", "inform", "affirm", "deny", "reschedule_booking", "change_booking", "update_profile")


def heard_in_booking(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step | None:
    frame = house_put_right(put_right(without_old_place(task, frame, facts), task), task)
    frame = _left_out_for_its_price(_at_named_home(frame, facts))
    frame = _without_open_halves(within(task, with_remark(at_the_door(frame, task), task)))
    frame = with_diners(task, with_heads(task, with_sides(task, with_inquiry(task, with_service_instead(task, frame)))))
    option = chosen(task.options, frame)
    if option is not None and option.is_titled(frame.text):
        return booking_task.take(talk, task, frame, facts)  # what the bot itself put on the button means just that
    asked, talk = talk.asked_needs, replace(talk, asked_needs=())
    if asked and extras_asked.left(frame):
        return resumed(talk, (), facts)
    frame = extras_asked.taken_up(asked, frame) if asked else frame
    if needs := extras_asked.only_asked(frame):
        return resumed(replace(talk, asked_needs=needs), answers.to(frame, facts, answers.at_hand(task)), facts)
    if (fewer := regrouping.one_piece_less(task, frame)) is not None:
        return booking_task.take(talk, task, fewer, facts)
    no = not frame.intents or frame.has("abandon", "cancel_booking", "deny")
    if no and not _gives_up_all(frame) and (left_out := regrouping.extras_left_out(task, frame)):
        frame = replace(frame, intents=("inform",), requests=(_left_out(task, frame, left_out),))
    if series_draft.has_open_end(task.draft, frame):
        return resumed(talk, (Say("utter_series_open_end"),), facts)
    if series_draft.same_person_again(task.draft, frame):
        return resumed(talk, (Say("utter_noted", {"noted": "固定同一位家政员"}),), facts)
    if series_draft.refuses_days(task.draft, frame.request, frame.text):
        return booking_task.take(talk, task, frame, facts)
    if task.asked == CONFIRM:
        frame = _as_asked_back(_without_yes(frame))
    if facts.upcoming and task.asked == CONFIRM and (bare_yes := _beside_kept_order(frame)) is not None:
        return booking_task.take(talk, task, bare_yes, facts)
    frame = _with_phone_told(frame)
    step = regrouping.regrouped(talk, task, frame, facts)
    if step is not None:
        return step
    names_order = bool(facts.upcoming) and frame.has("cancel_booking") and frame.has_details
    if names_order and _names_the_draft(task, frame, facts):
        return booking_task.drop(talk, task)
    if names_order:
        return series_task.begin(talk, frame, facts) or cancel_task.begin(talk, frame, facts)
    if order_wishes.names_other_order(frame, facts):
        moves = frame.has("reschedule_booking") or order_wishes.moves_named(frame)
        begin = move_task.begin if moves else change_task.begin
        return begin(talk, frame, facts)
    asks_of_time = task.asked == booking_times.WINDOW and frame.has("check_booking") and frame.request.window
    if asks_of_time and not facts.upcoming and not frame.has(*_BOOKING_ACTS):
        frame = replace(frame, intents=("ask_availability",))  # 晚上来呢: of no order, there is none
    if task.asked == CONFIRM and only_names_times(task, frame.text, facts):
        bare = (replace(one, window=None, day_said=False, half_open=False) for one in frame.requests)
        frame = with_remark(replace(frame, requests=tuple(one for one in bare if not one.is_empty)), task)
    of_several = dealt(task, frame, facts) is not None
    if of_several and frame.has("abandon", "cancel_booking"):
        frame = replace(frame, intents=("inform",))  # 周五不要了，换成周六: of one of them, which has another day
    free = None if of_several else booking_task.take_time(talk, task, frame, facts)
    if free is not None:
        return replace(free, say=(*answers.beside_times(frame, facts, answers.at_hand(task)), *free.say))
    if frame.has("restore_booking"):
        return restore_task.begin(talk if task.draft.service else talk.without_top(), frame, facts)
    if task.asked == booking_times.WINDOW and joins_waitlist(frame.text):
        return booking_task.take(talk, task, replace(frame, intents=("inform",)), facts)
    if frame.has("abandon", "cancel_booking"):
        if _hardly_gives_up(frame):
            return resumed(talk, (), facts)
        if not _wants_another_service(task, frame):
            return booking_task.drop(talk, task)
        frame = replace(frame, intents=("inform",))  # 算了不打扫了，洗空调吧
    side = answers.to(frame, facts, answers.at_hand(task))
    if frame.has("check_booking"):
        side = (*side, _told_of_visits(task, frame, facts) or orders.check(frame, facts, talk.order_id))
    acts = frame.has(*_BOOKING_ACTS) or option is not None or leaves_it_open(frame.text)
    wants_yes = task.asked in (CONFIRM, booking_task.WISH)
    only_asked = frame.has("check_booking", "ask_policy", "ask_provider")  # 阿姨明天几点到: no day for this booking
    if not acts and (only_asked or not frame.has_details):
        return resumed(talk, side, facts) if side else _spoken_at_summary(talk, task, frame, facts)
    if task.asked == booking_task.CHANGE and not frame.has_details and leaves_as_it_is(frame.text):
        return booking_flow.proceed(talk, task, facts)
    open_answer = leaves_it_open(frame.text)
    agreed = booking_task.agrees_to_offer(task, frame)
    told = frame.has_details or option or open_answer or wants_yes or agreed
    if not told and not side and asks_outright(frame.text):
        return resumed(talk, (Say("utter_policy_unknown"),), facts)  # taken for an answer, and holds none
    if not told and frame.has("affirm", "deny"):
        return resumed(talk, side, facts)
    step = with_new_phone(booking_task.take(talk, task, frame, facts), frame, facts)
    courtesies = ("greet", "thank", "goodbye", "praise")
    asked_too = tuple(say for say in side if not frame.has(*courtesies) or say.values)
    if SUM in frame.wonders and step.effect is not None:
        asked_too = tuple(say for say in asked_too if say.response not in _ESTIMATES)  # the summary tells it
    if not (side or frame.asks) and (question := _asked_beside(frame.text)):
        asked_too = (_of_policy(question, facts),)
    elif not (asked_too or frame.asks) and _passes_over(step, frame.text):
        asked_too = (_of_policy(frame.text, facts),)
    return replace(step, say=(*asked_too, *step.say))


def _at_named_home(frame: Frame, facts: Facts) -> Frame:
    """哦不对 是闵行这套: a known home is where she wants it."""
    there = named_home(frame, facts)
    if there is None or frame.has("check_booking", "cancel_booking", "reschedule_booking") or asks(frame.text):
        return frame
    acts = tuple(one for one in frame.intents if one in ("book_service", "thank", "update_profile"))
    return replace(frame, intents=acts or ("inform",), address=there.address, confidence=1.0)


def _left_out_for_its_price(frame: Frame) -> Frame:
    """外头的窗不擦了 太贵: nothing is asked, and something is left out."""
    needs = (item.value for item in find(frame.text) if item.kind == "need")
    left_out = tuple(need["code"] for need in needs if need["denied"])
    asked = asks(normalise(frame.text).replace("贵", ""))
    if not left_out or asked or not frame.has("ask_price", "complain"):
        return frame
    return replace(frame, intents=("inform",), requests=(Request(denied_needs=left_out),), about=())


def _beside_kept_order(frame: Frame) -> Frame | None:
    """好的 我自己家下周一那次不变哈: a yes, and an order that is to stay as it is; ``None`` for anything else."""
    rest = without_kept(frame.text)
    yes = keeps_others(frame.text) and agrees(rest) and not find(rest) and not asks(frame.text)
    return replace(frame, text=rest, intents=("affirm",), requests=(), confidence=1.0) if yes else None


def _gives_up_all(frame: Frame) -> bool:
    """算了不约了，冰箱也不用了: the whole booking, and not the extra alone."""
    return frame.has("abandon", "cancel_booking") and any(
        _NO_BOOKING.search(clause) is not None and not any(item.kind == "need" for item in find(clause))
        for clause in clauses_of(frame.text)
    )


def _left_out(task: BookingTask, frame: Frame, extras: tuple[str, ...]) -> Request:
    """冰箱不用了，改到周六: beside the extra counts the time it is moved to, which is of the one wish there is."""
    plain, request = normalise(frame.text), frame.request
    moved = [item for item in find(frame.text) if item.kind == "time" and _TO.search(plain[: item.start])]
    if task.is_several or len(moved) != 1 or request.window is None:
        return Request(denied_needs=extras)
    day_said = TimeExpression.from_dict(moved[0].value).has_day
    return Request(window=request.window, day_said=day_said, half_open=request.half_open, denied_needs=extras)


def _asked_beside(text: str) -> str:
    """电话138…。阿姨说英文吗: what was not understood of it is a question, and none about what is told; else empty."""
    question = closing_question(text)
    told = {item.kind for item in find(question)} - {"need"}
    return "" if told or asks_if_free(question) else question


def _passes_over(step: Step, text: str) -> bool:
    """洗之前要我自己先断电吗, at the summary: a question which the open one alone would answer."""
    only_asks_again = [say.response for say in step.say] == ["utter_ask_confirm_again"]
    return only_asks_again and asks_outright(text) and _IF_BOOKED.search(normalise(text)) is None


def _of_policy(question: str, facts: Facts) -> Say:
    words = [facts.catalogue.answers[topic] for topic in topics(question) if topic in facts.catalogue.answers]
    return Say("utter_policy", {"policy": words[0]}) if words else Say("utter_policy_unknown")


def _without_open_halves(frame: Frame) -> Frame:
    """时间上午还是下午都行: neither of the two is wished."""
    hour = frame.request.window is not None and frame.request.window.precision == "time"
    if time_wish(frame.text) != HALVES or not leaves_it_open(frame.text) or hour:
        return frame
    bare = (replace(one, window=_whole_day(one), day_said=one.day_said, half_open=False) for one in frame.requests)
    others = tuple(one for one in frame.intents if not one.startswith("ask_") and one != "check_booking")
    kept = tuple(one for one in bare if not one.is_empty)
    return replace(frame, intents=others or ("inform",), requests=kept, about=())


def _whole_day(request: Request) -> Window | None:
    """The day of a request, where it says one."""
    window = request.window
    if window is None or window.start is None or not request.day_said or window.precision not in ("part", "day"):
        return None
    day = datetime.combine(window.start.date(), time())
    return Window(day, day + timedelta(days=1), "day")


def _without_yes(frame: Frame) -> Frame:
    """扣就扣好唻 取消: whatever it was taken for, a message that speaks of a cancel books nothing."""
    if "取消" not in frame.text or refuses(frame.text, "取消") or not frame.has("affirm"):
        return frame
    others = tuple(one for one in frame.intents if one != "affirm")
    if speaks_of_cancelling(frame.text) and not frame.asks:
        return replace(frame, intents=(*others, "ask_policy"), topic="cancellation")
    calls_it_off = not (frame.asks or asks(frame.text) or frame.has_details)
    return replace(frame, intents=(*others, "abandon") if calls_it_off else others, confidence=1.0)


def _as_asked_back(frame: Frame) -> Frame:
    """插座是师傅带来吧, 不用先付钱的吧: a question, whatever it was taken for."""
    taken = frame.has("affirm", "deny", "abandon", "inform") and not (frame.has_details or frame.asks)
    if not taken or agrees(frame.text) or declines(frame.text) or not seeks_assurance(frame.text):
        return frame
    topic = next(iter(topics(frame.text)), None)
    return replace(frame, intents=("ask_policy",), topic=topic, confidence=1.0)


def _with_phone_told(frame: Frame) -> Frame:
    """13162047711 是男师傅还是女师傅: the number is told, whatever is asked beside it."""
    return (
        replace(frame, intents=(*frame.intents, "inform")) if frame.phone and not frame.has(*_BOOKING_ACTS) else frame
    )


def _hardly_gives_up(frame: Frame) -> bool:
    """Whether it is hardly a no at all: no word says so, and the model is not sure or only a thing is told of.

    灯我自己已经买好了: what she brings herself.
    """
    says_so = declines(frame.text) or gives_up(frame.text)
    return frame.has("abandon") and (frame.is_doubtful or is_bought(frame.text)) and not says_so


def _names_the_draft(task: BookingTask, frame: Frame, facts: Facts) -> bool:
    """周六的打扫取消吧, where the draft is for Saturday and no order is."""
    if orders.named(facts.upcoming, frame.request):
        return False
    service, window = frame.request.service, frame.request.window
    for draft in (wish.draft for wish in task.wishes):
        of_day = window is None or (
            window.start is not None
            and draft.window is not None
            and draft.window.start is not None
            and draft.window.start.date() == window.start.date()
        )
        if of_day and service in (None, draft.service):
            return True
    return False


def _told_of_visits(task: BookingTask, frame: Frame, facts: Facts) -> Say | None:
    """那周六是几点来着: when the visits are that are being ordered; ``None`` where an order is asked about."""
    if facts.series or (facts.upcoming and not frame.request.window) or not _names_the_draft(task, frame, facts):
        return None
    visits = []
    for wish in task.wishes:
        said = draft_words.in_words(replace(wish.draft, frequency=None), facts)
        if "window" in said:
            visits.append(" ".join(said[part] for part in ("window", "service") if part in said))
    return Say("utter_draft_visits", {"visits": "，".join(visits)}) if visits else None


def _wants_another_service(task: BookingTask, frame: Frame) -> bool:
    wished = {wish.draft.service for wish in task.wishes}
    return frame.request.service is not None and frame.request.service not in wished and None not in wished


def _spoken_at_summary(talk: Talk, task: BookingTask, frame: Frame, facts: Facts) -> Step | None:
    """At the summary a plain no or "换个人" counts even where the model sees no intent in it."""
    if task.asked != CONFIRM or not (declines(frame.text) or wants_another_person(frame.text)):
        return None
    return booking_task.take(talk, task, frame, facts)
