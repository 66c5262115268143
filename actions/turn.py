"""``action_turn``: hand the understood turn to the dialogue and utter what it says."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import BotAction
from actions.tracker import turn_of
from bot.usecases.turn import take_turn


class ActionTurn(BotAction):
    def name(self) -> str:
        return "action_turn"

    async def speak(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        for say in await take_turn(self._deps, turn_of(tracker)):
            buttons = [{"title": choice.title, "payload": choice.id} for choice in say.choices]
            dispatcher.utter_message(response=say.response, buttons=buttons or None, **say.values)
