"""The effects around surveys: what is said of a visit is stored, a no, a call wished for, praise of a provider."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.effects import Done, Outcome
from bot.dialogue.rating import (
    AgentScored,
    DeclineSurvey,
    NotePraise,
    RecordSurvey,
    ScoreAgent,
    SurveyDeclined,
    SurveyRecorded,
)
from bot.domain.booking import Booking, BookingState
from bot.domain.survey import Answers
from bot.domain.ticket import OF_VISIT, UNSOLVED, Severity
from bot.domain.values import to_local
from bot.ports import CompanyClock
from bot.usecases import agent_score, survey
from bot.usecases.scene import Performer, Scene
from bot.usecases.ticket import dues
from bot.zh.tickets import by_when

_BEEN = frozenset({BookingState.IN_SERVICE, BookingState.COMPLETED})


async def record(scene: Scene, effect: RecordSurvey) -> Outcome:
    uow, customer_id = scene.uow, scene.customer.id
    answers = Answers(
        scores=effect.scores,
        comment=effect.comment,
        remark=effect.remark,
        anonymous=effect.anonymous,
        no_callback=False if effect.call_back else effect.no_callback,
        complains=effect.complains,
    )
    fault = survey.Fault(effect.category, effect.remedy, effect.severity)
    stored = await survey.record(uow, scene.now, effect.booking_id, customer_id, answers, fault)
    if effect.call_back:
        await survey.ask_for_call(uow, effect.booking_id, customer_id, effect.phone)
    due = await _answer_due(scene, effect) if stored.low else ""
    return SurveyRecorded(effect, stored.scores, stored.comment, stored.low, due)


async def decline(scene: Scene, effect: DeclineSurvey) -> Outcome:
    await survey.decline(scene.uow, effect.booking_id, scene.customer.id)
    return SurveyDeclined()


async def note_praise(scene: Scene, effect: NotePraise) -> Outcome:
    """Goes to whoever is named and has been there, else to those of the latest visit; to nobody where there is none."""
    made = await scene.uow.bookings.of_customer(scene.customer.id, _BEEN)
    begun = sorted((one for one in made if one.window.start <= scene.now), key=lambda one: one.window.start)
    if begun:
        named = [one for one in begun if _is_named(scene, one, effect.words)]
        await survey.praise(scene.uow, scene.now, (named or begun)[-1], effect.words)
    return Done()


async def score_agent(scene: Scene, effect: ScoreAgent) -> Outcome:
    conversation, clock = scene.conversation, scene.deps.clock
    return AgentScored(await agent_score.score_agent(scene.uow, conversation, effect.points, effect.comment, clock))


def _is_named(scene: Scene, booking: Booking, words: str) -> bool:
    """王阿姨, 桂兰姐: by her name, or the first character of it with what one calls her."""
    names = [one.name for one in scene.providers if one.id in booking.provider_ids]
    titles = ("阿姨", "师傅", "姐", "大姐", "哥", "嫂", "姨")
    return any(name in words or any(name[0] + title in words for title in titles) for name in names)


async def _answer_due(scene: Scene, effect: RecordSurvey) -> str:
    """As the ticket has it that this transaction opens or adds to; the sooner one of a ticket that is there counts."""
    clock, care = CompanyClock(scene.deps.clock, scene.deps.zone), scene.catalogue.policies.care
    first, _ = dues(clock, scene.now, Severity(effect.severity), care)
    for ticket in await scene.uow.tickets.of_customer(scene.customer.id):
        of_it = ticket.type in OF_VISIT and ticket.linked_to in (None, effect.booking_id)
        if of_it and ticket.state in UNSOLVED:
            first = min(first, ticket.due_first_response)
    return by_when(to_local(first, clock.zone), to_local(scene.now, clock.zone))


PERFORMERS: Mapping[type, Performer] = {
    RecordSurvey: record,
    DeclineSurvey: decline,
    NotePraise: note_praise,
    ScoreAgent: score_agent,
}
