"""What is said once more for certainty, and sounds like a no or like chat: 对 周四下午一点半 别弄错了."""

from __future__ import annotations

import re
from collections.abc import Set

from bot.zh.agreeing import agrees
from bot.zh.anger import swears
from bot.zh.asked import CONFIRMING, GATHERING, group_of
from bot.zh.extract import find
from bot.zh.normalise import normalise
from bot.zh.order_mention import warns
from bot.zh.questions import asks

_CLAUSE = re.compile(r"[^,。;!\s]+")
_I_SAID = re.compile(r"我(?:刚才?|前面)?(?:说|讲|指|问)的(?:是|系)|我(?:是|系)(?:说|讲|话)|我的意思是|我想说的?是")
_PERSON = re.compile(r"人工|真人|活人|客服|换人|[转找叫换派让请]|不(?:想)?[跟和同与]")
_PUTS_FORWARD = re.compile(
    r"(?:(?P<is>行|成|中|得|好|可以|妥)(?:不|唔)(?:(?P=is)|可以)?|(?:行|成|中|得|好|可以|方便|妥当)(?:吗|么|伐|嘛|咩|哇|啵|不啦)|可不可以|可唔可以|要得不|得不得行)"
    r"(?:啊|呀|嘞|哈)?[?!~。\s]*"
)
_AROUND_A_TIME = re.compile(r"(?:[嗯那就来到是吧呢要不如想约放在\s,。]|咱|您|你们|师傅|开始|上门|左右|的话){0,8}")
_TOLD = {"time", "area", "address", "phone", "quantity", "duration", "rooms"}


def restated(text: str, intents: tuple[str, ...], context: str, kinds: Set[str]) -> tuple[str, ...]:
    """The intents of a message, where what was agreed or said before is only said again."""
    if group_of(context) == CONFIRMING and intents == ("deny",) and agrees(text) and not asks(text):
        clauses = _CLAUSE.findall(normalise(text))
        if any(warns(clause) for clause in clauses[1:]):
            return ("affirm", "inform") if kinds & _TOLD else ("affirm",)
    if (
        group_of(context) == GATHERING
        and intents in (("chitchat",), ())
        and kinds & _TOLD
        and _I_SAID.search(normalise(text))
    ):
        return ("inform",)
    if not intents and kinds == {"time"} and puts_a_time_forward(text):
        return ("inform",)
    if set(intents) == {"request_human", "bot_challenge"} and swears(text) and not _PERSON.search(normalise(text)):
        return ("bot_challenge",)  # 傻逼机器人
    return intents


def puts_a_time_forward(text: str) -> bool:
    """周六上午九点成不, 后天下午三点中不中: a time that is proposed, and nothing besides."""
    plain = normalise(text)
    times = [item for item in find(text) if item.kind == "time"]
    if not times:
        return False
    before, behind = plain[: times[0].start], plain[times[-1].end :]
    tag = _PUTS_FORWARD.search(behind)
    if tag is None or tag.end() < len(behind):
        return False
    return all(_AROUND_A_TIME.fullmatch(piece) for piece in (before, behind[: tag.start()]))
