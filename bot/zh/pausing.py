"""Words around a talk that rests: 我再想想 puts it off, 还是约吧 takes it up again."""

from __future__ import annotations

import re

from bot.zh.extract import find
from bot.zh.normalise import normalise
from bot.zh.refusal import after_never_mind

_NEEDS_TIME = re.compile(
    r"^(?:那|嗯|好|先|你|您)*(?:等(?:我)?(?:一)?(?:下(?!午|[来能])|会(?!儿|能|来)|会儿(?!能|来)|等)|稍等|稍候|等等|慢着|且慢|(?:让)?我(?:再|先)?(?:想|考虑|看|琢磨|寻思)(?:一?下|一想|想|看|一?会儿?|虑)|"
    r"(?:等|让|容)?(?:我)?(?:先|再|得)?(?:问|商量)(?:一?下|问|商量)?(?:我)?(?:老公|老婆|家里|家人|我妈|我爸|爱人|先生|太太|孩子)|"
    r"(?:我)?(?:先|得|要)?(?:和|跟|同)(?:我)?(?:老公|老婆|家里人?|家人|我妈|我爸|爱人|先生|太太|孩子)(?:们)?(?:再|先)?(?:商量|说|合计|讨论)|"
    r"(?:过[几两]天|明天|后天)再(?:说|定)|(?:晚点|回头|待会儿?|一会儿?|过会儿?|改天|等下)(?:再)?(?:说|回|告诉|联系|聊|定))"
)
_TAKES_UP = re.compile(
    r"还是(?:给我|帮我|得|想)?(?:约|订|定|要|做|来|弄|打扫)(?:上|了|[吧把罢叭]|一下|[,。!\s]|$)|(?:继续|接着)(?:约|订|定|弄|办|来|刚才|上次|之前|吧|$)|"
    r"(?:刚才|刚刚|之前|上次|昨天|前面)(?:那|说|没|的)[^,。;]{0,6}(?:还是|继续|接着|约|订)|又想约了|(?:那)?就约(?:[吧把罢叭]|上|了|呗)|可以约了|那约[吧把罢叭]|"
    r"(?:没|未)(?:约|订|弄|说)完的|还约(?:[吧把罢叭]|上|$)|(?:改|变)(?:了)?主意|后悔了|反悔"
)


def needs_time(text: str) -> bool:
    """等一下, 我问下老公: no answer yet, and none is to be pressed for."""
    return _NEEDS_TIME.search(normalise(text).strip()) is not None


_AS_IT_IS = re.compile(
    r"不(?:用)?改了|就(?:这样|这么|照这样|按这个)|照(?:旧|原来)|(?:赶紧|赶快|快点?|直接|帮我|给我)(?:订|约|定|下单)|下单(?:吧|$)|(?:订|约)(?:了|上)?吧"
)


def leaves_as_it_is(text: str) -> bool:
    """就这样订吧, 不改了: after all nothing is to change."""
    return _AS_IT_IS.search(normalise(text).strip()) is not None


_CLAUSES = re.compile(r"[,。;!?\s]+")
_DOES_NOT_SUIT = re.compile(
    "[没冇](?:空|时间)|不(?:在|行|方便|得空|来|用|要|约|做|弄|打扫|想|去)|忙|有事|来不及|再(?:说|看|讲|联系|约|定)|"
    "唔(?:得|使|要)|取消"
)


def puts_off(text: str) -> bool:
    """算了今天下午我不在 明天早上八点: given up only in favour of another time, which is named last."""
    rest = after_never_mind(text)
    bare = normalise(text).strip() if rest is None else rest
    parts = _CLAUSES.split(bare)
    timed = [number for number, part in enumerate(parts) if any(item.kind == "time" for item in find(part))]
    return (
        bool(timed)
        and _DOES_NOT_SUIT.search(" ".join(parts[timed[-1] :])) is None
        and "不约" not in bare
        and "取消" not in bare
    )


_AGAIN = re.compile("还是|刚才|刚刚|又想|又要|仍然|照旧")


def wishes_again(text: str) -> bool:
    """还是周二打扫: a wish that was there before, where there was one."""
    return _AGAIN.search(normalise(text)) is not None


def takes_up(text: str) -> bool:
    """还是约吧, 接着刚才的: what was given up is to go on."""
    return _TAKES_UP.search(normalise(text).strip()) is not None


_LATER_ON = re.compile(
    r"(?:二天|下回|下次|下趟|以后|以後|改天|改日|回头|有需要|要用|用得着|过[几两]天)[^,。;!?]{0,4}(?:再|又|会)[^,。;!?]{0,2}(?:喊|叫|找|联系|搵|揾|麻烦|约|请)(?:你们?|您|㑚|侬|你哋)"
)


def parts_for_now(text: str) -> bool:
    """二天再喊你们, 有需要再找您: nothing is wished today."""
    return _LATER_ON.search(normalise(text)) is not None


_BEGINS_THEN = re.compile(r"(?:再|才|正式|重新|就)?(?:开始|起头|开工)(?![^,。;]{0,3}(?:不|没|就好))")


def begins_then(text: str) -> bool:
    """过完年再开始: it is to be, only later."""
    return _BEGINS_THEN.search(normalise(text)) is not None
