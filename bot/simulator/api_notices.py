"""Template messages and subscription notices, with their result events."""

from __future__ import annotations

import re
from datetime import timedelta

from aiohttp import web

from bot.simulator.api import (
    PLATFORM,
    answer,
    need_service_account,
    now_of,
    read_object,
)
from bot.simulator.customers import Customer
from bot.simulator.errors import ApiError
from bot.simulator.fields import check_notice_values, displayed, values_of
from bot.simulator.journal import Content, Way
from bot.simulator.notice_log import NOTICE_LOG
from bot.simulator.platform import Platform
from bot.simulator.wire import Fields

REMEMBERED_FOR = timedelta(minutes=10)
TEMPLATE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
JOB_STATUS = {None: "success", "user_block": "failed:user block", "system_failed": "failed: system failed"}


async def send_template(request: web.Request) -> web.StreamResponse:
    need_service_account(request)
    platform, log = request.app[PLATFORM], request.app[NOTICE_LOG]
    body = await read_object(request)
    customer = platform.customers.addressed(body.get("touser"))
    template_id = _template_id(platform, body)
    values = values_of(body.get("data"))
    if not customer.follows:
        raise ApiError(43004, "require subscribe")
    now = now_of(request)
    client_msg_id = str(body.get("client_msg_id") or "")
    known = log.sent_within(client_msg_id, now, REMEMBERED_FOR)
    if known is not None:
        return answer({"errcode": 0, "errmsg": "ok", "msgid": known})
    job_id = platform.next_job_id()
    log.remember(client_msg_id, job_id, now)
    status = JOB_STATUS[platform.faults.word("template_status")]
    if status == "success":
        _show(platform, customer, template_id, displayed(values), "template", str(body.get("url") or ""))
    platform.push_event(customer, "TEMPLATESENDJOBFINISH", {"MsgID": job_id, "Status": status}, note=None)
    return answer({"errcode": 0, "errmsg": "ok", "msgid": job_id})


async def send_notice(request: web.Request) -> web.StreamResponse:
    need_service_account(request)
    platform = request.app[PLATFORM]
    body = await read_object(request)
    customer = platform.customers.addressed(body.get("touser"))
    template_id = _template_id(platform, body)
    values = values_of(body.get("data"))
    check_notice_values(values)
    if customer.consents.get(template_id, 0) < 1:
        raise ApiError(43101, "user refuse to accept the msg")
    customer.consents[template_id] -= 1
    job_id = platform.next_job_id()
    _show(platform, customer, template_id, values, "notice", str(body.get("page") or ""))
    result: Fields = {"TemplateId": template_id, "MsgID": job_id, "ErrorCode": 0, "ErrorStatus": "success"}
    container: Fields = {"SubscribeMsgSentEvent": {"List": [result]}}
    platform.push_event(customer, "subscribe_msg_sent_event", container, note=None)
    told = {"msgid": job_id} if platform.config.bizsend_tells_msgid else {}
    return answer({"errcode": 0, "errmsg": "ok", **told})


def _template_id(platform: Platform, body: dict[str, object]) -> str:
    """40036 malformed, 40037 not one of the account's templates (any is, if none are configured)."""
    template_id = body.get("template_id")
    if not isinstance(template_id, str) or not TEMPLATE_ID.fullmatch(template_id):
        raise ApiError(40036, "invalid template_id size")
    if platform.config.templates and platform.config.template(template_id) is None:
        raise ApiError(40037, "invalid template_id")
    return template_id


def _show(platform: Platform, customer: Customer, template_id: str, values: dict[str, str], way: Way, url: str) -> None:
    template = platform.config.template(template_id)
    title = template.title if template else ("服务通知" if way == "template" else "订阅通知")
    labels = template.labels if template else {}
    lines = [{"key": key, "label": labels.get(key, key), "value": value} for key, value in values.items()]
    text = "\n".join([title, *(f"{line['label']}：{line['value']}" for line in lines)])
    extra = {"title": title, "template_id": template_id, "lines": lines, "url": url}
    platform.journal.write(customer.openid, platform.clock.now(), "out", Content("card", text, extra=extra), way=way)


ROUTES = [
    web.post("/cgi-bin/message/template/send", send_template),
    web.post("/cgi-bin/message/subscribe/bizsend", send_notice),
]
