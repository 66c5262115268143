"""Special needs in a text, and whether they are wanted or denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.zh.ages import ages
from bot.zh.elsewhere import is_elsewhere
from bot.zh.found import Found
from bot.zh.lexicon import any_of, rows
from bot.zh.normalise import normalise
from bot.zh.order_mention import STAYS
from bot.zh.own_doings import tells_of_herself

_DENIAL = re.compile(
    r"(?:不用|不要|不需要|无需|不必|勿要|弗要|覅|没有|没养|没得|没|别|甭|冇|唔使|唔要|不养|无|不是|不想|不包括|除了|不让|免|不含|唔好|莫)"
    r"(?:再|你们|你|他们|让|给|额外|特别|专门|单独|另外|麻烦|养|任何|什么|啥|擦|"
    r"洗|清洗|打扫|清理|弄|做|管|搞|动|收拾|带|自带|帮忙|帮我|那个|有){0,3}$"
)
_DENIED_AFTER = re.compile(
    r"(?:就|都|也|侪|先)?(?:不用|不需要|不必|不要|免了|不用了|不管|不擦|不洗|不打扫|唔使|唔要|勿要|弗要|覅|甭|莫(?=[擦洗弄做揩搞要])|"
    r"不弄|没有|算了|先不|别弄|别擦|别动)"
)
# 工具不用带, 窗户就别擦了: the denial stands between the two words.
_DENIED_INSIDE = re.compile(
    r"(?:不用|不要|不需要|不必|无需|唔使|唔要|勿要|弗要|覅|别|甭|不)(?:再|你们?|给|帮)?(?=[带备擦揩抹洗换熨烫清打买搞])"
)
# A denial inside the word itself (不辣, 没电梯) belongs to the need: nothing before it can deny it again.
_OWN_DENIAL = re.compile(r"^(?:不|没|别|无|勿|冇|唔|少|低|免|莫|忌|怕|控)")
_ASKED = re.compile(r"(?:用不用|要不要|需不需要|有没有|可不可以|能不能|是不是)$")
_SPOKEN_OF = {"has_child": re.compile(r"[他她你]们?(?:家)?$"), "has_elder": re.compile(r"[他她你]们?家?$|阿姨$")}

# 我闺女快生了: a son or a daughter who is grown up.
_GROWN = ("女儿", "闺女", "儿子", "孙女", "孙子")
_OF_A_GROWN_UP = re.compile(
    r"^(?:家|们)?(?:(?:周|星期|礼拜)[一二三四五六日天]|[明后]天|下个?月)?(?:快|要|刚|都)?(?:一家|急了|非|让我|叫我|教我|催|家(?:吃|住|去|过)|生了|生孩子|怀孕|坐月子|结婚|出嫁|嫁|上班|出差|说|帮我|给我|下单|订|约|在外地|工作|大学)"
)

# 到时候联系我妈: whom to call, and not when.
_OF_ANOTHER = re.compile(
    r"(?:妈|爸|老[公婆爸妈]|爱人|先生|太太|婆婆|公公|奶奶|爷爷|儿子|女儿|姐|妹|哥|弟|家里?(?:人|老人)|同事|室友)"
)
_SHUT_UP_THERE = re.compile(
    r"(?:猫|狗|它|宠物)[^,。;!?]{0,4}(?:关|拴|锁|放|在)[^,。;!?]{0,2}(?:阳台|露台)|(?:关|拴|锁)(?:在|到|去|进)(?:阳台|露台)"
)
_CALLED = re.compile(r"(?:电话|手机|号码|微信|联系人?)[^,。;!?]{0,6}$")
_CALLED_BEHIND = re.compile("(?:的|那个)?(?:电话|手机|号码|微信|号)")
_TOLD_AHEAD = re.compile(r"(?:有|养|没|是|坏)[^。;!?来到]{1,10}[,\s]\s*(?:我|先|就|跟你|给你|和你们?|跟你们){0,3}$")
_BOUGHT_BY_HER = re.compile(r"(?:(?<![帮给替请])我们?|自己|家里)(?:会|来|去|自己|先|都|已经)*买|买好了")
_SOMEBODY = re.compile(r"(?:老婆|老公|爸|妈|爹|娘|先生|太太|儿子|女儿|室友|孩子|对象|爱人|他|她)$")
_IS_A_REASON = re.compile(
    r"(?:又|突然|今天|昨晚|半夜|有点|还在)?(?:发烧|发高烧|生病|病了|住院|拉肚子|咳嗽|感冒|打针|肺炎)"
    r"[^。;!?]{0,8}?(?:走不开|来不了|没空|去医院|顾不上|改|推|取消|不做)"
)
# 小孩和猫: who else is at home, said with the verb of the first.
_AND = re.compile(r"\s?(?:和|跟|与|及|同|、|,|,?还有|加上?|外加)\s?(?:[一两三四五几\d]{0,2}[个只条位口])?[大小老]?")
_AT_HOME = ("has_cat", "has_dog", "has_pet", "has_infant", "has_child", "has_pregnant", "has_elder", "has_patient")
# 阿姨带工具吗 asks what is usual; 帮我带个梯子好吗 is a wish all the same.
_OF_PEOPLE = ("has_infant", "has_child", "has_pregnant", "has_elder", "has_patient")
_BROUGHT = ("bring_tools", "bring_supplies")
_QUESTION = re.compile(
    r"(?:[吗么嘛伐咩]|(?:带|有)不(?:带|有)|(?:带|有)没(?:带|有)|是不是|要不要|用不用|需不需要|还是我们?|(?:会|都|应该|自己)[^,。;\s]{0,3}带[^,。;\s]{0,4}吧|能不能|可不可以|不[,。;!?\s\x00]?$)"
)
_POLITE = re.compile(
    r"帮我|帮忙|麻烦|请|记得|劳烦|唔该|拜托|一定|务必|(?:好|行|可以|成)[吗么嘛不]|(?:好|行)不(?:好|行)"
)
# 阿姨不怕狗吧: asked of whoever comes; 找个不怕狗的好吗 wishes for one.
_FEAR_ASKED = re.compile(
    r"[^,。;!?\s\x00就]{0,4}?(?:的|啊|呀)?(?:吧|吗|么|嘛|伐|不|没|咩|呢|\?)(?=$|[,。;!?\s\x00])|[^,。;!\s\x00]{0,4}\?"
)
_FETCHED_BY_HER = re.compile(r"(?:我|老公|老婆|奶奶|爷爷|外婆)[^,。;!?\s]{0,8}(?:接|送)$")
_WANTS_SUCH = re.compile(r"找|派|请|要(?!紧)|安排|最好|希望|换|叫|搵|寻")
# 早了我不在家, 六点前家里没人: outside of the time that is wished.
_ONLY_THEN = re.compile(
    r"(?:(?:[太再][早晚迟]|[早晚迟]一?[点啲])(?:了|咗|来|嚟)?(?:的话)?|[早晚迟](?:了|咗|的话))[,\s]{0,2}(?:我们?|家里?|屋里|屋企|人|都|也|就|可能|还|怕){0,3}$|"
    r"(?:不然|要不然|要不|否则|唔系|[点半]钟?之?[前后]|[点半]钟?以[前后]|其[他它余]|(?:其[他它余]|别的?|另外的?|旁的|第二)(?:的)?(?:时间|时候|辰光|日子|钟点|几?天|时段))(?:的话)?[,\s]{0,2}"
    r"(?:[我俺咱阮]们?|家里?|屋里|屋企|人|都|也|就|侪|全|可能|还|怕){0,3}$"
)
_NUMBER_TO_CALL = re.compile(r"打(?:给)?[我俺](?:的)?(?:手机|电话)(?:号码?)?(?:就|都)?(?:是|行|好)?[,:\s]*\x00{6}")
_PLANTS_THERE = re.compile(
    r"(?:上|里|那些|这些)*的?(?:那些|几盆|一些|[一二两三四五六七八九十几]+[盆棵])?的?(?:花|草|植物|绿植|绿萝|盆栽|盆景|多肉|菜|树|月季)"
)
_STAYS = re.compile(rf"(?:那[个单次])?的?(?:时间|日期)?(?:还是|都|就|也)?(?:{STAYS})(?!了|弹)")
# 周四我们不在家 那天别来, 上午家里没人 改到下午: why the visit is left out or moved, unless somebody is let in.
_COMES_NOT_THEN = re.compile(
    r"(?:别|甭|莫|覅|不(?:用|要|必)?|唔(?:使|好)|勿要)(?:再|过|上|麻烦|让阿姨|叫阿姨|派人){0,2}[来嚟](?!不及|得及)|跳过|停(?:一|两|掉|了|[次回])|取消|请(?:一次)?假|"
    r"[改换挪推调移](?:成|到|为|至|在|期|天|一?下|个(?:时间|日子|时候|钟点))|提前(?:到|一)|推迟|延[后期到]"
)
_LET_IN = re.compile(r"钥匙|锁匙|密码|指纹|门卫|门房|物业|保安|前台|邻居|隔壁|自己开门|自己进|直接进|远程|可视")
# 上次来的王姐干活老利索了: praise of somebody, and no wish.
_JUDGED = frozenset({"利索", "干活利索", "麻利", "勤快", "熟练", "手艺好", "老手", "熟手", "做过的", "带过"})
_OF_LAST_TIME = re.compile(
    r"上[次回趟]|之前|以前|前[天几]|昨天|来过|头先|[她他]|(?:这|那)个?(?:阿姨|师傅|大姐)|人[蛮挺很真特]|做得|干得|手脚[真蛮挺很]"
)
_SUCH_A_ONE = re.compile(r"一?点|些|的?(?:阿姨|师傅|人|大姐|姐姐)(?!$)")
# 娃学校开家长会, 儿子过生日: what there is on that day.
_OCCASION = re.compile(
    r"[^,。;!?\s]{0,6}?(?:家长会|运动会|毕业典礼|开学|汇演|比赛|夏令营|过生日|办生日|生日会|满月酒|摆酒|结婚|订婚|婚礼|(?:已经|都|先|就)?(?:买|寄|装|订|弄|搞)(?:好|来|过来)|买的|买了)"
)
_CLAUSE_END = re.compile(r"[,。;!?\s\x00]")


def is_bought(text: str) -> bool:
    """灯我自己买好了: she has seen to a thing herself."""
    return _BOUGHT_BY_HER.search(normalise(text)) is not None


@lru_cache(maxsize=1)
def _company() -> re.Pattern[str]:
    return re.compile(any_of(_companions()))


@lru_cache(maxsize=1)
def _companions() -> dict[str, str]:
    return {normalise(word): code for code, word in rows("household")}


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, word in rows("needs"):
        found.setdefault(normalise(word), []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(any_of(_codes()))


# These say by themselves that something is not to be: no denial before them turns them round.
_NEGATIVE = frozenset(
    {"no_doorbell", "no_elevator", "nobody_home", "no_spicy", "low_salt", "low_sugar", "non_smoker",
     "not_afraid_of_pets", "eco_supplies"}
)  # fmt: skip
_OUTSIDE_TOO = re.compile(
    r"外(?:面|头|边|侧|厢|底)(?:的)?(?:也|都|侪|全|一起|一并|埋)(?:要|帮|给|擦|弄|搞|揩|抹)|外(?:面|头|边|侧)[^,。;!?不]{0,3}(?:也要|一起擦)"
)
_BOTH_SIDES = re.compile(
    r"里外|内外|里(?:头|厢|向|面|边|侧)?[跟和同、,]?\s?外(?:头|面|边|厢|侧)|里里外外|两面|双面|内侧外侧"
)
_FAR_WINDOW = re.compile(
    r"(?:窗户|玻璃|落地窗)(?!杯|瓶|碗|柜|门|胶|瓶|茶几|桌|杯子)[^。;!?]{0,24}?(?:擦|抹|揩)"
    r"(?:[^。;!?]{0,4}?(?P<side>里头?外头?|里厢外头|里向外头|里外|内外|两面|双面|里里外外|外头|外面|外边|里头|里面))?"
)
_GAP = r"[^\s,。;!?、\x00]{0,6}?"


@lru_cache(maxsize=1)
def _combinations() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Two words of one clause in either order, a few characters apart."""
    found = []
    for code, first, second in rows("need_combinations"):
        one, other = (f"(?:{'|'.join(sorted(words.split('|'), key=len, reverse=True))})" for words in (first, second))
        found.append((code, re.compile(f"{one}{_GAP}{other}|{other}{_GAP}{one}")))
    return tuple(found)


def needs(text: str, original: str) -> list[Found]:
    """``need`` values {"code", "denied"}; a code once, the last word on it counts."""
    found: dict[str, Found] = {}
    for start, end, code in _mentions(text):
        value = {"code": code, "denied": _denied(text, start, end, code)}
        found.pop(code, None)
        found[code] = Found("need", start, end, original[start:end], value)
        for other in _listed_with(text, original, found[code]):
            found.setdefault(other.value["code"], other)
    return _settled(list(found.values()))


def _mentions(text: str) -> list[tuple[int, int, str]]:
    """Every place that names a need, by word, by two words that belong together, or by an age; in text order."""
    found = [
        (match.start(), match.end(), code)
        for match in _pattern().finditer(text)
        for code in _codes()[match[0]]
        if _applies(code, text, match)
    ]
    for code, pattern in _combinations():
        # 洗窗帘 is no window; a 窗 that is left without its 帘 would be one.
        said = text.replace("窗帘", "\x00\x00") if code.startswith("windows_") else text
        for match in pattern.finditer(said):
            taken = any(start <= match.start() and match.end() <= end and code == other for start, end, other in found)
            if not taken and _applies(code, text, match):
                found.append((match.start(), match.end(), code))
    windows = [code for _, _, code in found if code.startswith("windows_")]
    found += _sides_of_windows(text) if not windows else []
    if windows == ["windows_inside"] and (both := _BOTH_SIDES.search(text)):
        found.append((*both.span(), "windows_outside"))
    if windows == ["windows_inside"] and (too := _OUTSIDE_TOO.search(text)):
        found.append((*too.span(), "windows_outside"))  # 加擦窗户，外面也擦
    by_age = [one for one in ages(text) if not is_elsewhere(text, one[0], one[1])]
    return sorted([*found, *by_age])


def _sides_of_windows(text: str) -> list[tuple[int, int, str]]:
    """玻璃脏得看不见人了 … 里头外头都擦: the window is named long before what is to be done with it."""
    match = _FAR_WINDOW.search(text)
    if match is None:
        return []
    said = match["side"] or ""
    inside = not said or re.search("里|内|两面|双面", said) is not None
    outside = re.search("外|两面|双面", said) is not None
    codes = [code for code, meant in (("windows_inside", inside), ("windows_outside", outside)) if meant]
    return [(match.start(), match.end(), code) for code in codes]


def _listed_with(text: str, original: str, first: Found) -> list[Found]:
    """The others of a list of who is at home: 有小孩和猫, 有老人、狗和一只猫."""
    listed: list[Found] = []
    end = first.end
    while first.value["code"] in _AT_HOME:
        gap = _AND.match(text, end)
        noun = _company().match(text, gap.end()) if gap else None
        if noun is None:
            break
        end = noun.end()
        value = {"code": _companions()[noun[0]], "denied": first.value["denied"]}
        listed.append(Found("need", noun.start(), end, original[noun.start() : end], value))
    return listed


def _asked(text: str, start: int, end: int) -> bool:
    """Whether the clause around a need asks about it."""
    clause = _clause_around(text, start, end)
    return _QUESTION.search(clause) is not None and _POLITE.search(clause) is None


def _clause_around(text: str, start: int, end: int) -> str:
    before = [match.end() for match in _CLAUSE_END.finditer(text, 0, start)]
    behind = _CLAUSE_END.search(text, end)
    return text[before[-1] if before else 0 : behind.end() if behind else len(text)]


def _asks_for_fear(text: str, start: int, end: int) -> bool:
    before = [match.end() for match in _CLAUSE_END.finditer(text, 0, start)]
    if start and end - start > 2 and text[start - 1] == text[start + 1]:
        return True  # 怕不怕狗
    wanted = _WANTS_SUCH.search(text[before[-1] if before else 0 : start])
    return wanted is None and _FEAR_ASKED.match(text, end) is not None


def _denied(text: str, start: int, end: int, code: str) -> bool:
    before = text[max(0, start - 10) : start]
    if code in _NEGATIVE or _ASKED.search(before):
        return False
    said = text[start:end]
    if not _OWN_DENIAL.match(said) and _DENIAL.search(before):
        return True
    return _DENIED_AFTER.match(text, end) is not None or (len(said) > 2 and _DENIED_INSIDE.search(said) is not None)


def _applies(code: str, text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 4) : match.start()], text[match.end() : match.end() + 4]
    if _STAYS.match(text, match.end()):
        return False  # 油烟机不用改，打扫换到周六
    if code == "kitchen_grease" and match[0].endswith("油烟") and after.startswith("机"):
        return False  # 厨房油烟机也洗一下
    if code == "balcony" and _SHUT_UP_THERE.search(text):
        return False  # 狗关在阳台: where the dog is
    if code in _BROUGHT and _asked(text, match.start(), match.end()):
        return False
    if code in ("has_child", "has_infant"):
        addressed = match.start() <= 1 and re.match(r"[啊呀哎诶,!]|\s", after)
        if addressed or _IS_A_REASON.match(text, match.end()):
            return False  # 闺女啊 我说话慢, 我娃发烧走不开
    if code in ("has_child", "has_infant") and _FETCHED_BY_HER.search(text[max(0, match.start() - 14) : match.start()]):
        return False  # 我要出门接小孩
    spoken_of = _SPOKEN_OF.get(code)
    if spoken_of is not None and spoken_of.search(before):
        return False
    if code in _OF_PEOPLE and is_elsewhere(text, match.start(), match.end()):
        return False  # 外婆又回老家了
    if match[0] == "娃" and after.startswith("娃"):
        return True
    if code == "no_spicy" and match[0].endswith(("莫", "没")) and re.match("得?(?:事|关系)", after):
        return False
    if code == "not_afraid_of_pets" and _asks_for_fear(text, match.start(), match.end()):
        return False
    if code == "certified" and _asked(text, match.start(), match.end()):
        return False
    if code == "certified" and re.match(r"[吗不没么嘛?]", after):
        return False
    if code == "nobody_home" and _COMES_NOT_THEN.search(text) and not _LET_IN.search(text):
        return False
    if code == "nobody_home" and _ONLY_THEN.search(text[: match.start()]):
        return False  # 两点半 早了我不在家
    if code == "call_first" and _NUMBER_TO_CALL.match(match[0] + text[match.end() :]):
        return False  # 两边都打我手机134…: which number
    if code == "balcony" and _PLANTS_THERE.match(text, match.end()):
        return False  # 整理阳台的花草
    if code == "nobody_home" and re.match(
        r"(?:所以|就|,|\s)?(?:别来|不用来|别过来|改天|取消)", text[match.end() : match.end() + 6]
    ):
        return False
    if match[0] in _GROWN and _OF_A_GROWN_UP.search(text[match.end() : match.end() + 8]):
        return False
    if match[0] in _GROWN and _CALLED.search(text[max(0, match.start() - 10) : match.start()]):
        return False  # 电话写我女儿的
    if match[0] in _GROWN and _CALLED_BEHIND.match(text, match.end()):
        return False  # 写我儿子的手机
    if code == "call_first" and _OF_ANOTHER.match(text, match.end()):
        return False
    if code == "call_first" and _TOLD_AHEAD.search(text[: match.start()]) and match[0].endswith("说一声"):
        return False  # 家里有狗，提前说一声
    if code == "grocery_shopping" and _BOUGHT_BY_HER.search(text[max(0, match.start() - 8) : match.end() + 4]):
        return False
    if code == "grocery_shopping" and tells_of_herself(_clause_around(text, *match.span())):
        return False  # 我九点半要去买菜
    if code == "mop_only" and re.search("擦|抹|扫(?!地机)|洗", text[max(0, match.start() - 6) : match.end() + 6]):
        return False
    if code.startswith("windows_") and after.startswith("帘"):
        return False
    if match[0] == "不在家" and _SOMEBODY.search(before):
        return False  # 老婆不在家，我在家
    if match[0] == "不在家" or match[0].endswith(("没人", "冇人", "无人")):
        return not re.match(r"[\u4e00-\u9fff](?<![在的时所可要那,])", after)
    if match[0] in ("孩子", "小孩") and before.endswith("毛"):
        return False
    if code in ("has_child", "has_infant") and _OCCASION.match(text, match.end()):
        return False
    if code == "experienced" and match[0] in _JUDGED and _is_praise(text, match):
        return False
    if code == "has_patient" and match[0].endswith("手术") and re.search("[台排]|一天", before + match[0]):
        return False  # 排了一天手术: a doctor's day
    if match[0] == "停车" and after.startswith("场"):
        return False
    return not (code == "bathroom" and match[0] == "马桶" and re.match(r"(?:堵|漏|坏)", after))


def _is_praise(text: str, match: re.Match[str]) -> bool:
    clause = _clause_around(text, match.start(), match.end())
    wanted = _WANTS_SUCH.search(clause) or _SUCH_A_ONE.match(text, match.end())
    return _OF_LAST_TIME.search(clause) is not None and not wanted


def _settled(found: Sequence[Found]) -> list[Found]:
    """A baby is no child besides; a cat or dog is no further pet; outside windows only where no side inside is said."""
    codes = {item.value["code"] for item in found if not item.value["denied"]}
    dropped = set()
    if "has_infant" in codes and "has_child" in codes:
        infant = next(item for item in found if item.value["code"] == "has_infant")
        child = next(item for item in found if item.value["code"] == "has_child")
        # 6个月的孩子 is one child; 5岁的姐姐跟8个月的弟弟 are two.
        own_age = re.search(r"\d|[一二三四五六七八九十]|幼儿园|小学|放学", child.text)
        if not own_age and child.start < infant.end + 8 and infant.start < child.end + 8:
            dropped.add("has_child")
    if "no_spicy" in codes:
        dropped.add("spicy")
    sides = {item.value["code"] for item in found} & {"windows_inside", "windows_outside"}
    if len(sides) == 2 and ("windows_inside" in codes or not codes & sides):
        inside = next(item for item in found if item.value["code"] == "windows_inside")
        outside = next(item for item in found if item.value["code"] == "windows_outside")
        both = _BOTH_SIDES.search(outside.text) or _OUTSIDE_TOO.search(outside.text)
        apart = outside.value["denied"] and inside.start > outside.end  # 外窗不擦了，里面的窗擦一下
        dropped |= set() if both or apart or "里" in inside.text or "内" in inside.text else {"windows_inside"}
    return [item for item in found if item.value["code"] not in dropped]


def sides_of_windows(text: str) -> tuple[str, ...]:
    """里面外面都要擦, 外面也要: of the windows that are spoken of already; nothing where it names no side."""
    plain = normalise(text)
    if _BOTH_SIDES.search(plain):
        return ("windows_inside", "windows_outside")
    return ("windows_outside",) if _OUTSIDE_TOO.search(plain) else ()
