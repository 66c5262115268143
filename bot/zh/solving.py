"""What is said of a matter that is being seen to: whether it is solved, whether its progress is asked for."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_UNSOLVED = re.compile(
    r"(?:没有?|未|冇|还没|唔|不)(?:[^,。!?\s]{0,4})(?:解决|处理|弄好|搞定|搞掂|修好|收到|退|满意|好(?!的)|行|干净|妥)|"
    r"还(?:是(?!(?:很|挺|蛮|要|得)?(?:谢|感谢|多谢|满意|不错|可以|好[的了]))|在|没|有问题)|"
    r"仍然?|依然|又(?:坏|漏|脏|来)|哪里?(?:解决|好)了|解决(?:个|什么)|没有?(?:啊|呢|呀)?$|还没(?:呢|有)?|一样(?:脏|漏|坏)"
)
_SOLVED = re.compile(
    r"(?:解决|处理好|弄好|搞定|搞掂|修好|退到|到账|办好|妥)[^,。!?\s]{0,3}了|收到[^,。!?\s了]{1,3}了|(?:钱|款)[^,。!?\s]{0,2}收到|"
    r"(?:都|已经|挺|蛮|很|可以)(?:好|行|满意)了?|满意|(?:没|冇)(?:什么|啥)?问题|没事了|好了|行了|可以了"
)
# Said of a matter and of nothing else, also unasked; 好了 and 可以了 are said of anything.
_SOLVED_BY_NAME = re.compile(r"(?:解决|处理好|弄好|搞定|搞掂|修好|补好|办好)(?:了|啦|咯)")
_WILL_BE = re.compile(r"什么时候|几时|多久|等|如果|要是|只要|吗|没$|没有|\?")
# Nothing of these is a no: 没问题, 不好意思.
_POLITE = re.compile(r"(?:没|冇)(?:什么|啥)?问题|没(?:关系|事儿?)了?|不好意思|唔好意思|不客气|不用谢?了?|唔使")
_COURTESY = re.compile(
    r"(?:好(?:的|嘞|滴|吧|呀|啊)?|ok(?:ay)?|收到了?|知道了?|明白了?|了解了?|(?:谢谢|多谢|感谢|唔该)(?:您|你|晒|啦|你们|大家)?|谢了|辛苦(?:了|您了|你了|你们了)?|"
    r"不用(?:了|谢)?|不客气|没关系|麻烦(?:了|您了|你了)|[\s,。!~、.]|[啦哈呀啊哦噢])+"
)
_PROGRESS_OF = r"退款|退的?钱|钱退|投诉|工单|赔偿|理赔|赔的?钱|补偿|反映|反馈|返工|那件?事|我的事"
_PROGRESS = re.compile(
    rf"(?:{_PROGRESS_OF})[^,。!?]{{0,10}}(?:呢|咋样|怎么样|怎样|怎么(?:还没|没)|进度|进展|处理(?:得|到|好|完)|办(?:得|到|好)|到哪|"
    r"几时|什么时候|啥时候|何时|多久|结果|下文|消息|到账|到了?[吗没]|点样|好未|未到)|"
    r"(?:什么时候|几时|啥时候|啥辰光|多久|多咱|好久|怎么还没|咋还没)(?:能|会|才|先)?(?:有)?(?:人|同事|边个)?[^,。!?]{0,2}(?:联系(?:我|$)|[跟同和][我俺](?:们)?联系|[找搵揾]我|回我|给我(?:回|个?信|打)|答复|处理好|解决)|"
    r"(?:几天|多久|多少天|几时|什么时候|啥时候|啥辰光|何时)(?:能|会|才|可以|有|给|个|我)*(?:消息|答复|结果|回音|回复|说法|下文|准信|信儿)|"
    r"(?:会不会有|会有|有没有|有)(?:人|同事)[^,。!?]{0,4}(?:联系|打给|打电话给|找|答复|回)我[^,。!?]{0,2}(?:吗|伐|么|没|不|嘛|\?|$)|"
    r"(?:那件?|这件?|的|反映的|说的|讲的)事[^,。!?]{0,3}[,\s]*(?:有人|你们|同事|到底|现在)?(?:有没有人)?(?:在)?(?:弄|处理|跟进?|管|办|查)[^,。!?]{0,3}(?:没有?|吗|么|伐|不)(?:$|[?!。])|"
    r"有(?:没有)?人(?:在)?(?:弄|处理|跟进?|管|办)(?:了)?(?:没有?|吗|么|伐)|"
    rf"(?:查|看|问|催)(?:一?下|一查|一问|催)?[^,。!?]{{0,6}}(?:{_PROGRESS_OF})|(?:有没有|有冇|有)?(?:人|同事)[^,。!?]{{0,4}}(?:处理|跟进)(?:吗|没|了吗)"
)
_SOME_DAYS = r"(?:几天|多少天|几日|几耐|多久|多咱|多长时间|几个工作日|什么时候|啥时候|啥辰光|几时|何时|哪天|边日)"
_ARRIVES = (
    r"(?:到(?:账|帐|户口|户|卡|手|钱包|微信|我|货)|入(?:账|数)|收到|收得到|退(?:到|回|返|番|下来|过来|给我|得到)|拿到)"
)
_REFUND_DAYS = re.compile(
    rf"(?:退|钱|款)[^,。!?]{{0,8}}{_SOME_DAYS}[^,。!?]{{0,5}}{_ARRIVES}|(?:退|钱|款)[^,。!?]{{0,6}}{_ARRIVES}[^,。!?]{{0,4}}{_SOME_DAYS}|"
    rf"(?:退|钱|款)[^,。!?]{{0,8}}{_SOME_DAYS}[^,。!?]{{0,4}}(?:可以|能|才)?(?:退|到|下来|返)|^[^,。!?]{{0,4}}{_SOME_DAYS}(?:能|可以|才|会)?(?:到账|到帐|入账|到户口|退到)|"
    rf"(?:退款?|钱|款)(?:一般|大概|通常|要|得|需要)+{_SOME_DAYS}"
)
_FIRST_TIME = re.compile(r"(?:我要|想要|想|要|申请|可以|能|怎么|如何)(?:不能)?(?:申请)?(?:退款|退钱|投诉)(?:吗|呢)?$")


def says_solved(text: str) -> bool | None:
    """Whether an answer to 解决了吗 says yes or no; ``None`` where it says neither."""
    plain = normalise(text)
    if only_courtesy(text):
        return None
    if _UNSOLVED.search(_POLITE.sub("", plain)):
        return False
    return True if _SOLVED.search(plain) else None


def tells_solved(text: str) -> bool:
    """问题解决了, 已经修好了, also where nobody has asked; not 弄好了吗, 等修好了再说."""
    plain = normalise(text)
    named = _SOLVED_BY_NAME.search(plain) is not None and _WILL_BE.search(_POLITE.sub("", plain)) is None
    return named and says_solved(text) is True


def only_courtesy(text: str) -> bool:
    """好的谢谢, 收到: an acknowledgement of whatever was said last, and no word on whether it is solved."""
    return _COURTESY.fullmatch(normalise(text).strip()) is not None


_COMES = re.compile(
    r"(?:还|到底|今天|究竟)[^,。!?]{0,4}(?:来不来|来吗|来伐|来么|来没|过来吗|会来|能来)|(?:人|阿姨|师傅)[^,。!?]{0,4}(?:到哪|在哪|来了没|几点[能才]?[来到]|什么时候[能才]?[来到])"
)


def asks_whether_it_comes(text: str) -> bool:
    """今天还来不来了, 人到哪了: of somebody who has not come."""
    return _COMES.search(normalise(text)) is not None


def asks_refund_days(text: str) -> bool:
    """退款一般几天到账, 什么时候到账: how long it takes until the money is there."""
    return _REFUND_DAYS.search(normalise(text)) is not None


def asks_progress(text: str) -> bool:
    """我的退款呢, 投诉处理得怎么样了; not 能退款吗."""
    plain = normalise(text)
    return _PROGRESS.search(plain) is not None and _FIRST_TIME.search(plain) is None
