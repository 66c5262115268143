"""Starts a simulator and its callback on free ports."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.integration.simulator.harness import Started, starting


@pytest.fixture
async def start() -> AsyncIterator[Started]:
    async with starting() as begin:
        yield begin
