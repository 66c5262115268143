"""Days in a text, each as a Day: 明天, 下周三, 12月6号, 月底, 国庆, 腊月二十六, 三天后."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.zh.calendar import DAYS_OFF
from bot.zh.lexicon import any_of, words
from bot.zh.numbers import COUNT, number

WEEKDAYS = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    **{str(n): n - 1 for n in range(1, 8)},
}
WEEK_WORD = r"(?:周|星期|礼拜|拜)"
WEEKDAY_CHAR = r"[一二三四五六日天1-7]"
_FIRST = r"(?:[一二三四五六日天](?![次趟回岁遍])|[1-7](?![\d点时:个月号次年]))"
_MORE = r"(?:[一二三四五六日天](?![点时:个月号十半小次趟回岁年遍节室]|\s点)|[1-7](?![\d点时:个月号次年]))"
WEEKDAY_LIST = (
    rf"{_FIRST}(?:\s?(?:[、,/和跟及与同]|还有)?\s?{WEEK_WORD}{_FIRST}|(?:\s?[、,/和跟及与同]\s?)?(?!日[常程子用]|"
    rf"天[天气花津]|一大?早){_MORE})*"
)

_YEARS = {"今": 0, "本": 0, "明": 1, "来": 1, "后": 2, "去": -1, "前": -2}
_STEPS = {"上上": -2, "上": -1, "这": 0, "本": 0, "当": 0, "今": 0, "呢": 0, "下": 1, "下下": 2, "再下": 2, "下下下": 3}
_THIRDS = {
    "初": "early", "头": "early", "上旬": "early", "中": "mid", "中旬": "mid",
    "底": "late", "末": "late", "尾": "late", "下旬": "late",
    "上半月": "first_half", "前半月": "first_half", "下半月": "second_half", "后半月": "second_half",
}  # fmt: skip
_UNITS = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "年": "year",
    "小时": "hour", "钟头": "hour",
    "钟": "hour", "分钟": "minute", "分": "minute", "刻钟": "quarter", "秒": "second",
}  # fmt: skip
_MONTH_WORDS = {"正": 1, "元": 1, "冬": 11, "腊": 12}

# 约一下周四, 问下下周四: a short 约 or 问, and no week after this.
_WEEKS_ON = (
    r"(?P<step>(?<!一)(?:下下下|(?<![问看讲说聊听打])下下|再下(?=一?个)|(?<![\u4e00-\u9fff])再下|下)|上上|上|这|本|"
    r"[今呢](?=个))(?:一)?个?"
)
_STEP = r"(?P<step>下下下|上上|(?<![问看讲说聊听打])下下|上|这|本|下|当|[今呢](?=个))(?:一)?个?"
_YEAR = (
    r"(?:(?:(?P<year>\d{4}|\d{2}|[零〇一二三四五六七八九]{4}|[零〇一二三四五六七八九]{2})年|"
    r"(?P<year_in>[今明后去前来])年)的?\s?)"
)
_MONTH = (
    r"(?<![\d一二三四五六七八九十个几两半])(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]|"
    r"正|冬|腊|元)月(?:份)?"
)
_DAY = (
    r"(?P<day>[12]\d|3[01]|0?[1-9]|初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|"
    r"廿[一二三四五六七八九]?|[一二三四五六七八九])"
)
_LUNAR_DAY = r"(?:初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?)"
_CALENDAR = r"(?P<calendar>(?:农历|阴历|旧历|阳历|公历|新历)的?)"
# 23号602: a house and its door
_NO_DOOR = r"(?!\s?\d{3,4}(?:室|房)?(?![\d点:时年月日平米元块个人台天]))"
_NUMBER = r"(?:号|日(?!子))(?![楼院线店库桥馆房门]|单元)"
_THIRD = r"(?P<third>[上中下]旬|[上下前后]半月|初(?![一二三四五六七八九十])|中(?!介|午|心)|底|末|尾)"
_NTH = rf"的?第(?P<nth>[一二三四五1-5])个?{WEEK_WORD}(?P<weekday>{WEEKDAY_CHAR})"
_LAST = rf"的?最后(?:一)?个{WEEK_WORD}(?P<last>{WEEKDAY_CHAR})"
_AMOUNT = rf"(?P<amount>半|{COUNT}|几)\s?(?:来|多)?(?:个)?(?P<and_half>半)?\s?"
_UNIT = r"(?P<unit>天|日|周|星期|礼拜|个?月|年|小时|钟头|分钟|刻钟|分|钟)(?:时间)?"

Meaning = Callable[["re.Match[str]"], Any]


def _date(match: re.Match[str]) -> dict[str, Any] | None:
    named = match.groupdict()
    value: dict[str, Any] = {}
    if named.get("year"):
        year = number(named["year"])
        if year is None:
            return None
        value["year"] = int(year) if year > 99 else 2000 + int(year) if year < 70 else 1900 + int(year)
    if named.get("year_in"):
        value["year_in"] = _YEARS[named["year_in"]]
    if named.get("step") is not None:
        value["month_in"] = _STEPS[named["step"]]
    if named.get("month"):
        value["month"] = _MONTH_WORDS.get(named["month"]) or number(named["month"])
    if named.get("day"):
        value["day"] = number(named["day"].replace("初", ""))
    if named.get("third"):
        value["third"] = _THIRDS[named["third"]]
    if named.get("nth"):
        value.update(nth=number(named["nth"]), weekday=WEEKDAYS[named["weekday"]])
    if named.get("last"):
        value.update(nth=-1, weekday=WEEKDAYS[named["last"]])
    if _is_lunar(named):
        value["lunar"] = True
    return value if 1 <= value.get("month", 1) <= 12 and 1 <= value.get("day", 1) <= 31 else None


def _is_lunar(named: dict[str, str | None]) -> bool:
    calendar = named.get("calendar") or ""
    if calendar:
        return calendar[0] in "农阴旧"
    return named.get("month") in ("正", "冬", "腊") or (named.get("day") or "").startswith("初")


def _lunar_days(match: re.Match[str]) -> dict[str, Any]:
    month = _MONTH_WORDS[match["month"]]
    named = (number(match[group].replace("初", "")) for group in ("first", "second"))
    return {"list": [{"month": month, "day": day, "lunar": True} for day in named]}


def _day_span(match: re.Match[str]) -> dict[str, Any] | None:
    first, last = number(match["from"]), number(match["day"])
    if first is None or last is None:
        return None
    month = {"month": number(match["month"])} if match["month"] else {}
    return {"span": [{**month, "day": int(first)}, {**month, "day": int(last)}]}


def _weekdays(match: re.Match[str]) -> dict[str, Any]:
    days = [WEEKDAYS[char] for char in re.sub(rf"{WEEK_WORD}|[^一二三四五六日天1-7]", "", match["days"])]
    step = match["step"]
    return {"weekdays": list(dict.fromkeys(days)), **({"week": _STEPS[step]} if step else {})}


def _weekend(match: re.Match[str]) -> dict[str, Any]:
    step = match["step"]
    return {"weekend": True, **({"week": _STEPS[step]} if step else {})}


def _later(match: re.Match[str]) -> dict[str, Any] | None:
    if match["amount"] == "几":
        return None
    amount = 0.5 if match["amount"] == "半" else number(match["amount"])
    if amount is None:
        return None
    amount += 0.5 if match["and_half"] else 0
    unit = _UNITS[match["unit"].removeprefix("个")]
    if unit == "quarter":
        amount, unit = amount * 15, "minute"
    if amount != int(amount):
        smaller = {
            "hour": ("minute", 60),
            "month": ("day", 30),
            "year": ("month", 12),
            "week": ("day", 7),
            "day": ("hour", 24),
        }
        unit, factor = smaller.get(unit, ("minute", 1))
        amount *= factor
    return {"later": int(amount), "unit": unit} if amount <= 3660 else None


WEEK_OF_FEAST = frozenset({f"那{one}{unit}" for one in ("", "一", "个", "一个") for unit in ("周", "星期", "礼拜")})


def _feast(match: re.Match[str]) -> dict[str, Any]:
    value: dict[str, Any] = {"feast": words("feasts")[match["feast"]]}
    if match["year_in"]:
        value["year_in"] = _YEARS[match["year_in"]]
    if match["year"]:
        value["year"] = int(match["year"])
    after = match["after"] or ""
    if match["nth"]:
        return {"base": value, "shift": int(number(match["nth"]) or 1) - 1}
    if after in ("前一天", "头一天", "前夕", "前天"):
        return {"base": value, "shift": -1}
    if after in ("后一天", "后头一天"):
        return {"base": value, "shift": 1}
    if after in WEEK_OF_FEAST:
        value["whole_week"] = True
    elif after and after not in ("当天", "那天", "当日", "这天") and value["feast"] in DAYS_OFF:
        value["off"] = True
    return value


def _near_days(match: re.Match[str]) -> dict[str, Any]:
    steps = [{"今": 0, "明": 1, "后": 2}[char] for char in match["days"]]
    return {"span": [{"in": steps[0]}, {"in": steps[-1]}]}


def _coming(match: re.Match[str]) -> dict[str, Any] | None:
    later = _later(match)
    if later is None:
        return None
    return {"coming": later["later"], "unit": later["unit"]}


def _constant(value: dict[str, Any]) -> Meaning:
    return lambda match: value


# 十一, 三八 and 小年 are other words as well: they need more around them.
_FEASTS = any_of(word for word in words("feasts") if word not in ("十一", "三八", "小年"))
_FEAST = (
    r"(?:(?:(?P<year_in>[今明后去])年|(?P<year>\d{4})年|(?:下|这)一?个|最近的)的?)?"
    rf"(?<![\d二三四五六七八九初])(?P<feast>(?:{_FEASTS})(?!饭|菜|大餐)"
    r"|(?<![周期拜月十])十一(?=$|[\s,。!?、的前后那期放长假黄黃这当]|假期)(?!月|点|号)|三八(?=节|妇女)|小年(?!轻|青))"
    r"(?:节(?![日目气约假奏省点]))?的?\s?(?:(?:第(?P<nth>[一二三四五六七1-7])天)|"
    r"(?P<after>前一天|头一天|前夕|后一天|当天|那天|当日|这天|假期|假日|小?长假|"
    r"期间|放假|黄金周|那几天|几天|那一?周(?![一二三四五六日天末])|那一?个?(?:星期|礼拜)(?![一二三四五六日天]))(?:期间|里|的时候|那几天)?)?"
)

DAYS: tuple[tuple[re.Pattern[str], Meaning], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (
            (
                r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>1[0-2]|0?[1-9])[-/.](?P<day>[12]\d|3[01]|"
                r"0?[1-9])(?:日|号)?(?!\d)"
            ),
            _date,
        ),
        (rf"{_CALENDAR}?{_YEAR}?{_CALENDAR.replace('calendar', 'calendar2')}?{_MONTH}的?{_NTH}", _date),
        (rf"{_YEAR}?{_MONTH}的?{_LAST}", _date),
        (rf"{_STEP}月{_NTH}", _date),
        (rf"{_STEP}月{_LAST}", _date),
        (
            (
                rf"(?:{_MONTH})?(?P<from>[12]\d|3[01]|[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])\s?(?:-|"
                rf"~|到|至|、)\s?{_DAY}{_NUMBER}"
            ),
            _day_span,
        ),
        (rf"{_CALENDAR}?{_YEAR}?{_MONTH}的?\s?{_THIRD}", _date),
        (rf"(?P<month>[正冬腊])月(?P<first>{_LUNAR_DAY})[、和跟]?(?P<second>{_LUNAR_DAY})", _lunar_days),
        (
            (
                rf"{_CALENDAR}?的?{_YEAR}?{_MONTH}\s?的?{_DAY}(?:{_NUMBER}|(?![\d个点:.,]\d*(?:点|"
                rf"个)?|月|天|楼|栋|室|[十百千]|小时|平|[%％]|号))"
            ),
            _date,
        ),
        (rf"{_CALENDAR}?的?{_YEAR}?{_MONTH}(?!嫂|子|饼|季|经|票|租|卡|费|薪)", _date),
        (
            r"(?:大年|年)(?P<day>初[一二三四五六七八九十])|(?<![最起当年])(?P<day2>初[一二三四五六七八九十])(?![一二三中])",
            lambda m: {"month": 1, "day": number((m["day"] or m["day2"])[1:]), "lunar": True},
        ),
        (
            r"(?<![\d一二三四五六七八九十两几多每半去今明前后])(?:大)?年(?:廿|二十)(?P<day>[三四五六七八九])(?!年|岁|个|天|次|[\d十])",
            lambda m: {"month": 12, "day": 20 + (number(m["day"]) or 0), "lunar": True},
        ),
        (rf"{_CALENDAR}{_DAY}", _date),
        (r"(?<![\d/.])(?P<month>1[0-2]|0?[1-9])[/·](?P<day>[12]\d|3[01]|0?[1-9])(?![\d/])(?:日|号)?", _date),
        (
            (
                rf"(?<![\d.])(?P<month>1[0-2]|0?[1-9])\.(?P<day>[12]\d|3[01]|0?[1-9])(?:{_NUMBER}|"
                rf"(?=\s?(?:上午|下午|早上|晚上|中午|周|星期|号)))"
            ),
            _date,
        ),
        (rf"{_STEP}月的?\s?{_DAY}(?:{_NUMBER})", _date),
        (rf"{_STEP}月的?\s?{_THIRD}", _date),
        (rf"{_STEP}月(?!嫂|饼|季)", _date),
        (r"月(?P<third>[初中底末头尾](?![介心])|)(?<!月)(?:旬)?", _date),
        (r"(?P<third>[上中下]旬|[上下前后]半月)", _date),
        (r"双休日?|大礼拜(?!天)", _constant({"weekend": True})),
        (r"(?<![然随最之])(?P<days>[今明后]{2,3})(?:[两二三]?天|(?=[晚早]))", _near_days),
        (r"(?:这|最近|接下来|近)[两俩2二]天", _constant({"span": [{"in": 0}, {"in": 1}]})),
        (rf"(?:未来|接下来|今后|往后)(?:的)?{_AMOUNT}{_UNIT}", _coming),
        (rf"(?:{_WEEKS_ON})?{WEEK_WORD}末(?:两天)?", _weekend),
        (rf"(?:{_WEEKS_ON})?{WEEK_WORD}(?P<days>{WEEKDAY_LIST})", _weekdays),
        (
            rf"{_WEEKS_ON}{WEEK_WORD}(?![一二三四五六日天末1-7岁年期])",
            lambda m: {"week": _STEPS[m["step"]]},
        ),
        (rf"(?:再过|过|等)(?:了)?{_AMOUNT}{_UNIT}(?:之?后|以后|过后)?", _later),
        (rf"{_AMOUNT}{_UNIT}(?:的)?(?:之后|以后|过后|后)(?![面悔续天])", _later),
        (rf"{_AMOUNT}{_UNIT}(?:之内|以内|内|里)(?![部面])", _coming),
        (_FEAST, _feast),
        # 改为当天上午10时 is of the day that is talked of.
        (
            r"当[天日](?!\s?的?(?:早|上午|中午|下午|晚|傍晚|\d|[一二三四五六七八九十两]{1,3}[点时]))",
            _constant({"in": 0}),
        ),
        # 另外后天 is the day after tomorrow, and not the one behind it.
        (rf"(?!(?<=另)外){any_of(words('days'))}", lambda m: {"in": int(words("days")[m[0]])}),
        (r"(?P<year_in>[今明去后])?年(?:底|末|尾)", lambda m: {"year_end": _YEARS[m["year_in"] or "今"]}),
        (
            r"(?P<year_in>[今明去后])?年(?:初|头)",
            lambda m: {"year_start": True, **({"year_in": _YEARS[m["year_in"]]} if m["year_in"] else {})},
        ),
        # 过完年: when the days off around it are over.
        (
            r"(?:过(?:完了?|好了?|罢)(?:春节|年(?!初|[三四]十|底|会))|(?:春节|(?<![\d一二三四五六七八九十几两半每今明去前后多])年)过(?:完|好|罢)了?)",
            _constant({"base": {"feast": "春节"}, "shift": DAYS_OFF["春节"][1] + 1}),
        ),
        (r"(?:过了年|年(?=后))", _constant({"feast": "春节"})),
        (r"(?<![\d一二三四五六七八九十几两半])年(?=前(?!年))|节(?=前)", _constant({"feast": "春节"})),
        (r"(?P<year_in>[明今])年(?!纪|龄)", lambda m: {"year_in": _YEARS[m["year_in"]]}),
        (rf"(?<![\d一二三四五六七八九十路弄巷道街村区第.-]){_DAY}{_NUMBER}{_NO_DOOR}", _date),
    )
)
