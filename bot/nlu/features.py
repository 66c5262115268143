"""What the intent classifier counts: words and characters of a tokenised message, and its skeleton."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.nlu.tokenizers.tokenizer import Token
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from bot.nlu.dialect import standard

# Beside words a face or a heart says nothing of the wish; alone it is the whole message.
_SAYS = re.compile(r"[\w?!,.;:、~Ⓐ-ⓩ%]")
_DIGITS = re.compile(r"[0-9]+")
# Neither stands in a normalised message, where control characters are blanks.
_WORD_BREAK = "\x1f"
_PART_BREAK = "\x1e"
# Values that keep their words; in the skeleton "找人擦窗" and "找人洗空调" look alike.
_SKELETON = {
    "service": "Ⓢ",
    "need": "Ⓝ",
    "quantity": "Ⓠ",
    "provider": "Ⓥ",
    "providers": "Ⓦ",
    "name": "Ⓜ",
    "choice": "Ⓒ",
    "score": "Ⓖ",
    "note": "Ⓞ",
}


def as_document(tokens: Sequence[Token]) -> str:
    """The lemmas, the kinds of value that were named, and the skeleton, joined so that they can be told apart again."""
    spoken = [token for token in tokens if _SAYS.search(token.lemma)] or tokens
    kinds = sorted({token.get("kind") for token in spoken if token.get("kind")})
    lemmas = (standard(token.lemma) for token in spoken)
    return _PART_BREAK.join((_WORD_BREAK.join(lemmas), _WORD_BREAK.join(kinds), _skeleton(spoken)))


def _skeleton(tokens: Sequence[Token]) -> str:
    parts = []
    for kind, run in groupby(tokens, key=lambda token: token.get("kind")):
        parts.append(_SKELETON.get(kind) or "".join(standard(token.lemma) for token in run))
    return "".join(parts)


def words(document: str) -> list[str]:
    """The words, and each kind of value as one word more."""
    spoken, kinds, _ = document.split(_PART_BREAK)
    return spoken.split(_WORD_BREAK) + [f"<{kind}>" for kind in kinds.split(_WORD_BREAK) if kind]


def characters(document: str) -> str:
    return _bounded(document.split(_PART_BREAK, maxsplit=1)[0].replace(_WORD_BREAK, ""))


def skeleton_characters(document: str) -> str:
    return _bounded(document.split(_PART_BREAK)[2])


def _bounded(text: str) -> str:
    # How many digits a number has says nothing about the wish; where the message starts and ends does.
    return "^" + _DIGITS.sub("0", text) + "$"


def vectoriser(char_ngrams: int) -> FeatureUnion:
    """n-grams of up to `char_ngrams` characters of message and skeleton, beside its words; tf-idf weighted."""
    ngrams: dict[str, Any] = {"analyzer": "char", "ngram_range": (1, char_ngrams), "min_df": 2}
    return FeatureUnion(
        [
            ("characters", TfidfVectorizer(preprocessor=characters, sublinear_tf=True, **ngrams)),
            ("words", TfidfVectorizer(preprocessor=str, tokenizer=words, token_pattern=None, sublinear_tf=True)),
            ("skeleton", TfidfVectorizer(preprocessor=skeleton_characters, sublinear_tf=True, **ngrams)),
        ]
    )


def vocabularies(union: FeatureUnion) -> dict[str, list[str]]:
    """What each part of a fitted vectoriser counts, in the order of its columns."""
    return {name: part.get_feature_names_out().tolist() for name, part in union.transformer_list}


def weights(union: FeatureUnion) -> dict[str, NDArray[np.float32]]:
    """How much each of these counts."""
    return {name: part.idf_.astype(np.float32) for name, part in union.transformer_list}


def restored(
    char_ngrams: int, known: Mapping[str, Sequence[str]], weighed: Mapping[str, NDArray[np.float32]]
) -> FeatureUnion:
    """A fitted vectoriser from what `vocabularies` and `weights` told."""
    union = vectoriser(char_ngrams)
    for name, part in union.transformer_list:
        part.set_params(vocabulary={term: column for column, term in enumerate(known[name])})
        part.idf_ = weighed[name]
    return union
