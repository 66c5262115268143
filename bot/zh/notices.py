"""What customers are told about a visit of which somebody else has changed something: values in, words out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

LINE = 20
"""Characters that a line of the channel's notices may have."""

_FIELDS = {
    "address": "地址",
    "district": "地址",
    "phone": "联系电话",
    "contact_name": "联系人",
    "service": "服务项目",
    "window": "时长",
    "area_sqm": "面积",
    "rooms": "户型",
    "special_needs": "服务要求",
    "quantities": "数量",
    "notes": "备注",
    "wish": "对家政员的要求",
    "provider_ids": "家政员",
}


@dataclass(frozen=True)
class VisitWords:
    """Naive local times; ``names`` are the providers that are promised, ``price`` is written already (``180元``)."""

    service: str
    start: datetime
    end: datetime
    names: Sequence[str]
    price: str


class Words(NamedTuple):
    """``status`` says it in five characters, for a line of a notice."""

    text: str
    status: str


def booked(visit: VisitWords) -> Words:
    return Words(f"已为您约好{visit.service}：{_span(visit)}{_comes(visit)}。", "已预约")


def registered(visit: VisitWords) -> Words:
    """A person looks at it first."""
    return Words(f"已为您登记{visit.service}：{_span(visit)}。同事核对后就告诉您谁来。", "待确认")


def approved(visit: VisitWords) -> Words:
    return Words(f"您的{visit.service}定好了：{_span(visit)}{_comes(visit)}。", "已确认")


def restored(visit: VisitWords) -> Words:
    return Words(f"您的{visit.service}恢复了：{_span(visit)}{_comes(visit)}。", "已恢复")


def cancelled(visit: VisitWords, fee: str = "") -> Words:
    cost = f"取消费{fee}。" if fee else ""
    return Words(f"您{_moment(visit)}的{visit.service}已经取消。{cost}想另约时间，回复我就好。", "已取消")


def rejected(visit: VisitWords, reason: str) -> Words:
    """A person has looked at it, and it cannot be."""
    text = f"很抱歉，您{_moment(visit)}的{visit.service}没能安排上：{reason}。"
    return Words(f"{text}不收费用，想换个时间或要求，回复我就好。", "未安排")


def moved(visit: VisitWords, before: VisitWords) -> Words:
    text = f"您的{visit.service}改了时间：原来{_moment(before)}，现在{_span(visit)}{_comes(visit)}"
    return Words(f"{text}{_new_price(visit, before)}。不方便的话回复我，再帮您调。", "已改期")


def changed(visit: VisitWords, before: VisitWords, fields: Iterable[str]) -> Words:
    """``fields`` by their names in the core; a new price is told by itself."""
    parts = "、".join(dict.fromkeys(_FIELDS[name] for name in fields if name in _FIELDS)) or "费用"
    times = f"，现在{_hours(visit)}" if visit.end != before.end else ""
    comes = _comes(visit) if visit.names != before.names else ""
    text = f"您{_moment(visit)}的{visit.service}改了{parts}{times}{comes}{_new_price(visit, before)}"
    return Words(f"{text}。有不对的地方，回复我就好。", "已变更")


def replaced(visit: VisitWords, gone: Sequence[str]) -> Words:
    was = f"原来是{'、'.join(gone)}，" if gone else ""
    text = f"您{_moment(visit)}的{visit.service}换了家政员：{was}现在由{'、'.join(visit.names)}上门，时间和费用不变。"
    return Words(f"{text}想换人或改时间，回复我就好。", "已换人")


def departed(visit: VisitWords) -> Words:
    who = "、".join(visit.names) or "家政员"
    return Words(f"{who}已经出发，{visit.start:%H:%M}上门做{visit.service}。", "已出发")


def completed(visit: VisitWords) -> Words:
    return Words(f"您的{visit.service}做完了。有没做好的地方，直接回复我。", "已完成")


def missed(visit: VisitWords) -> Words:
    return Words(f"您{_moment(visit)}的{visit.service}没有做成。想另约时间，回复我就好。", "未服务")


def asked(question: str) -> Words:
    return Words(question, "等您回复")


def reminded(visit: VisitWords, today: date) -> Words:
    """Of a visit of tomorrow, or of today."""
    near = {0: "今天", 1: "明天"}.get((visit.start.date() - today).days)
    when = f"{near}（{day(visit.start)} {_weekday(visit.start)}）{_hours(visit)}" if near else _span(visit)
    return Words(f"提醒您：{when}有{visit.service}{_comes(visit)}。有变化请早点告诉我。", f"{near or '即将'}上门")


def notice_lines(visit: VisitWords, words: Words) -> dict[str, str]:
    """A notice's lines: what, when, who comes, and how it stands."""
    when = f"{visit.start.year}年{day(visit.start)} {visit.start:%H:%M}"
    who = "、".join(visit.names) or "待安排"
    return {"thing1": visit.service[:LINE], "time2": when, "thing3": who[:LINE], "phrase4": words.status}


def day(moment: datetime) -> str:
    return f"{moment.month}月{moment.day}日"


def span(start: datetime, end: datetime) -> str:
    """11月24日（周二）14:00–17:00; one that ends on another day names that day too."""
    later = "" if end.date() == start.date() else f"{day(end)}（{_weekday(end)}）"
    return f"{day(start)}（{_weekday(start)}）{start:%H:%M}–{later}{end:%H:%M}"


def _span(visit: VisitWords) -> str:
    return span(visit.start, visit.end)


def _hours(visit: VisitWords) -> str:
    return _span(visit).partition("）")[2]


def _moment(visit: VisitWords) -> str:
    return f"{day(visit.start)}（{_weekday(visit.start)}）{visit.start:%H:%M}"


def _weekday(moment: datetime) -> str:
    return "周" + "一二三四五六日"[moment.weekday()]


def _comes(visit: VisitWords) -> str:
    return f"，{'、'.join(visit.names)}上门" if visit.names else ""


def _new_price(visit: VisitWords, before: VisitWords) -> str:
    return f"，费用现在是{visit.price}" if visit.price != before.price else ""
