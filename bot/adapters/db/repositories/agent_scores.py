"""What customers think of agents: one row a talk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.rows import AgentScoreRow, table
from bot.domain.agent_score import AgentScore, AgentScoreState

_SCORES = table(AgentScoreRow)

_DUE = (
    select(_SCORES)
    .where(_SCORES.c.next_at <= bindparam("now"))
    .order_by(_SCORES.c.next_at, _SCORES.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_LATEST = (
    select(_SCORES).where(_SCORES.c.conversation_id == bindparam("conversation")).order_by(_SCORES.c.id.desc()).limit(1)
)


class SqlAgentScores:
    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, score: AgentScore) -> None:
        await self._connection.execute(insert(_SCORES), self._values(score))

    async def save(self, score: AgentScore) -> None:
        await self._connection.execute(update(_SCORES).where(_SCORES.c.id == score.id).values(self._values(score)))

    async def next_due(self, now: datetime) -> AgentScore | None:
        return await self._one(_DUE, now=now)

    async def latest_of(self, conversation_id: str) -> AgentScore | None:
        return await self._one(_LATEST, conversation=conversation_id)

    async def _one(self, statement: Any, **given: Any) -> AgentScore | None:
        row = (await self._connection.execute(statement, given)).one_or_none()
        return None if row is None else agent_score_of(row, self._cipher)

    def _values(self, score: AgentScore) -> dict[str, Any]:
        return {
            "conversation_id": score.conversation_id,
            "agent": score.agent,
            "state": score.state.value,
            "ended_at": score.ended_at,
            "next_at": score.next_at,
            "asked_at": score.asked_at,
            "answered_at": score.answered_at,
            "score": score.score,
            "personal": self._cipher.seal({"comment": score.comment}, "agent_score"),
        }


def agent_score_of(row: Any, cipher: Cipher) -> AgentScore:
    return AgentScore(
        conversation_id=row.conversation_id,
        agent=row.agent,
        ended_at=row.ended_at,
        next_at=row.next_at,
        state=AgentScoreState(row.state),
        asked_at=row.asked_at,
        score=row.score,
        comment=cipher.open(row.personal, "agent_score").get("comment", ""),
        answered_at=row.answered_at,
        id=row.id,
    )
