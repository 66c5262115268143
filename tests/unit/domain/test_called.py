"""By which names customers mean a provider."""

from __future__ import annotations

import pytest

from bot.domain.matching import is_called
from tests.worlds import an_auntie


@pytest.mark.parametrize("name", ["董嬢嬢", "董孃孃", "董姨", "小董", "董阿姨", "董海燕", "董婶"])
def test_her_surname_with_a_title_is_she(name: str):
    assert is_called(an_auntie(1, name="董海燕"), name)


@pytest.mark.parametrize("name", ["张嬢嬢", "嬢嬢", "董海英", "海燕嬢"])
def test_another_name_is_not(name: str):
    assert not is_called(an_auntie(1, name="董海燕"), name)
