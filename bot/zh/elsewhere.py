"""Somebody of the family who is not at home, or is only fetched: 外婆又回老家了, 我儿子在苏州, 我要接仔放學."""

from __future__ import annotations

import re

from bot.zh.address import cities
from bot.zh.lexicon import any_of

_STILL = (
    r"(?:们|家|他们|她们)?(?:我)?"
    r"(?:又|也|都|还|刚刚?|才|已经|早就|早|前[天阵]|昨天|上周|上个?月|最近|这[几两]天|平时|一直|后来|今年|暂时){0,3}"
)
_FAR = (
    rf"(?:老家|乡下|娘家|婆家|国外|外地|外省|外国|海外|{any_of(set(cities().values()))}|"
    r"香港|台湾|美国|日本|加拿大|澳洲|澳大利亚|英国|德国|法国|新加坡|(?![我家这那边里外上下睡吃上床])[\u4e00-\u9fff]{1,3}(?:市|省|县|镇|村|那边))"
)
_AWAY = re.compile(
    rf"{_STILL}(?:回(?:了|去)?{_FAR}?(?:去)?(?:了|咗|哉|唻|啦|喽)|(?:回|去|到|飞|搬到?|住到?)了?{_FAR}|(?:人)?在{_FAR}|住(?:在)?{_FAR}|住校|"
    r"(?:不|没|唔|勿|弗)(?:在家?(?![^,。;!?\s])|在(?=[,。;!?\s了])|住(?:这|一起|家))|出(?:国|差)|搬(?:走|出去)|走了(?=$|[,。;!?\s])|去世|过世|不在了|没了(?=$|[,。;!?\s]))"
)
# 三点我要接仔放学, 四点去学校接娃: whoever is fetched is not what the visit is about.
_FETCHED = re.compile(
    r"(?:我|俺|阿拉|偶|老公|老婆|要|得|去|切|来)[^,。;!?\s]{0,6}?(?:接|送|接送)(?:个|一?下|我)?(?:仔|囡|女|娃儿?|细路|儿子|女儿|闺女|孩子|小孩|小朋友|宝宝|老大|老二|佢|他|她|大宝|二宝)?$"
)


def is_elsewhere(text: str, start: int, end: int) -> bool:
    """Whether whoever is named there in a normalised text is said not to be at home, or only to be fetched."""
    if _AWAY.match(text, end):
        return True
    before = text[max(0, start - 14) : start]
    return _FETCHED.search(before) is not None and not _asks_for_help(text)


def _asks_for_help(text: str) -> bool:
    """找个人帮我接娃放学: that is the wish itself."""
    return re.search(r"帮|找|请(?!假)|阿姨|保姆|育儿|有人|需要人|代|搵人", text) is not None
