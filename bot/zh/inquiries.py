"""What customers are asked and told about extras, other providers and the waiting list: values in, words out."""

from __future__ import annotations

from collections.abc import Sequence


def ask_extra(order: str, label: str, price: str, total: str) -> str:
    """``price`` of the extra alone, ``total`` of the order with it."""
    return f"您{order}这一单，家政员说要加做：{label}，加收{price}，加上后一共{total}。您同意再做，可以吗？"


def ask_replacement(order: str, former: Sequence[str], names: Sequence[str], reason: str) -> str:
    """For a visit to which the former ones cannot come any more."""
    why = f"（{reason}）" if reason else ""
    return (
        f"很抱歉，您{order}原定的{_and(former)}来不了{why}，想请{_and(names)}替她上门，时间和价格都不变。您看可以吗？"
    )


def ask_proposal(order: str, former: Sequence[str], names: Sequence[str], reason: str) -> str:
    """For a visit that stays as it is unless the customer says yes."""
    why = f"（{reason}）" if reason else ""
    return f"您{order}想换成{_and(names)}上门{why}，时间和价格都不变；您说不换，就还是{_and(former)}。您看可以吗？"


def ask_offer(order: str, names: Sequence[str], price: str, until: str) -> str:
    """``until``: the local time to which the window is kept; without ``names`` who comes is settled later."""
    who = f"{_and(names)}上门" if names else "谁上门同事定好就告诉您"
    return f"您候补的时间空出来了：{order}，{who}，{price}。给您留到{until}，要吗？"


def offer_lapsed(order: str) -> str:
    return f"刚才给您留的{order}没等到您的回复，先让给后面的客户了。还想约的话，随时告诉我。"


def wait_over(order: str) -> str:
    return f"您候补的{order}一直没有空出来，实在抱歉。想换个时间，直接告诉我就行。"


def call_about_replacement(order: str, names: Sequence[str]) -> str:
    """For the colleague who calls."""
    return f"客户没有回复换人的征询：{order}，现在安排的是{_and(names)}。请打电话确认。"


def _and(names: Sequence[str]) -> str:
    return "、".join(names) or "家政员"
