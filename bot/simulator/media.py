"""Temporary media of the account: kept for three days by the virtual clock."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.simulator.errors import ApiError

KEPT_FOR = timedelta(days=3)
MediaType = Literal["image", "voice", "video", "thumb"]
LIMIT_BYTES: dict[MediaType, int] = {
    "image": 10 << 20,
    "voice": 2 << 20,
    "video": 10 << 20,
    "thumb": 64 << 10,
}
SUFFIXES: dict[MediaType, dict[str, str]] = {
    "image": {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"},
    "voice": {"amr": "audio/amr", "mp3": "audio/mpeg"},
    "video": {"mp4": "video/mp4"},
    "thumb": {"jpg": "image/jpeg"},
}
# One grey pixel, one frame of silence, the head of a film: enough to be told apart by their first bytes.
SAMPLES: dict[MediaType, tuple[str, bytes]] = {
    "image": (
        "photo.png",
        base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGM4AwAA0gDRVtn1pQAAAABJRU5ErkJggg=="
        ),
    ),
    "voice": ("voice.amr", b"#!AMR\n" + bytes([0x3C]) + bytes(31)),
    "video": ("film.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(12)),
}


@dataclass(frozen=True)
class Medium:
    media_id: str
    media_type: MediaType
    filename: str
    data: bytes
    created_at: datetime

    @property
    def content_type(self) -> str:
        return SUFFIXES[self.media_type][self.filename.rsplit(".", 1)[-1].lower()]


class MediaStore:
    def __init__(self) -> None:
        self._media: dict[str, Medium] = {}

    def put(self, media_type: str, filename: str, data: bytes, now: datetime) -> Medium:
        """Raises 40004 for a wrong type, 40005 for a wrong suffix, 40006 for a wrong size."""
        known = next((kind for kind in SUFFIXES if kind == media_type), None)
        if known is None:
            raise ApiError(40004, "invalid media type")
        if filename.rsplit(".", 1)[-1].lower() not in SUFFIXES[known]:
            raise ApiError(40005, "invalid file type")
        if not 0 < len(data) <= LIMIT_BYTES[known]:
            raise ApiError(40006, "invalid media size")
        medium = Medium(secrets.token_urlsafe(48), known, filename, data, now)
        self._media[medium.media_id] = medium
        return medium

    def put_sample(self, media_type: MediaType, now: datetime) -> Medium:
        filename, data = SAMPLES[media_type]
        return self.put(media_type, filename, data, now)

    def get(self, media_id: str, now: datetime) -> Medium:
        """Raises 40007 when unknown or older than three days."""
        medium = self._media.get(media_id)
        if medium is None or now >= medium.created_at + KEPT_FOR:
            raise ApiError(40007, "invalid media_id")
        return medium
