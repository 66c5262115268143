"""What every action shares: log binding, and errors turned into responses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import structlog
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.tracker import turn_of
from bot.domain.errors import DomainError, StoreBusy
from bot.ports import Deps

log = structlog.get_logger()


class BotAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk ships no types
    """An action over ``Deps``; subclasses implement ``speak``."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        turn = turn_of(tracker)
        with structlog.contextvars.bound_contextvars(
            conversation_id=turn.conversation_id, message_id=turn.message_id, action=self.name()
        ):
            try:
                await self.speak(dispatcher, tracker)
            except DomainError as error:
                log.warning("action_refused", code=error.code)
                dispatcher.utter_message(response=f"utter_error_{error.code}")
            except StoreBusy as error:
                # Nothing was committed: the worker hears silence and says its one kind sentence.
                log.error("action_store_busy", code=error.code, detail=str(error))
        return []

    @abstractmethod
    async def speak(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        """Calls one use case and utters what it says."""
