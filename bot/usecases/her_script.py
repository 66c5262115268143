"""What goes out to a customer, in the script she writes; her own words stay as she typed them."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.talk import Talk, script_of, talk_from
from bot.dialogue.tasks import BookingTask
from bot.domain.conversation import Conversation, Customer
from bot.domain.messages import Bubble, Choice, Notice
from bot.ports import UnitOfWork
from bot.zh.normalise import TRADITIONAL, to_traditional, written_in


async def in_her_script(uow: UnitOfWork, conversation: Conversation, bubble: Bubble) -> Bubble:
    """The bubble, dialogue and choices alike, as it is stored for sending."""
    if script_of(conversation.dialogue) != TRADITIONAL:
        return bubble
    kept = _her_words(talk_from(conversation.dialogue), await uow.customers.get(conversation.customer_id))
    choices = tuple(Choice(choice.id, to_traditional(choice.title, kept)) for choice in bubble.choices)
    return Bubble(to_traditional(bubble.text, kept), choices)


def notice_in_her_script(conversation: Conversation, notice: Notice) -> Notice:
    """The same for the lines of a template."""
    if script_of(conversation.dialogue) != TRADITIONAL:
        return notice
    return replace(notice, data={name: to_traditional(line) for name, line in notice.data.items()})


def _her_words(talk: Talk, customer: Customer) -> tuple[str, ...]:
    """Addresses and names that are written in traditional characters already, which a converter might alter."""
    drafts = [wish.draft for task in talk.tasks if isinstance(task, BookingTask) for wish in task.wishes]
    words = [*customer.addresses, customer.name, *(word for one in drafts for word in (one.address, one.contact_name))]
    return tuple(word for word in words if written_in(word) == TRADITIONAL)
