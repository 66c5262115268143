"""A garden that is put in order, a machine at home and a visit before which one is to call: which work that names."""

from __future__ import annotations

import pytest

from bot.zh.extract import find


def _services(text: str) -> list[str]:
    return [str(one.value) for one in find(text) if one.kind == "service"]


@pytest.mark.parametrize(
    "text", ["拾掇花园那个", "周四捯饬园子那单", "侍弄花草的那个", "收拾花园那回", "拾掇拾掇院子里的草"]
)
def test_a_garden_put_in_order_is_gardening(text: str):
    assert _services(text) == ["gardening"]


@pytest.mark.parametrize("text", ["拾掇屋子", "收拾房间", "捯饬捯饬厨房", "拾掇一下家里"])
def test_a_home_put_in_order_is_cleaned(text: str):
    assert _services(text) == ["daily_cleaning"]


@pytest.mark.parametrize("text", ["洗一台油烟机 就洗我家里那台", "空调清洗，洗家里的那台", "洗油烟机，就洗屋里这台"])
def test_the_machine_at_home_is_no_home(text: str):
    assert _services(text) == ["appliance_cleaning"]


@pytest.mark.parametrize("text", ["师傅上门前先打个电话 我去弄堂口接他", "上门之前打只电话拨我 我来接伊"])
def test_a_visit_is_no_door(text: str):
    assert _services(text) == []
