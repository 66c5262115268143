"""What goes wrong is told in JSON, whatever it is, and no more of it than a caller may know."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.domain.errors import (
    HoldExpired,
    IllegalTransition,
    InvalidData,
    NoProviderAvailable,
    NotFound,
    PastWindow,
    StoreBusy,
    WindowTaken,
)
from bot.web import with_errors_in_words


async def _told(error: Exception) -> tuple[int, dict[str, str], str | None]:
    async def handler(request: web.Request) -> web.Response:
        raise error

    app = web.Application(middlewares=[with_errors_in_words])
    app.router.add_get("/", handler)
    async with TestClient(TestServer(app)) as client, client.get("/") as answer:
        return answer.status, await answer.json(), answer.headers.get("Retry-After")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidData, 400), (NotFound, 404), (WindowTaken, 409), (NoProviderAvailable, 409), (IllegalTransition, 409),
        (HoldExpired, 409), (PastWindow, 409),
    ],
)  # fmt: skip
async def test_what_the_business_refuses_is_said_in_its_own_words(error: type[InvalidData], status: int):
    assert await _told(error("booking bk_1 has begun")) == (
        status, {"error": error.code, "message": "booking bk_1 has begun"}, None,
    )  # fmt: skip


async def test_a_busy_database_asks_to_try_again_and_tells_nothing_of_itself():
    status, said, retry_after = await _told(StoreBusy("no connection to db.internal:5432"))
    assert (status, said["error"], retry_after) == (503, "store_busy", "1")
    assert "internal" not in said["message"]


async def test_a_mistake_of_ours_tells_nothing_of_itself():
    status, said, _ = await _told(ValueError("password=hunter2"))
    assert (status, said["error"]) == (500, "unexpected")
    assert "hunter2" not in said["message"]
