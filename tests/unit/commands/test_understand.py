"""``understand``: lines in, frames out, whatever the lines are."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.understand import BadLine, answer_lines, question_of
from bot.domain.errors import DialogueUnavailable
from tests.fakes import ScriptedDialogue
from tests.talker import parse_of

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


class Reading(ScriptedDialogue):
    """Hears a wish in everything; the shorter a text, the longer it takes."""

    async def parse(self, text: str) -> Mapping[str, Any]:
        await asyncio.sleep(0.02 / (1 + len(text)))
        return parse_of(text, "book_service")


class Gone(ScriptedDialogue):
    async def parse(self, text: str) -> Mapping[str, Any]:
        raise DialogueUnavailable("Rasa is gone")


def answers(
    capsys: pytest.CaptureFixture[str], *lines: str, dialogue: ScriptedDialogue | None = None
) -> tuple[int, list[dict[str, Any]]]:
    status = asyncio.run(answer_lines(dialogue or Reading(), lines, NOW, "none"))
    return status, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def line(text: str, **more: Any) -> str:
    return json.dumps({"text": text, **more}, ensure_ascii=False)


def test_frames_come_in_the_order_of_the_lines_with_their_ids(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = answers(capsys, *(line("打扫" * n, id=n) for n in range(1, 20)))
    assert (status, [frame["id"] for frame in found]) == (0, list(range(1, 20)))
    assert found[0]["requests"] == [{"service": "daily_cleaning"}]


def test_a_bad_line_is_answered_in_its_place_and_the_others_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    status, found = answers(capsys, line("打扫", id="a"), '{"id": "b"}', "no json", line("打扫", id="c"))
    assert status == 1
    assert [(frame.get("id"), "error" in frame) for frame in found] == [
        ("a", False),
        ("b", True),
        (None, True),
        ("c", False),
    ]


def test_a_text_without_letters_needs_no_reading(capsys: pytest.CaptureFixture[str]) -> None:
    assert answers(capsys, line("  \n "), dialogue=Gone()) == (
        0,
        [{"text": "  \n ", "intents": [], "confidence": 0.0}],
    )


def test_a_reader_that_has_gone_is_an_error_of_each_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert answers(capsys, line("打扫", id=7), dialogue=Gone()) == (1, [{"id": 7, "error": "Rasa is gone"}])


@pytest.mark.parametrize(
    "said",
    [
        "[]",
        "{",
        "{}",
        '{"text": 5}',
        line("打扫", context="booking:nothing"),
        line("打扫", now="yesterday"),
        line("打扫", now="2026-11-23T10:00:00"),
        line("打扫", now=5),
        "[" * 100_000,
    ],
)
def test_a_line_that_cannot_be_read_names_its_fault(said: str) -> None:
    with pytest.raises(BadLine):
        question_of(said, NOW, "none")


def test_a_line_has_its_own_clock_and_question() -> None:
    asked = question_of(line("3", now="2026-12-01T08:00:00+08:00", context="booking:window"), NOW, "none")
    assert (asked.now.day, asked.context) == (1, "booking:window")


def test_half_a_character_is_read_as_a_question_mark() -> None:
    assert question_of('{"text": "打扫\\ud83d"}', NOW, "none").text == "打扫?"


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)))
def test_any_line_is_a_question_or_a_bad_line(said: str) -> None:
    with contextlib.suppress(BadLine):
        assert isinstance(question_of(said, NOW, "none").text, str)
