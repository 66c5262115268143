"""Topics of the company's rules in a text, by their words: several may be asked about at once."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_TOPICS = (
    ("tools", re.compile(r"工具|清洁剂|清洁用品|吸尘器|抹布|拖把|洗洁精|材料费")),
    ("insurance", re.compile(r"保险|责任险|意外险|受伤|摔(?:了|伤)")),
    ("damage", re.compile(r"(?:弄|打|碰|搞|摔|整)(?:坏|碎|破|烂)|赔(?:不赔|吗|偿|钱)")),
    ("refund", re.compile(r"退(?:款|钱)|能退|可以退|退不退|不满意")),
    ("cancellation", re.compile(r"取消.{0,6}(?:扣|收|费|钱)|(?:扣|收).{0,4}取消|违约金|临时取消")),
    ("invoice", re.compile(r"发票|开票|收据|抬头")),
    ("payment", re.compile(r"付款|付钱|怎么付|支付|微信付|支付宝|刷卡|现金|先付|后付|定金|押金")),
    ("vetting", re.compile(r"健康证|无犯罪|背景|靠谱|培训过|审核|核实身份")),
    ("hours", re.compile(r"几点(?:上班|下班|开门|关门)|营业|节假日|过年.{0,4}(?:上班|有人)|周末(?:上班|休息)")),
    ("aftersales", re.compile(r"保修|质保|返工|售后|没弄好|没做好|又坏")),
)


def topics(text: str) -> tuple[str, ...]:
    """In the order in which they are named."""
    plain = normalise(text)
    found = [(match.start(), topic) for topic, pattern in _TOPICS if (match := pattern.search(plain))]
    return tuple(topic for _, topic in sorted(found))
