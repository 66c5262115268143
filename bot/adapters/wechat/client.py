"""The platform's API as the ``Channel`` port: messages, notices, menu, media."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog

from bot.adapters.wechat.codec import fit
from bot.adapters.wechat.error_codes import (
    ACCOUNT_TYPE,
    ALARMING,
    MENU_ABSENT,
    TOKEN_REFUSED,
    TYPING_REFUSED,
    remedy_for,
)
from bot.adapters.wechat.http import MAX_JSON, TIMEOUT, Answer, as_json, errcode_of, exchange
from bot.adapters.wechat.menu import check_menu
from bot.adapters.wechat.notices import subscription_data, template_data
from bot.adapters.wechat.tokens import MemoryTokenStore, StableToken, TokenStore
from bot.domain.errors import ChannelError, InvalidData, Remedy
from bot.domain.messages import Bubble, Media, Notice

log = structlog.get_logger()

MAX_MEDIA = 12 * 1024 * 1024
"""Bytes; the platform's own limit for an upload is 10 MB."""

_MEDIA_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=2)
_FILENAME = re.compile(r'filename="?([^";]+)"?')


class WeChatClient:
    """One account at the platform. Every method raises ``ChannelError``; nothing here waits to try again.

    A detail that begins with ``outcome unknown`` means the request may have worked.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        api_base: str,
        app_id: str,
        app_secret: str,
        store: TokenStore | None = None,
        timeout: aiohttp.ClientTimeout = TIMEOUT,
        max_media: int = MAX_MEDIA,
    ) -> None:
        self._session = session
        self._api_base = api_base.rstrip("/")
        self._timeout = timeout
        self._max_media = max_media
        self._tokens = StableToken(session, api_base, app_id, app_secret, store or MemoryTokenStore(), timeout)
        self._takes_menus = True

    async def send_custom(self, openid: str, bubble: Bubble) -> None:
        """发送客服消息 (message/custom/send): text, or a msgmenu where the account may send one."""
        if bubble.choices and self._takes_menus:
            try:
                await self._post("/cgi-bin/message/custom/send", _menu_message(openid, bubble))
            except ChannelError as error:
                if error.errcode != ACCOUNT_TYPE:
                    raise
                log.info("msgmenu_refused", errcode=error.errcode)
                self._takes_menus = False
            else:
                return
        text = {"content": fit(bubble.as_plain_text())}
        await self._post("/cgi-bin/message/custom/send", {"touser": openid, "msgtype": "text", "text": text})

    async def typing(self, openid: str) -> None:
        """客服输入状态 (message/custom/typing); refusals that are normal outcomes pass silently."""
        try:
            await self._post("/cgi-bin/message/custom/typing", {"touser": openid, "command": "Typing"})
        except ChannelError as error:
            if error.errcode not in TYPING_REFUSED:
                raise

    async def send_template(self, openid: str, notice: Notice) -> None:
        """模板消息接口 (message/template/send)."""
        body: dict[str, Any] = {"touser": openid, "template_id": notice.template_id, "data": template_data(notice.data)}
        if notice.client_msg_id:
            body["client_msg_id"] = notice.client_msg_id
        if notice.url:
            body["url"] = notice.url
        await self._post("/cgi-bin/message/template/send", body)

    async def send_subscription(self, openid: str, notice: Notice) -> None:
        """发送订阅通知 (message/subscribe/bizsend)."""
        try:
            data = subscription_data(notice.data)
        except InvalidData as error:
            raise ChannelError(Remedy.GIVE_UP, 47003, str(error)) from error
        body: dict[str, Any] = {"touser": openid, "template_id": notice.template_id, "data": data}
        if notice.url:
            body["page"] = notice.url
        await self._post("/cgi-bin/message/subscribe/bizsend", body)

    async def push_menu(self, menu: Mapping[str, Any]) -> None:
        """自定义菜单创建接口 (menu/create). Raises ``InvalidData`` before anything is sent."""
        check_menu(menu)
        await self._post("/cgi-bin/menu/create", menu)

    async def get_menu(self) -> dict[str, Any]:
        """自定义菜单查询接口 (menu/get); empty where there is no menu."""
        try:
            return await self._get("/cgi-bin/menu/get")
        except ChannelError as error:
            if error.errcode != MENU_ABSENT:
                raise
            return {}

    async def delete_menu(self) -> None:
        """自定义菜单删除接口 (menu/delete)."""
        await self._get("/cgi-bin/menu/delete")

    async def download_media(self, media_id: str) -> Media:
        """获取临时素材 (media/get). A video comes as its link, with content type ``text/uri-list``."""
        answer = await self._call("GET", "/cgi-bin/media/get", None, {"media_id": media_id}, media=True)
        if _says_json(answer):
            link = as_json(answer).get("video_url")
            if not isinstance(link, str):
                raise ChannelError(Remedy.GIVE_UP, 0, "no media in the answer")
            return Media(link.encode(), "text/uri-list")
        name = _FILENAME.search(answer.disposition)
        return Media(answer.content, answer.content_type, name[1] if name else "")

    async def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return as_json(await self._call("POST", path, body, {}))

    async def _get(self, path: str) -> dict[str, Any]:
        return as_json(await self._call("GET", path, None, {}))

    async def _call(
        self, method: str, path: str, body: Mapping[str, Any] | None, params: Mapping[str, str], media: bool = False
    ) -> Answer:
        """One call, and one more with a fresh token where the first was refused for its token."""
        refused = 0
        for _ in range(2):
            token = await self._tokens.current()
            answer = await exchange(
                self._session,
                method,
                self._api_base + path,
                {"access_token": token, **params},
                body,
                _MEDIA_TIMEOUT if media else self._timeout,
                self._max_media if media else MAX_JSON,
            )
            if media and not _says_json(answer):
                return answer
            parsed = as_json(answer)
            errcode = errcode_of(parsed)
            if errcode == 0:
                return answer
            if errcode not in TOKEN_REFUSED:
                raise _refusal(path, errcode, parsed)
            refused = errcode
            await self._tokens.discard(token)
        log.error("wechat_token_refused_twice", path=path, errcode=refused)
        raise ChannelError(Remedy.GIVE_UP, refused, "the platform refuses fresh tokens too")


def _menu_message(openid: str, bubble: Bubble) -> dict[str, Any]:
    items = [{"id": choice.id, "content": choice.title} for choice in bubble.choices]
    return {"touser": openid, "msgtype": "msgmenu", "msgmenu": {"head_content": fit(bubble.text), "list": items}}


def _says_json(answer: Answer) -> bool:
    """``media/get`` answers errors as JSON under ``text/plain`` too."""
    return answer.content_type in ("application/json", "text/plain") and answer.content.lstrip()[:1] == b"{"


def _refusal(path: str, errcode: int, parsed: Mapping[str, Any]) -> ChannelError:
    detail = str(parsed.get("errmsg", ""))
    if errcode in ALARMING:
        log.error("wechat_account_refused", path=path, errcode=errcode, detail=detail)
    return ChannelError(remedy_for(errcode), errcode, detail)
