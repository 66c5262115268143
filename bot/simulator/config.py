"""What the simulated account is and where its limits lie: one frozen configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Literal

Mode = Literal["plain", "compat", "safe"]
Account = Literal["service", "subscription"]
Opening = Literal["message", "menu", "follow", "scan"]


@dataclass(frozen=True)
class Quota:
    """How many custom messages one action of a customer buys, and for how long."""

    count: int
    valid_for: timedelta


DEFAULT_QUOTAS: Mapping[Opening, Quota] = MappingProxyType(
    {
        "message": Quota(5, timedelta(hours=48)),
        "menu": Quota(3, timedelta(minutes=1)),
        "follow": Quota(3, timedelta(minutes=1)),
        "scan": Quota(3, timedelta(minutes=1)),
    }
)

DEFAULT_DAILY_QUOTAS: Mapping[str, int] = MappingProxyType(
    {
        "/cgi-bin/token": 2_000,
        "/cgi-bin/stable_token": 500_000,
        "/cgi-bin/message/custom/send": 500_000,
        "/cgi-bin/message/template/send": 100_000,
        "/cgi-bin/menu/create": 1_000,
        "/cgi-bin/menu/get": 10_000,
        "/cgi-bin/menu/delete": 1_000,
        "/cgi-bin/media/upload": 100_000,
        "/cgi-bin/media/get": 200_000,
        "/cgi-bin/qrcode/create": 100_000,
        "/cgi-bin/user/info": 5_000_000,
    }
)


@dataclass(frozen=True)
class Seed:
    """A follower who is there from the start."""

    openid: str
    name: str


@dataclass(frozen=True)
class NoticeTemplate:
    """A template of the account: what the card is called and what its fields mean."""

    template_id: str
    title: str
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SimulatorConfig:
    """``push_deadline`` is real seconds; tests shorten it. Every other limit follows the virtual clock.

    Without ``templates`` any well-formed template id is accepted.
    """

    app_id: str
    app_secret: str
    original_id: str
    token: str
    aes_key: str
    callback_url: str
    mode: Mode = "safe"
    account: Account = "service"
    account_name: str = "家政服务号"
    max_pushes: int = 3
    push_deadline: float = 5.0
    quotas: Mapping[Opening, Quota] = field(default_factory=lambda: DEFAULT_QUOTAS)
    daily_quotas: Mapping[str, int] = field(default_factory=lambda: DEFAULT_DAILY_QUOTAS)
    token_lifetime: timedelta = timedelta(seconds=7200)
    token_grace: timedelta = timedelta(minutes=5)
    send_seconds: float = 0.02
    bizsend_tells_msgid: bool = False
    templates: tuple[NoticeTemplate, ...] = ()
    customers: tuple[Seed, ...] = ()

    @property
    def retry_pause(self) -> float:
        """Real seconds between a push refused at once and the next one."""
        return self.push_deadline / 5

    def template(self, template_id: str) -> NoticeTemplate | None:
        return next((known for known in self.templates if known.template_id == template_id), None)
