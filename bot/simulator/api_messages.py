"""Customer-service messages: ``custom/send`` with windows and counts, and ``custom/typing``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from aiohttp import web

from bot.simulator.api import (
    PLATFORM,
    answer,
    need_service_account,
    now_of,
    read_object,
)
from bot.simulator.customers import TYPING_LASTS, TYPING_NEEDS_ACTION_WITHIN
from bot.simulator.errors import ApiError
from bot.simulator.journal import Choice, Content
from bot.simulator.platform import Platform
from bot.simulator.replies import TEXT_LIMIT_BYTES, text_content

Part = Mapping[str, object]


async def send_custom(request: web.Request) -> web.StreamResponse:
    need_service_account(request)
    platform = request.app[PLATFORM]
    body = await read_object(request)
    customer = platform.customers.addressed(body.get("touser"))
    if not customer.follows and customer.followed_at is None:
        raise ApiError(43004, "require subscribe")
    content = _content(platform, body)
    customer.check_window(now_of(request))
    if customer.sending:
        raise ApiError(43108, "concurrent send to the same fan")
    customer.sending = True
    try:
        await asyncio.sleep(platform.config.send_seconds)
        customer.spend(now_of(request))
    finally:
        customer.sending = False
    if customer.typing_until is not None:
        customer.typing_until = None
        _tell_typing(platform, customer.openid, on=False)
    platform.journal.write(customer.openid, now_of(request), "out", content, way="custom")
    return answer()


async def set_typing(request: web.Request) -> web.StreamResponse:
    need_service_account(request)
    platform = request.app[PLATFORM]
    body = await read_object(request)
    customer = platform.customers.addressed(body.get("touser"))
    now = now_of(request)
    command = body.get("command")
    if command not in ("Typing", "CancelTyping"):
        raise ApiError(45072, "command field must be in ['Typing','CancelTyping']")
    if customer.last_action_at is None or now - customer.last_action_at > TYPING_NEEDS_ACTION_WITHIN:
        raise ApiError(45080, "need interaction in last 30 seconds before using typing")
    if command == "Typing":
        if customer.is_typed_to(now):
            raise ApiError(45081, "already typing")
        customer.typing_until = now + TYPING_LASTS
    else:
        customer.typing_until = None
    _tell_typing(platform, customer.openid, on=command == "Typing")
    return answer()


def _tell_typing(platform: Platform, openid: str, *, on: bool) -> None:
    platform.feed.publish("typing", {"openid": openid, "on": on})


def _content(platform: Platform, body: Part) -> Content:
    """Validated as the platform does: 40008 type, 44004 empty, 45002 too long, 45008 articles, 40007 media."""
    kind = body.get("msgtype")
    if not isinstance(kind, str) or kind not in _READERS:
        raise ApiError(40008, "invalid message type")
    part = body.get(kind)
    if not isinstance(part, Mapping):
        raise ApiError(44004, "empty content")
    return _READERS[kind](platform, part)


def _text(_platform: Platform, part: Part) -> Content:
    return text_content(_limited(part.get("content")))


def _media(kind: str) -> Callable[[Platform, Part], Content]:
    def read(platform: Platform, part: Part) -> Content:
        media_id = str(part.get("media_id") or "")
        platform.media.get(media_id, platform.clock.now())
        return Content(kind, f"[{kind}]", extra={"media_id": media_id, "url": f"/sim/media/{media_id}"})

    return read


def _music(_platform: Platform, part: Part) -> Content:
    return Content("music", _limited(part.get("title")))


def _news(_platform: Platform, part: Part) -> Content:
    articles = part.get("articles")
    if not isinstance(articles, list) or not articles or not isinstance(articles[0], Mapping):
        raise ApiError(44003, "empty news data")
    if len(articles) > 1:
        raise ApiError(45008, "article size out of limit")
    article = articles[0]
    extra = {"description": str(article.get("description") or ""), "url": str(article.get("url") or "")}
    return Content("news", _limited(article.get("title")), extra=extra)


def _menu(_platform: Platform, part: Part) -> Content:
    items = part.get("list")
    if not isinstance(items, list) or not items:
        raise ApiError(44004, "empty content")
    choices = []
    for item in items:
        if not isinstance(item, Mapping) or not item.get("id") or not item.get("content"):
            raise ApiError(47003, "argument invalid! msgmenu.list invalid")
        choices.append(Choice(str(item["id"]), str(item["content"])))
    head, tail = str(part.get("head_content") or ""), str(part.get("tail_content") or "")
    _limited("".join((head, tail, *(choice.content for choice in choices))))
    return Content("menu", head, tuple(choices), extra={"tail": tail})


def _card(kind: str) -> Callable[[Platform, Part], Content]:
    def read(_platform: Platform, part: Part) -> Content:
        return Content(kind, str(part.get("title") or f"[{kind}]"))

    return read


def _limited(text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise ApiError(44004, "empty content")
    if len(text.encode()) > TEXT_LIMIT_BYTES:
        raise ApiError(45002, "content size out of limit")
    return text


_READERS: Mapping[str, Callable[[Platform, Part], Content]] = {
    "text": _text,
    "image": _media("image"),
    "voice": _media("voice"),
    "video": _media("video"),
    "music": _music,
    "news": _news,
    "msgmenu": _menu,
    "mpnewsarticle": _card("mpnewsarticle"),
    "wxcard": _card("wxcard"),
    "miniprogrampage": _card("miniprogrampage"),
}

ROUTES = [
    web.post("/cgi-bin/message/custom/send", send_custom),
    web.post("/cgi-bin/message/custom/typing", set_typing),
]
