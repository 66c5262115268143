from __future__ import annotations

import pytest

from bot.logs import masked

OPENID = "oTestCustomer00000000000000-"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("打13800138000找我", "打138****8000找我"),
        ("+86 138-0013-8000", "138****8000"),
        (13800138000, "138****8000"),
        (f"customer {OPENID} left", f"customer {OPENID[:3]}…{OPENID[-4:]} left"),
        ("GET /send?access_token=abc&x=1", "GET /send?access_token=…&x=1"),
        ("redis://bot:hunter2@db:6379/0", "redis://bot:…@db:6379/0"),
        (b"raw", "<3 bytes>"),
        ({"13800138000": ["13900139000"]}, {"138****8000": ["139****9000"]}),
        ("bk_9vk7v3jpmvvq", "bk_9vk7v3jpmvvq"),
        (7250021412600020992, 7250021412600020992),
    ],
)
def test_what_belongs_to_a_person_is_masked_and_nothing_else(value, expected):
    assert masked(value) == expected


@pytest.mark.parametrize("field", ["text", "address", "phone", "name", "label"])
def test_a_personal_field_is_told_by_its_length_alone(field):
    assert masked({field: "浦东新区张杨路"}) == {field: "<7 characters>"}
