"""One logistic regression per label over the n-grams of a message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasa.nlu.tokenizers.tokenizer import Token
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import MultiLabelBinarizer

from bot.nlu.features import as_document, restored, vectoriser, vocabularies, weights
from bot.nlu.labels import Label

_WORDS = "labels.json"
_NUMBERS = "labels.npz"


@dataclass(frozen=True)
class LabelModel:
    """`labels` in the order of the columns of `probabilities`; the columns are independent, they do not sum up to 1."""

    labels: tuple[Label, ...]
    char_ngrams: int
    vectoriser: FeatureUnion
    coefficients: NDArray[np.float32]
    intercepts: NDArray[np.float32]

    @classmethod
    def train(
        cls,
        messages: Sequence[Sequence[Token]],
        labels: Sequence[frozenset[Label]],
        *,
        char_ngrams: int,
        strength: float,
        random_state: int,
    ) -> LabelModel:
        documents = [as_document(tokens) for tokens in messages]
        binarizer = MultiLabelBinarizer()
        targets = binarizer.fit_transform(labels)
        features = vectoriser(char_ngrams).fit(documents)
        regression = LogisticRegression(
            C=strength, solver="liblinear", class_weight="balanced", random_state=random_state
        )
        fitted = OneVsRestClassifier(regression).fit(features.transform(documents), targets).estimators_
        return cls(
            tuple(binarizer.classes_),
            char_ngrams,
            features,
            np.vstack([one.coef_[0] for one in fitted]).T.astype(np.float32),
            np.array([one.intercept_[0] for one in fitted], np.float32),
        )

    def probabilities(self, messages: Sequence[Sequence[Token]]) -> NDArray[np.float64]:
        features = self.vectoriser.transform([as_document(tokens) for tokens in messages])
        # One product for all labels: asking each regression by itself takes most of a message's time.
        return np.asarray(expit(features @ self.coefficients + self.intercepts), np.float64)

    def save(self, folder: Path) -> None:
        """Words as JSON, numbers as plain arrays: small, quick to load, and nothing in them can come to life."""
        known = {"labels": self.labels, "char_ngrams": self.char_ngrams, "vocabularies": vocabularies(self.vectoriser)}
        (folder / _WORDS).write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        numbers = {"coefficients": self.coefficients, "intercepts": self.intercepts, **weights(self.vectoriser)}
        np.savez(folder / _NUMBERS, **numbers)

    @classmethod
    def load(cls, folder: Path) -> LabelModel:
        known = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _NUMBERS, allow_pickle=False) as numbers:
            return cls(
                tuple((kind, name) for kind, name in known["labels"]),
                known["char_ngrams"],
                restored(known["char_ngrams"], known["vocabularies"], numbers),
                numbers["coefficients"],
                numbers["intercepts"],
            )
