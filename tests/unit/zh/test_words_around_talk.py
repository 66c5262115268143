"""Short readers of what is said around a booking: what they take, and the innocent sentences that they leave alone."""

from __future__ import annotations

import pytest

from bot.zh.agreeing import agrees
from bot.zh.amending import note_in
from bot.zh.choosing import leaves_it_open, place_in_list
from bot.zh.danger import ELECTRICITY, FIRE, INJURY, THREAT, dangers
from bot.zh.order_mention import LAST, means_every, place_among
from bot.zh.pausing import needs_time
from bot.zh.profile import goes_back
from bot.zh.several import means_all, place_named, services_given_up
from bot.zh.whose_home import wants_other_place, whose_home


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("换地址", True), ("改个地址吧", True), ("地址换一下", True), ("不是这个地址", True), ("另外一个地址", True),
        ("厨房重点擦，其他地方随便擦擦", False), ("别的地方不用打扫", False),
    ],
)  # fmt: skip
def test_another_place_is_an_address_and_no_corner_of_the_home(text: str, expected: bool):
    assert wants_other_place(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("给我妈家约一个", "妈妈家"), ("给我姑妈家约", "亲戚家"), ("给我姨妈家约", "亲戚家"), ("给我干爸家约", None)],
)
def test_an_aunt_is_no_mother(text: str, expected: str | None):
    assert whose_home(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("空调不洗了", True), ("空调取消吧", True), ("空调别取消", False), ("空调不想取消了", False)],
)
def test_what_is_not_to_be_cancelled_is_not_given_up(text: str, expected: bool):
    assert bool(services_given_up(text, {"appliance_cleaning", "daily_cleaning"})) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("都改到周日", True),
        ("全改到周日", True),
        ("统一改到周日", True),
        ("成都路那家改到周日", False),
        ("我住首都花园", False),
    ],
)
def test_a_name_with_the_character_for_all_means_not_all(text: str, expected: bool):
    assert means_all(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("都不来了", True), ("统一取消", True), ("都推掉", True), ("全部多少钱", False)]
)
def test_all_orders_are_meant_however_they_are_given_up(text: str, expected: bool):
    assert means_every(text, 2) is expected


def test_the_last_but_none_is_the_last_and_a_door_is_no_order():
    assert place_among("倒数第一个") == LAST
    assert place_among("门禁在第2单元") is None
    assert place_named("第2单元", 2) is None
    assert place_named("第二单", 2) == 1


@pytest.mark.parametrize(
    ("text", "expected"), [("改回去", True), ("换回原来的", True), ("改回上午十点", False), ("换回原来的阿姨", False)]
)
def test_back_means_the_time_before_unless_another_is_named(text: str, expected: bool):
    assert goes_back(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("跟阿姨说走后门", "走后门"), ("备注一下怕狗", "怕狗"),
        ("请师傅修空调多少钱", ""), ("叫阿姨别来了", ""), ("和阿姨约好了周五", ""),
    ],
)  # fmt: skip
def test_only_what_the_provider_is_to_know_is_a_note(text: str, expected: str):
    assert note_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("高压锅炸了", FIRE), ("厨房冒烟了", FIRE), ("烟雾报警器响了", FIRE), ("插座冒烟了", ELECTRICITY),
        ("被狗咬了", INJURY), ("手割了个口子", INJURY), ("他一直摸我", THREAT),
    ],
)  # fmt: skip
def test_the_gravest_danger_is_told_from_its_words(text: str, expected: str):
    assert dangers(text)[0] == expected


def test_a_socket_that_tingles_is_no_threat():
    assert THREAT not in dangers("插座一摸就麻")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("等一下", True), ("我和老公商量下", True), ("跟家里人商量一下", True), ("过两天再说", True),
        ("等会儿能来吗", False), ("等下能来人吗", False), ("等下午三点再来", False),
    ],
)  # fmt: skip
def test_who_needs_time_is_told_from_who_asks_for_it(text: str, expected: bool):
    assert needs_time(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("行行行", True), ("好好好", True), ("可以可以", True), ("没问题吗", False), ("对吗", False), ("确认不了", False)],
)
def test_a_doubled_yes_is_a_yes_and_a_question_is_none(text: str, expected: bool):
    assert agrees(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("都好", True), ("都行", True), ("都好贵", False), ("都得加钱吗", False)]
)
def test_what_is_left_open_is_no_remark_on_the_price(text: str, expected: bool):
    assert leaves_it_open(text) is expected


def test_a_last_question_and_the_shortest_notice_are_no_places_in_a_list():
    assert [place_in_list(text) for text in ("最后问一句", "最早要提前多久", "最后一个", "最早的")] == [
        None,
        None,
        -1,
        0,
    ]
