"""A second home told in a message of its own, with its own day: a visit there, and no correction."""

from __future__ import annotations

import pytest

from tests.talker import Talker

OWN = "我家在浦东新区张杨路1458弄6号楼1202 95平 周四下午两点"
MOTHERS = "我妈家在静安区南京西路100号502 60平 周五上午九点"


async def _with_own_home() -> Talker:
    talker = Talker()
    await talker.says("想约一次打扫", "book_service")
    await talker.says(OWN, "inform")
    return talker


@pytest.mark.parametrize("text", [MOTHERS, "公婆家是静安区南京西路100号502，60平，周五上午九点"])
async def test_another_home_with_its_own_day_is_a_visit_of_its_own(text: str):
    talker = await _with_own_home()
    await talker.says(text, "inform")
    assert await talker.says("13800138000", "inform") == ["utter_summary_several"]


@pytest.mark.parametrize(
    "text", ["不对，地址是静安区南京西路100号502，周五上午九点", "我家在静安区南京西路100号502，周五上午九点"]
)
async def test_her_own_home_told_anew_is_a_correction(text: str):
    talker = await _with_own_home()
    await talker.says(text, "inform")
    assert await talker.says("13800138000", "inform") == ["utter_summary"]
