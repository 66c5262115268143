from __future__ import annotations

import pytest

from bot.domain.masking import masked_address, masked_name, masked_phone, masked_text


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800138000", "138••••8000"),
        ("138 0013 8000", "138••••8000"),
        ("+8613800138000", "138••••8000"),
        ("02158881234", "•••34"),
        ("1202", "•••"),
        ("", ""),
    ],
)
def test_a_phone_keeps_too_little_to_call_it(phone: str, shown: str):
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("张杨路1458弄6号楼1202", "张杨路•••"),
        ("浦东新区世纪大道100号", "浦东新区世纪大道•••"),
        ("绿地香颂三期12栋2单元501室", "绿地香颂三期•••"),
        ("碧云花园", "碧云•••"),
        ("", ""),
    ],
)
def test_an_address_ends_before_the_house(address: str, shown: str):
    assert masked_address(address) == shown


@pytest.mark.parametrize(("name", "shown"), [("陈女士", "陈女士"), ("王小明", "王••"), ("李", "李"), ("", "")])
def test_a_name_keeps_what_she_is_called(name: str, shown: str):
    assert masked_name(name) == shown


def test_a_text_loses_numbers_and_addresses_that_are_known():
    text = "我电话13800138000，地址张杨路1458弄6号楼1202，门禁"
    assert masked_text(text, ("张杨路1458弄6号楼1202",)) == "我电话138••••8000，地址张杨路•••，门禁"
