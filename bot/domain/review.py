"""人工审核: which orders a person looks at before they are promised, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.booking import Booking
from bot.domain.catalogue import Catalogue
from bot.domain.job import History
from bot.domain.provider import Provider
from bot.domain.values import yuan


def review_reasons(
    booking: Booking, catalogue: Catalogue, history: History, providers: Sequence[Provider]
) -> tuple[str, ...]:
    """Every reason in plain words; none of them: the order needs nobody's look."""
    limits = catalogue.policies.review
    service = catalogue.service(booking.service)
    name = service.name if service else booking.service
    is_first = booking.service in limits.first_time and booking.service not in history.services
    low = [provider for provider in providers if provider.rating < limits.rating_below]
    reasons = (
        (booking.service in limits.always, f"{name}都要先看一遍"),
        (is_first, f"第一次约{name}"),
        (len(booking.provider_ids) >= limits.providers_from, f"一次去{len(booking.provider_ids)}位"),
        (booking.quote.total_fen >= limits.price_from_fen > 0, f"总价{yuan(booking.quote.total_fen)}"),
        (bool(low), "、".join(f"{provider.name}评分{provider.rating:g}" for provider in low)),
        (
            history.last_score is not None and history.last_score < limits.score_below,
            f"客户上次只给了{history.last_score or 0:g}分",
        ),
        *((word in booking.notes, f"备注里说{word}") for word in limits.words),
    )
    return tuple(words for applies, words in reasons if applies)


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """What people decided in a time, and how often it was not what had been proposed."""

    approved: int = 0
    replaced: int = 0
    rejected: int = 0

    @property
    def decided(self) -> int:
        return self.approved + self.replaced + self.rejected

    @property
    def overruled(self) -> int:
        return self.replaced + self.rejected

    @property
    def overruled_share(self) -> float:
        """Between 0 and 1; 0 where nothing was decided."""
        return self.overruled / self.decided if self.decided else 0.0
