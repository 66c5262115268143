"""候补 in a message: whether the waiting list is spoken of."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

_NAMED = re.compile(
    r"候补|排队等|等空[位出]|(?<!人)(?<!没)排(?:个|一个|一下|上)(?:队|号|位)|(?:帮|给|替|让)我(?:们)?(?:先)?排队|我(?:先|就|来)?排队|轮候|候位|登记(?:个|一下)?等|"
    r"(?:给|帮|替|把)?我[^,。;!?]{0,3}排(?:到|倒|起|住|着|上)(?:起|队|住|嘛|吧|咯|呗|啦|$|[,。])|"
    r"(?:有人|别人|人家|谁|哪个|边个|哪位|啥人|要是有|万一有|一有|如果有|等有)[^,。;!?]{0,6}?(?:退|取消|空|让)[^,。;!?]{0,6}?[,\s]?[^,。;!?]{0,4}?"
    r"(?:叫我|通知我|告诉我|喊我|联系我|给我|跟我说|话我知|同我讲|留给我|补上|顶上|call我)|"
    r"有(?:了)?(?:空位|空档|位子|位置|空缺)[^,。;!?]{0,4}[,\s]?[^,。;!?]{0,4}?(?:叫我|通知我|告诉我|喊我|联系我|跟我说|话我知|同我讲|留给我)(?!吗|么)"
)

# 要得，我等到起: nothing but that she waits.
_WAITS = re.compile(
    r"(?:要得|好的?|行|可以|嗯+|那|得|成|中|没事|没关系|唔紧要|[,。;!\s])*(?:我|俺|咱)?(?:就|来|先|愿意|慢慢|继续|还是|都)*"
    r"等(?:到起|起|倒|着|住|下去|位子?|空位)(?:嘛|吧|咯|呗|哈|啦|好了|就是|先|[,。;!\s])*"
)


def names_waitlist(text: str) -> bool:
    """帮我候补, 不候补了: what is wanted of the list is for the intents to say."""
    plain = normalise(text).strip()
    return _NAMED.search(plain) is not None or _WAITS.fullmatch(plain) is not None


_JOINS = re.compile(
    r"(?:给|帮|替)我[^,。;!?]{0,4}?(?:排|候补|登记|留)|(?:排|登记)(?:个|上|一个|一下)(?:候补|队|号)|"
    r"(?:有人|别人|人家|谁|哪个|边个|哪位)[^,。;!?]{0,5}?(?:退|取消|空|让)[^,。;!?]{0,8}(?:叫|通知|告诉|喊|联系|跟|话|同)"
)
_QUITS = re.compile(
    r"(?:取消|退出|撤|删|不想|不用|不要|不再|别|甭|唔|不)[^,。;!?谁人]{0,4}(?:候补|等|排)|(?:候补|排队?)[^,。;!?谁人位哪]{0,4}(?:取消|不要|不用|退|算了|删)"
)


def joins_waitlist(text: str) -> bool:
    """给我排个候补吧 谁要是退了告诉我: a place on the list is wished, and none is given up."""
    plain = normalise(text)
    return _JOINS.search(plain) is not None and _QUITS.search(plain) is None


_ONLY_THEN = re.compile(
    r"^(?:我|那|就)?(?:只要|只能|只有|就要|非要|必须|一定要)|(?:别|其)[的他它余](?:日子|时间|时候|天|几天|辰光|时段|钟点)?[^,。;!?]{0,3}?(?:都|全|也|真|实在)*(?:不行|不成|不中|没空|不得空|不方便|唔得|勿来三|来不了|不可以|不要)"
)


def only_then(text: str) -> bool:
    """只要星期四上午十点, 别的日子都不行: the full time, and no other."""
    return _ONLY_THEN.search(normalise(text).strip()) is not None
