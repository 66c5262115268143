"""Two homes told in one breath, 给我家和我爸妈家各约一次; and two hours with a visit each, 九点一次五点一次."""

from __future__ import annotations

import re

from bot.zh.whose_home import homes_named

_EACH = re.compile(r"各|分别|两(?:边|家|处|套|个(?:地方|家))|都(?:要|想|得|约|打扫|做|来|需要|搞|弄|洗)")
_JOINED = re.compile(r"\s?(?:和|跟|同|与|、|还有|加上?|,)\s?(?:我|俺|阿拉)?")
_ME_AND = re.compile(r"(?P<me>(?:我|我们|阿拉|俺)(?:这边|这里)?)(?:和|跟|同|与|、)(?:我|俺|阿拉)?$")
_ONE_THEN = re.compile(r"\s?(?:[^,。;!?\s\d]{1,4}?)?(?:一|1)\s?[次趟回遍](?!性)")


def both_homes(text: str) -> tuple[str, str] | None:
    """What each of two homes is called that a normalised text wishes the same for; ``None`` where it does not."""
    said = homes_named(text)
    named = [one for one in said if not any(o[0] <= one[0] and one[1] <= o[1] and o != one for o in said)]
    if len(named) == 1 and named[0][2] and (me := _ME_AND.search(text, 0, named[0][0] + 1)):
        return me["me"], text[named[0][0] : named[0][1]]
    if len(named) != 2 or named[0][2] == named[1][2]:
        return None
    (start, end, _), (begin, stop, _) = named
    if not _JOINED.fullmatch(text[end:begin]) or _EACH.search(text, stop) is None:
        return None
    return text[start:end], text[begin:stop]


_ALL_ONCE = re.compile(
    r"\s?(?:这[两三几]天)?都(?:要|得|来|去|做|给我|帮我){0,2}[^,。;!?\s]{0,4}?(?:一|1)[次趟回](?!就|便|都)"
)


def is_one_visit(text: str, end: int) -> bool:
    """Whether behind an hour that ends there stands that it is one visit: 早上九点一次."""
    return _ONE_THEN.match(text, end) is not None


def once_on_each(text: str, end: int) -> bool:
    """周五周六都来喂一次: behind days that end there, a visit on each."""
    return _ALL_ONCE.match(text, end) is not None
