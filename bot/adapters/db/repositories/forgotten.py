"""What sealed values look like when they are forgotten, and how rows come to hold them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.personal_rows import CALL_TASKS
from bot.domain.errors import InvalidData
from bot.zh.access_codes import GONE, without_way_in

BLANK: Mapping[str, Mapping[str, Any]] = {
    "inbox": {"text": "", "fields": {}},
    "outbox": {"text": "", "choices": [], "notice": None, "purpose": "answer", "lapses_at": None},
    "booking": {"address": "", "phone": "", "contact_name": "", "notes": "", "cancel_reason": ""},
    "call_task": {"text": ""},
    "provider_notice": {"text": ""},
    "ticket": {"notes": [], "solution": ""},
    "note": {"text": ""},
    "agent_score": {"comment": ""},
}
"""By what they are sealed as."""

VISIT_FIELDS = ("address", "phone", "contact_name", "notes", "cancel_reason")

Edit = Callable[[dict[str, Any]], dict[str, Any]]


class Resealing:
    """Seals rows anew; whoever has read one before and saves it later finds another version and reads it again."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def blank(self, rows: Table, purpose: str, *conditions: ColumnElement[bool], **values: Any) -> None:
        sealed = self._cipher.seal(BLANK[purpose], purpose)
        values = {**values, "personal": sealed, **_counted(rows)}
        await self._connection.execute(update(rows).where(*conditions).values(values))

    async def blank_calls(self, at: datetime, *conditions: ColumnElement[bool]) -> None:
        """Calls that say nothing any more; nobody is to make them."""
        await self.blank(CALL_TASKS, "call_task", *conditions)
        still_open = update(CALL_TASKS).where(*conditions, CALL_TASKS.c.done_at.is_(None))
        await self._connection.execute(still_open.values(done_at=at, done_by="system"))

    async def edit(
        self, rows: Table, purpose: str, edit: Edit, *conditions: ColumnElement[bool], key: str = "id"
    ) -> None:
        found = await self._connection.execute(select(rows.c[key], rows.c.personal).where(*conditions))
        for row_id, sealed in found.all():
            changed = edited(self._cipher, sealed, purpose, edit)
            if changed is not None:
                statement = update(rows).where(rows.c[key] == row_id).values(personal=changed, **_counted(rows))
                await self._connection.execute(statement)


def blanked(*names: str) -> Edit:
    """A value whose ``names`` hold nothing any more."""

    def blank(value: dict[str, Any]) -> dict[str, Any]:
        return {**value, **{name: "" for name in names if value.get(name)}}

    return blank


def without_job(*names: str) -> Edit:
    """An entry of the waiting list whose job does not say ``names`` any more."""
    return lambda entry: {**entry, "job": blanked(*names)(entry["job"])}


def unlocked(value: Any) -> Any:
    """A value in whose texts nobody reads any more how to get in."""
    if isinstance(value, str):
        return without_way_in(value, GONE)
    if isinstance(value, dict):
        return {name: unlocked(one) for name, one in value.items()}
    return [unlocked(one) for one in value] if isinstance(value, list) else value


def order_unlocked(personal: dict[str, Any]) -> dict[str, Any]:
    return {**personal, **{name: without_way_in(personal[name]) for name in ("address", "notes") if name in personal}}


def edited(cipher: Cipher, sealed: bytes, purpose: str, edit: Edit) -> bytes | None:
    """The value sealed anew as ``edit`` makes it; ``None`` where that is as before, or no key opens it any more."""
    try:
        value = cipher.open(sealed, purpose)
    except InvalidData:
        return None
    changed = edit(value)
    return None if changed == value else cipher.seal(changed, purpose)


def _counted(rows: Table) -> dict[str, Any]:
    return {"version": rows.c.version + 1} if "version" in rows.c else {}
