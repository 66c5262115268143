"""Why a person was called for, as staff read it: in notes, at the console and in figures."""

from __future__ import annotations

from collections.abc import Mapping

HANDOFF_REASONS: Mapping[str, str] = {
    "report_emergency": "紧急情况",
    "safety": "人身安全",
    "harassment": "骚扰",
    "critical_ticket": "危急工单",
    "agent_silent": "坐席没有回复",
    "grave_ticket": "严重工单",
    "anger": "客户生气",
    "request_human": "客户要人工",
    "privacy_request": "资料请求",
    "fallback": "小助手没听懂",
    "voice": "语音听不了",
    "by_person": "要人工安排的服务",
    "replacement_refused": "不接受换人",
    "dialogue_unavailable": "系统故障",
    "agent": "坐席主动接入",
}


def handoff_of(reason: str) -> str:
    return HANDOFF_REASONS.get(reason, reason or "没有写明")
