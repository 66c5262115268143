"""Addresses that are put right: in the same breath, and a part with the door that belongs to it."""

from __future__ import annotations

import pytest

from bot.zh.extract import find
from bot.zh.place import apply_part


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("徐汇区龙华路600弄5号楼301 哦不对是3号楼501", "徐汇区龙华路600弄3号楼501"),
        ("徐汇区龙华路600弄5号楼301，啊打错了，应该是3号楼", "徐汇区龙华路600弄3号楼301"),
        ("徐汇区龙华路600弄5号楼301，说错了是302", "徐汇区龙华路600弄5号楼302"),
        ("徐汇区龙华路600弄5号楼301，唔系，系8号楼", "徐汇区龙华路600弄8号楼301"),
        ("浦东新区张杨路1458弄6号楼1202，不是1202是1203", "浦东新区张杨路1458弄6号楼1203"),
        ("国定路335弄7号楼502 哦不对 房号是503", "国定路335弄7号楼503"),
        ("浦电路57弄2号楼803不对八零四", "浦电路57弄2号楼八零四"),
        ("嗯地址浦东新区浦电路57弄2号楼803啊不是是浦建路57弄2号楼803", "浦东新区浦建路57弄2号楼803"),
        ("张杨路1458弄6号楼1202 不对 1468弄", "张杨路1468弄6号楼1202"),
    ],
)
def test_what_is_taken_back_in_the_same_breath_is_not_the_address(text: str, meant: str) -> None:
    assert [item.value for item in find(text) if item.kind.startswith("address")] == [meant]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("张杨路1458弄6号楼1202，不是明天是后天", "张杨路1458弄6号楼1202"),
        ("国定路335弄7号楼502 错了 120平", "国定路335弄7号楼502"),
        ("徐汇区龙华路600弄5号楼301不是3号楼", "徐汇区龙华路600弄5号楼301"),
    ],
)
def test_what_is_put_right_beside_an_address_leaves_it_as_it_is(text: str, meant: str) -> None:
    assert [item.value for item in find(text) if item.kind == "address"] == [meant]


@pytest.mark.parametrize(
    ("address", "part", "after"),
    [
        ("龙华路600弄5号楼301", {"unit": "号楼", "text": "3号楼501"}, "龙华路600弄3号楼501"),
        ("龙华路600弄5号楼2单元301", {"unit": "号楼", "text": "3号楼501"}, "龙华路600弄3号楼501"),
        ("龙华路600弄5号楼2单元301室", {"unit": "号楼", "text": "3号楼1单元"}, "龙华路600弄3号楼1单元301室"),
        ("龙华路600弄5号楼301", {"unit": "号楼", "text": "3号楼501", "not": "5号楼"}, "龙华路600弄3号楼501"),
        ("龙华路600弄5号楼301", {"unit": "号楼", "text": "3号楼"}, "龙华路600弄3号楼301"),
        ("龙华路600弄五号楼三零一", {"unit": "号楼", "text": "三号楼五零一"}, "龙华路600弄三号楼五零一"),
    ],
)
def test_a_part_that_brings_its_door_takes_the_old_door_away(address: str, part: dict[str, str], after: str) -> None:
    assert apply_part(address, part) == after


@pytest.mark.parametrize("whose", ["我妈家", "爸妈家", "我公司", "我妹家", "儿子家里", "外婆那边"])
def test_whose_home_it_is_stands_before_the_address_and_not_in_it(whose: str) -> None:
    found = [item.value for item in find(f"{whose}浦建路57弄2号楼803") if item.kind == "address"]
    assert found == ["浦建路57弄2号楼803"]
