"""What is named of the work in a question whether it belongs to a service: 貂也能洗吗 -> 皮草."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.zh.matters import is_asked
from bot.zh.normalise import normalise

_CLAUSE = re.compile(r"[^,。;!?\s]+[?]?")
_OUTRIGHT = re.compile(
    r"包|含|在(?:里面|里头|内)|算在|另算|([擦洗扫拖弄清做搞管收修烫熨收拍喂砍锯])[不唔](?:\1|给)|[吗么伐咩](?:[?!~]|$)|(?:不|没|冇)[?]?$|能[不唔]能|能否|可以|可不可|得唔得|是吧|的吧|对吧|行不|会[不唔]会|"
    r"有没有|好(?:洗|汏|弄|做|擦)伐|负责"
)
_PLANTS = re.compile(
    r"花盆|盆栽|绿植|花草|植物|松土|浇浇?水|浇浇?花|(?:阳台|院子|窗台)[^,。;!?]{0,3}[花草](?!洒)|多肉|吊兰|剪枝|修枝"
)
GARDENING = "gardening"
CLEANED = "全屋保洁"

_TREE = r"(?:树(?!脂|叶|荫)|香樟|樟木|梧桐|银杏|枇杷|桂花|水杉|玉兰|榕)"

# How customers call it, and how a catalogue may; a thing of other work that can be ordered is asked about, not wished,
# only where the question is plainly whether it belongs to this.
_THINGS = (
    (re.compile(r"皮草|貂|裘|狐狸毛|皮大衣|皮衣"), ("皮草",), False),
    (re.compile(r"真丝|丝绸|桑蚕丝|礼服|婚纱|旗袍"), ("真丝", "礼服"), False),
    (re.compile(r"打针|输液|吊针|挂水|打吊瓶|换药|注射"), ("打针", "医疗"), False),
    (re.compile(r"喂药|吃药|用药|看病"), ("用药", "医疗"), False),
    (re.compile(r"寄养|寄放"), ("寄养",), False),
    (re.compile(r"美容|剃毛|做造型"), ("美容",), False),
    (re.compile(r"(?:柜|橱)(?:子|门|体)?(?:里|内|的?里外|里里外外)|橱柜里"), ("柜体",), False),
    (re.compile(r"窗(?:户)?(?:的)?(?:轨道|槽|滑道|缝)"), ("轨道",), False),
    (re.compile(r"水垢|除垢"), ("除垢",), False),
    (re.compile(r"空调拆洗|拆洗空调|拆洗|家电清洗"), ("家电拆洗",), True),
    (re.compile(r"拖(?:个|一?下|拖)?地|扫(?:个|一?下)?地|做家务"), (CLEANED,), False),
    (re.compile(r"搞卫生|做卫生|打扫|收拾屋子"), (CLEANED,), True),
    (re.compile(r"钢琴|鱼缸"), ("钢琴", "鱼缸"), False),
    (re.compile(r"外机"), ("外机",), False),
    (re.compile(r"加氟|雪种|制冷剂|加液"), ("制冷剂",), False),
    (re.compile(r"补(?:个|一?下)?漆|掉漆"), ("补漆",), False),
    (re.compile(r"大件|搬(?:动)?(?:家具|沙发|柜子|床)|挪(?:家具|沙发|柜子|床)"), ("大件",), False),
    (re.compile(r"(?:装|安装|组装)(?:柜子|家具|衣柜|架子)"), ("家具安装",), False),
    (re.compile(r"床铺|铺床|叠被|理床"), ("床铺",), False),
    (re.compile(r"(?:倒|带走|扔|丢)[^,。;!?]{0,3}垃圾|垃圾[^,。;!?]{0,4}(?:倒|带走|扔|丢)"), ("垃圾",), False),
    (re.compile(r"洗碗|刷锅|洗锅|碗[^,。;!?]{0,4}洗|锅[^,。;!?]{0,4}[洗刷]"), ("清洗厨具",), False),
    (re.compile(r"铲屎|猫砂|清理砂盆"), ("铲屎",), False),
    (re.compile(r"梳毛"), ("梳毛",), False),
    (re.compile(r"换水|加水"), ("换水",), False),
    (re.compile(r"(?:叠|折)(?:好)?衣|叠好|叠一?下"), ("叠放",), False),
    (re.compile(
        rf"大树|[砍锯伐斩][^,。;!?]{{0,4}}{_TREE}|{_TREE}[^,。;!?]{{0,12}}?(?:[砍锯伐斩](?!价)|放倒)"
    ), ("大树",), False),
    (re.compile(r"月子餐"), ("月子餐",), False),
    (re.compile(r"催[乳奶]"), ("催乳",), False),
    (re.compile(r"接送|接孩子放学"), ("接送",), False),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """``words``: how a catalogue may call what is asked about; ``work``: the service whose own work it is."""

    words: tuple[str, ...]
    work: str | None
    start: int
    end: int
    outright: bool
    """Whether the form asks it plainly; 柜子里也擦吧 may be a wish."""


def _named(said: str) -> bool:
    return _PLANTS.search(said) is not None or any(pattern.search(said) for pattern, _, _ in _THINGS)


def asked_inside(text: str) -> tuple[Asked, ...]:
    """What a text asks of what may belong to a service, a clause each."""
    found: list[Asked] = []
    before, begun = "", 0
    for clause in _CLAUSE.finditer(normalise(text)):
        said, start = clause[0], clause.start()
        if not is_asked(said):
            before, begun = said, start
            continue
        if before and not _named(said) and (_named(before) or _named(before + said)):
            said, start = before + said, begun  # 有一件貂 也能一起洗掉吗, 有棵香樟 能砍了吗
        before = ""
        outright = _OUTRIGHT.search(said) is not None
        plainly = re.search(r"包|含|在(?:里面|里头|内)|算在|([洗拆])[不唔]\1", said) is not None
        words = tuple(word for pattern, names, wished in _THINGS if pattern.search(said) for word in names
                      if plainly or not wished)  # fmt: skip
        work = GARDENING if _PLANTS.search(said) else None
        if words or work:
            found.append(Asked(words, work, start, clause.end(), outright))
    return tuple(found)
