"""The platform's state, and what customers do to it: write, tap, follow, scan, consent."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.simulator.clock import VirtualClock
from bot.simulator.config import Opening, SimulatorConfig
from bot.simulator.customers import Customer, Customers
from bot.simulator.errors import ApiError, ScriptError
from bot.simulator.faults import Faults
from bot.simulator.inbound import Stored, compose
from bot.simulator.journal import Choice, Content, Feed, Journal
from bot.simulator.media import MediaStore
from bot.simulator.menu import find_button
from bot.simulator.push import Push, PushEngine, Settled
from bot.simulator.tokens import Tokens
from bot.simulator.wire import Value

# Real ids exceed 2^53, so receivers that read them as floats are found out.
FIRST_MSG_ID = 7_250_021_412_600_020_992
QUOTA_EVENTS: Mapping[str, Opening] = {
    "CLICK": "menu",
    "scancode_push": "menu",
    "scancode_waitmsg": "menu",
    "SCAN": "scan",
    "subscribe": "follow",
}
MENU_EVENTS = (
    "CLICK",
    "VIEW",
    "view_miniprogram",
    "scancode_push",
    "scancode_waitmsg",
    "pic_sysphoto",
    "pic_photo_or_album",
    "pic_weixin",
    "location_select",
)
SILENT_EVENTS = ("unsubscribe", "VIEW", "view_miniprogram", "LOCATION")


class Platform:
    def __init__(
        self,
        config: SimulatorConfig,
        clock: VirtualClock,
        faults: Faults,
        journal: Journal,
        feed: Feed,
        engine: PushEngine,
    ) -> None:
        self.config = config
        self.clock = clock
        self.faults = faults
        self.journal = journal
        self.feed = feed
        self.engine = engine
        self.customers = Customers()
        self.tokens = Tokens(config.token_lifetime, config.token_grace)
        self.media = MediaStore()
        self.buttons: list[dict[str, object]] = []
        self.scenes: dict[str, str] = {}
        self._msg_ids = itertools.count(FIRST_MSG_ID + secrets.randbelow(10**9))
        self._job_ids = itertools.count(200_000_001)
        self._used_ids: list[tuple[str, str]] = []
        self._calls: Counter[tuple[str, str]] = Counter()
        for seed in config.customers:
            self.customers.add(seed.name, clock.now(), openid=seed.openid)

    def count_call(self, path: str) -> None:
        """45009 once the daily quota of an endpoint is used up (days of the account's zone matter little here: UTC)."""
        key = (path, self.clock.now().date().isoformat())
        limit = self.config.daily_quotas.get(path)
        if limit is not None and self._calls[key] >= limit:
            raise ApiError(45009, "reach max api daily quota limit")
        self._calls[key] += 1

    def next_job_id(self) -> int:
        return next(self._job_ids)

    def write_message(
        self, customer: Customer, body: Mapping[str, object], base_url: str
    ) -> tuple[str, asyncio.Task[Settled]]:
        """A message of any kind; returns its MsgId and the push under way."""
        written = compose(body, lambda kind: self._store(kind, base_url), self.faults.word("recognition"))
        fields = dict(written.fields)
        if written.msg_type == "text" and self.faults.is_on("control_characters"):
            fields["Content"] = f"{fields['Content']}\x08]]>\x1f"
        msg_type = "hologram" if self.faults.is_on("unknown_msg_type") else written.msg_type
        return self._push_message(customer, msg_type, fields, written.content, "message")

    def tap(self, customer: Customer, bubble_id: int, item_id: str) -> tuple[str, asyncio.Task[Settled]]:
        """A tap on an item of a bubble the customer has, however old: comes back as text."""
        entry = self.journal.entry(bubble_id)
        if entry is None or entry.openid != customer.openid:
            raise ScriptError(f"no bubble {bubble_id}", 404)
        choice: Choice | None = next((one for one in entry.content.choices if one.id == item_id), None)
        if choice is None:
            raise ScriptError(f"no item {item_id!r} in bubble {bubble_id}", 404)
        fields: dict[str, Value] = {"Content": choice.content, "bizmsgmenuid": choice.id}
        return self._push_message(customer, "text", fields, Content("text", choice.content), "menu")

    def follow(self, customer: Customer, scene: str = "") -> asyncio.Task[Settled]:
        now = self.clock.now()
        customer.follow(now, scene)
        fields: dict[str, Value] = {"EventKey": f"qrscene_{scene}" if scene else ""}
        if scene:
            fields["Ticket"] = self.scenes.get(scene) or secrets.token_urlsafe(48)
            customer.act("scan", self.config.quotas, now)
        return self.push_event(
            customer, "subscribe", fields, note="关注了公众号" + (f"（扫码 {scene}）" if scene else "")
        )

    def unfollow(self, customer: Customer) -> asyncio.Task[Settled]:
        customer.unfollow()
        return self.push_event(customer, "unsubscribe", {"EventKey": ""}, note="取消关注了公众号")

    def scan(self, customer: Customer, scene: str) -> asyncio.Task[Settled]:
        if not customer.follows:
            return self.follow(customer, scene)
        ticket = self.scenes.get(scene) or secrets.token_urlsafe(48)
        return self.push_event(customer, "SCAN", {"EventKey": scene, "Ticket": ticket}, note=f"扫描了二维码 {scene}")

    def other_event(self, customer: Customer, event: str, key: str, more: Mapping[str, Value]) -> asyncio.Task[Settled]:
        """A tap in the custom menu bar, or any event of the platform's own (``more`` are its further elements)."""
        fields: dict[str, Value] = {"EventKey": key} if key else {}
        fields |= more
        if event not in MENU_EVENTS:
            return self.push_event(customer, event, fields, note=None)
        name = find_button(self.buttons, event, key) or key
        if event in ("VIEW", "view_miniprogram"):
            fields["MenuId"] = "402122383"
        return self.push_event(customer, event, fields, note=f"点击菜单「{name}」")

    def consent(
        self, customer: Customer, items: Sequence[tuple[str, str]], *, in_settings: bool
    ) -> asyncio.Task[Settled]:
        """Answers in the popup (each accept allows one send), or a withdrawal in the settings (reject only)."""
        for template_id, status in items:
            customer.consents[template_id] = customer.consents.get(template_id, 0) + 1 if status == "accept" else 0
        event = "change" if in_settings else "popup"
        rows: list[dict[str, Value]] = [
            {"TemplateId": template_id, "SubscribeStatusString": status} | ({} if in_settings else {"PopupScene": 1})
            for template_id, status in items
        ]
        words = "、".join(f"{'同意' if status == 'accept' else '拒绝'} {template_id}" for template_id, status in items)
        container: dict[str, Value] = {f"SubscribeMsg{event.capitalize()}Event": {"List": rows}}
        return self.push_event(customer, f"subscribe_msg_{event}_event", container, note=f"订阅通知：{words}")

    def push_event(
        self, customer: Customer, event: str, fields: Mapping[str, Value], *, note: str | None
    ) -> asyncio.Task[Settled]:
        """``note`` is the grey line of something the customer did; without one it is the platform's own report."""
        now = self.clock.now()
        opening = QUOTA_EVENTS.get(event)
        if note is not None:
            customer.act(opening if customer.follows else None, self.config.quotas, now)
            self.journal.write(customer.openid, now, "in", Content("event", note, extra={"event": event}))
        second = int(now.timestamp())
        if self.faults.is_on("same_second_events") and customer.last_event_second is not None:
            second = customer.last_event_second
        customer.last_event_second = second
        body: dict[str, Value] = {"CreateTime": second, "MsgType": "event", "Event": event, **fields}
        answerable = note is not None and event not in SILENT_EVENTS and not event.startswith("subscribe_msg")
        return self.engine.start(Push(customer.openid, event, body, answerable=answerable))

    def medium_bytes(self, media_id: str) -> tuple[str, bytes]:
        medium = self.media.get(media_id, self.clock.now())
        return medium.content_type, medium.data

    def _push_message(
        self,
        customer: Customer,
        msg_type: str,
        fields: Mapping[str, Value],
        content: Content,
        opening: Opening,
    ) -> tuple[str, asyncio.Task[Settled]]:
        if not customer.follows:
            raise ScriptError(f"customer {customer.openid} does not follow the account", 409)
        now: datetime = self.clock.now()
        msg_id = self._new_msg_id(customer.openid)
        customer.act(opening, self.config.quotas, now)
        self.journal.write(customer.openid, now, "in", content, msg_id=msg_id)
        head: dict[str, Value] = {"CreateTime": int(now.timestamp()), "MsgType": msg_type}
        body: dict[str, Value] = {**head, **fields, "MsgId": int(msg_id)}
        return msg_id, self.engine.start(Push(customer.openid, msg_type, body, msg_id))

    def _new_msg_id(self, openid: str) -> str:
        """With the fault on: an id another customer has already used and this one has not."""
        mine = {msg_id for owner, msg_id in self._used_ids if owner == openid}
        others = [msg_id for owner, msg_id in self._used_ids if owner != openid and msg_id not in mine]
        msg_id = others[-1] if self.faults.is_on("equal_msg_ids") and others else str(next(self._msg_ids))
        self._used_ids = [*self._used_ids[-200:], (openid, msg_id)]
        return msg_id

    def _store(self, kind: str, base_url: str) -> Stored:
        now = self.clock.now()
        first = self.media.put_sample("image" if kind == "image" else "voice" if kind == "voice" else "video", now)
        second = self.media.put_sample("image" if kind == "video" else "voice", now)
        return Stored(first.media_id, second.media_id, f"{base_url}/sim/media/{first.media_id}")
