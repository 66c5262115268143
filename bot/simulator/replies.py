"""What the callback's answer to a push means: acknowledged, a reply to show, or a failure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote

from bot.simulator.config import Mode
from bot.simulator.envelope import Envelope
from bot.simulator.errors import EnvelopeError
from bot.simulator.journal import Choice, Content
from bot.simulator.wire import Element, MalformedXML, parse

# Measured by others, not in the documentation.
TEXT_LIMIT_BYTES = 2048
MENU_ANCHOR = re.compile(r"""<a\s+href=["']weixin://bizmsgmenu\?([^"']*)["']\s*>(.*?)</a>""", re.DOTALL)


@dataclass(frozen=True)
class Acknowledged:
    pass


@dataclass(frozen=True)
class Replied:
    content: Content


@dataclass(frozen=True)
class Failed:
    reason: str


Verdict = Acknowledged | Replied | Failed


class ReplyReader:
    """Judges answers as strictly as the platform does: mode, signature, padding, appid, addresses, content."""

    def __init__(self, mode: Mode, envelope: Envelope, original_id: str) -> None:
        self._mode = mode
        self._envelope = envelope
        self._original_id = original_id

    def judge(self, status: int, body: bytes, openid: str, to_event: bool = False) -> Verdict:
        """``to_event``: an event was pushed, and only who wrote may be handed to the account's agents."""
        if status != 200:
            return Failed(f"HTTP {status}")
        if body in (b"", b"success"):
            return Acknowledged()
        try:
            message = self._opened(parse(body))
        except (MalformedXML, EnvelopeError) as error:
            return Failed(str(error))
        return self._read(message, openid, to_event)

    def _opened(self, root: Element) -> Element:
        encrypted = root.text_of("Encrypt")
        if encrypted is None:
            if self._mode == "safe":
                raise EnvelopeError("a plain reply in safe mode")
            return root
        if self._mode == "plain":
            raise EnvelopeError("an encrypted reply in plain mode")
        timestamp, nonce = root.text_of("TimeStamp") or "", root.text_of("Nonce") or ""
        if not timestamp.isdecimal():
            raise EnvelopeError("TimeStamp is not a number")
        if self._envelope.sign(timestamp, nonce, encrypted) != root.text_of("MsgSignature"):
            raise EnvelopeError("wrong MsgSignature")
        return parse(self._envelope.decrypt(encrypted).encode())

    def _read(self, message: Element, openid: str, to_event: bool) -> Verdict:
        if message.text_of("ToUserName") != openid or message.text_of("FromUserName") != self._original_id:
            return Failed("ToUserName and FromUserName are not swapped")
        if not (message.text_of("CreateTime") or "").isdecimal():
            return Failed("CreateTime is not an integer")
        kind = message.text_of("MsgType") or ""
        if kind == "text":
            return _text(message)
        if kind in ("image", "voice", "video"):
            return _media(message, kind)
        if kind == "music":
            return _music(message)
        if kind == "news":
            return _news(message)
        if kind == "transfer_customer_service":
            if to_event:
                return Failed("transfer_customer_service answers messages only")
            return Replied(Content("transfer", "已转接人工客服"))
        return Failed(f"MsgType {kind!r} is no reply")


def text_content(text: str) -> Content:
    """A text bubble; links of the form weixin://bizmsgmenu act like menu items."""
    choices = []
    for query, label in MENU_ANCHOR.findall(text):
        fields = parse_qs(query.replace("&amp;", "&"), keep_blank_values=True)
        item_id = fields.get("msgmenuid", [""])[0]
        choices.append(Choice(item_id, unquote(fields.get("msgmenucontent", [label])[0])))
    return Content("text", text, tuple(choices))


def _text(message: Element) -> Verdict:
    text = message.text_of("Content") or ""
    if not text.strip():
        return Failed("empty Content")
    if len(text.encode()) > TEXT_LIMIT_BYTES:
        return Failed(f"Content longer than {TEXT_LIMIT_BYTES} bytes")
    return Replied(text_content(text))


def _media(message: Element, kind: str) -> Verdict:
    inside = message.first(kind.capitalize())
    media_id = inside.text_of("MediaId") if inside else None
    if not media_id:
        return Failed(f"{kind} without MediaId")
    return Replied(Content(kind, f"[{kind}]", extra={"media_id": media_id}))


def _music(message: Element) -> Verdict:
    inside = message.first("Music")
    if inside is None or not inside.text_of("ThumbMediaId"):
        return Failed("music without ThumbMediaId")
    return Replied(Content("music", inside.text_of("Title") or "[music]"))


def _news(message: Element) -> Verdict:
    articles = message.first("Articles")
    items = articles.children.get("item", []) if articles else []
    if len(items) != 1 or message.text_of("ArticleCount") != "1":
        return Failed("news needs exactly one article")
    title, url = items[0].text_of("Title") or "", items[0].text_of("Url") or ""
    return Replied(Content("news", title, extra={"description": items[0].text_of("Description") or "", "url": url}))
