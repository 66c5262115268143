"""A conversation as a transcript tells it: what is true before, what the customer says, what must come of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from bot.dialogue.values import BookingDraft
from bot.domain.errors import InvalidData
from bot.domain.values import parse_duration
from bot.replay import fields
from bot.replay.moments import AnyMoment, ExactMoment
from bot.zh.say import NEED_WORDS

KINDS = ("text", "image", "voice", "video", "location", "sticker", "link")

CONFIRMATION = ":confirm"
"""How the contexts of questions end that want a yes."""

_BOOKING_FIELDS = (
    "service", "window", "duration_minutes", "address", "district", "phone", "contact_name", "area_sqm", "rooms",
    "special_needs", "quantities", "provider", "providers", "notes", "frequency", "kind", "state", "price_yuan",
)  # fmt: skip
_SERIES_FIELDS = (
    "service", "rrule", "at", "from", "until", "count", "exdate", "duration_minutes", "address", "phone", "area_sqm",
    "special_needs", "quantities", "provider", "fixed", "state",
)  # fmt: skip
_SURVEY_FIELDS = (
    "state", "scores", "average", "comment", "remark", "anonymous", "no_callback", "low",
)  # fmt: skip
_TICKET_FIELDS = ("type", "severity", "state", "category", "remedy", "service", "attachments", "contacts")
_DRAFT_FIELDS = tuple(field.name for field in dataclasses.fields(BookingDraft))


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _several(value: object) -> object:
    return [value] if isinstance(value, str | Mapping) else value


def _groups(value: object) -> object:
    """A list of lists; one list of words is one group."""
    plain = isinstance(value, list) and all(isinstance(part, str) for part in value)
    return [value] if plain else value


def _something(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    if not turns:
        raise ValueError("nobody says anything")
    return turns


def _known_kind(value: object) -> str:
    if value not in KINDS:
        raise ValueError(f"{value!r} is none of {', '.join(KINDS)}")
    return str(value)


def _need(value: object) -> str:
    if value not in NEED_WORDS:
        raise ValueError(f"{value!r} is no special need of the requirement schema")
    return str(value)


def _duration(value: object) -> timedelta:
    try:
        return parse_duration(str(value))
    except InvalidData as error:
        raise ValueError(str(error)) from error


def _booking(value: object) -> fields.Expected:
    return fields.check(value, _BOOKING_FIELDS)


def _series(value: object) -> fields.Expected:
    return fields.check(value, _SERIES_FIELDS)


def _survey(value: object) -> fields.Expected:
    return fields.check(value, _SURVEY_FIELDS)


def _ticket(value: object) -> fields.Expected:
    return fields.check(value, _TICKET_FIELDS)


def _draft(value: object) -> fields.Expected:
    return fields.check(value, _DRAFT_FIELDS)


Text = Annotated[str, Field(min_length=1)]
Words = Annotated[tuple[Text, ...], BeforeValidator(_several)]
Needs = Annotated[tuple[Annotated[str, PlainValidator(_need)], ...], BeforeValidator(_several)]
Quantities = dict[str, Annotated[int, Field(gt=0)]]
Minutes = Annotated[int, Field(gt=0, le=24 * 60)]


class Saying(Part):
    """One message or event of the customer's; a text alone is written without braces."""

    kind: Annotated[str, PlainValidator(_known_kind)] = "text"
    text: str = ""
    recognition: str | None = None
    label: str = ""
    latitude: float = 31.230416
    longitude: float = 121.473701
    title: str = "链接"
    description: str = ""
    url: str = "https://example.com/"
    event: str = ""
    key: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.kind == "text" and bool(self.text) == bool(self.event):
            raise ValueError("give a text, another kind, or an event with its key")
        return self

    @property
    def typed(self) -> str:
        """What the customer wrote or spoke."""
        return self.text or self.recognition or (self.label if self.kind == "location" else "")

    def __str__(self) -> str:
        if self.event:
            return f"[{self.event} {self.key}]".replace(" ]", "]")
        return self.text if self.kind == "text" else f"[{self.kind}{' ' if self.typed else ''}{self.typed}]"


def _saying(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class HandBack(Part):
    """What an agent has settled; ``heard``: what the customer wrote to her counts as well."""

    text: str = ""
    heard: bool = False


class AgentAct(Part):
    """An agent writes ``text``, takes the conversation over, or gives it back."""

    text: str = ""
    take_over: bool = False
    hand_back: HandBack | None = None


def _agent(said: object) -> object:
    """``take over`` and ``hand back`` by themselves; any other text is written to the customer."""
    match said:
        case "take over":
            return {"take_over": True}
        case "hand back":
            return {"hand_back": {}}
        case str():
            return {"text": said}
        case _:
            return said


class Turn(Part):
    """The customer says something, an agent does, or time goes by; and what is expected then."""

    customer: Annotated[tuple[Annotated[Saying, BeforeValidator(_saying)], ...], BeforeValidator(_several)] = ()
    wait: Annotated[timedelta, BeforeValidator(_duration)] | None = None
    agent: Annotated[AgentAct | None, BeforeValidator(_agent)] = None
    says: Words = ()
    says_one_of: Annotated[tuple[Words, ...], BeforeValidator(_groups)] = ()
    never: Words = ()
    asks: Words = ()
    holds: Annotated[fields.Expected, PlainValidator(_draft)] | None = None
    silent: bool = False
    script: Literal["simplified", "traditional"] | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if [bool(self.customer), self.wait is not None, self.agent is not None].count(True) != 1:
            raise ValueError("give one of customer, agent and wait")
        if self.silent and (self.says or self.says_one_of or self.never or self.script):
            raise ValueError("a silent turn has no words to look at")
        return self


class GivenCustomer(Part):
    name: str = ""
    phone: str = ""
    addresses: Words = ()


class GivenWork(Part):
    """What an order and a recurring order have in common; address and phone are the customer's where not given."""

    id: str = ""
    service: Text
    at: ExactMoment
    duration_minutes: Minutes | None = None
    area_sqm: Annotated[float, Field(gt=0)] | None = None
    rooms: str = ""
    special_needs: Needs = ()
    quantities: Quantities = Field(default_factory=dict)
    provider: str | None = None
    providers: Annotated[int, Field(gt=0, le=20)] = 1
    address: str = ""
    phone: str = ""
    contact_name: str = ""
    notes: str = ""


class GivenBooking(GivenWork):
    """``past``: a completed visit."""

    past: bool = False
    state: Literal["confirmed", "cancelled"] = "confirmed"
    score: Annotated[float, Field(ge=1, le=5)] | None = None


class GivenSeries(GivenWork):
    rrule: Annotated[str, Field(pattern=r"^FREQ=")]
    count: Annotated[int, Field(gt=0)] | None = None
    until: AnyMoment | None = None
    fixed: bool = False


class Taken(Part):
    """Somebody else has this provider at that time."""

    provider: Text
    at: ExactMoment
    duration_minutes: Minutes = 120


class Given(Part):
    """What is true before; by itself a customer whom nobody knows.

    ``survey_due``: the id of a past booking about which she has just been asked.
    """

    customer: GivenCustomer = GivenCustomer()
    bookings: tuple[GivenBooking, ...] = ()
    series: tuple[GivenSeries, ...] = ()
    taken: tuple[Taken, ...] = ()
    survey_due: str = ""

    @model_validator(mode="after")
    def _asks_about_a_past_visit(self) -> Self:
        past = [one.id for one in self.bookings if one.past]
        if self.survey_due and self.survey_due not in past:
            raise ValueError(f"survey_due: no past booking has the id {self.survey_due!r}")
        return self

    @model_validator(mode="after")
    def _orders_have_a_place(self) -> Self:
        for order in (*self.bookings, *self.series):
            if not (order.address or self.customer.addresses) or not (order.phone or self.customer.phone):
                raise ValueError("each order needs an address and a phone, its own or the customer's")
        return self


class Profile(Part):
    """What is stored of her; ``address``: the one used last."""

    name: str | None = None
    phone: str | None = None
    address: str | None = None


class Ends(Part):
    """The state at the end: only what is named is looked at.

    ``bookings``: the upcoming confirmed orders in time order, all of them but the visits of series. ``visits``: the
    next visits of her series, as many as are named. ``cancelled``: how many orders; a given cancelled one counts.
    ``survey``: that of ``survey_due``.
    ``tickets``: all of hers, the oldest first; ``service`` is that of the visit it is about, ``attachments`` how many.
    """

    bookings: tuple[Annotated[fields.Expected, PlainValidator(_booking)], ...] | None = None
    visits: tuple[Annotated[fields.Expected, PlainValidator(_booking)], ...] | None = None
    cancelled: Annotated[int, Field(ge=0)] | None = None
    series: tuple[Annotated[fields.Expected, PlainValidator(_series)], ...] | None = None
    tickets: tuple[Annotated[fields.Expected, PlainValidator(_ticket)], ...] | None = None
    waitlist: Annotated[int, Field(ge=0)] | None = None
    survey: Annotated[fields.Expected, PlainValidator(_survey)] | None = None
    mode: Literal["bot", "queued", "agent"] | None = None
    profile: Profile | None = None
    draft: Literal["none", "open"] | None = None


class Conversation(Part):
    name: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    about: Annotated[tuple[int, ...], BeforeValidator(_several)] = ()
    variety: Annotated[Text, Field(alias="register")] = "口语"
    """Of the language she writes: 口语, 粤语, 书面, …"""
    begins: ExactMoment | None = None
    given: Given = Given()
    talk: Annotated[tuple[Turn, ...], AfterValidator(_something)]
    answers: dict[str, Words] | None = None
    ends: Ends = Ends()

    @property
    def moves_the_clock(self) -> bool:
        return self.begins is not None or any(turn.wait is not None for turn in self.talk)

    @property
    def needs_the_company_alone(self) -> bool:
        """Whether it leans on a certain provider's time, which another conversation could take meanwhile."""
        named = [one.provider for one in (*self.given.bookings, *self.given.series) if one.provider]
        return bool(named or self.given.taken)

    def answer_to(self, asked: str, before: int) -> str | None:
        """What she answers to an open question that she has answered ``before`` times already; ``None``: nothing.

        Several answers are given one after the other, one alone as often as it is asked for.
        """
        answers = self.answers or {}
        texts = answers.get(asked)
        if texts is None and CONFIRMATION in asked:
            texts = answers.get("yes", ("好的",))
        if not texts:
            return None
        if len(texts) == 1:
            return texts[0]
        return texts[before] if before < len(texts) else None
