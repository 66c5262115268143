"""What was asked last, in groups of questions whose answers read alike."""

from __future__ import annotations

NOTHING = "none"
GATHERING, CONFIRMING, SURVEY, COMPLAINT = "booking", "confirm", "survey", "complaint"
GROUPS = (GATHERING, CONFIRMING, SURVEY, COMPLAINT)

CONTEXTS = (
    NOTHING, "booking:service", "booking:window", "booking:frequency", "booking:address", "booking:phone",
    "booking:area", "booking:confirm", "survey:score", "complaint:detail",
)  # fmt: skip
"""What the bot may have asked last, in the words of the requirement schema."""

_GROUP_OF = {"booking:confirm": CONFIRMING, "survey:score": SURVEY, "complaint:detail": COMPLAINT}


def group_of(context: str) -> str:
    """The group of a context of the requirement schema; a detail asked for is ``booking``, nothing is ``none``."""
    return _GROUP_OF.get(context) or (GATHERING if context.startswith(("booking:", "emergency:")) else NOTHING)
