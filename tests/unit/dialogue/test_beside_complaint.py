"""A complaint with a wish beside it, taken apart."""

from __future__ import annotations

import pytest

from bot.dialogue.beside_complaint import apart
from bot.dialogue.understanding import frame_from
from tests.builders import NOW
from tests.talker import parse_of


@pytest.mark.parametrize(
    ("said", "heard", "told", "wish"),
    [
        ("阿姨迟到了，另外周五的改到周六", "reschedule_booking", "阿姨迟到了", "周五的改到周六"),
        (
            "周五的改到周六下午两点，对了昨天那个阿姨态度很差", "reschedule_booking",
            "对了昨天那个阿姨态度很差", "周五的改到周六下午两点",
        ),
        ("昨天阿姨迟到了一小时。还有周五那次取消吧", "cancel_booking", "昨天阿姨迟到了一小时", "周五那次取消吧"),
        ("阿姨把花瓶打碎了，顺便周三那单加个擦玻璃", "change_booking", "阿姨把花瓶打碎了", "周三那单加个擦玻璃"),
        ("上次擦得不干净，另外再帮我约个周六的保洁", "book_service", "上次擦得不干净", "再帮我约个周六的保洁"),
    ],
)  # fmt: skip
def test_a_fault_is_heard_beside_a_wish_and_each_has_its_words(said: str, heard: str, told: str, wish: str):
    frame = frame_from(parse_of(said, heard), NOW)
    assert frame.intents == ("complain", heard)
    complaint, kept = apart(frame)
    assert (complaint.text, complaint.intents, kept) == (told, ("complain",), (heard, wish))


@pytest.mark.parametrize(
    "said", ["周五的改到周六，希望阿姨别迟到", "另外周五的改到周六", "周五的改到周六，还有阿姨要带梯子"]
)
def test_a_wish_alone_is_no_complaint(said: str):
    assert frame_from(parse_of(said, "reschedule_booking"), NOW).intents == ("reschedule_booking",)


@pytest.mark.parametrize(
    "said",
    [
        "约个保洁，家里地上不干净，另外油烟机也洗一下",
        "马桶被我弄坏了，叫师傅来修，另外周六打扫",
        "昨天孩子把地毯弄脏了，另外周五约个保洁",
        "阿姨从来不迟到，还有，周五再约她",
    ],
)
def test_what_the_family_did_and_what_never_happened_is_no_complaint(said: str):
    assert frame_from(parse_of(said, "book_service"), NOW).intents == ("book_service",)


def test_displeasure_that_the_model_takes_for_something_else_is_a_doubtful_complaint():
    frame = frame_from(parse_of("昨天那单我不太满意", "reschedule_booking", confidence=0.55), NOW)
    assert (frame.intents, frame.is_doubtful, frame.requests) == (("complain",), True, ())
