"""What is said once more for certainty, and sounds like a no or like chat: 对 周四下午一点半 别弄错了."""

from __future__ import annotations

import re
from collections.abc import Set

from bot.zh.agreeing import agrees
from bot.zh.anger import swears
from bot.zh.asked import CONFIRMING, GATHERING, group_of
from bot.zh.normalise import normalise
from bot.zh.order_mention import warns
from bot.zh.questions import asks

_CLAUSE = re.compile(r"[^,。;!\s]+")
_I_SAID = re.compile(r"我(?:刚才?|前面)?(?:说|讲|指|问)的(?:是|系)|我(?:是|系)(?:说|讲|话)|我的意思是|我想说的?是")
_PERSON = re.compile(r"人工|真人|活人|客服|换人|[转找叫换派让请]|不(?:想)?[跟和同与]")
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
    if set(intents) == {"request_human", "bot_challenge"} and swears(text) and not _PERSON.search(normalise(text)):
        return ("bot_challenge",)  # 傻逼机器人
    return intents
