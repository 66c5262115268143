"""Topics of the company's rules in a text, by their words: several may be asked about at once."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_TOPICS = (
    ("tools", re.compile(r"工具|梯子|鞋套|清洁剂|清洁用品|吸尘器|抹布|拖把|洗洁精|材料费")),
    ("insurance", re.compile(r"保险|责任险|意外险|受伤|摔(?:了|伤)")),
    ("damage", re.compile(r"(?:弄|打|碰|搞|摔|整)(?:坏|碎|破|烂)|赔(?:不赔|吗|偿|钱)")),
    ("refund", re.compile(r"退(?:款|钱)|能退|可以退|退不退|不满意")),
    (
        "cancellation",
        re.compile(
            r"取消.{0,6}(?:扣|收|费|钱)|(?:扣|收).{0,4}取消|违约金|临时取消|(?:停掉?|不做|不来|不约|退掉|少来|少做|跳过)[^,。;!?]{0,8}(?:罚|违约|扣钱|收钱|收费)"
        ),
    ),
    ("invoice", re.compile(r"发票|开票|收据|抬头")),
    ("payment", re.compile(r"付款|付钱|怎么付|支付|微信付|支付宝|刷卡|现金|先付|后付|预付|[定订]金|押金")),
    (
        "vetting",
        re.compile(
            r"健康证|犯罪|背景|靠谱|靠得住|信得过|培训过|审核|核实身份|证书|持证|资格证|底细|手脚.{0,2}(?:不|唔)?干.{0,2}净"
        ),
    ),
    ("hours", re.compile(r"几点(?:上班|下班|开门|关门)|营业|节假日|过年.{0,4}(?:上班|有人)|周末(?:上班|休息)")),
    ("aftersales", re.compile(r"保修|质保|返工|售后|没弄好|没做好|又坏")),
)

# What a question about a topic speaks of at the least: an answer to something else is worse than none.
_SPEAKS_OF = {
    "tools": r"工具|自[带备]|[要会]带|带(?:不带|什么|啥|来|齐)|准备|剂|用品|拖把|布|粉|液|东西|家伙|设备|吸尘|料|套",
    "insurance": r"保险|保障|受伤|摔|出事|意外|险|负责|责任|伤",
    "damage": r"坏|碎|破|烂|赔|损|丢|刮|偷|少了|负责|不见",
    "refund": r"退|不满意|没做|钱|回水",
    "cancellation": r"取消|扣|违约|停|罚|少来|少做|跳过|不来|临时|改|退|反悔|爽约|有事|变卦|不约|去不了|赔",
    "invoice": r"票|报销|抬头|收据|税",
    "payment": r"付|钱|结|刷卡|现金|[定订押]金|费|支付|微信|卡|转账|收|券|俾|畀|先|扫码",
    "vetting": r"证|靠|手脚|可信|信不|背景|犯罪|培训|放心|安全|审|身份|资[质格]|专业|正规|查|底细|来路|人品|什么人",
    "privacy": r"信息|隐私|资料|数据|泄|安全|保密|地址|电话|号码|录音|监控|删|存|卖|外传|知道我",
    "hours": r"点|时间|时候|上班|下班|开门|营业|节|年|周末|休|晚|夜|天|24|假|得闲",
    "coverage": r"区|市|地|远|哪|去|范围|[这那]边|外|郊|[来到]|县|镇|上门|边度|覆盖|"
    r"[\u4e00-\u9fff]{2}(?:你们|那边|也|能|可以)*(?:做|有)(?:吗|么|不|伐|没)",
    "difference": r"区别|差|不同|不一样|哪|比|还是|分别|意思|分|跟|和",
    "aftersales": r"保修|返工|售后|没|坏|修|保|不干净|质|重|再|免费|满意|包",
}


def speaks_of(topic: str, text: str) -> bool:
    """Whether a text may be about a topic at all; of topics unknown here everything may."""
    words = _SPEAKS_OF.get(topic)
    return words is None or re.search(words, normalise(text)) is not None


def topics(text: str) -> tuple[str, ...]:
    """In the order in which they are named."""
    plain = normalise(text)
    found = [(match.start(), topic) for topic, pattern in _TOPICS if (match := pattern.search(plain))]
    return tuple(topic for _, topic in sorted(found))
