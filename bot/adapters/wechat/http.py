"""One HTTP exchange with the platform: timeouts, size caps, and failures as ``ChannelError``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.domain.errors import ChannelError, Remedy

OUTCOME_UNKNOWN = "outcome unknown"
"""The request left us and no answer came: repeat only where a duplicate is acceptable."""

TIMEOUT = aiohttp.ClientTimeout(total=5, connect=2)
MAX_JSON = 1024 * 1024
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """The platform's answer as it came."""

    content: bytes
    content_type: str
    disposition: str


async def exchange(
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    params: Mapping[str, str],
    body: Mapping[str, Any] | None,
    timeout: aiohttp.ClientTimeout = TIMEOUT,
    max_bytes: int = MAX_JSON,
) -> Answer:
    """Sends one request. URLs carry the token, so no error of ours quotes one."""
    # Chinese goes out as it is: several calls refuse \u escapes (40033) and menus show them.
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"} if data is not None else None
    try:
        async with session.request(
            method, url, params=params, data=data, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            if response.status != 200:
                raise ChannelError(Remedy.RETRY, 0, f"HTTP {response.status}")
            content = await _bounded(response, max_bytes)
            return Answer(content, response.content_type, response.headers.get("Content-Disposition", ""))
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise ChannelError(Remedy.RETRY, 0, f"not sent: {type(error).__name__}") from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ChannelError(Remedy.RETRY, 0, f"{OUTCOME_UNKNOWN}: {type(error).__name__}") from error


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer's JSON object; anything else is a proxy's page, not the platform's word."""
    try:
        parsed = json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise ChannelError(Remedy.RETRY, 0, f"{OUTCOME_UNKNOWN}: not JSON") from error
    if not isinstance(parsed, dict):
        raise ChannelError(Remedy.RETRY, 0, f"{OUTCOME_UNKNOWN}: not a JSON object")
    return parsed


def errcode_of(answer: Mapping[str, Any]) -> int:
    """0 where there is none: several calls succeed without one."""
    value = answer.get("errcode", 0)
    return value if isinstance(value, int) else -1


async def _bounded(response: aiohttp.ClientResponse, max_bytes: int) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > max_bytes:
            raise ChannelError(Remedy.GIVE_UP, 0, f"the answer is larger than {max_bytes} bytes")
    return bytes(content)
