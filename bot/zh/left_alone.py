"""What is only said to stay as it is beside what is changed, and is not broken: 打扫换到周六，空调不动."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.zh.found import Found
from bot.zh.order_mention import STAYS

_REPAIRS = ("appliance_repair", "home_repair", "emergency_repair")
_STAYS = re.compile(rf"(?:{STAYS})$")
# 空调那单不动, 空调的时间不动: of an order, whatever else is said.
_OF_AN_ORDER = re.compile(rf"(?:那[个单次]|这[个单次]|单子?|预约|时间|日期|地址|的)(?:还是|就|都|也|先)*(?:{STAYS})$")
# 空调还是九点不动: at the time it has.
_AT_ITS_TIME = re.compile(
    rf"(?:还是|还系|仍旧?|仍然|依旧|照样|就|是|系)[^,。;!?]{{0,8}}[点半刻号日天午](?:钟|整)?(?:就|都|也|先|那个|的)*(?:{STAYS})$"
)
# 空调不动了, 空调不动弹: it has stopped.
_GOES_NO_MORE = re.compile(r"了|弹|得|啊?咯|也不|又不|怎么|[吗么嘛?]")
_CHANGES = re.compile(
    r"[改换挪推调移](?:成|到|为|至|在|去|早|晚|下|周|星期|礼拜|[明后]天|\d)|提前|推迟|取消|不[约要做来](?:了|$)"
)
_ANOTHER = re.compile(r"其[他它余]|别的|另外|另一|[那这嗰](?:个|单|次|台)")
_SEES_TO_IT = re.compile(r"修|坏|毛病|故障|师傅")
# 来之前打个电话 门铃坏了: how to get in, and nothing to be repaired.
_ON_THE_WAY_IN = re.compile(r"门铃|门禁|对讲机?|可视|电梯|楼道灯")
_COMES_ALL_THE_SAME = re.compile(
    r"打(?:个|一个|通)?(?:电话|手机)|敲(?:一?下)?门|拍门|喊|发(?:个)?(?:微信|消息)|楼梯|爬(?:上|楼)|下(?:来|去|楼)[^,。;!?\s]{0,4}[接开]|"
    r"[接开]门|到了(?:说|讲|联系|通知)|联系我|按不响"
)
_REPAIRED = re.compile(r"修(?!好)|换(?:个|一个|新)|安装|装(?:个|一个)|维修|电工")
_CLAUSE = re.compile(r"[^,。;!?\s]+")


def left_alone(text: str, item: Found, found: Sequence[Found]) -> bool:
    """Whether a repair that was read is none; ``found`` are all services of the normalised ``text``."""
    said = text[item.start : item.end]
    if item.value in _REPAIRS and _ON_THE_WAY_IN.match(said) and _is_let_in(text):
        return True
    if item.value not in _REPAIRS or not _STAYS.search(said) or _GOES_NO_MORE.match(text, item.end):
        return False
    return bool(_OF_AN_ORDER.search(said) or _AT_ITS_TIME.search(said)) or _changes_another(text, item, found)


def _is_let_in(text: str) -> bool:
    return _COMES_ALL_THE_SAME.search(text) is not None and _REPAIRED.search(text) is None


def _changes_another(text: str, item: Found, found: Sequence[Found]) -> bool:
    beside = text[: item.start] + "," * (item.end - item.start) + text[item.end :]
    clauses = list(_CLAUSE.finditer(beside))
    if any(_SEES_TO_IT.search(clause[0]) for clause in clauses):
        return False
    return any(
        _CHANGES.search(clause[0])
        and (_ANOTHER.search(clause[0]) or any(clause.start() <= one.start < clause.end() for one in found))
        for clause in clauses
    )
