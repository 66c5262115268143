"""Words as they were heard or typed for others that sound alike: 保结 -> 保洁, 周刘上午 -> 周六上午."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.zh.lexicon import any_of, rows

# Where the written word is one of its own, a time must follow.
_TIME = r"(?=\s?(?:[早晚]|上午|中午|下午|傍晚|\d|[一二两三四五六七八九十]{1,2}点))"


@lru_cache(maxsize=1)
def _meant() -> dict[str, str]:
    return {written: meant for written, meant, _ in rows("homophones")}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    free = (written for written, _, before in rows("homophones") if not before)
    timed = (written for written, _, before in rows("homophones") if before)
    return re.compile(f"{any_of(free)}|{any_of(timed)}{_TIME}")


# 还是约把, 行叭: 吧 as it is typed in haste, at the end of what is said.
_PARTICLE = re.compile(r"(?<=[约订定好行来做洗修改换是样了的天点下走看说去排可以])(?:把|罢|叭|八|巴)(?=$|[\s,。!~?])")


# 要自己带工具马: 吗 as it is typed in haste.
_QUESTION = re.compile(r"(?<=[的了带要能会行可以具有来做洗擦加收钱空好人])(?:马|麻)(?=$|[\s,。!~?])")


# 这周酒开始改: 就 as the input method gives it, before what no drink does.
_JUST = re.compile(r"(?<![喝啤白红黄米料烈洋敬陪])酒(?=开始|这样|这么|可以|行|按|别|不用|不要|改|换)")


def as_meant(text: str) -> str:
    """A normalised text with such words put right; of the same length, so offsets stay true."""
    text = _JUST.sub("就", _QUESTION.sub("吗", text))
    return _PARTICLE.sub("吧", _pattern().sub(lambda match: _meant()[match[0]], text))
