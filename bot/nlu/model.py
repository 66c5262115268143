"""One logistic regression per label over the n-grams of a message."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import skops.io
from numpy.typing import NDArray
from rasa.nlu.tokenizers.tokenizer import Token
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion
from sklearn.preprocessing import MultiLabelBinarizer

from bot.nlu.features import as_document, vectoriser
from bot.nlu.labels import Label

_FILE = "labels.skops"
# What a model file may bring to life besides scikit-learn's own classes.
_TRUSTED = {"bot.nlu.features.characters", "bot.nlu.features.words", "scipy.sparse._csr.csr_matrix"}


@dataclass(frozen=True)
class LabelModel:
    """`labels` in the order of the columns of `probabilities`; the columns are independent, they do not sum up to 1."""

    labels: tuple[Label, ...]
    vectoriser: FeatureUnion
    weights: NDArray[np.float32]
    intercepts: NDArray[np.float32]

    @classmethod
    def train(
        cls,
        messages: list[list[Token]],
        labels: list[frozenset[Label]],
        *,
        char_ngrams: int,
        word_ngrams: int,
        strength: float,
        random_state: int,
    ) -> LabelModel:
        documents = [as_document(tokens) for tokens in messages]
        binarizer = MultiLabelBinarizer()
        targets = binarizer.fit_transform(labels)
        features = vectoriser(char_ngrams, word_ngrams).fit(documents)
        regression = LogisticRegression(
            C=strength, solver="liblinear", class_weight="balanced", random_state=random_state
        )
        fitted = OneVsRestClassifier(regression).fit(features.transform(documents), targets).estimators_
        return cls(
            tuple(binarizer.classes_),
            features,
            np.vstack([one.coef_[0] for one in fitted]).T.astype(np.float32),
            np.array([one.intercept_[0] for one in fitted], np.float32),
        )

    def probabilities(self, messages: list[list[Token]]) -> NDArray[np.float64]:
        features = self.vectoriser.transform([as_document(tokens) for tokens in messages])
        # One product for all labels: asking each regression by itself takes most of a message's time.
        return np.asarray(expit(features @ self.weights + self.intercepts), np.float64)

    def save(self, folder: Path) -> None:
        skops.io.dump({field.name: getattr(self, field.name) for field in fields(self)}, folder / _FILE)

    @classmethod
    def load(cls, folder: Path) -> LabelModel:
        file = folder / _FILE
        unknown = set(skops.io.get_untrusted_types(file=file)) - _TRUSTED
        if unknown:
            raise ValueError(f"model file names types that are not trusted: {sorted(unknown)}")
        return cls(**skops.io.load(file, trusted=sorted(_TRUSTED)))
