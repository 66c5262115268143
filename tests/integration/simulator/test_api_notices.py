"""Template messages and subscription notices with their result events."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.simulator.config import NoticeTemplate
from tests.integration.simulator.harness import Simulator, Started, saying

TEMPLATE = "/cgi-bin/message/template/send"
NOTICE = "/cgi-bin/message/subscribe/bizsend"


async def consent(simulator: Simulator, openid: str, *items: tuple[str, str], via: str = "popup") -> Any:
    rows = [{"template_id": template_id, "status": status} for template_id, status in items]
    return await simulator.call("POST", f"/sim/customers/{openid}/consents", {"items": rows, "via": via, "wait": True})


async def test_a_template_reaches_a_follower_who_never_wrote_and_its_result_is_pushed(start: Started) -> None:
    template = NoticeTemplate("T1", "预约成功通知", {"thing1": "服务项目", "time2": "上门时间"})
    simulator = await start(saying("不该出现"), templates=(template,))
    openid = await simulator.customer()
    data = {"first": {"value": "您好"}, "thing1": {"value": "日常保洁"}, "time2": {"value": "2026年11月26日 14:00"}}
    told = await simulator.api(TEMPLATE, {"touser": openid, "template_id": "T1", "data": data})
    assert told["errcode"] == 0
    push = await simulator.callback.expect("TEMPLATESENDJOBFINISH")
    assert (push["MsgID"], push["Status"], push["MsgId"]) == (str(told["msgid"]), "success", None)
    text = "预约成功通知\n服务项目：日常保洁\n上门时间：2026年11月26日 14:00"
    assert await simulator.seen(openid) == [(text, "template")]


async def test_a_template_line_is_cut_at_twenty_characters_without_an_error(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    body = {"touser": openid, "template_id": "T1", "data": {"thing1": {"value": "abcdefghij" + "长" * 20}}}
    await simulator.api(TEMPLATE, body)
    assert await simulator.seen(openid) == [("服务通知\nthing1：abcdefghij" + "长" * 19 + "…", "template")]


async def test_the_same_client_msg_id_is_sent_once_in_ten_minutes(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    body = {"touser": openid, "template_id": "T1", "client_msg_id": "m-1", "data": {"thing1": {"value": "提醒"}}}
    first, second = await simulator.api(TEMPLATE, body), await simulator.api(TEMPLATE, body)
    assert first == second
    assert len(await simulator.seen(openid)) == 1
    simulator.clock.advance(timedelta(minutes=10))
    assert (await simulator.api(TEMPLATE, body))["msgid"] != first["msgid"]
    assert len(await simulator.seen(openid)) == 2


async def test_a_template_that_could_not_be_delivered_is_reported_and_not_seen(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await simulator.fault(template_status="user_block")
    body = {"touser": openid, "template_id": "T1", "data": {"thing1": {"value": "提醒"}}}
    assert (await simulator.api(TEMPLATE, body))["errcode"] == 0
    assert (await simulator.callback.expect("TEMPLATESENDJOBFINISH"))["Status"] == "failed:user block"
    assert await simulator.seen(openid) == []


@pytest.mark.parametrize(
    ("change", "errcode"),
    [
        ({"touser": "nobody"}, 40003),
        ({"template_id": ""}, 40036),
        ({"template_id": "T2"}, 40037),
        ({"data": {}}, 47003),
        ({"data": {"thing1": "plain"}}, 47003),
    ],
)
async def test_a_wrong_template_message_is_refused(start: Started, change: dict[str, Any], errcode: int) -> None:
    simulator = await start(templates=(NoticeTemplate("T1", "通知"),))
    openid = await simulator.customer()
    body = {"touser": openid, "template_id": "T1", "data": {"thing1": {"value": "提醒"}}, **change}
    assert (await simulator.api(TEMPLATE, body))["errcode"] == errcode


async def test_a_template_needs_a_follower_and_a_service_account(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    body = {"touser": openid, "template_id": "T1", "data": {"thing1": {"value": "提醒"}}}
    await simulator.event(openid, "unsubscribe")
    assert (await simulator.api(TEMPLATE, body))["errcode"] == 43004
    other = await start(account="subscription")
    assert (await other.api(TEMPLATE, {**body, "touser": await other.customer()}))["errcode"] == 48001


async def test_each_consent_allows_one_notice(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    body = {"touser": openid, "template_id": "S1", "data": {"thing1": {"value": "日常保洁"}}}
    assert (await simulator.api(NOTICE, body))["errcode"] == 43101
    assert (await consent(simulator, openid, ("S1", "accept")))["consents"] == {"S1": 1}
    assert await simulator.api(NOTICE, body) == {"errcode": 0, "errmsg": "ok"}
    assert (await simulator.api(NOTICE, body))["errcode"] == 43101
    assert await simulator.seen(openid) == [("订阅通知\nthing1：日常保洁", "notice")]
    sent = (await simulator.callback.expect("subscribe_msg_sent_event")).message.first("SubscribeMsgSentEvent")
    row = sent.first("List") if sent else None
    assert row is not None
    assert {name: row.text_of(name) for name in ("TemplateId", "ErrorCode", "ErrorStatus")} == {
        "TemplateId": "S1",
        "ErrorCode": "0",
        "ErrorStatus": "success",
    }


async def test_the_popup_reports_every_template_and_the_settings_only_withdrawals(start: Started) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await consent(simulator, openid, ("S1", "accept"), ("S2", "reject"))
    popup = simulator.callback.received[-1].message.first("SubscribeMsgPopupEvent")
    assert popup is not None
    assert [(row.text_of("TemplateId"), row.text_of("SubscribeStatusString")) for row in popup.children["List"]] == [
        ("S1", "accept"),
        ("S2", "reject"),
    ]
    withdrawn = await consent(simulator, openid, ("S1", "reject"), via="settings")
    assert withdrawn["consents"] == {"S1": 0, "S2": 0}
    assert simulator.callback.received[-1]["Event"] == "subscribe_msg_change_event"
    assert "error" in await consent(simulator, openid, ("S1", "accept"), via="settings")


@pytest.mark.parametrize(
    ("key", "value", "accepted"),
    [
        ("thing1", "一" * 20, True),
        ("thing1", "一" * 21, False),
        ("thing1", "两\n行", False),
        ("thing1", "", False),
        ("number2", "12.50", True),
        ("number2", "十二", False),
        ("character_string3", "BK-2026-001", True),
        ("character_string3", "预约1", False),
        ("time4", "2026年11月26日 14:00", True),
        ("time4", "14:00~16:00", True),
        ("time4", "下午两点", False),
        ("date5", "2026-11-26", True),
        ("date5", "2026年11月26日 14:00", True),
        ("date5", "明天", False),
        ("amount6", "¥120.50元", True),
        ("amount6", "一百", False),
        ("phone_number7", "+86-0766-66888866", True),
        ("phone_number7", "电话123", False),
        ("car_number8", "粤A8Z888挂", True),
        ("name9", "张三", True),
        ("name9", "一" * 11, False),
        ("name9", "Christopher Robin", True),
        ("phrase10", "已确认", True),
        ("phrase10", "已经确认好了", False),
        ("mystery1", "?", False),
    ],
)
async def test_notice_values_are_checked_by_their_type(start: Started, key: str, value: str, accepted: bool) -> None:
    simulator = await start()
    openid = await simulator.customer()
    await consent(simulator, openid, ("S1", "accept"))
    told = await simulator.api(NOTICE, {"touser": openid, "template_id": "S1", "data": {key: {"value": value}}})
    assert told["errcode"] == (0 if accepted else 47003)
