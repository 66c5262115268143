"""Whether an answer opens with a yes, whatever follows it: 对，还是周五下午一点."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_AGREES = re.compile(
    r"^(?:[嗯哦噢喔啊诶哎恩额呃那]+[,。\s]*)*"
    r"(?:对(?!了|吗|么|不|面|比|方|于|象|接|账|付)|是的?(?![吗么])(?=$|[,。!\s呀啊嘞哒]|这样|那)|没错|没问题(?![吗么])|好+(?:的|嘞|吧|呀|啊|滴|哒|咧)?(?=$|[,。!\s就那]|还是)|"
    r"行+(?=$|[,。!\s吧啊呀的嘞就那]|还是)|(?:可以)+(?=$|[,。!\s的啊呀就那]|还是)|系(?=$|[,。!\s嘅呀啊])|啱|得(?=$|[,。!\s啦喇]|嘅)|"
    r"(?<=[嗯])[呐哪哦]|要得|中(?=$|[,。!\s啊])|成(?=$|[,。!\s啊])|妥|灵额|ok|okay|确认(?![不吗么])|同意|就这么)"
)


def agrees(text: str) -> bool:
    """好的, 对, 行, 要得 at its beginning."""
    return _AGREES.search(normalise(text).strip()) is not None


_NODS = re.compile("[\U0001f44c\U0001f44d\u2705\U0001f197\U0001f3fb-\U0001f3ff\ufe0f\\s]+|\\[(?:OK|ok|强|好的|赞)\\]")


def nods(text: str) -> bool:
    """👌, 👍: a yes without a word."""
    return _NODS.fullmatch(text.strip()) is not None
