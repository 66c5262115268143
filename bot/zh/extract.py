"""All values of a message: who reads first, who gives way, and what belongs together."""

from __future__ import annotations

from collections.abc import Sequence

from bot.zh.address import addresses
from bot.zh.choice import choice
from bot.zh.found import Found
from bot.zh.heads import heads
from bot.zh.heard import as_meant
from bot.zh.measures import measures
from bot.zh.needs import needs
from bot.zh.normalise import normalise
from bot.zh.people import people
from bot.zh.phone import phones
from bot.zh.quantities import quantities
from bot.zh.schedule import schedule
from bot.zh.services import services

# A chat message is shorter; what is longer is a paste, and its beginning says enough.
MAX_CHARS = 1000


def find(text: str) -> tuple[Found, ...]:
    """All values in text order; phones, addresses, measures, times and counts never overlap."""
    original = text[:MAX_CHARS]
    plain = as_meant(normalise(original))
    taken: list[Found] = []
    hidden = plain
    for reader in (phones, addresses, measures):
        hidden = _keep(reader(hidden, original), taken, hidden)
    found_times = schedule(hidden, original, services(hidden, original))
    hidden = _keep(found_times, taken, hidden)
    for reader in (people, heads, quantities):
        hidden = _keep(reader(hidden, original), taken, hidden)
    taken += services(_without(plain, taken, ("phone", "address", "provider")), original)
    taken += needs(_without(plain, taken, ("phone", "address", "provider")), original)
    # 二号 may be the second offer or a day: whoever asked knows, so both are said.
    if all(item.kind in ("need", "service", "note", "time") for item in taken):
        chosen = choice(plain, original)
        taken += [chosen] if chosen else []
    return tuple(sorted(taken, key=lambda item: (item.start, item.end, item.kind)))


def _keep(found: Sequence[Found], taken: list[Found], text: str) -> str:
    """Takes what is free and blanks it out for the readers that follow; who is to be called stands by a phone."""
    for item in found:
        if any(other.start < item.end and item.start < other.end for other in taken):
            continue
        taken.append(item)
        blank = "\x01" if item.kind == "phone" else "\x00"
        text = text[: item.start] + blank * (item.end - item.start) + text[item.end :]
    return text


def _without(text: str, taken: Sequence[Found], kinds: Sequence[str]) -> str:
    for item in taken:
        if item.kind in kinds and not (item.kind == "provider" and _says_the_work(item)):
            text = text[: item.start] + "\x00" * (item.end - item.start) + text[item.end :]
    return text


def _says_the_work(provider: Found) -> bool:
    """男护工, 固定的钟点工 say what is to be done; 上次那个保洁阿姨 only who."""
    return "gender" in provider.value or ("fixed" in provider.value and normalise(provider.text).endswith("钟点工"))
