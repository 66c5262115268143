"""Measures of a home and of work: area, rooms, duration; also lengths of time of any size."""

from __future__ import annotations

import re

from bot.zh.found import Found
from bot.zh.numbers import ABOUT, HAN, number

PING = 3.306
"""Square metres in one 坪."""

_AREA_UNIT = r"(?P<unit>平方米|平方|平米|平(?![时均安常台板价静板躺局底日])|㎡|m2|m²|坪)"
_NUMBER = rf"(?P<n>\d{{1,5}}(?:\.\d{{1,2}})?|{HAN}{{1,7}}十?)"
_AREA = re.compile(rf"{_NUMBER}\s?(?:{ABOUT}|左右|十来|来)?(?:个)?\s?{_AREA_UNIT}")
_AREA_CORRECTED = re.compile(
    rf"[\s,。;]*(?:[啊哦噢呃诶哎额]?不(?:对|是)|[啊哦噢]不|[说写打记搞]?错了|更正)[^\d]{{0,12}}?{_NUMBER}(?=$|[\s,。;!吧哈啊呀])"
)
_SMALLEST_HOME = 15
_ROOM_NUMBER = r"(?:[1-9]|[一二两三四五六七八九])"
_ROOMS = re.compile(
    rf"(?<![\d层楼第幢栋座-])(?P<bed>{_ROOM_NUMBER})\s?(?:个)?(?:室|房(?!间|子|东|"
    rf"产|租|客)|居(?:室)?(?!民|然|住|家|委)|卧(?:室)?)(?:户)?"
    rf"(?:\s?(?P<hall>{_ROOM_NUMBER}|零)\s?个?厅)?(?:\s?(?P<kitchen>{_ROOM_NUMBER})\s?个?厨(?:房)?)?"
    rf"(?:\s?(?P<bath>{_ROOM_NUMBER})\s?个?(?:卫(?:生间)?|厕(?:所)?|浴))?(?:\s?(?P<balcony>{_ROOM_NUMBER})\s?个?阳台?)?"
    r"(?!号|\d(?!\d{0,4}(?:\.\d)?\s?(?:平|㎡|m2|m²|坪|个|台)))"
)
_HOUR = r"(?:小时|钟头|个钟(?!头|点)|粒钟|钟(?![头点楼表])|hours?(?![a-z])|hrs?(?![a-z])|h(?![a-z]))"
_HOURS = re.compile(
    rf"(?P<n>\d{{1,2}}(?:\.\d{{1,2}})?|{HAN}{{1,3}}|半)\s?(?P<about>{ABOUT})?\s?个?\s?(?P<half>半)?\s?个?\s?(?P<hour>{_HOUR})"
    rf"(?P<tail>半|零?(?P<rest>\d{{1,2}}|{HAN}{{1,3}})\s?分(?:钟)?|(?P<quarter>[一三])刻(?:钟)?)?"
)
_MINUTES = re.compile(rf"(?P<n>\d{{1,3}}|{HAN}{{1,4}})\s?{ABOUT}?(?:来)?\s?(?:分钟|min)|(?P<quarters>[一三])刻钟")
_SPAN = re.compile(
    rf"(?:(?<![点\d])(?P<pair>[一二两三四五六七八][二两三四五六七八九十])|(?:\d{{1,2}}|"
    rf"[一二两三四五六七八九十])(?:个)?\s?(?:-|~|到|至|或者?)\s?(?:\d{{1,2}}|[一二两三四五六七八九十])|"
    rf"几|好几|若干)个?(?:多)?{_HOUR}(?:左右|吧)?"
)
_HALF_DAY = re.compile(r"(?<![上下前后老大好])(?:半(?:天|日)(?!没|不|了|都|才|还|也|票|班)|(?:半个白天))")
_WHOLE_DAY = re.compile(
    r"(?:一整天|整天|全天|全日|整日)|(?:做|干|包|用|要|弄|打扫|忙|照顾|陪|带|看)(?:上|"
    r"个|满)?一天|一天(?=的活|的工|保洁|工$)|(?<=[\s,。])一天(?=$|[\s,。])"
)
_WAITED = re.compile(
    r"(?:迟到?|晚到?|等|拖|超时?|超过|早走|提前|走|过|慢|耽误|耽搁|白等|早退|推迟|"
    r"(?:[往向朝]?[前后]|推|顺)[推延挪移拖调顺改](?:后)?(?:个|一下|上)?|[推押延挪移]后|后移|延后?|(?<![明今后一每清大个])早|讲|说|聊|催|找)(?:了)?(?:将近|快|差不多|整整|都|足足)?(?:有)?(?:了)?个?\s?$"
)
_NOT_WORK = re.compile(
    r"\s?(?:之?后(?!天)|以后|之?前|以前|之?内|以内|内|才|了(?:才|还|都|没|也|人)|里(?!的活)|"
    r"到(?:我|他|她|你|家)|住家|一次|前|多少|怎么收|几钱|多钱|紧急|营业|服务|客服|在线|都有人|随时)"
)
# 2小时够吗, 三个钟头能做完不: asks how long it takes; 能来2小时吗 and 约两小时可以吗 ask for it.
_ENOUGH = re.compile(
    r"[^,。;!?\s]{0,8}?(?:够不够|够用?(?:吗|么|嘛|不|没|\?)|来不来得及|来得及(?:吗|么|嘛|不|\?)|"
    r"(?:[做弄干搞洗擦]|打扫|清洁|收拾|搞定|整理)?(?:得?完|得?好|得完|定)(?:吗|么|嘛|不|\?)|[做弄干搞洗擦扫]不[做弄干搞洗擦扫]得完|"
    r"能不能[^,。;!?\s]{0,4}[完好定])"
)
_EACH_HAS = re.compile(r"(?:里|的|都|有|装了?)*(?:各|每|分别)")
_PRICE = re.compile(r"(?:多少|几多|好多|几)?(?:钱|银子|块|元|蚊)\s?$|多少$")
_USUAL = re.compile(
    r"(?:起步|最少|至少|起码|一般|大概|大约|是不是|通常)(?:要|得|是|需要)?\s?$|(?:^|[\s,。;平])(?:要|得|需要|用得着|用得了)\s?$"
)
_USUAL_AFTER = re.compile(r"[^,。;!?\s]{0,3}(?:吗|么|嘛|\?)")
_ANY_LENGTH = re.compile(
    rf"(?P<n>\d{{1,4}}(?:\.\d{{1,2}})?|{HAN}{{1,5}}|半|(?<=[后迟延晚早前])个(?=半))\s?{ABOUT}?(?:个|粒)?(?P<half>半)?个?\s?(?P<unit>年|"
    rf"个?月|月(?=$)|周|星期|礼拜|天|日(?!子)|小时|钟头|(?<=[个粒半])钟(?![头点楼表])|刻钟|分钟?|秒)"
)
_HALF_OR_ONE = {"半": 0.5, "个": 1}
_SECONDS = {
    "年": 31_536_000, "月": 2_592_000, "周": 604_800, "星期": 604_800, "礼拜": 604_800, "天": 86_400, "日": 86_400,
    "小时": 3600, "钟头": 3600, "钟": 3600, "刻钟": 900, "分": 60, "分钟": 60, "秒": 1,
}  # fmt: skip


def measures(text: str, original: str) -> list[Found]:
    """``area`` (m²), ``rooms`` (3室2厅1卫), ``duration`` (minutes of work), ``note`` for a span of hours."""

    def made(kind: str, match: re.Match[str], value: object) -> Found:
        return Found(kind, match.start(), match.end(), original[match.start() : match.end()], value)

    found = [made("area", match, area) for match in _AREA.finditer(text) if (area := _square_metres(match)) is not None]
    found += [one for before in found if (one := _corrected_area(text, original, before.end)) is not None]
    found += [made("rooms", match, rooms) for match in _ROOMS.finditer(text) if (rooms := _rooms(match)) is not None]
    spans = [match for match in _SPAN.finditer(text) if _neighbours(match)]
    found += [made("note", match, original[match.start() : match.end()]) for match in spans if _is_work(text, match)]
    for pattern, minutes in ((_HOURS, _minutes_of_hours), (_MINUTES, _minutes)):
        for match in pattern.finditer(text):
            value = minutes(match)
            overlaps = any(span.start() < match.end() and match.start() < span.end() for span in spans)
            if value and 15 <= value <= 24 * 60 and not overlaps and _is_work(text, match):
                found.append(made("duration", match, value))
    for pattern, length in ((_HALF_DAY, 240), (_WHOLE_DAY, 480)):
        found += [made("duration", match, length) for match in pattern.finditer(text) if _is_work(text, match)]
    return found


def _corrected_area(text: str, original: str, end: int) -> Found | None:
    """90平，哦不，95: the number behind an area that takes its place."""
    match = _AREA_CORRECTED.match(text, end)
    value = int(number(match["n"]) or 0) if match else 0
    if match is None or value < _SMALLEST_HOME:
        return None
    return Found("area", match.start("n"), match.end("n"), original[slice(*match.span("n"))], value)


def _square_metres(match: re.Match[str]) -> float | int | None:
    said = text_before(match, 1)
    if said and said in "第几.":
        return None
    value = number(match["n"])
    if value is None or not 3 <= value <= 20_000:
        return None
    if match["unit"] == "坪":
        value = round(value * PING, 2)
    return int(value) if value == int(value) else value


def text_before(match: re.Match[str], length: int) -> str:
    return match.string[max(0, match.start() - length) : match.start()]


def _rooms(match: re.Match[str]) -> str | None:
    others = [match[name] for name in ("hall", "kitchen", "bath", "balcony")]
    bare = not any(others)
    if bare and _EACH_HAS.match(match.string, match.end()):
        return None  # 三个卧室各一台挂机
    # A lone 两房 or 三居 is a flat; a lone 3室 after other digits is a door.
    if bare and (match[0].endswith(("室", "卧室", "卧")) and "居室" not in match[0] and match["bed"].isdigit()):
        return None
    parts = [f"{number(match['bed'])}室"]
    for name, unit in (("hall", "厅"), ("kitchen", "厨"), ("bath", "卫"), ("balcony", "阳台")):
        if match[name] and number(match[name]):
            parts.append(f"{number(match[name])}{unit}")
    return "".join(parts)


def _neighbours(match: re.Match[str]) -> bool:
    pair = match["pair"]
    if not pair:
        return True
    first, second = number(pair[0]), number(pair[1])
    return first is not None and second is not None and second == first + 1


def _is_asked(text: str, match: re.Match[str]) -> bool:
    """A question about the length of the work is no wish for that length."""
    usual = _USUAL.search(text[max(0, match.start() - 8) : match.start()])
    return bool(_ENOUGH.match(text, match.end()) or (usual and _USUAL_AFTER.match(text, match.end())))


def _is_work(text: str, match: re.Match[str]) -> bool:
    if _PRICE.search(text[max(0, match.start() - 5) : match.start()]) and re.match("一|1|每", match[0]):
        return False  # 多少钱一小时: the unit of a price
    return (
        not _is_asked(text, match)
        and not _WAITED.search(text[max(0, match.start() - 6) : match.start()])
        and not _NOT_WORK.match(text, match.end())
    )


def _minutes_of_hours(match: re.Match[str]) -> int | None:
    value = 0.5 if match["n"] == "半" else number(match["n"])
    if value is None or (match["hour"] == "钟" and match["n"] != "半" and not match["half"] and "个" not in match[0]):
        return None
    value += 0.5 if match["half"] or match["tail"] == "半" else 0
    minutes = value * 60
    if match["rest"]:
        minutes += number(match["rest"]) or 0
    if match["quarter"]:
        minutes += 15 if match["quarter"] == "一" else 45
    return round(minutes)


def _minutes(match: re.Match[str]) -> int | None:
    if match["quarters"]:
        return 15 if match["quarters"] == "一" else 45
    value = number(match["n"])
    return int(value) if value is not None else None


def seconds_of(text: str) -> list[tuple[int, int, int]]:
    """Lengths of time of any size in a normalised text (start, end, seconds), neighbours added up: 一小时零九分."""
    found: list[tuple[int, int, int]] = []
    for match in _ANY_LENGTH.finditer(text):
        value = _HALF_OR_ONE.get(match["n"]) or number(match["n"])
        if value is None:
            continue
        seconds = int((value + (0.5 if match["half"] else 0)) * _SECONDS[match["unit"].removeprefix("个")])
        if found and text[found[-1][1] : match.start()].strip("零又多, ") == "" and match.start() - found[-1][1] <= 2:
            found[-1] = (found[-1][0], match.end(), found[-1][2] + seconds)
        else:
            found.append((match.start(), match.end(), seconds))
    return found
