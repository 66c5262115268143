from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.errors import IllegalTransition, InvalidData
from bot.domain.inquiry import Extra, Inquiry, InquiryKind, InquiryState, Replacement, WaitlistOffer
from tests.builders import NOW, an_inquiry

ENDS: dict[InquiryState, Callable[[Inquiry], Inquiry]] = {
    InquiryState.ACCEPTED: lambda inquiry: inquiry.answered(True, NOW),
    InquiryState.DECLINED: lambda inquiry: inquiry.answered(False, NOW),
    InquiryState.EXPIRED: lambda inquiry: inquiry.expired(),
    InquiryState.WITHDRAWN: lambda inquiry: inquiry.withdrawn(),
}


@pytest.mark.parametrize("state", ENDS)
def test_an_open_inquiry_ends_in_one_of_four_ways(state: InquiryState):
    assert ENDS[state](an_inquiry()).state is state


@pytest.mark.parametrize("ended", ENDS)
@pytest.mark.parametrize("again", ENDS)
def test_what_has_ended_stays_as_it_ended(ended: InquiryState, again: InquiryState):
    with pytest.raises(IllegalTransition):
        ENDS[again](ENDS[ended](an_inquiry()))


def test_only_an_answer_has_its_time():
    assert an_inquiry().answered(False, NOW).answered_at == NOW
    assert [one.answered_at for one in (an_inquiry().expired(), an_inquiry().withdrawn())] == [None, None]


def test_an_answer_that_comes_when_the_time_is_over_does_not_count():
    with pytest.raises(IllegalTransition):
        an_inquiry(expires_at=NOW).answered(True, NOW)
    assert an_inquiry(expires_at=NOW).answered(True, NOW - timedelta(seconds=1)).state is InquiryState.ACCEPTED


def test_the_kind_follows_from_what_it_is_about():
    contents = (Extra("擦外窗", 1, "p1"), Replacement(("p2",), ("p1",), ""), WaitlistOffer("wl_1", "bk_1"))
    assert [an_inquiry(content=content).kind for content in contents] == list(InquiryKind)


@pytest.mark.parametrize(("label", "fen"), [("", 5000), (" ", 5000), ("擦外窗", 0), ("擦外窗", -5000)])
def test_an_extra_without_words_or_a_price_is_none(label: str, fen: int):
    with pytest.raises(InvalidData):
        Extra(label, fen, "p1")
