"""Whether a verb is meant or refused: 取消 against 不取消了, 别取消."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_NOT = "不是|不用|不要|不想|不必|不再|别再|不|别|甭|莫|勿|唔使|唔好|唔|没"


def refuses(text: str, verb: str) -> bool:
    """Whether ``verb`` stands in the text only under a negation."""
    plain = normalise(text)
    meant = len(re.findall(re.escape(verb), plain))
    denied = len(re.findall(f"(?:{_NOT}){re.escape(verb)}", plain))
    return denied > 0 and denied == meant


_DECLINES = re.compile(
    "算了|先不(?:约|订|要|用|弄)|唔使|唔要|不了(?!解)|"
    "(?:不用|不要|不必|不约|不订|不定|不需要|(?<!得)不行|不对)(?:了|啦|喇|吧|哈|呀|啊|的)*(?:[,.!?;~ ]|$)"
)
_PERSON = "阿姨|阿姐|师傅|大姐|家政员|保洁员|保姆|月嫂|小哥"
_NOT_A_PERSON = "时间|日子|日期|地址|地方|电话|号码|一天|天|点"
_CHANGE = "(?:(?<![别不甭])|(?<=要不)|(?<=不如))(?<!不[要用想])换"
_ANOTHER = re.compile(
    rf"{_CHANGE}(?:个|一个|一位|位|另外?一?个|另外?一?位)?(?:人|{_PERSON}|别人|别的(?!{_NOT_A_PERSON}))|"
    rf"不(?:想)?要(?:她|他|这个|这位)(?:[,.! ]|$)|"
    rf"(?:{_PERSON})[^,。;!?换]{{0,7}}{_CHANGE}(?:一?个|一位|掉|人|成?别|一下|一换)(?!{_NOT_A_PERSON})|"
    rf"调(?:一?个|一位|一下)(?:人(?!民)|{_PERSON})|"
    rf"(?:别的|其他|另外的?|另一位|另一个)(?:{_PERSON})(?!也)|(?:让|叫|请|派|来)(?:一?个)?别人来?"
)


def declines(text: str) -> bool:
    """Whether a text says no to what was asked, even behind a polite 好的: "好的，不用了"."""
    return _DECLINES.search(normalise(text)) is not None


def wants_another_person(text: str) -> bool:
    """换个阿姨, 不要她: the offer is fine, the person is not."""
    return _ANOTHER.search(normalise(text)) is not None


_BOOKS = re.compile("约|订|预定|下单|下一单|叫个|找个|请个|来个人")


def books(text: str) -> bool:
    """约一个, 找个人来: somebody is to come, in so many words."""
    return _BOOKS.search(normalise(text)) is not None


_CANNOT_THEN = re.compile(
    r"[^,。;!\s]{0,5}?(?:到不了|赶不(?:上|到|回|过)|来不及|回不来|(?<![行得])不行|(?<!方便)不方便|(?<!有空)没空|没时间|有事|不在家|(?:还|都)没睡?(?:到|醒|起|下班|放学|回)|才(?:下班|到家|放学|起)|"
    r"起不来|[在睡]?(?:睡觉|路上|外面)|(?:怕|恐怕|担心)(?:是|会)?(?:还在|要|太)|(?:要|得|还在)(?:上班|开会|接))"
)


def cannot_then(after: str) -> bool:
    """Whether what follows a time says that it does not suit: 2点我到不了家."""
    return _CANNOT_THEN.match(normalise(after)) is not None


_ALSO = re.compile("也(?:帮我|给我|要|来|约|订)|再(?:约|订|来|加)一|另外|还要(?:约|一个)|还想约")


_ONE_MORE = re.compile(
    r"(?:再|也|另外)(?:给|帮|替)?[^,。;!\s改换每隔]{0,6}?(?:约|来|订|定|加|叫|安排)(?:上)?一?(?:个|单|次|份|下)"
)


def wants_one_more(text: str) -> bool:
    """再给我妈家也约一个, 再来一次: a further booking, whatever of."""
    return _ONE_MORE.search(normalise(text)) is not None


_INSTEAD = re.compile("改|换|还是|不如|要不|日常|普通|一般|不(?:用|要|做)深度|就行")


def wishes_instead(text: str) -> bool:
    """还是普通打扫吧: one thing in the place of another."""
    return _INSTEAD.search(normalise(text)) is not None


_BOOKS_INSTEAD = re.compile("改[做约洗成到]|换(?:成|做|个)|(?:再|另|重新)约|另外")


def books_instead(text: str) -> bool:
    """周六的打扫不用做了，改洗空调: what is given up makes room for something else."""
    return _BOOKS_INSTEAD.search(normalise(text)) is not None


_MAY_CANCEL = re.compile(
    r"(?:可以|能|随时|免费|要是|如果|万一|怎么|提前|临时)[^,。;!]{0,8}取消|取消[^,。;!]{0,4}(?:的话|政策|规则|要|会|需要|条件|费)"
)


def speaks_of_cancelling(text: str) -> bool:
    """好的，可以随时取消吧: that it could be, and not that it is to be."""
    return _MAY_CANCEL.search(normalise(text)) is not None


_BESIDE = re.compile("顺便|顺带|外加|加上|(?:还|也|再)(?:想|要|得|帮我|给我)|还有")


def adds_beside(text: str) -> bool:
    """顺便想洗两台空调: beside what is wished already."""
    return _BESIDE.search(normalise(text)) is not None


def also_another(text: str) -> bool:
    """好的，明天的也帮我约一个: a further wish beside the one spoken of."""
    return _ALSO.search(normalise(text)) is not None


_DROPS = re.compile(
    r"^[\s,]*(?:(?:[嗯哦噢喔啊诶哎唉呃那]|还是)+[,\s]*)*(?:算了|算啦|算喽|算咯|罢了|算哒)(?:算了|吧|啦|哈)*[\s,。!]*"
)
_FOR_GOOD = re.compile(
    r"再说|再讲|再看|再联系|再约|再找|再来(?:问|找)|以后|下次|下回|改天|到时候|回头|考虑|想想|商量|(?:不|先不|唔|勿)(?:约|要|用|做|洗|订|弄|麻烦|搞|来|打扫|修)|"
    r"取消|自己(?:来|弄|做|打扫|洗|搞)|我(?:自己|老公|妈)|谢谢|拜拜|没空|没时间"
)


def after_never_mind(text: str) -> str | None:
    """What follows a 算了 that begins a text; ``None`` where none does."""
    plain = normalise(text)
    dropped = _DROPS.match(plain)
    return plain[dropped.end() :] if dropped is not None else None


def turns_to_another(text: str) -> bool:
    """算了 明天早上八点吧: dropped is what was said before, not the wish."""
    rest = after_never_mind(text)
    return rest is not None and _FOR_GOOD.search(rest) is None


_HERSELF = re.compile(r"自己(?:来|弄|做|打扫|洗|搞|擦|修|收拾|动手|慢慢)")
_SOMEBODY = re.compile(r"(?:让|叫|请|派|找|要|换)[一-龥]{2,4}(?:阿姨|师傅)?(?:来|做)(?:吧|就行|好了)?$")


def does_it_herself(text: str) -> bool:
    """算了 周六我自己打扫: nobody need come."""
    rest = after_never_mind(text)
    return rest is not None and _HERSELF.search(rest) is not None


def names_somebody(text: str) -> bool:
    """让李秀英来吧: who is to come is said."""
    return _SOMEBODY.search(normalise(text).strip()) is not None


_AGAIN = re.compile(
    r"(?:还|再|继续|仍然?|接着|照样)(?:是|想|要|得|能|可以|就)*(?:让|叫|请|派|要|找|约|安排|用|麻烦|给我派|搵|喊|她|他|佢)[^,。;!?\s]{0,8}(?:来|她|他|做|阿姨|师傅|嚟|佢|打扫|洗|一次|弄)|"
    r"再(?:来|做|洗|打扫|约|弄)(?:一|个|次|趟|吧)|还(?:要|想)约"
)


def wants_again(text: str) -> bool:
    """这周六还让她来: praise that ends in a wish."""
    return _AGAIN.search(normalise(text)) is not None


_SAYS_NO = re.compile(
    r"(?<!得)不(?:改|动|取消|停|要|用|换|必|行|可以|可|好(?!意思)|对|恢复|约|订|退|变|想|了|是|做|来|$|[,。!\s吧呀啊哈])|(?<![分特区级])别(?!的|人|墅)|"
    r"(?:没|唔|冇|毋|弗|勿)(?:必要|要|使|好|改|用|想|得)|甭|莫|算了|拉倒|作罢|免了|留(?:着|住|下)|保留|照(?:旧|常|原)|一切照|"
    r"还是(?:原来|老样|以前|按|照|原先)|反悔|等等|等一下|再(?:说|想|看|考虑)|考虑|回头|拜拜|\bno\b|取消|撤|退|作废|搞错|弄错|记错"
)


def does_not_suit(text: str) -> bool:
    """周四不行, 礼拜四不方便: of a time that is named."""
    return re.search(r"(?<!得)不(?:行|方便|合适|可以|得空)|没空|唔得", normalise(text)) is not None


def says_no(text: str) -> bool:
    """Whether any word in a text can refuse what was shown; a mere remark has none."""
    return _SAYS_NO.search(normalise(text)) is not None


_CAME = (
    r"(?:上(?:一)?[次回趟]|上个?(?:周|星期|礼拜)[一二三四五六日天]?|之前|前[两几]?天|昨天)"
    r"[^,。;!?]{0,4}来的?(?:那个|那位|嗰个)?"
)
_HER_AGAIN = re.compile(
    r"(?:请|让|叫|要|喊|派|约|找|还是)(?:她|他|佢|伊)(?:再|以后|每|来|还|就|一直|长期|都)|(?:都|以后|每[次周]|还是|再|就)(?:是)?(?:请|让|叫|要|约|找)(?:她|他|佢|伊)"
)


def wants_her_again(text: str, name: str) -> bool:
    """上周四来的李阿姨做得很仔细，想请她以后每周来: who came last time is to come again; ``name`` is hers."""
    plain = normalise(text)
    who = rf"{_CAME}(?:{name}|{name[:1]})?(?:阿姨|师傅|大姐|姐|嬢嬢|大哥)"
    return re.search(who, plain) is not None and _HER_AGAIN.search(plain) is not None
