"""Greetings and thanks in words, also where they only wrap a wish."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_GREETS = re.compile(
    r"^[\s,。!~]*喂?[\s,。!~]*(?:你们?好|您好|侬好|大家好|hello|hi(?![a-z])|hey|哈喽|哈罗|哈啰|哈咯|嗨|在么|在嘛|"
    r"在(?:吗|不在?)(?=$|[\s,。?!啊呀])|有人(?:在)?(?:吗|么|不)(?=$|[\s,。?!])|(?:早上|上午|中午|下午|晚上)好|"
    r"早安|晚安|早啊|早晨(?=$|[\s,。!])|安安)"
)
_THANKS = re.compile(
    r"谢谢|多谢|谢了|谢啦|谢过|感谢|感恩|唔该晒|唔该哂|thanks|thank you|thx|3q|蟹蟹|阿里嘎多|"
    r"辛苦(?:了|啦|你|您|大家|阿姨|师傅)|(?<![不没])谢(?=$|[\s,。!])"
)
_NO_THANKS = re.compile(r"(?:不用|别|不必|甭|不)谢|谢绝")

_BESIDE_THANKS = re.compile(
    r"好的?|嗯+|哦+|行|可以|ok|收到|知道|明白|清楚|麻烦|非常|太|那就|没(?:别的)?(?:问题|事)|不客气|再见|拜拜|给?[您你]们?|[了啦啊呀哈哒嘞吧的]|[\s,。!~]"
)
_CLOSES = re.compile(r"收到|知道了|明白|清楚了|不客气|再见|拜拜|没(?:别的)?(?:问题|事)了")

_PROMISES = re.compile(
    r"(?:核实|确认|查|问|了解|商量|看)[^。!?;]{0,10}(?:回复?|告诉|联系|通知|答复)[您你]"
    r"|(?:马上|尽快|稍后|晚点|一会儿?|待会儿?|有消息|有结果)[^。!?;]{0,6}(?:回复?|告诉|联系|通知|答复)[您你]"
)


def greets(text: str) -> bool:
    """Whether a text begins with a greeting."""
    return _GREETS.search(normalise(text)) is not None


def thanks(text: str) -> bool:
    """Whether a text thanks; 请 and 唔该 that mean "please" do not."""
    plain = normalise(text)
    return _THANKS.search(plain) is not None and _NO_THANKS.search(plain) is None


def only_thanks(text: str) -> bool:
    """好的谢谢, 收到: whether a text thanks or takes leave and says nothing that wants an answer."""
    plain = normalise(text)
    if not (thanks(text) or _CLOSES.search(plain)):
        return False
    return not _BESIDE_THANKS.sub("", _THANKS.sub("", plain))


def promises_word(text: str) -> bool:
    """我核实清楚就回您: whether a colleague has said that she will write again."""
    return _PROMISES.search(normalise(text)) is not None
