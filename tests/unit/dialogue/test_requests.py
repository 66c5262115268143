"""Several wishes in one message, each with what belongs to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from bot.dialogue.frame_text import as_json
from bot.dialogue.understanding import frame_from
from tests.talker import parse_of

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


def requests_of(text: str, *intents: str, context: str = "none") -> list[dict[str, Any]]:
    requests: list[dict[str, Any]] = as_json(frame_from(parse_of(text, *intents), NOW, context)).get("requests", [])
    return requests


def starts(text: str, *intents: str) -> list[tuple[str | None, str | None]]:
    return [(request.get("service"), request.get("window", {}).get("start")) for request in requests_of(text, *intents)]


def test_each_service_has_the_time_in_front_of_it() -> None:
    assert starts("周六上午10点收纳，周日下午洗冰箱", "book_service") == [
        ("organizing", "2026-11-28T10:00"),
        ("appliance_cleaning", "2026-11-29T12:00"),
    ]


def test_what_is_said_once_holds_for_both() -> None:
    assert starts("周六下午打扫，再洗一下空调", "book_service") == [
        ("daily_cleaning", "2026-11-28T12:00"),
        ("appliance_cleaning", "2026-11-28T12:00"),
    ]


def test_the_wider_service_has_the_narrower_one_within_it() -> None:
    assert [request["service"] for request in requests_of("开荒 窗户也擦一下", "book_service")] == ["deep_cleaning"]


def test_before_moving_is_a_time_and_no_service() -> None:
    assert [request["service"] for request in requests_of("搬家前做个大扫除", "book_service")] == ["deep_cleaning"]


@pytest.mark.parametrize(
    "text",
    [
        "过年前家里要大扫除，就腊月二十六上午吧，窗户里外都要擦",
        "年后大扫除吧 哎也别年后了 就腊月二十六十点 擦窗里外都得擦",
    ],
)
def test_a_bound_beside_a_day_makes_no_second_order(text: str):
    assert [request["service"] for request in requests_of(text, "book_service")] == ["deep_cleaning"]


def test_a_service_changed_for_another_is_the_other() -> None:
    assert [request["service"] for request in requests_of("深度保洁改成普通保洁", "change_booking")] == [
        "daily_cleaning"
    ]


def test_two_homes_are_two_wishes() -> None:
    found = requests_of("两套房子打扫 一套120平 一套45平 都这周六", "book_service")
    assert [(request["service"], request["area_sqm"]) for request in found] == [
        ("daily_cleaning", 120),
        ("daily_cleaning", 45),
    ]


def test_a_moved_visit_tells_where_it_is_and_where_it_goes() -> None:
    (request,) = requests_of("周三下午的改到周五上午", "reschedule_booking")
    assert (request["from_window"]["start"], request["window"]["start"]) == ("2026-11-25T12:00", "2026-11-27T08:00")


def test_a_visit_moved_by_two_hours_starts_two_hours_later() -> None:
    (request,) = requests_of("明天下午三点那单往后挪两个小时", "reschedule_booking")
    assert (request["from_window"]["start"], request["window"]["start"]) == ("2026-11-24T15:00", "2026-11-24T17:00")
    assert "duration_minutes" not in request


def test_an_end_comes_from_the_duration() -> None:
    (request,) = requests_of("周六14:30保洁 2.5小时", "book_service")
    assert (request["window"]["end"], request["duration_minutes"]) == ("2026-11-28T17:00", 150)


def test_weekdays_are_a_rule_where_the_rhythm_was_asked() -> None:
    (request,) = requests_of("周三和周五", "inform", context="booking:frequency")
    assert request == {"frequency": {"rrule": "FREQ=WEEKLY;BYDAY=WE,FR"}}


@pytest.mark.parametrize("intent", ["complain", "praise", "rate_service", "ask_policy"])
def test_what_is_told_or_asked_of_rules_carries_no_request(intent: str) -> None:
    assert requests_of("上周六打扫的阿姨迟到了", intent) == []


def test_what_is_to_be_repaired_is_not_to_be_cleaned() -> None:
    (request,) = requests_of("冰箱不制冷了 明天来修", "book_service")
    assert "special_needs" not in request


def test_an_emergency_with_hands_asked_for_is_a_repair_at_once() -> None:
    assert starts("水管爆了 快派人来", "report_emergency") == [("emergency_repair", "2026-11-23T10:00")]


def test_an_order_that_is_cancelled_stands_apart_from_the_new_wish() -> None:
    assert starts("周日那单取消 另外帮我约周三下午2点做饭", "cancel_booking", "book_service") == [
        (None, "2026-11-29T00:00"),
        ("cooking", "2026-11-25T14:00"),
    ]


def test_a_cancelled_order_with_its_service_keeps_it() -> None:
    assert starts("周三的保洁不要了，改约周六来洗空调", "cancel_booking", "book_service") == [
        ("daily_cleaning", "2026-11-25T00:00"),
        ("appliance_cleaning", "2026-11-28T00:00"),
    ]


def test_who_is_at_home_holds_for_every_wish() -> None:
    needs = [
        request["special_needs"] for request in requests_of("周六上午擦窗 下午洗油烟机 家里有孕妇", "book_service")
    ]
    assert needs == [["windows_inside", "has_pregnant"], ["range_hood", "has_pregnant"]]


def test_two_dates_with_an_hour_for_each_are_two_wishes() -> None:
    assert starts("12月12号和19号 都是上午9点 保洁 各三小时", "book_service") == [
        ("daily_cleaning", "2026-12-12T09:00"),
        ("daily_cleaning", "2026-12-19T09:00"),
    ]


def test_a_length_that_is_taken_back_gives_way_to_the_next() -> None:
    (request,) = requests_of("后天上午九点打扫，两个小时，哦不，三个小时", "book_service")
    assert (request["duration_minutes"], request["window"]["end"]) == (180, "2026-11-25T12:00")


def test_a_rhythm_is_answered_with_its_hours_and_its_end() -> None:
    (request,) = requests_of("周二跟周六 都要上午 做到一月底", "inform", context="booking:frequency")
    assert request == {
        "window": {"start": "2026-11-24T08:00", "end": "2026-11-24T12:00", "precision": "part"},
        "frequency": {"rrule": "FREQ=WEEKLY;BYDAY=TU,SA", "until": "2027-01-31"},
    }


def test_why_an_offer_is_declined_is_no_wish() -> None:
    assert requests_of("换一个吧 这天孩子放假", "deny", context="booking:confirm") == []


def test_a_question_is_about_the_service_the_one_before_it_names() -> None:
    parse = parse_of("深度保洁有啥区别 多少钱", "ask_price", "ask_policy")
    parse["readings"]["none"]["clauses"] = [
        {"start": 0, "end": 8, "intent": "ask_policy"},
        {"start": 9, "end": 12, "intent": "ask_price"},
    ]
    assert as_json(frame_from(parse, NOW))["requests"] == [{"service": "deep_cleaning"}]


def test_one_order_for_another_of_the_same_service_are_two() -> None:
    assert starts("今天的保洁取消，改约后天的", "cancel_booking", "book_service") == [
        ("daily_cleaning", "2026-11-23T00:00"),
        ("daily_cleaning", "2026-11-25T00:00"),
    ]


def test_a_wider_service_beside_a_cancelled_narrower_one_is_its_own() -> None:
    assert starts("取消周日的保洁，帮我约周六的深度保洁", "cancel_booking", "book_service") == [
        ("daily_cleaning", "2026-11-29T00:00"),
        ("deep_cleaning", "2026-11-28T00:00"),
    ]


def test_a_visit_of_no_known_hour_cannot_be_moved_by_hours() -> None:
    (request,) = requests_of("明天的保洁推迟两个小时", "reschedule_booking")
    assert "window" not in request


def test_a_rhythm_that_is_corrected_is_the_later_one() -> None:
    (request,) = requests_of("每周两次，不对，每周三次", "inform", context="booking:frequency")
    assert request["frequency"]["times_per_period"] == 3


def test_two_halves_of_the_day_that_it_is_are_of_one_day() -> None:
    saturday_noon = datetime.fromisoformat("2026-11-28T13:00:00+08:00")
    frame = frame_from(parse_of("周六打扫，上午我家，下午我妈家", "book_service"), saturday_noon, "none")
    days = [request.window.start.date().isoformat() for request in frame.requests if request.window]
    assert days == ["2026-12-05", "2026-12-05"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("晚上打烊后来打扫，九点半以后", "2026-11-23T21:30"),
        ("下午来打扫，三点吧", "2026-11-23T15:00"),
        ("早上来打扫，九点半以后", "2026-11-24T09:30"),
    ],
)
def test_an_hour_is_of_the_half_of_the_day_that_was_named_before(text: str, start: str) -> None:
    assert starts(text, "book_service") == [("daily_cleaning", start)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("九十来平 不对 我瞅了眼房本 是95平", {"area_sqm": 95}),
        ("我家120平，哦错了，是102平", {"area_sqm": 102}),
        ("90平 哦不 95", {"area_sqm": 95}),
        ("九十 不对 95", {"area_sqm": 95}),
        ("不是90平，是95平", {"area_sqm": 95}),
        ("三房，更正，两房", {"rooms": "2室"}),
        ("做两小时 不对 三小时", {"duration_minutes": 180}),
        ("要两个阿姨，不对，三个阿姨", {"providers": 3}),
        ("三台挂机 说错了 两台", {"quantities": {"空调挂机": 2}}),
        ("95平，不是90平", {"area_sqm": 95}),
        ("95平，不是90", {"area_sqm": 95}),
        ("95平，一楼的90平不用管", {"area_sqm": 95}),
        ("95平 不对 三房", {"area_sqm": 95, "rooms": "3室"}),
    ],
)
def test_a_figure_taken_back_in_the_same_message_is_the_later_one(text: str, said: dict[str, Any]) -> None:
    assert requests_of(text, "inform", context="booking:area") == [said]


def test_a_phone_taken_back_in_the_same_message_is_the_later_one() -> None:
    told = "电话13812345678 写错了 是13812345679"
    assert as_json(frame_from(parse_of(told, "inform"), NOW))["phone"] == "13812345679"
    either = "13812345678，打不通打13912345678"
    assert as_json(frame_from(parse_of(either, "inform"), NOW))["phone"] == "13812345678"


@pytest.mark.parametrize(
    "text",
    [
        "我自己家周三上午九点做日常保洁 我爸妈家周五上午九点做个深度保洁",
        "周三上午九点日常保洁，周五上午九点深度保洁",
        "日常保洁周三上午九点深度保洁周五上午九点",
        "禮拜三朝早九點日常保潔 禮拜五朝早九點做深度保潔",
    ],
)
def test_plain_and_deep_cleaning_each_on_a_day_of_their_own_are_two_wishes(text: str) -> None:
    assert starts(text, "book_service") == [
        ("daily_cleaning", "2026-11-25T09:00"),
        ("deep_cleaning", "2026-11-27T09:00"),
    ]


def test_plain_and_deep_cleaning_at_two_homes_are_two_wishes() -> None:
    text = "我家做日常保洁，我爸妈家做深度保洁，都是周六上午九点"
    assert [service for service, _ in starts(text, "book_service")] == ["daily_cleaning", "deep_cleaning"]


@pytest.mark.parametrize(
    "text",
    ["周三刚打扫过，周五上午做个深度保洁", "周五上午做深度保洁，家里要打扫干净", "周五上午深度保洁，打扫完我来验收"],
)
def test_cleaning_that_is_only_told_of_is_no_second_wish(text: str) -> None:
    assert [service for service, _ in starts(text, "book_service")] == ["deep_cleaning"]


@pytest.mark.parametrize(
    "text",
    [
        "周四周五下午三点各来一次",
        "周四周五 下午三点 各来一次",
        "周四周五下午三点，各上门一次",
        "週四週五 下午三點 各來一趟",
        "周四跟周五 下午三点 各喂一次",
        "礼拜四礼拜五 下午三点 麻烦各来一回",
    ],
)
def test_once_on_each_of_two_days_may_be_said_behind_a_pause(text: str):
    asked = requests_of(text, "inform", context="booking:window")
    assert [one["window"]["start"] for one in asked] == ["2026-11-26T15:00", "2026-11-27T15:00"]


@pytest.mark.parametrize("text", ["周四周五 下午三点 主卧客厅各一台空调", "周四周五下午三点 各位辛苦了"])
def test_each_of_other_things_makes_no_second_visit(text: str):
    assert len(requests_of(text, "inform", context="booking:window")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "对了还有一堆衬衫要熨 周日上午十点再来个人帮我熨衣服",
        "还有一堆衬衫要熨，周日上午十点再派个阿姨来熨衣服",
        "衣服也堆着没熨 周日上午十点另外找个阿姨给我熨衣服",
        "仲有啲衫要熨 周日上午十點再搵個人幫我熨衣服",
    ],
)
def test_somebody_called_for_the_work_told_of_is_one_visit(text: str):
    assert starts(text, "inform") == [("laundry", "2026-11-29T10:00")]


@pytest.mark.parametrize("text", ["周六打扫，下周一再来个阿姨打扫", "先打扫一下 下周一再来个人打扫一次"])
def test_the_same_work_at_a_time_of_its_own_is_another_visit(text: str):
    assert len(requests_of(text, "book_service")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "周六上午九点成不",
        "周六上午九点成不成",
        "礼拜六上午九点中不中啊",
        "那就周六上午九点可以不",
        "星期六朝早九點得唔得",
        "周六上午九点来行不",
    ],
)
def test_a_time_put_forward_is_told_whatever_the_model_makes_of_it(text: str):
    assert starts(text) == [(None, "2026-11-28T09:00")]


@pytest.mark.parametrize("text", ["周六上午九点换人行不", "周六加急的行不", "成不"])
def test_other_things_put_forward_are_no_time(text: str):
    assert requests_of(text) == []


@pytest.mark.parametrize(
    "text", ["得嘞 那树不管了 就弄花儿", "她膝蓋不好，走路要人扶", "老人走路不太稳当", "厨房先弄干净点"]
)
def test_walking_and_doing_are_no_place(text: str):
    assert frame_from(parse_of(text), NOW, "booking:address").address is None


@pytest.mark.parametrize("text", ["建国西路那个弄堂进来", "走路弄三号进来", "福州路口那栋"])
def test_a_road_or_a_lane_is_a_place(text: str):
    assert frame_from(parse_of(text), NOW, "booking:address").address is not None
