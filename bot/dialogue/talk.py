"""The dialogue's state: the tasks over each other, and what lies above them; stored with the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.dialogue.asking import InquiryTask
from bot.dialogue.tasks import AnyTask, BookingTask, EmergencyTask, SeriesTask, Task
from bot.dialogue.values import BookingDraft, Option
from bot.zh.normalise import SIMPLIFIED

OFFER_HUMAN = "limits:human"
HUMAN_OPTIONS = (Option("human", "转人工"), Option("continue", "继续自助预约"))


@dataclass(frozen=True)
class Talk:
    """``offered_human``: the last question was whether a person shall take over; it lies above every task."""

    tasks: tuple[Task, ...] = ()
    offered_human: bool = False
    misunderstood: int = 0
    asked_about: BookingDraft | None = None
    """What the last questions named, for the wish that follows them."""
    owed: str = ""
    """A question how long it takes whose answer waits for the size of the home."""
    asked_needs: tuple[str, ...] = ()
    """Extras whose price the last message asked for, and which are not wished yet."""
    to_praise: str = ""
    """Good words for a provider, to be noted when the turn's other effects are done."""
    to_store: str = ""
    """Another phone of hers, to be stored when the turn's other effects are done."""
    order_id: str | None = None
    """The order that was talked of last."""
    ticket_id: str = ""
    """The ticket that was talked of last, while nothing else has been."""
    next_act: tuple[str, ...] = ()
    """What was wished of another order in the same message, and waits until the first is settled."""
    moved_from: datetime | None = None
    """Where that order was before the customer moved it in this talk."""
    typed: tuple[str, ...] = ()
    """Addresses she has written in this talk."""
    dropped: BookingTask | None = None
    """A booking that was given up: it may be gone on with for a while."""
    passed_on: EmergencyTask | None = None
    """The danger for which she waits for a person now."""
    met: bool = False
    touched_at: datetime | None = None
    said: tuple[str, ...] = ()
    """The sentences of the last turn, as keys: nothing is said twice in a row in the same words."""
    heard: str = ""
    """Her last message that told something."""
    insisted: int = 0
    """So often in a row she has said the very same again."""
    attached: tuple[str, ...] = ()
    """Pictures that have come and belong to no order yet."""
    angry: int = 0
    """So often in a row she has been angry with the bot."""
    unheard: int = 0
    """Voices in a row of which no word was understood."""
    script: str = SIMPLIFIED
    """The one she writes, and is answered in."""

    @property
    def top(self) -> AnyTask | None:
        return self.tasks[-1] if self.tasks else None

    @property
    def asked(self) -> str:
        """The schema's context: what the bot asked last. A yes or no to the company's question reads alike in all."""
        if self.offered_human:
            return OFFER_HUMAN
        return next((task.asked for task in reversed(self.tasks) if not isinstance(task, InquiryTask)), "none")

    @property
    def waits_for_yes(self) -> bool:
        """Whether something was shown that a yes would do."""
        return self.top is not None and "confirm" in self.top.asked

    @property
    def options(self) -> tuple[Option, ...]:
        """What numbers mean while the question stands."""
        if self.offered_human:
            return HUMAN_OPTIONS
        return self.top.options if self.top else ()

    @property
    def is_of_series(self) -> bool:
        """Whether what is talked of is the rhythm of a series: a weekday is then a rule, and no date."""
        match self.top:
            case BookingTask() as task:
                return task.draft.frequency is not None
            case SeriesTask() as task:
                return task.open_rule is not None
            case _:
                return False

    def with_top(self, task: AnyTask) -> Talk:
        """The same talk with its top task in a new state."""
        return replace(self, tasks=(*self.tasks[:-1], task))

    def without_top(self) -> Talk:
        return replace(self, tasks=self.tasks[:-1])

    def asking(self, context: str, options: tuple[Option, ...] = ()) -> Talk:
        """The same talk with a new open question of its top task."""
        return self.with_top(replace(self.top, asked=context, options=options)) if self.top else self


_TALK = TypeAdapter(Talk)


def talk_from(plain: Mapping[str, Any]) -> Talk:
    """The state as stored with the conversation; what an older version wrote and cannot be read is a new talk."""
    try:
        return _TALK.validate_python(dict(plain)) if plain else Talk()
    except ValidationError:
        return Talk(met=True)


def script_of(plain: Mapping[str, Any]) -> str:
    """The script of a stored talk, without reading the rest of it."""
    return str(plain.get("script", SIMPLIFIED))


def talk_to(talk: Talk) -> dict[str, Any]:
    plain: dict[str, Any] = _TALK.dump_python(talk, mode="json")
    return plain
