"""The console's aiohttp application: the JSON API for providers and staff, its description, and health."""

from __future__ import annotations

from aiohttp import web

from bot.console import bookings, jobs, leave, people, reviews, series, tickets, visits
from bot.console.auth import TABLE, THROTTLE, with_caller
from bot.console.calls import table_of
from bot.console.endpoint import endpoint
from bot.console.openapi import document
from bot.console.throttle import Throttle
from bot.ports import Deps
from bot.web import DEPS, Probe, add_health, as_json, with_errors_in_words, with_request_id

MAX_BODY = 64 * 1024

ROUTES = (
    *visits.ROUTES, *leave.ROUTES, *bookings.ROUTES, *series.ROUTES, *reviews.ROUTES, *people.ROUTES, *jobs.ROUTES,
    *tickets.ROUTES,
)  # fmt: skip
"""Everything that can be asked of the API, and by whom."""

_ID = r"{id:[\w.:-]{1,64}}"


def create_app(deps: Deps, probe: Probe) -> web.Application:
    app = web.Application(client_max_size=MAX_BODY, middlewares=[with_request_id, with_errors_in_words, with_caller])
    app[DEPS] = deps
    app[TABLE] = dict(table_of(ROUTES))
    app[THROTTLE] = Throttle()
    for route in ROUTES:
        app.router.add_route(route.method, route.path.replace("{id}", _ID), endpoint(route))
    described = as_json(document(ROUTES))

    async def openapi(request: web.Request) -> web.Response:
        return web.Response(text=described, content_type="application/json")

    app.router.add_get("/api/openapi.json", openapi)
    add_health(app, probe)
    return app
