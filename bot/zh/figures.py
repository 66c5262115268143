"""Figures in words: what each is called, how it is counted, and its value as people write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Called:
    """``note`` says what it is counted from."""

    name: str
    note: str


FIGURES: Mapping[str, Called] = {
    "first_reply": Called("首次回复", "客户每次来消息，到第一条答复发出的平均时间；还没答复的不算在平均里"),
    "first_reply_in_time": Called("5分钟内回复", "5分钟内答复的轮次；超过5分钟还没答复的算没做到"),
    "handoff_wait": Called("人工接起等待", "转人工到坐席接管的平均时间"),
    "misunderstood": Called("没听懂的消息", "机器人说没听懂的轮次，占全部轮次"),
    "orders": Called("新订单", "客户点头的订单，不含返工"),
    "booking_success": Called("预约成功率", "看到了具体时间、已有结果的预约尝试里，约成的"),
    "booking_answer": Called("预约答复", "客户点头到订单确定的平均时间；不用审核的当场确定"),
    "booking_answer_in_time": Called("30分钟内答复预约", "30分钟内确定的订单；超过还在审核的算没做到"),
    "matching_success": Called("匹配成功率", "订单和没找到人的预约里，一开始派的人没有换过的订单"),
    "change_in_time": Called("24小时内办好变更", "改约、改内容，从提出到定下来；过了24小时还没定的算没做到"),
    "complaints": Called("投诉与售后", "投诉、损坏、未上门、退款、返工、安全工单"),
    "first_response": Called("首次答复按时", "在承诺时限前答复的工单；到点没答复的算没做到"),
    "handling": Called("处理时长", "工单从提出到解决的平均工作时间"),
    "refund_in_time": Called("退款按时", "在应到账日前退的；到期没退的算没做到"),
    "disputes_solved": Called("纠纷解决率", "已到期或已解决的纠纷里，解决了的"),
    "feedback_solved": Called("反馈解决率", "已到期或已解决的其他工单里，解决了的"),
    "survey_coverage": Called("回访覆盖率", "该回访的上门里，问到了的；安全事件后和客户说不要打扰的不算"),
    "return_coverage": Called("返工回访率", "返工之后问到了的"),
    "score": Called("平均评分", "每张答卷的平均分再平均，满分5"),
    "score_overall": Called("总体评分", "答了总体分的"),
    "score_attitude": Called("态度评分", "答了这一项的"),
    "score_skill": Called("技术评分", "答了这一项的"),
    "score_punctuality": Called("守时评分", "答了这一项的"),
    "score_result": Called("效果评分", "答了这一项的"),
    "low_scores": Called("低分", "需要跟进的答卷"),
    "follow_up": Called("低分已跟进", "低分里已经跟进完的"),
    "agent_score": Called("坐席评分", "客户给人工聊过的坐席打的分，满分5；和上门的评分分开算"),
}

STAGES: Mapping[str, str] = {
    "started": "开始预约",
    "service": "说清项目",
    "offered": "看到时间",
    "shown": "看到核对",
    "booked": "约成",
}

_QUESTIONS: Mapping[str, str] = {
    "none": "没有在问什么",
    "booking:service": "问要什么服务",
    "booking:window": "问时间",
    "booking:frequency": "问多久一次",
    "booking:address": "问地址",
    "booking:phone": "问电话",
    "booking:area": "问面积",
    "booking:confirm": "等最后点头",
}
_COMPLAINTS: Mapping[str, str] = {
    "late": "迟到",
    "no_show": "没来",
    "left_early": "早走",
    "attitude": "态度",
    "quality": "质量",
    "damage": "损坏",
    "theft": "丢东西",
    "overcharge": "乱收费",
    "cancelled_by_us": "我们取消",
    "safety": "安全",
    "harassment": "骚扰",
    "privacy": "隐私",
    "refund_delay": "退款慢",
    "wrong_person": "来错人",
    "other": "其他",
}
_OTHER_QUESTIONS = {"booking": "问预约细节", "emergency": "问紧急情况", "survey": "问评分", "privacy": "问资料怎么处理"}


def name_of(key: str) -> str:
    return FIGURES[key].name


def note_of(key: str) -> str:
    return FIGURES[key].note


def question_of(asked: str) -> str:
    return _QUESTIONS.get(asked) or _OTHER_QUESTIONS.get(asked.partition(":")[0], asked)


def complaint_of(category: str) -> str:
    return _COMPLAINTS.get(category, category)


def value_of(unit: str, value: float | None) -> str:
    """92.5%, 12分钟, 3小时20分, 4.63, 17; a dash where there is nothing."""
    if value is None:
        return "—"
    match unit:
        case "share":
            return f"{value * 100:.1f}".removesuffix(".0") + "%"
        case "minutes":
            return _duration(value)
        case "score":
            return f"{value:.2f}"
        case _:
            return f"{value:g}"


def _duration(minutes: float) -> str:
    if minutes < 1:
        return f"{minutes * 60:.0f}秒"
    if minutes < 60:
        return f"{minutes:.1f}".removesuffix(".0") + "分钟"
    hours, rest = divmod(round(minutes), 60)
    return f"{hours}小时{rest}分" if rest else f"{hours}小时"


def target_of(unit: str, target: float | None, at_most: bool) -> str:
    """≥ 90%, ≤ 5分钟; nothing where there is none."""
    return "" if target is None else f"{'≤' if at_most else '≥'} {value_of(unit, target)}"
