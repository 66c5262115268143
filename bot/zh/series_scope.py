"""What is wished of a series that runs: this one visit or all from here on, a break, its end."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

from bot.zh.measures import seconds_of
from bot.zh.normalise import normalise
from bot.zh.numbers import SMALL, whole
from bot.zh.questions import asks
from bot.zh.refusal import wants_another_person

Scope = Literal["one", "all"]

# 以后, 从下周起, 每次: from here on. It outweighs a single day that is named beside it.
_ALL_SURELY = (
    r"以后|往后(?!挪|推|延|移|顺)|今后|之后都|后面(?:的|都|几次)|往下|每(?:次|回)|"
    r"全(?:部|都)|所有|长期|定期|固定|从[^,。;]{1,10}(?:起|开始)|一律|永久|彻底|不再|再也不|不续|一直"
)
_ALL = re.compile(rf"{_ALL_SURELY}|每(?:个)?(?:周|月|星期|礼拜|天)|隔周|隔天|[两三四]周一次")
_SURELY = re.compile(rf"{_ALL_SURELY}|(?:开始|(?<![一不])起)(?=$|[,。;!就都改换按])")
# 我家每周四上午有保洁, 每周三的打扫: what comes is named, and how often it is to come is not said anew.
_NAMES_IT = re.compile(
    r"(?:每|逢)(?:个)?(?:周|月|星期|礼拜)[一二三四五六日天末]?"
    r"(?:的?(?:上午|下午|早上|晚上|中午|傍晚|[\d一二两三四五六七八九十]{1,3}(?:点|:)[\d半钟]{0,3})){0,2}"
    r"(?:的|嘅|都?有|来的?|那|嗰|打扫|保洁|阿姨)"
)
_SET_ANEW = re.compile(r"(?:改|换|变|调|挪|移|定|排|放|约)(?:成|到|为|在|至|做)?\s?(?:每|逢)")
# 这次, 下次, 那次, 这周六, 12月9号: a visit.
_ONE = re.compile(
    r"[这那下本头嗰]一?(?:次|回|趟)|(?:这|本|今|下|下下)个?(?:周|星期|礼拜)|今天|今日|明天|明日|听日|后天|大后天|"
    r"\d+[号日月]|[一二三四五六七八九十]+[号日]|[跳停空]过?(?:掉)?一(?:次|回|趟)|跳过|请(?:一次)?假|一次(?=不|别)"
)
_BREAK = re.compile(
    r"暂停|暂时|先(?:给|帮|替|都)?(?:我们?|俺们?|咱们?|阮)?(?:别|不要?|不用)?(?:停(?![车电水在靠])|歇)|停停|歇歇|[停歇](?:到|至)|停(?:一停|一下|一阵|一段|几|[一两三四五六\d半])|歇(?:一|几|两)|"
    r"先(?:不|别|甭|莫|唔|勿|覅)(?:用|要|必|使)?(?:再)?(?:来|做|嚟|上门|过来|打扫)|缓一缓|缓一阵"
)
_ON = re.compile(r"继续|接着(?:来|做|约|打扫)|恢复|重新(?:开始|来|做)|照常|接上|可以(?:来|开始)了|再开始")
_GIVES_UP = re.compile(
    r"(?:不|别|甭|唔|莫)(?:用|要|必|想|需要|使)?(?:再|接着|继续)?(?:给(?:我|我们))?(?:来|做|过来|上门|打扫|约|弄|嚟|续|干|请(?!假)|安排|派)|"
    r"停(?!车|电|水)|取消|退(?:了|掉|订)|跳过|终止|结束|(?:不|唔)(?:用|要|使)(?:住|先)?(?:了|啦|喇|$|[,。;!])|请假"
)
_UNTIL = re.compile(
    r"(?:做|来|干|打扫|搞|弄)完[^,。;!?]{1,10}?就(?:不|停|结束|算|拉倒)|(?:是|就|算|当)最后一(?:次|回|趟)|最后一(?:次|回|趟)(?:做|来|打扫)?(?:到|是)|"
    r"(?:做|来|约|干|弄|打扫|用)到[^,。;!?]{1,8}?(?:为止|截止|就|结束|不|停|算|拉倒|$)|(?<![改换挪])到[^,。;!?]{1,8}?(?:为止|截止|就(?:不|停|结束))"
)
_EVERY_ONE = re.compile(
    r"(?:全部|全都|全|都|统统|通通|所有|一概|彻底|一次都|一个都)[^,。;!?]{0,4}(?:(?:不|唔|勿|弗|甭)(?:要|用|做|来|使|打扫|约)|取消|停|退|覅)"
)
_ENDS = re.compile(
    r"不(?:想|打算|用|要|再)?(?:再)?(?:做|续|请|约|干)(?:了|啦|下去)|停(?:掉|了|啦)|终止|结束|不续|退(?:掉|订)|全(?:部|都)取消|"
    r"(?:以后|往后|今后|再也)[^,。;]{0,6}(?:不|别)"
)

_SAME_PERSON = re.compile(
    r"(?<!不)(?:固定|指定|只(?:要|让|派))(?:就|是|一个|一位|同|个|位|用|要|找|的)*(?:人|位|阿姨|师傅|大姐|家政员)|"
    r"(?<!不)(?<!不用)(?<!不要)(?<!唔使)(?<!唔要)(?<!不必)固定(?:就|是|用|要|找|请|让|都|在)*(?:她|他|佢|伊|这一?[个位]|那一?[个位]|嗰一?[个位])|"
    r"(?<!不)(?<!不用)(?<!不要)(?<!唔使)(?<!唔要)(?<!不必)固定(?:就|都|是|用|要|找|请|让)+[\u4e00-\u9fff]{1,3}?(?:阿姨|师傅|大姐|姐|嫂)|"
    r"(?:不|别|莫|甭|不要|唔好|唔使|勿要)(?:再|老|总|老是|成日)?换[来嚟]换[去克]|"
    r"(?:每次|都)[^,。;]{0,4}(?:同|一)一?(?:个|位)|同一(?:个|位)(?:人|阿姨|师傅|大姐|家政员)"
)
_GOES_ON_FOR = re.compile(r"(?:做|持续|连续|先|约|订|定|包|干|共)\s?$")
_RATE = re.compile(r"(?:来|做|打扫|约|上门|就|要)?\s?[一二两三四五六\d]+(?:次|趟|回)")
_OTHER_PERSON = re.compile(r"别(?:再)?(?:派|让|叫|安排)|换(?:一)?(?:个|位)(?:来|$|[,。!;])")
_IS_A_DATE = re.compile(r"(?<=月)(?:\d|[一二三四五六七八九十]+[号日]|[初底中上下末])")
_MORE = re.compile(r"(?:多|加|延长|增加)(?:做|来|干|打扫|弄)?(?:个|半|[一两三]|\d)")
_LESS = re.compile(r"(?:少|减少?|缩短)(?:做|来|干|打扫|弄)?(?:个|半|[一两三]|\d)")
_CHANGES_SURELY = re.compile(r"[改换变调]")
_CHANGES = re.compile(r"[改换变调]|就(?:行|够|好|可以)|多(?![少大久])|(?<!多)少|太(?:勤|密)")
_SETTLES = re.compile(
    r"(?:以后|往后|今后|之后|长期)[^,。;!?周星礼]{0,8}?(?:固定|定|放|排|安排|都|就)(?:在|到|成|是)?(?:每|逢)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天]"
)
_BARE_WEEKDAY = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天]")
_DATED = re.compile(r"(?:这|本|下)个?(?:周|星期|礼拜)|[今明后]天|\d+[号日月]|[一二三四五六七八九十]+[号日月]")

_WHEN_IT_ENDS = (
    r"(?:什么时[候间]|[啥么]时[候间]|[啥什]么?辰光|几时|几号|哪一?天)[^,。;!?]{0,2}(?:完|结束|停|到头|截止|终止|为止)"
)
_ENDLESS = re.compile(
    rf"(?:[没冇无未]有?|不(?:想|必|用)?|唔(?:使|想)?)(?:说|讲|话|定|设|确定|想好|知|知道|晓得)(?:过|定|了|好)?[^,。;!?]{{0,3}}(?:{_WHEN_IT_ENDS})|"
    r"(?:[没冇无]有?|不设|不限|不定|唔设)(?:固定的?|具体的?|明确的?)?(?:结束|截止|终止)?(?:日期|期限|限期|时限|次数|尽头)(?!的)|无限期|不限(?:期|时)|"
    r"(?:一直|长期|永远|始终|就)(?:都|先|就)?(?:这么|这样|咁|噉)?(?:做|来|嚟|干|请|约|用|打扫|弄|搞|安排|排)"
    r"(?:着|住)?(?:下去|落去|落来|下来|着(?=$|[,。;!先吧呗了])|住先|到(?:我|你们?)?[^,。;!?]{0,4}(?:说|讲|喊|叫|话|通知)[^,。;!?]{0,3}(?:停|不|唔))|"
    r"做到(?:我|你们?)?(?:说|讲|喊|叫|话|通知)[^,。;!?]{0,3}(?:停|不|唔)"
)
_FEE = re.compile(
    r"(?:收|扣|要|算|花|给|俾|畀|交|出|付|掏|补|罚|加)[^,。;!?]{0,3}(?:钱|费|款|银子|钞票|铜钿|钿)|收(?:不收)?费|免费|违约金|费用|白扣"
)
_OTHER_MONEY = re.compile(r"退|优惠|便宜|平啲|打折|发票|涨|怎么付|[先后]付|微信|支付宝|一次多少|每次|工资|加班")
_TO_GO_ON = re.compile(r"继续|接着|恢复|重新|再开始|再来|接上|自动|自己[来嚟]")
_ASKS_HOW = re.compile(
    r"怎么|咋|点样|哪能|自动|还能|能不能|可不可以|要不要|用不用|需不需要|使唔使|还是(?:要|得)?我|定系|(?:吗|么|嘛|伐|咩)[。!?~\s]*$|\?"
)
_ASKS_BACK = re.compile(r"(?:吧|哈|噶|呗|哦|喔)[。!?~\s]*$")
_ASKS_BEHIND = re.compile(r"(?:吗|么|嘛|伐|咩|呢|\?)\s*$|可不可以|能不能|行不行|多少|有(?:没有|冇)")


def scope_of(text: str) -> Scope | None:
    """Whether a visit is spoken of, or all from here on; ``None`` where that is open."""
    plain = normalise(text)
    one = _ONE.search(plain) is not None
    if one and _NAMES_IT.search(plain) and not (_SURELY.search(plain) or _SET_ANEW.search(plain)):
        return "one"  # 我家每周四上午有保洁，本周四家里有客人，这一次请不要安排了
    if _ALL.search(plain):
        return "all"
    return "one" if one else None


def lasting(text: str) -> bool:
    """以后都不来了, 每次都取消: a series is spoken of, and no orders beside it."""
    return re.search(r"以后|往后|今后|每|长期|定期|固定|再也|不再|一直", normalise(text)) is not None


def wants_break(text: str) -> bool:
    """暂停一个月, 过年期间先停, 先停一停."""
    return _BREAK.search(normalise(text)) is not None


def break_length(text: str) -> timedelta | None:
    """How long: 一个月, 两周; of whole days only."""
    plain = normalise(text)
    for _start, end, seconds in seconds_of(plain):
        length = timedelta(seconds=seconds)
        if timedelta(days=2) <= length and not _IS_A_DATE.match(plain, end):  # 12月9号
            return length
    return None


def goes_on(text: str) -> bool:
    """继续, 接着做, 恢复每周的打扫."""
    return _ON.search(normalise(text)) is not None


def asks_to_go_on(text: str) -> bool:
    """停了怎么恢复, 到时候自动接着来吗: how it goes on behind a break."""
    plain = normalise(text)
    return _TO_GO_ON.search(plain) is not None and _ASKS_HOW.search(plain) is not None


def gives_up(text: str) -> bool:
    """不来了, 跳过, 停掉, 取消: a visit, or all of them."""
    return _GIVES_UP.search(normalise(text)) is not None


def lasts_until(text: str) -> bool:
    """做到年底就不做了, 到月底为止: what is named is its last day."""
    return _UNTIL.search(normalise(text)) is not None


def never_ends(text: str) -> bool:
    """没说什么时候结束，一直做下去: it goes on until she says so."""
    plain = normalise(text)
    return _ENDLESS.search(plain) is not None and _ASKS_BEHIND.search(plain) is None


def asks_fee(text: str) -> bool:
    """停的那两回不能收钱吧, 要收费吗: whether giving visits up costs anything."""
    plain = normalise(text)
    asked = asks(text) or _ASKS_BACK.search(plain) is not None
    return asked and _FEE.search(plain) is not None and _OTHER_MONEY.search(plain) is None


def gives_up_all(text: str) -> bool:
    """全部都不要了, 统统取消: of visits, every one of them."""
    return _EVERY_ONE.search(normalise(text)) is not None


def gives_up_too(text: str) -> bool:
    """这周三也不用来: beside what goes anyway."""
    return gives_up(text) and re.search("也|都|包括|连", normalise(text)) is not None


def ends(text: str) -> bool:
    """不做了, 停掉, 以后都不用来了: of a series, its end rather than one visit."""
    return _ENDS.search(normalise(text)) is not None


def changes(text: str, surely: bool = False) -> bool:
    """改成隔周, 调整为两周一次, 隔周来一次就行: of something that is there; ``surely``: in so many words."""
    return (_CHANGES_SURELY if surely else _CHANGES).search(normalise(text)) is not None


def settles_on_weekday(text: str) -> bool:
    """以后固定礼拜五, 往后就周五来, 今后都放周五: another day for all to come, and no further visits."""
    plain = normalise(text)
    return _SETTLES.search(plain) is not None and re.search("也|再(?!也)|另外|还要|加", plain) is None


_MONTH_DAY_GONE = re.compile(
    rf"(?<!月)(?P<day>\d{{1,2}}|{SMALL})[号日](?:那(?:次|天))?的?(?:就|先|我)?(?:不要|不用|不来|不做|别来|去掉|取消|删)"
)


def month_days_given_up(text: str) -> frozenset[int]:
    """1号不要了: which days of every month are left out."""
    return frozenset(whole(match["day"]) or 0 for match in _MONTH_DAY_GONE.finditer(normalise(text)))


def names_bare_weekday(text: str) -> bool:
    """改到周五, without a week or a date: the Friday of the week that is spoken of."""
    plain = normalise(text)
    return _BARE_WEEKDAY.search(plain) is not None and _DATED.search(plain) is None


def wants_same_person(text: str) -> bool:
    """固定一个人, 每次同一位阿姨: nobody else is to come."""
    return _SAME_PERSON.search(normalise(text)) is not None


def lasts(text: str) -> timedelta | None:
    """先做三个月, 持续半年: how long visits go on; of weeks and more."""
    plain = normalise(text)
    for start, end, seconds in seconds_of(plain):
        length = timedelta(seconds=seconds)
        said = _GOES_ON_FOR.search(plain[max(0, start - 4) : start]) and not _RATE.match(plain, end)
        if said and length >= timedelta(days=14):
            return length
    return None


def names_other_person(text: str) -> bool:
    """别派她来了，换一个: somebody else is to come."""
    return wants_another_person(text) or _OTHER_PERSON.search(normalise(text)) is not None


def longer_by(text: str) -> int:
    """Whether a length that is said is added to what there is (多做一个小时: 1), taken off (-1), or all of it (0)."""
    plain = normalise(text)
    if _MORE.search(plain):
        return 1
    return -1 if _LESS.search(plain) else 0


def names_period(text: str) -> bool:
    """每周五 against 周五: how often is said anew, not only on which day."""
    return re.search(r"每|逢|天天|日日", normalise(text)) is not None
