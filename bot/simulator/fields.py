"""The rules for values in template messages and subscription notices."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.simulator.errors import ApiError

DISPLAY_LIMIT = 20
HAN = r"[\u3400-\u9fff]"
TIME = r"\d{1,2}:\d{2}(:\d{2})?"
DAY = r"(\d{4}年\d{1,2}月(\d{1,2}日)?|\d{1,2}月\d{1,2}日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
MOMENT = rf"({DAY}\s?)?{TIME}"
DATE = rf"{DAY}(\s?{TIME})?"
RULES: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(pattern)
    for kind, pattern in {
        "thing": r".{1,20}",
        "number": r"[+-]?(?=.{1,33}$)\d{1,32}(\.\d+)?",
        "letter": r"[A-Za-z]{1,32}",
        "symbol": r"[^\w\s]{1,5}",
        "character_string": r"[!-~ ]{1,32}",
        "time": rf"{MOMENT}(\s?~\s?{MOMENT})?",
        "date": rf"{DATE}(\s?~\s?({DATE}|{TIME}))?",
        "amount": r"[^\w\s]?(?=[\d.]{1,11}元?$)\d+(\.\d+)?元?",
        "phone_number": r"[\d+\-() *]{1,17}",
        "car_number": rf"({HAN}|[A-Za-z0-9])[A-Za-z0-9]{{1,6}}({HAN}|[A-Za-z0-9])?",
        "name": rf"((?=.*{HAN}).{{1,10}}|[^\u3400-\u9fff]{{1,20}})",
        "phrase": rf"{HAN}{{1,5}}",
        "enum": r".{1,64}",
    }.items()
}


def values_of(data: object) -> dict[str, str]:
    """``{"thing1": {"value": …}}`` as plain texts; 47003 when it is anything else."""
    if not isinstance(data, Mapping) or not data:
        raise ApiError(47003, "argument invalid! data is empty")
    values: dict[str, str] = {}
    for key, item in data.items():
        value = item.get("value") if isinstance(item, Mapping) else None
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise ApiError(47003, f"argument invalid! data.{key}.value invalid")
        values[str(key)] = str(value)
    return values


def check_notice_values(values: Mapping[str, str]) -> None:
    """Every character counts here and too long is an error (unlike template messages)."""
    for key, value in values.items():
        if not value:
            raise ApiError(47003, f"argument invalid! data.{key}.value is emtpy")  # the platform's own spelling
        rule = RULES.get(re.sub(r"\d+$", "", key))
        if rule is None or any(ord(character) < 0x20 for character in value) or not rule.fullmatch(value):
            raise ApiError(47003, f"argument invalid! data.{key}.value invalid")


def displayed(values: Mapping[str, str]) -> dict[str, str]:
    """What a template card shows: no first line, no remark, each line cut silently at 20 units."""
    return {key: _cut(value) for key, value in values.items() if key not in ("first", "remark")}


def _cut(value: str) -> str:
    units = re.findall(r"[A-Za-z0-9]+|.", value, re.DOTALL)
    return value if len(units) <= DISPLAY_LIMIT else "".join(units[:DISPLAY_LIMIT]) + "…"
