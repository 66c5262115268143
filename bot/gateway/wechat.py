"""One push of WeChat: verify, decode, store, and carry the answer if it is ready in time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import structlog
from aiohttp import web

from bot.adapters.wechat.codec import decode, encode_text_reply, encode_transfer, open_push, verify_echo
from bot.adapters.wechat.crypto import Envelope, Forged, Malformed, TooLarge, WireError
from bot.domain.errors import StoreBusy
from bot.domain.inbox import InboxItem
from bot.domain.messages import InboundMessage
from bot.metrics import ANSWERS_CARRIED, PUSHES
from bot.ports import Deps
from bot.usecases.conversation import Received, expects_answer, receive, topic_of
from bot.usecases.passive import Carried, Nothing, Transferred, claim_answer, settle
from bot.web import DEPS

log = structlog.get_logger()

ACK = "success"
_POLL = timedelta(milliseconds=500)
"""The live feed may lose a notification; a waiting push looks for itself this often."""

_STATUS = {Forged: 403, Malformed: 400, TooLarge: 413}


@dataclass(frozen=True, slots=True)
class WeChatAccount:
    """The account whose pushes this gateway takes."""

    original_id: str
    mode: str
    envelope: Envelope


ACCOUNT = web.AppKey("account", WeChatAccount)


async def verify(request: web.Request) -> web.Response:
    """GET: the platform checks that the address is ours (fact sheet 2.2)."""
    try:
        return web.Response(text=verify_echo(request.app[ACCOUNT].envelope, request.query))
    except WireError as error:
        return _refused(request, error)


async def push(request: web.Request) -> web.StreamResponse:
    """POST: a message or an event (fact sheet 2.3, 4)."""
    began = asyncio.get_running_loop().time()
    deps, account = request.app[DEPS], request.app[ACCOUNT]
    try:
        body = await _body(request)
        message = decode(open_push(account.mode, account.envelope, request.query, body))
    except WireError as error:
        return _refused(request, error)
    deadline = began + deps.patience.push_deadline.total_seconds()
    try:
        received = await _stored(deps, message, deadline)
    except StoreBusy:
        # Before the inbox commit we fail loudly: the platform pushes the message again (R16).
        log.error("inbox_unavailable")
        PUSHES.labels("unavailable").inc()
        return web.Response(status=503)
    PUSHES.labels("fresh" if received.fresh else "repeated").inc()
    if not expects_answer(message):
        return web.Response(text=ACK)
    with structlog.contextvars.bound_contextvars(
        conversation_id=received.item.conversation_id, inbox_id=received.item.id
    ):
        return await _answer(request, deps, account, message, received.item, deadline)


async def _body(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise TooLarge("the body is larger than any push") from error


async def _stored(deps: Deps, message: InboundMessage, deadline: float) -> Received:
    """Stores the message, trying again while the database is briefly locked and the push is still open."""
    loop = asyncio.get_running_loop()
    while True:
        try:
            return await receive(deps, message)
        except StoreBusy:
            if loop.time() + 0.2 >= deadline:
                raise
            await asyncio.sleep(0.1)


async def _answer(
    request: web.Request,
    deps: Deps,
    account: WeChatAccount,
    message: InboundMessage,
    item: InboxItem,
    deadline: float,
) -> web.StreamResponse:
    """Waits for the turn's answer until the push's deadline.

    Not there in time: the push is left open until the platform drops it and pushes again; the last push is
    acknowledged, and the outbox sends the answer by another way.
    """
    loop = asyncio.get_running_loop()
    async with deps.feed.subscribe(topic_of(item.conversation_id)) as feed:
        while (left := deadline - loop.time()) > 0 and not _hung_up(request):
            claimed = await _claimed(deps, item)
            if isinstance(claimed, Carried):
                return await _carry(request, deps, account, message, item, claimed)
            if isinstance(claimed, Transferred):
                return _reply(request, account, encode_transfer(message.openid, account.original_id, _now(deps)))
            if isinstance(claimed, Nothing):
                return web.Response(text=ACK)
            await feed.wait(min(_POLL, timedelta(seconds=left)))
    if item.pushes >= deps.patience.max_pushes:
        return web.Response(text=ACK)
    await asyncio.sleep((deps.patience.push_limit - deps.patience.push_deadline).total_seconds() * 2)
    return web.Response(text=ACK)


async def _claimed(deps: Deps, item: InboxItem) -> object:
    try:
        return await claim_answer(deps, item, deps.clock.now())
    except StoreBusy:
        return None


async def _carry(
    request: web.Request,
    deps: Deps,
    account: WeChatAccount,
    message: InboundMessage,
    item: InboxItem,
    carried: Carried,
) -> web.StreamResponse:
    """Writes the answer here and now, so that a push that broke meanwhile gives it back."""
    text = carried.bubble.as_plain_text()
    response = _reply(request, account, encode_text_reply(message.openid, account.original_id, text, _now(deps)))
    arrived = not _hung_up(request)
    if arrived:
        try:
            await response.prepare(request)
            await response.write_eof()
        except (ConnectionError, asyncio.CancelledError):
            arrived = False
            await settle(deps, item, carried, arrived=False)
            raise
    await settle(deps, item, carried, arrived=arrived)
    if arrived:
        ANSWERS_CARRIED.inc()
    return response


def _hung_up(request: web.Request) -> bool:
    """Whether the platform has dropped this push."""
    return request.transport is None or request.transport.is_closing()


def _reply(request: web.Request, account: WeChatAccount, xml: str) -> web.Response:
    if account.mode != "plain":
        xml = account.envelope.encrypt(xml, request.query.get("nonce", ""))
    return web.Response(text=xml, content_type="application/xml")


def _now(deps: Deps) -> int:
    """Unix time."""
    return int(deps.clock.now().timestamp())


def _refused(request: web.Request, error: WireError) -> web.Response:
    log.warning("push_refused", fault=type(error).__name__, detail=str(error), remote=request.remote)
    PUSHES.labels("refused").inc()
    return web.Response(status=_STATUS.get(type(error), 400))
