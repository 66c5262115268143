"""快捷回复: sentences that agents use often, as a company begins with them."""

from __future__ import annotations

from dataclasses import dataclass

SETTING = "quick_replies"
"""Their name among the console's settings."""


@dataclass(frozen=True, slots=True)
class QuickReply:
    """``title`` is what one types after the slash."""

    title: str
    text: str


DEFAULTS = (
    QuickReply("您好", "您好，我是人工客服，已经看到您的消息了，马上为您处理。"),
    QuickReply("稍等", "请您稍等一下，我核实清楚就回您。"),
    QuickReply("抱歉", "真的抱歉给您添麻烦了，这件事我来跟进到底。"),
    QuickReply("要照片", "方便的话请拍两张照片发给我，我们好尽快核实。"),
    QuickReply("要地址", "麻烦发一下详细地址（小区、楼栋、门牌）和联系电话。"),
    QuickReply("返工", "我们可以免费安排返工，您看哪天、几点方便？"),
    QuickReply("退款", "退款已经登记，财务会在 3 个工作日内原路退回，到账后我再告诉您。"),
    QuickReply("改期", "可以改时间的，您想改到哪天、几点？"),
    QuickReply("还有吗", "还有别的可以帮到您吗？"),
    QuickReply("交回", "这边都办好了，后面有事直接在这里留言就行，祝您生活愉快。"),
)
