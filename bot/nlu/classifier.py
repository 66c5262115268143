"""Rasa component: all intents of a message, the topic of a question and the category of a complaint."""

from __future__ import annotations

from typing import Any

import numpy as np
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

from bot.nlu.labels import DETAILS, labels_of
from bot.nlu.model import LabelModel
from bot.nlu.together import GROUP_OF, clauses, together

RANKING_LENGTH = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentSetClassifier(GraphComponent, IntentClassifier):
    """Sets `intent`, `intent_ranking`, `intents` (ordered as the requirement schema says) and `topic`, `category`.

    `intents` is empty for a message without meaning; FallbackClassifier with the same threshold names it nlu_fallback.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "threshold": 0.2,
            "further_threshold": 0.6,
            "char_ngrams": 3,
            "C": 12.0,
            "random_state": 42,
        }

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
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        if self._model is None:
            return
        tokens = _tokens(message)
        whole = self._model.probabilities([tokens])[0]
        ranking = sorted(self._scores(whole, "intent"), key=lambda score: -score["confidence"])
        accepted = self._ordered(self._accepted(ranking), tokens)
        first = (accepted or ranking)[0]
        message.set(INTENT, first, add_to_output=True)
        rest = [score for score in ranking if score is not first]
        message.set("intent_ranking", [first, *rest][:RANKING_LENGTH], add_to_output=True)
        message.set("intents", accepted, add_to_output=True)
        for detail, intent in DETAILS.items():
            if any(score["name"] == intent for score in accepted):
                best = max(self._scores(whole, detail), key=lambda score: score["confidence"])
                message.set(detail, best, add_to_output=True)

    def _scores(self, probabilities: NDArray[np.float64], kind: str) -> list[dict[str, Any]]:
        assert self._model is not None
        return [
            {"name": name, "confidence": float(probability)}
            for (label_kind, name), probability in zip(self._model.labels, probabilities, strict=True)
            if label_kind == kind
        ]

    def _accepted(self, ranking: list[dict[str, Any]]) -> list[dict[str, Any]]:
        best = ranking[0]
        if best["confidence"] < self._config["threshold"] or best["name"] not in GROUP_OF:
            return []
        accepted = [best]
        for score in ranking[1:]:
            likely = score["confidence"] >= self._config["further_threshold"] and score["name"] in GROUP_OF
            if likely and all(together(score["name"], other["name"]) for other in accepted):
                accepted.append(score)
        return accepted

    def _ordered(self, accepted: list[dict[str, Any]], tokens: list[Token]) -> list[dict[str, Any]]:
        groups = [GROUP_OF[score["name"]] for score in accepted]
        if len(set(groups)) == len(groups):
            return sorted(accepted, key=lambda score: GROUP_OF[score["name"]])
        assert self._model is not None
        parts = self._model.probabilities(clauses(tokens) or [tokens])
        place = {
            score["name"]: int(parts[:, self._model.labels.index(("intent", score["name"]))].argmax())
            for score in accepted
        }
        return sorted(accepted, key=lambda score: (GROUP_OF[score["name"]], place[score["name"]]))


def _tokens(message: Message) -> list[Token]:
    return list(message.get(TOKENS_NAMES[TEXT]) or [])
