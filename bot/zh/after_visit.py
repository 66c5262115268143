"""What people say beside the points when they are asked about a visit: 匿名, 不评, 有点贵, and the next wish."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bot.zh.extract import find
from bot.zh.normalise import normalise
from bot.zh.scores import scores

_CLAUSE = re.compile(r"[^,。;!\n\s]+[,。;!\n\s]*")

_NAMED = re.compile(r"(?:不|唔)(?:用|要|必|使|需要)?匿名|取消匿名|实名|署名(?:吧|就行)?$|可以(?:写|留|署)名")
_ANONYMOUS = re.compile(
    r"匿名|匿个名|不记名|无记名|隐(?:藏|去)(?:我的?)?(?:名|信息)|"
    r"(?:别|不要|不想|不用|甭|唔好|唔想|莫|勿要)(?:显示|写|留|署|露|说|讲|透露)(?:出)?(?:我的?|是我的?)?(?:名|大名|姓名|是谁|系边个)|"
    r"(?:别|不要|不想|甭|唔好|唔想|莫|勿要)(?:让|叫|给|畀|俾|跟|同|和|告诉|话)(?:阿姨|师傅|她|他|佢|人家?|家政员|别人|对方|伊)?"
    r"[^,。;]{0,6}(?:知道|晓得|知|看到|看见|睇到|是我|系我|我(?:说|评|打|讲)的?)|"
    r"(?:让|叫|给|畀|俾)(?:阿姨|师傅|她|他|佢|人家?|家政员|别人|对方|伊)(?:别|不要|不|莫|唔好|唔)(?:知道|晓得|知|看到|看见)[^,。;]{0,2}我|"
    r"(?:别|不要|甭|唔好|莫|勿要)(?:去|再)?(?:告诉|告知|话畀|话俾|话给)(?:阿姨|师傅|她|他|佢|人家?|家政员|别人|对方|伊)"
)
_SPARES_CALL = re.compile(
    r"(?:不用|不要|不必|不需要|别|甭|莫|勿要|唔使|唔好|唔洗|免|无需|毋需|用不着|不想)(?:再|特意|专门|麻烦)?"
    r"(?:给我|跟我|畀我|俾我|同我)?(?:再)?(?:回|打|来|接|挂)?(?:我的?)?(?:个|什么)?(?:电话|来电|打电话|回电|回访|电联|联系我|联络我|打过来|打来|打给我|回拨|电話)"
    r"|(?:回电|电话|回访)[^,。;]{0,4}(?:不用|不要|不必|免|唔使|别)(?:再)?(?:回|打|来|了|啦|喇|$)"
)
_WANTS_CALL = re.compile(
    r"(?:打|回|来|拨|畀|俾|给)(?:我|俺|一?个|下|返个)?(?:一?个)?电话|回电|电联|联系我|联络我|打过来|打给我"
)
_DECLINES = re.compile(
    r"(?:不|唔|懒得|没空|没时间|冇时间|冇得闲|没功夫|不想|别|拒绝|不用|不要|甭|莫|算了)[^,。;]{0,3}(?:评|打分|给分|打星|填|做调查|回访|问了|烦|参与)|"
    r"^(?:没空|没时间|没功夫|冇时间|冇得闲|在忙|忙着呢|懒得弄|算了|不了|免了|跳过|退下吧|下次吧)[吧了啦喇呢嘛]*$"
)
_OF_PRICE = re.compile(
    r"贵|便宜|划算|性价比|抵唔抵|(?:价|收费|费用|价钱|价位)[^,。;]{0,6}(?:高|低|合理|公道|实惠|偏|不值|值|肉[痛疼])"
)
_PRICE_NAMED = re.compile(r"^(?:就是)?(?:价格|价钱|价位|收费|费用)(?:嘛|么|呢|吧|方面|这块|来说)*[,。;!\s]*$")
# 嘛 and 么 end statements as well.
_ASKS = re.compile(
    r"\?|吗|多少|几钱|几多|怎么|(?<!不)咋(?!说|讲)|点解|点样|为什么|为啥|能不能|可不可以|是不是|有没有|行不行|"
    r"(?:能|可以)[^,。;]{0,4}(?:便宜|少|优惠|打折)"
)
_DISPLEASED = re.compile(
    r"(?<![没沒无非])(?:不|唔)(?:太|怎么|大|是很|系好)?满意|差(?:远|多)了|差(?:得|很)(?:远|多)|(?:太|很|真|好|特别|非常|超|极|忒|贼|老)(?:差|烂|糟|失望|坑|垃圾|敷衍|马虎|离谱)|"
    r"失望|差劲|差评|糟糕|糟透|一塌糊涂|不咋[地滴样]|不怎么样|不怎样|不行得很|坑人|骗|敷衍|糊弄|白花钱|冤枉钱|垃圾|气死|恼火|再也不(?:约|找|用|来)|"
    r"(?:没|冇|沒|不|唔|未)(?:擦|洗|扫|拖|弄|打扫|搞|收拾|清|做|冲|抹|执)(?:得)?干净|偷懒|磨洋工|乱来|撞板|埋汰得很|唔掂|好hea"
)
_BUT = re.compile(
    r"就是|但|不过|可惜|只是|除了|没|冇|不|唔|晚|慢|差|一般|还行|凑合|马马虎虎|中规中矩|将就|勉强|希望|建议|要是|如果"
)
_AGAIN = re.compile(
    r"(?:再|还要|还想|仲要|仲想|麻烦|另外|也)?(?:帮我|给我|帮忙|同我)(?:约|订|预约|安排|来|嚟|叫|请|搵|做|搞|打扫|洗)|"
    r"(?:再|还要|还想|仲要|仲想|麻烦|另外|也)(?:约|订|预约|安排|过?来|嚟|上门|叫|请|搵|找|做|搞|打扫|洗|弄)|"
    r"(?:约|订|预约|安排)(?:一下|一?个|一?次|多一次|返|上)|再来一次|照旧"
)
_OF_LATER = re.compile(r"下(?:次|回|趟)还|以后还|还会(?:再)?(?:找|约|来)|重新|返工|重做")
_CORRECTS = re.compile(r"改|不是|唔系|打错|按错|点快|手滑|评错|写错|说错|算错|应该|补|重新|纠正|还是给|才对")
_COURTESY = re.compile(
    r"(?:谢谢|多谢|唔该|辛苦|麻烦)(?:你们?|您|了|啦|晒|阿姨|师傅)*|(?:你|您)好[啊呀]?|再见|拜拜|(?:嗯|哦|好|行|那个|呃|喂|哈)+[的吧啊]*"
)
_NOISE = re.compile(
    r"(?:刚才|刚刚|我)?(?:手抖|手滑|不小心)?(?:打|按|点|评|写|说|弄|填)(?:错|快)了?[哈啦吧]*|不是(?:不是)?|不对|(?:先)?这样(?:吧)?"
)
_VERDICT = re.compile(
    r"满意|不错|[挺很真太蛮超]好|好评|点赞|给力|棒|巴适|得劲|杠杠|好正|没得说|没话说|[差糟烂]|一般|还行"
)
_HARMED = re.compile(r"(?:弄|扯|打|碰|摔|刮|泡|砸|磕|压|烫|划|撞|擦|洗|搞|整)(?:坏|碎|破|烂|断|花|裂|掉漆)")
_SENDS = re.compile(r"约|订|修一下|来修|找人|派人|安排|帮我修|换一个新")
_HAN = re.compile("[\u3400-\u9fff]")


def anonymity(text: str) -> bool | None:
    """Whether her name is to be kept back; ``None``: nothing is said of it."""
    plain = normalise(text)
    if _NAMED.search(plain):
        return False
    return True if _ANONYMOUS.search(plain) else None


def spares_callback(text: str) -> bool:
    """不用回电话了."""
    return _SPARES_CALL.search(normalise(text)) is not None


_NO_BLAME = re.compile(
    r"(?:怪|赖|怨)(?:不|唔|勿)(?:到|着|得|了)|(?:不|别|唔|莫)(?:能|要|好)?(?:怪|赖|怨)|(?:不|唔)(?:是|系)(?:她|他|佢|伊|阿姨|师傅|你们)的?(?:错|问题|责任|锅)|(?:冤枉|错怪|误会|怪错)"
)


def spares_blame(text: str) -> bool:
    """怪不到她, 不是阿姨的错, 冤枉人家了: nobody who came is to blame."""
    return _NO_BLAME.search(normalise(text)) is not None


_TAKEN_BACK = re.compile(
    r"冤枉(?!我|钱|路|啊)|错怪|怪错|误会|搞错了|弄错了|记错了|看错了|(?:找|翻|寻|搵|揾)(?:到|着|返)(?:了|咗|啦)|自己(?:弄|放|忘)[^,。;!?]{0,4}(?:了|的)|虚惊"
)
_NOT_BACK = re.compile(
    r"(?:没|冇|未|不|唔)(?:有)?[^,。;!?]{0,3}(?:冤枉|错怪|怪错|误会|搞错|弄错|找|翻|寻|搵|揾)|(?:你们?|她|他|阿姨|师傅)(?:是|就)?(?:不是)?(?:搞|弄|记|看)错|[吗么伐?]"
)


_WITHDRAWS = re.compile(
    r"(?:不|别|唔|勿|甭)(?:用|要|想|打算|需要)?(?:再)?(?:投诉|追究|计较)(?:了|啦|喇|咯|她|他|佢)|投诉(?:的事)?(?:就|也|还是)?(?:算了|撤|取消|不要了|作罢)|"
    r"撤(?:销|回|掉|了)?(?:这个|那个|我的|刚才的)?(?:投诉|工单)|(?:投诉|工单)[^,。;!?]{0,4}撤(?:销|回|掉|了)"
)


def withdraws(text: str) -> bool:
    """不投诉了, 投诉撤了吧: the complaint itself is taken back; not 不投诉你们不当回事."""
    plain = normalise(text)
    return _WITHDRAWS.search(plain) is not None and not re.search(r"[吗么伐?]|要是|如果|否则|不然", plain)


def takes_blame_back(text: str) -> bool:
    """唉 冤枉人家了, 戒指找到了: what was told of turns out to be nobody's fault."""
    plain = normalise(text)
    return _TAKEN_BACK.search(plain) is not None and _NOT_BACK.search(plain) is None


def wants_callback(text: str) -> bool:
    """打个电话给我."""
    return not spares_callback(text) and _WANTS_CALL.search(normalise(text)) is not None


def declines_to_rate(text: str) -> bool:
    """不评了, 没空."""
    return _DECLINES.search(normalise(text).strip(" ,。!;~")) is not None


_WHAT_FOR = re.compile(
    r"(?:打分|评分|评价|评|打这个|这个分|问这个|回访|填这)[^,。;!?]{0,4}(?:有(?:啥|什么|乜|咩)(?:用|意思|意义|好处)|(?:干|做)(?:啥|什么|嘛|乜)|为(?:啥|什么)|图(?:啥|什么))|"
    r"(?:为(?:啥|什么)|干(?:嘛|啥|什么)|做(?:乜|什么))(?:要|还要|还得)?(?:打分|评分|评价|评)"
)


def asks_what_for(text: str) -> bool:
    """打分有啥用啊: asked of the survey itself, which is no refusal yet."""
    return _WHAT_FOR.search(normalise(text)) is not None


def corrects(text: str) -> bool:
    """不是3是5, 效果改成4分."""
    return _CORRECTS.search(normalise(text)) is not None


def puts_question(text: str) -> bool:
    """Whether an answer is waited for: with 吗, 多少, a mark."""
    return _ASKS.search(normalise(text)) is not None


def of_price(text: str) -> bool:
    """Whether all there is is an opinion on the price, and no question."""
    judged = [clause for clause in clauses(text) if tells(clause)]
    return bool(judged) and all(_prices(clause) for clause in judged)


def displeased(text: str) -> bool:
    """不满意, 太差了: words that no score has to make clear."""
    return _DISPLEASED.search(normalise(text)) is not None


def is_verdict(text: str) -> bool:
    """满意, 一般: how it was, in a word."""
    return _VERDICT.search(normalise(text)) is not None


def tells_of_harm(text: str) -> bool:
    """Something was broken during a visit, and nobody is asked to come and mend it."""
    plain = normalise(text)
    return _HARMED.search(plain) is not None and _SENDS.search(plain) is None


def without_questions(text: str) -> str:
    return _joined(clause for clause in clauses(text) if not puts_question(clause))


def only_praises(text: str) -> bool:
    """Whether words are good ones alone, as far as can be told without feeling."""
    return tells(text) and _BUT.search(normalise(text)) is None and not displeased(text)


def tells(text: str) -> bool:
    """Whether there is anything in it that one could write down."""
    return len(_HAN.findall(text)) >= 2 and not _is_noise(text)


def clauses(text: str) -> Iterator[str]:
    """The pieces of a text as typed, each with what follows it."""
    plain = normalise(text)
    for match in _CLAUSE.finditer(plain):
        yield text[match.start() : match.end()]


def next_wish(text: str) -> str:
    """What is wished for the next time beside a judgement (都5分，下周三再约一次), as typed; else empty."""
    return _joined(clause for clause in clauses(text) if _wishes(clause))


def judgement(text: str) -> str:
    """The text without what is wished next, how the survey is to be treated, and what is no word at all."""
    kept = (clause for clause in clauses(text) if not (_wishes(clause) or _is_aside(clause)))
    return _joined(clause for clause in kept if not _COURTESY.fullmatch(_bare(clause)))


def comment_of(said: str) -> tuple[str, str]:
    """The words of a judgement without its points, and apart from them what is said of the price."""
    kept = [clause for clause in clauses(said) if tells(clause)]
    of_visit = [clause for clause in kept if not _prices(clause)]
    return _joined(of_visit).strip(" ，,。;；"), _joined(one for one in kept if _prices(one)).strip(" ，,。;；")


def _wishes(clause: str) -> bool:
    plain = normalise(clause)
    if scores(clause, False).points or _OF_LATER.search(plain) or not _AGAIN.search(plain):
        return False
    return any(found.kind in ("time", "frequency") for found in find(clause)) or "约" in plain or "订" in plain


def _is_aside(clause: str) -> bool:
    if scores(clause, False).points:
        return False
    aside: tuple[Callable[[str], bool], ...] = (lambda text: anonymity(text) is not None, spares_callback)
    return any(test(clause) for test in aside)


def _is_noise(clause: str) -> bool:
    said = _bare(clause)
    return _COURTESY.fullmatch(said) is not None or _NOISE.fullmatch(said) is not None


def _bare(clause: str) -> str:
    return normalise(clause).strip(" ,。!;~")


def _prices(clause: str) -> bool:
    plain = normalise(clause)
    speaks = _OF_PRICE.search(plain) is not None or _PRICE_NAMED.fullmatch(plain) is not None
    return speaks and not puts_question(clause) and not scores(clause, False).points


def _joined(pieces: Iterator[str] | Sequence[str]) -> str:
    return "".join(pieces).strip()
