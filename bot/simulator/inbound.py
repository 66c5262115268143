"""What a customer sends, as the fields of a push and as a bubble of the own side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.simulator.errors import ScriptError
from bot.simulator.journal import Content
from bot.simulator.wire import Value

UNSUPPORTED = "【收到不支持的消息类型，暂无法显示】"
HEARD_BY_DEFAULT = "明天下午两点打扫卫生"


@dataclass(frozen=True)
class Stored:
    """Where the bytes of a message lie: ids for the media API, an address for the picture."""

    media_id: str
    second_id: str
    url: str


@dataclass(frozen=True)
class Written:
    """A message before it has an id: the fields after MsgType, and what the customer sees of it."""

    msg_type: str
    fields: Mapping[str, Value]
    content: Content


Store = Callable[[str], Stored]


def compose(body: Mapping[str, object], store: Store, recognition_fault: str | None) -> Written:
    """``body`` as the script API takes it; raises ``ScriptError`` if its kind or a field is wrong."""
    kind = _text(body, "kind", "text")
    composer = _COMPOSERS.get(kind)
    if composer is not None:
        return composer(body)
    if kind == "voice":
        return _voice(body, store("voice"), recognition_fault)
    if kind in ("image", "video", "shortvideo"):
        return _picture(kind, store("image" if kind == "image" else "video"))
    raise ScriptError(f"unknown kind {kind!r}")


def _plain(body: Mapping[str, object]) -> Written:
    text = _text(body, "text")
    return Written("text", {"Content": text}, Content("text", text))


def _sticker(_body: Mapping[str, object]) -> Written:
    return Written("text", {"Content": UNSUPPORTED}, Content("sticker", "[表情]"))


def _location(body: Mapping[str, object]) -> Written:
    latitude, longitude = _number(body, "latitude", 31.230416), _number(body, "longitude", 121.473701)
    label = _text(body, "label", "")
    fields: dict[str, Value] = {
        "Location_X": latitude,
        "Location_Y": longitude,
        "Scale": int(_number(body, "scale", 16)),
        "Label": label,
    }
    extra = {"latitude": latitude, "longitude": longitude}
    return Written("location", fields, Content("location", label or "[位置]", extra=extra))


def _link(body: Mapping[str, object]) -> Written:
    title, url = _text(body, "title", "链接"), _text(body, "url", "https://example.com/")
    description = _text(body, "description", "")
    fields: dict[str, Value] = {"Title": title, "Description": description, "Url": url}
    return Written("link", fields, Content("link", title, extra={"description": description, "url": url}))


def _voice(body: Mapping[str, object], stored: Stored, fault: str | None) -> Written:
    given = body.get("recognition")
    if given is not None and not isinstance(given, str):
        raise ScriptError("recognition is a text or null")
    if fault is not None:
        given = {"absent": None, "empty": ""}.get(fault, given or HEARD_BY_DEFAULT)
    fields: dict[str, Value] = {"MediaId": stored.media_id, "Format": "amr", "MediaId16K": stored.second_id}
    if given is not None:
        fields["Recognition"] = given
    return Written("voice", fields, Content("voice", given or "", extra={"media_id": stored.media_id}))


def _picture(kind: str, stored: Stored) -> Written:
    fields: dict[str, Value] = {"MediaId": stored.media_id}
    fields |= {"PicUrl": stored.url} if kind == "image" else {"ThumbMediaId": stored.second_id}
    label = "[图片]" if kind == "image" else "[视频]"
    return Written(kind, fields, Content(kind, label, extra={"media_id": stored.media_id, "url": stored.url}))


def _text(body: Mapping[str, object], name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str) or (default is None and not value):
        raise ScriptError(f"{name} must be a text")
    return value


def _number(body: Mapping[str, object], name: str, default: float) -> float:
    value = body.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScriptError(f"{name} must be a number")
    return float(value)


_COMPOSERS: Mapping[str, Callable[[Mapping[str, object]], Written]] = {
    "text": _plain,
    "sticker": _sticker,
    "location": _location,
    "link": _link,
}
