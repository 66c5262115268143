from __future__ import annotations

import pytest

from bot.domain.masking import masked_address, masked_id, masked_name, masked_phone, masked_text


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
    text = "我电话13800138000，地址张杨路1458弄6号楼1202，下午"
    assert masked_text(text, ("张杨路1458弄6号楼1202",)) == "我电话138••••8000，地址张杨路•••，下午"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("门禁密码是2580#，到了上楼", "〔进门信息〕到了上楼"),
        ("钥匙在门口地毯下面", "〔进门信息〕"),
        ("下午三点来", "下午三点来"),
    ],
)
def test_a_text_does_not_say_how_to_get_in(text: str, shown: str):
    assert masked_text(text) == shown


def test_an_id_keeps_its_end():
    assert masked_id("oOffice1") == "•••ice1"
