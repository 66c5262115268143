"""Rasa component: all intents of a message under whatever was asked before it, and their details."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.gravest import gravest
from bot.nlu.labels import CATEGORY, COMPLAIN, labels_of
from bot.nlu.model import LabelModel
from bot.nlu.together import GROUP_OF, Clause, clauses, together
from bot.zh.asked import NOTHING

RANKING_LENGTH = 5

Score = dict[str, Any]
Reading = dict[str, list[dict[str, Any]]]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentSetClassifier(GraphComponent, IntentClassifier):
    """Sets Rasa's `intent` and `intent_ranking`, and what the requirement schema wants besides.

    `readings`: for each group of contexts of bot.zh.asked the `intents` in the order of the schema and, where there are
    several, the `clauses` with the intent each speaks for. `intent` is the first of the reading without context;
    where that is empty the message has no meaning and FallbackClassifier with the same threshold names it nlu_fallback.
    `topic`, `category` and `severity` stand beside the intents they belong to.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"threshold": 0.2, "further_threshold": 0.6, "char_ngrams": 3, "C": 12.0, "random_state": 42}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: LabelModel | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentSetClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentSetClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LabelModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [m for m in training_data.intent_examples if m.get(TEXT)]
        self._model = LabelModel.train(
            [_tokens(m) for m in examples],
            [labels_of(m.get(INTENT), m.get("metadata")) for m in examples],
            char_ngrams=self._config["char_ngrams"],
            strength=self._config["C"],
            random_state=self._config["random_state"],
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if self._model is not None:
                self._classify(message, self._model)
        return messages

    def _classify(self, message: Message, model: LabelModel) -> None:
        tokens = _tokens(message)
        parts = clauses(tokens)
        counted = model.counted([tokens, *(part.tokens for part in parts)])
        readings: dict[str, Reading] = {}
        by_context = model.chances(counted)
        for context, chances in by_context.items():
            ranking = _ranking(model, chances[0])
            if context == NOTHING:
                message.set("intent_ranking", ranking[:RANKING_LENGTH], add_to_output=True)
            readings[context] = _reading(self._accepted(ranking), parts, chances[1:], model)
        plain = readings[NOTHING]["intents"]
        message.set(INTENT, (plain or message.get("intent_ranking"))[0], add_to_output=True)
        message.set("readings", readings, add_to_output=True)
        complaining = by_context[NOTHING][1:, model.intents.index(COMPLAIN)] if COMPLAIN in model.intents else ()
        for kind in model.details:
            values, rows = model.details[kind][0], model.detail_chances(kind, counted)
            name, confidence = gravest(values, rows, complaining) if kind == CATEGORY else _likeliest(values, rows)
            message.set(kind, {"name": name, "confidence": confidence}, add_to_output=True)

    def _accepted(self, ranking: list[Score]) -> list[Score]:
        best = ranking[0]
        if best["confidence"] < self._config["threshold"] or best["name"] not in GROUP_OF:
            return []
        accepted = [best]
        for score in ranking[1:]:
            likely = score["confidence"] >= self._config["further_threshold"] and score["name"] in GROUP_OF
            if likely and all(together(score["name"], other["name"]) for other in accepted):
                accepted.append(score)
        return accepted


def _reading(
    accepted: list[Score], parts: Sequence[Clause[Token]], chances: NDArray[Any], model: LabelModel
) -> Reading:
    """In the order of the schema; with several intents also which clause speaks for which (``chances``: a row each)."""
    if len(accepted) < 2 or not parts:
        return {"intents": sorted(accepted, key=lambda score: GROUP_OF[score["name"]]), "clauses": []}
    names = [score["name"] for score in accepted]
    chances = chances[:, [model.intents.index(name) for name in names]]
    place = {name: int(chances[:, column].argmax()) for column, name in enumerate(names)}
    spoken = [
        {"start": part.start, "end": part.end, "intent": names[int(row.argmax())]}
        for part, row in zip(parts, chances, strict=True)
    ]
    ordered = sorted(accepted, key=lambda score: (GROUP_OF[score["name"]], place[score["name"]]))
    return {"intents": ordered, "clauses": spoken}


def _likeliest(values: Sequence[str], chances: NDArray[Any]) -> tuple[str, float]:
    best = int(chances[0].argmax())
    return values[best], float(chances[0][best])


def _ranking(model: LabelModel, chances: NDArray[Any]) -> list[Score]:
    scores = ({"name": name, "confidence": float(chance)} for name, chance in zip(model.intents, chances, strict=True))
    return sorted(scores, key=lambda score: -score["confidence"])


def _tokens(message: Message) -> list[Token]:
    return list(message.get(TOKENS_NAMES[TEXT]) or [])
