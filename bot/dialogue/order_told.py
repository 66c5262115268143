"""What is told beside something begun with an order: it is no wish, and no answer to what was shown."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue import series_task
from bot.dialogue.described import meant
from bot.dialogue.facts import BookingView, Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.named_wishes import values_of
from bot.dialogue.orders import WHICH
from bot.dialogue.requests import requests_from
from bot.dialogue.series_break import with_days_told
from bot.dialogue.series_wish import visits_named
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import BookingTask, CancelTask, ChangeTask, MoveTask, OrderTask, ProfileTask, SeriesTask
from bot.zh.agreeing import agrees
from bot.zh.amending import amends, part_kept, part_named
from bot.zh.choosing import leaves_it_open
from bot.zh.extract import find
from bot.zh.grievance import tells_of_fault
from bot.zh.moving import shift_of
from bot.zh.normalise import normalise
from bot.zh.order_mention import apart, clause_spans, keeps_others, kept_name, may_call_off, warns
from bot.zh.own_doings import without_doings
from bot.zh.questions import asks_the_cost
from bot.zh.refusal import declines, does_not_suit, refuses, says_no, wants_another_person
from bot.zh.resigning import resigns
from bot.zh.series import fits, rule_parts
from bot.zh.series_own import as_before_for_now, others_as_usual, part_as_usual, says_since_when
from bot.zh.series_scope import asks_fee, goes_on, scope_of
from bot.zh.time_expression import TimeExpression
from bot.zh.time_wishes import time_wish
from bot.zh.visits_off import until_notice, visits_off
from bot.zh.waiting import joins_waitlist, only_then
from bot.zh.when import resolve

_GRAVE = ("complain", "request_refund", "request_human", "report_emergency", "privacy_request")
_OF_ORDERS = frozenset({"reschedule_booking", "change_booking", "book_service", "inform"})
_A_WORD = 4
"""Characters: 那改吧 is an answer."""
_ANSWERED_WITH_A_DAY = (WHICH, series_task.VISIT)
"""Whatever is told of a day there says which one is meant."""
_FILLS = re.compile(
    r"(?:不好意思|对不起|抱歉|唔好意思|[嗯哦噢喔啊诶哎呀恩额呃唉那就]|因为|主要|所以|其实|[^\u3400-\u9fffa-z0-9])*"
)
"""What says nothing by itself: 嗯, 因为, a smile."""


def without_told(talk: Talk, frame: Frame, facts: Facts) -> Frame:
    """The message without what it tells beside what was begun with an order; its text is blank where that is all."""
    task = talk.top
    if task is None and _is_for_all_to_come(frame, facts):
        return _wished(talk, frame, facts)
    if _waits_for_others(talk, frame):
        return replace(frame, intents=("inform",), complaint=None)
    if isinstance(task, BookingTask) and talk.is_of_series:
        return _reread(talk, frame, without_doings(frame.text, unsure=True), facts)
    if isinstance(task, BookingTask) and task.asked == "booking:window" and task.options and frame.requests:
        return _away(talk, frame, facts)
    if not isinstance(task, OrderTask) or isinstance(task, ProfileTask):
        return frame
    if _pays(talk, frame):
        return replace(frame, intents=("affirm",), confidence=1.0, complaint=None, requests=())
    if talk.waits_for_yes and _thanks_with_a_yes(frame):
        requests = requests_from(frame.text, values_of(frame.text), facts.now)
        frame = replace(frame, intents=("affirm", *frame.intents), requests=requests)
    if frame.has("complain") and _is_of_break(talk, frame.text):
        others = tuple(one for one in frame.intents if one != "complain")
        frame = replace(frame, intents=others or ("inform",), complaint=None)
    if frame.has(*_GRAVE) and not _only_doings(frame):
        return frame
    if isinstance(task, SeriesTask) and _names_days_off(task, frame, facts):
        return replace(frame, intents=("inform",))  # 停两回 … 下礼拜二、下下礼拜二都没人在家
    if task.asked not in _ANSWERED_WITH_A_DAY:
        frame = _wished(talk, frame, facts)
    if talk.waits_for_yes and not isinstance(task, CancelTask) and _only_sounds_like_a_wish(frame):
        frame = replace(frame, intents=("ask_price",) if asks_the_cost(frame.text) else ())
    if talk.waits_for_yes and frame.has("deny", "abandon") and not says_no(frame.text):
        others = tuple(one for one in frame.intents if one not in ("deny", "abandon"))
        frame = replace(frame, intents=others)  # 孩子第一次看海 激动得不行
    return frame


def _waits_for_others(talk: Talk, frame: Frame) -> bool:
    """那您给我登个候补 有人退了叫我一声, where times are on offer: taken for a complaint, and none is made."""
    of_time = isinstance(talk.top, BookingTask) and talk.asked == "booking:window"
    taken = frame.has("complain", "request_refund") and frame.is_doubtful and not tells_of_fault(frame.text)
    return of_time and taken and joins_waitlist(frame.text)


def _names_days_off(task: SeriesTask, frame: Frame, facts: Facts) -> bool:
    """Whether a reason beside a break that was shown says which visits of it are meant."""
    series = next((one for one in facts.series if one.id == task.series_id), None)
    shown = task.change is not None and task.asked == series_task.CONFIRM
    if not shown or series is None or task.change is None or frame.asks:
        return False
    return with_days_told(task.change, frame.text, series, facts.at) is not None


def _thanks_with_a_yes(frame: Frame) -> bool:
    """是的，仅本周四这一次取消，谢谢: taken for mere thanks."""
    courteous = bool(frame.intents) and set(frame.intents) <= {"thank", "greet"} and not frame.requests
    return courteous and agrees(frame.text) and not (declines(frame.text) or refuses(frame.text, "取消"))


def _is_of_break(talk: Talk, text: str) -> bool:
    """停的那两回不能收钱吧, 等我通知再来, beside a break that was shown or is asked about: no fault is told of."""
    asked = isinstance(talk.top, SeriesTask) and talk.top.asked in (series_task.UNTIL, series_task.CONFIRM)
    tells = until_notice(text) or visits_off(text) is not None or others_as_usual(text) or goes_on(text)
    return asked and (asks_fee(text) or tells) and not tells_of_fault(text)


def _only_sounds_like_a_wish(frame: Frame) -> bool:
    """改时间不要钱吧, 时间还是一点哈: taken for one more change, though nothing is to become other."""
    if not frame.intents or not set(frame.intents) <= _OF_ORDERS or frame.choice is not None:
        return False
    if frame.has_details and frame.requests != (Request(frequency={"once": True}),):  # 就这一回，往后还照旧
        return False
    text = frame.text
    if asks_the_cost(text):
        return True
    changes = amends(text) or wants_another_person(text) or part_named(text) is not None
    of_time = shift_of(normalise(text)) is not None or time_wish(text) is not None or leaves_it_open(text)
    return len(text.strip()) > _A_WORD and not (changes or of_time)


def _is_for_all_to_come(frame: Frame, facts: Facts) -> bool:
    """往后都挪到周五，周四我要去打麻将: the day of the reason is not one of the visits."""
    wishes = facts.series and frame.has("reschedule_booking", "change_booking") and scope_of(frame.text) == "all"
    return bool(wishes) and any(one.kind == "time" for one in find(without_doings(frame.text)))


def _only_doings(frame: Frame) -> bool:
    """星期四我要返工, taken for a complaint: the model is not sure, and there is nothing else in it."""
    return frame.is_doubtful and _FILLS.fullmatch(normalise(without_doings(frame.text))) is not None


def _pays(talk: Talk, frame: Frame) -> bool:
    """扣就扣吧, 该多少多少: a yes to what was shown with its fee."""
    match talk.top:
        case CancelTask(fees_fen=fees):
            costs = any(fees)
        case SeriesTask(fee_fen=fee):
            costs = fee > 0
        case _:
            return False
    return costs and talk.waits_for_yes and resigns(frame.text)


def _wished(talk: Talk, frame: Frame, facts: Facts) -> Frame:
    """The message without the clauses that say what she does, and what goes on as it is."""
    text = without_doings(frame.text)
    if talk.waits_for_yes:
        text = _without_usual(talk, text, facts)
    if isinstance(talk.top, SeriesTask) and "不是" in text:
        text = apart(text)[0]  # 不是这周六，是下周六
    if text == frame.text:
        return _without_remark(talk, frame)
    read = _reread(talk, frame, text, facts)
    if isinstance(talk.top, CancelTask) and may_call_off(text) and not refuses(text, "取消"):
        others = tuple(one for one in read.intents if one not in ("restore_booking", "deny", "book_service", "inform"))
        read = replace(read, intents=tuple(dict.fromkeys(("cancel_booking", *others))))  # 冰箱的取消，打扫的还要来
    if frame.has_details and not read.has_details and read.text:
        read = replace(read, intents=tuple(one for one in read.intents if one not in _OF_ORDERS))
    return _without_remark(talk, read) if read.text else read


def _away(talk: Talk, frame: Frame, facts: Facts) -> Frame:
    """周五我要到女儿那里去了，只有周四行, where times are on offer: the day on which she is away is none of them."""
    text = without_doings(frame.text)
    left = values_of(text)
    if text == frame.text or not (any(one["entity"] == "time" for one in left) or only_then(text)):
        return frame
    return _reread(talk, frame, text, facts)


def _reread(talk: Talk, frame: Frame, text: str, facts: Facts) -> Frame:
    """The message as what is left of it says."""
    if text == frame.text:
        return frame
    moving = frame.has("reschedule_booking")
    requests = requests_from(text, values_of(text), facts.now, talk.asked, moving=moving, recurring=talk.is_of_series)
    if _FILLS.fullmatch(normalise(text)) or not (frame.intents or requests):
        return Frame("")
    if agrees(text) and not requests:
        return Frame(text.strip(), intents=("affirm",), confidence=frame.confidence)
    return replace(frame, text=text.strip(), requests=requests)


def _without_remark(talk: Talk, frame: Frame) -> Frame:
    """老人家高兴得很, while a yes is waited for: of no work that is to be done."""
    if isinstance(talk.top, ChangeTask) or not talk.waits_for_yes or not frame.requests or amends(frame.text):
        return frame
    bare = all(replace(one, special_needs=(), denied_needs=(), said="").is_empty for one in frame.requests)
    if not bare or frame.asks or frame.has("change_booking", "reschedule_booking", "cancel_booking"):
        return frame
    others = tuple(one for one in frame.intents if one not in ("book_service", "inform"))
    return replace(frame, requests=(), intents=others)


def _without_usual(talk: Talk, text: str, facts: Facts) -> str:
    """Without 下周六照旧, 别的都不变: what is not spoken of; of what was shown itself it is an answer."""
    goes_on = False
    plain = normalise(text)
    for start, end in clause_spans(text):
        clause = plain[start:end]
        stays = others_as_usual(clause) or (_changes_all(talk) and part_as_usual(clause))
        goes_on = _is_of_another(talk, clause, facts, goes_on)
        till_then = _changes_all(talk) and as_before_for_now(clause) and says_since_when(text)
        till_then = till_then and not says_since_when(clause)  # 这周还是来的下周开始换, in one breath
        beside = (stays and _is_beside(talk, clause, facts)) or warns(clause)
        if till_then or goes_on or beside or _is_why(talk, clause, facts):
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_why(talk: Talk, clause: str, facts: Facts) -> bool:
    """周四不行, where all Thursdays are to be Fridays: no refusal of what was shown."""
    task = talk.top
    if not isinstance(task, SeriesTask) or task.change is None or not task.change.rule or not does_not_suit(clause):
        return False
    times = [resolve(TimeExpression.from_dict(one.value), facts.at) for one in find(clause) if one.kind == "time"]
    days = [day for one in times if one for day in one.exclude or ((one.start.date(),) if one.start else ())]
    series = next((one for one in facts.series if one.id == task.change.series_id), None)
    if series is None or not days:
        return False
    old, new = (rule_parts(rule) for rule in (series.rule, task.change.rule))
    return all(fits(old, day) and not fits(new, day) for day in days)


def _is_of_another(talk: Talk, clause: str, facts: Facts, goes_on: bool = False) -> bool:
    """周六的还是原来地址, 周三电话不变: another order, or a part that is not to change, stays as it is.

    ``goes_on``: the clause before said so (打扫的不动，还是礼拜四).
    """
    task = talk.top
    stays = keeps_others(clause) or "还是原来" in clause or (goes_on and ("还是" in clause or _is_a_time(clause)))
    if not isinstance(task, MoveTask | ChangeTask | CancelTask | SeriesTask) or not stays:
        return False
    said = meant(facts.upcoming, kept_name(clause), facts)
    others = said.named and bool(said.orders) and not any(_is_shown(task, one) for one in said.orders)
    if isinstance(task, CancelTask | SeriesTask):
        return others
    return others or (part_kept(clause) not in (None, *_changed_by(task)))


def _is_a_time(clause: str) -> bool:
    """星期四下午, behind 洗空调那个还是要来: of that one."""
    times = [one for one in find(clause) if one.kind == "time"]
    return bool(times) and len(clause) - sum(one.end - one.start for one in times) <= 1


def _is_shown(task: MoveTask | ChangeTask | CancelTask | SeriesTask, order: BookingView) -> bool:
    match task:
        case CancelTask(booking_ids=ids):
            return order.id in ids
        case SeriesTask():
            return order.series_id is not None
        case _:
            return order.id == task.booking_id


def _changed_by(task: MoveTask | ChangeTask) -> tuple[str, ...]:
    if isinstance(task, MoveTask):
        return ("time",)
    change = task.change
    told = {"phone": change.phone, "address": change.address, "name": change.contact_name, "area": change.area_sqm,
            "time": task.wish}  # fmt: skip
    return tuple(part for part, value in told.items() if value is not None)


def _changes_all(talk: Talk) -> bool:
    """Whether all visits to come are to become other."""
    return isinstance(talk.top, SeriesTask) and talk.top.change is not None and talk.top.change.act == "change"


def _is_beside(talk: Talk, clause: str, facts: Facts) -> bool:
    """Whether what stays as it is, is not what was shown; when a break ends is an answer to it."""
    window = next((one.window for one in requests_from(clause, values_of(clause), facts.now) if one.window), None)
    match talk.top:
        case SeriesTask(change=change) if change is not None and change.act == "change":
            return window is None
        case SeriesTask(change=change) if change is not None and change.act in ("skip", "move"):
            series = next((one for one in facts.series if one.id == change.series_id), None)
            return series is None or not any(one.day in change.days for one in visits_named(series, window))
        case SeriesTask():
            return False
        case CancelTask(booking_ids=ids):
            said = meant(facts.upcoming, clause, facts)
            return not (said.named and any(one.id in ids for one in said.orders))
        case _:
            return True
