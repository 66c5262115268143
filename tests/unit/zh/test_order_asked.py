"""What is asked of an order that is there, and words of who waits in line."""

from __future__ import annotations

import pytest

from bot.zh.extract import find
from bot.zh.order_asked import has_forgotten_when
from bot.zh.waiting import names_waitlist


@pytest.mark.parametrize(
    "text",
    ["修水龙头的师傅是礼拜几来的，我记性不好", "打扫的阿姨是几号来呀", "我忘了阿姨哪天来", "師傅係邊日嚟，我唔記得咗"],
)
def test_when_somebody_comes_was_forgotten(text):
    assert has_forgotten_when(text)


@pytest.mark.parametrize("text", ["师傅最快几点来", "阿姨一般几点上班", "你们星期几休息", "忘了带钥匙"])
def test_other_questions_of_times(text):
    assert not has_forgotten_when(text)


@pytest.mark.parametrize(
    "text",
    [
        "那给我排到起嘛，哪个要是退了就喊我一声",
        "要得，我等到起",
        "我就等着吧",
        "边个取消咗就话我知",
        "好的我等位",
        "帮我排上吧",
    ],
)
def test_who_waits_in_line(text):
    assert names_waitlist(text)


@pytest.mark.parametrize("text", ["等等", "等一下", "我在家等着他来", "等着用呢快点", "哪个便宜"])
def test_who_does_not(text):
    assert not names_waitlist(text)


@pytest.mark.parametrize("text", ["其他时间我都不在屋头的", "别的日子家里没人"])
def test_nobody_at_home_at_other_times_is_no_need(text):
    assert not [one for one in find(text) if one.kind == "need" and one.value["code"] == "nobody_home"]


def test_nobody_at_home_is_a_need():
    assert [one for one in find("到时候家里没人") if one.kind == "need" and one.value["code"] == "nobody_home"]
