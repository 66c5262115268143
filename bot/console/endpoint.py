"""From an HTTP request to a call of a handler and back, once for each idempotency key (R12)."""

from __future__ import annotations

import asyncio
import hashlib
import re
from dataclasses import dataclass
from typing import Any, TypeVar, get_origin

from aiohttp import web
from pydantic import ValidationError

from bot.console.auth import CALLER, CSRF
from bot.console.calls import Call, Route
from bot.console.covering import covered
from bot.console.fields import Body, Query, sentence_of
from bot.domain.access import Token
from bot.domain.errors import DomainError, InvalidData, StoreBusy
from bot.ports import Deps, UnitOfWork
from bot.usecases.conversation import CONSOLE, INBOX, OUTBOX
from bot.web import DEPS, Handler, as_json, refusal

Q = TypeVar("Q", bound=Query)

_KEY = re.compile(r"[\x21-\x7e]{1,128}")
_TRIES = 3
_PAUSE = 0.05


def endpoint(route: Route) -> Handler:
    """What aiohttp calls for a route."""

    async def handle(request: web.Request) -> web.StreamResponse:
        given, raw = await _given(route, request)
        key = _key_of(request) if route.changes else None
        call_id = request.match_info.get("id", "")
        fingerprint = hashlib.sha256(f"{route.method} {request.path}\n{raw}".encode()).hexdigest()
        delivery = _Delivery(request.app[DEPS], route, request[CALLER], given, call_id, key, fingerprint)
        answer = await delivery.answered()
        if answer is None:
            return refusal(422, "key_used", "Idempotency-Key: it was used for another call")
        if route.changes:
            for topic in (OUTBOX, INBOX, CONSOLE):
                await delivery.deps.feed.publish(topic)
        if CSRF in request and not route.reveals:
            answer = covered(answer)
        return web.json_response(answer, dumps=as_json)

    return handle


@dataclass(frozen=True, slots=True)
class _Delivery:
    """One delivery of a call; ``fingerprint`` tells it from others under the same key."""

    deps: Deps
    route: Route
    caller: Token
    given: Body | Query
    call_id: str
    key: str | None
    fingerprint: str

    async def answered(self) -> Any | None:
        """The first answer under the key where there is one; ``None`` where the key belongs to another call."""
        for tried in range(1, _TRIES):
            try:
                return await self._once()
            except StoreBusy:
                # Somebody has changed the same meanwhile; read anew, it may well go now.
                await asyncio.sleep(_PAUSE * tried)
        return await self._once()

    async def _once(self) -> Any | None:
        try:
            async with self.deps.uow(reads_only=not self._commits) as uow:
                first = await self._first(uow)
                return await self._work(uow) if first is None else self._known(first)
        except DomainError:
            # What stands in the way may be the same call, delivered a moment before.
            async with self.deps.uow(reads_only=True) as uow:
                first = await self._first(uow)
            if first is None:
                raise
            return self._known(first)

    async def _work(self, uow: UnitOfWork) -> Any:
        call = Call(self.deps, uow, self.caller, self.given, self.call_id)
        answer = (await self.route.handler(call)).model_dump(mode="json")
        if self._commits:
            # What was revealed is not kept: shown twice it is noted twice.
            if self.key is not None and not self.route.reveals:
                result = {"call": self.fingerprint, "answer": answer}
                await uow.results.put(self._stored, result, self.deps.clock.now())
            await uow.commit()
        return answer

    async def _first(self, uow: UnitOfWork) -> Any | None:
        return None if self.key is None else await uow.results.get(self._stored)

    def _known(self, first: Any) -> Any | None:
        return first["answer"] if first["call"] == self.fingerprint else None

    @property
    def _commits(self) -> bool:
        return self.route.changes or self.route.reveals

    @property
    def _stored(self) -> str:
        return f"api:{self.caller.actor}:{self.key}"


def _key_of(request: web.Request) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise InvalidData("Idempotency-Key: give 1 to 128 letters, digits and signs, no spaces")
    return key


def query_of(model: type[Q], request: web.Request) -> Q:
    """The query string of a request."""
    try:
        return model.model_validate(_query_values(model, request))
    except ValidationError as error:
        raise InvalidData(sentence_of(error)) from error


async def _given(route: Route, request: web.Request) -> tuple[Body | Query, str]:
    """What was given, and as it was written."""
    if issubclass(route.given, Query):
        values = _query_values(route.given, request)
        raw = as_json(values)
    elif request.query:
        raise InvalidData(f"{next(iter(request.query))}: is not known here")
    else:
        try:
            raw = (await request.read()).decode() or "{}"
        except UnicodeDecodeError as error:
            raise InvalidData("the body is not UTF-8") from error
    try:
        if issubclass(route.given, Query):
            return route.given.model_validate(values), raw
        return route.given.model_validate_json(raw), raw
    except ValidationError as error:
        raise InvalidData(sentence_of(error)) from error


def _query_values(model: type[Query], request: web.Request) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in request.query:
        given = request.query.getall(name)
        if _is_list(model, name):
            values[name] = given
        elif len(given) > 1:
            raise InvalidData(f"{name}: is given {len(given)} times")
        else:
            values[name] = given[0]
    return values


def _is_list(model: type[Query], name: str) -> bool:
    by_name = {field.alias or own: field for own, field in model.model_fields.items()}
    return name in by_name and get_origin(by_name[name].annotation) is tuple
