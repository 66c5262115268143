"""The menu's limits."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.wechat.menu import check_menu
from bot.domain.errors import InvalidData


def _click(name: str = "预约", key: str = "BOOK") -> dict[str, Any]:
    return {"type": "click", "name": name, "key": key}


def test_a_menu_at_every_limit_passes() -> None:
    sub = [_click("好" * 20, "k" * 128) for _ in range(5)]
    view = {"type": "view", "name": "好好好好好a", "url": "https://example.test/" + "a" * 1003}
    assert len(view["url"]) == 1024
    check_menu({"button": [view, _click(), {"name": "我的", "sub_button": sub}]})


@pytest.mark.parametrize(
    ("menu", "line"),
    [
        ({}, "menu: 'button' must be a list of 1 to 3 buttons"),
        ({"button": [_click()] * 4}, "menu: 'button' must be a list of 1 to 3 buttons"),
        ({"button": ["x"]}, "menu: button 1 has no name"),
        ({"button": [_click(" ")]}, "menu: button 1 has no name"),
        (
            {"button": [_click(), _click("好好好好好好")]},
            "menu: button 2 「好好好好好好」 has a name of 18 bytes, 16 are allowed",
        ),
        ({"button": [{"name": "a", "sub_button": [_click()] * 6}]}, "menu: button 1 may have at most 5 sub-buttons"),
        (
            {"button": [{"name": "a", "sub_button": [_click("x" * 61)]}]},
            f"menu: button 1.1 「{'x' * 61}」 has a name of 61 bytes, 60 are allowed",
        ),
        (
            {"button": [{"name": "a", "sub_button": [{"name": "b", "sub_button": [_click()]}]}]},
            "menu: button 1.1 cannot have sub-buttons of its own",
        ),
        ({"button": [{"name": "a", "type": "dance"}]}, "menu: button 1 has an unknown type 'dance'"),
        ({"button": [{"name": "a", "type": "view"}]}, "menu: button 1 of type view needs 'url'"),
        ({"button": [_click(key="k" * 129)]}, "menu: button 1 has a 'key' of more than 128 bytes"),
    ],
)
def test_a_menu_against_a_limit_is_refused_with_one_clear_line(menu: dict[str, Any], line: str) -> None:
    with pytest.raises(InvalidData) as caught:
        check_menu(menu)
    assert str(caught.value) == line
