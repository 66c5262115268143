"""漏读: what was misunderstood, labelled with a few keys; nothing is shown as it was written."""

from __future__ import annotations

from bot.console.figures import SENIOR
from bot.console.misses import MissQuery, list_misses
from bot.console.pages.page import Page, PageCall, Shown
from bot.domain.miss import CATEGORIES, RANK, TOPICS, MissState
from bot.zh import figures as zh

# The letter that marks what a message means; the most frequent ones have keys.
_KEYS = {
    "book_service": "b", "inform": "i", "affirm": "y", "deny": "x", "cancel_booking": "c", "reschedule_booking": "m",
    "change_booking": "g", "check_booking": "o", "complain": "p", "request_human": "u", "ask_price": "q",
    "ask_availability": "a", "ask_policy": "l",
}  # fmt: skip

INTENTS = {
    "report_emergency": "紧急情况",
    "complain": "投诉",
    "book_service": "想约服务",
    "inform": "说细节、改口",
    "affirm": "同意",
    "deny": "不同意",
    "abandon": "算了不约了",
    "cancel_booking": "取消订单",
    "restore_booking": "恢复订单",
    "reschedule_booking": "改时间",
    "change_booking": "改内容",
    "check_booking": "查订单",
    "request_refund": "要退款",
    "request_human": "找人工",
    "update_profile": "改资料",
    "privacy_request": "隐私请求",
    "rate_service": "打分",
    "ask_services": "问有没有这项服务",
    "ask_price": "问价格",
    "ask_availability": "问哪天有空",
    "ask_policy": "问规定",
    "ask_provider": "问家政员",
    "praise": "表扬",
    "greet": "打招呼",
    "goodbye": "再见",
    "thank": "谢谢",
    "bot_challenge": "问是不是机器人",
    "chitchat": "闲聊",
    "out_of_scope": "与我们无关",
    "nlu_fallback": "没有意思",
}
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
        "intents": [(code, INTENTS[code], _KEYS.get(code, "")) for code in (*RANK, "nlu_fallback")],
        "names": INTENTS,
        "topics": [(code, _TOPICS[code]) for code in TOPICS],
        "categories": [(code, zh.complaint_of(code)) for code in CATEGORIES],
        "zh": zh,
    }
    return Shown("misses.html", values)


PAGES = (Page("/misses", SENIOR, misses_page, nav="漏读", place=75, sign="learn"),)
