"""What may come on top of the price, where a question names it: a time, or things that are bought for the work."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise
from bot.zh.questions import asks, seeks_assurance

NIGHT, HOLIDAY, URGENT = "night", "holiday", "urgent"
WEEKEND = "weekend"

_TIMES = (
    (HOLIDAY, re.compile(
        r"节假日|假[日期]|放假|过[个]?节|节日|法定|春节|过年|新年|国庆|中秋|元旦|端午|清明|五一|十一(?![点月个人位])|"
        r"大年|年初[一二三]|年三十|除夕|节[里上]"
    )),
    (NIGHT, re.compile(r"晚[上间]|夜[里间晚头]|半夜|天黑|下班[以之]?后")),
    (URGENT, re.compile(r"加急|急单|马上来|立刻来|现在就来|当天|临时约")),
    (WEEKEND, re.compile(r"周末|双休日|(?:星期|礼拜|周)[六日天]")),
)  # fmt: skip
_DEARER = re.compile(
    r"加(?:不加)?(?:收)?(?:价|钱|费|收|多少|几|不|没|吗|么|伐)|(?:要|会|得)加(?!班|课|油)|[多另](?:收|加|算|要|出|付)|另外|额外|附加|"
    r"(?<!最)贵|涨|翻倍|[两双三几]倍|(?:价|钱|收费)[^,。]{0,5}(?:一样|不同|变)|(?:一样|一个|同)(?:的)?价|平时.{0,4}一样"
)
_HOW_DEAR = re.compile(r"怎么(?:收|算)|点[样]?(?:收|计)|多少钱|几多钱|几钿|什么价|啥价|收费|价格|价钱|价位|费用")
_BOUGHT = (
    (("配件", "材料"), re.compile(r"零[件配]|配件|元件|部件|[换修]件|(?<!材)料[钱费]|件[钱费]")),
    (("材料", "配件"), re.compile(
        r"(?:龙头|水喉|灯|锁|管|阀|插座|插头|开关|马桶|花洒|合页|把手|[门窗]|机|空调|冰箱|热水器|灶|泵|板|芯|件)[^,。;!?]{0,8}?"
        r"(?:换|买)(?:一?[个只套根把]|成|过|上)?新[的嘅额格个]?(?=$|[\s,。;!?]|[钱费料那这要怎谁是多几的点])"
    )),
    (("材料", "配件"), re.compile(
        r"材料|耗材|(?:龙头|灯泡|灯具|灯管|电线|水?管|角阀|开关|插座|阀门|锁芯|螺丝|合页|胶)[^,。]{0,5}"
        r"(?:买|谁带|自带|谁出|准备|提供|包(?![裹]))|"
        r"(?:龙头|灯泡?|灯具|灯管|电线|水?管|角阀|开关|插座|阀门?|锁芯?|合页|胶|板子)的?(?:[钱费](?!高|贵)|本身|另外?算|单算|算在)"
    )),
    (("食材",), re.compile(
        r"食材|菜[钱费]|(?:菜|餸|肉|米|油|调料|东西)[^,。]{0,4}(?:谁|边个|你们|你哋|自己|我们?|阿姨|师傅|[她他佢伊]|要不要|使唔使)[^,。]{0,5}(?:买|带|准备|出)|"
        r"(?:谁|边个|你们|阿姨|自己)(?:来|去|要|负责)?买(?:好)?(?:菜|食材)|买[餸菜][^,。]{0,6}(?:谁|包|算|钱|吗|么|不)|帮.{0,2}买[餸菜].{0,3}[吗么没伐不]"
    )),
    (("收纳用品",), re.compile(r"(?:收纳|整理)(?:盒|箱|袋|用品|篮|工具)")),
    (("花盆", "花木"), re.compile(
        r"(?:花盆|花苗|树苗|营养土|花土|肥料|种子|花木|盆(?:和|跟|与|同)土|土(?:和|跟|与|同)盆)"
    )),
)  # fmt: skip
_PAID = re.compile(r"钱|费|算|包|谁|边个|买|带|出|准备|提供|还是|收")


def dearer_times(text: str) -> tuple[str, ...]:
    """过节要加钱吗, 晚上来贵不贵: the times of which somebody asks whether they cost more."""
    plain = normalise(text)
    if not (_DEARER.search(plain) and (asks(text) or "使唔使" in plain)):
        return ()
    return tuple(time for time, pattern in _TIMES if pattern.search(plain))


def priced_times(text: str) -> tuple[str, ...]:
    """过节怎么收费: the holidays of which somebody asks the price; any other time is one to come at."""
    plain = normalise(text)
    return (HOLIDAY,) if _HOW_DEAR.search(plain) and dict(_TIMES)[HOLIDAY].search(plain) else ()


# 菜我们各人买起，师傅光来弄就是了: told, and nothing of it is asked.
_BOUGHT_BY_HER = re.compile(
    r"(?:^|(?<=[,。;!?\s]))(?![^,。;!?\s]*(?:系咪|是不是|使唔使|要不要|用不用|需不需要|还是|谁))[^,。;!?\s]{0,6}(?:我|俺|咱|阿拉|自家|自己|各人)(?:们|哋)?(?:自己|各人|自家|会|来|去|先|都)*(?:买|备|准备|带|出)"
    r"(?![^,。;!?\s]*(?:还是|吗|么|嘛(?=$|[?])|谁|要不要|伐|不[是用]))[^,。;!?\s]*(?=$|[,。;!?\s])"
)

_HAS_TO = re.compile(r"(?<![我俺咱拉])(?:要|得|需要)(?:我们?)?自己(?:买|备|准备|带|出)[^,。;!?]{0,2}$")


def bought_things(text: str, asked: bool = False) -> tuple[str, ...]:
    """换零件的钱另算吗, 菜是谁买: how a catalogue calls what is bought for the work; likeliest first.

    ``asked``: it is known to be a question.
    """
    plain = normalise(text)
    plain = plain if asked and (seeks_assurance(text) or _HAS_TO.search(plain)) else _BOUGHT_BY_HER.sub(" ", plain)
    if not (asked or asks(text)) or not _PAID.search(plain):
        return ()
    return next((words for words, pattern in _BOUGHT if pattern.search(plain)), ())
