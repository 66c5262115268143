"""Which intents a message has as an answer to what was asked last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.dialogue.frame import SURE
from bot.dialogue.hurt_first import with_hurt_first
from bot.dialogue.learned import Reading, learned
from bot.zh.after_visit import spares_callback
from bot.zh.anger import swears
from bot.zh.asked import COMPLAINT, CONFIRMING, GATHERING, NOTHING, SURVEY, group_of
from bot.zh.courtesy import greets, thanks
from bot.zh.damaged import tells_plainly
from bot.zh.danger import dangers, names_trouble
from bot.zh.grievance import (
    is_of_others,
    names_fault,
    remedy_of,
    spares_the_refund,
    tells_of_displeasure,
    tells_of_fault,
    tells_of_fault_besides,
    tells_of_need,
    tells_of_visit,
    waits_at_home,
)
from bot.zh.normalise import normalise
from bot.zh.order_asked import has_forgotten_when
from bot.zh.order_mention import asks_if_still, asks_whether_it_stands, may_call_off, sends_nobody
from bot.zh.pausing import begins_then, parts_for_now, puts_off
from bot.zh.questions import (
    asks,
    asks_back,
    asks_cancel_fee,
    asks_for_same_price,
    asks_for_somebody,
    seeks_assurance,
)
from bot.zh.queue_words import names_staff
from bot.zh.refusal import (
    does_it_herself,
    names_somebody,
    turns_to_another,
    wants_again,
    wants_one_more,
)
from bot.zh.resigning import resigns
from bot.zh.scores import scores
from bot.zh.things import things
from bot.zh.time_wishes import asks_if_free, puts_elsewhere
from bot.zh.undone import tells_of_work_undone

# 再约一个 beside a running booking is a further one; everything else that names a service there tells of this one.
_FURTHER = re.compile(
    r"再(?:约|订|定|来|加|下|叫|请)一?(?:个|单|次|份)|另外(?:再|约|订|给|帮|单独|还)|单独(?:约|订|下)|也(?:约|订|下)一"
)
_INSTEAD = re.compile("(?:改|换|转)(?:成|约|做|为)(?!我|自己)")
_RATHER = re.compile("还是|改(?:成|约|做|为)|换(?:成|做|约)|要不|不如|(?:那|那就|就)(?:约|洗|做|修|来)")
# 还是 that begins a clause prefers something; between two things it asks.
_PREFERS = re.compile(r"(?:^|[,。\s]|要不|不如|那|算了)还是(?!.*(?:吗|么|呢|哪|多少|区别))")
_SOME_DAY = re.compile(r"(?:不(?:做|要|用|约|需要|来)了?|停)[^,。;]{0,4}(?:再(?:跟|和|告诉|通知|联系|说)|的话|的时候)")
_LETTER = re.compile(r"[\u3400-\u9fffa-z0-9]")
_VALUES = frozenset(
    {
        "time",
        "area",
        "rooms",
        "phone",
        "address",
        "address_part",
        "name",
        "choice",
        "quantity",
        "duration",
        "service",
        "need",
        "providers",
    }
)


_MOVES = re.compile(
    r"(?:改|换|挪|推|调)(?:成|到|为|至|在)?\s?(?:下|这|本|明|后|大后|周|星期|礼拜|\d|[一二三四五六七八九十两]{1,3}[点号月]|上午|下午|中午|早|晚)"
)
_CANCELS = re.compile(r"取消|退|撤|那[单个次]|不要了|不做了|唔要|作废|删|先不")
_NO = re.compile(r"[不别停退撤删唔冇免算未没勿甭莫弗毋撇推]|取消|作废|拜拜|咪")
_CALLS_OUT = re.compile(r"[\s,。!?~]*(?:喂|请问)?[\s,]*有人(?:在)?(?:吗|么|不|嘛|咩)?[\s,。!?~]*")
_OF_WORK = frozenset({"ask_services", "ask_policy", "ask_availability", "ask_provider"})
_OF_RULES = frozenset({"ask_policy", "ask_availability"})
_PLAINLY = 0.85
_OF_A_RULE = re.compile(
    r"多少|几钱|几钿|加[钱收价]|收费|费用|贵|要钱|几点到几点|营业|规定|政策|一般|平时|通常|你们[^,。]{0,4}(?:几点|什么时|上班)"
)
"""What rules are asked about, whatever work and time are named."""
_OTHER_WISH = frozenset({"service", "quantity", "address", "provider", "person", "area", "duration"})
_MOVED_ON = re.compile("改|换|推|挪|提前|吧$|行不|行吗|可以|就行")
_TOLD_OF_VISITS = frozenset({"time", "frequency", "address", "phone", "duration", "quantity", "area", "provider"})
_WORK = frozenset({"service", "need", "area", "quantity", "providers"})
_SMALL_TALK = frozenset({"thank", "goodbye", "chitchat", "bot_challenge", "out_of_scope"})
_ANEW = re.compile(r"改约|另约|重新约|再约|另外约|换约")
_OF_FEELING = frozenset({"complain", "rate_service", "praise", "request_refund", "request_human", "report_emergency"})
_A_GUESS = 0.5
_WISHES = frozenset({"book_service", "cancel_booking", "reschedule_booking", "change_booking"})
_ON_ORDERS = frozenset({"cancel_booking", "reschedule_booking", "change_booking", "request_refund"})
_TAKEN = re.compile("[扣收]了|凭(?:什么|啥)|为(?:什么|啥)|怎么[还又能]|还[扣收]我|乱[扣收]")
"""Of a fee that has been charged, or is not accepted."""
_COURTESIES = frozenset({"greet", "thank"})
_OF_A_VISIT = frozenset({"time", "address", "phone", "frequency"})
_CHANGED = frozenset(
    {"service", "quantity", "address", "address_part", "need", "providers", "duration", "area", "provider", "note",
     "frequency", "phone", "name"}
)  # fmt: skip


def read(parse: Mapping[str, Any], text: str, context: str, kinds: frozenset[str]) -> Reading:
    """The reading of Rasa's parse under ``context``, with what the schema settles; ``kinds`` of values were found."""
    return with_hurt_first(_read(parse, text, context, kinds), text, group_of(context))


def _read(parse: Mapping[str, Any], text: str, context: str, kinds: frozenset[str]) -> Reading:
    group = group_of(context)
    reading = learned(parse, text, context)
    plain = normalise(text)
    if not _LETTER.search(plain) and group == NOTHING:
        return Reading(())  # a thumb up answers a question; without one it says nothing
    if "report_emergency" in reading.intents:
        reading = reading.without("book_service")  # whoever is asked to come stands in the request
    if group == SURVEY and set(reading.intents) <= {"inform", "affirm", "book_service"} and scores(text, True).points:
        return Reading(("rate_service",), max(reading.confidence, 0.9))
    if "abandon" in reading.intents and "time" in kinds and puts_elsewhere(text):
        wished = "inform" if group in (GATHERING, CONFIRMING) else "reschedule_booking"
        reading = reading.instead("abandon", wished)  # 算了油烟机下次再说，空调改到周五就好了
    reading = _with_courtesy(_settled(reading, text, kinds), text)
    if group not in (SURVEY, COMPLAINT) and is_of_others(text):
        for blame in {"complain", "request_refund"} & set(reading.intents):
            reading = _without_others(reading, blame, text, kinds, group)
    reading = _turned(reading, text, kinds, context)
    if _misses_a_fault(reading, text, group):
        return Reading(("complain",), SURE)  # 昨天约的十点，阿姨快十一点才到
    if context == NOTHING and _may_be_displeased(reading, text):
        return Reading(("complain",), _A_GUESS)  # 昨天那单我不太满意
    if context == NOTHING and _wishes_beside_a_fault(reading, text):
        reading = replace(reading, intents=("complain", *reading.intents), clauses=())
    if context == NOTHING and "cancel_booking" in reading.intents and not _NO.search(plain):
        # 喂我那个每周三的保洁啊: an order is named, and nothing is said of giving it up
        alone = len(reading.intents) == 1
        reading = reading.instead("cancel_booking", "check_booking") if alone else reading.without("cancel_booking")
    if group in (GATHERING, CONFIRMING):
        reading = _in_a_booking(reading, plain, kinds)
    elif group == NOTHING and "service" in kinds and reading.intents[:1] == ("inform",):
        reading = reading.instead("inform", "book_service")
    elif group == NOTHING and _asks_beside_a_courtesy(reading, text, kinds):
        wanted = "book_service" if asks_for_somebody(text) else "ask_services"
        reading = replace(reading, intents=(wanted, *reading.intents), clauses=())  # hi / 滚筒洗衣机能洗不
    elif group == NOTHING and reading.intents == ("greet",) and "time" in kinds and asks_if_free(text):
        reading = replace(reading, intents=("ask_availability", "greet"), clauses=())  # 侬好，王阿姨礼拜六有空伐
    elif group == NOTHING and not reading.intents and tells_of_need(text) and not asks(text):
        return Reading(("book_service",), _A_GUESS)  # 就一台 买来两年没拆过 有股怪味
    elif group == NOTHING and _wishes_in_values(reading, text, kinds):
        reading = replace(reading, intents=("book_service", *reading.intents), clauses=())
    return reading


def _wishes_in_values(reading: Reading, text: str, kinds: frozenset[str]) -> bool:
    """本人拟预约一次日常保洁，时间为…，地址为…: no intent that the model knows, and yet all that a wish holds."""
    bare = set(reading.intents) <= _COURTESIES
    return bare and "service" in kinds and bool(kinds & _OF_A_VISIT) and not asks(text)


def _asks_beside_a_courtesy(reading: Reading, text: str, kinds: frozenset[str]) -> bool:
    """Whether the model hears a greeting alone, and some work is asked about or for."""
    courteous = bool(reading.intents) and set(reading.intents) <= _COURTESIES
    return courteous and "service" in kinds and asks(text) and not asks_if_free(text)


def _settled(reading: Reading, text: str, kinds: frozenset[str]) -> Reading:
    """What the words settle whatever the model makes of them: a refund is demanded or not, a question has its form."""
    intents = reading.intents
    if "request_refund" in intents and spares_the_refund(text):
        reading = reading.without("request_refund") if len(intents) > 1 else reading
    elif "complain" in intents and "request_refund" not in intents and remedy_of(text) == "refund":
        first = tuple(intent for intent in ("report_emergency", "complain") if intent in intents)
        others = (intent for intent in intents if intent not in first)
        reading = replace(reading, intents=(*first, "request_refund", *others))
    if {"reschedule_booking", "change_booking"} <= set(intents) and "time" not in kinds:
        reading = reading.without("reschedule_booking")  # 地址改到…: no other time is named
    elif "change_booking" in intents and "time" in kinds and _moves_only(text, kinds):
        # 打扫那单改成下周一: nothing but the time is to be another, the service names the order
        reading = reading.instead("change_booking", "reschedule_booking")
    if "cancel_booking" in intents and "time" in kinds and puts_elsewhere(text) and not may_call_off(text):
        # 我礼拜四要去医院，能不能弄到礼拜五: it is to come, on another day
        reading = reading.instead("cancel_booking", "reschedule_booking")
    if "cancel_booking" in intents and "book_service" not in intents and _ANEW.search(normalise(text)):
        reading = replace(reading, intents=(*intents, "book_service"))  # 今天的取消，改约后天的
    if {"book_service", "cancel_booking"} <= set(intents) and not _CANCELS.search(normalise(text)):
        reading = reading.without("cancel_booking")  # 周日闭馆不用来: days without a visit
    if intents == ("complain",) and "service" in kinds and reading.confidence < SURE and not tells_of_visit(text):
        reading = reading.instead("complain", "book_service")  # 不制冷了 菜都要坏了: what is broken is hers
    if "complain" in intents and _only_asks_the_fee(text):
        reading = reading.instead("complain", "ask_policy")  # 现在11点了 现在取消扣多少
    if intents == ("complain",) and asks_for_same_price(text) and not names_fault(text):
        reading = reading.instead("complain", "ask_price")  # 换不换人我无所谓的 价钱还是一样的吧
    if intents == ("complain",) and waits_at_home(text) and not tells_of_visit(text):
        reading = reading.instead("complain", "inform")  # 她在家等着
    if set(intents) & _OF_WORK and reading.confidence < _PLAINLY and has_forgotten_when(text):
        rest = tuple(one for one in intents if one not in _OF_WORK)
        reading = replace(reading, intents=("check_booking", *rest), clauses=())  # 修水龙头的师傅是礼拜几来的
    if _asks_beside_a_visit(reading, text, kinds):
        reading = replace(reading, intents=("book_service", *intents), clauses=())  # 明早九点打扫，钥匙放鞋柜，行吗
    if intents == ("report_emergency",) and reading.confidence < SURE and not dangers(text) and things(text):
        reading = reading.instead("report_emergency", "book_service")  # 洗衣机不转了 最早几点能来人修
    if {"complain", "book_service"} <= set(intents):
        if not tells_of_visit(text):
            reading = reading.without("complain")  # 灶台油得没法看: what there is to do
        elif "time" not in kinds:
            reading = reading.without("book_service")  # 重新来弄: what is wanted for the fault, no new visit
    further = tuple(intent for intent in reading.intents[1:] if intent.startswith("ask_"))
    return reading.without(*further) if further and not asks(text) else reading


def _only_asks_the_fee(text: str) -> bool:
    """Whether it is asked what a cancel would cost, and nothing is told of that went wrong or was taken already."""
    blames = tells_of_visit(text) or names_fault(text) or tells_of_fault(text) or tells_of_displeasure(text)
    return asks_cancel_fee(text) and not (blames or swears(text) or _TAKEN.search(normalise(text)))


def _without_others(reading: Reading, blame: str, text: str, kinds: frozenset[str], group: str) -> Reading:
    """房东说打扫不干净就扣我押金: somebody else's fault, or no more than what there is to do."""
    if len(reading.intents) > 1:
        return reading.without(blame)
    if group in (GATHERING, CONFIRMING):
        return reading.instead(blame, "inform" if kinds & _VALUES else "chitchat")
    return reading.instead(blame, "book_service" if kinds & _WORK or tells_of_need(text) else "chitchat")


def _turned(reading: Reading, text: str, kinds: frozenset[str], context: str) -> Reading:
    """What a turn of speech makes of it: a resigned yes, a visit called off, praise that ends in a wish."""
    intents = reading.intents
    if intents == ("report_emergency",) and is_of_others(text) and _harmless(text):
        return reading.instead("report_emergency", "book_service")  # 厕所脏死了, 猫尿了一地
    if "complain" in intents and context != NOTHING and resigns(text):
        return Reading(("affirm",), max(reading.confidence, 0.5))
    on_order = [one for one in intents if one in ("cancel_booking", "reschedule_booking", "change_booking")]
    if context == NOTHING and asks_if_still(text):
        return Reading(("check_booking",), SURE)  # 下周还是周四对吧
    if len(on_order) == 1 and asks_whether_it_stands(text):
        return reading.instead(on_order[0], "check_booking")  # 这样不影响我周四的预约吧
    if intents == ("request_human",) and reading.confidence < SURE and parts_for_now(text):
        return Reading(("goodbye",), SURE)  # 要得 二天再喊你们
    if intents == ("request_human",) and reading.confidence < SURE and _wants_no_call(text):
        return reading.instead("request_human", "inform")  # 不用给我打电话 白天接不着
    if intents == ("complain",) and _answers_rather(reading, text, kinds, context):
        return reading.instead("complain", "inform" if kinds & _TOLD_OF_VISITS else "chitchat")
    if intents == ("greet",) and "time" in kinds and reading.confidence < SURE and _waits_for_answer(context):
        return reading.instead("greet", "inform")  # 下午四点好了 太早我人还没回来
    planned = {"cancel_booking", "reschedule_booking", "change_booking", "abandon", "deny"}
    if sends_nobody(text) and "frequency" not in kinds and planned.isdisjoint(intents) and not asks(text):
        others = tuple(one for one in intents if one not in ("book_service", "inform", "complain", "chitchat"))
        return replace(reading, intents=("cancel_booking", *others), clauses=())
    if intents[:1] == ("praise",) and "time" in kinds and context == NOTHING and wants_again(text):
        return replace(reading, intents=("book_service", *intents), clauses=())
    return reading


def _wants_no_call(text: str) -> bool:
    return spares_callback(text) and not names_staff(text)


def _answers_rather(reading: Reading, text: str, kinds: frozenset[str], context: str) -> bool:
    """就三点吧 早了我可能还没下班, to a question of ours: the model is not sure, and no word tells of a fault."""
    if not _waits_for_answer(context) or reading.confidence >= SURE or not (kinds & _TOLD_OF_VISITS or asks_back(text)):
        return False
    told = tells_of_visit(text) or names_fault(text) or tells_of_displeasure(text) or remedy_of(text) is not None
    return not told and not swears(text)


def _waits_for_answer(context: str) -> bool:
    """Whether something was asked of an order."""
    return context != NOTHING and not context.startswith("care:") and group_of(context) not in (SURVEY, COMPLAINT)


def _misses_a_fault(reading: Reading, text: str, group: str) -> bool:
    """Whether the model is not sure of what plainly tells that something went wrong."""
    if {"complain", "report_emergency"} & set(reading.intents) or group == SURVEY:
        return False
    told = tells_plainly(text) or (tells_of_work_undone(text) and not asks(text))
    if group == NOTHING and told:
        on_order = reading.confidence >= SURE and _ON_ORDERS.intersection(reading.intents)
        return not (is_of_others(text) or on_order or _goes_on_to_wish(text))
    unsure = reading.confidence < SURE
    return unsure and not asks(text) and tells_of_fault(text) and not is_of_others(text)


def _goes_on_to_wish(text: str) -> bool:
    """阿姨迟到了一小时，另外周五再约一次: the fault is not all of it."""
    return tells_of_fault_besides(text) or wants_one_more(text) or wants_again(text)


def _may_be_displeased(reading: Reading, text: str) -> bool:
    """Whether the model is not sure of words that may be a complaint: she is asked whether they are."""
    unsure = reading.confidence < SURE and _OF_FEELING.isdisjoint(reading.intents)
    return unsure and not asks(text) and tells_of_displeasure(text) and not is_of_others(text)


def _wishes_beside_a_fault(reading: Reading, text: str) -> bool:
    """阿姨迟到了，另外周五的改到周六: the model hears the wish alone."""
    hears_wish = "complain" not in reading.intents and not _WISHES.isdisjoint(reading.intents)
    return hears_wish and tells_of_fault_besides(text) and not is_of_others(text)


def _harmless(text: str) -> bool:
    return set(dangers(text)) <= {"drain"} and not names_trouble(text)


def _asks_beside_a_visit(reading: Reading, text: str, kinds: frozenset[str]) -> bool:
    """Whether work and a time are named, and what is asked is hardly a rule of the company."""
    asks_rule = bool(reading.intents) and set(reading.intents) <= _OF_RULES and reading.confidence < _PLAINLY
    return asks_rule and {"service", "time"} <= kinds and _OF_A_RULE.search(normalise(text)) is None


def _moves_only(text: str, kinds: frozenset[str]) -> bool:
    changed = kinds & _CHANGED
    return not changed or (changed == {"service"} and _MOVES.search(normalise(text)) is not None)


def _in_a_booking(reading: Reading, plain: str, kinds: frozenset[str]) -> Reading:
    """可以，下午两点 is a yes with a detail; 就那个吧 is a yes alone."""
    if not reading.intents and kinds & {*_VALUES, "frequency"} and _INSTEAD.search(plain):
        return Reading(("inform",), 0.5)  # 每周来好像太勤了，改成隔一周来一次吧
    if "book_service" in reading.intents and not _FURTHER.search(plain):
        reading = reading.instead("book_service", "inform")
    if _only_sounds_asked(reading, plain, kinds):
        return Reading(("inform",), reading.confidence)
    if "abandon" in reading.intents and _SOME_DAY.search(plain):
        reading = reading.instead("abandon", "inform")  # 先一直做着吧 不做了再跟你们说
    if "abandon" in reading.intents and "time" in kinds and (puts_off(plain) or begins_then(plain)):
        reading = reading.instead("abandon", "inform")  # 算了今天下午我不在 明天早上八点
    if "service" in kinds and _RATHER.search(plain) and _may_be_rather(reading, plain):
        return Reading(("inform",), max(reading.confidence, 0.5))  # 算了不打扫了，还是洗空调吧
    if reading.intents == ("chitchat",) and "time" in kinds and _MOVED_ON.search(plain):
        return Reading(("inform",), reading.confidence)  # 我闺女礼拜六结婚 改到礼拜天
    to_other_work = "service" in kinds and _INSTEAD.search(plain)  # 卫生我自己搞 换成洗空调吧
    if reading.intents == ("inform",) and does_it_herself(plain) and not to_other_work:
        return Reading(("abandon",), reading.confidence)  # 算了 周六我自己打扫
    if (
        reading.intents == ("abandon",)
        and "time" not in kinds
        and (kinds & _OTHER_WISH or names_somebody(plain))
        and turns_to_another(plain)
    ):
        return Reading(("inform",), reading.confidence)  # 算了 让李秀英来吧
    if reading.intents == ("abandon",) and "frequency" in kinds and _RATHER.search(plain):
        return Reading(("inform",), reading.confidence)  # 算了还是每周都来吧: another rhythm, not nothing
    if set(reading.intents) <= _COURTESIES and kinds & _VALUES:
        return replace(reading, intents=("inform", *reading.intents), confidence=max(reading.confidence, 0.5))
    if reading.intents[:1] == ("affirm",) and "inform" not in reading.intents and kinds & _VALUES - {"choice"}:
        return replace(reading, intents=("affirm", "inform", *reading.intents[1:]))
    if set(reading.intents) == {"affirm", "inform"} and not kinds:
        return reading.without("inform")
    return reading


def _only_sounds_asked(reading: Reading, plain: str, kinds: frozenset[str]) -> bool:
    """先不定长期，就约这周四一次; 廚房盞燈唔著: taken for a question of rules, and is an answer or asks nothing."""
    unsure = (
        reading.intents == ("ask_policy",)
        and reading.confidence < _PLAINLY
        and "?" not in plain
        and not seeks_assurance(plain)
    )
    told = {"frequency", "time"} <= kinds or not (asks(plain) or kinds - {"need", "service", "quantity"})
    return unsure and told and not _OF_A_RULE.search(plain)


def _may_be_rather(reading: Reading, plain: str) -> bool:
    """Whether a change to another service was taken for giving up, or for a question that is none."""
    first = reading.intents[0] if reading.intents else ""
    if first in ("abandon", "cancel_booking", "deny"):
        return True
    return first.startswith("ask_") and (not asks(plain) or (_PREFERS.search(plain) is not None and "?" not in plain))


def _with_courtesy(reading: Reading, text: str) -> Reading:
    """A greeting and thanks said in words are listed even when they only wrap a wish."""
    if not reading.intents:
        return reading
    said = [intent for intent, is_said in (("greet", greets(text)), ("thank", thanks(text))) if is_said]
    if _CALLS_OUT.fullmatch(normalise(text)):
        return replace(reading, intents=("greet",))  # 有人吗！！ calls for an answer, not yet for a person
    further = [intent for intent in said if intent not in reading.intents]
    if "greet" in further and reading.intents[0] in _SMALL_TALK:
        return replace(reading, intents=("greet", *reading.intents, *(one for one in further if one != "greet")))
    return replace(reading, intents=(*reading.intents, *further)) if further else reading
