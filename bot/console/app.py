"""The console's aiohttp application: pages for agents, the JSON API beneath them, its description, and health."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from bot.console import (
    bookings,
    call_list,
    conversations,
    figures,
    jobs,
    leave,
    live,
    misses,
    new_bookings,
    people,
    quick_replies,
    reveal,
    reviews,
    series,
    tickets,
    visits,
)
from bot.console.auth import COOKIE, PAGE_ROLES, TABLE, THROTTLE, with_caller
from bot.console.calls import table_of
from bot.console.endpoint import endpoint
from bot.console.hub import Hub
from bot.console.openapi import document
from bot.console.pages.doors import DOORKEEPER, SECURE, Doorkeeper, show_log_in, take_log_in, take_log_out
from bot.console.pages.rendering import Templates
from bot.console.pages.served import NAVIGATION, ROUNDS, TEMPLATES, page_endpoint, with_refusals_as_pages
from bot.console.pages.table import PAGES
from bot.console.rounds import Rounds
from bot.console.safety import add_headers
from bot.console.throttle import Throttle
from bot.ports import Deps
from bot.web import DEPS, Probe, add_health, as_json, with_errors_in_words, with_request_id

MAX_BODY = 64 * 1024
STATIC = Path(__file__).resolve().parent / "static"

ROUTES = (
    *visits.ROUTES, *leave.ROUTES, *bookings.ROUTES, *series.ROUTES, *reviews.ROUTES, *people.ROUTES, *jobs.ROUTES,
    *reveal.ROUTES, *new_bookings.ROUTES, *call_list.ROUTES, *quick_replies.ROUTES,
    *conversations.ROUTES, *live.ROUTES, *tickets.ROUTES, *misses.ROUTES, *figures.ROUTES,
)  # fmt: skip
"""Everything that can be asked of the API, and by whom."""

_ID = r"{id:[\w.:-]{1,64}}"


def create_app(deps: Deps, probe: Probe, *, secure_cookie: bool = False, heartbeat: float = 15) -> web.Application:
    """``secure_cookie``: browsers send it over HTTPS alone, as they must wherever others can listen.

    ``heartbeat``: so many seconds apart an open live feed says that it is there.
    """
    middlewares = [with_request_id, with_refusals_as_pages, with_errors_in_words, with_caller]
    app = web.Application(client_max_size=MAX_BODY, middlewares=middlewares)
    app.on_response_prepare.append(add_headers)
    app[DEPS] = deps
    app[TABLE] = dict(table_of(ROUTES))
    app[THROTTLE] = Throttle()
    app[live.HUB], app[live.HEARTBEAT] = Hub(deps), heartbeat
    app[COOKIE] = "__Host-console" if secure_cookie else "console"
    for route in ROUTES:
        app.router.add_route(route.method, route.path.replace("{id}", _ID), route.streams or endpoint(route))
    described = as_json(document(ROUTES))

    async def openapi(request: web.Request) -> web.Response:
        return web.Response(text=described, content_type="application/json")

    app.router.add_get("/api/openapi.json", openapi)
    _add_pages(app, deps, secure_cookie)
    add_health(app, probe)
    return app


def _add_pages(app: web.Application, deps: Deps, secure_cookie: bool) -> None:
    app[PAGE_ROLES] = {(page.method, page.path): page.roles for page in PAGES}
    app[ROUNDS] = Rounds()
    app[TEMPLATES] = Templates(deps.zone)
    app[NAVIGATION] = tuple(sorted((page for page in PAGES if page.nav), key=lambda page: page.place))
    app[DOORKEEPER] = Doorkeeper()
    app[SECURE] = secure_cookie
    for page in PAGES:
        app.router.add_route(page.method, page.path.replace("{id}", _ID), page_endpoint(page))
    app.router.add_route("GET", "/login", show_log_in)
    app.router.add_route("POST", "/login", take_log_in)
    app.router.add_route("POST", "/logout", take_log_out)
    app.router.add_static("/static", STATIC)
