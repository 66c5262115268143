"""What the intent classifier counts: words and characters of a tokenised message."""

from __future__ import annotations

import re

from rasa.nlu.tokenizers.tokenizer import Token
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

_DIGITS = re.compile(r"[0-9]+")
_WORD_BREAK = "\x1f"


def as_document(tokens: list[Token]) -> str:
    """Lemmas joined by a character no normalised message contains, so that words can be told apart again."""
    return _WORD_BREAK.join(token.lemma for token in tokens)


def words(document: str) -> list[str]:
    return document.split(_WORD_BREAK)


def characters(document: str) -> str:
    # How many digits a number has says nothing about the wish; where the message starts and ends does.
    return "^" + _DIGITS.sub("0", document.replace(_WORD_BREAK, "")) + "$"


def vectoriser(char_ngrams: int, word_ngrams: int) -> FeatureUnion:
    """n-grams of up to `char_ngrams` characters beside n-grams of up to `word_ngrams` words, tf-idf weighted."""
    by_character = TfidfVectorizer(
        analyzer="char", preprocessor=characters, ngram_range=(1, char_ngrams), sublinear_tf=True
    )
    by_word = TfidfVectorizer(
        preprocessor=str, tokenizer=words, token_pattern=None, ngram_range=(1, word_ngrams), sublinear_tf=True
    )
    return FeatureUnion([("characters", by_character), ("words", by_word)])
