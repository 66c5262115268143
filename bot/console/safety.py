"""What every answer of the console carries so that browsers keep it safe, and the way to the log-in."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

NO_STORE = {"Cache-Control": "no-store"}

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: with it a form's Origin, which shows that it is ours, would be sent as `null`.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """For ``on_response_prepare``: also what goes wrong and what is streamed."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    # A style or script may be kept, but is asked for each time; anything else is somebody's.
    response.headers.setdefault("Cache-Control", "no-cache" if request.path.startswith("/static/") else "no-store")


def to_log_in(request: web.Request) -> web.Response:
    """On to the log-in, and back to this page afterwards."""
    wanted = request.path_qs if request.method == "GET" and request.path != "/" else ""
    where = f"/login?next={quote(wanted)}" if wanted else "/login"
    return web.Response(status=303, headers={"Location": where, **NO_STORE})


def safe_next(wanted: str) -> str:
    """A path of ours, whatever was asked for: no other host is ever a destination."""
    if not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or any(sign < " " for sign in wanted):
        return "/"
    return wanted if "\\" not in wanted else "/"
