"""Public parsers of Chinese time expressions, in the entity format of the time suite; run by the peers' environment.

python tests/evaluate/peers_time.py jionlp|recognizers CASES.json OUTPUT.json

Each library's first reading that does not lie in the past counts, where it offers several.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Entity = dict[str, Any]
Reader = Callable[[str, datetime], "list[Entity]"]

_UNITS = {
    "year": 31_536_000,
    "month": 2_592_000,
    "week": 604_800,
    "day": 86_400,
    "hour": 3600,
    "minute": 60,
    "second": 1,
}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def entity(kind: str, text: str, offset: list[int], **values: Any) -> Entity:
    return {"type": kind, "start": None, "end": None, "open": None, "text": text, "offset": offset, **values}


def read_by_jionlp() -> Reader:
    import jionlp

    def read(text: str, reference: datetime) -> list[Entity]:
        found = jionlp.ner.extract_time(text, time_base=reference.timestamp(), with_parsing=True)
        return [one for item in found for one in _from_jionlp(item, text, reference)]

    return read


def _from_jionlp(item: dict[str, Any], text: str, reference: datetime) -> list[Entity]:
    said, offset, detail = item["text"], list(item["offset"]), item["detail"]
    kind, value = detail["type"], detail["time"]
    if kind == "time_delta":
        seconds = sum(_UNITS[unit] * amount for unit, amount in value.items() if isinstance(amount, (int, float)))
        return [entity("duration", said, offset, duration=seconds)]
    if kind == "time_period":
        return [entity("set", said, offset, recurrence=_rule_of_jionlp(value))]
    first, last = value
    if first == "-inf":
        return [entity("range", said, offset, end=_instant(last), open="start")]
    if last == "inf":
        return [entity("range", said, offset, start=_instant(first), open="end")]
    start, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
    if kind == "time_span":
        return [entity("range", said, offset, start=_instant(first), end=_instant(last))]
    whole_day = start.hour == 0 and start.minute == 0 and end - start >= timedelta(hours=23)
    if whole_day and end - start < timedelta(days=1):
        return [entity("point", said, offset, start=first[:10])]
    if whole_day:
        return [entity("range", said, offset, start=first[:10], end=last[:10])]
    hour = timedelta(hours=1)
    if end - start < hour:
        return [entity("point", said, offset, start=_instant(first))]
    return [entity("range", said, offset, start=_instant(first), end=_instant(last))]


def _rule_of_jionlp(value: dict[str, Any]) -> str:
    delta, point = value["delta"], value.get("point") or {}
    unit, amount = next(iter(delta.items()), ("day", 1))
    amount = int(amount) if isinstance(amount, (int, float)) else 1
    start = datetime.fromisoformat(point["time"][0]) if point.get("time") else None
    named = str(point.get("string") or "")
    if unit == "day" and amount % 7 == 0:
        rule = "FREQ=WEEKLY" + (f";INTERVAL={amount // 7}" if amount > 7 else "")
        rule += f";BYDAY={_WEEKDAYS[start.weekday()]}" if start and re.search("周|星期|礼拜", named) else ""
    elif unit == "month":
        rule = "FREQ=MONTHLY" + (f";INTERVAL={amount}" if amount > 1 else "")
        rule += f";BYMONTHDAY={start.day}" if start and re.search("[日号]", named) else ""
    else:
        names = {"day": "DAILY", "week": "WEEKLY", "year": "YEARLY", "hour": "HOURLY"}
        rule = f"FREQ={names.get(unit, 'DAILY')}" + (f";INTERVAL={amount}" if amount > 1 else "")
    has_hour = start is not None and (start.hour, start.minute) != (0, 0)
    return rule + (f";X-TIME={start:%H:%M}" if has_hour and start else "")


def _instant(said: str) -> str:
    return said[:16].replace(" ", "T")


def read_by_recognizers() -> Reader:
    from recognizers_date_time import Culture, recognize_datetime

    def read(text: str, reference: datetime) -> list[Entity]:
        found = recognize_datetime(text, Culture.Chinese, reference=reference)
        return [_from_recognizers(result, reference) for result in found if (result.resolution or {}).get("values")]

    return read


def _from_recognizers(result: Any, reference: datetime) -> Entity:
    offset = [result.start, result.end + 1]
    values = result.resolution["values"]
    ahead = [value for value in values if (value.get("value") or value.get("start") or "9") >= f"{reference:%Y-%m-%d}"]
    value = (ahead or values)[0]
    kind = value["type"]
    if kind == "duration":
        return entity("duration", result.text, offset, duration=float(value["value"]))
    if kind == "set":
        return entity("set", result.text, offset, recurrence=_rule_of_timex(value["timex"]))
    if kind in ("date", "datetime", "time"):
        said = value["value"]
        start = f"T{said[:5]}" if kind == "time" else said[:10] if kind == "date" else _instant(said)
        return entity("point", result.text, offset, start=start)
    start, end = (_moment(value.get(name), kind) for name in ("start", "end"))
    is_open = "end" if end is None else "start" if start is None else None
    # The day behind the last one is how this library ends a range of days.
    ends = [end, _day_before(end)] if end and kind == "daterange" else end
    return entity("range", result.text, offset, start=start, end=ends, open=is_open)


def _day_before(day: str) -> str:
    return (datetime.fromisoformat(day) - timedelta(days=1)).date().isoformat()


def _moment(said: str | None, kind: str) -> str | None:
    if said is None:
        return None
    return f"T{said[:5]}" if kind == "timerange" else said[:10] if kind == "daterange" else _instant(said)


def _rule_of_timex(timex: str) -> str:
    weekday = re.match(r"XXXX-WXX-(\d)", timex)
    period = re.match(r"P(\d+)([DWMY])", timex)
    hour = re.search(r"T(\d{2})(?::(\d{2}))?", timex)
    if weekday:
        rule = f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[int(weekday[1]) - 1]}"
    elif period:
        name = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}[period[2]]
        rule = f"FREQ={name}" + (f";INTERVAL={period[1]}" if period[1] != "1" else "")
    else:
        rule = "FREQ=DAILY"
    return rule + (f";X-TIME={hour[1]}:{hour[2] or '00'}" if hour else "")


def main() -> None:
    name, cases, output = sys.argv[1:]
    read = {"jionlp": read_by_jionlp, "recognizers": read_by_recognizers}[name]()
    pred: dict[str, list[Entity]] = {}
    spent: list[float] = []
    for case in json.loads(Path(cases).read_text(encoding="utf-8")):
        reference = datetime.fromisoformat(case["reference"])
        began = time.perf_counter()
        try:
            pred[case["id"]] = read(case["text"], reference)
        except Exception:  # noqa: BLE001 -- a library that cannot read a case has read nothing in it
            pred[case["id"]] = []
        spent.append((time.perf_counter() - began) * 1000)
    told = {"pred": pred, "ms": statistics.median(spent)}
    Path(output).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
