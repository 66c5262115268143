"""What passes through a channel: inbound messages, outbound bubbles, notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any


class Kind(Enum):
    """The kind of an inbound message; the names follow the WeChat fact sheet."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    VIDEO = "video"
    LOCATION = "location"
    LINK = "link"
    MINIPROGRAM = "miniprogram"
    STICKER = "sticker"  # content the platform cannot show us
    EVENT = "event"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message or event as the channel handed it over.

    ``dedup_key`` names it for ever: openid + MsgId, for events openid + CreateTime + Event + keys.
    ``text`` is what the customer wrote or said (a voice transcript, a location's label, a menu item's title).
    ``fields`` holds the rest by kind, snake_case:
    media_id, media_id_16k, format, pic_url, thumb_media_id; latitude, longitude, scale, label; title, description, url;
    app_id, page_path; menu_id (a tapped msgmenu item); event, event_key, scene, ticket, status, msg_id,
    kf_account, subscriptions (list of {template_id, status | error_code}), and ``raw_type`` for unknown ones.
    """

    openid: str
    kind: Kind
    dedup_key: str
    sent_at: datetime
    text: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def event(self) -> str:
        """The event's name in lower case (``subscribe``, ``click``, …), or an empty string."""
        return str(self.fields.get("event", ""))


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing the customer may tap, or name by its number."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One bubble to a customer: a text and, where there is something to choose, the choices."""

    text: str
    choices: tuple[Choice, ...] = ()

    def as_plain_text(self) -> str:
        """The bubble where nothing can be tapped: choices numbered below the text."""
        if not self.choices:
            return self.text
        lines = [f"{number}. {choice.title}" for number, choice in enumerate(self.choices, start=1)]
        return "\n".join([self.text, *lines])


@dataclass(frozen=True, slots=True)
class Notice:
    """A template or subscription notice: the way to a customer outside the message window.

    ``data`` maps the template's field names (``thing1``, ``time2``, …) to values.
    ``client_msg_id`` de-duplicates a template send for ten minutes.
    """

    template_id: str
    data: Mapping[str, str]
    client_msg_id: str
    url: str = ""
    by_subscription: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """A downloaded file of the channel."""

    content: bytes
    content_type: str
    filename: str = ""
