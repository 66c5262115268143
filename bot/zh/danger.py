"""Which danger a message tells of, whether it is over, and whether it is a story of days past."""

from __future__ import annotations

import re

from bot.zh.hurt import somebody_hurt, without_no_blood
from bot.zh.normalise import normalise

FIRE, GAS, INJURY, THREAT, TRAPPED = "fire", "gas", "injury", "threat", "trapped"
ELECTRICITY, WATER, DRAIN = "electricity", "water", "drain"

# The graver first: what can kill within minutes, then what only ruins the home.
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        FIRE,
        re.compile(
            r"(?<!没)[着起失]火(?!花)|火灾|火烛|火苗|明火|火势|烧(?:起来|着了|炸)|爆炸|炸(?:了|开|裂)|浓烟|大烟|烟雾报警|(?:全|都)是烟|烟(?:很|好|太)?(?:大|浓)"
        ),
    ),
    (GAS, re.compile(r"(?:煤|燃|天然|液化|沼)气|瓦斯|一氧化碳|臭鸡蛋味")),
    (
        INJURY,
        re.compile(
            r"受伤|摔(?:倒|下|伤|了|得|成|地)|跌(?:倒|下|亲|伤)|[晕昏](?:倒|过去|迷|了|得|厥)|头晕|昏|血|烫(?:伤|到|红|了)|烧伤|"
            r"(?:割|切|划|砸|夹|撞|咬|抓|扎|电)(?:到|伤|破)(?!火花)|(?:手|脚|腿|头|脸)[^,。]{0,3}(?:割|切|划|砸|夹)了|(?:狗|猫|蛇)[^,。]{0,2}咬了|骨折|触电|被电|电了一下|麻了一下|呼吸|抽搐|窒息|中毒|误食|呛|噎|"
            r"起不来|起唔到身|胸口|喘不|吐白沫|喂错药|坠|掉下(?:去|来)了?(?=$|[,。!\s])|脸发青|没(?:反应|知觉|意识|气了)|过敏|中暑"
        ),
    ),
    (
        THREAT,
        re.compile(
            r"摸(?:我|她|着我|了我|人)|(?:一直|在|老是?|总)摸|动手动脚|骚扰|非礼|猥亵|性侵|强(?:奸|暴|抱|吻)|(?:抱|亲|搂)(?:住|着|了)?(?:我|她)|(?:推|打|踢|掐|吓)(?:着|了)?(?:我|她|老人|孩子)(?!的?(?:电话|手机|微信))|"
            r"打人|动手打|威胁|恐吓|吓唬|[拿持]刀|跟踪|尾随|(?:不肯|赖着不|就是不)走|堵(?:着|在|住)?(?:我家)?门|不让我|砸(?:我家|我)?门|"
            r"脱(?:衣|裤|我)|抢(?:我|走|劫)|小偷|闯进|撬(?:门|锁)|毛手毛脚|咸猪手"
        ),
    ),
    (
        TRAPPED,
        re.compile(r"困(?:在|住)|反锁|锁(?:在|里|住)|关在|出不(?:来|去)|唔出得|(?:门锁?|锁)[^,。]{0,6}(?:里面|屋里)"),
    ),
    (
        ELECTRICITY,
        re.compile(
            r"[漏短触停断走]电|短路|跳[过了]?闸|电(?:线|闸|箱|表|路|到)|插(?:座|头|线板|排)|配电|火花|焦(?:[糊味]|的?[味气臭])|糊(?:的?味|了的味)|烧糊|保险丝|没电|总闸"
        ),
    ),
    (
        WATER,
        re.compile(
            r"水(?:管|喉|阀|龙头|表)|爆管|淹|(?:漏|渗|进|积|喷|冒|滴|跑|发大)水|水[^,。]{0,6}(?:漏|喷|冒|漫|流|淌|止不住|爆)|暖气|地暖|总阀|热水器"
        ),
    ),
    (DRAIN, re.compile(r"下水|[反返]水|粪|地漏|马桶|污水|堵(?![着在住]|我?家?门)|坑厕|厕所")),
)

# 没有明火, 冇明火: told to calm, and so no fire.
_NO_FIRE = re.compile(
    r"(?:没有?|冇|无|唔|未)(?:再|什么|啥|任何)?(?:看到|看见|见到|见|发现)?(?:有)?(?:明火|火苗|火光|火势|浓烟|大烟|烟|火)|"
    r"(?:没有?|冇|未)(?:再)?(?:真|真的)?(?:烧|着|燃|起)(?:起来|起|着|火)*(?![没冇未])"
)
_OF_A_PHONE = re.compile(
    r"(?:手机|电话|机子|平板|电脑)[^,。;!?\s]{0,4}没(?:什么|啥|多少)?电|没电(?=[^,。;!?\s]{0,3}(?:关机|手机))"
)
_SMOKES = "冒烟"
_ELECTRIC = re.compile(r"插|电|闸|线路|空调|冰箱|洗衣机")
_NO_FLAME = re.compile(r"(?:打|点)(?:不|唔|没)[着起燃到](?:了|火)*|(?:不|唔)(?:点|打|着)火")
_IN_THE_AIR = re.compile(r"味|闻|[漏泄跑]|嘶|头晕|恶心")
_EARLIER = re.compile(r"昨[天晚日儿]|前[天晚些几]|上(?:个?(?:周|月|星期|礼拜)|[次回])|之前|以前|那[天次]|寻日")
_HAPPENED = re.compile(r"(?:漏|堵|跳|爆|淹|渗|断|停|坏|冒|短|烧)[^,。\s]{0,2}过")
_SETTLED = re.compile(
    r"(?<!关)(?<!锁)(?<!没)好了(?![^,。]{0,3}[吗么?])|修好|弄好|搞[掂定]|不[漏滴喷冒渗堵跳淌]了?|没(?:再|有再)?[漏滴堵跳]|唔漏|正常|没事|冇事|没得(?:啥子?|什么)?(?:事|问题)(?!干|做)|没(?:啥|什么)事|解决|处理好|"
    r"止住|灭了|停[住了](?!电)|虚惊|误会|误报|看错|没有?(?:危险|问题)了|通了|味道?[^,。!?;\s]{0,3}(?:散|没|冇|消失)(?:掉|干净)?[了咗]"
)
_PEOPLE_WELL = re.compile(
    r"(?:人|大家|孩子|小孩|老人|阿姨|师傅|我们|咱们|我哋)(?:人)?(?:都|也|倒|是|全)*(?:没|冇)(?:什么|啥|乜)?大?[事碍]"
)
_CALLS_OFF = re.compile(
    r"(?:不用|唔使|不必|不需要|别|甭)(?:再)?(?:给我|帮我)?(?:转|找|叫|接)(?:接)?(?:人工|客服)(?:了|啦|喇|咯|哈|$)|"
    r"(?:不用|唔使|不必|不需要|别|甭)(?:再)?(?:派|叫|让|麻烦|安排|你们)*(?:人|师傅|电工|同事|管)?(?:过?来|管|派|上门)*了"
)
_STILL = re.compile(
    r"还(?:在|是|没|有)|仍|又|越来越|止不住|一直|没用|关不|不住|唔到|咋|怎么办|怎样办|点算|"
    r"(?:没|唔|不)(?:修|弄|解决|处理)好"
)
_HOW = re.compile(
    r"(?:怎么|咋|点样|如何|不会|不知道|唔识|哪[里儿]?|边度|啥地方)[^,。]{0,6}(?:关|阀|闸|弄|拉|搞)|"
    r"(?:阀门?|闸|开关)(?:是|到底|都|系)?(?:在|搁|放|喺|藏|安|装)?(?:哪|边度|啥地方|啥场化)|(?:阀|闸)[^,。]{0,8}(?:找|寻|瞅|搵|看)(?:不|唔|没)(?:到|着|见|有)"
)
_TROUBLE = re.compile(r"[漏渗堵爆淹冒]|[反返]水|跳[过了]?闸|短路|[断停没]电")
_UNHURRIED = re.compile(r"不(?:着?急|赶时间|紧急)|唔急|有空(?:来|过来|再)|慢慢来|有点(?:儿)?[漏渗滴堵]|小(?:漏|毛病)")
_NOW = re.compile(r"现在|马上|立刻|立即|赶紧|赶快|即刻|而家|这会儿|快(?:来|点|啲|派)|救急|急死|十万火急")
_AT_A_LOSS = re.compile(r"怎么办|咋[办整弄]|咋个办|点算|点办|哪能办|救|吓死|好怕|害怕|快来")
_WHEN = re.compile(
    r"来得(?:到|了|及)?(?:不|吗|伐|么)|(?:还|会|能)?有(?:没有)?(?:人|师傅)[^,。;!?]{0,4}(?:来|到|上门)[^,。;!?]{0,3}(?:不|吗|伐|么|嘛)|多久|多咱|多早晚|多大会|啥辰光|好久|几耐|几点|几时|什么时候|啥时候|几分钟|到哪|来了[吗没]|到了?[吗没]|多长时间|在路上"
)


def dangers(text: str) -> tuple[str, ...]:
    """The kinds of danger a message names, the gravest first; empty where none of these words stands."""
    plain = _OF_A_PHONE.sub("", without_no_blood(_NO_FIRE.sub("", normalise(text))))
    found = [kind for kind, sign in _SIGNS if sign.search(plain)]
    if INJURY not in found and somebody_hurt(text):
        found.insert(sum(kind in found for kind in (FIRE, GAS)), INJURY)
    if INJURY in found and not _TROUBLE.search(plain):  # 喺厕所跌倒: where it was
        found = [kind for kind in found if kind not in (WATER, DRAIN)]
    if _SMOKES in plain and not {FIRE, ELECTRICITY} & set(found):
        found.insert(0, ELECTRICITY if _ELECTRIC.search(plain) else FIRE)  # 插座冒烟 is switched off, 厨房冒烟 is left
    if FIRE in found:  # what burns was gas or a cable: whoever leaves and calls 119 needs nothing else
        found = [kind for kind in found if kind in (FIRE, INJURY)]
    if GAS in found and {ELECTRICITY, WATER} & set(found):
        found = [kind for kind in found if kind not in (ELECTRICITY, WATER)]
    if WATER in found and DRAIN in found:
        found.remove(WATER if "堵" in plain else DRAIN)
    return tuple(found)


def will_not_light(text: str) -> bool:
    """热水器打不着火: what is broken is the flame that is wanted; with gas in the air it is another matter."""
    plain = normalise(text)
    rest = _NO_FLAME.sub("", plain)
    return rest != plain and not _IN_THE_AIR.search(rest) and set(dangers(rest)) <= {GAS, WATER}


def is_past(text: str) -> bool:
    """昨天漏水现在好了, 上周跳过闸: nothing is dangerous any more, whatever is wished for now."""
    plain = normalise(text)
    told = _HAPPENED.search(plain) or (_EARLIER.search(plain) and _SETTLED.search(plain))
    return told is not None and _STILL.search(plain) is None


_ALL_WELL = re.compile(
    r"(?:[没冇呒]|呒没|没得)(?:啥|什么|乜)?事(?:体|情|儿)?(?:了|哉|喽|啦|嘞|咯|$)|(?:修|换|弄|处理|搞)(?:好|脱|掉|妥)了?|解决了|虚惊|误会|误报|正常了|"
    r"(?:味道?|气)(?:都|也|全|已经)*(?:散|没|冇)(?:掉|光|干净)?[了咗]|没(?:有)?味道?了|没烧起来|不[漏滴喷跳]了"
)


def all_is_well(text: str) -> bool:
    """师傅来看过 换好了 现在没事了: how a danger ended, and no new one."""
    plain = normalise(text)
    well = list(_ALL_WELL.finditer(plain))
    if not well or _STILL.search(plain) is not None or is_at_a_loss(text):
        return False
    return not dangers(plain[well[-1].end() :])  # 刚换好龙头 现在水喷得到处都是


def is_earlier(text: str) -> bool:
    """昨天, 上次: it is told of another day."""
    return _EARLIER.search(normalise(text)) is not None


def is_over(text: str) -> bool:
    """已经关了，没事了; 不用来了: said while help is being called. 关好了 alone only tells of the valve."""
    plain = _PEOPLE_WELL.sub("", normalise(text))
    over = _SETTLED.search(plain) or _CALLS_OFF.search(plain)
    return over is not None and _STILL.search(plain) is None


def calls_off(text: str) -> bool:
    """不用派师傅来了: help that has been called is not needed any more."""
    plain = normalise(text)
    return _CALLS_OFF.search(plain) is not None and _STILL.search(plain) is None


def asks_how(text: str) -> bool:
    """总阀在哪, 不知道怎么关: what she was told to shut off."""
    return _HOW.search(normalise(text)) is not None


def can_wait(text: str) -> bool:
    """有点渗水，不急: trouble in the home that is no danger."""
    plain = normalise(text)
    return _UNHURRIED.search(plain) is not None and _STILL.search(plain) is None


def presses(text: str) -> bool:
    """师傅现在有空吗, 快来: it is wanted now."""
    return _NOW.search(normalise(text)) is not None


def names_trouble(text: str) -> bool:
    """Whether something leaks, is blocked or has no power, and is not only named: 马桶 alone may want cleaning."""
    return _TROUBLE.search(normalise(text)) is not None


def is_at_a_loss(text: str) -> bool:
    """怎么办, 点算, 咋整: somebody who does not know what to do."""
    return _AT_A_LOSS.search(normalise(text)) is not None


def asks_when(text: str) -> bool:
    """师傅多久能到."""
    return _WHEN.search(normalise(text)) is not None
