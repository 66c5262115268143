"""Rasa component: the values that bot.zh finds become entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.zh.extract import find

VALUES = "values"


# A featurizer as well, so that the tokenizer sees the values while training.
@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=False,
)
class ValueExtractor(GraphComponent):
    """One entity per value: entity = kind, value = the JSON value, start and end in the text as typed."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ValueExtractor:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            values = _values(message)
            message.set(VALUES, values)
            message.set(ENTITIES, message.get(ENTITIES, []) + values, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for message in training_data.training_examples:
            message.set(VALUES, _values(message))
        return training_data


def _values(message: Message) -> list[dict[str, Any]]:
    return [
        {
            "entity": found.kind,
            "start": found.start,
            "end": found.end,
            "value": found.value,
            "confidence": 1.0,
            "extractor": ValueExtractor.__name__,
        }
        for found in find(message.get(TEXT) or "")
    ]
