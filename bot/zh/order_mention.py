"""How an order that is there is named: 空调那个, 刚才约的, 最后一单, 两个都, 不是周日的."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.zh.normalise import normalise
from bot.zh.numbers import SMALL, whole

NEWEST, SPOKEN, FIRST, LAST = "newest", "spoken", "first", "last"

_MARK = re.compile(
    rf"第{SMALL}(?:个|单(?!元)|次|张)|最后一?(?:个|单(?!元)|次)|"
    r"(?:那|这|嗰|呢)一?(?:个|单|张单|次|趟|份|张|回)(?!时间|点|地址|电话|号码|地方|小区|阿姨|师傅|人|家政)|"
    r"(?<!想)(?<!要)(?:约|订|定)(?:好|过|了)?的(?:打扫|保洁|清洁|那)|的(?:单子?|订单|预约|那(?![种样类款边里时会]))|(?:订单|预约|单子)(?=$|[\s,。]|(?:要|想)?(?:取消|退|改|加|换)|不要|恢复)"
)
_CHANGES = re.compile(r"(?:改|换|挪|推|调|移)(?:成|到|为|至|在)|提前|推迟|加|减")
_NEWEST = re.compile(
    r"(?:刚刚?才?|刚|才|新)(?:约|订|定|下|预约|下单|取消)(?:好|了|单)?|最新的?|最后(?:约|下|订|取消)的?|最近(?:约|下|订)的"
)
_SPOKEN = re.compile(
    r"(?:上面|上边|刚刚?才?|刚说|前面说?)(?:的|说的)?(?:那|这)?(?:个|单|一单|次)|(?:这|呢)(?:单|个单|一单|张单)"
)
_FIRST = re.compile(r"最近(?:的|那|一)|最早|最前|头一?(?:个|单)|最快到|下一?(?:次|单)|(?<!倒数)第一(?:个|单(?!元)|次)")
_LAST = re.compile(r"倒数第一|最后(?:的|那|一|面)|最晚|最远|最迟")
_NTH = re.compile(rf"(?<!倒数)第(?P<n>{SMALL})(?:个|单(?!元)|次|张)")
_EVERY = re.compile(
    r"(?P<n>两|俩|三|四|五|六|\d)(?:个|单|次|张|份)?(?:全?都|一起|全部?)|全部(?!多少|几)|全都|全给?我?(?:退|取消|撤|不要|恢复)|所有|统统|统一|通通|"
    r"都(?:给我|帮我|一起|先)?(?:取消|退|不要|撤|不做|恢复|要取消|唔要|改|不来|删|推掉)|(?:一起|一块儿?|一并)(?:取消|退|撤|恢复)|^都(?:要|是|改|取消)?[吧的]?$"
)
_SEVERAL = re.compile(
    r"\s*(?:第|选)?\s?\d{1,2}(?:\s?(?:和|跟|与|、|,|\s)\s?(?:第)?\d{1,2})+\s?(?:个|单)?(?:都)?(?:取消|退|恢复)?[吧]?\s*"
)
_NOT = re.compile(
    r"(?:不是|唔系|毋是|除了|除咗|除开)(?P<what>[^,。;]{1,14}?)(?:以外|之外|(?<!刚)外)?(?=是|都|其他|其余|别的|[,。;\s]|$)"
)
STAYS = (
    "(?:[不唔勿弗甭莫别覅]|不[用要必]|[勿弗]要|唔[使好])(?:[给帮畀替]我|乱|再){0,2}(?:变|动|郁)|"
    "(?:[不唔勿弗]|不用|[勿弗]要|唔[使好])改|照旧|照常|照原来"
)
_LEAVE = r"(?:别|甭|莫|覅|不要|不用|不必|勿要|弗要|唔好|唔使)"
_KEPT = re.compile(
    rf"{STAYS}|留着|留住|保留|还是?要(?!取消|退|改|换)|(?:[那这嗰]一?[单个次趟](?:打扫|保洁|清洁|订单|预约|活儿?)?|的)(?:就|都|也|先|可|我|咱){{0,2}}{_LEAVE}(?:再)?[改换挪调]|要留|(?:别|不|不要|不用|不必)(?:取消|退)(?!了)|照(?:样|常)?(?:[洗做来擦修弄搞干整喂烧]|打扫|上门)"
)
# 喂你好那个我约了…那一单: the first 那个 only begins to speak.
_FILLS = re.compile(r"(?:[喂嗯呃额诶哎唉啊哦欸嗳]|[你您]好|哈[喽啰]|请问|麻烦|不好意思|就是|我说|[那这]个)+")
_CLAUSE = re.compile(r"[,。;!\s]+")
_A_CLAUSE = re.compile(r"[^,。;!\s]+")
# 喂猫的取消打扫的留着, 周六的不动周日的退掉: spoken without a pause.
_DROPPED = re.compile(r"(?:取消|退掉|退了|撤掉|删掉|推掉|不要了|不用了|不做了|作废)(?:掉|了|吧|就行|就好|哈|啊)*")
_GIVES_BACK = re.compile(r"退(?!货|换|休|烧)")
_MONEY = re.compile(
    r"钱|款|费|元|块(?!儿)|赔|押金|退还|退(?:回|返)?给?[我俺咱]|多收|投诉|到账|[这那]\d+[^,。;!?]{0,3}退"
)
_UNDONE = re.compile(
    r"(?:不|勿|弗|毋|唔|别|甭|莫)(?:用|要|必|需要|使|好|得)?(?:再|叫[^,。;]{0,4}|让[^,。;]{0,4})?(?:给我们?)?(?:来|过来|上门|做|打扫|洗|嚟|弄|搞|麻烦|安排|派人?|派阿姨)(?:了|啦|哉|喽|咯|喇|嘞|唻|哈|伐啦)|"
    r"(?:不|勿|弗|毋|唔)(?:要|用|使)(?:了|啦|哉|喽|咯|喇|嘞|唻)(?=$|[,。;!\s])|做不成|来不成|免了"
)
_KEPT_WHOLLY = re.compile(rf"(?:{_KEPT.pattern})(?:了|着|吧|就行|就好|哈|啊|来)*")
_TWO_OF = {"俩": 2, "两": 2}


def clause_spans(text: str) -> list[tuple[int, int]]:
    """Where the clauses of a text stand; also where one order is kept and another dropped in one breath."""
    plain = normalise(text)
    found = []
    for clause in _A_CLAUSE.finditer(plain):
        ends = {clause.start(), clause.end()}
        for this, other in ((_DROPPED, _KEPT), (_KEPT_WHOLLY, _DROPPED)):
            said = this.finditer(plain, *clause.span())
            ends |= {one.end() for one in said if other.search(plain, one.end() + 1, clause.end())}
        found += list(pairwise(sorted(ends)))
    return found


def clauses_of(text: str) -> list[str]:
    """The clauses of a text, normalised."""
    plain = normalise(text)
    return [plain[start:end] for start, end in clause_spans(text)]


def keeps_others(text: str) -> bool:
    """打扫的不动, 其他照旧: what is not to change."""
    return _KEPT.search(normalise(text)) is not None


_AS_AGREED = re.compile(
    r"照(?:嚟|来(?!的))|(?:照常|照旧|照样|按时|照原样)(?:过?来|上门|做|嚟|打扫|进行)|"
    r"(?:别|甭|不要|不能|覅|唔好|勿要|千万别)(?:给我|畀我|帮我|把我?[^,。;!?]{0,4})?(?:弄没|搞没|弄丢|搞错|弄错|搞脱|漏掉|漏了|忘掉|忘了)(?!带|拿|说|跟|把|提醒|用|关)"
)


_WARNS = re.compile(
    r"(?:千万|可|都|再|给我|帮我|畀我)*(?:别|甭|莫|莫得|不要|不能|不可以|可不能|覅|唔好|勿要|勿好|弗要|毋通)(?:再|又|给|把|跟)?(?:我们?|俺|阮|咱|人|人家|阿姨|时间|日子|它)?(?:给)?"
    r"(?:弄|搞|整|做|记|安排|排|派|改|看|听|来|写|安|攪|搅|舞|约|取消|退)(?:错|混|岔|差|反|乱|拧|忘|漏|串)(?:咗|脱|掉)?(?:日子|时间|人|地方|单)?(?:[了咯喽啦哈啊呀哦嘛噢哟喔吧诶的]|起)*"
)


def warns(clause: str) -> bool:
    """莫整错咯, 千万别弄混了: care is asked for, and nothing is refused."""
    return _WARNS.fullmatch(normalise(clause).strip()) is not None


def comes_as_agreed(text: str) -> bool:
    """礼拜四那趟照常来, 那个不能给我弄没了: an order that is there is to be as it is."""
    return _AS_AGREED.search(normalise(text)) is not None


def kept_name(clause: str) -> str:
    """What is named to stay as it is: 打扫的 of 打扫的不要动."""
    return _KEPT.split(normalise(clause))[0]


def without_kept(text: str) -> str:
    """A text without what is said to stay as it is: 空调改到周六, of 空调改到周六，保洁时间不变."""
    clauses = [clause for clause in clauses_of(text) if not _KEPT.search(clause)]
    return "，".join(clauses)


def mention_of(text: str) -> str:
    """The part of a wish for a change that names the order: 周六那单 of 周六那单加个擦窗; empty where none does."""
    for clause in _CLAUSE.split(normalise(text)):
        marks = list(_MARK.finditer(clause))
        begun = max((mark.end() for mark in marks[:-1] if _FILLS.fullmatch(clause, 0, mark.end())), default=0)
        mark = next((mark for mark in marks if mark.end() > begun), None)
        if mark is not None:
            named = clause[begun : mark.end()]
            return "" if _CHANGES.search(named) else named
    return ""


def apart(text: str) -> tuple[str, tuple[str, ...]]:
    """What a text says of the orders that are meant, and of those that are not: 不是空调，是保洁那个."""
    refused: list[str] = []
    kept = []
    for clause in clauses_of(text):
        if _KEPT.search(clause):
            refused.append(clause)
            continue
        refused += [match["what"] for match in _NOT.finditer(clause)]
        kept.append(_NOT.sub(" ", clause))
    return ",".join(clause for clause in kept if clause.strip()), tuple(refused)


def place_among(text: str) -> str | int | None:
    """Which one of several by its place: the newest, the one spoken of, the first, the last, or its number."""
    plain = normalise(text)
    for place, pattern in ((NEWEST, _NEWEST), (SPOKEN, _SPOKEN), (FIRST, _FIRST), (LAST, _LAST)):
        if pattern.search(plain):
            return place
    nth = _NTH.search(plain)
    return whole(nth["n"]) if nth else None


def means_every(text: str, count: int) -> bool:
    """Whether all of ``count`` orders are meant: 都取消, 两个都."""
    match = _EVERY.search(normalise(text))
    if match is None:
        return False
    said = match["n"]
    return said is None or (_TWO_OF.get(said) or whole(said)) == count


_TELLS_OF = re.compile(
    r"(?:约|订|定|预约|预定|下单|下)(?:好了?|过|了)(?!吗|没|不|冇|吧|呗)|(?:有|排)(?:了|着)?(?:一)?个?(?:预约|订单|单子)"
)


def tells_of_order(text: str) -> bool:
    """我星期四约了打扫的: an order that is there is spoken of, and none is wished."""
    return _TELLS_OF.search(normalise(text)) is not None


_SPEAKS_OF = re.compile(
    "预约|订单|单子|约[的好了过]|订[的好了过]|定[的好了过]|那(?:[个单次趟]|一[单次趟])|安排[了好]|下[的了]单|我的"
)


def speaks_of_order(text: str) -> bool:
    """我周六的预约呢: of an order, whether there is one or not; 周六来吗 asks for a time."""
    return _SPEAKS_OF.search(normalise(text)) is not None


def gives_back(text: str) -> bool:
    """Whether an order is to be taken off, not money given back: 那单退了吧, 全退了."""
    plain = normalise(text)
    return _GIVES_BACK.search(plain) is not None and _MONEY.search(plain) is None


def calls_off(text: str) -> bool:
    """勿要来了, 不用打扫了, 做不成了: who was to come need not, or what was to be done is not to be."""
    return sends_nobody(text) or _UNDONE.search(normalise(text)) is not None


_NO_VISIT = re.compile(
    r"(?:勿要|弗要|覅|不要|不用|不必|不消|不需要|唔使|唔好|唔要|莫要?|甭|(?<!分)别|免)(?:再|得|[让叫](?:她|他|人|阿姨|师傅)|人|阿姨|师傅)?"
    r"(?:来|嚟|过来|上门|派人来?)(?:了|喇|咯|咧|啦|哈|嘞|呢|哦|喽)(?![^,。;!?]{0,6}(?:早|晚|太|迟|错|空手))"
)


def sends_nobody(text: str) -> bool:
    """勿要来了, 唔使嚟喇: who was to come need not, in so many words."""
    return _NO_VISIT.search(normalise(text)) is not None


_STANDS = re.compile(
    r"(?:不|没|冇|唔|弗|勿)(?:会)?有?(?:影响|耽误|妨碍|碍)[^,。;!?]{0,14}(?:吧|吗|么|伐|嘛|咩|嘎|\?|？)|(?:会不会|会唔会|有没有|是不是会|有冇)(?:影响|耽误|妨碍)|"
    r"(?:预约|订单|那[单个次]|约(?:好)?的|我的)[^,。;!?]{0,10}(?:还|仲|都)?(?:在不在|(?:还|仲)(?:在|有|算数?|有效|作数)|照(?:常|旧|样|来))[^,。;!?]{0,4}(?:吧|吗|么|伐|嘛|咩|\?)|"
    r"(?:不会|没有?|冇|唔会)(?:被|给|帮我|把我)?[^,。;!?]{0,8}(?:取消|作废|弄没|删)(?:掉|了|咗)?(?:吧|吗|么|伐|咩)|(?:会不会|会唔会|是不是)(?:被|就)?(?:给)?(?:取消|作废)"
)


_A_DAY = (
    r"(?:(?:[这本下]+一?个?)?(?:周|星期|礼拜)[一二三四五六日天]|[这本下]+一?个?(?:周|星期|礼拜)|"
    r"[今明后][天日儿]|听日|\d{1,2}[号日]|那[天次])"
)
_STILL = re.compile(
    rf"{_A_DAY}[^,。;!?改换挪]{{0,6}}?(?:还是|仍是|仍旧|即系|照旧|照常|照样|依旧)[^,。;!?改换挪]{{0,10}}[,\s]?"
    r"(?:对[吧吗叭嘛么]|是吧|是吗|是不是|对不对|系咪|係咪|系唔系|没错吧|没变吧|不变吧|是伐|对伐|吗|[来嚟]吧)[。!?~\s呀啊]*$"
)


def asks_if_still(text: str) -> bool:
    """下周还是周四对吧: whether a visit is when it was, and no wish."""
    return _STILL.search(normalise(text)) is not None


def asks_whether_it_stands(text: str) -> bool:
    """这样不影响我周四的预约吧, 我约的还在吗: whether an order is as it was, and nothing is called off."""
    return _STANDS.search(normalise(text)) is not None


_ENDS = re.compile(r"取消|退|撤|删|推掉|算了|免|不约|不订|不定|不搞|不弄|唔做|不要|勿要|弗要|唔要|别|甭|覅")


def may_call_off(text: str) -> bool:
    """Whether any word in it could call an order off; 周六的 only names one."""
    return calls_off(text) or _ENDS.search(normalise(text)) is not None


def several_numbers(text: str) -> tuple[int, ...]:
    """1和3 -> (1, 3); empty unless the message is nothing else."""
    plain = normalise(text)
    return tuple(int(number) for number in re.findall(r"\d{1,2}", plain)) if _SEVERAL.fullmatch(plain) else ()
