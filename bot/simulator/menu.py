"""The account's custom menu: what the platform accepts as one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.simulator.errors import ApiError

MAX_TOP, MAX_SUB = 3, 5
MAX_TOP_NAME, MAX_SUB_NAME, MAX_KEY, MAX_URL = 16, 60, 128, 1024
KEY_TYPES = (
    "click",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
)
NEEDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(KEY_TYPES, ("key",)),
    "view": ("url",),
    "miniprogram": ("url", "appid", "pagepath"),
    "media_id": ("media_id",),
    "article_id": ("article_id",),
}


def check_menu(body: Mapping[str, object]) -> list[dict[str, object]]:
    """The buttons; raises 40016–40027 as the platform does (lengths are UTF-8 bytes)."""
    buttons = _buttons(body.get("button"), MAX_TOP, 40016)
    for button in buttons:
        _check_name(button, MAX_TOP_NAME, 40018)
        if button.get("sub_button"):
            for sub in _buttons(button["sub_button"], MAX_SUB, 40023):
                if sub.get("sub_button"):
                    raise ApiError(40022, "invalid sub button level")
                _check_name(sub, MAX_SUB_NAME, 40025)
                _check_action(sub, type_code=40024, key_code=40026, url_code=40027)
        else:
            _check_action(button, type_code=40017, key_code=40019, url_code=40020)
    return buttons


def find_button(buttons: list[dict[str, object]], kind: str, value: str) -> str | None:
    """The name of the button that sends this key or opens this address."""
    field = "url" if kind == "VIEW" else "key"
    for button in buttons:
        subs = button.get("sub_button")
        inside = [sub for sub in subs if isinstance(sub, dict)] if isinstance(subs, list) else []
        for candidate in (button, *inside):
            if candidate.get(field) == value:
                return str(candidate.get("name"))
    return None


def _buttons(value: object, most: int, code: int) -> list[dict[str, object]]:
    if not isinstance(value, list) or not 1 <= len(value) <= most or not all(isinstance(one, dict) for one in value):
        raise ApiError(code, "invalid button size")
    return value


def _check_name(button: Mapping[str, object], most: int, code: int) -> None:
    name = button.get("name")
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= most:
        raise ApiError(code, "invalid button name size")


def _check_action(button: Mapping[str, object], *, type_code: int, key_code: int, url_code: int) -> None:
    kind = button.get("type")
    if not isinstance(kind, str) or kind not in NEEDS:
        raise ApiError(type_code, "invalid button type")
    for name in NEEDS[kind]:
        value = button.get(name)
        most, code = (MAX_URL, url_code) if name == "url" else (MAX_KEY, key_code)
        if not isinstance(value, str) or not 1 <= len(value.encode()) <= most:
            raise ApiError(code, f"invalid button {name} size")
