"""Every conversation of the set, through the simulator and on the real model."""

from __future__ import annotations

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
    """All that this run asks for, played in one go to a product of their own: some of them move its clock."""
    product = Product(tmp_path_factory.mktemp("conversations"))
    product.start()
    try:
        results = play_on_the_phone(product, _wanted(request.session.items))
    finally:
        product.stop()
    return {one.conversation.name: one for one in results}


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
