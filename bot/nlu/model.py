"""One logistic regression per intent over the n-grams of a message, and one per detail over its values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rasa.nlu.tokenizers.tokenizer import Token
from scipy.sparse import csr_matrix, diags, hstack
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from bot.nlu.features import as_document, restored, vectoriser, vocabularies, weights
from bot.nlu.labels import DETAILS, Labels
from bot.zh.asked import GROUPS, NOTHING

_WORDS = "labels.json"
_NUMBERS = "labels.npz"


@dataclass(frozen=True)
class LabelModel:
    """What was learned.

    ``coefficients``: a row an n-gram, the last one for every message. Its columns stand in blocks of one a sorted
    intent: what a message says whatever was asked, then what it says besides when something of each of ``GROUPS`` was
    asked. ``details``: the values of each detail and their coefficients.
    """

    intents: tuple[str, ...]
    char_ngrams: int
    vectoriser: FeatureUnion
    coefficients: NDArray[np.float32]
    details: Mapping[str, tuple[tuple[str, ...], NDArray[np.float32]]]

    @classmethod
    def train(
        cls,
        messages: Sequence[Sequence[Token]],
        labels: Sequence[Labels],
        *,
        char_ngrams: int,
        strength: float,
        random_state: int,
    ) -> LabelModel:
        documents = [as_document(tokens) for tokens in messages]
        features = vectoriser(char_ngrams).fit(documents)
        counted = _with_constant(features.transform(documents))
        by_context = _by_context(counted, [label.context for label in labels])
        intents = tuple(sorted({intent for label in labels for intent in label.intents}))
        # dual: many times faster where there are more n-grams than messages.
        regression = LogisticRegression(
            C=strength,
            solver="liblinear",
            dual=True,
            tol=1e-3,
            fit_intercept=False,
            class_weight="balanced",
            random_state=random_state,
        )
        columns = [
            regression.fit(by_context, [intent in label.intents for label in labels]).coef_[0] for intent in intents
        ]
        details = {
            detail: found
            for detail, intent in DETAILS.items()
            if (found := _detail(detail, intent, counted, labels, regression)) is not None
        }
        by_intent = [np.split(column, 1 + len(GROUPS)) for column in columns]
        blocks = [block for group in zip(*by_intent, strict=True) for block in group]
        return cls(intents, char_ngrams, features, _by_row(blocks), details)

    def counted(self, messages: Sequence[Sequence[Token]]) -> csr_matrix:
        """What the messages say in n-grams, a row each; the last column counts for every message."""
        counted = self.vectoriser.transform([as_document(tokens) for tokens in messages])
        return _with_constant(counted).astype(np.float32)

    def chances(self, counted: csr_matrix) -> dict[str, NDArray[np.float64]]:
        """Under everything that may have been asked: a row a message, a column an intent, independent of each other."""
        told = np.split(np.asarray(counted @ self.coefficients, np.float64), 1 + len(GROUPS), axis=1)
        besides = {group: told[0] + more for group, more in zip(GROUPS, told[1:], strict=True)}
        return {context: expit(said) for context, said in {NOTHING: told[0], **besides}.items()}

    def detail_chances(self, kind: str, counted: csr_matrix) -> NDArray[np.float32]:
        """A row a message, a column a value of ``details``; a row sums up to 1."""
        return softmax(np.asarray(counted @ self.details[kind][1]), axis=1)

    def save(self, folder: Path) -> None:
        """Words as JSON, numbers as plain arrays: small, quick to load, and nothing in them can come to life."""
        known = {
            "intents": self.intents,
            "details": {kind: values for kind, (values, _) in self.details.items()},
            "char_ngrams": self.char_ngrams,
            "vocabularies": vocabularies(self.vectoriser),
        }
        (folder / _WORDS).write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        details = {f"detail_{kind}": numbers for kind, (_, numbers) in self.details.items()}
        np.savez(folder / _NUMBERS, coefficients=self.coefficients, **details, **weights(self.vectoriser))

    @classmethod
    def load(cls, folder: Path) -> LabelModel:
        known = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _NUMBERS, allow_pickle=False) as numbers:
            details = {kind: (tuple(values), numbers[f"detail_{kind}"]) for kind, values in known["details"].items()}
            return cls(
                tuple(known["intents"]),
                known["char_ngrams"],
                restored(known["char_ngrams"], known["vocabularies"], numbers),
                numbers["coefficients"],
                details,
            )


def _by_row(columns: Sequence[NDArray[np.float64]]) -> NDArray[np.float32]:
    """Row by row in memory and as narrow as what it is multiplied with; a sparse product copies anything else first."""
    return np.stack(columns, axis=1).astype(np.float32, order="C")


def _with_constant(counted: csr_matrix) -> csr_matrix:
    """One column more that every message has: what a regression says before it reads anything."""
    return csr_matrix(hstack([counted, np.ones((counted.shape[0], 1))]))


def _by_context(counted: csr_matrix, contexts: Sequence[str]) -> csr_matrix:
    """The features once for all contexts and once more for the example's own."""
    own = (diags([float(context == group) for context in contexts]) @ counted for group in GROUPS)
    return csr_matrix(hstack([counted, *own]))


def _detail(
    detail: str, intent: str, counted: csr_matrix, labels: Sequence[Labels], regression: LogisticRegression
) -> tuple[tuple[str, ...], NDArray[np.float32]] | None:
    rows = [row for row, label in enumerate(labels) if intent in label.intents and detail in label.details]
    values = sorted({labels[row].details[detail] for row in rows})
    if len(values) < 2:
        return None
    said = [labels[row].details[detail] for row in rows]
    columns = [regression.fit(counted[rows], [value == one for value in said]).coef_[0] for one in values]
    return tuple(values), _by_row(columns)
