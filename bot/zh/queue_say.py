"""What is written to somebody who waits for a person without having asked."""

from __future__ import annotations


def still_waiting(ahead: int, minutes: int | None) -> str:
    """An honest word after a while; ``minutes`` only where they are known."""
    place = f"前面还有{ahead}位" if ahead else "您排在最前面"
    about = f"，照刚才的情况大概还要{minutes}分钟" if minutes else ""
    return f"让您久等了，{place}{about}。不想等了说一声“不用人工了”，我接着帮您。"


def agent_gone() -> str:
    return "不好意思，刚才的同事没能接着回您，已经把您排到最前面，换一位同事来回您，说过的不用重复。"


def agent_gone_until(opens: str) -> str:
    return f"不好意思，刚才的同事下班了，{opens}上班后先回您，说过的不用重复。"


def agent_gone_elsewhere() -> str:
    """Of whoever comes next nothing is known here."""
    return "不好意思，刚才的同事没能接着回您，已经请微信客服的同事来接。"
