"""Pushes to inbound messages, and answers to reply XML."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.adapters.wechat import events
from bot.adapters.wechat.crypto import Envelope, Forged, Malformed
from bot.adapters.wechat.xml import Node, cdata, clean, read, text_of
from bot.domain.errors import InvalidData
from bot.domain.messages import InboundMessage, Kind

TEXT_LIMIT = 2048
"""Bytes of UTF-8; measured by others, absent from the official pages."""

_UNSUPPORTED = "【收到不支持的消息类型，暂无法显示】"
_MAX_ID = 128
_MAX_KEY = 80
_YEAR_3000 = 32503680000

_KINDS = {
    "text": Kind.TEXT, "image": Kind.IMAGE, "voice": Kind.VOICE, "video": Kind.VIDEO, "shortvideo": Kind.VIDEO,
    "location": Kind.LOCATION, "link": Kind.LINK, "miniprogrampage": Kind.MINIPROGRAM, "event": Kind.EVENT,
}  # fmt: skip
_TEXT = {Kind.TEXT: "Content", Kind.VOICE: "Recognition", Kind.LOCATION: "Label", Kind.LINK: "Title"}
_FIELDS = {
    "MsgId": "msg_id", "MediaId": "media_id", "MediaId16K": "media_id_16k", "Format": "format", "PicUrl": "pic_url",
    "ThumbMediaId": "thumb_media_id", "ThumbUrl": "thumb_url", "Scale": "scale", "Label": "label", "Title": "title",
    "Description": "description", "Url": "url", "AppId": "app_id", "PagePath": "page_path", "bizmsgmenuid": "menu_id",
    "MsgDataId": "article_id", "Idx": "article_index",
}  # fmt: skip


def open_push(mode: str, envelope: Envelope, query: Mapping[str, str], body: bytes) -> bytes:
    """The plain XML of a push whose sender has proved itself; ``mode`` is plain, compat or safe.

    Wherever ``Encrypt`` is taken, the plain part beside it is not: its signature does not cover the body.
    """
    timestamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
    signed = envelope.check_signature(query.get("signature", ""), timestamp, nonce)
    if mode == "plain":
        if not signed:
            raise Forged("wrong signature")
        return body
    msg_signature = query.get("msg_signature", "")
    if not signed and not msg_signature:
        raise Forged("wrong signature")
    encrypt = text_of(read(body), "Encrypt")
    if encrypt:
        if not envelope.check_msg_signature(msg_signature, timestamp, nonce, encrypt):
            raise Forged("wrong msg_signature")
        return envelope.decrypt(encrypt)
    if mode != "compat" or not signed:
        raise Forged("a plain push where an encrypted one is due")
    return body


def verify_echo(envelope: Envelope, query: Mapping[str, str]) -> str:
    """The ``echostr`` to answer when the address is saved at the platform (GET)."""
    signature, echo = query.get("signature", ""), query.get("echostr", "")
    if not envelope.check_signature(signature, query.get("timestamp", ""), query.get("nonce", "")):
        raise Forged("wrong signature")
    if not echo:
        raise Malformed("no echostr")
    return echo


def decode(body: bytes) -> InboundMessage:
    """The message in the plain XML of a push; unknown types are ``Kind.UNKNOWN``. Only ``WireError`` escapes.

    Source: official pages 接收普通消息 and 接收事件推送. Element order and repeated elements do not matter.
    """
    xml = read(body)
    openid, raw_type = text_of(xml, "FromUserName"), text_of(xml, "MsgType").lower()
    if not openid or len(openid) > _MAX_ID or not raw_type:
        raise Malformed("no FromUserName or MsgType")
    created = _seconds(text_of(xml, "CreateTime"))
    sent_at = datetime.fromtimestamp(created, UTC)
    kind = _KINDS.get(raw_type, Kind.UNKNOWN)
    if kind is Kind.EVENT:
        event = events.fields_of(xml)
        key = _short(f"{event['event']}:{events.key_of(event)}")
        return InboundMessage(openid, kind, f"{openid}:{created}:{key}", sent_at, "", event)
    fields = _fields(xml, kind, raw_type)
    text = text_of(xml, _TEXT[kind]) if kind in _TEXT else ""
    if text == _UNSUPPORTED:
        kind, text = Kind.STICKER, ""
    name = _short(fields["msg_id"]) if "msg_id" in fields else f"{created}:{_short(raw_type)}"
    return InboundMessage(openid, kind, f"{openid}:{name}", sent_at, text, fields)


def encode_text_reply(to: str, from_: str, text: str, at: int) -> str:
    """A passive text reply; ``at`` is unix time. The platform treats an empty one as an error, so do we."""
    content = fit(clean(text))
    if not content.strip():
        raise InvalidData("a reply needs a text")
    return _reply(to, from_, at, "text", f"<Content>{cdata(content)}</Content>")


def encode_transfer(to: str, from_: str, at: int, kf_account: str | None = None) -> str:
    """Hands the customer to the account's own agents (消息转发到客服); answers messages only, never events."""
    info = f"<TransInfo><KfAccount>{cdata(kf_account)}</KfAccount></TransInfo>" if kf_account else ""
    return _reply(to, from_, at, "transfer_customer_service", info)


def fit(text: str, limit: int = TEXT_LIMIT) -> str:
    """The text in at most ``limit`` bytes of UTF-8; what had to be cut ends with an ellipsis."""
    raw = text.encode("utf-8", "replace")
    if len(raw) <= limit:
        return text
    kept = raw[: max(limit - 3, 0)].decode("utf-8", "ignore").rstrip("\u200d")
    return kept + "…" if limit >= 3 else kept


def _reply(to: str, from_: str, at: int, kind: str, inner: str) -> str:
    return (
        f"<xml><ToUserName>{cdata(to)}</ToUserName><FromUserName>{cdata(from_)}</FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType>{cdata(kind)}</MsgType>{inner}</xml>"
    )


def _fields(xml: Node, kind: Kind, raw_type: str) -> dict[str, Any]:
    fields: dict[str, Any] = {ours: value for theirs, ours in _FIELDS.items() if (value := text_of(xml, theirs))}
    if kind is Kind.LOCATION:
        # X is the latitude here, against every habit.
        fields["latitude"] = events.number(text_of(xml, "Location_X"))
        fields["longitude"] = events.number(text_of(xml, "Location_Y"))
    if kind is Kind.UNKNOWN:
        fields["raw_type"] = raw_type
    return fields


def _seconds(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 11 and int(text) < _YEAR_3000):
        raise Malformed("CreateTime is no unix time")
    return int(text)


def _short(key: str) -> str:
    """Keys are stored in an index: a long one (a URL of a kilobyte) is known by its digest."""
    return key if len(key) <= _MAX_KEY else hashlib.sha256(key.encode()).hexdigest()
