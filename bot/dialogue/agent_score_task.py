"""What she thinks of the colleague who has just talked with her: one question, asked once, answered or let be."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.effects import Outcome, Refused
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.rating import AgentScored, AgentScoreTask, ScoreAgent
from bot.dialogue.step import Say, Step
from bot.dialogue.survey_answers import declines
from bot.dialogue.talk import Talk
from bot.domain.survey import OVERALL
from bot.zh.after_visit import comment_of, judgement
from bot.zh.scores import scores

SCORE = "survey:score"
_SERIOUS = ("complain", "report_emergency", "request_refund", "request_human", "privacy_request")


def noticed(talk: Talk, facts: Facts) -> Talk:
    """The talk with the question on top if nothing was said since; else nobody comes back to it."""
    others = tuple(task for task in talk.tasks if not isinstance(task, AgentScoreTask))
    asked = facts.agent_score
    known = next((task for task in talk.tasks if isinstance(task, AgentScoreTask)), None)
    if asked is None:
        return replace(talk, tasks=others)
    is_news = talk.touched_at is None or asked.asked_at > talk.touched_at
    if known is not None and talk.top == known:
        return talk
    if not is_news:
        return replace(talk, tasks=others)
    return replace(talk, tasks=(*others, AgentScoreTask(asked=SCORE, score_id=asked.id)), offered_human=False)


def take(talk: Talk, task: AgentScoreTask, frame: Frame, facts: Facts) -> Step | None:
    """A message after the question; ``None`` when it is no answer to it."""
    wishes = frame.has_details or frame.asks or frame.has("book_service", "check_booking", *_SERIOUS)
    found = scores(judgement(frame.text), frame.has("rate_service"))
    if found.points and (frame.has("rate_service") or not wishes):
        points = found.points.get(OVERALL, sum(found.points.values()) / len(found.points))
        return Step(talk, (), ScoreAgent(task.score_id, points, comment_of(found.comment)[0]))
    if wishes:
        return None
    if declines(frame):
        return Step(talk, (), ScoreAgent(task.score_id, None, ""))
    if frame.has("rate_service", "praise"):
        return Step(talk, (), ScoreAgent(task.score_id, None, frame.text.strip()))
    return None


def after(talk: Talk, task: AgentScoreTask, outcome: Outcome, facts: Facts) -> Step:
    match outcome:
        case AgentScored(answered=answered):
            response = "utter_agent_scored" if answered else "utter_survey_declined"
            return Step(talk.without_top(), (Say(response),))
        case Refused(code=code):
            return Step(talk.without_top(), (Say(f"utter_error_{code}"),))
        case _:
            return Step(talk)


def ask_again(talk: Talk, task: AgentScoreTask, facts: Facts) -> Step:
    """Never: whoever talks of something else has no mind for it."""
    return Step(talk.without_top())


def laid_aside(talk: Talk) -> Talk:
    return replace(talk, tasks=tuple(task for task in talk.tasks if not isinstance(task, AgentScoreTask)))
