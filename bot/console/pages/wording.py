"""Words of the program as people at the console read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.zh.handoff_words import handoff_of
from bot.zh.staff import TICKET_TYPES

BOOKING_STATES = {
    "held": "占位中",
    "confirmed": "已确认",
    "on_the_way": "在路上",
    "in_service": "服务中",
    "completed": "已完成",
    "cancelled": "已取消",
    "expired": "占位过期",
    "no_show": "未上门",
}

STEPS = {
    "hold_placed": "占位",
    "hold_released": "占位放开",
    "booking_confirmed": "客户确认",
    "booking_cancelled": "取消",
    "booking_rescheduled": "改期",
    "booking_changed": "修改内容",
    "booking_restored": "恢复",
    "booking_loaded": "导入",
    "provider_replaced": "换人",
    "review_approved": "审核通过",
    "review_replaced": "审核换人",
    "review_rejected": "审核不通过",
    "review_overdue": "审核快超时",
    "visit_unreported": "到点没有反馈",
    "accepted": "家政员接单",
    "departed": "家政员出发",
    "checked_in": "开始服务",
    "checked_out": "完成服务",
    "no_show": "未上门",
    "extra_added": "加项",
    "rectification_planned": "安排返工",
}

ROLES = {"agent": "坐席", "supervisor": "主管", "admin": "管理员", "provider": "家政员"}

KINDS = {
    "single": "单次",
    "rectification": "返工",
    "series": "长期",
}

SERIES_STATES = {"active": "进行中", "paused": "暂停中", "ended": "已停"}

TICKET_STATES = {"open": "待处理", "in_progress": "处理中", "solved": "等客户确认", "closed": "已关闭"}

SEVERITIES = {"low": "轻微", "normal": "一般", "high": "严重", "critical": "危急"}

ESCALATIONS = {
    "critical": "情况危急",
    "third_contact": "客户找了三次以上",
    "reopened": "客户说没解决",
    "by_staff": "同事请主管看",
    "due_first_response": "首次答复快超时",
    "due_resolution": "处理快超时",
    "due_refund": "退款快超时",
    "not_confirmed": "客户一直没回",
}

REMEDIES = {
    "refund": "退款",
    "rework": "返工",
    "replacement": "换人",
    "compensation": "赔偿",
    "apology": "道歉",
    "explanation": "给个说法",
}

TICKET_STEPS = {
    "ticket_opened": "建单",
    "ticket_added_to": "客户又说了",
    "ticket_taken": "有人接了",
    "ticket_answered": "答复客户",
    "ticket_noted": "写备注",
    "ticket_linked": "关联订单",
    "ticket_raised": "提高级别",
    "ticket_escalated": "请主管看",
    "refund_approved": "批准退款",
    "refund_paid": "已退款",
    "rectification_planned": "安排返工",
    "ticket_solved": "处理完，等客户确认",
    "ticket_closed": "客户确认，关闭",
    "ticket_reopened": "客户说没解决",
    "ticket_asked_again": "又问了一次是否解决",
    "ticket_loaded": "从文件导入",
    "messages_attached": "从会话补进",
}

MODES = {"bot": "机器人", "queued": "等人工", "agent": "人工"}

INTENTS = {
    "book_service": "预约",
    "inform": "补充信息",
    "affirm": "同意",
    "deny": "不同意",
    "abandon": "算了",
    "cancel_booking": "取消订单",
    "restore_booking": "恢复订单",
    "reschedule_booking": "改期",
    "change_booking": "改订单",
    "check_booking": "查订单",
    "ask_services": "问服务",
    "ask_price": "问价格",
    "ask_availability": "问空档",
    "ask_policy": "问规定",
    "ask_provider": "问家政员",
    "complain": "投诉",
    "report_emergency": "紧急",
    "request_refund": "退款",
    "rate_service": "评价",
    "praise": "表扬",
    "request_human": "要人工",
    "update_profile": "改资料",
    "privacy_request": "个人信息",
    "nlu_fallback": "没听懂",
    "channel_event": "事件",
    "greet": "问好",
    "goodbye": "再见",
    "thank": "感谢",
    "bot_challenge": "问是不是机器人",
    "chitchat": "闲聊",
    "out_of_scope": "不相干",
}

MESSAGE_KINDS = {
    "image": "图片",
    "voice": "语音",
    "video": "视频",
    "location": "位置",
    "link": "链接",
    "sticker": "表情",
    "event": "事件",
}

CHANNEL_EVENTS = {
    "subscribe": "关注了公众号",
    "unsubscribe": "取消关注",
    "CLICK": "点了菜单",
    "VIEW": "打开了菜单链接",
    "SCAN": "扫了二维码",
    "console:handed_back": "坐席交回机器人",
    "console:customer_silent": "客户很久没回，机器人接着聊",
}

_PARTS = {
    "service": "服务",
    "start": "从",
    "end": "到",
    "duration_minutes": "分钟",
    "area_sqm": "面积",
    "rooms": "户型",
    "special_needs": "要求",
    "notes": "备注",
    "category": "投诉原因",
    "severity": "级别",
    "remedy": "想要",
    "topic": "话题",
    "choice": "选了",
    "providers": "人数",
    "quantities": "数量",
    "order_no": "单号",
    "frequency": "频率",
    "scores": "评分",
}
_PERSONAL = frozenset({"phone", "name", "address", "address_to", "comment", "text"})


def understood(frame: Mapping[str, Any]) -> list[str]:
    """What the bot read besides intents, a line for each; whom it is about is left out."""
    lines: list[str] = []
    _gather(frame, lines)
    return lines


def _gather(value: Mapping[str, Any], lines: list[str]) -> None:
    for name, found in value.items():
        if name in ("intents", "confidence", "precision"):
            continue
        if name in _PERSONAL:
            lines.append({"phone": "电话 ✓", "address": "地址 ✓", "name": "称呼 ✓"}.get(name, "") or f"{name} ✓")
        elif isinstance(found, Mapping):
            _gather(found, lines)
        elif isinstance(found, list) and found and isinstance(found[0], Mapping):
            for one in found:
                _gather(one, lines)
        else:
            said = "、".join(map(str, found)) if isinstance(found, list) else str(found)
            lines.append(f"{_PARTS.get(name, name)} {said.replace('T', ' ')}")


DRAFT_PARTS = {
    "service": "服务",
    "frequency": "频率",
    "window": "时间",
    "duration_minutes": "时长",
    "area_sqm": "面积",
    "rooms": "户型",
    "providers": "人数",
    "quantities": "数量",
    "special_needs": "要求",
    "fixed": "固定",
    "provider_name": "家政员",
    "provider_gender": "性别",
    "same_provider": "换人",
    "provider_exclude": "不要谁",
    "address": "地址",
    "district": "区",
    "phone": "电话",
    "contact_name": "称呼",
}

CALL_REASONS = {
    "emergency": "紧急",
    "replacement_missing": "没人能替",
    "replacement_unanswered": "换人没回复",
    "review_overdue": "审核快超时",
    "visit_unreported": "没报完成",
    "series_stopped": "长期服务停了",
    "series_visit_missing": "长期服务缺一次",
    "before_morning": "等不到早上",
    "provider_before_morning": "打给家政员",
    "ticket_escalated": "请主管看工单",
    "callback": "要回电",
    "survey_low": "评价不满意，要回电",
    "agent_silent": "坐席没有回复",
    "unreachable": "消息送不到",
    "no_way_open": "消息送不到",
    "no_window": "消息送不到",
    "quota": "消息送不到",
}


def _of(words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: words.get(code, code)


_ACTORS = {
    "customer": "客户",
    "worker": "系统",
    "system": "系统",
    "command": "命令行",
    "load": "导入",
    "bot": "机器人",
    "survey": "回访",
}
_TO_CUSTOMER = "to_customer:"


def actor(by: str) -> str:
    """Who did it: 坐席小周, 客户, 系统, or a provider's id."""
    if by.startswith(_TO_CUSTOMER):
        return f"{actor(by.removeprefix(_TO_CUSTOMER))}（写给客户）"
    if by.startswith("agent:"):
        return f"坐席 {by.removeprefix('agent:')}"
    return _ACTORS.get(by, by)


def call_reason(code: str) -> str:
    """Whatever the channel gives as its code for a refusal: it did not arrive."""
    return "消息送不到" if code.startswith("errcode_") else CALL_REASONS.get(code, code)


def draft_part(name: str) -> str:
    """The name of a field; of a further wish behind its number: 时间（2）."""
    part, _, place = name.partition(" ")
    return DRAFT_PARTS.get(part, part) + (f"（{int(place) + 1}）" if place else "")


def draft_words(words: str, name: str) -> str:
    """Without the name of the field, which stands before them."""
    return words.removeprefix(draft_part(name))


FILTERS: Mapping[str, Callable[..., Any]] = {
    "booking_state": _of(BOOKING_STATES),
    "step": _of(STEPS),
    "role": _of(ROLES),
    "kind": _of(KINDS),
    "series_state": _of(SERIES_STATES),
    "ticket_type": _of(TICKET_TYPES),
    "ticket_state": _of(TICKET_STATES),
    "ticket_step": _of(TICKET_STEPS),
    "severity": _of(SEVERITIES),
    "escalation": _of(ESCALATIONS),
    "remedy": _of(REMEDIES),
    "mode": _of(MODES),
    "handoff_reason": handoff_of,
    "intent": _of(INTENTS),
    "message_kind": _of(MESSAGE_KINDS),
    "channel_event": _of(CHANNEL_EVENTS),
    "understood": understood,
    "draft_part": draft_part,
    "draft_words": draft_words,
    "call_reason": call_reason,
    "actor": actor,
}
