"""What somebody in danger asks: what she may do, whom she should ring up, who pays for it."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_CLAUSE = re.compile(r"[,。;!?\s]+")
_OF_US = re.compile(
    r"(?:你们?|您|师傅|同事|值班的?|客服|公司|有人|人手?|哪个|谁)[^,。;!?起]{0,8}(?:(?<![起出下上进回])来|派|到(?!底)|联系|回我|管)|"
    r"(?:马上|赶[紧快]|尽快|快[点些啲]?|立刻|即刻)[^,。;!?]{0,4}(?:来|派|到|联系|回)|派|快[点些啲](?:$|[吗嘛啊呀吧])|"
    r"[好多][久咱]|几[点时耐]|啥辰光|[啥什][么]?时候"
)
"""Of when and whether we come."""
_MAY = re.compile(
    r"(?:可[不唔]可以?|能[不唔]能|该[不唔]该|应[不唔]应该|要[不唔]要|用[不唔]用|使[唔不]使|得[唔不]得|行[不唔]行|会[不唔]会|敢[不唔]敢|好[不唔]好|需[不唔]需要|有[没冇]有(?:危险|事))|"
    r"(?P<may>可以|能|敢|行|得)[^,。;!?]{1,4}[不唔](?P=may)|"
    r"(?:可[以唔]?|能|该|应该?|要|用|需要|得|敢|会|使)[^,。;!?]{1,16}(?:[吗么伐咩嘛吧]|啊$|呀$)|"
    r"好(?:开|关|碰|动|扶|搀|抱|背|翻|进|上|下|回|喝|吃|用|拿|抬|搬|坐|走|去|喂|摸|拔|插|合|打|出|救)[^,。;!?]{0,6}(?:伐|吗|么|勿)(?=$|[,。;!?\s])|"
    r"(?:[动开关用碰扶搬抬喝吃吹打点进回坐等走])[^,。;!?]{0,8}(?:可以|得|行|好|要紧|有事|有危险)(?:[吗么伐咩嘛]|[不唔][行得好])"
)
_LOST = re.compile(
    r"怎么办|怎办|咋[办整弄]|点[算办做样]|哪能办|啷个办|怎么[做弄搞]|[做干](?:什么|啥|嘛|咩|乜)|(?:还|先)(?:要|该|应该|得|需要?)(?:注意|做|干)|"
    r"(?:躲|站|待|等|去|走|坐)(?:在)?(?:哪|边度|啥地方)"
)
_NUMBER = re.compile(
    r"打(?:给)?(?:哪|边|咩|乜|什么|啥|几)(?:个|一个)?(?:号码?|电话|度|里|儿)?|(?:打|找|叫|问|联系)(?:给)?(?:谁|边个|哪个|啥人|邊個)|[给跟向](?:谁|边个|哪个|啥人)[^,。;!?]{0,2}打|打(?:119|110|120|12345|962777)?(?:还是|定系|定|吗|好)|"
    r"(?:119|110|120)(?:吗|么|还是|定系)|(?:什么|哪个|边个|啥)(?:电话|号码?)|(?:电话|号码?)(?:号码)?(?:是|系)?(?:多少|几多|几号|咩|啥|什么)|"
    r"(?:要|用|使|该)[不唔]?(?:要|用|使|该)?(?:不要)?(?:打|叫)?(?:报警|报火警|打119|打110|打120|叫救护车?|叫白车|叫消防|叫物业)"
)
_ONE_OR_OTHER = re.compile(
    r"(?:打|叫|报|拨)?(?:119|110|120|救护车|火警|警)(?:还是|定系|定)|(?:还是|定系|定)(?:先)?(?:打|叫|报)(?:119|110|120|救护车|警)"
)
_PAYS = re.compile(
    r"(?:医[药疗]费|费用?|钱|损失|修理费)[^,。;!?]{0,6}(?:谁|边个|哪个|我|你们|公司)|(?:算|归|由|是|系)(?:谁|边个|哪个|我|你们)(?:的|嘅)|"
    r"(?:谁|边个|哪个|要我|叫我|让我|是我|你们|公司)[^,。;!?]{0,3}(?:出钱|出[吗吧?]|付|赔|负责(?!的?人|任人)|承担|掏|埋单|买单)|保险|(?:有没有|有|能|会)赔|赔[不吗偿]|责任(?!人)"
)


def asks_what_to_do(text: str) -> bool:
    """可不可以开灯, 能扶她起来吗, 现在我该干嘛: what she may or should do, and not whether we come."""
    return any(_MAY.search(part) or _LOST.search(part) for part in _of_her(text))


def asks_whom_to_call(text: str) -> bool:
    """打哪个电话, 打119还是110, 要不要报警."""
    either = any(_ONE_OR_OTHER.search(part) for part in _CLAUSE.split(normalise(text)))  # 打120还是等你们的人来
    return either or any(_NUMBER.search(part) for part in _of_her(text))


def asks_who_pays(text: str) -> bool:
    """医药费算谁的, 要我赔吗, 有保险吗: what it will cost whom in the end."""
    return _PAYS.search(normalise(text)) is not None


def _of_her(text: str) -> list[str]:
    return [part for part in _CLAUSE.split(normalise(text)) if part and not _OF_US.search(part)]
