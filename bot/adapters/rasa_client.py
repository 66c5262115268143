"""Dialogue over Rasa's REST channel; silence is an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import aiohttp

from bot.domain.errors import DialogueSilent, DialogueUnavailable
from bot.domain.messages import Bubble, Choice

NO_TEXT = "/channel_event"
"""What Rasa hears of a turn of events alone: an intent of its own, which no customer can write (see ``_defused``)."""

_MAX_TEXT = 1000
"""Longer messages are understood by their beginning; the whole text stays in the inbox."""


class RasaClient:
    """Rasa's HTTP API at ``url``, with its token. Raises ``DialogueUnavailable`` and ``DialogueSilent``."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self._token = token

    async def answer(
        self, tracker_id: str, text: str, metadata: Mapping[str, Any], budget: timedelta
    ) -> Sequence[Bubble]:
        body = {
            "sender": tracker_id,
            "message": _defused(text) if text else NO_TEXT,
            "metadata": {**metadata, "spoken": text},
        }
        answered = await self._post("/webhooks/rest/webhook", body, budget)
        bubbles = [_bubble(message) for message in answered if message.get("text")]
        if not bubbles:
            # The REST channel answers 200 with an empty list even when handling failed.
            raise DialogueSilent("Rasa answered without words")
        return bubbles

    async def parse(self, text: str) -> Mapping[str, Any]:
        parsed: Mapping[str, Any] = await self._post("/model/parse", {"text": _defused(text)}, timedelta(seconds=10))
        return {**parsed, "text": text}

    async def is_ready(self) -> bool:
        """Whether a model is loaded."""
        try:
            async with self._session.get(
                f"{self._url}/status", params=self._params(), timeout=aiohttp.ClientTimeout(total=3)
            ) as response:
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def _post(self, path: str, body: Mapping[str, Any], budget: timedelta) -> Any:
        timeout = aiohttp.ClientTimeout(total=budget.total_seconds())
        try:
            async with self._session.post(
                self._url + path, json=body, params=self._params(), timeout=timeout
            ) as response:
                if response.status != 200:
                    raise DialogueUnavailable(f"Rasa answered {response.status}")
                return await response.json()
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            raise DialogueUnavailable(f"{type(error).__name__} from Rasa") from error

    def _params(self) -> dict[str, str]:
        return {"token": self._token} if self._token else {}


def _defused(text: str) -> str:
    """The text without a leading slash: Rasa reads ``/intent{…}`` as an order, and a customer must not give one."""
    short = text[:_MAX_TEXT].strip()
    return "／" + short[1:] if short.startswith("/") else short or "。"


def _bubble(message: Mapping[str, Any]) -> Bubble:
    buttons = message.get("buttons") or ()
    return Bubble(str(message["text"]), tuple(Choice(str(b["payload"]), str(b["title"])) for b in buttons))
