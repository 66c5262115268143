"""What a message says in the company's own words: its providers' names, and words that make an order risky."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, ProviderWish, Request
from bot.zh.normalise import normalise
from bot.zh.refusal import refuses

_BOOKS = ("book_service", "inform", "affirm", "deny", "ask_availability", "ask_provider")
_ASKED_FOR = "要|让|找|请|叫|约|派|换|指定|安排|想要|还是"
_CALLS = re.compile("(?:要|让|叫|派|请|约|找)(?:她|他|伊|佢)(?:来|做|上门|$|[吧,。])")
_URGENT = "emergency_repair"
"""Those on duty are called for it, whether it is sold or not."""
_WHOLE = 3
"""Characters from which a name is nothing but a name; a shorter one must be asked for."""


def in_company_words(frame: Frame, facts: Facts) -> Frame:
    """The frame with what only the company's own lists can tell."""
    frame = _of_what_is_sold(frame, facts)
    if not frame.has(*_BOOKS):
        beside = frame.has("praise", "chitchat")  # 听说黄丽华干活利索，就要她来
        misread = frame.is_doubtful and all(one.startswith("ask_") for one in frame.intents)
        if not (beside or misread) or not _calls_for_somebody(frame.text, facts):
            return frame
        frame = replace(frame, intents=("inform", *(frame.intents if beside else ())))
    return _with_risks(_with_provider(frame, facts), facts)


def _of_what_is_sold(frame: Frame, facts: Facts) -> Frame:
    """A wish for a service that the company's catalogue lacks asks whether we do it."""
    known = (None, _URGENT, *facts.catalogue.services)
    unknown = [one for one in frame.requests if one.service not in known]
    if not unknown or not frame.has("book_service"):
        return frame
    kept = tuple(one for one in frame.requests if one not in unknown)
    others = tuple(one for one in frame.intents if kept or one != "book_service")
    return replace(frame, requests=kept, intents=tuple(dict.fromkeys((*others, "ask_services"))))


def asked_by_name(text: str, now: Sequence[str], facts: Facts) -> dict[str, Any]:
    """换成张玉梅阿姨, 别让杨春燕来: the listed name that is wished for an order, and those that are not.

    ``now``: who is to come as it stands.
    """
    plain = normalise(text)
    named = [one for one in facts.provider_names if normalise(one) in plain]
    refused = tuple(one for one in named if refuses(plain, normalise(one)) or _is_replaced(normalise(one), plain))
    wanted = [one for one in named if one not in (*refused, *now) and _is_asked_for(normalise(one), plain)]
    given: dict[str, Any] = {"provider_exclude": refused} if refused else {}
    return given | ({"provider_name": wanted[-1]} if wanted else {})


def _is_asked_for(name: str, plain: str) -> bool:
    """换回上次来的张玉梅, 让张玉梅来: asked for, and not only spoken of."""
    before = rf"(?:{_ASKED_FOR}|[换改][成回到做]|[成回到]|还是)[^,。;!?\s]{{0,8}}"
    behind = r"(?:阿姨|师傅|大姐|姐)?(?:来|做|上门|过来|行吗|可以吗|好吗|吧)"
    return re.search(f"{before}{name}", plain) is not None or re.search(f"{name}{behind}", plain) is not None


def _is_replaced(name: str, plain: str) -> bool:
    """把杨春燕换成…, 杨春燕换一个: she is to give way."""
    return re.search(f"{name}(?:阿姨|师傅|大姐|姐)?[^,。;!?\\s]{{0,3}}(?:换|改)(?!到)", plain) is not None


def _calls_for_somebody(text: str, facts: Facts) -> bool:
    """Whether she is to come who was named, or one of the list: 还是叫王桂兰阿姨来吧."""
    plain = normalise(text)
    listed = any(re.search(f"(?:{_ASKED_FOR}){normalise(name)}", plain) for name in facts.provider_names)
    return listed or _CALLS.search(plain) is not None


def _with_provider(frame: Frame, facts: Facts) -> Frame:
    said = normalise(frame.text)
    wish = _as_listed(frame.provider or ProviderWish(), said, facts)
    named = [name for name in facts.provider_names if normalise(name) in said and _is_meant(name, frame)]
    if wish.name is not None or not named:
        return replace(frame, provider=wish) if frame.provider else frame
    refused = tuple(name for name in named if refuses(frame.text, name))
    wanted = next((name for name in named if name not in refused), None)
    fixed = wish.fixed or (wanted is not None and f"固定{wanted}" in frame.text)
    exclude = tuple(dict.fromkeys((*wish.exclude, *refused)))
    return replace(frame, provider=replace(wish, name=wanted, exclude=exclude, fixed=fixed))


def _as_listed(wish: ProviderWish, said: str, facts: Facts) -> ProviderWish:
    """With names in the script of the company's list: 張阿姨 is its 张阿姨, 华阿姨 of 黄丽华阿姨 its 黄丽华."""

    def listed(name: str) -> str:
        plain = normalise(name)
        whole = (one for one in facts.provider_names if plain[:1] == one[-1] and one + plain[1:] in said)
        return next(whole, plain)

    return replace(wish, name=wish.name and listed(wish.name), exclude=tuple(map(listed, wish.exclude)))


def _is_meant(name: str, frame: Frame) -> bool:
    """Whether it is the provider, not the customer's own name, nor two characters of something else."""
    if frame.name and name in frame.name:
        return False
    return len(name) >= _WHOLE or re.search(f"(?:{_ASKED_FOR}){name}", normalise(frame.text)) is not None


def _with_risks(frame: Frame, facts: Facts) -> Frame:
    """住家, 过夜: words that the owner wants a person to see stand in the notes."""
    words = facts.catalogue.policies.review.words
    request = frame.request
    said = [word for word in words if word in normalise(frame.text) and not refuses(frame.text, word)]
    new = [word for word in said if word not in request.notes]
    if not new:
        return frame
    noted: Request = replace(request, notes="；".join(part for part in (request.notes, *new) if part))
    return replace(frame, requests=(noted, *frame.requests[1:]))
