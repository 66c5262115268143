"""What customers are told of their tickets: values in, words out. Times are local and naive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.zh.notices import LINE

_WEEKDAYS = "一二三四五六日"
_MATTERS = {
    "complaint": "您反映的问题",
    "damage": "东西损坏的事",
    "no_show": "没人上门的事",
    "refund": "退款的事",
    "rectification": "返工的事",
    "privacy": "您的资料的事",
    "safety": "这件事",
    "consult": "您问的事",
    "invoice": "发票的事",
    "other": "您说的事",
}


def matter(kind: str) -> str:
    """退款的事."""
    return _MATTERS.get(kind, "您说的事")


def by_when(due: datetime, now: datetime) -> str:
    """今天下午5点前, 明天上午10点半前, 周一（11月30日）中午12点前; a time that is over: 尽快."""
    if due <= now:
        return "尽快"
    days = (due.date() - now.date()).days
    day = {0: "今天", 1: "明天"}.get(days) or f"周{_WEEKDAYS[due.weekday()]}（{due.month}月{due.day}日）"
    return f"{day}{_clock(due)}前"


def on_day(due: datetime, now: datetime) -> str:
    """The day alone: 今天, 明天, 周四（11月26日）."""
    days = (due.date() - now.date()).days
    return {0: "今天", 1: "明天"}.get(days) or f"周{_WEEKDAYS[due.weekday()]}（{due.month}月{due.day}日）"


def _clock(at: datetime) -> str:
    part = next(word for until, word in _PARTS if at.hour < until)
    hour = at.hour - 12 if at.hour > 12 else at.hour
    minutes = {0: "", 30: "半"}.get(at.minute, f"{at.minute}分")
    return f"{part}{hour}点{minutes}"


_PARTS = ((6, "凌晨"), (11, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


class News(NamedTuple):
    """What a customer hears of a ticket; ``status`` and ``short`` say it in a line of a notice each."""

    text: str
    status: str
    short: str


def taken_up(kind: str, number: str) -> News:
    text = f"{matter(kind)}（工单{number}）已经有同事接手了，有进展马上告诉您。"
    return News(text, "处理中", "同事已经接手")


def still_open(kind: str, number: str, due: str) -> News:
    """A due time nears and nobody has answered yet."""
    text = f"{matter(kind)}（工单{number}）还在处理，让您久等了。已经请主管盯着，{due}给您回复。"
    return News(text, "处理中", f"{due}给您回复")


def refund_approved(number: str, amount: str, day: str) -> News:
    text = f"退款批下来了（工单{number}）：{amount}，最晚{day}原路退回到您付款的账户。"
    return News(text, "退款已批", f"退{amount}，最晚{day}")


def refund_paid(number: str, amount: str) -> News:
    text = f"{amount}已经退出去了（工单{number}），原路返回，到账要看银行，一般当天到。没收到就告诉我。"
    return News(text, "已退款", f"已退{amount}，原路返回")


def refund_delayed(number: str, day: str) -> News:
    text = f"您的退款（工单{number}）还在走流程，已经请主管去催，最晚{day}退到。"
    return News(text, "退款中", f"最晚{day}退到")


def ask_solved(kind: str, number: str, solution: str) -> News:
    """Put to the customer once staff think it is solved."""
    text = f"{matter(kind)}（工单{number}）处理结果：{solution.rstrip('。！!')}。您看解决了吗？"
    return News(text, "待您确认", _WRITE_BACK)


def ask_solved_again(kind: str, number: str, solution: str) -> News:
    text = f"再跟您确认一下，{matter(kind)}（工单{number}，{solution.rstrip('。！!')}），算解决了吗？"
    return News(text, "待您确认", _WRITE_BACK)


_WRITE_BACK = "已处理，请回复是否解决"


def notice_lines(kind: str, at: datetime, news: News) -> dict[str, str]:
    """A notice's lines, in the fields that those of visits have: what, when, how it stands."""
    when = f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    return {"thing1": matter(kind), "time2": when, "thing3": news.short[:LINE], "phrase4": news.status}


@dataclass(frozen=True)
class Progress:
    """How a ticket stands; ``refund`` in words (80元) once it is approved, ``visits`` of those who put it right."""

    kind: str
    number: str
    state: str
    due: datetime
    taken: bool = False
    responded: bool = False
    solution: str = ""
    refund: str = ""
    refund_due: datetime | None = None
    refund_paid: bool = False
    visits: tuple[datetime, ...] = ()


def progress(ticket: Progress, now: datetime) -> str:
    """The real state, whatever it is."""
    what = f"{matter(ticket.kind)}（工单{ticket.number}）"
    if ticket.state == "closed":
        return f"{what}已经处理完了，您确认过的。"
    if ticket.state == "solved":
        return f"{what}同事说处理好了：{ticket.solution.rstrip('。')}，等您确认。"
    if ticket.refund and ticket.refund_paid:
        return f"{what}：{ticket.refund}已经原路退出去了。"
    if ticket.refund and ticket.refund_due is not None:
        return f"{what}：{ticket.refund}已经批了，最晚{on_day(ticket.refund_due, now)}原路退回。"
    coming = [visit for visit in ticket.visits if visit > now]
    if coming:
        return f"{what}：{on_day(coming[0], now)}{_clock(coming[0])}上门返工，不收费。"
    if ticket.responded:
        return f"{what}同事正在处理，还没结果，有结果马上告诉您。"
    hands = "已经有同事接手，" if ticket.taken else "还没有同事接手，已经在催，" if ticket.due <= now else "排着队，"
    return f"{what}{hands}{by_when(ticket.due, now)}回复您。"
