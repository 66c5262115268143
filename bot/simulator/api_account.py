"""The account's menu, media, QR codes and what it may know of its followers."""

from __future__ import annotations

import secrets

from aiohttp import BodyPartReader, web

from bot.simulator.api import PLATFORM, answer, now_of, read_object
from bot.simulator.errors import ApiError
from bot.simulator.media import LIMIT_BYTES
from bot.simulator.menu import check_menu

MAX_QR_SECONDS = 2_592_000
QR_ACTIONS = {"QR_SCENE": 2**32 - 1, "QR_STR_SCENE": 0, "QR_LIMIT_SCENE": 100_000, "QR_LIMIT_STR_SCENE": 0}


async def create_menu(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    platform.buttons = check_menu(await read_object(request))
    platform.feed.publish("menu", {"button": platform.buttons})
    return answer()


async def get_menu(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    if not platform.buttons:
        raise ApiError(46003, "menu no exist")
    return answer({"menu": {"button": platform.buttons}})


async def delete_menu(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    platform.buttons = []
    platform.feed.publish("menu", {"button": []})
    return answer()


async def upload_media(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    if not request.content_type.startswith("multipart/"):
        raise ApiError(41005, "media data missing")
    reader = await request.multipart()
    while (part := await reader.next()) is not None:
        if isinstance(part, BodyPartReader) and part.name == "media":
            data = await _read_limited(part)
            medium = platform.media.put(request.query.get("type", ""), part.filename or "", data, now_of(request))
            created_at = int(medium.created_at.timestamp())
            return answer({"type": medium.media_type, "media_id": medium.media_id, "created_at": created_at})
    raise ApiError(41005, "media data missing")


async def get_media(request: web.Request) -> web.StreamResponse:
    medium = request.app[PLATFORM].media.get(request.query.get("media_id", ""), now_of(request))
    if medium.media_type == "video":
        return answer({"video_url": f"{request.url.origin()}/sim/media/{medium.media_id}"})
    headers = {"Content-disposition": f'attachment; filename="{medium.filename}"'}
    return web.Response(body=medium.data, content_type=medium.content_type, headers=headers)


async def user_info(request: web.Request) -> web.StreamResponse:
    """No nickname and no picture: the platform stopped giving them in 2021."""
    customer = request.app[PLATFORM].customers.addressed(request.query.get("openid"))
    if not customer.follows or customer.followed_at is None:
        return answer({"subscribe": 0, "openid": customer.openid})
    scanned = bool(customer.scene)
    return answer(
        {
            "subscribe": 1,
            "openid": customer.openid,
            "language": request.query.get("lang", "zh_CN"),
            "subscribe_time": int(customer.followed_at.timestamp()),
            "remark": "",
            "groupid": 0,
            "tagid_list": [],
            "subscribe_scene": "ADD_SCENE_QR_CODE" if scanned else "ADD_SCENE_SEARCH",
            "qr_scene": int(customer.scene) if customer.scene.isdecimal() else 0,
            "qr_scene_str": "" if customer.scene.isdecimal() else customer.scene,
        }
    )


async def create_qr_code(request: web.Request) -> web.StreamResponse:
    platform = request.app[PLATFORM]
    body = await read_object(request)
    action = body.get("action_name")
    if not isinstance(action, str) or action not in QR_ACTIONS:
        raise ApiError(40052, "invalid action name")
    scene = _scene(body.get("action_info"), action)
    ticket = secrets.token_urlsafe(64)
    platform.scenes[scene] = ticket
    told: dict[str, object] = {"ticket": ticket, "url": f"http://weixin.qq.com/q/{secrets.token_urlsafe(16)}"}
    if not action.startswith("QR_LIMIT"):
        seconds = body.get("expire_seconds", 60)
        told["expire_seconds"] = min(seconds, MAX_QR_SECONDS) if isinstance(seconds, int) else 60
    return answer(told)


async def callback_addresses(_request: web.Request) -> web.StreamResponse:
    return answer({"ip_list": ["127.0.0.1", "::1/128"]})


def _scene(info: object, action: str) -> str:
    scene = info.get("scene") if isinstance(info, dict) else None
    if not isinstance(scene, dict):
        raise ApiError(40053, "invalid action info")
    if action.endswith("STR_SCENE"):
        text = scene.get("scene_str")
        if isinstance(text, str) and 1 <= len(text) <= 64:
            return text
    else:
        number = scene.get("scene_id")
        if isinstance(number, int) and 1 <= number <= QR_ACTIONS[action]:
            return str(number)
    raise ApiError(40053, "invalid action info")


async def _read_limited(part: BodyPartReader) -> bytes:
    data = bytearray()
    while chunk := await part.read_chunk():
        data += chunk
        if len(data) > max(LIMIT_BYTES.values()):
            raise ApiError(40006, "invalid media size")
    return bytes(data)


ROUTES = [
    web.post("/cgi-bin/menu/create", create_menu),
    web.get("/cgi-bin/menu/get", get_menu),
    web.get("/cgi-bin/menu/delete", delete_menu),
    web.post("/cgi-bin/media/upload", upload_media),
    web.get("/cgi-bin/media/get", get_media),
    web.get("/cgi-bin/user/info", user_info),
    web.post("/cgi-bin/qrcode/create", create_qr_code),
    web.get("/cgi-bin/getcallbackip", callback_addresses),
]
