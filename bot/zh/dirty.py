"""Machines that are told of as dirty or counted, with no word for the work: 我家油烟机，就一台，油都滴下来了."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise
from bot.zh.quantities import quantities, uncounted
from bot.zh.things import things

_WASHED = "appliance_cleaning"
_DIRT = re.compile(
    r"油[^,。;!?]{0,4}(?:滴|糊|厚|腻|垢|重|多)|脏|龌龊|邋遢|埋汰|污糟|霉|异味|臭|怪味|味道|积灰|全是灰|都是灰|没[拆清]?洗过|没拆过|发黑|水垢"
)
_FAULT = re.compile(
    r"不(?:制|转|热|凉|冷|亮|通|启|工|加|脱|排|动|点火|出)|坏|漏水|滴水|异响|响得|跳闸|报错|修|没反应|打不着|故障|装|拆走|搬|换(?:新|台|个)|买|卖|回收"
)


def to_be_washed(text: str) -> dict[str, int]:
    """The machines by number; none where something is wrong with them, or where they are only named."""
    plain = normalise(text)
    if _FAULT.search(plain):
        return {}
    counted = {str(one.value["item"]): int(one.value["count"]) for one in quantities(plain, text)}
    named = counted or (dict.fromkeys(uncounted(text), 1) if _DIRT.search(plain) else {})
    return {item: count for item, count in named.items() if _is_machine(item)}


def _is_machine(item: str) -> bool:
    of = frozenset(code for codes in things(item).values() for code in codes)
    return _WASHED in of and len(of - {_WASHED, "appliance_repair", "moving"}) == 0
