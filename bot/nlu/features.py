"""What the intent classifier counts: words and characters of a tokenised message."""

from __future__ import annotations

import re

from rasa.nlu.tokenizers.tokenizer import Token
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

_DIGITS = re.compile(r"[0-9]+")
# Neither stands in a normalised message, where control characters are blanks.
_WORD_BREAK = "\x1f"
_KINDS_BEGIN = "\x1e"


def as_document(tokens: list[Token]) -> str:
    """The lemmas and the kinds of value that were named, joined so that they can be told apart again."""
    kinds = sorted({token.get("kind") for token in tokens if token.get("kind")})
    return _WORD_BREAK.join(token.lemma for token in tokens) + _KINDS_BEGIN + _WORD_BREAK.join(kinds)


def words(document: str) -> list[str]:
    """The words, and each kind of value as one word more."""
    spoken, _, kinds = document.partition(_KINDS_BEGIN)
    return spoken.split(_WORD_BREAK) + [f"<{kind}>" for kind in kinds.split(_WORD_BREAK) if kind]


def characters(document: str) -> str:
    # How many digits a number has says nothing about the wish; where the message starts and ends does.
    spoken = document.partition(_KINDS_BEGIN)[0]
    return "^" + _DIGITS.sub("0", spoken.replace(_WORD_BREAK, "")) + "$"


def vectoriser(char_ngrams: int, word_ngrams: int) -> FeatureUnion:
    """n-grams of up to `char_ngrams` characters beside n-grams of up to `word_ngrams` words, tf-idf weighted."""
    by_character = TfidfVectorizer(
        analyzer="char", preprocessor=characters, ngram_range=(1, char_ngrams), sublinear_tf=True
    )
    by_word = TfidfVectorizer(
        preprocessor=str, tokenizer=words, token_pattern=None, ngram_range=(1, word_ngrams), sublinear_tf=True
    )
    return FeatureUnion([("characters", by_character), ("words", by_word)])
