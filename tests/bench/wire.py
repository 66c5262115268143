"""WeChat's side of the wire for a benchmark: signed plain pushes, and what answers them."""

from __future__ import annotations

import hashlib
import itertools
import re
import time
from dataclasses import dataclass

import aiohttp

_CONTENT = re.compile(rb"<Content><!\[CDATA\[(.*?)\]\]></Content>", re.DOTALL)
_ids = itertools.count(7_000_000_000_000)


@dataclass(frozen=True)
class Account:
    """The account whose token signs the pushes."""

    callback: str
    token: str
    original_id: str

    def query(self) -> dict[str, str]:
        stamp, nonce = str(int(time.time())), str(next(_ids))
        signature = hashlib.sha1("".join(sorted((self.token, stamp, nonce))).encode()).hexdigest()
        return {"signature": signature, "timestamp": stamp, "nonce": nonce}

    def text(self, openid: str, text: str) -> bytes:
        return self._message(openid, f"<MsgType>text</MsgType><Content><![CDATA[{text}]]></Content>")

    def view(self, openid: str) -> bytes:
        """An event that asks for nothing but an acknowledgement."""
        number = next(_ids)
        return self._message(
            openid, f"<MsgType>event</MsgType><Event>VIEW</Event><EventKey>https://example.com/{number}</EventKey>"
        )

    def _message(self, openid: str, inner: str) -> bytes:
        return (
            f"<xml><ToUserName>{self.original_id}</ToUserName><FromUserName>{openid}</FromUserName>"
            f"<CreateTime>{int(time.time())}</CreateTime>{inner}<MsgId>{next(_ids)}</MsgId></xml>"
        ).encode()


async def pushed(session: aiohttp.ClientSession, account: Account, body: bytes) -> tuple[float, str]:
    """Seconds until the push was answered, and the reply's text (empty for an acknowledgement)."""
    began = time.perf_counter()
    async with session.post(account.callback, params=account.query(), data=body) as answer:
        content = await answer.read()
    seconds = time.perf_counter() - began
    found = _CONTENT.search(content)
    return seconds, found[1].decode() if found else ""
