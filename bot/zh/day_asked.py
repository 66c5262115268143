"""Whether nothing is asked but which day it is: 今天几号, 明天是礼拜几."""

from __future__ import annotations

import re

from bot.zh.lexicon import any_of, words
from bot.zh.normalise import normalise

_WHICH = r"(?:是|系|都|啊|呀|几月)*(?:几号|几日|几月几[号日]|(?:周|星期|礼拜)几|(?:什么|啥|乜嘢?|咩)日子|多少号|好多号)"
_END = r"(?:了|来着|啊|呀|呢|吗|哦|嘞|㗎|来|的)*[\s?!。~,]*"
_BEFORE = r"(?:请问|问下|问一下|那|哎|诶|对了|等等|[\s,])*"


def day_asked(text: str) -> int | None:
    """How many days from today the day is that is asked about; ``None``: it asks something else."""
    plain = normalise(text).strip()
    day = any_of(words("days"))
    asked = re.fullmatch(rf"{_BEFORE}(?P<day>{day})(?:是|系)?{_WHICH}{_END}", plain) or re.fullmatch(
        rf"{_BEFORE}{_WHICH}(?:了|啊)*\s?(?P<day>{day}){_END}", plain
    )
    return int(words("days")[asked["day"]]) if asked else None
