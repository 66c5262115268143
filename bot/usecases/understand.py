"""What a message means, without a conversation: nothing is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.dialogue.frame_text import as_json
from bot.dialogue.understanding import frame_from
from bot.ports import Dialogue


async def understand(dialogue: Dialogue, text: str, now: datetime, context: str) -> dict[str, Any]:
    """The frame of the requirement schema, as JSON; ``now`` is aware, ``context`` what was asked last."""
    if not text.strip():
        return {"text": text, "intents": [], "confidence": 0.0}
    return {"text": text, **as_json(frame_from(await dialogue.parse(text), now, context))}
