"""The bare twin of the callback: aiohttp and wechatpy, which acknowledge every signed push and do nothing else."""

from __future__ import annotations

import sys

from aiohttp import web
from wechatpy import parse_message
from wechatpy.utils import check_signature


async def callback(request: web.Request) -> web.Response:
    query = request.query
    check_signature(request.app["token"], query["signature"], query["timestamp"], query["nonce"])
    parse_message(await request.read())
    return web.Response(text="success")


def main() -> None:
    app = web.Application()
    app["token"] = sys.argv[2]
    app.router.add_post("/wechat/callback", callback)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)


if __name__ == "__main__":
    main()
