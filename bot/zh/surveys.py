"""What customers are asked about a visit that is over: values in, words out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.zh.notices import Words

DIMENSION_WORDS: Mapping[str, str] = {
    "overall": "总体",
    "attitude": "态度",
    "skill": "手艺",
    "punctuality": "准时",
    "result": "效果",
}
_INVITE = "{visit}您还满意吗？{dimensions}各打1到5分，回“都5分”“{digits}”或一句话都行；不想评就回“不评”。"
_RETURN = "{visit}给您处理好了吗？回1到5分或一句话就行，还有没弄好的也直接告诉我。"
_REMIND = "打扰一下，{visit}还没收到您的评价，方便时回个1到5分就行；不想评就回“不评”，之后不再问了。"
_DIGITS = ("5", "5", "4", "5")
_DAYS = {0: "今天", 1: "昨天", 2: "前天"}


def visit_of(service: str, start: datetime, today: date, names: Sequence[str] = ()) -> str:
    """昨天王桂兰做的日常保洁."""
    ago = (today - start.date()).days
    day = _DAYS.get(ago, f"{start.month}月{start.day}日")
    return f"{day}{'、'.join(names)}{'做' if names else ''}的{service}"


def invitation(visit: str, dimensions: Sequence[str], own: str = "") -> Words:
    return Words(_filled(own or _INVITE, visit, dimensions), "待评价")


def return_visit(visit: str, dimensions: Sequence[str], own: str = "") -> Words:
    return Words(_filled(own or _RETURN, visit, dimensions), "待回访")


def reminder(visit: str, dimensions: Sequence[str], own: str = "") -> Words:
    return Words(_filled(own or _REMIND, visit, dimensions), "待评价")


def _filled(words: str, visit: str, dimensions: Sequence[str]) -> str:
    """The owner may write each of these into each text."""
    digits = " ".join(_DIGITS[: len(dimensions)])
    return words.format(visit=visit, dimensions=_named(dimensions), digits=digits)


def points_in_words(points: float) -> str:
    return f"{points:g}分"


def _named(dimensions: Sequence[str]) -> str:
    return "、".join(DIMENSION_WORDS[name] for name in dimensions)


def call_back(booking_id: str, average: float | None, comment: str, phone: str) -> str:
    """For staff."""
    score = f"评分{average:g}，" if average is not None else ""
    said = f"客户说：{comment}。" if comment else ""
    return f"订单{booking_id}回访{score}客户希望回电{phone}。{said}"


def without_answers(call: str) -> str:
    """``call_back`` without points and words."""
    return re.sub(r"评分[\d.]+，|客户说：.*", "", call, flags=re.DOTALL)


def low_score(average: float | None, words: str, *, anonymous: bool) -> str:
    """For staff, as the words of a ticket; of an anonymous one neither points nor words, which tell whose it is."""
    if anonymous:
        return "回访不满意（匿名评价，内容不显示；请问问哪里没做好，勿告诉家政员是谁）"
    score = f"回访平均{average:g}分" if average is not None else "回访不满意"
    return score + (f"：{words}" if words else "")


def how_was_agent(agent: str) -> str:
    return f"刚才同事{agent}为您服务得怎么样？回1到5分就行，不想评不用管它。"
