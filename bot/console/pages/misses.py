"""漏读: what was misunderstood, labelled with a few keys; nothing is shown as it was written."""

from __future__ import annotations

from bot.console.figures import SENIOR
from bot.console.misses import MissQuery, list_misses
from bot.console.pages.page import Page, PageCall, Shown
from bot.console.pages.wording import INTENTS
from bot.domain.miss import CATEGORIES, NO_MEANING, RANK, TOPICS, MissState
from bot.zh import figures as zh

# The letter that marks what a message means; the most frequent ones have keys.
_KEYS = {
    "book_service": "b", "inform": "i", "affirm": "y", "deny": "x", "cancel_booking": "c", "reschedule_booking": "m",
    "change_booking": "g", "check_booking": "o", "complain": "p", "request_human": "u", "ask_price": "q",
    "ask_availability": "a", "ask_policy": "l",
}  # fmt: skip

_NAMES = {**INTENTS, NO_MEANING: "没有意思"}
_TOPICS = {
    "tools": "工具", "insurance": "保险", "damage": "损坏", "refund": "退款", "cancellation": "取消", "invoice": "发票",
    "payment": "付款", "vetting": "资质", "privacy": "隐私", "hours": "时间", "coverage": "范围", "difference": "区别",
    "aftersales": "售后",
}  # fmt: skip


async def misses_page(call: PageCall) -> Shown:
    said = call.query.get("state", "")
    state = MissState(said) if said in {one.value for one in MissState} else MissState.OPEN
    listed = await list_misses(call.api(MissQuery(state=state, limit=50)))
    values = {
        "misses": listed.misses,
        "state": state.value,
        "intents": [(code, _NAMES[code], _KEYS.get(code, "")) for code in (*RANK, NO_MEANING)],
        "names": _NAMES,
        "topics": [(code, _TOPICS[code]) for code in TOPICS],
        "categories": [(code, zh.complaint_of(code)) for code in CATEGORIES],
        "zh": zh,
    }
    return Shown("misses.html", values)


PAGES = (Page("/misses", SENIOR, misses_page, nav="漏读", place=75, sign="learn"),)
