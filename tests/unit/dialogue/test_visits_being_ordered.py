"""When a visit is that is being ordered, asked before the yes; whether pictures are sent."""

from __future__ import annotations

import pytest

from tests.talker import Talker


@pytest.mark.parametrize("text", ["师傅是几点钟来呀", "我约的是几点来着", "我讲的是几点钟"])
async def test_she_is_told_when_the_visit_is_that_is_being_ordered(text: str) -> None:
    talker = Talker()
    await talker.says("周四上午九点洗两台空调", "book_service")
    assert "utter_draft_visits" in await talker.says(text, "check_booking")
    assert "09:00" in talker.values["visits"]


async def test_without_a_time_there_is_none_to_tell() -> None:
    talker = Talker()
    await talker.says("想洗两台空调", "book_service")
    assert "utter_draft_visits" not in await talker.says("师傅是几点钟来呀", "check_booking")


async def test_another_day_than_hers_is_of_no_draft() -> None:
    talker = Talker()
    await talker.says("周四上午九点洗两台空调", "book_service")
    assert "utter_draft_visits" not in await talker.says("那周日是几点来着", "check_booking")


async def test_pictures_are_no_matter_of_her_data() -> None:
    talker = Talker()
    await talker.says("周四上午九点上门喂猫", "book_service")
    said = await talker.says("弄完会发几张照片给我吗", "privacy_request", confidence=0.3)
    assert not any(one.startswith("utter_privacy") for one in said)
    assert said[0] in ("utter_included", "utter_policy_unknown")
