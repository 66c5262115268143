"""Which of two: 同一个人做还是要来两个人 asks, and neither is wished yet; 周六九点或者周日三点都行 takes either."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

# 还是 between two things; 那还是周五吧, 时间还是三点, 我还是想… prefer one or keep what is.
_BETWEEN = re.compile(
    r"(?P<one>[^,。;!?\n]{1,18}?)(?<!那)(?<!要不)(?<!不如)(?<!算了)(?<!我)(?<!们)(?<!时间)(?<!地址)(?<!地方)(?<!电话)(?<!也)(?<!都)(?<!的话)(?<!不行)"
    r"(?<!不了)(?<!没空)(?<!吧)(?<!了)(?<!就)(?:还是说?|定系|抑或|还系)(?P<other>[^,。;!?\n]{1,18}?)(?P<tail>[啊呀呢吗嘛哦噢哇咧伐咯哈]|好(?:点|些|一点)?[呢啊呀]?|合适|划算|方便|[?])?\s*(?=$|[,。;!?\n])"
)
_SETTLES = re.compile(
    r"(?:吧|了|一样|照旧|不变|(?<=[点半刻天号日末午])(?:不动|别动|不改|不挪)|老地方|上次那[个位].*|都(?:行|可以|好|得|成).*|随便.*|看你.*|无所谓.*)$"
)
# 算了 还是后天九点: what stands before the pause is said, and asked is nothing.
_STATED = re.compile(
    r"(?:那|要不|不如|算了|哎|唉|我们?|时间|地址|电话|也|都|的话|不行|不了|没空|吧|了|就|贵|不好|不要)\s+$"
)
_ASKS_FIRST = re.compile(
    r"(?:^|\s)(?:那|请问|问下|问一下|想问|这个|到时候|你们|到底|一般)*(?:是|要|得|用|算|会|应该|该|先)(?!的)|到底"
)
_HEADS = re.compile(
    r"(?:同|[一两二三123])一?[个位名](?:人|阿姨|师傅|家政)|[一两二三123][个位名](?=$|[啊呀呢吗好])|谁|同一[个位]"
)


def either(text: str) -> tuple[int, int] | None:
    """From where to where it asks which of two; ``None`` where it does not ask."""
    plain = normalise(text)
    for match in _BETWEEN.finditer(plain):
        if _STATED.search(match["one"]):
            continue
        if _SETTLES.search(match["other"] + (match["tail"] or "")):
            continue
        asked = (
            match["tail"]
            or match["one"][-1] in "吗么嘛"
            or plain[match.end() : match.end() + 1] == "?"
            or _ASKS_FIRST.search(match["one"])
        )
        if asked or _alike(match["one"], match["other"]):
            return match.span()
    return None


def of_heads(text: str) -> bool:
    """一个人来还是两个人, 同一个阿姨还是…: how many come, or who."""
    return _HEADS.search(normalise(text)) is not None


def _alike(one: str, other: str) -> bool:
    """周五还是周六: the same kind of word on either side."""
    return any(kind.search(one) and kind.search(other) for kind in (_DAY, _PART, _HEADS))


_DAY = re.compile("[周期拜][一二三四五六日天末]|[今明后][天日]|\\d[号日]")
_PART = re.compile("[上下中]午|早上|晚上|\\d点|[一二三四五六七八九十两]点")


_OPEN_TO = (
    r"(?:行|可以|好(?!像)|成|得(?=$|[,。;!\s])|方便|有空|有时间|在家|没问题|没得问题|能来|OK|ok|"
    r"中(?=$|[,。;!\s])|冇问题|得闲|无所谓)"
)
_BOTH = re.compile(
    rf"(?:都|均|两个|哪个|随便哪|哪天)[^,。;!?\s不没]{{0,3}}{_OPEN_TO}|或者?(?!许)|要么[^。;!?]{{1,14}}要么|二选一|任选|"
    rf"{_OPEN_TO}(?:的)?[,。;\s]{{0,2}}[^。;!?不没别]{{2,14}}也(?:是)?{_OPEN_TO}"
)


def takes_either(text: str) -> bool:
    """周六上午可以，周日下午也可以: of two times that are named whichever is free."""
    return _BOTH.search(normalise(text)) is not None
