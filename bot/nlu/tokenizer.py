"""Rasa component: Chinese words, cut at the borders of recognised values."""

from __future__ import annotations

import logging
from typing import Any

import jieba
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.normaliser import NORMALISED
from bot.nlu.values import VALUES
from bot.zh.extract import MAX_CHARS

# One character for a whole value: "改到周五下午" and "改到后天" look alike to the classifier.
PLACEHOLDERS = {
    "time": "Ⓣ",
    "frequency": "Ⓕ",
    "duration": "Ⓓ",
    "area": "Ⓐ",
    "rooms": "Ⓡ",
    "phone": "Ⓟ",
    "phone_invalid": "Ⓟ",
    "address": "Ⓛ",
    "address_part": "Ⓛ",
}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ChineseTokenizer(Tokenizer):
    """Token.text is as typed, Token.lemma normalised or the placeholder of its value; data "kind" names the value."""

    @staticmethod
    def supported_languages() -> list[str] | None:
        return ["zh"]

    @staticmethod
    def required_packages() -> list[str]:
        return ["jieba"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"intent_tokenization_flag": False, "intent_split_symbol": "+"}

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__({**self.get_default_config(), **config})
        jieba.setLogLevel(logging.WARNING)
        jieba.initialize()

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = message.get(attribute)[:MAX_CHARS]
        if attribute != TEXT:
            return _words(text, text, 0, len(text))
        plain = (message.get(NORMALISED) or text)[:MAX_CHARS]
        tokens: list[Token] = []
        position = 0
        for value in message.get(VALUES) or []:
            start, end = value["start"], value["end"]
            if start < position or end > len(text):
                continue
            tokens += _words(text, plain, position, start)
            lemma = PLACEHOLDERS.get(value["entity"])
            own = [Token(text[start:end], start, end, lemma=lemma)] if lemma else _words(text, plain, start, end)
            for token in own:
                token.set("kind", value["entity"])
            tokens += own
            position = end
        return tokens + _words(text, plain, position, len(text))


def _words(text: str, plain: str, start: int, end: int) -> list[Token]:
    return [
        Token(text[start + left : start + right], start + left, lemma=word)
        for word, left, right in jieba.tokenize(plain[start:end])
        if not word.isspace()
    ]
