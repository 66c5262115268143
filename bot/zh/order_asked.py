"""What is asked of an order that is there: what calling it off costs now, when it was that somebody comes."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_OFF = r"(?:取消|退(?:掉|订|单|了)|不(?:要|来|做)了|撤(?:掉|单|了)|推掉)"
_COST = (
    r"(?:扣|收|罚|赔|付|交|出|要)(?:我|人家)?(?:不(?:扣|收|罚|要))?"
    r"(?:多少|几多|几(?:块|钱|钿|元)|好多|钱|费|钿|违约金|百分)"
)
_COST_OF_OFF = re.compile(rf"{_OFF}[^,。;!?]{{0,6}}{_COST}|{_COST}[^,。;!?]{{0,4}}{_OFF}(?=$|[,。;!?\s])")
_CAME = re.compile(r"(?:扣了|扣咗|扣过|多扣|乱扣|凭什么|凭啥|为什么|为啥|怎么(?:还|就|会)|昨天|上次)")
_DAY = r"(?:(?:礼拜|星期|周)几|几号|哪一?[天日]|几点钟?|啥辰光|什么时[候间]|啥时候?|几时|边日)"
_FORGOT = re.compile(r"忘|记(?:不(?:得|清|住|起)|唔(?:得|清)|性)|唔记得|想不起|搞不清|弄不清")
_WHEN_COMES = re.compile(
    rf"(?:师傅|阿姨|姑娘|大姐|嬢嬢|姐姐|人|打扫|保洁|约)[^,。;!?]{{0,6}}{_DAY}"
    r"[^,。;!?]{0,3}(?:来|到|上门|嚟|的|啊|呀|$|[,。?])"
)
_IS_COMING = re.compile(rf"是{_DAY}(?:来|到|上门|嚟)的?")


def asks_cost_of_calling_off(text: str) -> bool:
    """现在取消扣多少: of what is not called off yet; 凭什么扣我钱 is no such question."""
    plain = normalise(text)
    return _COST_OF_OFF.search(plain) is not None and _CAME.search(plain) is None


def has_forgotten_when(text: str) -> bool:
    """修水龙头的师傅是礼拜几来的: of a visit that is agreed, its day or hour."""
    plain = normalise(text)
    return _WHEN_COMES.search(plain) is not None and bool(_FORGOT.search(plain) or _IS_COMING.search(plain))
