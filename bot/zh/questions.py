"""Whether a text asks something."""

from __future__ import annotations

import re

from bot.zh.heard import as_meant
from bot.zh.normalise import normalise
from bot.zh.services import services

_ASKS = re.compile(
    r"[吗么嘛呢伐?几谁哪怎咋啥咩]|什么|多少|如何|是否|为何|好多|多久|多大|点样|边个|边度|几多|有冇|系咪|定系|还是(?=[^,。]{1,8}(?:$|[?\s]))|乜|"
    r"([\u4e00-\u9fff])[不没唔](?:\1|有)|[不没冇未](?=$|[^\u4e00-\u9fffa-z0-9])|问|请教|了解|想知道|说说|讲讲|介绍|看看有|报个?价|价格|价钱|收费|费用|价目|知道|啷个|哪里|便宜|优惠|打折|贵"
)

_OUTRIGHT = re.compile(
    r"([要能会用是行可])[不唔](?:\1|可以|需要)|有没有|需不需要|使唔使|[为怎]么[^,。]{2,}|(?<!好)(?<!行)(?<!可以)(?<!干)(?<!成)(?<!得)(?:吗|伐|咩)[?!。\s]*$"
)


def asks_outright(text: str) -> bool:
    """Whether it has the form of a question that wants an answer: 要不要我在家, 会不会吵. 好吗 and 行吗 are none."""
    plain = normalise(text)
    return len(plain) >= 5 and _OUTRIGHT.search(plain) is not None


_CLAUSE = re.compile(r"[,。;!?\s]+")
# 插座是师傅带来吧, 不用先付钱的吧; but no 那就周六吧, 不用擦窗了吧.
_IS_SO = re.compile(
    r"^(?!就|那|还是|改|换|约|订|定|要|先|再|算|行|好|可以|嗯|对|成|中|来|请|帮|让|给|麻烦|不用了|不要了)[^,。;!?\s]*?"
    r"(?:(?:是|会|能|有|包|含|带|负责|收)[^,。;!?\s]+|(?<=[一-龥])(?<!我)(?<!们)(?<!就)[要得][^,。;!?\s]{1,5}的|不(?:用|会|要|需要|必)?(?:另外?|再|我|先|额外|加|收|涨|付|给)[^,。;!?\s了]*|对|是)"
    r"(?:吧|哈|伐)$"
)


def seeks_assurance(text: str) -> bool:
    """师傅会带工具的吧: that something is so is asked back, which is neither a yes nor a no."""
    parts = [part for part in _CLAUSE.split(normalise(text)) if part]
    return bool(parts) and len(parts[-1]) >= 5 and _IS_SO.search(parts[-1]) is not None


_SHORTEST = 4
"""Characters of a question behind something else: 要断电吗."""


def closing_question(text: str) -> str:
    """The last part of a text where it asks something of its own: 电话138…。阿姨说英文吗; else empty."""
    plain = as_meant(normalise(text))
    parts = [part for part in _CLAUSE.split(plain) if part]
    if len(parts) < 2:
        return ""
    last = parts[-1]
    marked = plain.rstrip().endswith("?") or re.search("[吗伐咩么]$", plain.rstrip()) is not None
    outright = len(last) >= _SHORTEST and _OUTRIGHT.search(last) is not None
    assumed = "是" not in last and "我" not in last and _IS_SO.search(last) is not None
    return last if (marked and outright) or assumed else ""


_COST = re.compile("钱|钞票|铜钿|收费|费用|加价|贵|免费|价")


def asks_the_cost(text: str) -> bool:
    """改时间不要钱吧, 要加钱吗: whether what something costs is asked, or asked back."""
    plain = normalise(text).strip()
    return _COST.search(plain) is not None and (asks(plain) or plain.rstrip("。!?~").endswith("吧"))


_PAYS_AGAIN = re.compile(
    r"(?:再|又|还|另外|重新|多)(?:要|得|会)?(?:收|付|给|出|算|交)(?:我|一次|一遍|一份|费|钱|\d|吗|么|伐|吧)"
)


def asks_to_pay_again(text: str) -> bool:
    """重洗不会再收我一次180吧: whether the same is to be paid for twice."""
    return _PAYS_AGAIN.search(normalise(text)) is not None and asks_back(text)


_ON_TOP = re.compile(
    r"(?:要|得|会|再)?(?:加|添)(?:收)?(?:多少|几钱|几多|几钿|几块|好多|[钱价费](?:吗|么|不|伐|嘛|没|[?]|$))|"
    r"(?:另外?|多|额外)(?:再)?(?:加|收|算|出|付)(?:多少|几|好多|[钱费])|([要会用])[不唔]\1(?:另外?|多|再)?(?:加|收)[钱价费]|加不加[钱价收]"
)


def asks_on_top(text: str) -> bool:
    """外头窗户一块儿擦加多少钱: what something costs beside what there is."""
    return _ON_TOP.search(normalise(text)) is not None


_FOR_SOMEBODY = re.compile(
    r"(?:可以|可不可以|可唔可以|可否|能|能不能|能否|得唔得|想|麻烦|需要)[^,。;!?]{0,4}(?:请(?!问)|找|约|派|安排|叫|喊|预约|搵|帮(?:我|忙))"
)


def asks_for_somebody(text: str) -> bool:
    """可以请人上门喂吗: a wish in the form of a question."""
    return _FOR_SOMEBODY.search(normalise(text)) is not None


_EACH_PRICE = re.compile(
    r"(?:各|分别|分开|各自|每一?(?:家|单|个|次|处|套|边|样|趟))(?:是|要|得|收|算|怎么)*(?:多少(?!分|小时|时间|平|人|个)|几多|几钱|好多|咋|什么价|算|收)|"
    r"(?:哪|边)一?(?:家|单|个|次|处|套|样)(?:多少|几多|贵)|(?:第[一二三]|前|后|那)(?:家|单|个|次|处|套)[^,。;!?]{0,4}(?:多少钱|几多钱|几钱|好多钱)"
)


def asks_each_price(text: str) -> bool:
    """两家各多少, 分开算的吧: what each of several things costs, and not all of them together."""
    return _EACH_PRICE.search(normalise(text)) is not None


_SAME_PRICE = re.compile(
    r"(?:价[钱格钿位]?|费用|收费|[多要]?[钱钿])[^,。;!?\s不]{0,6}(?:(?<![不唔])一样|不变|没变|没有变|冇变|照旧|不涨|没涨|没有涨|冇加|没加|不加|变不变|涨不涨|会[变涨加])"
    r"[^,。;!?\s]{0,3}(?:[吧吗么嘛伐不没呀啊?]|$)"
)


def asks_for_same_price(text: str) -> bool:
    """价钱还是一样的吧, 费用不变吗: whether what it costs stays what it was."""
    return _SAME_PRICE.search(normalise(text)) is not None


_CALLED_OFF = "(?:取消|退掉|不来了?|不约了?|不做了|不要了)"
_CANCEL_FEE = re.compile(
    rf"{_CALLED_OFF}[^。;!]{{0,12}}(?:扣[^。;!]{{0,4}}[钱费]|扣多少|扣[吗不么]|违约金|手续费)|"
    r"(?:[扣收][^。;!]{0,3}[钱费]|违约金|手续费)[^。;!]{0,6}取消"
)
# In one clause, or 取消的话，要收费吗; in 取消了，洗空调要多少钱 another thing has its price asked.
_CANCEL_PRICE = re.compile(
    rf"{_CALLED_OFF}(?P<one>[^,。;!?\s改换]{{0,12}}?)(?:[收花要][^,。;!?\s]{{0,4}}[钱费]|收多少|收[吗不么]|免费)|"
    rf"{_CALLED_OFF}[^,。;!?\s]{{0,6}}[,\s]+(?:会不会|是不是|会|还|得|要|是|那|现在|你们)*(?:收[钱费]|收费用|花钱|要钱|免费)(?=[吗么嘛不伐]|\?)"
)


def asks_cancel_fee(text: str) -> bool:
    """现在取消要扣钱吗: what it costs to call an order off."""
    plain = normalise(text)
    price = _CANCEL_PRICE.search(plain)
    named = price is not None and "了" in price[0] and bool(services(price["one"] or "", price["one"] or ""))
    return (_CANCEL_FEE.search(plain) is not None or (price is not None and not named)) and asks(plain)


_NOW = re.compile(
    r"(?:现在|这会儿?|眼下|此刻|都|已经|刚|才|是|[,\s])*(?:\d{1,2}|[一二三四五六七八九十两]{1,3})(?:点(?:钟|半|多|\d{1,2}分?|[一二三四五]?十?[一二三四五六七八九]?分?)?|:\d{2})(?:多|过)?了"
)


def without_now(text: str) -> str:
    """现在11点了 现在取消扣多少: without what time it is, which names no order."""
    return _NOW.sub(lambda told: " " * len(told[0]), normalise(text))


_BACK = re.compile(r"(?:吧|哈|呗|哦|喔|噶|伐|嘛)[。!?~\s]*$")


def asks_back(text: str) -> bool:
    """停这两回不能扣我钱吧: a question, were it only one that is asked back."""
    return asks(text) or _BACK.search(normalise(text)) is not None


_INQUIRES = re.compile(
    r"(?:先|就|就是|只是?|随便|顺便|顺带|想|来|帮人|替[^,。;!?\s]{1,3})(?:跟|向|和|同)?(?:你们?|您|侬)?(?:打听|打探|了解|咨询|问|问一?问|问问)"
    r"(?:一?下|一声|着|先|住先)?(?:而已|罢了)?[哈啊呀啦的哦喔呢]?(?=$|[,。;!?~\s])|"
    r"(?:打听|了解|咨询|问)(?:一?下|一声)(?:先|而已|罢了)?[哈啊呀啦的]?[。!~\s]*$"
)


def only_inquires(text: str) -> bool:
    """你们也管搬家吗 先打听下: something is asked about, and nothing is ordered yet."""
    plain = normalise(text)
    return _INQUIRES.search(plain) is not None and asks(plain)


_ON = re.compile(r"^(?:那|那么|要是|如果|假如|换成|做|要)*[^,。;!?\s]{1,10}(?:呢|嘞|咧)[?!~。\s]*$")


def asks_on(text: str) -> bool:
    """三个小时呢: nothing but what the question before is asked of next."""
    return _ON.search(normalise(text).strip()) is not None


def asks(text: str) -> bool:
    """Whether anything in a text has the form of a question or names what is asked for."""
    return _ASKS.search(normalise(text)) is not None
