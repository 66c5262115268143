"""The faults that can be switched on, each by name, with its kind of value."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.simulator.errors import ScriptError

FaultValue = bool | int | str


@dataclass(frozen=True)
class Fault:
    """``choices`` are the values allowed besides "off"; a bool fault is simply on, an int one takes a number."""

    title: str
    kind: type[bool | int | str]
    choices: tuple[FaultValue, ...] = ()


FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        "late_first_answer": Fault("首次推送的回复总是超时", bool),
        "duplicate_push": Fault("已应答仍重复推送", bool),
        "out_of_order": Fault("消息乱序推送", bool),
        "mark_fail_after": Fault("连续失败 N 次后停推一分钟", int),
        "same_second_events": Fault("事件时间戳相同", bool),
        "equal_msg_ids": Fault("不同客户 MsgId 相同", bool),
        "unknown_msg_type": Fault("未知消息类型", bool),
        "control_characters": Fault("文本夹带控制字符", bool),
        "recognition": Fault("语音识别字段", str, ("absent", "empty", "filled")),
        "api_errcode": Fault("接口一直返回错误码", int, (40001, -1, 45015, 45047)),
        "token_errcode": Fault("取令牌返回错误码", int, (40164, -1, 40125)),
        "api_http_status": Fault("接口返回 HTTP 状态", int, (502,)),
        "api_hang": Fault("接口挂起不应答", bool),
        "template_status": Fault("模板消息送达结果", str, ("user_block", "system_failed")),
    }
)


class Faults:
    """Which faults are on. Setting ``False`` or ``None`` switches one off."""

    def __init__(self) -> None:
        self._on: dict[str, FaultValue] = {}
        self._changed = asyncio.Event()

    def put(self, values: Mapping[str, object]) -> None:
        checked = {name: _checked(name, value) for name, value in values.items()}
        for name, value in checked.items():
            if value is None:
                self._on.pop(name, None)
            else:
                self._on[name] = value
        self._wake()

    def clear(self) -> None:
        self._on.clear()
        self._wake()

    def snapshot(self) -> dict[str, FaultValue]:
        return dict(self._on)

    def is_on(self, name: str) -> bool:
        return name in self._on

    def number(self, name: str) -> int | None:
        value = self._on.get(name)
        return value if isinstance(value, int) else None

    def word(self, name: str) -> str | None:
        value = self._on.get(name)
        return value if isinstance(value, str) else None

    async def until_off(self, name: str) -> None:
        while name in self._on:
            await self._changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _checked(name: str, value: object) -> FaultValue | None:
    fault = FAULTS.get(name)
    if fault is None:
        raise ScriptError(f"unknown fault {name!r}; known: {', '.join(FAULTS)}")
    if value is None or value is False:
        return None
    if fault.kind is bool and value is True:
        return True
    if fault.kind is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if fault.kind is str and isinstance(value, str) and value in fault.choices:
        return value
    raise ScriptError(f"fault {name!r} does not take {value!r}")
