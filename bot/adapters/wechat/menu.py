"""The custom menu's limits, checked before the platform sees it (official page 自定义菜单创建接口)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.errors import InvalidData

_MAX_BUTTONS, _MAX_SUB_BUTTONS = 3, 5
_MAX_NAME, _MAX_SUB_NAME = 16, 60
_MAX_BYTES = {"key": 128, "url": 1024}
_NEEDS = {
    "click": ("key",), "view": ("url",), "miniprogram": ("url", "appid", "pagepath"), "scancode_push": ("key",),
    "scancode_waitmsg": ("key",), "pic_sysphoto": ("key",), "pic_photo_or_album": ("key",), "pic_weixin": ("key",),
    "location_select": ("key",), "media_id": ("media_id",), "article_id": ("article_id",),
}  # fmt: skip


def check_menu(menu: Mapping[str, Any]) -> None:
    """Raises ``InvalidData`` with one line that names the first button at fault."""
    buttons = menu.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= _MAX_BUTTONS:
        raise InvalidData(f"menu: 'button' must be a list of 1 to {_MAX_BUTTONS} buttons")
    for number, button in enumerate(buttons, start=1):
        where = f"button {number}"
        _check_name(button, where, _MAX_NAME)
        children = button.get("sub_button")
        if not children:
            _check_action(button, where)
            continue
        if not isinstance(children, list) or len(children) > _MAX_SUB_BUTTONS:
            raise InvalidData(f"menu: {where} may have at most {_MAX_SUB_BUTTONS} sub-buttons")
        for sub_number, child in enumerate(children, start=1):
            sub_where = f"button {number}.{sub_number}"
            _check_name(child, sub_where, _MAX_SUB_NAME)
            if child.get("sub_button"):
                raise InvalidData(f"menu: {sub_where} cannot have sub-buttons of its own")
            _check_action(child, sub_where)


def _check_name(button: Any, where: str, limit: int) -> None:
    name = button.get("name") if isinstance(button, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise InvalidData(f"menu: {where} has no name")
    size = len(name.encode("utf-8", "replace"))
    if size > limit:
        raise InvalidData(f"menu: {where} 「{name}」 has a name of {size} bytes, {limit} are allowed")


def _check_action(button: Mapping[str, Any], where: str) -> None:
    kind = button.get("type")
    if not isinstance(kind, str) or kind not in _NEEDS:
        raise InvalidData(f"menu: {where} has an unknown type {kind!r}")
    for field in _NEEDS[kind]:
        value = button.get(field)
        if not isinstance(value, str) or not value:
            raise InvalidData(f"menu: {where} of type {kind} needs '{field}'")
        limit = _MAX_BYTES.get(field)
        if limit and len(value.encode("utf-8", "replace")) > limit:
            raise InvalidData(f"menu: {where} has a '{field}' of more than {limit} bytes")
