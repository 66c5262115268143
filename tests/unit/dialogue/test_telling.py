"""What a customer tells of her own doings is no wish; what is wished beside it stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.frame_text import as_json
from bot.dialogue.understanding import frame_from
from tests.talker import parse_of

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PHONE, WINDOW, CONFIRM, SERVICE = "booking:phone", "booking:window", "booking:confirm", "booking:service"


def wishes(text: str, context: str, intent: str) -> list[dict[str, Any]]:
    frame = as_json(frame_from(parse_of(text, intent), NOW, context))
    return [{key: one[key] for key in one if key != "window"} | _start(one) for one in frame.get("requests", [])]


def _start(request: dict[str, Any]) -> dict[str, Any]:
    return {"start": request["window"]["start"]} if "window" in request else {}


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("哦豁 明天我要切接娃儿 改成后天下午两点嘛", PHONE, [{"start": "2026-11-25T14:00"}]),
        ("能不能晚点儿 四点吧 三点得接孩子", PHONE, [{"start": "2026-11-23T16:00"}]),
        ("要接孩子放学 五点以后吧", WINDOW, [{"start": "2026-11-23T17:00"}]),
        ("孩子四点放学我要去接 改五点", WINDOW, [{"start": "2026-11-23T17:00"}]),
        ("后天要带孩子打疫苗，大后天十点行不", WINDOW, [{"start": "2026-11-26T10:00"}]),
        ("礼拜三要陪我妈看病 礼拜四可以", WINDOW, [{"start": "2026-11-26T00:00"}]),
        ("每周二我要上瑜伽课 周三吧", WINDOW, [{"start": "2026-11-25T00:00"}]),
        ("我要遛狗 八点半之后吧", WINDOW, [{"start": "2026-11-24T08:30"}]),
        ("周六我要搬家 改周日吧", CONFIRM, [{"start": "2026-11-29T00:00"}]),
        ("没搬家，还是老地址", "booking:address", []),
        ("油烟机油得一塌糊涂", CONFIRM, [{"special_needs": ["range_hood"]}]),
        ("房东说打扫不干净就扣我押金", CONFIRM, []),
        ("周末想睡个懒觉", WINDOW, []),
        ("双胞胎天天尿床，等着洗呢", PHONE, []),
        ("刷墙的师傅周五中午就走，不耽误你们", PHONE, []),
        ("隔壁间在刷墙，灰大得不得了", "booking:area", []),
        ("擦窗的工具阿姨会带的吧", CONFIRM, [{"service": "daily_cleaning", "special_needs": ["windows_inside"]}]),
        ("哦哟 再早半个钟头好了 八点半 我九点半要去买菜", CONFIRM, [{"start": "2026-11-24T08:30"}]),
        ("再早半个钟头好了八点半我九点半要去买菜", CONFIRM, [{"start": "2026-11-24T08:30"}]),
        ("八點半啦，九點半我要去街市買餸", CONFIRM, [{"start": "2026-11-24T08:30"}]),
        ("改到四点，老公三点要去接孩子", CONFIRM, [{"start": "2026-11-23T16:00"}]),
        ("九点来 十一点要走", CONFIRM, [{"start": "2026-11-24T09:00"}]),
        ("我要去买菜", CONFIRM, []),
        ("我要去上班，帮我买菜", CONFIRM, [{"special_needs": ["grocery_shopping"]}]),
        ("九点吧 不对 十点", CONFIRM, [{"start": "2026-11-24T10:00"}]),
        ("那个先做到年底吧我年后排班还不知道", PHONE, [{"start": "2026-12-01T00:00"}]),
    ],
)
def test_her_own_doings_are_no_wish_beside_one(text: str, context: str, expected: list[dict[str, Any]]) -> None:
    assert wishes(text, context, "inform") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我要照顾老人 没空打扫 找个人来打扫卫生", [{"service": "daily_cleaning"}]),
        ("我老公带娃出去玩 周六来打扫", [{"service": "daily_cleaning", "start": "2026-11-28T00:00"}]),
        ("搬完家打扫一下", [{"service": "daily_cleaning"}]),
        ("我明天上班，晚上八点来打扫", [{"service": "daily_cleaning", "start": "2026-11-24T20:00"}]),
        ("周日上午我健身 下午两点来打扫", [{"service": "daily_cleaning", "start": "2026-11-29T14:00"}]),
    ],
)
def test_a_reason_told_with_the_first_wish_is_none_itself(text: str, expected: list[dict[str, Any]]) -> None:
    assert wishes(text, "none", "book_service") == expected


@pytest.mark.parametrize(
    ("text", "context", "service"),
    [
        ("帮我接孩子放学", "none", "childcare"),
        ("我想找人接孩子放学", WINDOW, "childcare"),
        ("要接孩子放学，每天四点半", "none", "childcare"),
        ("孩子没人接 能帮忙接一下吗", "none", "childcare"),
        ("请人照顾我妈 我要上班", "none", "elder_care"),
        ("我要遛狗", "none", "pet_care"),
        ("下周六我要搬家", "none", "moving"),
        ("要搬家了 约个车", "none", "moving"),
        ("我周六要打扫", "none", "daily_cleaning"),
        ("油烟机油得一塌糊涂", "none", "appliance_cleaning"),
        ("厨房太脏了 打扫久一点", WINDOW, "daily_cleaning"),
    ],
)
def test_what_somebody_else_is_to_do_stays_a_wish(text: str, context: str, service: str) -> None:
    assert [one.get("service") for one in wishes(text, context, "book_service")] == [service]


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("普通的就行", "daily_cleaning"),
        ("那就日常的 110平 两小时够吗", "daily_cleaning"),
        ("彻底一点那种", "deep_cleaning"),
        ("要深度那种", "deep_cleaning"),
        ("随便", None),
    ],
)
def test_which_of_two_cleanings_is_said_by_its_kind_alone(text: str, service: str | None) -> None:
    assert [one.get("service") for one in wishes(text, SERVICE, "inform")] == ([service] if service else [])
