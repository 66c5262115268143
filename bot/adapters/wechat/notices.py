"""The values of notices: what the platform shows, and what it refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.domain.errors import InvalidData

TEMPLATE_LINE = 20
"""Characters a template's line shows; a run of digits or letters counts as one."""

_UNIT = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)
_TIME = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?"
_DATE = r"(\d{4}年\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月|\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
_DAY_AND_TIME = rf"({_DATE}\s?)?{_TIME}"
_DATE_MAYBE_TIME = rf"{_DATE}(\s?{_TIME})?"

_RULES: dict[str, re.Pattern[str]] = {
    "thing": re.compile(r".{1,20}"),
    "number": re.compile(r"(?=.{1,32}$)-?\d+(\.\d+)?"),
    "letter": re.compile(r"[A-Za-z]{1,32}"),
    "symbol": re.compile(r"[^\w\s]{1,5}"),
    "character_string": re.compile(r"[\x21-\x7e]{1,32}"),
    "time": re.compile(rf"{_DAY_AND_TIME}(\s?~\s?{_DAY_AND_TIME})?"),
    "date": re.compile(rf"{_DATE_MAYBE_TIME}(\s?~\s?({_DATE_MAYBE_TIME}|{_TIME}))?"),
    "amount": re.compile(r"[^\w\s.]?\d{1,10}(\.\d+)?元?"),
    "phone_number": re.compile(r"[\d+\-() ]{1,17}"),
    "car_number": re.compile(r"[\u4e00-\u9fffA-Za-z0-9][A-Za-z0-9]{0,6}[\u4e00-\u9fffA-Za-z0-9]?"),
    "name": re.compile(r"[^\u4e00-\u9fff]{1,20}|.{1,10}"),
    "phrase": re.compile(r"[\u4e00-\u9fff]{1,5}"),
}
_TYPE = re.compile(r"([a-z_]+?)\d*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def template_data(data: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """A template's data; lines are shortened here because the platform cuts silently (模板消息接口)."""
    return {name: {"value": shortened(_CONTROL.sub(" ", value).strip())} for name, value in data.items()}


def subscription_data(data: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """A subscription notice's data. Raises ``InvalidData`` where the platform would answer 47003 (参数值内容限制)."""
    for name, value in data.items():
        kind = _TYPE.fullmatch(name)
        rule = _RULES.get(kind[1]) if kind else None
        if not value.strip() or _CONTROL.search(value) or (rule is not None and not rule.fullmatch(value)):
            raise InvalidData(f"data.{name}.value cannot be shown")
    return {name: {"value": value} for name, value in data.items()}


def shortened(value: str, limit: int = TEMPLATE_LINE) -> str:
    """At most ``limit`` units, the last of them an ellipsis where something was cut."""
    units = _UNIT.findall(value)
    return value if len(units) <= limit else "".join(units[: limit - 1]) + "…"
