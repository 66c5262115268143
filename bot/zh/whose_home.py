"""Whose home is spoken of: 我妈家, 给公婆约, 公司那边."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise
from bot.zh.numbers import HAN, number

# What the customer says of the people, and how the bot speaks of their home; the first that fits counts.
_WORDS = (
    ("爸妈家", "爸妈|爸爸妈妈|父母|爹妈|老爸老妈|爷娘|老人家"),
    ("公婆家", "公婆|公公婆婆"),
    ("岳父母家", "岳父母|丈母娘|岳母|岳父|老丈人"),
    ("婆婆家", "婆婆|公公"),
    ("妈妈家", "老妈|(?<![姑姨舅])妈妈|母亲|阿妈|老娘|(?<![姑姨舅大干婶])妈(?!妈)"),
    ("爸爸家", "老爸|爸爸|父亲|阿爸|老豆|(?<![干姑])爸"),
    ("奶奶家", "爷爷奶奶|奶奶|爷爷|阿嬷|阿嫲"),
    ("外婆家", "外公外婆|外婆|外公|姥姥|姥爷|阿婆"),
    ("儿子家", "儿子"),
    ("女儿家", "女儿|闺女|姑娘"),
    ("姐姐家", "姐姐|我姐"),
    ("妹妹家", "妹妹|我妹"),
    ("哥哥家", "哥哥|我哥"),
    ("弟弟家", "弟弟|我弟"),
    ("闺蜜家", "闺蜜|闺密"),
    ("朋友家", "(?<![男女])朋友|哥们|姐妹(?=家|那|约)"),
    ("男朋友家", "男朋友|男友"),
    ("女朋友家", "女朋友|女友"),
    ("同事家", "同事"),
    ("邻居家", "邻居|隔壁(?:阿姨|大妈|老太|大爷|王)"),
    (
        "亲戚家",
        "亲戚|表[姐妹哥弟]|堂[姐妹哥弟]|小姨|大姨|姨妈|姑妈|姑姑|舅舅|舅妈|叔叔|婶婶|伯伯|嫂子|侄[女子儿]|外甥女?",
    ),
    ("公司", "公司|单位|办公室"),
    ("店里", "店里|门店|店铺|我们?店"),
    ("老房子", "老房子|旧房子|老屋"),
    ("新房子", "新房子|新房"),
)
_PARENTS = frozenset({"爸妈家", "妈妈家", "爸爸家"})
_IN_LAW = frozenset({"公婆家", "婆婆家", "岳父母家"})
_KIN = tuple((label, words) for label, words in _WORDS if label.endswith("家"))
_PLACES = tuple((label, words) for label, words in _WORDS if not label.endswith("家"))
_THERE = r"(?:他们|她们|他|她)?(?:家(?!人)|的房子|住的(?:地方|房子))"
_OVER_THERE = r"(?:他们|她们|他|她)?(?:那边|那儿|那里|那头|屋里|屋头)"
_TO = r"(?:给|去|到|帮|替|约到|送到|换到|改到)(?:我|俺|阿拉)?"
_FOR = r"(?:给|帮|替|为)(?:我|俺|阿拉)?"
_TO_PLACE = r"(?:给|约到|送到|换到|改到|换成|改成)"
_ORDERS = r"(?:家|那边)?(?:也)?(?:再)?(?:约|订|定|叫|请|找|下|预约|弄|安排)"


# 我星期五要到女儿那里去了, 我搬到儿子家住: where she goes, and nobody is to be sent.
_SHE_GOES = re.compile(
    r"(?:我们?|俺们?|阿拉|伲|咱们?)[^,。;!?\s]{0,8}?(?:到|去|回|搬到|搬去|住到|住在)(?:我们?|俺)?"
    rf"(?:{'|'.join(words for _, words in _KIN)})(?:他们|她们|他|她)?(?:家里?|那边|那儿|那里|那头|屋里|屋头)?"
    r"(?:去|住|过(?:年|节|周末)?|玩|吃饭|待|带(?:孩子|娃)|帮忙|长住)(?![^,。;!?\s]{0,4}(?:打扫|保洁|做|洗|收拾|擦|弄))"
)


def whose_home(text: str) -> str | None:
    """The name of the home that is spoken of, where it is not the customer's own; ``None`` where none is."""
    plain = _SHE_GOES.sub(" ", normalise(text))
    for label, words in _KIN:
        if re.search(f"(?:{words}){_THERE}|{_TO}(?:{words}){_OVER_THERE}|{_FOR}(?:{words}){_ORDERS}", plain):
            return label
    for label, words in _PLACES:
        if re.search(f"{_TO_PLACE}(?:我们?)?(?:{words})|(?:{words})(?:那个|那单|那边(?:要|约|打扫|做)|的?地址)", plain):
            return label
    return None


_OWN = re.compile(
    "(?<!不是)(?<!不去)(?<!不在)(?<!唔系)(?:我|我们|阿拉|俺|咱)(?:自己)?(?:的)?(?:家|屋企|屋里|屋头|这边|这里|这儿)|自己(?:家|屋)"
)


def names_own_home(text: str) -> bool:
    """我家在…, 自己家那单: the customer's own, said in so many words."""
    return _OWN.search(normalise(text)) is not None


_HOME = (
    r"(?:(?:他们|她们|他|她)?(?:自己)?(?:的?家(?!人|政)|那边|那儿|那里|那头|嗰边|屋里|屋头|屋企|的房子|那套|住的地方|"
    r"住在?(?=[^,。;\s]{1,8}(?:区|路|街|弄|村|苑|镇)))|"
    r"[说讲](?:了)?[她他]们?(?:家|那边|那儿|那头|那里))"
)
_NAMED = tuple((label, re.compile(f"(?:我们?|俺|阿拉|咱)?(?:的)?(?:{words}){_HOME}")) for label, words in _KIN) + tuple(
    (label, re.compile(f"(?:我们?)?(?:{words})(?:里|那边|那头|那套|那个)?")) for label, words in _PLACES
)
_AT_HOME = re.compile(
    r"(?<![妈爸婆公娘爷奶姐妹哥弟儿女友母父亲姥姑舅姨们她他我家人])家里?(?=在|是|那(?:边|套|个)|的?\d|的?地址)"
)
_OF_A_VALUE = re.compile(r"(?:我们?|咱)(?:这边?|的)?(?=(?:是|大概|大约)?\d)")
_KIN_OF_A_VALUE = tuple(
    (label, re.compile(f"(?:我们?|俺|阿拉|咱)(?:{words})(?=(?:的)?(?:是|大概|大约)?\\d)")) for label, words in _KIN
)


def homes_named(text: str) -> tuple[tuple[int, int, str], ...]:
    """Every home that is named, from where to where, and whose it is; her own is of nobody (\"\")."""
    plain = normalise(text)
    found = [
        (match.start(), match.end(), label)
        for label, pattern in (*_NAMED, *_KIN_OF_A_VALUE, ("", _OWN), ("", _AT_HOME), ("", _OF_A_VALUE))
        for match in pattern.finditer(plain)
    ]
    found += [(match.start("unit"), match.end(), size_label(match["size"])) for match in _BY_SIZE.finditer(plain)]
    return tuple(sorted(found, key=lambda one: (one[0], -one[1])))


_BY_SIZE = re.compile(
    rf"(?P<size>\d{{2,4}}|{HAN}{{2,5}})个?(?:多|左右)?(?:平方米?|平米|平)(?P<unit>的?(?:那|这|嗰)一?(?:套|间|个|处|家|边|头)|的(?=\s?(?:在|地址|是|要|明|后|周|星期|礼拜|上午|下午|早)))"
)


def size_label(said: str) -> str:
    """What a home is called that is told apart by its size: 60平那套."""
    return f"{number(said) or 0:g}平那套"


_WHOM_TO_CALL = re.compile(
    f"(?:{'|'.join(words for _, words in _KIN)})(?:家|那边|那儿|那头|那套)?(?:本人|自己)?的?(?:电话|手机|号码|联系)|"
    f"(?:打|联系|找|留)(?:给)?(?:我们?|俺)?(?:{'|'.join(words for _, words in _KIN)})(?!家|那)|"
    # 我妈那边留她自己的号, 联系他本人
    r"[她他]们?(?:自己|本人)?的?(?:电话|手机|号码?(?![楼线]))|(?:打|联系|找|留)(?:给)?[她他]们?(?:自己|本人)"
)


def names_whom_to_call(text: str) -> bool:
    """打我妈的电话…: a number of whoever lives there, and not of the customer."""
    return _WHOM_TO_CALL.search(normalise(text)) is not None


_HER_OWN_PHONE = re.compile(
    r"(?:电话|手机号?|号码|联系方式)(?:嘛|呢|的话)?(?:还是|就|都|也|依旧|还)*(?:用|打|留|写|填|是)?(?:我|俺|阿拉|咱)(?:自己|本人)?的(?![妈爸老婆公爷奶])|"
    r"(?:打|联系|留|用)(?:我|俺|阿拉|咱)(?:自己|本人)?(?:的|格|嘅|个)(?:电话|手机|号|[只个](?=$|[,。!\s吧好就]))|(?:联系|打给|找)我(?:自己|本人)(?!的?家)"
)


def calls_herself(text: str) -> bool:
    """电话还是我的: the number that is stored of her."""
    return _HER_OWN_PHONE.search(normalise(text)) is not None


def is_same_home(one: str, other: str) -> bool:
    """我妈家 and 爸妈家 are the same door."""
    return one == other or any({one, other} <= group for group in (_PARENTS, _IN_LAW))


_OTHER = re.compile(
    r"不是(?:这|那|呢)(?:个|边|里|儿|套)?(?:地址|地方|房子)?(?:$|[\s,。])|地址(?:不对|错了|不是(?:这|那)个|要换|换一?个)|换(?:个|一个)(?:地址|地方)|"
    r"(?:别的|其他)地址|(?:另一?个|另外一?个)(?:地址|地方)|^(?:帮我|我要|我想)?(?:换|改)(?:一?下|个)?地址[吧了。]*$|地址[换改]一?下[吧。]*$|不(?:在|去|是)(?:这|那)(?:个)?(?:地址|边|儿|里|地方|套)"
)


def wants_other_place(text: str) -> bool:
    """不是这个地址, 换个地址: another place than the one shown is meant, whichever."""
    return _OTHER.search(normalise(text)) is not None


_LIKE_LAST = re.compile(
    r"(?:还是|就|就按|还|还要|依旧|跟|和|同|照|按|像|与)+(?:着)?(?:上次|上回|上一次|上一回|之前|以前|上趟|头先)(?:的|那个|那次|那单|那样|来的)*"
    r"(?:一样|一模一样|那样|这样|那套|来|的来|再来|做|弄|的$|照旧)|(?:再来|重复)(?:一次|一遍|一单)?(?:上次|上回)(?:的|那)|"
    r"(?:^|[\s,。])(?:还是|照|就)?(?:老样子|老规矩|老一套)(?!的?(?:阿姨|师傅))|(?:和|跟|同)(?:上次|上回)(?:的)?(?:一样|一模一样|相同)"
)


# 面积118平，跟上次一样: of that part alone.
_OF_A_PART = re.compile(
    r"(?:面积|大小|户型|房子|地址|地方|电话|手机|号码|价格|价钱|费用|门牌|时长)[^,。;!?]{0,12}[,\s]?(?:都|也|就|还是?)?$"
)


def repeats_last(text: str) -> bool:
    """还是上次那样, 老样子: the last booking once more."""
    plain = normalise(text)
    return any(not _OF_A_PART.search(plain[: one.start()]) for one in _LIKE_LAST.finditer(plain))


_ONCE_MORE = re.compile(
    r"(?:再|又要|还要)(?:给我|帮我|帮忙|跟我|替我|想|要|来){0,2}(?:约|订|定|预约|安排|来|做|叫|搞|弄)上?(?:个|了)?"
    r"(?:一次|一回|一趟|一单|一个(?!小时|钟|人|阿姨))(?![比点些了])|再约(?=$|[\s,。吧])"
)
# 不要再约一次了, 下次再约, 等我有空再约: not now.
_NOT_NOW = re.compile("(?:别|不要|不用|不想|先|[下改]次|[下改]回|改天|回头|时候|有空|以后|之后)$")


def once_more(text: str) -> bool:
    """再帮我约一次: another visit for the same work."""
    plain = normalise(text)
    return any(_NOT_NOW.search(plain[: match.start()]) is None for match in _ONCE_MORE.finditer(plain))
