"""From a request to a page: the table's handlers, the navigation, and refusals as pages."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.console.auth import CALLER, CSRF, IN_BACKGROUND, is_of_api
from bot.console.pages.page import GoTo, Page, PageCall
from bot.console.pages.rendering import Templates
from bot.console.rounds import Round, Rounds
from bot.console.safety import NO_STORE
from bot.domain.access import Token
from bot.web import DEPS, Handler

ROUNDS = web.AppKey("rounds", Rounds)
TEMPLATES = web.AppKey("templates", Templates)
NAVIGATION: web.AppKey[tuple[Page, ...]] = web.AppKey("navigation", tuple)

_MACHINES = frozenset({"/healthz", "/readyz"})

_WORDS = {
    400: ("这一页打不开", "地址里有看不懂的内容，请从左边的导航重新进入。"),
    401: ("请先登录", "登录已经结束，请重新登录。"),
    403: ("没有权限", "您的角色看不了这一页。需要的话请找主管或管理员。"),
    404: ("没有这一页", "可能已经删除，或地址不对。"),
    405: ("没有这一页", "可能已经删除，或地址不对。"),
    429: ("请稍等", "尝试太频繁，请过一会儿再试。"),
    503: ("系统正忙", "请过几秒刷新一次。"),
}
_BROKEN = ("出了点问题", "已经记下来了，请刷新一次；还不行请联系管理员。")


def page_endpoint(page: Page) -> Handler:
    """What aiohttp calls for a page."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if IN_BACKGROUND not in request.headers:
            return await show(request, Round())
        async with request.app[ROUNDS].joined() as together:
            return await show(request, together)

    async def show(request: web.Request, together: Round) -> web.StreamResponse:
        deps = request.app[DEPS]
        given = request.query if page.method == "GET" else await request.post()
        query = {name: value for name, value in given.items() if isinstance(value, str)}
        async with deps.uow(reads_only=True) as uow:
            call = PageCall(deps, uow, request[CALLER], query, request.match_info.get("id", ""), together)
            shown = await page.handler(call)
        if isinstance(shown, GoTo):
            return web.Response(status=303, headers={"Location": shown.path, **NO_STORE})
        return html(request, shown.template, page.path, **shown.values)

    return handle


def html(request: web.Request, template: str, path: str = "", status: int = 200, **values: Any) -> web.Response:
    """A page for the caller; ``path`` is its place in the navigation."""
    caller: Token | None = request.get(CALLER)
    navigation = request.app[NAVIGATION]
    text = request.app[TEMPLATES].render(
        template,
        caller=caller,
        csrf=request.get(CSRF, ""),
        now=request.app[DEPS].clock.now(),
        navigation=[page for page in navigation if caller is not None and caller.role in page.roles],
        here=path,
        **values,
    )
    return web.Response(text=text, content_type="text/html", status=status, headers=NO_STORE)


@web.middleware
async def with_refusals_as_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A refusal in words is for programs; people get a page that says what to do."""
    answer = await handler(request)
    is_page = not is_of_api(request) and request.path not in _MACHINES
    if answer.status < 400 or not is_page or answer.content_type != "application/json":
        return answer
    title, words = _WORDS.get(answer.status, _BROKEN)
    return html(request, "refused.html", status=answer.status, title=title, words=words)
