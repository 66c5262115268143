"""A platform and a session for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.integration.wechat.platform import Platform, a_platform


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    async with a_platform() as started:
        yield started


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened
