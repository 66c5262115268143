"""会话: the inbox with its queue, and one conversation beside its customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from bot.console import conversations
from bot.console.conversation_answer import ConversationAnswer, Inbox, MessageAnswer, NoteAnswer
from bot.console.fields import sentence_of
from bot.console.pages import customer_card
from bot.console.pages.page import GoTo, Page, PageCall, Shown
from bot.console.quick_replies import quick_replies_of
from bot.console.reveal import MESSAGES, known_addresses
from bot.domain.access import STAFF
from bot.domain.conversation import Mode
from bot.domain.errors import InvalidData
from bot.usecases.policies import policies_in

FIRST_REPLY = timedelta(minutes=5)
"""Who waits for a person longer than this has waited too long."""

_FILTERS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "": ("全部", {}),
    "queued": ("排队", {"mode": (Mode.QUEUED,)}),
    "mine": ("我的", {"mine": True}),
    "agent": ("人工", {"mode": (Mode.AGENT,)}),
    "waiting": ("没回", {"waiting": True}),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a conversation in its place: a message, or a note of colleagues."""

    at: datetime
    message: MessageAnswer | None = None
    note: NoteAnswer | None = None


async def inbox_page(call: PageCall) -> Shown:
    return Shown("conversations.html", {**await _inbox(call), "searched": "nobody" in call.query})


async def _inbox(call: PageCall) -> dict[str, Any]:
    chosen = call.query.get("show", "")
    chosen = chosen if chosen in _FILTERS else ""
    asked = conversations.InboxAsked(**_FILTERS[chosen][1])
    inbox: Inbox = await conversations.list_conversations(call.api(asked))
    return {
        "inbox": inbox,
        "chosen": chosen,
        "filters": [(name, words) for name, (words, _) in _FILTERS.items()],
        "promise": FIRST_REPLY,
        "round": call.round,
        "whose": call.caller.subject if asked.mine else "",
        "searched": False,
    }


async def search_conversations(call: PageCall) -> GoTo:
    """By the customer's phone or openid."""
    searched = call.query.get("q", "").strip()
    if not searched:
        return GoTo("/conversations")
    known = await call.uow.customers.by_openid(searched)
    for customer in [known] if known else await call.uow.customers.by_phone(searched):
        conversation = await call.uow.conversations.by_openid(customer.openid)
        if conversation is not None:
            return GoTo(f"/conversations/{conversation.id}")
    return GoTo("/conversations?nobody")


async def conversation_page(call: PageCall) -> Shown:
    before = call.query.get("before")
    conversation, rest = await _page_of(call, before)
    first = conversation.messages[0].id if conversation.messages else None
    queue = list((await call.deps.views.standing()).queue)
    customer = await call.uow.customers.get(conversation.customer_id)
    values = {
        **await _inbox(call),
        **await customer_card.values_of(call, conversation.customer_id),
        "conversation": conversation,
        "addresses": known_addresses(customer, (one.understood for one in conversation.messages), conversation.draft),
        "lines": _lines(conversation.messages, _notes_beside(conversation, rest, before)),
        "before": before,
        "earlier": first if rest else None,
        "place": queue.index(conversation.id) + 1 if conversation.id in queue else None,
        "mine": conversation.mode == Mode.AGENT.value and conversation.agent == call.caller.subject,
        "replies": await quick_replies_of(call.uow),
        "kept": await call.uow.attachments.kept([one.id for one in conversation.messages if one.kind == "image"]),
        "response_hours": (await policies_in(call.uow)).care.first_response_minutes // 60,
    }
    return Shown("conversation.html", values)


async def _page_of(call: PageCall, before: str | None) -> tuple[ConversationAnswer, MessageAnswer | None]:
    """The last messages, or those that stand before one of them; and the last one of what is earlier still."""
    try:
        asked = conversations.MessagesAsked(before=before, limit=MESSAGES + 1)
    except ValidationError as error:
        raise InvalidData(sentence_of(error)) from error
    conversation: ConversationAnswer = await conversations.show_conversation(call.api(asked, call.id))
    if len(conversation.messages) <= MESSAGES:
        return conversation, None
    return conversation.model_copy(update={"messages": conversation.messages[1:]}), conversation.messages[0]


def _notes_beside(conversation: ConversationAnswer, rest: MessageAnswer | None, before: str | None) -> list[NoteAnswer]:
    """The notes written while these messages were, so that each stands on one page alone."""
    since = [note for note in conversation.notes if rest is None or note.at > rest.at]
    if before is None:
        return since
    return [note for note in since if conversation.messages and note.at <= conversation.messages[-1].at]


def _lines(messages: Iterable[MessageAnswer], notes: Iterable[NoteAnswer]) -> list[Line]:
    lines = [Line(one.at, message=one) for one in messages] + [Line(one.at, note=one) for one in notes]
    return sorted(lines, key=lambda line: line.at)


PAGES = (
    Page("/conversations", STAFF, inbox_page, nav="会话", place=10, sign="conversation"),
    Page("/conversations/{id}", STAFF, conversation_page),
    Page("/conversations/search", STAFF, search_conversations, method="POST"),
)
