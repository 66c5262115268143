"""The script API under ``/sim``: tests and the phone page act as customers and look behind the platform (JSON).

POST   /sim/customers {name?, openid?, follow?=true, announce?=false}   -> {openid, name, …}; announce pushes subscribe
GET    /sim/customers                                                    -> [{openid, name, follows, typing, consents}]
POST   /sim/customers/{openid}/messages {kind, text?, recognition?, latitude?, longitude?, label?, title?, url?, …,
                                         wait?}                         -> {msg_id} + with wait the outcome
         kind: text | voice | image | location | link | sticker | video | shortvideo
POST   /sim/customers/{openid}/events {event, key?, fields?, wait?}      -> {} + with wait {outcome, reply, pushes}
         event: subscribe | unsubscribe | SCAN | CLICK | VIEW | any other name; fields: further elements of it,
         as KfAccount of kf_create_session and kf_close_session
POST   /sim/customers/{openid}/menu-taps {bubble_id, item_id, wait?}     -> like messages
POST   /sim/customers/{openid}/consents {template_id, status: accept|reject, via?: popup|settings}
         or {items: [{template_id, status}], via?}                       -> consents left per template
GET    /sim/customers/{openid}/journal?after=N                           -> entries with a higher seq (journal.Entry)
GET    /sim/customers/{openid}/quota                                     -> [{bucket, left, expires_at, seconds_left}]
GET    /sim/pushes?openid=                                               -> attempts (push.Attempt), oldest first
GET    /sim/tokens, POST /sim/tokens/revoke                              -> how often tokens were fetched; kill them all
GET|PUT|DELETE /sim/faults                                               -> {name: value} of those that are on
GET    /sim/clock, POST /sim/clock/advance {seconds}                     -> {now, offset_seconds}
GET    /sim/account                                                      -> what the phone page shows of the account
GET    /sim/media/{media_id}                                             -> the bytes of a stored medium
GET    /sim/events                                                       -> live stream (phone.py)

Mistakes answer {"error": …} with 400, 403, 404 or 409.
"""

from __future__ import annotations

import json

from aiohttp import web

from bot.simulator.api import Handler
from bot.simulator.errors import ScriptError


@web.middleware
async def script_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        _refuse_other_sites(request)
        return await handler(request)
    except ScriptError as error:
        return script_answer({"error": str(error)}, error.status)


async def script_body(request: web.Request) -> dict[str, object]:
    raw = await request.read()
    try:
        body = json.loads(raw) if raw.strip() else {}
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise ScriptError("the body is not JSON, or holds half a character or no real number") from error
    if not isinstance(body, dict):
        raise ScriptError("the body is not a JSON object")
    return body


def script_answer(value: object, status: int = 200) -> web.Response:
    return web.json_response(value, status=status, dumps=lambda data: json.dumps(data, ensure_ascii=False))


def _refuse_other_sites(request: web.Request) -> None:
    """A page of another site open in the same browser must not drive the simulator."""
    origin = request.headers.get("Origin")
    if request.method != "GET" and origin is not None and origin != str(request.url.origin()):
        raise ScriptError("calls from other sites are refused", 403)
