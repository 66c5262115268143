"""What can be tapped when it is asked whether a ticket is solved."""

from __future__ import annotations

from bot.dialogue.values import Option

SOLVED_OPTIONS = (Option("yes", "解决了"), Option("no", "还没解决"))
