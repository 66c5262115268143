"""What a customer tells of her own doings beside a wish: 周四我要上课, 周末想睡个懒觉, 老公说晚上他爸妈要来."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_CHILD = r"(?:孩子|小孩|娃|宝宝|宝贝|儿子|女儿|囡囡|小囡|仔|细路|老大|老二|老人|爸妈|我?[妈爸]|人|机)"
_KIN = (
    r"(?:老公|老婆|爱人|先生|太太|爸妈|我?[妈爸]|婆婆|公公|岳母|丈母娘|孩子|儿子|女儿|媳妇|"
    r"朋友|同学|同事|亲戚|老师|客人|室友|房东|领导|老板|单位|公司|学校|家里人?)"
)
_DOING = re.compile(
    rf"上[^,。;!?\s]{{0,3}}[课班学]|(?:加|值|轮|倒|排)班|值日|轮休|(?<=[我要得])返工|打(?:麻将|牌|球)|[补听]课|家访|家长会|健身|瑜伽|跑步|钓鱼|搬家|[夜早晚]班|开(?:个)?会|有(?:个)?(?:会|事|课|安排|活动)|出差|考试|应酬|聚[餐会]|"
    rf"旅[游行]|度假|露营|出(?:去|门)|放(?:学|假)|下课|去[^,。;!?\s]{{0,5}}(?:玩|耍|白相|旅游|出差|上课|上班|医院|外地|看)|"
    rf"(?:要|得)?(?:到|搬到|搬去)[^,。;!?\s]{{1,6}}(?:去|住)(?=$|[,。!\s了啦咯喽哉的住玩])|爬山|看(?:海|病|电影|牙|医生)|"
    rf"睡(?:个|一?个?会儿?|到)?(?:懒|大)?觉|睡懒觉|补觉|睡到|困(?:个)?懒觉|瞓(?:觉|懒觉)|[接送带陪](?:着|一下)?{_CHILD}|"
    rf"(?:来|有|请|招待)(?:个|几个|一?帮)?(?:客|亲戚|朋友)|走亲戚|回(?:老家|娘家|婆家|国|乡)|体检|复查|打(?:疫苗|针)|住院|出院|"
    rf"办(?:事|酒)|喝喜酒|不在(?:家|屋|上海|$)|[点分半刻]钟?(?:就|还|又|都)?(?:要|得)(?:去(?!掉|除)|出[去门]|走|赶)|(?:没|冇|唔)(?:得)?(?:空|时间|时候|人|闲)|赶不[回上到]|回不来|走不开|有应酬"
)
_TOLD_BY = re.compile(
    rf"{_KIN}(?:们)?(?:又|刚才?|突然|今天|昨天)?(?:说|讲|话)|{_KIN}[^,。;!?\s]{{0,8}}(?:要来|来住|过来住|回来|来了)"
)
_MUST = re.compile(
    rf"(?:[我俺咱阮]|阿拉|伲|{_KIN})(?:们|家|哋)?[^,。;!?\s]{{0,5}}?(?:要|得|会|想)(?:去(?!掉|除)|上(?![门午下])|陪|跟|和|出|回|参加|走|赶|跑|忙|值|补|练|学|搬)"
)
_UNSURE = re.compile(
    r"不知道|不一定|不(?:好|敢)?(?:确)?[定说]|再[说看定]|没(?:有)?定|说不[准定好]|可能|也许|看情况|不晓得"
)
# 麻烦跟阿姨讲一声: what was said is to be passed on, and nothing more.
_PASSED_ON = re.compile(
    r"(?:[嗯好的那就请再]|麻烦|辛苦|帮我|帮忙|你们?|您)*(?:跟|和|同|给|告诉|通知|转告)(?:一下|一声)?(?:那个)?(?:阿姨|师傅|她|他|人家|家政员?)(?:们)?"
    r"(?:说|讲|知会|招呼|打(?:个|声)?招呼|通知)?(?:一?声|一?下|下子)?(?:[哈吧啊呀哦喔嘛了]|就行|就好|谢谢)*"
)
# 下班后, 开完会, 不用加班, 周六我休息: when it suits.
_SUITS = re.compile(
    r"(?:课|班|学|会|差|孩子|娃|门|试)(?:完|之?[后前]|以[后前]|回来)|[接送开上睡]完|(?:不|唔|毋)(?:用|要|需要|使|必)?(?:上|加|值|开|出|去|考|接|送|回)"
)
_WISHES = re.compile(
    r"改|换|挪|调(?!休)|推(?!拿)|提前(?!放|下班|回|到家|走|开学)|延|约(?!会)|订|取消|退|找(?!我)|请(?!客|假|朋友|亲戚)|派|叫|帮|替|恢复|停(?!电|水)|"
    r"(?:不|别|勿|唔|甭)(?:用|要|必)?(?:再)?(?:来|过来|上门|动)|打扫|保洁|收拾|阿姨|师傅|洗|擦|加(?!班)|照[旧常样]|不[变动]|行[吗不]|(?<!得)不(?:行|合适)|可以"
)
_CLAUSE = re.compile(r"[^,。;!?\s]+")


def tells_of_herself(clause: str) -> bool:
    """Whether a clause says what she or her family do, and wishes nothing."""
    if _PASSED_ON.fullmatch(clause):
        return True
    if _WISHES.search(clause) or _SUITS.search(clause):
        return False
    return any(pattern.search(clause) for pattern in (_DOING, _TOLD_BY, _MUST))


def without_doings(text: str, unsure: bool = False) -> str:
    """A text with blanks for the clauses that tell of her own doings, at its own length.

    ``unsure``: only for those that say they are not settled (明年三月我们要搬家还不一定).
    """
    plain = normalise(text)
    told = [
        match.span()
        for match in _CLAUSE.finditer(plain)
        if tells_of_herself(match[0]) and (not unsure or _UNSURE.search(match[0]))
    ]
    for start, end in told:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


_IS_BACK = re.compile(r"(?:就|才|已经|都|会|能){0,2}(?:回来|到家|在家|回家|回上海)")


def is_back(text: str, end: int) -> bool:
    """周日不用了 我周日中午就回来: whether she is there herself at a time that ends there."""
    return _IS_BACK.match(text, end) is not None
