"""What a message tells of the customer's own doings: 三点得接孩子, 没搬家, 每周二我要上瑜伽课. None of it is a wish."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.zh.found import Found
from bot.zh.normalise import normalise

_OF_PEOPLE = frozenset({"childcare", "elder_care"})
# What one does at home oneself just as well as one has it done: only 自己, 得, 正在 make it one's own.
_OF_THE_DAY = frozenset({"pet_care", "cooking", "laundry", "gardening", "daily_cleaning"})
_OF_THE_FAMILY = frozenset({"has_child", "has_infant", "has_elder", "has_patient", "has_dog", "has_cat", "has_pet"})

_CLEANING = frozenset({"daily_cleaning", "appliance_cleaning", "home_maintenance"})
_STOP = re.compile(r"[,。;!?\s]|改(?=[成到为约在]|下|明|后|周)|所以|不如|要不|(?<=[了的])(?=能不能|可以|想)")
_FAMILY = (
    r"(?:老公|老婆|媳妇|爱人|先生|太太|对象|我?妈妈?|我?爸爸?|爷爷|奶奶|外公|外婆|姥姥|姥爷|婆婆|公公|岳母|岳父|丈母娘|"
    r"姐姐?|妹妹?|哥哥?|弟弟?|他爸|她爸|他妈|孩子爸|孩子妈|娃他?爸|娃他?妈|亲戚|邻居|全家|一家人?)"
)
_ONESELF = rf"(?:我|俺|咱|阿拉|偶|{_FAMILY})(?:们|家|自己)?"
_FORCED = (
    r"(?:还得|就得|都得|也得|又得|得|要去|要切|要克|要来|去|切|克|必须|不得不|忙着|忙住|正在|正要|正好要|在|赶着|赶去|"
    r"先去|(?:要|得|先|去|就|正)+去[^,。;!?\s]{1,5}|刚|刚刚|才|自己|自个儿|我来|还要|又要|也要|都要|答应|约好了?)"
)
_OBLIGED = re.compile(rf"(?<!有)(?<!觉){_FORCED}{{1,3}}$")
_BY_ONESELF = re.compile(rf"{_ONESELF}[^,。;!?\s想]{{0,6}}?(?:{_FORCED}|要|会|可能|临时|正好|刚好){{1,4}}$")
_BY_THE_FAMILY = re.compile(rf"{_FAMILY}[^,。;!?\s]{{0,4}}?(?:{_FORCED}|要|会|可以|能|每天|平时|一直|帮我?|负责)*$")
_ALONE = re.compile(r"(?:自己|自个儿|亲自)(?:来|会|要|能|去|在家)?$")
_BUSY_WITH = re.compile(r"要$")
_WANTS_SOMEBODY = re.compile(
    r"找|请(?!假|客)|约(?!好)|叫|喊|派|帮[我忙个俺咱]|麻烦|需要|要人|要个|有人|没人|缺|谁|阿姨|师傅|保姆|月嫂|育儿嫂|护工|"
    r"钟点工|多少钱|怎么收|能不能|可不可以|[吗嘛伐么](?:$|[,。;!?\s])|带不动|忙不过来|太累|(?:没空|没时间|顾不上|没法)(?=[带接照陪喂遛做看洗])"
)
_NOT_MOVED = re.compile(r"(?:没有?|冇|未|莫得|刚刚?|才|还没|不是|已经)$")
_MOVED = re.compile(r"(?:了|完|过|出来|进来|过来住|走后)(?!吗|么|没)")
_GOES_INSIDE = re.compile(r"(?:我|老公|老婆|妈|爸)(?:还|就|都|也)?(?:得|要|要去|得去|去)")
_MOVED_INSIDE = re.compile(r"搬[完了过]")
_ABOUT_TO = re.compile(r"(?:要|快|准备|打算|就|马上|想)$")
_INSTEAD = re.compile(r"改|换|推|挪|不行|来不了|不方便|没空|另约|不如|要不|晚[点些]|早[点些]|以后|之后|之前|以前|再")
_LEAVING = re.compile(
    r"(?:我|俺|咱|阿拉|老公|老婆|孩子|娃|儿子|女儿)?(?:们|家)?(?:自己)?(?:都|也|还|要|得|就|去|有|正好|固定)*"
    r"(?:上班|上学|上课|上瑜伽课|上[^,。;!?\s]{1,3}课|加班|值班|出差|开会|开例会|考试|练|学|健身|跳舞|打球|买菜|逛|应酬|复查|"
    r"透析|看病|去医院|回娘家|回老家|聚餐|聚会|休息(?=[,。;!?\s]+(?:周|星期|礼拜|改|别)))"
)

# 双胞胎天天尿床: what happens again and again at home.
_HABIT = re.compile(
    r"(?:都|要|就|老|总|在|得|被|给|这么|那么)*(?:尿床|尿|吵|哭|闹|叫唤|掉毛|掉灰|漏|滴|响|忙|咳|失眠|熬夜|打游戏|吃外卖|点外卖|"
    r"跑医院|堵|跳闸|出汗|晒不干|催|骂|念叨)"
)
# 隔壁在刷墙, 刷墙的师傅: what is done elsewhere, by somebody else's people.
_ELSEWHERE = re.compile(r"(?:隔壁|楼上|楼下|邻居|对门|物业|小区|装修队?|施工队?)[^,。;!?\s]{0,6}$")
_OF_OTHERS = re.compile(r"\s?的(?:师傅|工人|人|队)(?:[^,。;!?\s]{0,8}(?:走|撤|还没|在|刚|已经|弄完|搞完|做完)|们)")


def told(text: str, values: Sequence[Found], busy: bool) -> list[Found]:
    """Those of ``values`` that are only told of; ``busy``: a wish is talked of already, and this is beside it."""
    plain = normalise(text)
    clauses = [_clause(plain, value.start, value.end) for value in values]
    own = [
        value.kind == "service"
        and (_is_own(plain, value, span, busy or _names_another(values, span)) or (busy and _is_state(plain, value)))
        for value, span in zip(values, clauses, strict=True)
    ]
    doings = [span for span, is_own in zip(clauses, own, strict=True) if is_own]
    return [
        value
        for value, span, is_own in zip(values, clauses, own, strict=True)
        if is_own
        or (_is_of_family(value) and (span in doings or _takes_out(plain, span)))
        or (value.kind == "frequency" and (_LEAVING.match(plain, value.end) or _HABIT.match(plain, value.end)))
    ]


_KNOWN = _OF_PEOPLE | _OF_THE_DAY | {"moving"}
_TAKEN_OUT = re.compile(
    rf"(?:{_FORCED}|我|要|会|公|婆|妈|爸|^)(?:带|送|接|陪)(?:着|我)?(?:孩子|娃儿?|小孩|宝宝|儿子|女儿|闺女|妈|爸|老人|老妈|老爸|狗|猫)"
    r"(?:去|到|上|打|看(?![护着管])|回|出|放学|复查|体检)"
)


# 油烟机油得一塌糊涂, 房东说打扫不干净就扣钱: how it is at home, and what somebody says of it.
_STATE = re.compile(
    r"(?:油得|脏得|脏死|臭死|霉味|异味|发臭|[好太很]脏|[好太很]乱|乱得|乱死|埋汰|邋遢|乱七八糟|[全都]是灰|积灰)"
)
_NOT_DONE = re.compile(r"\s?(?:得|的)?不(?:干净|好|彻底)|不到位")
_HAS_DONE = re.compile(r"洗|清|擦|打扫|收拾|弄(?!得)|搞|拖|整理|处理")


def _is_state(text: str, value: Found) -> bool:
    said = text[value.start : value.end]
    if _ELSEWHERE.search(text[: value.start]) or _OF_OTHERS.match(text, value.end):
        return True
    bad = _STATE.search(said) is not None and _HAS_DONE.search(said) is None
    return value.value in _CLEANING and (bad or _NOT_DONE.match(text, value.end) is not None)


def _is_own(text: str, value: Found, span: tuple[int, int], beside: bool) -> bool:
    before, after = text[span[0] : value.start], text[value.end : span[1] + 1]
    if value.value == "moving":
        return _is_no_removal(text, value, before, beside)
    if value.value not in _KNOWN or _WANTS_SOMEBODY.search(text[span[0] : span[1] + 1]):
        return False
    said = text[value.start : value.end]
    if value.value in _OF_PEOPLE and beside and _GOES_INSIDE.search(said):
        return True  # 孩子四点放学我要去接
    if _ALONE.search(before) or re.match("自己", after):
        return True
    if value.value in _OF_PEOPLE:
        if _BY_ONESELF.search(before) or _BY_THE_FAMILY.search(before):
            return True
        return beside and bool(_OBLIGED.search(before) or _BUSY_WITH.search(before) or _led_away(said, after))
    return beside and bool(_OBLIGED.search(before) or (value.value != "daily_cleaning" and _BY_ONESELF.search(before)))


def _is_of_family(value: Found) -> bool:
    return value.kind == "need" and value.value["code"] in _OF_THE_FAMILY


def _led_away(said: str, after: str) -> bool:
    return said[:1] in "接送带" and re.match(r"去|打疫苗|打针|看(?:病|牙|医生)|上[^,。]{0,3}课|体检", after) is not None


def _is_no_removal(text: str, value: Found, before: str, beside: bool) -> bool:
    """没搬家, 我刚搬家, 搬家了; and 周六我要搬家 beside a wish that has to give way to it."""
    if _NOT_MOVED.search(before):
        return True
    moved = _MOVED.match(text, value.end) or _MOVED_INSIDE.match(text, value.start)
    if moved and not _ABOUT_TO.search(before):
        return True
    rest = text[value.end :]
    return beside and _BY_ONESELF.search(before) is not None and _INSTEAD.search(rest) is not None


def _takes_out(text: str, span: tuple[int, int]) -> bool:
    clause = text[span[0] : span[1] + 1]
    return _TAKEN_OUT.search(clause) is not None and _WANTS_SOMEBODY.search(clause) is None


def _names_another(values: Sequence[Found], span: tuple[int, int]) -> bool:
    """Whether a service stands in another clause."""
    return any(value.kind == "service" and not span[0] <= value.start < span[1] for value in values)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    begin = max((match.end() for match in _STOP.finditer(text, 0, start)), default=0)
    stop = _STOP.search(text, end)
    return min(begin, start), stop.start() if stop else len(text)
