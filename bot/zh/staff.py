"""What staff are asked to do, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.zh.handoff_words import handoff_of


def ring_provider(name: str, text: str) -> str:
    """``text`` is what she has been written, and will read too late."""
    return f"请打电话给家政员{name}，消息早上才发，到时来不及了：{text}"


def visit_missing(service: str, start: datetime) -> str:
    """Of a series; ``start`` is local."""
    at = f"{start.month}月{start.day}日{start:%H:%M}"
    return f"定期服务缺一次：{at}的{service}没能安排上，请联系客户改时间或换人。"


def series_stopped(service: str) -> str:
    """After a rejected review."""
    return f"定期服务先停了：{service}有一次没通过审核，后面的不再安排，请联系客户商量，谈妥后再恢复。"


_DANGERS = {
    "fire": "着火",
    "gas": "燃气",
    "injury": "有人受伤",
    "threat": "骚扰或威胁",
    "trapped": "被困",
    "electricity": "电路",
    "water": "漏水",
    "drain": "堵塞",
}


def emergency(dangers: Sequence[str], told: Sequence[str], address: str, phone: str, over: bool) -> str:
    """What those on duty must know of a danger; ``told`` in the customer's words, the last too when it is ``over``."""
    kind = "、".join(_DANGERS[danger] for danger in dangers) or "险情"
    words = "；".join(f"“{text}”" for text in told)
    lead = "客户说已经没事了，请回访" if over else "请马上联系客户"
    return f"紧急（{kind}），{lead}。客户说：{words}。地址：{address or '还没说'}。电话：{phone or '还没说'}。"


def handoff_note(reason: str, draft: Sequence[str], said: str, angry: bool) -> str:
    """What an agent must know before her first word; ``draft``: what is being ordered, ``said`` her last message."""
    lines = [f"转人工原因：{handoff_of(reason)}{'，客户情绪激动' if angry else ''}"]
    if draft:
        lines.append(f"正在约：{'，'.join(draft)}")
    if said.strip():
        lines.append(f"最后说：“{said.strip()}”")
    return "\n".join(lines)


TICKET_TYPES = {
    "complaint": "投诉",
    "damage": "损坏赔偿",
    "no_show": "没人上门",
    "refund": "退款",
    "rectification": "返工",
    "privacy": "隐私",
    "safety": "人身安全",
    "consult": "咨询",
    "invoice": "发票",
    "other": "其他",
}
_WHY_ESCALATED = {
    "critical": "情况危急，请马上处理",
    "third_contact": "客户为同一件事找了好几次",
    "reopened": "客户说没解决，又找来了",
    "by_staff": "同事请您看一下，原因写在工单备注里",
    "due_first_response": "首次答复快到时限了",
    "due_resolution": "处理快到时限了",
    "due_refund": "退款快到时限了",
    "not_confirmed": "问了两次解决没有，客户都没回",
}


def ticket_escalated(ticket_id: str, kind: str, reason: str, assignee: str) -> str:
    """What a supervisor is told."""
    why, whose = _WHY_ESCALATED.get(reason, reason), f"，处理人{assignee}" if assignee else "，还没人接"
    return f"工单{ticket_id}（{TICKET_TYPES.get(kind, kind)}）请主管看一下：{why}{whose}。"


def emergency_again(told: Sequence[str]) -> str:
    """Behind what ``emergency`` has said."""
    return f"又说：{'；'.join(f'“{text}”' for text in told)}。"


def call_back(phone: str, reason: str, when: str) -> str:
    return f"客户排队等人工（{handoff_of(reason)}），请回电话{phone}，答应的时间：{when}。"


def left_alone(agent: str, minutes: int) -> str:
    """For the supervisor."""
    return f"坐席{agent}超过{minutes}分钟没有回复客户，会话已经重新排队，请主管安排人接。"
