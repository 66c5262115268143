"""Which template sends were already made under a ``client_msg_id``."""

from __future__ import annotations

from datetime import datetime, timedelta

from aiohttp import web


class NoticeLog:
    def __init__(self) -> None:
        self._sent: dict[str, tuple[int, datetime]] = {}

    def sent_within(self, client_msg_id: str, now: datetime, span: timedelta) -> int | None:
        """The job of the same id if it is young enough; an empty id is never a repeat."""
        found = self._sent.get(client_msg_id) if client_msg_id else None
        return found[0] if found is not None and now - found[1] < span else None

    def remember(self, client_msg_id: str, job_id: int, now: datetime) -> None:
        if client_msg_id:
            self._sent[client_msg_id] = (job_id, now)


NOTICE_LOG = web.AppKey("notice_log", NoticeLog)
