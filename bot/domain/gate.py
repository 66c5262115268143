"""The gate: whether a conversation's mode lets a message out. Asked for each message at the moment of sending.

| purpose  | bot | queued | agent |
| -------- | --- | ------ | ----- |
| answer   | goes, unless an agent has held the conversation since it was written | the same | dropped |
| agent    | goes: said is said, even if the conversation was given back meanwhile | goes | goes |
| notice   | goes | goes | goes: what must be known of an order is true whoever speaks |
| reminder | goes | goes | goes: 明天上门 disturbs nobody's talk |
| question | goes | waits | waits: nobody would hear the answer as one |
"""

from __future__ import annotations

from enum import Enum

from bot.domain.conversation import Conversation, Mode
from bot.domain.sending import Outbound, Purpose

TAKEN_OVER = "taken_over"
"""The error of a row that an agent was quicker than."""


class Pass(Enum):
    GOES = "goes"
    WAITS = "waits"
    DROPPED = "dropped"


def gate(conversation: Conversation, outbound: Outbound) -> Pass:
    match outbound.purpose:
        case Purpose.ANSWER:
            outdated = conversation.back_at is not None and outbound.created_at < conversation.back_at
            return Pass.DROPPED if outdated or conversation.mode is Mode.AGENT else Pass.GOES
        case Purpose.QUESTION:
            return Pass.GOES if conversation.mode is Mode.BOT else Pass.WAITS
        case _:
            return Pass.GOES
