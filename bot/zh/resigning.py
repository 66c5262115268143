"""Resigned agreement: 扣就扣吧, 该多少多少, 那也没办法."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise
from bot.zh.questions import asks
from bot.zh.refusal import refuses

_FEE = r"[扣收付交罚给出要赔俾畀]"
_RESIGNS = re.compile(
    rf"(?P<act>{_FEE})(?:钱|费)?(?:就|咪|便|嘛就|呗就)(?P=act)|(?<![不别勿唔少要会])[扣收付交罚](?:吧|就是|好了|好唻|呗|咯|喽|啦)(?=$|[,。;!\s没冇])|"
    rf"该(?:{_FEE}|多少|几多|几钿|几钱)[^,。;]{{0,3}}(?:就|咪)?(?:{_FEE}|多少|几多|几钿|几钱)|"
    r"(?P<more>多收|多扣|多付|多给|加|贵|多)就(?P=more)(?:一?点|些)?(?=$|[,。!\s吧呗嘛咯了])|"
    r"认(?:了|咗|栽|罚|倒霉|命)|(?:随便|尽管|你们?)(?:扣|收)|(?:扣|收|罚)(?:多少|几多|几钿|几钱)?(?:都|也)?(?:行|可以|没事|没关系|冇所谓|无所谓|得)"
)
# 没办法, said of it alone; with a reason behind it she may still be telling why.
_HELPLESS = re.compile(
    r"(?:[嗯哦唉哎诶呃好那行]+[吧的]?[,。\s]*)*(?:(?:那|这)?(?:也|就)?(?:是)?(?:真)?(?:没|冇|呒没|没得|莫得|莫)(?:啥|什么|乜)?(?:办法|法子|法|招儿?|辙|计)(?:的|了|啦|呀|啊|的事|嘛)*|"
    r"(?:那|也|就)*(?:只能|只好|唯有)(?:这样|咁|如此|扣|认)(?:了|啦|吧)*|冇计)[,。!~\s]*"
)
_ASSENTS = re.compile(
    r"[嗯哦唉哎诶呃好的那行吧啊呀了]+|(?:那|就|还是|先|只好|只能)*(?:取消|退)(?:掉)?(?:[吧嘛了呗呀啊哈]|就是|好了)*"
)
_CLAUSE = re.compile(r"[,。;!\s]+")
_RESENTS = re.compile(
    "凭什么|凭啥|太(?:黑|贵|坑|过分)|坑人|不合理|霸王|投诉|抢钱|乱|(?<!就)多(?:扣|收)(?![就点])|没(?:道理|听说)|(?:能不能|可不可以|可以)不|就(?:不|别)"
)


def resigns(text: str) -> bool:
    """Whether it agrees, however sighing, to what something costs."""
    plain = normalise(text).strip()
    if refuses(plain, "取消") or _RESENTS.search(plain) or ("?" in plain and asks(plain)):
        return False
    if _RESIGNS.search(plain):
        return True
    clauses = [clause for clause in _CLAUSE.split(plain) if clause]
    helpless = any(_HELPLESS.fullmatch(clause) for clause in clauses)
    return helpless and all(_HELPLESS.fullmatch(clause) or _ASSENTS.fullmatch(clause) for clause in clauses)
