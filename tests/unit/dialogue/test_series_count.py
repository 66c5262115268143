"""How many visits a series is to have, said by itself while it is gathered."""

from __future__ import annotations

import pytest

from bot.dialogue.frame import Frame, Request
from bot.dialogue.series_count import with_visits_said


@pytest.mark.parametrize("intents", [("abandon",), ("book_service",), ("chitchat",), ()])
@pytest.mark.parametrize("requests", [(), (Request(frequency={"count": 8}),)])
def test_a_number_of_visits_is_told_whatever_it_was_taken_for(intents, requests):
    heard = with_visits_said(Frame("先做八次，之后是否继续再看", intents, 0.4, requests=requests), of_series=True)
    assert heard.intents == ("inform",)
    assert heard.request.frequency == {"count": 8}


@pytest.mark.parametrize(
    ("text", "of_series"), [("先做八次", False), ("先这样，不约了", True), ("每周做两次", True), ("上次做了六次", True)]
)
def test_other_words_stay_what_they_are(text, of_series):
    frame = Frame(text, ("abandon",), 0.9)
    assert with_visits_said(frame, of_series) == frame
