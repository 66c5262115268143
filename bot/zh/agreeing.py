"""Whether an answer is a yes: one it opens with, whatever follows (对，还是周五下午一点), or a resigned one."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_AGREES = re.compile(
    r"^(?:[嗯哦噢喔啊诶哎恩额呃那]+[,。\s]*)*"
    r"(?:对(?!了|吗|么|不|面|比|方|于|象|接|账|付)|是的?(?![吗么])(?=$|[,。!\s呀啊嘞哒]|这样|那)|没错|没问题(?![吗么])|好+(?:的|嘞|吧|呀|啊|滴|哒|咧)?(?=$|[,。!\s就那]|还是)|"
    r"行+(?=$|[,。!\s吧啊呀的嘞就那]|还是)|(?:可以)+(?=$|[,。!\s的啊呀就那]|还是)|系(?=$|[,。!\s嘅呀啊])|啱|得(?=$|[,。!\s啦喇]|嘅)|"
    r"要得|中(?=$|[,。!\s啊])|成(?=$|[,。!\s啊])|妥|灵额|ok|okay|确认(?![不吗么])|同意|就这么)"
)


def agrees(text: str) -> bool:
    """好的, 对, 行, 要得 at its beginning."""
    return _AGREES.search(normalise(text).strip()) is not None


_RESIGNED = re.compile(
    r"(?P<what>多收|多扣|多付|多给|多交|加|扣|收|交|给|付|罚|贵|出|扣钱|收费|加钱|多|取消|等|晚|换|这样|那样|就这)就(?:(?P=what)|扣|收|交)(?!是|把|能|不)(?:点|些)?(?:钞票|钱)?"
    r"(?:吧|好了?|了|呗|罢|嘛|咯|唻|嘞|喽|算了|伐)?(?=$|[,。!\s])|"
    r"该[^,。;\s]{1,4}就[^,。;\s]{1,4}(?:吧|好了|了|呗|罢|嘛|咯)?(?=$|[,。!\s])|认了|扣(?:吧|就是了|好了|好唻)(?=$|[,。!\s])"
)
_WONDERS = re.compile(r"[吗么嘛?]\s*$|凭什么|为什么")


def resigns(text: str) -> bool:
    """扣就扣吧, 该扣就扣: a yes that is sorry for itself."""
    plain = normalise(text)
    return _RESIGNED.search(plain) is not None and _WONDERS.search(plain) is None
