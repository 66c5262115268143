"""A visit that is over and left something undone: 昨天来做的深度保洁 水垢一点没弄掉."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise
from bot.zh.past_visit import WHEN

_TODAY = r"今[天日早儿](?=[^,。;!?\s]{0,6}(?:刚|才|来过|做完|洗完))"
_VISIT = re.compile(
    rf"(?:{WHEN}|{_TODAY})[^,。;!?]{{0,14}}?(?:(?:阿姨|师[傅父]|保洁|家政员?|[你您㑚倷侬][们哋]?(?:家|那[个位])?|[那嗰]个?人?|她|他|佢|伊)[^,。;!?]{{0,6}}?)?"
    r"(?:来|派人|上门|嚟|做|打扫|清洁|收拾|洗|擦|搞|弄|修|保洁)"
)
_WORKS = r"[擦洗扫拖弄做清搞抹刷除去收整修揩汏]"
_GONE = r"(?:干净|清爽|乾净|掉|脱|走|下来|完|好(?!像)|动|到位|透|净)"
_UNDONE = re.compile(
    rf"(?:没|冇|未|勿曾|伐曾|没有)(?:有|怎么|给我?|帮我?|把)?{_WORKS}{{1,2}}(?:得)?{_GONE}|"
    rf"{_WORKS}(?:得)?(?:不|勿|伐|唔)(?:够|太|大)?{_GONE}|"
    rf"(?:一点儿?|一眼|一啲|半点|根本|压根)(?:都|也)?(?:没|冇|未|勿)(?:有)?{_WORKS}|"
    r"(?:还|仍|仍然|照样|依旧|仲)(?:是|有|系)?(?:老|好|很|一层|一圈|一股|全是)*(?:脏|黑|油|臭|水垢|灰|霉|污渍|黏)"
)
_HER_OWN = re.compile(
    r"我(?:们|哋)?(?:自己|自家|老公|老婆|[爸妈]|婆婆|先生|太太|家人)?(?:来)?(?:就|也)?(?:试着|随便|简单)?"
    rf"(?:{_WORKS}|打扫|清洁|收拾)(?:了|过|半天|一遍|来|一下|完)|自己{_WORKS}|自己(?:打扫|收拾|清洁)|朋友|亲戚|客人|孩子|小孩|装修"
)
_NOT_SO = re.compile(r"怕|担心|万一|如果|要是|假如|会不会|没来得及预约|下[次回]")


def tells_of_work_undone(text: str) -> bool:
    """Whether a visit that was is told of, and what it did not do; her own cleaning is another matter."""
    plain = normalise(text)
    visit = _VISIT.search(plain)
    if visit is None or _HER_OWN.search(plain) or _NOT_SO.search(plain):
        return False
    return _UNDONE.search(plain, visit.start()) is not None
