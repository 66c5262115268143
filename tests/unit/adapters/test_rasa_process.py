from __future__ import annotations

from pathlib import Path

from bot.adapters.rasa_process import RasaCommand


def test_a_token_that_begins_with_a_dash_is_no_option_of_rasas():
    command = RasaCommand(Path("python"), 5005, "-abc", Path("bot.tar.gz"), {}, Path(), Path("rasa.log"))
    assert "--auth-token=-abc" in command.arguments()
