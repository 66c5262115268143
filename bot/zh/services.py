"""Services of the catalogue in a text, by word and by what is done to what (洗 + 空调)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bot.zh.deep import goes_deep, lightly, thoroughly
from bot.zh.found import Found
from bot.zh.left_alone import left_alone
from bot.zh.lexicon import any_of, rows, words
from bot.zh.normalise import normalise
from bot.zh.things import things

# 不想做保洁: behind these a service is named and not wished for.
_WIPED = re.compile(
    r"^(?=.*[擦抹])(?!.*[洗拆])|(?:里面|里头|里边|内部)(?:也|都|帮我|给我|顺便|一起|一并)*(?:清洁|清理|打扫|收拾|搞|弄)(?!.*[洗拆])"
)
_NOT_BEFORE = re.compile(r"(?:不会|不想|不用|别|不要|不需要|无需|除了|不是(?:要|想|叫|约)?)$")
# 洗一下家里的那个油烟机: where the thing is, between the verb and the thing.
_WHERE = (
    r"(?:[^\s,。;!?、]{0,3}?(?:家里|屋里|屋头|屋企|客厅|卧室|主卧|次卧|书房|厨房|阳台|卫生间|浴室|厕所|房间)(?:里|上|头)?"
    r"(?:的|还有|有))?"
)
_GAP = _WHERE + r"[^\s,。;!?、]{0,5}?"
# Where nothing nearer is said, what is to be done may stand in the next clause: 马桶不冲水了，今晚派个人来修.
_WIDE_GAP = r"[^。;!?]{0,20}?"
# 这个点我要去接娃: the family does it.
_DONE_BY_ONESELF = re.compile(
    r"(?:我|老公|老婆|奶奶|爷爷|外婆)(?:们)?(?:还|得|要|就|自己|去|来|正|在|忙着|出门|出去|赶|回去|赶着|下班|开车|先|一会儿?|等下|顺路){1,4}$"
)
# 礼拜二要带孩子看牙: where the family goes with the child, unless somebody is wanted for it.
_TAKEN_ALONG = re.compile(
    r"(?:去|上|到)?(?:看牙|看病|看医生|医院|打针|打疫苗|体检|复查|上课|开家长会|旅游|回老家|回娘家)"
)
_NEEDS_SOMEBODY = re.compile(r"找|请|约|叫|派|帮|需要人|要人|要个|阿姨|保姆|育儿嫂")
# 堆得门都关不上: a thing for who puts in order.
_TOO_FULL = re.compile(r"[堆塞挤满]得?[^,。;\s]{0,4}(?:关不上|打不开)")
# 墙上有印子 能擦掉的擦掉: it comes off, and nothing of the house does.
_TAKEN_OFF = re.compile(r"[擦洗刮清扔丢抹铲拆搓刷弄搞去]掉")
# 出门接小孩: no door is hung.
_FETCHED = re.compile(r"接(?:小孩|孩|娃|人|送|他|她|妈|爸|老|儿|女|机|站|细路|囡|宝)")
_OF_PEOPLE = ("childcare", "elder_care")
_WANTED_FOR = r"(?:[^\s,。;!?、]{0,2}?(?:需要?|没人|要人|有人|个人|缺人|谁|离不开人|没法|专门)[^\s,。;!?、]{0,3}?)?"
# 本来想洗油烟机的 算了下回再说
_MEANT_TO = re.compile(r"(?:本来|原本|原来|本想|本打算)(?:是)?(?:想|要|打算|准备)?(?:约|做|请人)?[^,。;\s]{0,3}$")
_AFTER_ALL_NOT = re.compile(r"[^,。;\s]{0,4}[\s,]{0,2}(?:后来|现在)?(?:算了|不了|下回|下次|以后再|先不)")
_MACHINES_COUNTED = re.compile(r"[\d一二两三四五六七八九那这格搿嗰呢嘅的]\s?台(?!面|阶|灯|布|上)")
# 就洗我家里那台: one of the machines, and no home.
_THAT_MACHINE = re.compile(r"[的头]?(?:[那这嗰]|唯一)一?(?:台|部)(?!阶)")
_GROWN_WILD = re.compile(
    r"(?:院子?|花(?!洒)|树|草(?!席|垫)|藤|竹子?|枝|绿植|盆栽)[^。;!?]{0,12}?(?:长得|长了|长的|长到|疯长|太乱|乱得)"
)
_GREASE_OF = re.compile(
    r"[^,。;!?\s]{0,2}(?:[烧炒做弄搞熏溅煮煎炸]|弄出来|搞出来)(?:出来|成这样)?[的嘅](?:嘛|呀|啊)?(?=$|[,。;!?\s])"
)
_DEEP = re.compile(r"深度(?:一?点|些)?[的嘅]?$")
# 改做屋企地址, 换做我家: 做 belongs to the change, and the home is where to come.
_CHANGED_TO = re.compile(r"[改换转变调]$")
_DONE_AT_HOME = re.compile(r"做(?:我们?|咱|阿拉|自己|的)*(?:家里?|屋企|屋里|屋头|房子|房间)")
# 地址搞错了, 家里弄反了: what was said or done wrongly.
_MISTAKEN = re.compile(r"[搞弄整做](?:得|了|咗)?[错反混岔]")
_OPEN_VERB = re.compile("整|看看|检查")
_WASHED = re.compile(r"洗洗|清洗|拆洗|洗(?:一?[下遍]|干净|了|吧|的|掉|$|[\s,。;!])")
_FAULT = re.compile(r"不(?:制|转|热|凉|冷|亮|通|启|工|加|脱|排|动|点|出)|坏|漏水|响|跳闸|报错|修|没反应|打不着")
_KINDS = {"日常": "daily_cleaning", "普通": "daily_cleaning", "深度": "deep_cleaning"}
_KIND = re.compile(
    r"(?:^|[\s,。;!]|[就做要选来约是用搞弄整次平]|(?:那|还是|改|换)(?:个|成)?)(?P<kind>日常|普通|深度)"
    r"(?:的|那种|那个|这种|那款|嘅|个)*(?:吧|呗|好了|就行|就好|就可以|哈|咯|啦|了|哦|伐|罢|嘛|呢)*(?=$|[\s,。;!?]|\d|大概|大约|一共|总共|多少|要多|得多|几|怎么)"
)
_ABOUT_IT = (
    r"(?:[嗯哦那就还是要做选来约个]|行|好|的话)*{}(?:一?点|些|的|那种|那个|这种|嘅|打扫|保洁|清洁)*"
    r"(?:吧|呗|好了|就行了?|就好|就可以了?|哈|咯|啦|了|哦|罢|[,。!\s])*"
)
_LIKE = (
    ("daily_cleaning", re.compile(_ABOUT_IT.format("(?:普通|一般|平常|平时|常规|简单)"))),
    ("deep_cleaning", re.compile(_ABOUT_IT.format("(?:彻底|全面|仔细|细致)"))),
)
# 我妈刚出院 想找个人照顾一下; 找个阿姨照顾，老人八十: who is cared for stands a clause away, whatever else is wanted.
_CARED = r"(?:照顾|照看|照料|看护|陪护|护理|伺候|服侍)(?:下|一下|几天|着|的)?(?=$|[\s,。;!?、的])"
_FOUND_FOR = r"(?:找|请|要|想|需要|雇|派|叫|约)[^\s,。;!?]{0,2}(?:人|阿姨|保姆|护工|育儿嫂)[^,。;!?]{0,6}"
_LOOKED_FOR = re.compile(rf"{_FOUND_FOR}$|帮(?:忙|着|我|我们)?[^\s,。;!?]{{0,4}}$")
# 你们照顾一下，动静小点; 价格照顾一下: a courtesy.
_AS_A_COURTESY = re.compile(r"(?:你们|您们|师傅|麻烦|价格|价钱|费用|多多?)[^\s,。;!?]{0,3}$")
_SPARED = re.compile(r"[^。;!?]{0,4}(?:动静|轻一?[点些]|小声|声音|安静|别吵|价[格钱]|便宜|优惠|打折)")
_FAVOUR = re.compile(r"(?:价[格钱]|费用)[^\s,。;!?]{0,3}照顾$")
_MOVED_TO_A_TIME = re.compile(
    r"[挪移][到至成][^,。;!?]{0,6}?(?:[今明后]天|周|星期|礼拜|月|号|[上下]午|早|晚|\d|[一二两三四五六七八九十]点)"
)
_REFUSED_INSIDE = re.compile(r"没坏|没有坏|不用|不要|别|勿要|甭|唔使|唔要|不必|不需要")


@lru_cache(maxsize=1)
def _word_pattern() -> re.Pattern[str]:
    return re.compile(any_of(words("services")))


@lru_cache(maxsize=2)
def _combinations(gap: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Verb before thing (洗一下空调) or thing before verb (空调要洗), with ``gap`` between."""
    found = []
    for code, verbs, nouns in rows("service_combinations"):
        verb, thing = (any_of(normalise(words_of).split("|")) for words_of in (verbs, nouns))
        thing = rf"(?<!毛){thing}" if code == "childcare" else thing  # 毛小孩 is a pet
        thing = rf"(?<!上){thing}" if code == "home_repair" else thing  # 上门前先打电话
        # 油烟机 in 洗油烟机: the verb 洗 of 洗衣机 is no verb.
        in_order = "" if code == "gardening" else "整理|"
        free_verb = (
            rf"(?<!换)(?!洗衣机|洗碗机|洗手|洗碗池|修脚|看护|看病|{in_order}整[个面块扇排片层栋]|[弄搞做整]不[完了过来]|带宝妈|通知|"
            rf"通过|弄堂|装修|拉布拉多|拉面|拉链|拉肚|拉闸|养老|搬家公司){verb}"
        )
        # 老伴儿回娘家伺候她姐: before the verb stands who does it, unless somebody is wanted for it.
        behind = _WANTED_FOR if code in _OF_PEOPLE and gap == _GAP else gap
        found.append((code, re.compile(rf"{free_verb}{gap}{thing}|{thing}{behind}{free_verb}")))
    return tuple(found)


# 要先断电吗: what is to be done beforehand, and nothing that has failed.
_TO_PREPARE = re.compile(r"(?:[要得用会必]|需要|自己|提前|记得|帮忙)(?:不要|先|我|你们?|提前|自己){0,2}断电$")


def services(text: str, original: str) -> list[Found]:
    """One value per place; the longest word wins, then a combination where no word stands."""
    known = words("services")
    found = [
        Found("service", match.start(), match.end(), original[match.start() : match.end()], known[match[0]])
        for match in _word_pattern().finditer(text)
        if not _TO_PREPARE.search(text[max(0, match.start() - 4) : match.end()])
    ]
    found = _with_combinations(text, original, _wished(text, _with_thorough(text, original, found)), _GAP)
    if not found:
        found = _with_combinations(text, original, found, _WIDE_GAP)[:1]
    found = [_washed(text, _deepened(text, item)) for item in _with_cared_for(text, original, found)]
    found = [item for item in found if not left_alone(text, item, found)]
    found = _wished(text, found) or _kind_of_cleaning(text, original)
    return sorted(_without_taken_back(text, _wished(text, found)), key=lambda item: item.start)


def _deepened(text: str, item: Found) -> Found:
    """深度的保洁, 深度一点的清洁; 刚装修完打扫一下."""
    is_deep = item.value == "daily_cleaning" and (_DEEP.search(text[: item.start]) or goes_deep(text))
    return replace(item, value="deep_cleaning") if is_deep else item


def _with_thorough(text: str, original: str, found: list[Found]) -> list[Found]:
    """把家里彻底弄一弄, in which 弄 by itself says nothing."""
    for start, end in thoroughly(text):
        beside = [item for item in found if end <= item.start or item.end <= start]
        if all(item.value == "daily_cleaning" for item in found if item not in beside):
            found = [*beside, Found("service", start, end, original[start:end], "deep_cleaning")]
    return sorted(found, key=lambda item: item.start)


@lru_cache(maxsize=1)
def _somebody_cared_for() -> tuple[tuple[str, re.Pattern[str]], ...]:
    who = {code: nouns for code, _verbs, nouns in rows("service_combinations") if code in (*_OF_PEOPLE, "pet_care")}
    somebody = [(code, any_of(normalise(nouns).split("|"))) for code, nouns in who.items()]
    before = [(code, re.compile(rf"{nouns}{_WIDE_GAP}(?P<cared>{_CARED})")) for code, nouns in somebody]
    behind = [
        (code, re.compile(rf"{_FOUND_FOR}(?P<cared>{_CARED})[\s,。;!]+{_WIDE_GAP}{nouns}")) for code, nouns in somebody
    ]
    return (*before, *behind)


def _with_cared_for(text: str, original: str, found: list[Found]) -> list[Found]:
    if {item.value for item in found} & {*_OF_PEOPLE, "pet_care", "maternity_care"}:
        return found
    for code, pattern in _somebody_cared_for():
        match = pattern.search(text)
        if match and _is_wanted_care(text, *match.span("cared"), alone=not found):
            start, end = match.span("cared")
            return [*found, Found("service", start, end, original[start:end], code)]
    return found


def _is_wanted_care(text: str, start: int, end: int, *, alone: bool) -> bool:
    before = text[max(0, start - 14) : start]
    if _AS_A_COURTESY.search(before) or _SPARED.match(text, end):
        return False
    return alone or _LOOKED_FOR.search(before) is not None


def _washed(text: str, item: Found) -> Found:
    """整一下空调 … 都洗洗: a verb that says nothing gives way to what is said to be done."""
    is_open = item.value == "appliance_repair" and _OPEN_VERB.search(item.text) is not None
    beside = text[: item.start] + "\x00" + text[item.end :]
    if not is_open or _FAULT.search(text) or not _WASHED.search(beside):
        return item
    return replace(item, value="appliance_cleaning")


def _kind_of_cleaning(text: str, original: str) -> list[Found]:
    """那就日常的, 做深度吧: which of the two, where nothing says what of."""
    if (light := lightly(text)) is not None:
        return [Found("service", *light, original[slice(*light)], "daily_cleaning")]
    named = [
        Found("service", match.start("kind"), match.end("kind"), original[slice(*match.span("kind"))], code)
        for match in _KIND.finditer(text)
        for code in (_KINDS[match["kind"]],)
    ]
    return _wished(text, named)[:1]  # 不是普通的，要深度的


def _wished(text: str, found: list[Found]) -> list[Found]:
    return [item for item in found if not _refused(text, item)]


def _without_taken_back(text: str, found: list[Found]) -> list[Found]:
    """周末大扫除 算了不大扫除了 普通打扫就行: a service that is named and then refused is none."""
    refused = [item for item in found if _given_up(text, item)]
    kept = [item for item in found if item.value not in {other.value for other in refused}]
    return kept or found


def _given_up(text: str, item: Found) -> bool:
    if re.search(rf"不(?:要|做|用|再)?{re.escape(item.text)}了", text):
        return True
    meant = _MEANT_TO.search(text[max(0, item.start - 8) : item.start])
    return meant is not None and _AFTER_ALL_NOT.match(text, item.end) is not None


def _with_combinations(text: str, original: str, found: list[Found], gap: str) -> list[Found]:
    for code, pattern in _combinations(gap):
        for match in pattern.finditer(text):
            made = Found("service", match.start(), match.end(), original[match.start() : match.end()], code)
            beaten = [item for item in found if item.start < made.end and made.start < item.end]
            if code == "daily_cleaning" and any(item.start == made.end for item in found):
                continue  # 来家里做收纳整理: where it is done
            if code == "daily_cleaning" and _GROWN_WILD.search(match[0]):
                continue  # 屋里有个小院子 花长得乱七八糟: where it grows
            of_machines = _MACHINES_COUNTED.search(match[0]) or _THAT_MACHINE.match(text, match.end())
            if code == "daily_cleaning" and of_machines:
                continue  # 洗三台 客厅一台主卧一台, 小房间那台不洗了
            if all(_is_general(item, made) for item in beaten) and not _REFUSED_INSIDE.search(match[0]):
                found = [item for item in found if item not in beaten] + [made]
    return sorted(found, key=lambda item: (item.end - item.start, item.start)) if gap == _WIDE_GAP else found


def _is_general(word: Found, combination: Found) -> bool:
    """清洁 in 清洁一下油烟机: the general word gives way to what is cleaned."""
    if (word.value, combination.value) == ("organizing", "gardening"):
        return len(word.text) <= 2  # 整理阳台的花草
    special = combination.value not in ("daily_cleaning", word.value)
    return special and word.value in ("daily_cleaning", "home_maintenance") and len(word.text) <= 3


def _refused(text: str, item: Found) -> bool:
    if re.match(r"证(?!件)|的?证书", text[item.end :]):
        return True  # 保姆证: what somebody holds
    if item.value == "cooking" and _GREASE_OF.match(text, item.end):
        return True  # 油污重，之前那家人烧菜烧的
    if item.value == "moving" and item.text[-1] in "挪移" and re.match("[到至去成个往后前一]", text[item.end :]):
        return True  # 洗衣机那个挪到周日: it is the visit that moves
    if item.value == "moving" and _MOVED_TO_A_TIME.match(item.text):
        return True  # 她那边挪到大后天下午两点 我家的别动
    if _MISTAKEN.match(text, item.end - 1):
        return True
    if item.value == "daily_cleaning" and _DONE_AT_HOME.fullmatch(item.text) and _CHANGED_TO.search(text[: item.start]):
        return True
    if item.value == "wellness" and re.match("店|馆|椅|院", text[item.end :]):
        return True
    if item.value == "childcare" and _DONE_BY_ONESELF.search(text[max(0, item.start - 5) : item.start]):
        return True
    if item.value in _OF_PEOPLE and _FAVOUR.search(item.text):
        return True  # 老人在家，价格照顾一下
    if item.value == "childcare" and _TAKEN_ALONG.match(text, item.end):
        return _NEEDS_SOMEBODY.search(text[: item.start]) is None
    if item.value == "daily_cleaning" and re.match(r"剂|液|粉|机(?!关|构|房)|用品|用具|费", text[item.end :]):
        return True
    if item.value == "home_repair" and _TOO_FULL.search(text[max(0, item.start - 4) : item.end]):
        return True
    if item.value == "home_repair" and (_TAKEN_OFF.search(item.text) or _FETCHED.match(text, item.end - 1)):
        return True
    if item.value == "laundry" and text[item.end : item.end + 1] in ("机", "液", "粉"):
        return True
    return _NOT_BEFORE.search(text[max(0, item.start - 4) : item.start]) is not None


def kind_of_cleaning(text: str) -> str | None:
    """普通的就行, 彻底一点那种: which of the two, as an answer to which service."""
    plain = normalise(text).strip()
    return next((code for code, pattern in _LIKE if pattern.fullmatch(plain)), None)


_COMPARED = re.compile(
    r"比|区别|差别|差在|不同|不一样|分别(?!是?多少)|有啥两样|哪个好|好在哪|多做|多了|"
    r"[跟和与同].{0,8}(?:差|区|不)"
)


def compared(text: str) -> tuple[str, ...]:
    """深度的比普通保洁多做哪些: the kinds of cleaning that are set against each other, in text order."""
    plain = normalise(text)
    if _COMPARED.search(plain) is None:
        return ()
    named = [(match.start(), _KINDS[match[0]]) for match in re.finditer("|".join(_KINDS), plain)]
    codes = tuple(dict.fromkeys(code for _, code in sorted(named)))
    return codes if len(codes) > 1 else ()


_PIECES = re.compile(r"[\s,，。;；!！?？、]")
_THING_FIRST = re.compile(r"(?P<thing>.{2,})(?P<work>更换|换|修理|维修|修|安装|装|疏通|通)")


def done_to(text: str, code: str) -> str:
    """What is to be done, in her own words: 换水龙头, 洗衣机不转; empty where only such work is named: 要个电工.

    把插座换掉 is 换插座, as one writes it down.
    """
    found = services(normalise(text), text)
    named = next((item for item in found if item.value == code and things(item.text)), None)
    work = _told_fault(text, named) if named else ""
    turned = _THING_FIRST.fullmatch(work)
    return f"{turned['work']}{turned['thing']}" if turned and things(turned["thing"]) else work


def _told_fault(text: str, named: Found) -> str:
    """水池下水很慢 of 水池下水很慢，想找个人来通一通; 冰箱整坏了不制冷了, and not 冰箱整."""
    first = _PIECES.split(named.text)[0]
    if first != named.text and things(first):
        return first
    if named.text.endswith("整") and text[named.end : named.end + 1] in ("坏", "壞"):
        return named.text + _PIECES.split(text[named.end :])[0]
    return named.text


def is_wiped(text: str) -> bool:
    """大扫除 … 油烟机也要擦: wiped on the way, not taken apart and washed."""
    return _WIPED.search(normalise(text)) is not None
