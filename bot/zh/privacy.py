"""What a customer wishes of her stored data: to see it, to have it deleted, to be left in peace; and it in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from bot.zh.normalise import normalise

SHOW, ERASE, STOP, RESUME, KEEP, PERSON = "show", "erase", "stop", "resume", "keep", "person"

MESSAGES, ACCESS, ADDRESS, PHONE, NAME = "messages", "access", "address", "phone", "name"
"""What alone may be deleted."""

PART_WORDS = {MESSAGES: "聊天内容和图片", ACCESS: "门锁和门禁信息", ADDRESS: "地址", PHONE: "电话", NAME: "称呼"}

_DATA = r"(?:资料|信息|数据|隐私|记录|账[户号]|帐[户号]|档案|个资|東西|东西)"
_ERASE = re.compile(
    r"注销|注掉|销[户号]|[号户][^,。;!?]{0,4}销[了掉]|(?:关闭|解除|解绑)[^,。;!?]{0,4}(?:账|帐|绑定|微信)|一[条个点]不留|"
    r"删[了掉除光干号]?|清[空除掉]|抹[掉去]|剷|铲走|销毁|忘[了掉]我|"
    r"(?:别|不要|不许|不准|不同意|唔好)[^,。;!?]{0,6}(?:留|保存|存)(?:我|着|了)?|别留"
)
_KEEP = re.compile(r"(?:别|不|不用|先别|不要|唔好)(?:再)?(?:删|注销|销户)[了掉除]?|资料(?:还是)?留着")
_SHOW = re.compile(
    r"(?:存|留|保存|记录|记|收集|掌握|有)[着了咗]?(?:我|俺|咱|关于我)?[^,。;!?]{0,6}(?:哪些|什么|啥|多少|乜|咩)|"
    rf"(?:看看|查[一下看]*|列列?|告诉我)[^,。;!?]{{0,8}}{_DATA}|{_DATA}[^,。;!?]{{0,6}}(?:有啥|都有|有哪些|给我看|发我|还在)"
)
_PERSON = re.compile(
    r"导出|下载|拷贝|副本|复印|律师|授权书|(?:取消|收回|撤[回销])[^,。;!?]{0,4}(?:授权|同意)|"
    r"(?:谁|什么人|哪些人)[^,。;!?]{0,6}(?:看|查|拿)过|(?:给|卖|泄露|透露|提供)[^,。;!?]{0,4}(?:谁|别人|第三方|外人)"
)
_NO = r"(?:别|不要|不想|不用|不必|停止|唔好|莫|甭|勿|拒绝|拒收|取消|停掉?|关掉?|关闭)"
_SENT = (
    r"(?:发|推|推送|提醒|通知|短信|消息|信息|广告|活动|优惠|打扰|骚扰|联系|群发|send|搵我|打嚟|传讯|打电话|订阅|回访)"
)
_STOP = re.compile(
    rf"退订|{_NO}[^,。;!?]{{0,8}}{_SENT}|群发别带我|免打扰|拉黑我|收到推送|少给我[发推]|"
    r"(?:从|把我)[^,。;!?]{0,3}(?:名单|群发)|[拉移]出(?:名单|群发)"
)
_BARE_STOP = re.compile(r"(?:td|退订|退訂)[。.!]*", re.IGNORECASE)
_BARE_SIGN = re.compile(r"(?:t|0{4})[。.!]*", re.IGNORECASE)
_RESUME = re.compile(
    r"(?:恢复|重新[开发收]|重新订阅|继续[发收]|打开|开启)(?:给我|我的)?[^,。;!?]{0,3}(?:提醒|通知|推送|回访|订阅|消息)"
)
_PARTS = (
    (ACCESS, re.compile(r"(?:门锁|门禁|密码|开门码|钥匙)")),
    (MESSAGES, re.compile(r"聊天|对话|照片|图片|消息记录|说过的话")),
    (ADDRESS, re.compile(r"地址|住址|住哪")),
    (PHONE, re.compile(r"电话|手机|号码")),
    (NAME, re.compile(r"姓名|名字|称呼")),
)


_ALL = re.compile(rf"(?:全|都|所有|全部|一切)[^,。;!?]{{0,3}}{_DATA}|{_DATA}[^,。;!?]{{0,3}}(?:全|都)|全部|所有")
_WHOLE = re.compile(r"资料|(?:个人|我的)(?:信息|数据)|账[户号]|帐[户号]|注销|销[户号]")
_STAYS = re.compile(r"(?<!删)除[了开]|(?<![别不])(?<!不要)(?:留着|留下|保留)")


# Told in words that speak of nothing else, whatever a model makes of them.
_NOUN = r"(?:资料|信息|数据|隐私|个资|记录|档案)"
_ASKS_STORED = re.compile(
    rf"(?:记|存|留|保存|掌握|收集|登记)(?:录|存|下)?(?:了|着|过|咗)?(?:有)?我?的?[^,。;!?]{{0,4}}(?:哪些|什么|啥|乜嘢?|咩嘢?|几多|多少)[^,。;!?]{{0,4}}{_NOUN}|"
    rf"{_NOUN}[^,。;!?]{{0,4}}(?:记|存|留|保存)(?:了|着)?(?:哪些|什么|啥|多少)|"
    r"(?:还|仲|现在)[^,。;!?]{0,3}(?:查|看|搜|找|翻)(?:得|不)?到我的?(?:手机号?|电话|号码|地址|资料|信息|名字|记录)|"
    rf"我的?(?:手机号?|电话|号码|地址|住址|{_NOUN})[^,。;!?]{{0,12}}?(?:存|留|保存|记)(?:着|下来?|了|底|档)(?:的|在)?[^,。;!?就]{{0,5}}(?:吗|伐|么|没有?|\?)(?!就|按|用)|"
    rf"(?:存|留|保存|记)(?:着|下来?|了)我的?[^,。;!?]{{0,4}}(?:手机号?|电话|号码|地址|住址|{_NOUN})[^,。;!?]{{0,3}}(?:吗|伐|么|没有?|\?)(?!就|按|用)|"
    rf"我的?(?:手机号?|电话|号码|地址|{_NOUN})[^,。;!?]{{0,6}}(?:还(?:在|有|存|留)|仲(?:喺|有))"
)
_BY_OTHERS = re.compile(r"阿姨|师傅|家政员|别人|外人|人家|[她他佢伊]")
_DELETES = re.compile(r"删(?:了|掉|除|光|干净|咗|去)?|注销|销[户号]|清(?:空|除|干净)|抹(?:掉|去)|销毁")
_OF_ORDERS = re.compile(
    r"预约|订单|[单次趟]|约[的好了过]|订[的好了过]|服务|备注|要求|打扫|保洁|擦|洗|(?:周|星期|礼拜)[一二三四五六日天]|[今明后]天|[一二两三四五六七八九十\d]+点|[那这]个"
)
_MINE = re.compile(
    rf"(?:我|俺|咱|全部|所有|全都?|都|个人)[^,。;!?]{{0,6}}{_NOUN}|{_NOUN}[^,。;!?]{{0,6}}(?:删|清|销|抹)"
)
_EVERYTHING = re.compile(r"(?:全部|全都?|通通|统统|一起|都)(?:给我|帮我|替我)?(?:删|清|抹|销)")


def plain_wish(text: str, of_data: bool) -> str:
    """What is wished of her data in so many words; ``of_data``: it is spoken of, or nothing else can be deleted."""
    said = normalise(text)
    if _KEEP.search(said):
        return ""
    if _DELETES.search(said) and not _OF_ORDERS.search(said):
        return ERASE if _MINE.search(said) or (of_data and _EVERYTHING.search(said)) else ""
    return SHOW if _ASKS_STORED.search(said) and not _BY_OTHERS.search(said) else ""


_WHAT_STAYS = re.compile(
    r"(?:还|仲|会|能)?(?:会|能)?(?:留|剩|保留|存|查|找|看)(?:下|着|得到|到|有)?[^,。;!?]{0,6}(?:什么|啥|哪些|乜|咩|吗|么|伐|没有?)(?:[^,。;!?]{0,3})$|"
    r"(?:恢复|找|查)(?:得|不)?(?:回来|回|到)[^,。;!?]{0,3}(?:吗|么|伐|不)|(?:真的?|彻底|完全|全部?)[^,。;!?]{0,4}(?:删|清)[^,。;!?]{0,6}(?:吗|么|伐)"
)
_KEPT_FOR = re.compile(
    r"(?:存|留|保存|保留|放)(?:着|我的?|在你们那)?[^,。;!?]{0,4}(?:多久|多长时间|几天|多少天|几个?月|几年|到什么时候|几耐)|(?:多久|什么时候|几时)[^,。;!?]{0,6}(?:会|才|能)?(?:自动)?(?:清|删)(?:掉|除|理)?"
)
_WHO_SEES = re.compile(
    r"(?:谁|哪些人|什么人|边个|啥人|有?几个?人|别人|外人|人家|阿姨|师傅)[^,。;!?]{0,5}(?:能|可以|会|都)?[^,。;!?]{0,3}(?:看|见|睇|查|晓得|知道)(?:得)?(?:到|见|了)?|(?:给|畀|俾|让)(?:谁|哪些人|别人|边个|啥人)[^,。;!?]{0,3}(?:看|知道|晓得|睇)"
)


def asks_what_stays(text: str) -> bool:
    """删掉以后还会留下什么吗, 还找得回来吗: of what would be deleted."""
    return _WHAT_STAYS.search(normalise(text)) is not None


def asks_how_long_kept(text: str) -> bool:
    """聊天记录你们存多久: a thing of hers, or of what is stored."""
    said = normalise(text)
    of_data = re.search(_DATA, said) is not None or any(words.search(said) for _, words in _PARTS)
    return of_data and _KEPT_FOR.search(said) is not None


def asks_who_sees(text: str) -> bool:
    """这些哪些人能看到: once it has been told what is stored."""
    return _WHO_SEES.search(normalise(text)) is not None


def says_stop(text: str) -> bool:
    """TD, 退订: the whole message, whatever was asked."""
    return _BARE_STOP.fullmatch(normalise(text).strip()) is not None


def is_stop_sign(text: str) -> bool:
    """T, 0000: means stop where nothing was asked; else it may be an answer, such as the code of a door."""
    return _BARE_SIGN.fullmatch(normalise(text).strip()) is not None


def says_resume(text: str) -> bool:
    """恢复提醒: she wants to be reminded again."""
    said = normalise(text)
    return _RESUME.search(said) is not None and _STOP.search(said) is None and len(said) <= _A_SHORT_WISH


_A_SHORT_WISH = 16


def says_keep(text: str) -> bool:
    """不用删了: what she had asked to be deleted is to stay."""
    said = normalise(text)
    return _KEEP.search(said) is not None and len(said) <= _A_SHORT_WISH


def wishes_of(text: str) -> frozenset[str]:
    """What is wished, for a message that is about one's data."""
    said = normalise(text)
    wishes = set()
    if says_resume(text):
        return frozenset({RESUME})
    if _KEEP.search(said):
        return frozenset({KEEP})
    if says_stop(text) or is_stop_sign(text) or _STOP.search(said):
        wishes.add(STOP)
    if _ERASE.search(said):
        wishes.add(ERASE)
    if _SHOW.search(said):
        wishes.add(SHOW)
    if _PERSON.search(said):
        wishes.add(PERSON)
    return frozenset(wishes)


def parts_of(text: str) -> tuple[str, ...]:
    """The parts of her data that alone are to be deleted; none where all of it is meant."""
    return named_parts(text) or ()


def named_parts(text: str) -> tuple[str, ...] | None:
    """As ``parts_of``; ``None`` where the message does not say what is to go."""
    said = normalise(text)
    named = tuple(part for part, words in _PARTS if words.search(said))
    if named and _STAYS.search(said):
        return tuple(part for part in PART_WORDS if part not in named)
    if _ALL.search(said):
        return ()
    return named or (() if _WHOLE.search(said) else None)


def in_words(parts: Sequence[str]) -> str:
    return "、".join(PART_WORDS[part] for part in parts)


def stored_lines(
    name: str, phone: str, addresses: Sequence[str], orders: int, since: datetime, muted: bool
) -> list[str]:
    """What is stored, a line each; values come masked."""
    lines = [f"称呼：{name}" if name else "", f"电话：{phone}" if phone else ""]
    lines += [f"地址：{address}" for address in addresses]
    lines.append(f"订单：{orders}单" if orders else "订单：还没有")
    lines.append(f"聊天：从{since.year}年{since.month}月{since.day}日起在这里说过的话")
    lines.append("提醒：已按您的意思停了" if muted else "")
    return [line for line in lines if line]


def masked_name(name: str) -> str:
    """周丽 -> 周*; a title stays: 周女士 -> 周女士."""
    if not name or re.search(r"(?:女士|先生|小姐|太太|老师|阿姨|大姐|哥|姐)$", name):
        return name
    return name[0] + "*" * (len(name) - 1)
