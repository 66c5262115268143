"""Rasa components by themselves: what they make of one message, without a trained model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.classifier import IntentSetClassifier
from bot.nlu.features import as_document, skeleton_characters
from bot.nlu.normaliser import NORMALISED, Normaliser
from bot.nlu.tokenizer import MAX_CHARS, ChineseTokenizer
from bot.nlu.values import ValueExtractor

EXAMPLES = {
    "greet": ["你好", "您好呀", "在吗", "早上好啊", "哈喽"],
    "book_service": ["想约个保洁", "预约打扫卫生", "帮我约保洁", "找人来打扫", "约个人搞卫生"],
    "nlu_fallback": ["。。。", "……", "嗯？", "？？", "啊"],
    "ask_price": ["多少钱", "怎么收费", "什么价格", "一次多少钱", "收费贵吗"],
}


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage.create(tmp_path)


def parts(storage: LocalModelStorage) -> tuple[Any, ...]:
    context = ExecutionContext(GraphSchema({}), "test")
    built = (
        component.create(component.get_default_config(), storage, Resource("test"), context)
        for component in (Normaliser, ValueExtractor, ChineseTokenizer)
    )
    return tuple(built)


def read(text: str, storage: LocalModelStorage) -> Message:
    message = Message({TEXT: text})
    for component in parts(storage):
        component.process([message])
    return message


def test_normaliser_keeps_the_text_as_typed_and_lays_one_of_the_same_length_beside_it(
    storage: LocalModelStorage,
) -> None:
    message = read("預約清潔Ａ", storage)
    assert (message.get(TEXT), message.get(NORMALISED)) == ("預約清潔Ａ", "预约清洁a")


def test_values_become_entities_with_the_place_in_the_text_as_typed(storage: LocalModelStorage) -> None:
    text = "電話　13800138000"
    phones = [entity for entity in read(text, storage).get("entities") if entity["entity"] == "phone"]
    assert phones == [
        {
            "entity": "phone",
            "start": text.index("1"),
            "end": len(text),
            "value": "13800138000",
            "confidence": 1.0,
            "extractor": "ValueExtractor",
        }
    ]


def test_a_value_is_one_token_with_a_placeholder_for_its_lemma(storage: LocalModelStorage) -> None:
    tokens = read("電話13800138000", storage).get(TOKENS_NAMES[TEXT])
    assert [(token.text, token.lemma) for token in tokens] == [("電話", "电话"), ("13800138000", "Ⓟ")]


def test_tokens_stand_where_the_text_as_typed_has_them(storage: LocalModelStorage) -> None:
    text = "妳好 想約　打掃"
    tokens = read(text, storage).get(TOKENS_NAMES[TEXT])
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]


def test_only_the_beginning_of_a_paste_is_tokenised(storage: LocalModelStorage) -> None:
    tokens = read("好" * (MAX_CHARS + 50), storage).get(TOKENS_NAMES[TEXT])
    assert tokens[-1].end == MAX_CHARS


def test_two_services_asked_for_alike_have_one_skeleton(storage: LocalModelStorage) -> None:
    skeletons = {
        skeleton_characters(as_document(read(text, storage).get(TOKENS_NAMES[TEXT])))
        for text in ("找人通马桶", "搵人搬家", "找人做饭")
    }
    assert skeletons == {"^找人Ⓢ$"}


def trained(storage: LocalModelStorage) -> IntentSetClassifier:
    messages = [Message({TEXT: text, "intent": name}) for name, texts in EXAMPLES.items() for text in texts]
    for component in parts(storage):
        component.process_training_data(TrainingData(messages))
    resource, context = Resource("classifier"), ExecutionContext(GraphSchema({}), "test")
    # With so few examples a second wish never gets as likely as it does with the real ones.
    config = {**IntentSetClassifier.get_default_config(), "further_threshold": 0.2}
    IntentSetClassifier.create(config, storage, resource, context).train(TrainingData(messages))
    return IntentSetClassifier.load(config, storage, resource, context)


def test_classifier_survives_saving_and_names_both_intents_in_the_order_of_the_schema(
    storage: LocalModelStorage,
) -> None:
    message = read("多少钱 想约个保洁", storage)
    trained(storage).process([message])
    reading = message.get("readings")["none"]
    assert [score["name"] for score in reading["intents"]] == ["book_service", "ask_price"]
    assert [(part["start"], part["intent"]) for part in reading["clauses"]] == [(0, "ask_price"), (4, "book_service")]


def test_classifier_trains_the_same_model_twice(tmp_path: Path) -> None:
    rankings = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        own = LocalModelStorage.create(folder)
        message = read("保洁怎么收费", own)
        trained(own).process([message])
        rankings.append(message.get("intent_ranking"))
    assert rankings[0] == rankings[1]


def test_classifier_names_no_intent_for_what_was_labelled_as_meaningless(storage: LocalModelStorage) -> None:
    message = read("。。。。", storage)
    trained(storage).process([message])
    assert message.get("readings")["none"]["intents"] == []
