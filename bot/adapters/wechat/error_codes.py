"""The platform's error codes as data: what each asks for (official pages 全局返回码 and those of the calls)."""

from __future__ import annotations

from bot.domain.errors import Remedy

TOKEN_REFUSED = frozenset({40001, 40014, 42001})
"""The access token is not, or no longer, valid: fetch another one, repeat once."""

MENU_ABSENT = 46003
ACCOUNT_TYPE = 40200
TYPING_REFUSED = frozenset({ACCOUNT_TYPE, 45072, 45080, 45081})
"""Normal outcomes of the typing indicator: nobody misses it."""

_RETRY = (-1, 43108, 45169, 268487001, 268487002)
_WAIT = (45009, 45011)
_OTHER_WAY = (43004, 43101, 45015, 45047)
_IGNORE = (45072, 45080, 45081)

REMEDIES: dict[int, Remedy] = {
    **dict.fromkeys(_RETRY, Remedy.RETRY),
    **dict.fromkeys(_WAIT, Remedy.WAIT),
    **dict.fromkeys(_OTHER_WAY, Remedy.OTHER_WAY),
    **dict.fromkeys(_IGNORE, Remedy.IGNORE),
}

ALARMING = frozenset({40001, 40013, 40014, 40125, 40164, 40243, 42001, 43107, 48001, 48004, 50007, 61004, 89503})
"""Nothing works until somebody changes the account's settings."""


def remedy_for(errcode: int) -> Remedy:
    """What to do about an API error; every code that is not in the table is a mistake of ours or final."""
    return REMEDIES.get(errcode, Remedy.GIVE_UP)
