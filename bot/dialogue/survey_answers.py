"""What a message says of a visit: points, words, and how the survey is to be treated."""

from __future__ import annotations

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.rating import RecordSurvey
from bot.zh.after_visit import (
    anonymity,
    comment_of,
    corrects,
    declines_to_rate,
    displeased,
    is_verdict,
    judgement,
    next_wish,
    of_price,
    puts_question,
    spares_blame,
    spares_callback,
    tells,
    tells_of_harm,
    without_questions,
)
from bot.zh.scores import Scores, named, scores, speaks_of_others

_WISHES = (
    "book_service", "cancel_booking", "restore_booking", "reschedule_booking", "change_booking", "check_booking",
    "update_profile", "request_human", "privacy_request", "request_refund", "report_emergency", "bot_challenge",
)  # fmt: skip
_GOOD = 4
_JUDGES = ("rate_service", "praise", "complain")


def told_of(frame: Frame, booking_id: str, facts: Facts, *, answering: bool) -> RecordSurvey | None:
    """``None`` for a message that says nothing of it; ``answering``: it was asked for last."""
    said = judgement(frame.text)
    found = _points(frame, said, facts, answering)
    comment, remark = _words(frame, said, found, answering)
    if answering and tells_of_harm(said):
        comment = comment or said
    demands = frame.has("complain") and (answering or bool(found.points)) and not _only_good(frame, found)
    harmed = answering and not demands and not found.points and tells_of_harm(said)
    complaint = frame.complaint if demands else None
    told = RecordSurvey(
        booking_id,
        scores=dict(found.points),
        comment=comment,
        remark=remark,
        anonymous=anonymity(frame.text),
        no_callback=True if spares_callback(frame.text) else None,
        complains=demands or harmed or (bool(comment) and not found.points and displeased(comment)),
        category=(complaint.category or "") if complaint else "damage" if harmed else "",
        remedy=(complaint.remedy or "") if complaint else "",
        severity=complaint.severity if complaint else "normal",
    )
    return None if told == RecordSurvey(booking_id) else told


def _only_good(frame: Frame, found: Scores) -> bool:
    """准时也给5分嘛 是门卫把她拦到了 怪不到她: good points beside which a model that is not sure hears blame."""
    good = bool(found.points) and min(found.points.values()) >= _GOOD and not displeased(frame.text)
    sure = not frame.is_doubtful and not spares_blame(frame.text)
    return good and not sure and not tells_of_harm(frame.text)


def declines(frame: Frame) -> bool:
    """不评了, 没空: no answer is to be had."""
    return frame.has("deny", "abandon") or declines_to_rate(frame.text)


def _points(frame: Frame, said: str, facts: Facts, answering: bool) -> Scores:
    """Bare digits count where points were asked for; afterwards only what has a unit or puts something right."""
    dimensions = facts.catalogue.policies.survey.dimensions
    wishes = frame.has(*_WISHES) and not next_wish(frame.text) and not (corrects(said) and scores(said, False).points)
    if not said or (wishes and not frame.has("rate_service")):
        return Scores({}, said)
    known = facts.survey.scores if facts.survey is not None else {}
    bare = answering or (corrects(said) and frame.request.window is None)
    found = scores(said, bare, dimensions)
    trusted = frame.has("rate_service") or not (frame.has_details or frame.asks)
    if not trusted and not scores(said, False).points:
        return Scores({}, said)
    if not speaks_of_others(said):
        return found
    left = {name: points for name, points in found.points.items() if name not in known or name in named(said)}
    return Scores(left, found.comment)


def _words(frame: Frame, said: str, found: Scores, answering: bool) -> tuple[str, str]:
    """The comment, and the remark on the price."""
    if found.points:
        return comment_of(without_questions(found.comment) if frame.asks else found.comment)
    if puts_question(frame.text) or not tells(said) or declines_to_rate(said):
        return "", ""
    if of_price(said) and not frame.has("book_service", "request_refund"):
        return "", comment_of(said)[1]
    judges = frame.has(*(_JUDGES if answering else _JUDGES[:2]))
    judges = judges or (answering and bool(next_wish(frame.text)) and is_verdict(said))
    vague = answering and not frame.has_details and set(frame.intents) <= {"inform", "chitchat"}
    return comment_of(said) if judges or (vague and not frame.has("chitchat")) else ("", "")
