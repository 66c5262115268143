"""What an answer of the API still tells a page."""

from __future__ import annotations

from bot.console.covering import covered

HOME = "张杨路1458弄6号楼1202"


def test_a_conversation_tells_a_page_nothing_that_finds_her():
    told = {
        "customer_id": "cu_1",
        "openid": "oOffice1",
        "name": "陈小明",
        "addresses": [HOME],
        "draft": {"address": HOME, "phone": "13800138000", "notes": "门禁2580#", "service": "日常保洁"},
        "messages": [
            {"kind": "text", "text": f"我在{HOME}，密码2580#", "media": {}, "choices": [HOME]},
            {"kind": "location", "text": "世纪大道100号", "media": {"x": 1.0, "y": 2.0}},
            {"kind": "image", "text": "", "media": {"pic_url": "http://example.org/1"}},
        ],
    }
    assert covered(told) == {
        "customer_id": "cu_1",
        "openid": "•••ice1",
        "name": "陈••",
        "addresses": ["张杨路•••"],
        "draft": {"address": "张杨路•••", "phone": "138••••8000", "notes": "〔进门信息〕", "service": "日常保洁"},
        "messages": [
            {"kind": "text", "text": "我在张杨路•••，〔进门信息〕", "media": {}, "choices": ["张杨路•••"]},
            {"kind": "location", "text": "世纪大道•••", "media": {}},
            {"kind": "image", "text": "", "media": {}},
        ],
    }


def test_what_the_bot_read_is_masked_however_deep_it_lies():
    frame = {
        "intents": ["book"],
        "requests": [{"notes": "钥匙在地毯下", "address": HOME, "providers": 2}],
        "name": "陈明",
    }
    assert covered({"understood": frame}) == {
        "understood": {
            "intents": ["book"],
            "requests": [{"notes": "〔进门信息〕", "address": "张杨路•••", "providers": 2}],
            "name": "陈•",
        }
    }


def test_how_a_ticket_was_solved_and_why_an_order_was_cancelled_are_free_text():
    told = {"solution": f"去了{HOME}", "address": HOME, "cancel_reason": "打13800138000没人接"}
    assert covered(told) == {
        "solution": "去了张杨路•••",
        "address": "张杨路•••",
        "cancel_reason": "打138••••8000没人接",
    }


def test_who_works_for_the_company_keeps_her_name():
    told = {"providers": [{"id": "p1", "name": "王小红"}], "events": [{"name": "confirmed", "by": "customer"}]}
    assert covered(told) == told
