"""Words of the program as people at the console read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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


def _of(words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda code: words.get(code, code)


def actor(by: str) -> str:
    """Who did it: 坐席小周, 客户, 系统, or a provider's id."""
    if by.startswith("agent:"):
        return f"坐席 {by.removeprefix('agent:')}"
    return {"customer": "客户", "worker": "系统", "system": "系统", "command": "命令行", "bot": "机器人"}.get(by, by)


FILTERS: Mapping[str, Callable[..., str]] = {
    "booking_state": _of(BOOKING_STATES),
    "step": _of(STEPS),
    "role": _of(ROLES),
    "kind": _of(KINDS),
    "actor": actor,
}
