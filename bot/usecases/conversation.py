"""A message comes in (receive); a turn is answered (advance)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.domain.conversation import Conversation, Customer, Mode
from bot.domain.errors import DialogueSilent, DialogueUnavailable
from bot.domain.events import CustomerChanged
from bot.domain.handoff_reason import Reason
from bot.domain.inbox import InboxItem, Turn
from bot.domain.messages import Bubble, InboundMessage, Kind
from bot.domain.sending import Ledger, Outbound, merged, opens
from bot.domain.values import new_id
from bot.ports import CompanyClock, Deps, UnitOfWork
from bot.usecases.handoff import CUSTOMER_SILENT, HANDED_BACK, queue_handoff
from bot.usecases.her_script import in_her_script
from bot.usecases.kf_session import note_session, words_go_ahead
from bot.usecases.policies import policies_in
from bot.usecases.spoken import comes_by_code, spoken

log = structlog.get_logger()

INBOX, OUTBOX, CONSOLE = "inbox", "outbox", "console"
"""Topics of the live feed that wake the loops, and the consoles that are open."""

FAILURES_BEFORE_HANDOFF = 3
VERSIONS_PER_TRACKER = 16
SORRY = Bubble("不好意思，我这边刚刚卡了一下，您的消息已经收到。请稍等再说一遍，或回复“人工”由同事来帮您。")
SORRY_HANDOFF = Bubble("实在抱歉，系统暂时有点问题，已经请人工同事来帮您，您发的内容都在，不用重说。")

# Events that carry nothing to answer: they are stored, their effect is taken, and the turn ends.
_SPOKEN_EVENTS = frozenset({"subscribe", "scan", "click", HANDED_BACK, CUSTOMER_SILENT})


@dataclass(frozen=True, slots=True)
class Received:
    """``fresh`` is False for a message that was known already (a repeated push)."""

    item: InboxItem
    fresh: bool


def turn_key(turn_id: str) -> str:
    """The idempotency key under which a turn's words are stored."""
    return f"take_turn:{turn_id}"


def topic_of(conversation_id: str) -> str:
    """The live-feed topic on which a conversation's answers are announced."""
    return f"answers:{conversation_id}"


async def receive(deps: Deps, message: InboundMessage) -> Received:
    """Stores a message before anything else is done with it; a repeated push is only counted."""
    now = deps.clock.now()
    async with deps.uow() as uow:
        conversation = await _conversation_of(uow, message, now)
        item = await uow.inbox.add(conversation.id, message, now)
        fresh = item is not None
        if item is None:
            item = await uow.inbox.pushed_again(message.dedup_key, now)
        else:
            await _note_openings(uow, conversation, message, now)
            if deps.account.own_agents:
                await note_session(uow, CompanyClock(deps.clock, deps.zone), conversation, message)
        await uow.commit()
    if fresh:
        await deps.feed.publish(INBOX)
        await deps.feed.publish(CONSOLE)
    return Received(item, fresh)


async def _conversation_of(uow: UnitOfWork, message: InboundMessage, now: datetime) -> Conversation:
    known = await uow.conversations.by_openid(message.openid)
    if known is not None:
        return known
    customer = await uow.customers.by_openid(message.openid)
    if customer is None:
        customer = Customer(id=new_id("cu"), openid=message.openid, created_at=now)
        await uow.customers.add(customer)
        uow.happened(CustomerChanged(customer.id, "customer", ("created",)))
    conversation = Conversation(id=new_id("cv"), customer_id=customer.id, openid=message.openid)
    await uow.conversations.add(conversation)
    return conversation


async def _note_openings(uow: UnitOfWork, conversation: Conversation, message: InboundMessage, now: datetime) -> None:
    """What the message opens on the platform: custom messages for a while, consents for notices."""
    ledger = await uow.ledgers.get(conversation.id)
    changed = ledger
    opening = opens(message)
    if opening is not None:
        changed = changed.opened(opening, now)
    changed = _with_consents(changed, message)
    if changed != ledger:
        await uow.ledgers.save(conversation.id, changed)
    if message.event in ("subscribe", "unsubscribe"):
        customer = await uow.customers.get(conversation.customer_id)
        subscribed = message.event == "subscribe"
        if customer.subscribed != subscribed:
            await uow.customers.save(replace(customer, subscribed=subscribed))
            uow.happened(CustomerChanged(customer.id, "customer", ("subscribed",)))


def _with_consents(ledger: Ledger, message: InboundMessage) -> Ledger:
    if message.event not in ("subscribe_msg_popup_event", "subscribe_msg_change_event"):
        return ledger
    consents = dict(ledger.consents)
    for item in message.fields.get("subscriptions", ()):
        template = item["template_id"]
        if item.get("status") == "accept":
            consents[template] = consents.get(template, 0) + 1
        elif item.get("status") == "reject":
            consents[template] = 0
    return replace(ledger, consents=consents)


async def advance(deps: Deps, turn: Turn, owner: str) -> bool:
    """Answers one claimed turn. False when the lease was lost meanwhile: another worker has it."""
    async with deps.uow(reads_only=True) as uow:
        conversation = await uow.conversations.get(turn.conversation_id)
    answer, failed = await _answer(deps, conversation, turn)
    now = deps.clock.now()
    async with deps.uow() as uow:
        conversation = await uow.conversations.get(turn.conversation_id)
        if failed:
            answer = await _note_failure(uow, conversation)
        elif conversation.failures:
            await uow.conversations.save(replace(conversation, failures=0))
        stored = await uow.outbox.of_turn(turn.id)
        if answer is not None and not stored:
            items = await uow.inbox.of_turn(turn.id)
            # Where the push hands her over to WeChat's agents, it can carry no words: they go ahead of it.
            goes_ahead = words_go_ahead(deps.account, conversation, await uow.ledgers.get(conversation.id), now)
            not_before = None if goes_ahead else deps.patience.next_push_by(items)
            bubble = await in_her_script(uow, conversation, answer)
            await uow.outbox.add(
                Outbound(0, conversation.id, turn.openid, bubble, now, turn_id=turn.id, not_before=not_before)
            )
        if not await uow.inbox.finish_turn(turn, owner):
            log.warning("turn_lease_lost", turn_id=turn.id)
            return False
        await uow.commit()
    await deps.feed.publish(topic_of(turn.conversation_id))
    await deps.feed.publish(OUTBOX)
    await deps.feed.publish(CONSOLE)
    return True


async def _answer(deps: Deps, conversation: Conversation, turn: Turn) -> tuple[Bubble | None, bool]:
    """The bubble for a turn, or ``None`` for silence; and whether the dialogue failed.

    A turn whose words are stored already (somebody died before sending them) is spoken again whatever the mode is now:
    its words may be the very ones that say "a person is coming". Beside an agent the bot only listens.
    """
    if not _wants_answer(turn):
        return None, False
    text, metadata = spoken(turn, await _scenes(deps, turn))
    if not (conversation.mode is Mode.BOT or _has_words(turn) or await _was_taken(deps, turn)):
        return None, False
    metadata["conversation_id"] = conversation.id
    # Rasa sends the whole tracker with each action call; a new one every few turns keeps a long talk as quick as a
    # short one. What was said and agreed stands in our own state, not in the tracker.
    tracker = f"{conversation.id}.{conversation.version // VERSIONS_PER_TRACKER}"
    for budget in (deps.patience.turn_budget, deps.patience.second_budget):
        try:
            bubble = merged(await deps.dialogue.answer(tracker, text, metadata, budget))
            return (None if conversation.mode is Mode.AGENT else bubble), False
        except (DialogueUnavailable, DialogueSilent) as error:
            if conversation.mode is not Mode.BOT and await _was_taken(deps, turn):
                return None, False  # nothing in it was for the bot
            # The turn may have been taken and only its answer lost: asked again it gives the same words (R12).
            log.error("dialogue_failed", code=error.code, detail=str(error))
    return None, True


async def _scenes(deps: Deps, turn: Turn) -> Mapping[str, str]:
    """What the scenes of QR codes say; read only where one may be meant."""
    if not comes_by_code(turn):
        return {}
    async with deps.uow(reads_only=True) as uow:
        return (await policies_in(uow)).scenes


async def _was_taken(deps: Deps, turn: Turn) -> bool:
    async with deps.uow(reads_only=True) as uow:
        return await uow.results.get(turn_key(turn.id)) is not None


def _has_words(turn: Turn) -> bool:
    """Her own: they are heard whoever speaks, because they may tell of danger."""
    return any(item.message.kind in (Kind.TEXT, Kind.VOICE) and item.message.text.strip() for item in turn.items)


def _wants_answer(turn: Turn) -> bool:
    return any(expects_answer(item.message) for item in turn.items)


def expects_answer(message: InboundMessage) -> bool:
    """Whether the customer waits for a word: not after an event that only reports something."""
    return message.kind is not Kind.EVENT or message.event in _SPOKEN_EVENTS


async def _note_failure(uow: UnitOfWork, conversation: Conversation) -> Bubble | None:
    """One kind sentence; repeated failure brings a person."""
    if conversation.mode is not Mode.BOT:
        return None
    failures = conversation.failures + 1
    if failures < FAILURES_BEFORE_HANDOFF:
        await uow.conversations.save(replace(conversation, failures=failures))
        return SORRY
    await queue_handoff(uow, conversation, Reason.DIALOGUE_DOWN)
    return SORRY_HANDOFF
