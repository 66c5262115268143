"""What stays and what goes, what is wished and what is only told, spoken in one breath."""

from __future__ import annotations

import pytest

from bot.zh.extract import find
from bot.zh.moving import comes_to, keeps_hour
from bot.zh.normalise import normalise
from bot.zh.order_mention import apart, calls_off, keeps_others
from bot.zh.recurrence import visits_said
from bot.zh.series_scope import gives_up, scope_of, wants_same_person
from bot.zh.visits_off import visits_off
from bot.zh.waiting import names_waitlist, only_then
from bot.zh.whose_home import calls_herself, repeats_last, whose_home


def _times(text: str) -> list[str]:
    return [one.text for one in find(text) if one.kind == "time"]


@pytest.mark.parametrize(
    ("text", "meant", "refused"),
    [
        ("喂猫的取消打扫的留着", "喂猫的取消", ("打扫的留着",)),
        ("打扫的留着喂猫的取消掉", "喂猫的取消掉", ("打扫的留着",)),
        ("周六的不动周日的退掉吧", "周日的退掉吧", ("周六的不动",)),
        ("擦窗那个不要了空调那个保留", "擦窗那个不要了", ("空调那个保留",)),
        ("周五的取消周六的还要来", "周五的取消", ("周六的还要来",)),
        ("貓那單取消打掃的照舊", "猫那单取消", ("打扫的照旧",)),
        ("周日的取消", "周日的取消", ()),
        ("打扫的不要取消", "", ("打扫的不要取消",)),
    ],
)
def test_one_order_is_kept_and_another_dropped_in_one_breath(text: str, meant: str, refused: tuple[str, ...]):
    assert apart(text) == (meant, refused)


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("明天那单就别改啦", True), ("周六的不用动哈", True), ("那个打扫甭换了", True), ("後日嗰單唔好改", True),
        ("洗空调那个师傅还是要来哦", True),
        ("别改了", False), ("还是要改", False), ("还要取消", False), ("周六那单改到周日", False),
    ],
)  # fmt: skip
def test_another_order_is_said_to_stay(text: str, keeps: bool):
    assert keeps_others(text) is keeps


@pytest.mark.parametrize("text", ["这一次请不要安排了", "周四不用安排了", "那天就别派人来了", "不要给我安排了"])
def test_nobody_is_to_be_sent(text: str):
    assert calls_off(text) or gives_up(text)


@pytest.mark.parametrize("text", ["不用安排男师傅", "别安排太早"])
def test_who_is_to_be_sent_or_when_calls_nothing_off(text: str):
    assert not calls_off(text)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("周五烧饭那单，换到周六，钟点不变", ["周五", "周六"]),
        ("周五那单改到周六 时间不变", ["周五", "周六"]),
        ("周三的挪到周四照旧两点", ["周三", "周四", "两点"]),
        ("下周四那次顺延到下周五上午九点，之后仍是周四", ["下周四", "下周五上午九点"]),
        ("就这次改到周五，以后还是周四", ["周五"]),
        ("礼拜三那次挪到礼拜五 后面还是礼拜三", ["礼拜三", "礼拜五"]),
        ("以后还是周四吧", ["周四"]),
        ("周六照旧", ["周六"]),
    ],
)
def test_a_new_day_is_wished_and_what_follows_later_is_not(text: str, times: list[str]):
    assert [one.split("照旧")[0] for one in _times(text)] == times


def test_the_hour_is_kept_on_another_day():
    assert keeps_hour("换到周六，钟点不变")


@pytest.mark.parametrize(
    ("text", "hour", "comes"),
    [
        ("时间往后推一个小时 三点来", "三点", True),
        ("推迟半小时吧，两点半上门", "两点半", True),
        ("三点来的推迟一个小时", "三点", False),
        ("推迟一小时，三点我还在开会", "三点", False),
    ],
)
def test_an_hour_behind_a_shift_is_where_it_goes(text: str, hour: str, comes: bool):
    start = text.find(hour)
    assert comes_to(text, start, start + len(hour)) is comes


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("我家每周四上午有保洁，本周四家里有客人，这一次请不要安排了", "one"),
        ("我每周三的打扫这周三不用来了", "one"),
        ("每周四的保洁这次不来了", "one"),
        ("逢禮拜四嗰個打掃，今個禮拜四唔使嚟，就呢次", None),
        ("每周三的打扫以后都改到周五", "all"),
        ("从这周起每周三的打扫改到周五", "all"),
        ("每周三的打扫这周开始改到周五", "all"),
        ("这周改成每周三", "all"),
        ("每周三的打扫不要了", "all"),
    ],
)
def test_naming_what_comes_every_week_does_not_mean_all_of_it(text: str, scope: str | None):
    assert scope_of(text) in ((scope,) if scope else (None, "one"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("这两回保洁就先别来了呗", 2), ("停这两回不能扣我钱吧", 2), ("那三次打扫都不用来", 3), ("就停头两次", 2),
        ("前两次做得不好", None), ("这两次都没擦干净", None), ("这两次的阿姨不错", None),
    ],
)  # fmt: skip
def test_so_many_visits_are_pointed_at(text: str, count: int | None):
    assert visits_off(text) == count


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("给我排个队", True), ("星期四要是有人退了就叫我", True), ("有空位通知我一声", True), ("幫我排隊", True),
        ("我先排个号", True), ("有人取消的话告诉我", True), ("候补", True),
        ("有人来了叫我", False), ("有空的时候告诉我", False), ("排队的人多吗", False), ("前面有人排队吗", False),
    ],
)  # fmt: skip
def test_the_waiting_list_is_spoken_of(text: str, named: bool):
    assert names_waitlist(text) is named


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("只要星期四上午十点", True), ("别的日子都不行", True), ("其他时间没空", True), ("就要那个时间", True),
        ("周四上午十点", False), ("别的时间也行", False), ("其他时间呢", False),
    ],
)  # fmt: skip
def test_no_other_time_will_do(text: str, only: bool):
    assert only_then(text) is only


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("我星期五就要到女儿那里去了", None), ("我要搬到儿子屋头去住咯", None), ("我们下周回我妈家住", None),
        ("去我奶奶那边打扫", "奶奶家"), ("给女儿家打扫", "女儿家"), ("到我妈家去打扫", "妈妈家"),
    ],
)  # fmt: skip
def test_where_she_goes_is_no_home_to_be_cleaned(text: str, label: str | None):
    assert whose_home(text) == label


@pytest.mark.parametrize("text", ["要返上次嗰個，固定佢一個", "固定她一个人", "唔好換嚟換去", "别老换来换去的"])
def test_the_same_person_is_wished(text: str):
    assert wants_same_person(text)


@pytest.mark.parametrize("text", ["时间固定", "不用固定她", "换来换去也没事"])
def test_other_words_wish_for_nobody_in_particular(text: str):
    assert not wants_same_person(text)


@pytest.mark.parametrize(("text", "count"), [("做住十次先", 10), ("先做够八次", 8), ("做住先", None)])
def test_how_many_visits_there_are_to_be(text: str, count: int | None):
    assert visits_said(normalise(text)) == count


@pytest.mark.parametrize("text", ["面积118平，跟上次一样", "地址跟上次一样", "房子还是跟之前一样"])
def test_a_part_like_last_time_is_not_the_whole_booking(text: str):
    assert not repeats_last(text)


def test_a_number_of_hers_is_said_in_dialect():
    assert calls_herself("电话么还是打我格只")
    assert not calls_herself("打我个招呼")


def test_the_same_time_as_before_is_nobody_who_came_before():
    assert not [one for one in find("还是原来那个时间礼拜三上午十点") if one.kind == "provider"]
    assert [one for one in find("还是原来那个阿姨") if one.kind == "provider"]
