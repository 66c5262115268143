"""Surveys and praise as people and scripts read them; who wished to stay unknown is not named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from bot.adapters.db.cipher import Cipher
from bot.adapters.db.repositories.agent_scores import agent_score_of
from bot.adapters.db.repositories.surveys import praise_of, survey_of
from bot.adapters.db.rows import AgentScoreRow, BookingRow, ConversationRow, CustomerRow, PraiseRow, SurveyRow, table

_BOOKINGS = table(BookingRow)
_CUSTOMERS = table(CustomerRow)
_SURVEYS = table(SurveyRow)
_PRAISES = table(PraiseRow)
_AGENT_SCORES = table(AgentScoreRow)
_CONVERSATIONS = table(ConversationRow)

At = Callable[[datetime | None], str | None]


def all_surveys(openid: str | None) -> Select[Any]:
    of_visit = _SURVEYS.join(_BOOKINGS, _BOOKINGS.c.id == _SURVEYS.c.booking_id).join(_CUSTOMERS)
    statement = select(_SURVEYS, _CUSTOMERS.c.openid.label("customer_openid")).select_from(of_visit)
    statement = statement.order_by(_SURVEYS.c.due_at, _SURVEYS.c.booking_id)
    return statement if openid is None else statement.where(_CUSTOMERS.c.openid == openid, ~_SURVEYS.c.anonymous)


def survey_as_plain(row: Any, cipher: Cipher, when: At) -> Mapping[str, Any]:
    """Of an anonymous one neither the visit is told nor a time, by which the visit would be found."""
    survey = survey_of(row, cipher)

    def at(instant: datetime | None) -> str | None:
        return None if survey.anonymous else when(instant)

    return {
        "booking_id": None if survey.anonymous else survey.booking_id,
        "customer": None if survey.anonymous else row.customer_openid,
        "kind": survey.kind.value,
        "state": survey.state.value,
        "due_at": at(survey.due_at),
        "asked_at": at(survey.asked_at),
        "reminded_at": at(survey.reminded_at),
        "answered_at": at(survey.answered_at),
        "scores": dict(survey.scores),
        "average": survey.average,
        "comment": survey.comment,
        "remark": survey.remark,
        "anonymous": survey.anonymous,
        "no_callback": survey.no_callback,
        "low": survey.low,
        "reason": survey.reason or None,
    }


def all_praises(openid: str | None) -> Select[Any]:
    """A customer's are those of her visits, as long as she may be known."""
    statement = select(_PRAISES).order_by(_PRAISES.c.at, _PRAISES.c.id)
    if openid is None:
        return statement
    of_visit = _PRAISES.join(_BOOKINGS, _BOOKINGS.c.id == _PRAISES.c.booking_id).join(_CUSTOMERS)
    return statement.select_from(of_visit).where(_CUSTOMERS.c.openid == openid)


def praise_as_plain(row: Any, cipher: Cipher, at: At) -> Mapping[str, Any]:
    praise = praise_of(row, cipher)
    return {
        "id": praise.id,
        "provider_id": praise.provider_id,
        "booking_id": praise.booking_id,
        "at": at(praise.at),
        "words": praise.words,
    }


def all_agent_scores(openid: str | None) -> Select[Any]:
    statement = select(_AGENT_SCORES).order_by(_AGENT_SCORES.c.ended_at, _AGENT_SCORES.c.id)
    if openid is None:
        return statement
    return statement.join(_CONVERSATIONS).where(_CONVERSATIONS.c.openid == openid)


def agent_score_as_plain(row: Any, cipher: Cipher, at: At) -> Mapping[str, Any]:
    score = agent_score_of(row, cipher)
    return {
        "id": score.id,
        "conversation_id": score.conversation_id,
        "agent": score.agent,
        "state": score.state.value,
        "ended_at": at(score.ended_at),
        "asked_at": at(score.asked_at),
        "answered_at": at(score.answered_at),
        "score": score.score,
        "comment": score.comment,
    }
