"""The one table: what each kind of task does with a message, with an outcome, and how it asks again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue import (
    agent_score_task,
    booking_task,
    cancel_task,
    care_task,
    change_task,
    emergency_task,
    inquiry_task,
    move_task,
    privacy_task,
    profile_task,
    restore_task,
    series_task,
    solved_task,
    survey_task,
)
from bot.dialogue.asking import InquiryTask
from bot.dialogue.effects import Outcome
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame
from bot.dialogue.rating import AgentScoreTask, SurveyTask
from bot.dialogue.step import Step
from bot.dialogue.talk import Talk
from bot.dialogue.tasks import (
    BookingTask,
    CancelTask,
    CareTask,
    ChangeTask,
    EmergencyTask,
    MoveTask,
    PrivacyTask,
    ProfileTask,
    RestoreTask,
    SeriesTask,
    SolvedTask,
)


@dataclass(frozen=True)
class Skill:
    """``task`` is the one on top. ``take`` is ``None`` for a message that says nothing about it."""

    take: Callable[[Talk, Any, Frame, Facts], Step | None]
    after: Callable[[Talk, Any, Outcome, Facts], Step]
    ask_again: Callable[[Talk, Any, Facts], Step]


def _of(module: Any) -> Skill:
    return Skill(module.take, module.after, module.ask_again)


SKILLS: Mapping[type, Skill] = {
    BookingTask: _of(booking_task),
    CancelTask: _of(cancel_task),
    MoveTask: _of(move_task),
    ChangeTask: _of(change_task),
    RestoreTask: _of(restore_task),
    ProfileTask: _of(profile_task),
    PrivacyTask: _of(privacy_task),
    SeriesTask: _of(series_task),
    InquiryTask: _of(inquiry_task),
    SurveyTask: _of(survey_task),
    AgentScoreTask: _of(agent_score_task),
    EmergencyTask: _of(emergency_task),
    CareTask: _of(care_task),
    SolvedTask: _of(solved_task),
}
