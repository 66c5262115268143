"""What is taken for granted and asked back: 工具阿姨会带的吧, 窗户也擦的吧; a wish is said otherwise."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise
from bot.zh.topics import topics

_THING = (
    r"工具|梯子|鞋套|清洁剂|用品|吸尘器|抹布|拖把|洗洁精|家伙|"
    r"窗|油烟机|冰箱|灶台|阳台|纱窗|玻璃|柜|床单|垃圾|地板|地毯|衣服|碗"
)
_ASSUMES = re.compile(
    r"(?:会|应该|肯定|是不是|有|是|(?:不用|不要|唔使|无需|不需要)(?:我|自己)?)[^,。;!?\s]{1,12}(?:的|嘅|得)?(?:吧|伐|吗|么|嘛|咩|对吧|是吧|啵)[?]?$|"
    r"[^,。;!?\s]{2,14}(?:的|嘅)(?:吧|吗|么|伐|咩|对吧|是吧)[?]?$|"
    r"会[不唔]会[^,。;!?\s]{1,10}$|(?:带|擦|洗|做|包|管|准备)[不唔](?:带|擦|洗|做|包|管|准备)[^,。;!?\s]{0,6}$"
)
# 麻烦带工具吧, 再加个擦窗可以吗: wishes, however they end.
_WISHES = re.compile(
    r"麻烦|请|帮|劳驾|记得|加|添|想|我要|还要|也要|顺[便带]|让|叫|能不能|能[^,。;!?\s]*(?:吗|么)|可以|可不可以|行吗|好吗|最好|希望|一下|擦了|洗了|多|少|换|改|约|来(?:一?个|人)"
)
_CLAUSE = re.compile(r"[^,。;!\s]+")


def without_assumed(text: str) -> str:
    """A text with blanks for what it takes for granted of the work, at its own length."""
    for clause in _CLAUSE.finditer(normalise(text)):
        said = clause[0]
        if re.search(_THING, said) and _ASSUMES.search(said) and not _WISHES.search(said):
            text = text[: clause.start()] + " " * len(said) + text[clause.end() :]
    return text


def assumed_tools(text: str) -> bool:
    """Whether it is the tools that are taken for granted."""
    return "tools" in topics(text) and "tools" not in topics(without_assumed(text))
