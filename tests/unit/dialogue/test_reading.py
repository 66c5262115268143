"""Which intents a message has as an answer to what was asked."""

from __future__ import annotations

from typing import Any

import pytest

from bot.dialogue.reading import read
from bot.zh.asked import group_of
from bot.zh.extract import find


def parsed(context: str, *intents: str) -> dict[str, Any]:
    """A parse in which only the reading of ``context`` names ``intents``."""
    scored = [{"name": intent, "confidence": 0.9} for intent in intents]
    return {"readings": {"none": {"intents": [], "clauses": []}, group_of(context): {"intents": scored, "clauses": []}}}


def intents_of(text: str, context: str, *learned: str) -> tuple[str, ...]:
    kinds = frozenset(item.kind for item in find(text))
    return read(parsed(context, *learned), text, context, kinds).intents


@pytest.mark.parametrize(
    ("text", "context", "learned", "expected"),
    [
        ("今天来打扫的阿姨滑倒了 头磕破了在流血", "none", ("book_service", "greet"), ("report_emergency", "greet")),
        ("阿姨刚踩空摔倒了 后天的先取消", "none", ("cancel_booking",), ("report_emergency", "cancel_booking")),
        ("我脚崴了 打扫改到下周", "none", ("reschedule_booking",), ("reschedule_booking",)),
        ("把老人摔了", "none", ("complain",), ("complain",)),
        ("擦窗时摔了一跤", "survey:score", ("rate_service", "complain"), ("rate_service", "complain")),
        ("昨儿来做保洁的师傅把茶几给刮了 老长一道", "none", ("book_service", "greet"), ("complain",)),
        ("怕师傅把地板划了 铺点东西", "none", ("book_service",), ("book_service",)),
        ("打扫卫生", "booking:service", ("book_service",), ("inform",)),
        ("昨天的保洁约的是上午10点，阿姨10:50才到", "none", ("ask_services", "greet"), ("complain",)),
        ("昨天约好九点，阿姨十点半才来，为什么会这样？", "none", ("ask_policy",), ("complain",)),
        ("昨日㑚来拉吾屋里做深度保洁 水垢一眼也没弄脱", "none", ("book_service",), ("complain",)),
        ("昨天阿姨迟到了一小时，还有周五那次取消吧", "none", ("cancel_booking",), ("complain", "cancel_booking")),
        ("昨天自己洗的空调没洗干净 约个师傅", "none", ("book_service",), ("book_service",)),
        ("再约一个 周日洗空调", "booking:window", ("book_service",), ("book_service",)),
        ("周六下午打扫", "none", ("inform",), ("book_service",)),
        ("周六下午", "none", ("inform",), ("inform",)),
        ("侬好，王桂兰阿姨礼拜六有空伐", "none", ("greet",), ("ask_availability", "greet")),
        ("可以 下午两点", "booking:confirm", ("affirm",), ("affirm", "inform")),
        ("就那个吧", "booking:window", ("affirm", "inform"), ("affirm",)),
        ("4", "survey:score", ("inform",), ("rate_service",)),
        ("4", "booking:window", ("inform",), ("inform",)),
        ("90平", "booking:area", (), ("inform",)),
        ("👍", "none", ("affirm",), ()),
        ("👍", "booking:confirm", ("affirm",), ("affirm",)),
        ("爆水管了 派人来", "none", ("report_emergency", "book_service"), ("report_emergency",)),
        ("擦得跟没擦一样 重新来弄", "none", ("complain", "book_service"), ("complain",)),
        ("上次晚了 周四下午两点再来", "none", ("complain", "book_service"), ("complain", "book_service")),
        ("灶台油得没法看 周六来打扫", "none", ("book_service", "complain"), ("book_service",)),
        ("每天早上打扫 周日闭馆不用来", "none", ("book_service", "cancel_booking"), ("book_service",)),
        ("洗空调那一单我周四要去医院 能不能帮我弄到周五下午两点", "none", ("cancel_booking",), ("reschedule_booking",)),
        ("打扫的安排到后天得啵", "none", ("cancel_booking",), ("reschedule_booking",)),
        ("周四那单不要了 改到周五也没空", "none", ("cancel_booking",), ("cancel_booking",)),
        ("周四那单别弄到周五了，取消吧", "none", ("cancel_booking",), ("cancel_booking",)),
        ("算了油烟机下次再说 空调改到周五下午两点", "booking:confirm", ("abandon",), ("inform",)),
        ("算了油烟机下次再说 空调搞到周五下午两点", "change:confirm", ("abandon",), ("reschedule_booking",)),
        ("算了不改到周五了", "change:confirm", ("abandon",), ("abandon",)),
        ("地址改到3栋", "none", ("reschedule_booking", "change_booking"), ("change_booking",)),
        ("明天那单推到周五", "none", ("reschedule_booking", "change_booking"), ("reschedule_booking",)),
        ("打扫那单改成下周一上午九点", "none", ("change_booking", "ask_price"), ("reschedule_booking",)),
        ("打扫那单改成收纳 下周一", "none", ("change_booking",), ("change_booking",)),
        ("可以 再加个擦窗", "booking:confirm", ("affirm",), ("affirm", "inform")),
        ("花瓶打碎了 退钱", "none", ("complain",), ("complain", "request_refund")),
        ("钱就不用退了 回来补擦", "none", ("complain", "request_refund"), ("complain",)),
        ("你好 约个保洁 谢谢", "none", ("book_service",), ("book_service", "greet", "thank")),
        ("要会烧粤菜的阿姨", "none", ("book_service", "ask_provider"), ("book_service",)),
        ("房东说打扫不干净就扣我押金", "none", ("complain",), ("book_service",)),
        ("租客走了 弄得乱七八糟", "none", ("complain",), ("chitchat",)),
        ("之前那家公司做得太差 想换你们试试", "none", ("complain",), ("book_service",)),
        ("油烟机油得一塌糊涂", "booking:phone", ("complain",), ("inform",)),
        ("房东真抠", "booking:confirm", ("complain",), ("chitchat",)),
        ("厕所脏死了", "none", ("report_emergency",), ("book_service",)),
        ("厕所堵了 水漫出来了", "none", ("report_emergency",), ("report_emergency",)),
        ("油烟机洗完还是油得很", "none", ("complain",), ("complain",)),
        ("房东看了说你们没擦干净", "none", ("complain",), ("complain",)),
        ("2分 厨房全是油", "survey:score", ("complain", "rate_service"), ("complain", "rate_service")),
        ("扣就扣吧 没办法", "order:confirm_cancel", ("complain",), ("affirm",)),
        ("扣就扣好唻", "booking:confirm", ("complain",), ("affirm",)),
        ("凭什么扣我钱", "none", ("complain",), ("complain",)),
        ("今朝下半天一点钟个打扫勿要来了", "none", ("book_service",), ("cancel_booking",)),
        ("阿姨唔使嚟喇", "none", ("inform",), ("cancel_booking",)),
        ("每周来 周日不用来了", "none", ("book_service",), ("book_service",)),
        ("不用来得太早", "none", ("inform",), ("inform",)),
        ("上次来的阿姨做得蛮好的 这周六还让她来", "none", ("praise",), ("book_service", "praise")),
        ("上周六来的阿姨做得蛮好的", "none", ("praise",), ("praise",)),
        ("我闺女礼拜六结婚 改到礼拜天", "booking:confirm", ("chitchat",), ("inform",)),
        ("多收就多收点 没事", "booking:confirm", ("complain",), ("affirm",)),
        ("凭啥把我的单取消了 提前一个小时才说", "none", ("complain",), ("complain",)),
        ("算了今天下午我不在 明天早上八点", "booking:window", ("abandon",), ("inform",)),
        ("算了还是周六吧", "booking:confirm", ("abandon",), ("inform",)),
        ("算了 让李秀英来吧", "booking:confirm", ("abandon",), ("inform",)),
        ("算了 明天再说", "booking:confirm", ("abandon",), ("abandon",)),
        ("算了 周六我自己打扫", "booking:window", ("inform",), ("abandon",)),
        ("嗯阿姨换不换人我无所谓的那个价钱还是一样的吧", "none", ("complain",), ("ask_price",)),
        ("價錢同之前一樣吧", "none", ("complain",), ("ask_price",)),
        ("价钱怎么跟上次不一样", "none", ("complain",), ("complain",)),
        ("阿姨态度差，价钱还一样吗", "none", ("complain",), ("complain",)),
        ("她在家等着", "none", ("complain",), ("inform",)),
        ("我在家等了半天还没来", "none", ("complain",), ("complain",)),
        ("约保洁 阿姨有证吗", "none", ("book_service", "ask_provider"), ("book_service", "ask_provider")),
    ],
)
def test_the_schema_settles_what_the_model_leaves_open(
    text: str, context: str, learned: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert intents_of(text, context, *learned) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("洗衣机不转了 最早几点能来人修", ("book_service",)), ("洗衣机漏水了 快来人", ("report_emergency",))],
)
def test_what_is_broken_and_endangers_nobody_is_work(text: str, expected: tuple[str, ...]) -> None:
    parse = {"intent": {"name": "report_emergency", "confidence": 0.5}}
    assert read(parse, text, "none", frozenset(item.kind for item in find(text))).intents == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("明早九点打扫，我上班不在家，钥匙放门口鞋柜里，行吗", ("book_service", "ask_policy")),
        ("周末打扫你们一般几点上班", ("ask_policy",)),
        ("春节打扫要加钱吗", ("ask_policy",)),
    ],
)
def test_a_visit_with_its_time_is_wished_though_a_question_stands_beside_it(text: str, expected: tuple[str, ...]):
    parse = {"intent": {"name": "ask_policy", "confidence": 0.7}}
    assert read(parse, text, "none", frozenset(item.kind for item in find(text))).intents == expected


def test_a_parse_without_readings_has_its_one_intent() -> None:
    assert read({"intent": {"name": "greet", "confidence": 0.7}}, "你好呀", "none", frozenset()).intents == ("greet",)


def test_a_fallback_is_no_intent() -> None:
    assert read({"intent": {"name": "nlu_fallback"}}, "嗯嗯啊啊", "none", frozenset()).intents == ()


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("要不先不定长期，就约这周四下午两点一次试试", ("inform",)),
        ("灯不亮 门也关不上 不急", ("inform",)),
        ("约长期的怎么收费", ("ask_policy",)),
        ("长期约周四下午能不能取消?", ("ask_policy",)),
    ],
)
def test_what_only_sounds_like_a_question_of_rules_is_told(text: str, intents: tuple[str, ...]):
    gathering = {"intents": [{"name": "ask_policy", "confidence": 0.63}], "clauses": []}
    kinds = frozenset(one.kind for one in find(text))
    assert read({"readings": {group_of("booking:phone"): gathering}}, text, "booking:phone", kinds).intents == intents


def a_guess(*readings: tuple[str, str, float]) -> dict[str, Any]:
    """A parse with one intent and its confidence for each group named."""
    return {
        "readings": {
            group: {"intents": [{"name": intent, "confidence": sure}], "clauses": []}
            for group, intent, sure in readings
        }
    }


@pytest.mark.parametrize(
    ("context", "group", "expected"),
    [
        ("move:when", "booking", "inform"),
        ("move:confirm", "confirm", "inform"),
        ("series:until", "booking", "inform"),
        ("order:confirm_cancel", "confirm", "inform"),
        ("none", "booking", "complain"),
        ("care:which", "booking", "complain"),
    ],
)
def test_an_answer_about_an_order_is_read_as_one_where_the_rest_is_a_guess(context, group, expected):
    parse = a_guess(("none", "complain", 0.5), (group, "inform", 0.55))
    assert read(parse, "就三点吧 早了我可能还没下班", context, frozenset({"time"})).intents == (expected,)


def test_a_fault_that_is_told_is_none_of_the_answers():
    parse = a_guess(("none", "complain", 0.5), ("confirm", "inform", 0.55))
    assert read(parse, "阿姨没擦干净", "move:confirm", frozenset()).intents == ("complain",)


@pytest.mark.parametrize(
    ("text", "sure", "expected"),
    [
        ("阿姨有健康证的吧", 0.99, "ask_provider"),
        ("洗空调的师傅东西都自己带的吧", 0.7, "ask_provider"),
        ("那就周六的吧", 0.99, "inform"),
        ("阿姨有健康证的吧", 0.4, "inform"),
    ],
)
def test_what_is_asked_back_while_details_are_gathered_is_a_question_where_it_plainly_is_one(text, sure, expected):
    parse = a_guess(("none", "ask_provider", sure), ("booking", "inform", 0.8))
    assert read(parse, text, "booking:address", frozenset()).intents == (expected,)
