"""The weekly check and the monthly review as Markdown, in the words of those who read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from bot.domain.figures import Figure, Share
from bot.usecases.figure_review import Compared, Period, Review
from bot.usecases.figures import Group
from bot.zh import figures as zh
from bot.zh.handoff_words import handoff_of

_TITLES = {Period.WEEKLY: "周检", Period.MONTHLY: "月评"}
_OF_SERVICE = ("orders", "booking_success", "matching_success", "score", "survey_coverage", "complaints")
_OF_PROVIDER = ("orders", "matching_success", "score", "survey_coverage", "low_scores", "complaints")
_OF_AGENT = ("handoff_wait", "complaints", "first_response", "handling", "disputes_solved", "refund_in_time")


def as_markdown(kind: Period, first: date, last: date, review: Review) -> str:
    lines = [f"# {_TITLES[kind]} {first.isoformat()} – {last.isoformat()}", ""]
    if review.now.is_empty:
        return "\n".join([*lines, "这一期没有任何记录。", ""])
    lines += ["## 要看一看的", "", *_attention(review), ""]
    head = ("指标", "这一期", "上一期", "目标", "达标", "笔数")
    lines += ["## 指标", "", *_table(head, map(_compared, review.compared)), ""]
    if review.now.funnel.reached:
        began = review.now.funnel.reached["started"]
        stages = (
            (zh.STAGES[stage], str(count), zh.value_of("share", count / began if began else None))
            for stage, count in review.now.funnel.reached.items()
        )
        lines += ["## 预约走到哪一步", "", *_table(("步骤", "次数", "占开始的"), stages), ""]
    lines += _reasons("没约成的停在哪一问", review.now.funnel.stopped, zh.question_of)
    lines += _reasons("转人工的原因", review.now.handoff_reasons, handoff_of)
    lines += _reasons("投诉的原因", review.now.complaint_reasons, zh.complaint_of)
    lines += _groups("按项目", review.by_service, _OF_SERVICE)
    lines += _groups("按家政员", review.by_provider, _OF_PROVIDER)
    lines += _groups("按坐席", review.by_agent, _OF_AGENT)
    return "\n".join(lines)


def _attention(review: Review) -> list[str]:
    missed = [f"- {zh.name_of(one.now.key)} {_value(one.now)}，目标 {_target(one.now)}" for one in review.missed]
    low = [f"- {_cell(group.name or group.key)} 的评分低于目标" for group in review.low_providers]
    return [*missed, *low] or ["没有未达标的指标。"]


def _compared(one: Compared) -> Sequence[str]:
    kept = {None: "", True: "是", False: "否"}[one.now.kept]
    return zh.name_of(one.now.key), _value(one.now), _value(one.before), _target(one.now), kept, str(one.now.of)


def _groups(title: str, groups: Sequence[Group], keys: Sequence[str]) -> list[str]:
    if not groups:
        return []
    rows = []
    for group in groups:
        by_key = {figure.key: figure for figure in group.figures}
        rows.append((_cell(group.name or group.key), *(_value(by_key[key]) for key in keys)))
    return [f"## {title}", "", *_table(("名称", *(zh.name_of(key) for key in keys)), rows), ""]


def _reasons(title: str, shares: Sequence[Share], words: Callable[[str], str]) -> list[str]:
    if not shares:
        return []
    rows = ((_cell(words(one.key)), str(one.count), zh.value_of("share", one.share)) for one in shares)
    return [f"## {title}", "", *_table(("原因", "次数", "占比"), rows), ""]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [_line(head), _line(["---"] * len(head)), *(_line(row) for row in rows)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _value(figure: Figure) -> str:
    return zh.value_of(figure.unit.value, figure.value)


def _target(figure: Figure) -> str:
    return zh.target_of(figure.unit.value, figure.target, figure.at_most)


def _cell(text: str) -> str:
    """Text that may hold a sign of Markdown's tables."""
    return text.replace("|", "／").replace("\n", " ")
