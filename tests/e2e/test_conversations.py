"""Every conversation of the set, through the simulator and on the real model."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.commands.replay import in_lines
from bot.commands.replay_file import read_transcripts
from bot.replay.play import Played
from bot.replay.transcript import Conversation
from tests.support.phone_road import play_on_the_phone
from tests.support.product import Product

FOLDER = Path(__file__).resolve().parents[1] / "conversations"
CONVERSATIONS = [transcript.conversation for transcript in read_transcripts([FOLDER])]


@pytest.fixture(scope="module")
def played(
    request: pytest.FixtureRequest, rasa_is_here: None, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Played]:
    """All that this run asks for: those that move the clock have a product of their own, beside that of the others."""
    wanted = _wanted(request.session.items)
    moving = [one for one in wanted if one.moves_the_clock]
    still = [one for one in wanted if one not in moving]
    shares = [(tmp_path_factory.mktemp("conversations"), share) for share in (moving, still) if share]
    with ThreadPoolExecutor() as side_by_side:
        results = [one for share in side_by_side.map(lambda one: _play(*one), shares) for one in share]
    return {one.conversation.name: one for one in results}


def _play(folder: Path, conversations: Sequence[Conversation]) -> list[Played]:
    product = Product(folder)
    product.start()
    try:
        return play_on_the_phone(product, conversations)
    finally:
        product.stop()


def _wanted(items: list[pytest.Item]) -> list[Conversation]:
    names = {item.callspec.params.get("name") for item in items if hasattr(item, "callspec")}
    return [one for one in CONVERSATIONS if one.name in names]


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in CONVERSATIONS])
def test_customer_gets_what_she_wants(played: dict[str, Played], name: str) -> None:
    deviations = [line for one in played[name].deviations for line in in_lines(one)]
    assert not deviations, "\n".join(["it deviates:", *deviations, *_all_that_was_said(played[name])])


def _all_that_was_said(played: Played) -> list[str]:
    return [f"  客户: {one.words}\n  小助手: {one.reply.text or '（没有回复）'}" for one in played.exchanges]
