"""Which of the free times somebody asks for without naming one: the earliest, others than those, a little later."""

from __future__ import annotations

import re

from bot.zh.extract import find
from bot.zh.normalise import normalise

EARLIEST, LATEST = "earliest", "latest"
EARLIER, LATER = "earlier", "later"
"""Than what was offered."""
OTHERS = "others"
"""None of those that were offered."""
HALVES = "halves"
"""Morning or afternoon."""
CHEAPEST = "cheapest"
"""When nothing comes on top for the time."""
SAME = "same"
"""The one that was spoken of before after all."""

_RATHER_EARLY = re.compile("[越愈](?:早|快)[越愈](?:好|快)|尽量早|尽早|早点好")
_HURRIES = re.compile("(?:快点|赶紧|赶快|抓紧|尽快|快些)(?:时间)?(?:给我|帮我)?(?:安排|定|约|弄|办|确认|下单)")
_LONGEST = 18
"""Characters; in a longer sentence such a word belongs to something else."""
_NOT_NOW = re.compile(r"再(?:说|联系|约|看|讲|聊|回|来问|决定)|回复|告诉你|给你|问[问下]|算了|不约|先不|取消")
_KINDS = (
    (SAME, re.compile(r"(?:还是|就)(?:要|用|按|约)?(?:原来|原先|刚才|刚刚|之前|最开始|一开始)")),
    (HALVES, re.compile(r"(?:上午|早上|上昼)[^,。到至~-]{0,4}(?:下午|下昼)")),
    (OTHERS, re.compile(
        r"(?:别|其[他它]|第二)的?(?:时间|时候|日子|空|时段|选择)|(?:别的|其[他它]的?)(?:呢|吗|么|有没|冇|$)|"
        r"还有(?!.{0,4}[早晚迟快])(?:吗|没有?|冇|么|别的|其[他它]|伐|时间吗|空吗?|哪些|什么时[间候])|"
        r"换(?:一?个|一?批|几个|一换)(?:时间|日子|时段)?(?:吧|看看|呗|呀|啊|可以吗|$)|(?:都|全)(?:不行|不可以|不合适|不方便|不好|不要|不得|唔得|唔啱|没空|赶不上|不得行)|"
        r"没有?合适|没一个|下一批|再(?:看看|来|给)(?:几个|别的|其他)|改个时间$|换个时间$"
    )),
    (EARLIEST, re.compile(
        r"最(?:早|快|先)|越[早快]越好|什么时候(?:能|可以|有空)|啥时候?(?:能|有)|几时(?:有|得|能|可以)|最近(?:的|一次|能|哪)"
    )),
    (LATEST, re.compile(r"最[晚迟]|越[晚迟]越好|最后一个时间")),
    (EARLIER, re.compile(
        r"[早快](?:一点|一?些|点|啲|一点点|少少)|更早|提早|提前(?:一?点|些)?(?:$|[吗呢行可来])|往前"
    )),
    (LATER, re.compile(r"[晚迟](?:一点|一?些|点(?!钟)|啲|一点点|少少)|更[晚迟]|往后|推后|靠后|后面一?点")),
)  # fmt: skip


_ASKED_OUTRIGHT = tuple(
    (kind, re.compile(rf"最[{ends}](?:是|能|可以|到)?(?:什么时候|啥时候?|几点|哪天|几时|几号)"))
    for kind, ends in ((EARLIEST, "早快"), (LATEST, "晚迟"))
)
"""In a sentence of any length."""


# 行 快点, 好的 快着点啊: a yes, and the hurry is for the answer.
_YES_AND_QUICKLY = re.compile(
    r"(?:[嗯哦噢啊诶欸]+[,。\s]*)*(?:(?:行+|好+|对|成|中|妥|要得|得嘞|ok|okay|是的|没错|没问题)(?:[的嘞吧呀啊滴哒了嘅额啦喇]{0,2})|确认|就这样(?:吧)?|(?:可以|得|系)(?:[的嘅啊呀啦喇]+|(?=[,。!\s])))"
    r"[,。!\s]*(?:麻烦|请|[你您]们?|那|就|师傅|尽量|手脚|动作|搞|弄|办|给我|帮我|要){0,3}"
    r"快(?:一?点儿?|一?些|啲|点点|一点点|少少|着点儿?|当点)(?:帮我|给我)?(?:安排|约上|约|订|定|弄|办|搞|确认|哈|啊|吧|啦|喇|嘛|呀|哦|喔|呗|咯|的|了|好伐)*[,。!~\s]*"
)


def time_wish(text: str) -> str | None:
    """The first that fits, the plainest first; ``None`` in a sentence that is about more."""
    plain = normalise(text).strip()
    if _YES_AND_QUICKLY.fullmatch(plain):
        return None
    if len(plain) > _LONGEST:
        return next((kind for kind, pattern in _ASKED_OUTRIGHT if pattern.search(plain)), None)
    if _NOT_NOW.search(plain):
        return None
    return next((kind for kind, pattern in _KINDS if pattern.search(plain)), None)


_PICK = re.compile(r"(?:那|这|嗰)(?:个|一?个)|^就|^要|^选|的吧?[。!]?$|吧[。!]?$|的(?:那|可以|行|好)|可以|行$|好$|合适")
_FREE = re.compile(
    r"能否|可否|是否(?:有空|能|可以)|有空|空位|空档|有位|有人|有时间|得闲|得空|约得|好约|能约|约满|能来|可以来|来得|能不能来|排得|能上门|可以上门|能安排|可以约|有没有"
)


def picks(text: str) -> bool:
    """下午那个, 就10点吧: one of those that were offered."""
    return _PICK.search(normalise(text).strip()) is not None


def asks_if_free(text: str) -> bool:
    """周六有空吗, 王阿姨周四能来吗: whether somebody could come."""
    return _FREE.search(normalise(text)) is not None


def prefers_early(text: str) -> bool:
    """越早越好: rather early than late, of no day of its own."""
    return _RATHER_EARLY.search(normalise(text)) is not None


def hurries(text: str) -> bool:
    """快点安排: the answer is wanted soon, which says nothing of the day."""
    return _HURRIES.search(normalise(text)) is not None


_ELSEWHERE = re.compile(
    r"(?<![不别勿弗唔甭])(?<!不[用要想必])(?:[改换挪移推延调拖顺弄搞放排]|安排|约)"
    r"(?:个|一下|下|去|后|前)?(?:到|至|成|去|为)\s?$"
)


def puts_elsewhere(text: str) -> bool:
    """能不能弄到礼拜五, 安排到后天: a visit is to come on another day, and not when it was."""
    plain = normalise(text)
    return any(item.kind == "time" and _ELSEWHERE.search(plain[: item.start]) for item in find(text))
