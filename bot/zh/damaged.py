"""What somebody who came has broken or scratched, and words that only tell more of what went wrong."""

from __future__ import annotations

import re

from bot.zh.grievance import tells_of_lateness, tells_of_leaving_early
from bot.zh.normalise import normalise

_WHO = (
    r"(?:阿姨|师[傅父]|姐姐|阿姐|工友|保洁(?:员|阿姨)?|家政员?|钟点工|保姆|小哥|工人|大姐|人员|"
    r"你[们哋](?:的)?(?:人|家)?|[她他佢伊][们哋]?)"
)
_OURS = rf"(?<![让叫请喊找要想等])(?<![让叫请喊找要想等][个位那]){_WHO}"
_SPOILS = (
    r"(?:(?:划|刮|蹭|磕|碰|撞|砸|烫|剐|剮|搣|熨|摔)(?:了|咗|出|得|上)|"
    r"(?:剪|养|浇|弄|整|搞|喂)(?:死|枯|蔫|秃)|"
    r"(?:划|刮|蹭|磕|碰|撞|砸|烫|剐|熨|摔|打|弄|搞|整|扯|拉|踩|泡|染|洗|拖|擦|挪|搬|压|掰|戳)(?:花|坏|破|碎|烂|断|裂|伤|瘪|歪|掉漆|脱漆|变形|褪色|糊|出[^,。;!?]{0,4}(?:道|条|口|坑|印|洞|缝)))"
)
_BROKE = re.compile(
    rf"{_OURS}[^。;!?]{{0,10}}?(?:把|将)(?!手|[她他]|我(?!们?家|的|[一-龥]))[^,。;!?]{{1,16}}?{_SPOILS}|"
    rf"{_OURS}[^。;!?]{{0,16}}?{_SPOILS}(?:了|咗|脱|掉)*(?:我|俺|阿拉|阮|咱)(?:们|哋)?(?:家|屋企)?[^,。;!?\s]|"
    rf"(?:被|给|让|遭|畀)(?:你[们哋])?(?:的|家|那个?)?{_WHO}[^,。;!?]{{0,8}}?{_SPOILS}"
)
_NOT_SO = re.compile(
    r"怕|担心|万一|如果|要是|假如|别(?!人)|不要|唔好|小心(?!翼)|会不会|能不能|可不可以|不会|容易|以免|免得|避免|[谁吗么伐]|赔不赔|怎么算|咋算|以前那|上家|房东|孩子把|猫|狗"
)
_ASKS = re.compile(r"[吗么伐?]")
_MORE = re.compile(
    r"(?:走|来|到|做|弄|挪|搬|擦|洗|拖|修|抬)[^,。;!?]{0,6}(?:的时候|那会儿?|那阵)|准是|肯定是|八成是?|估计是|当时|"
    r"[蹭划刮碰磕摔弄打砸烫撞](?:出来)?的(?:$|[,。!\s])|(?:我[^,。]{0,4})?不在(?:家|场)[^。]{0,8}(?:看着|在)|看着的|亲眼|看得清清楚楚"
)


def tells_of_damage(text: str) -> bool:
    """师傅把我家地板给划了: what was broken by whom; not 怕师傅把地板划了."""
    plain = normalise(text)
    return _BROKE.search(plain) is not None and _NOT_SO.search(plain) is None


_LEFT_UNDONE = re.compile(
    r"(?:也|都|还|仲|根本|压根|一点儿?|一下|完全|照样)?(?:没|冇|未|呒没|没有|唔)(?:有)?(?:人|给我|帮我|怎么)?"
    r"(?:擦|抹|洗|刷|扫|拖|吸|倒|丢|扔|收|叠|整理|清理?|弄|搞|做|修|装|关|锁|带走|铲|换|喂|浇|剪|通|除)(?:过|干净|到|好|完|走|掉|透|上)?(?:$|[,。!\s]|呢|啊|呀|的)|"
    r"(?:还是|仍然|依旧|照样|又)(?:脏|油|臭|黏|漏|堵|滴|响|不(?:冷|热|制冷|转|通|亮|干净))"
)


def tells_plainly(text: str) -> bool:
    """阿姨提前一个小时就走了, 师傅把地板给划了: words leave no doubt that something went wrong."""
    return tells_of_lateness(text) or tells_of_leaving_early(text) or tells_of_damage(text)


def tells_what_was_left(text: str) -> bool:
    """还有浴室玻璃也没擦, 垃圾也没带走: beside what has been told of already, and no wish."""
    plain = normalise(text)
    return _LEFT_UNDONE.search(plain) is not None and _ASKS.search(plain) is None and _NOT_SO.search(plain) is None


def tells_how_it_was(text: str) -> bool:
    """准是挪沙发的时候蹭的, 她走的时候才四点: of what has been told of already, and no wish."""
    plain = normalise(text)
    return _MORE.search(plain) is not None and _ASKS.search(plain) is None
