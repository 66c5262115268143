"""Dates of feasts, lunar days and months, without a clock."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

# name -> (month, day)
SOLAR_FEASTS = {
    "元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "植树节": (3, 12), "愚人节": (4, 1), "五一": (5, 1),
    "青年节": (5, 4), "儿童节": (6, 1), "建党节": (7, 1), "建军节": (8, 1), "教师节": (9, 10),
    "国庆": (10, 1), "万圣节": (10, 31),
    "双十一": (11, 11), "双十二": (12, 12), "平安夜": (12, 24), "圣诞": (12, 25),
}  # fmt: skip
LUNAR_FEASTS = {
    "春节": (1, 1), "元宵": (1, 15), "龙抬头": (2, 2), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15), "中秋": (8, 15),
    "重阳": (9, 9), "腊八": (12, 8), "小年": (12, 23),
}  # fmt: skip
SOLAR_TERMS = ("清明", "冬至", "立春", "立夏", "立秋", "立冬", "夏至")
# name -> (month, which, weekday)
WEEKDAY_FEASTS = {"母亲节": (5, 2, 6), "父亲节": (6, 3, 6), "感恩节": (11, 4, 3)}
# Days off around a feast, counted from the feast itself.
DAYS_OFF = {
    "春节": (-1, 6),
    "国庆": (0, 6),
    "五一": (0, 4),
    "元旦": (0, 2),
    "清明": (0, 2),
    "端午": (0, 2),
    "中秋": (0, 2),
}


def feast(name: str, year: int) -> date | None:
    """The feast in the solar year ``year``; lunar ones that open the lunar year belong to the year they fall in."""
    if name in SOLAR_FEASTS:
        month, day = SOLAR_FEASTS[name]
        return date(year, month, day)
    if name == "除夕":
        new_year = from_lunar(year, 1, 1)
        return new_year - timedelta(days=1) if new_year else None
    if name in ("腊八", "小年"):  # the twelfth month lies in the next solar year
        return from_lunar(year - 1, *LUNAR_FEASTS[name])
    if name in LUNAR_FEASTS:
        return from_lunar(year, *LUNAR_FEASTS[name])
    if name in WEEKDAY_FEASTS:
        return nth_weekday(year, *WEEKDAY_FEASTS[name])
    return _solar_term(name, year)


def from_lunar(year: int, month: int, day: int) -> date | None:
    """The solar date of a lunar one; ``None`` where the month has no such day or the year is out of range."""
    from lunar_python import Lunar  # noqa: PLC0415 -- slow import, only for lunar dates

    if not 1900 <= year <= 2100:
        return None
    try:
        solar = Lunar.fromYmd(year, month, day).getSolar()
    except Exception:  # noqa: BLE001 -- the library raises plain Exception for days that do not exist
        return None
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def lunar_month(year: int, month: int) -> tuple[date, date] | None:
    """First and last day of a lunar month."""
    first = from_lunar(year, month, 1)
    if first is None:
        return None
    return first, from_lunar(year, month, 30) or first + timedelta(days=28)


def nth_weekday(year: int, month: int, which: int, weekday: int) -> date | None:
    """The ``which``-th (−1 = last) ``weekday`` (0 = Monday) of a month."""
    days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
    fitting = [day for day in days if day.weekday() == weekday]
    index = which - 1 if which > 0 else which
    return fitting[index] if -len(fitting) <= index < len(fitting) else None


def _solar_term(name: str, year: int) -> date | None:
    from lunar_python import Lunar, Solar  # noqa: PLC0415 -- slow import, only for solar terms

    if name not in SOLAR_TERMS or not 1900 <= year <= 2100:
        return None
    lunar: Lunar = Solar.fromYmd(year, 7, 1).getLunar()
    term = lunar.getJieQiTable().get(name)
    if term is None:
        return None
    # The table of a lunar year opens with the winter solstice of the year before.
    found = date(term.getYear(), term.getMonth(), term.getDay())
    if found.year != year and name == "冬至":
        return _solar_term_in_december(year)
    return found


def _solar_term_in_december(year: int) -> date | None:
    from lunar_python import Solar  # noqa: PLC0415 -- slow import, only for solar terms

    term = Solar.fromYmd(year, 12, 30).getLunar().getJieQiTable().get("DONG_ZHI")
    return date(term.getYear(), term.getMonth(), term.getDay()) if term is not None else None
