from __future__ import annotations

import pytest

from bot.zh.anonymous import anonymous


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("我住浦东新区张杨路1458弄6号楼1202，电话13912345678", "我住花园路12号3栋501，电话13800138000"),
        ("不是9栋502", "不是3栋501"),
        ("我叫周丽娟，周四来", "我叫王芳，周四来"),
        ("李阿姨周四下午有空吗", "王阿姨周四下午有空吗"),
        ("加我微信abc88712", "加我微信abc12345"),
        ("门禁密码8823#", "门禁密码1234#"),
        ("单号202611230017怎么样了", "单号12345怎么样了"),
        ("下周三两点\n九十平", "下周三两点 九十平"),
    ],
)
def test_what_tells_of_a_person_is_made_up_and_the_rest_stays(text: str, example: str):
    assert anonymous(text) == example
