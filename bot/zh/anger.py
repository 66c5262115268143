"""Whether somebody swears at us, and whether a complaint tells what has happened."""

from __future__ import annotations

import re

from bot.zh.mood import BY_A_MOTHER
from bot.zh.normalise import normalise

_AT_US = r"公司|平台|机器人|客服|服务|app|软件|店|玩意|东西"
_SWEARS = re.compile(
    rf"{BY_A_MOTHER}|tmd|傻[逼叉x比缺]|煞笔|sb(?![a-z])|(?:垃圾|狗屁|什么破|破|黑心|流氓|骗子|恶心|无良)(?:{_AT_US})|"
    r"你[们哋](?:这|真|就|都|太|全|简直)?(?:是|些|帮|群|家)?(?:他妈|垃圾|骗子|恶心|流氓|强盗|死人|废物|猪)|"
    r"滚(?:蛋|远点|吧)?(?=$|[,。!\s])|去死|混蛋|王八|操你|草泥马|放屁|脑残|有病(?:吧|啊)|听不懂人话|不是人|扑街|仆街|瓜娃子|龟儿子|宝批龙|"
    r"气死(?:我|人)了?|气炸|忍无可忍|(?:三|四|五|几|好几|多少)(?:次|遍|回)了[^,。!?]{0,6}(?:还|都|没|有完)"
)
_DEMANDS = re.compile(
    r"我?(?:就)?(?:要|想|来|得|必须|强烈)?(?:找你们)?(?:投诉|退款|退钱|退费|退货|给我退|把钱退(?:给我|了|回来)?|差评)(?:你们|她|他|阿姨|师傅|一下|公司|平台)?|"
    r"给个?说法|赔钱|赔偿|你好|您好|请|麻烦|帮我|我要|吧|了|啊|呀|!|！|,|。|\?|\s"
)


def swears(text: str) -> bool:
    """Whether somebody is angry with us beyond words: 垃圾公司, 气死我了; not 垃圾没带走."""
    return _SWEARS.search(normalise(text)) is not None


def tells_what(text: str) -> bool:
    """Whether anything is said beside the demand: 我要投诉 tells nothing, 阿姨没擦窗 does."""
    return len(_DEMANDS.sub("", normalise(text))) >= 3
