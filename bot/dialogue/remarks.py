"""What a customer tells of the work and nothing else reads: kept in her own words for whoever comes."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.frame import Frame, Request
from bot.dialogue.tasks import BookingTask
from bot.dialogue.wishes import named
from bot.zh.agreeing import agrees
from bot.zh.amending import for_the_door, note_in, only_adds, told_to_note
from bot.zh.extract import find
from bot.zh.normalise import normalise
from bot.zh.place import house_number, lacks_house
from bot.zh.questions import asks, asks_back
from bot.zh.refusal import declines
from bot.zh.several import clauses_of

_LEAST, _MOST = 3, 60
"""Characters of a remark: less says nothing, more is a story."""

_A_SENTENCE = 10
"""So many characters are more than a yes."""

# 墙上有些印子 能擦掉的擦掉
_WORKS_ON = re.compile(
    r"[擦洗拖刮扫刷抹](?:掉|干净|一下|仔细|一遍|到)|(?:重点|着重|主要)(?:打扫|清|擦|弄|搞|收拾|洗)|收拾(?:好|干净|一下)"
)
_CARES = ("elder_care", "childcare")
# 老人80岁，能自理一部分: who is cared for, whatever needs are read in it.
_STATE_OF_ONE = re.compile(
    r"自理|卧床|瘫|轮椅|拐杖|手术|术后|骨折|中风|偏瘫|失能|失智|痴呆|糊涂|血压|糖尿|心脏|胃管|尿管|尿不湿|褥疮|吸氧|翻身|吃药|过敏|发烧|发育|"
    r"自闭|认生|挑食|断奶|辅食|岁"
)
_REPAIRS = ("appliance_repair", "home_repair")
# 不吃香菜, 记得带鞋套, 用了六年了: how it is to be done, or of what; 看情况 answers a question badly.
_OF_THE_WORK = re.compile(
    r"不(?!知|清楚|确定|一定|行|好意思|懂|会吧|用了|要了|急)|别|记得|注意|小心|轻|[要得]会|带上|吃|喝|用了|坏|响|漏|牌|型号|有(?!空|人吗)|的$|胆子|怕|耳朵|听力|眼睛|眼神|腿脚|[大小]声|[一-龥]{6}就(?:行|可以|好)"
)
_ANSWERS_BADLY = re.compile(
    r"\d{3}|不是|错|(?:地址|电话|手机号?)(?:都|就|也|还|是|不|写|留|打)|不做|不约|先|我家$|家里$|老地方|那边|这边|附近|一样|上次|之前|随便|都行|再说|看看|怎么|什么|这样|就这|没问题|约|下单|确认"
)
# 让阿姨早点来, 叫她换个人: of the booking itself.
_OF_TIMES = re.compile(r"早[点些一]|晚[点些一]|几点|换|改|取消|别来|不来|(?<![进下上起])(?:来吧?|到)$")
_FOR_HER = re.compile(
    r"敲(?:门|重|响|轻|久|大)|[按摁](?:一下|个)?门?铃|门铃|(?:别|不要|勿|唔好)(?:[敲按摁拍]|大声|吵|出声|惊)|"
    r"(?:[说讲]话|声音|动作|手脚?|脚步|关门|进门)[^,。;]{0,3}(?:[轻响重慢]|小|大)(?:点|一点|些|声)|(?:轻|小声|大声|慢|当心|小心|仔细)(?:点|一点|些)|"
    r"鞋套|换(?:上|双)?拖?鞋|(?:楼下|门口|到了)[^,。;]{0,4}(?:喊|叫|吼|等)(?!号)|记得[^,。;]{2,}"
)
"""敲门敲响点, 按门铃别敲门, 说话声音大点: how whoever comes is to go about it."""
_GRAVE = ("complain", "request_refund", "request_human", "report_emergency", "cancel_booking", "abandon")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def at_the_door(frame: Frame, task: BookingTask) -> Frame:
    """22号 behind 七莘路1855弄 is a house and no day of the month."""
    house = house_number(frame.text)
    if not house or task.asked == "booking:window" or not lacks_house(task.draft.address):
        return frame
    part = {"unit": "号", "text": house}
    return replace(frame, intents=("inform",), requests=(), choice=None, address_part=part)


def with_code(frame: Frame) -> Frame:
    """The frame with the code of a door, and with what it says is to be noted, among the notes."""
    said = "" if frame.has_details and only_adds(frame.text) else told_to_note(frame.text)
    return _noting(frame, for_the_door(frame.text) or said or _to_whoever_comes(frame))


def _to_whoever_comes(frame: Frame) -> str:
    """90平，敲门敲响点: what is told beside a detail and concerns whoever comes alone."""
    told = frame.has("inform", "affirm", "book_service") and frame.has_details
    if not told or frame.has(*_GRAVE):
        return ""
    clauses = [clause for clause in clauses_of(frame.text) if _FOR_HER.search(clause) and not find(clause)]
    plain = [one for one in clauses if not (asks(one) or asks_back(one) or declines(one) or _OF_TIMES.search(one))]
    return "，".join(plain) if sum(map(len, plain)) <= _MOST else ""


def with_remark(frame: Frame, task: BookingTask) -> Frame:
    """As ``with_code``; a sentence that tells of the work of a booking and fills nothing is a note as a whole."""
    frame = _with_state_of_one(with_code(frame), task)
    services = {wish.draft.service for wish in task.wishes}
    bare = _without_the_known(frame, task)
    text = frame.text.strip()
    of_one = len(services) == 1 or named(task, text) is not None
    if bare.has_details or frame.choice is not None or not of_one or task.draft.service is None:
        return frame
    plain = normalise(text)
    at_yes = (
        frame.has("affirm")
        and set(frame.intents) <= {"affirm", "inform"}
        and task.asked == "booking:confirm"
        and _is_no_yes(text)
    )
    for_her = bool(note_in(text)) and not (_OF_TIMES.search(plain) or frame.has(*_GRAVE))
    told = frame.intents == ("inform",) or at_yes or (not frame.intents and _tells_work(task, plain)) or for_her
    speaks = _LEAST <= len(text) <= _MOST and len(_HAN.findall(plain)) >= _LEAST
    if not (told and speaks and (for_her or _OF_THE_WORK.search(plain))):
        return frame
    if _ANSWERS_BADLY.search(plain) or asks(text) or declines(text) or "\n" in text:
        return frame
    return replace(_noting(bare, text.strip(" ,，。!！")), intents=("inform",))


def _with_state_of_one(frame: Frame, task: BookingTask) -> Frame:
    """The frame with how whoever is cared for is, beside the needs and sizes that are read in it."""
    text = frame.text.strip()
    told = frame.intents in (("inform",), ("book_service",)) and frame.phone is None and frame.address is None
    if not told or task.draft.service not in _CARES or not _A_SENTENCE <= len(text) <= _MOST:
        return frame
    return _noting(frame, text) if _STATE_OF_ONE.search(normalise(text)) and not asks(text) else frame


def _tells_work(task: BookingTask, plain: str) -> bool:
    return task.draft.service in _REPAIRS or _WORKS_ON.search(plain) is not None


def _is_no_yes(text: str) -> bool:
    """放好粮换个水铲个屎就行: said of the work, however much it sounds like a yes."""
    return len(_HAN.findall(normalise(text))) >= _A_SENTENCE and not agrees(text)


def _without_the_known(frame: Frame, task: BookingTask) -> Frame:
    """The frame without a service that several are wished of, said once more: 猫胆子小 beside two visits to a cat."""
    known = task.is_several and frame.requests == (Request(service=task.draft.service),)
    return replace(frame, requests=()) if known else frame


def _noting(frame: Frame, note: str) -> Frame:
    first = frame.request
    if not note or note in first.notes:
        return frame
    noted = replace(first, notes="；".join(part for part in (first.notes, note) if part))
    return replace(frame, requests=(noted, *frame.requests[1:]))
