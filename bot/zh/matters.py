"""Questions of one clause that have an answer of their own, whatever stands beside them: 要不要给小费, 会拍照片吧."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.zh.extras import bought_things
from bot.zh.normalise import normalise
from bot.zh.questions import asks

TIPS, MEALS, OVERTIME, REFUND, REFUND_TIME = "tips", "meals", "overtime", "refund", "refund_time"
BOUGHT, PHOTOS, ABSENT, MOVE_FEE = "bought", "photos", "absent", "move_fee"
TILL, WHY_MORE, HOUR_MORE, SUM = "till", "why_more", "hour_more", "sum"
IF_CANCELLED, OTHER_FEE = "if_cancelled", "other_fee"
SAME_PERSON, WHO_CAME, ORDER_PRICE = "same_person", "who_came", "order_price"


@dataclass(frozen=True, slots=True)
class Matter:
    """What one clause of a text asks; ``said`` is the clause."""

    kind: str
    start: int
    end: int
    said: str


_CLAUSE = re.compile(r"[^,。;!?\s]+[?]?")
_TAIL = re.compile(r"(?:吧|叭|哈|噻|嗦|伐|哇|不|没|么|嘛|咩|呗|嘞|咧|呢)[?!~]*$")
_WHEN = r"(?:几[天日]|多久|多长时间|几个?工作日|几时|什么时[候间]|啥时候?|啥辰光|几耐|好久)"
_MONEY = r"(?:多少|几钱|几多|几钿|多钱|好多|怎么|咋|点|啥价|什么价)"
_SUM = r"(?:多少钱|几钱|几多钱|几钿|多钱|好多钱|啥价|什么价|价格|多少(?=$|[呢啊呀来?]))"
_HOURS = r"(?:小时|钟头|个钟|粒钟)"
_KINDS = (
    (TIPS, re.compile(
        r"^(?!.*(?:给我|发我|领|[问跟向]我们?[要讨]|索要|硬要|收了|优惠|抵扣)).*(?:小费|打赏|辛苦费|茶水费|(?:给|包|塞|封)[^,。]{0,6}(?:红包|利是)|(?:红包|利是)[^,。]{0,3}(?:给|包|塞))"
    )),
    (MEALS, re.compile(
        r"(?:管|包|供|留)(?:她|他|阿姨|师傅|人家|工作|中|午|晚|一?顿)*饭|(?:阿姨|师傅|她|他)[^,。]{0,6}(?:吃饭|午饭|饭怎么|吃啥|吃什么)"
    )),
    (OVERTIME, re.compile(
        r"(?:超(?:过|出)?了?(?:时间?|点|钟)|(?:时间到|到点|钟点到)了?[^,。]{0,4}没(?:做|弄|打扫|洗|干)完|(?:没|冇)(?:做|弄|干|打扫)完)"
        r"[^,。;!?]{0,8}(?:钱|费|算|价|收)"
    )),
    (REFUND_TIME, re.compile(
        rf"^(?!.*我的)(?:.*退(?:款|钱|费|回来)?[^,。;!?]{{0,8}}{_WHEN}|.*(?:钱|款)[^,。;!?]{{0,4}}{_WHEN}[^,。;!?]{{0,4}}[到退回返]|"
        rf".*{_WHEN}[^,。;!?]{{0,6}}(?:退(?:款|钱|回|给)|到[账帐]|返还))"
    )),
    (REFUND, re.compile(
        r"退(?:不|唔)退(?:钱|款)?|^(?:那|这样|钱|现在|还|都|已付的)*(?:能|可以|会)(?:不能)?(?:全额?)?退(?:钱|款)?(?:吗|么|伐|不|的吗)"
    )),
    (PHOTOS, re.compile(
        r"(?:拍|发|传|有|影)[^,。;!?]{0,5}(?:[照相](?:片|(?=[吗么伐给俾畀来睇看,?]|$))|视频|图片?)(?!那)"
    )),
    (ABSENT, re.compile(
        r"(?:(?:没|冇|无)人(?:在家|在)?|(?:人|我们?)(?:可以|能)?不在家?)[^,。;!?]{0,3}(?:行不|行[吗么伐]|可不可|可以[吗么伐不]|得唔得|得不得|成不|要紧|没关系吗|没事吧)|"
        r"(?:要不要|用不用|需不需要|必须|一定要|使唔使)(?:有人|人|我|我们)?(?:一直)?(?:在家|在场|看着|盯着|陪着)|(?:要|需要)(?:有人|人|我)?(?:一直)?(?:在家|在场|看着|盯着)(?:吗|么|伐|不)"
    )),
    (MOVE_FEE, re.compile(
        r"改(?:期|天|时间|日子|一次|一下|个?时间|到别的)[^,。;!?]{0,8}(?:手续费|费用?|收钱?|钱|罚)|(?:手续费|收费?|扣钱?)[^,。;!?]{0,4}改(?:期|时间)"
    )),
    (TILL, re.compile(
        r"(?:做|干|弄|洗|打扫|忙|搞|收拾|修)(?:完|到)(?:大概|大约|差不多|要|是|得)*(?:几点|几时|啥时候?|什么时候)|"
        r"(?:几点|什么时候|啥时候?|几时)[^,。;!?]{0,5}(?:做完|结束|完事|弄完|弄好|搞定|收工|打扫完|洗完|走人)"
    )),
    (WHY_MORE, re.compile(
        r"(?:怎么|为什么|为啥|为何|咋|凭什么|点解|哪能)[^,。;!?]{0,8}(?:多[了收出加]|贵了|加了|涨了|不一样|这么[贵多]|咁贵)|"
        r"(?:多(?:出来|收)?的?|那|这)\d+(?:块|元)(?:钱)?(?:是|怎么|为|啥)|\d+(?:块|元)?(?:钱)?(?:是)?(?:怎么|咋)(?:算|来)的"
    )),
    (HOUR_MORE, re.compile(
        rf"(?:多|加)(?:加|做|来|要|个)?(?:[一1两2半])?个?{_HOURS}[^,。;!?]{{0,4}}(?:加|收|要|是|算)?[^,。;!?]{{0,2}}{_MONEY}"
    )),
    (ORDER_PRICE, re.compile(
        rf"[那这嗰呢]一?(?:单|个(?!小时|钟|月|人)|次|趟|回)[^,。;!?]{{0,3}}(?:一共|总共|合|加起来)?(?:要|是|得|收|花)?{_SUM}|"
        rf"[两俩2三3]单[^,。;!?]{{0,5}}{_SUM}|"
        r"[两俩2三3几](?:单|个|次|趟)(?:一共|总共|合|加)(?:起来|一起|在一起)?(?:呢|多少|$)"
    )),
    (IF_CANCELLED, re.compile(
        r"(?:要是|如果|假如|万一|到时候?|临时)[^,。;!?]{0,14}(?:取消|退掉|不来了?|不约了?)(?:呢|嘞|咧|了?怎么|咋|要|会|扣|收|罚)"
    )),
    (OTHER_FEE, re.compile(
        r"(?:挂号|医药|药|取药|检查|停车|门票|水电?|电|燃气|打车)(?:的)?[费钱][^,。;!?]{0,6}(?:算|包|含|谁|另|我出|要我)"
    )),
    (SAME_PERSON, re.compile(
        r"(?:是不是|都是|会是|还是|固定|系咪|能不能|每次|次次|每个?(?:礼拜|星期|周))[^,。;!?]{0,6}(?:同一?|一)(?:个|位)(?:阿姨|师傅|人|姐)|"
        r"(?:每次|每个?(?:礼拜|星期|周)|次次)[^,。;!?]{0,5}换(?:阿姨|师傅|人)"
    )),
    (WHO_CAME, re.compile(
        r"(?:昨[天日]|前天|上次|上回|刚才|刚刚|那天|上趟)[^,。;!?]{0,8}(?:阿姨|师傅|姐|人)[^,。;!?]{0,5}(?:叫|姓|是谁|名字|哪位|哪个|边个)"
    )),
    (SUM, re.compile(
        r"^(?:那|这样|一起|这下|现在|就|两个?|家|样|全部)*(?:总共|一共|合计|总价|拢共|统共|合共)(?:是|要|得)?(?:多少钱?|几钱|几钿|好多钱|呢|嘞)?[?]?$"
    )),
)  # fmt: skip


_MOVED_AND_PAID = re.compile(
    r"(?:能|可以|好)?(?:不能)?改(?:期|时间|天|日子)[吗么不伐]?[,\s?]+(?:要不要|会不会|收不收|还?要|会|用)?(?:另外|加|收)?[钱费][吗么不伐]?[?]?"
)


# 师傅东西都自己带的吧: what the work is done with, and nothing that is bought for it.
_TOOLS = re.compile(r"(?:工具|东西|家伙|家什|用品|清洁剂|洗涤剂|药水|吸尘器|抹布|拖把)[^,。;!?]{0,8}带")


def matters(text: str) -> tuple[Matter, ...]:
    """The questions of a text in its order, a clause each."""
    plain = normalise(text)
    found = [
        Matter(MOVE_FEE, one.start(), one.end(), one[0]) for one in _MOVED_AND_PAID.finditer(plain)
    ]  # 没时间的话能改期吗 收不收钱
    taken = [(one.start, one.end) for one in found]
    for clause in _CLAUSE.finditer(plain):
        kind = _kind(clause[0])
        if kind is not None and not any(start < clause.end() and clause.start() < end for start, end in taken):
            found.append(Matter(kind, clause.start(), clause.end(), clause[0]))
    return tuple(found)


# 之前几次的发票抬头要换 asks nothing.
_SOME = re.compile(r"[前后那这]几(?=[次回趟天])")


def is_asked(clause: str) -> bool:
    """Whether a clause has the form of a question, were it only one that is asked back."""
    return asks(_SOME.sub("", clause)) or _TAIL.search(clause) is not None or clause.endswith("?")


def _kind(clause: str) -> str | None:
    if not is_asked(clause):
        return None
    if bought_things(clause, asked=True) and not _TOOLS.search(clause):
        return BOUGHT
    return next((kind for kind, pattern in _KINDS if pattern.search(clause)), None)
