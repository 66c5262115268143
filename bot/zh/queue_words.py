"""What somebody who waits for a person says about the waiting itself."""

from __future__ import annotations

import re

from bot.zh.danger_asked import asks_whom_to_call
from bot.zh.normalise import normalise
from bot.zh.questions import asks

_PERSON = "人工|真人|客服|同事|专员|坐席|排队|转接"
_LEAVES = re.compile(
    rf"(?:不用|不要|不需要|不必|别|甭|唔使|唔要|不|取消|算了)(?:再|麻烦|帮我|给我|找|叫|要|转|等|接|用)*(?:{_PERSON})"
    rf"|(?:{_PERSON})(?:就|那就|也|还是)?(?:不用|不要|不需要|不必|唔使|算|取消)(?:了|吧|啦|喇|啊)"
    "|(?:不用|不要|不必|甭|别|唔使)(?:再)?(?:帮我|给我)?(?:找|叫|喊|转|搵)(?:人|别人|你们同事)(?:工)?(?:了|啦|喇|咯|哈)"
    "|(?:不|别|唔)(?:再)?(?:等|排)(?:了|啦|喇)(?!解)|懒得(?:再)?等"
    "|(?:还是|就|那|算了|不用了?|不要了|不必了)[^。;!?]{0,3}(?:你来|你(?:帮|给)我(?!转|叫|找|催|问|联系|接|投诉|退|喊)|跟你(?:说|约|订)|机器人(?:来|吧|也行)|自己(?:约|来|下单|弄))"
    "|^(?:你来|你帮我约|你接着来|继续自助)(?:吧|嘛|呗|好了|就行)?$"
)
_OF_THE_MATTER = re.compile("退款|赔|投诉")
_OF_A_VISIT = re.compile("(?<!器)人来|阿姨|师傅")
_CLAUSE = re.compile(r"[,。;!?\s]+")
_ASKS_WAIT = re.compile(
    "(?:还|要|得|大概|到底|需)?(?:要|得|需)?(?:等)?(?:多久|多长时间|几分钟|到什么时候|几时)"
    "|(?:前面|前边|排)[^,。;!?]{0,4}(?:几个|几位|多少|第几)|排(?:到)?(?:第)?几"
    "|(?:怎么|咋|点解)(?:还|都)?(?:没|冇|不见)(?:有)?(?:人|回)|(?:有|还有)(?:没有)?人(?:吗|么|在吗|理)|人呢|没人(?:理|管|在|吗)"
    "|什么时候(?:有人|能|可以|轮到|到我|联系|回)"
)
_CALLS_FOR = re.compile(
    rf"(?:叫|找|换|转|要|请|派|喊|让|搵|揾|接|想跟|想和)[^,。;!?]{{0,6}}(?:{_PERSON}|活人|经理|主管|领导|负责人)|(?:{_PERSON}|活人)[^,。;!?]{{0,3}}(?:来|跟我|接待|接)"
)
_CALLBACK = re.compile(
    "(?:给我|帮我|跟我|同我)?(?:回|打)(?:个|一个)?(?:电话|电|话)(?:给我|过来|吧|呗|我|就行|好了|也行|可以|$)|回电|打我(?:的)?(?:电话|手机)|畀我电话"
)
_YES = re.compile("^(?:好|可以|行|要|嗯|对|是|成|中|得|ok|打吧|麻烦|没问题)[^不别]{0,6}$")
_NO = re.compile("不用|不要|不需要|(?:别|不)[^,。;!?]{0,3}(?:打|回)|不必|唔使|算了")


def names_staff(text: str) -> bool:
    """Whether one of our own is spoken of who does not come to the house: 叫你们客服来, 找经理."""
    return re.search(f"{_PERSON}|经理|主管|领导|负责人|老板|当班的", normalise(text)) is not None


def leaves_queue(text: str) -> bool:
    """不用人工了, 算了你来吧, 不等了: she would rather go on with the bot."""
    plain = normalise(text)
    clauses = ",".join(clause for clause in _CLAUSE.split(plain) if not _OF_A_VISIT.search(clause))
    return _LEAVES.search(clauses) is not None and _OF_THE_MATTER.search(plain) is None


def asks_how_long(text: str) -> bool:
    return _ASKS_WAIT.search(normalise(text)) is not None


_OF_POLICE = re.compile(r"报(?:不报)?(?:警|案)|打110|派出所|警察|差人")


def asks_of_police(text: str) -> bool:
    """要不要报警, 我该不该打110: whether she should, and not that she will."""
    plain = normalise(text)
    return _OF_POLICE.search(plain) is not None and asks(plain)


def calls_for_person(text: str) -> bool:
    """叫你们真人来, of somebody who waits for one."""
    return _CALLS_FOR.search(normalise(text)) is not None and not leaves_queue(text)


def wants_call(text: str) -> bool:
    """回个电话给我吧; a refused call is none, nor is 我该给谁打电话."""
    plain = normalise(text)
    return _CALLBACK.search(plain) is not None and _NO.search(plain) is None and not asks_whom_to_call(plain)


def agrees(text: str) -> bool:
    """A short yes to the offer of a call."""
    return _YES.match(normalise(text)) is not None and not declines_call(text)


def declines_call(text: str) -> bool:
    return _NO.search(normalise(text)) is not None
