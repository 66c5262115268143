"""What staff are asked to do, in words."""

from __future__ import annotations

from datetime import datetime


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
