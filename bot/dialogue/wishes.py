"""Several wishes in one booking task: which of them a message is about; one more, one less, two made one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.dialogue import dealt, draft_words
from bot.dialogue import draft as drafts
from bot.dialogue.facts import Facts
from bot.dialogue.frame import Frame, Request
from bot.dialogue.grouping import OF_THE_HOME
from bot.dialogue.tasks import BookingTask, Wish
from bot.dialogue.values import CLEANINGS, BookingDraft
from bot.zh.correction import corrects
from bot.zh.order_mention import without_kept
from bot.zh.refusal import adds_beside, also_another, wants_one_more, wishes_instead
from bot.zh.several import means_all, place_named, services_given_up, services_named
from bot.zh.whose_home import homes_named, is_same_home, names_own_home, whose_home

CONFIRM = "booking:confirm"
_OF_ONE = ("booking:address", "booking:district", "booking:phone")
"""Questions about the wish that is talked of; another one that lacks the same is given it when it comes to it."""


@dataclass(frozen=True)
class Told:
    """The task after a message, and what is new in it, in words, by field.

    ``unclear``: for which wish it is must be asked.
    """

    task: BookingTask
    changed: Mapping[str, str] = field(default_factory=dict)
    unclear: bool = False


def from_frame(frame: Frame, facts: Facts, begun: BookingDraft) -> tuple[Wish, ...]:
    """One wish per request of a message."""
    found = drafts.from_frame(frame, facts, begun)
    after = [request.follows for request in frame.requests] or [False]
    return tuple(as_wish(draft, follows) for draft, follows in zip(found, after, strict=True))


def with_message(task: BookingTask, frame: Frame, facts: Facts) -> Told:
    """The task with everything that the message says, each part at the wish it is for."""
    further = len(task.wishes) == 1 and _is_of_another_home(task, frame)
    apart = None if further else dealt.dealt(task, frame, facts)
    if apart is not None:
        return dealt_out(task, apart, facts)
    told = Told(task)
    requests = _without_refused(task, frame) or (Request(),)
    for number, request in enumerate(requests):
        alone = replace(frame, requests=(request,)) if number == 0 else Frame(frame.text, requests=(request,))
        told = _with_request(told, alone, facts, len(requests) > 1, _is_own_visit(told.task, requests[: number + 1]))
    return told


def begun_apart(task: BookingTask, frame: Frame, facts: Facts, begun: BookingDraft) -> BookingTask:
    """A task as its first message tells it, where that names several homes or several of one service."""
    if task.is_several:
        apart = dealt.dealt(task, frame, facts, dealt.PLACE_AND_PHONE)
        if apart is None:
            return task
        known = tuple(part for part in apart.parts if part.place < len(task.wishes))
        return dealt_out(task, replace(apart, parts=known), facts).task
    bare = BookingTask(wishes=(Wish(replace(begun, service=task.draft.service)),))
    apart = dealt.dealt(bare, frame, facts)
    of_first = apart is not None and any(part.place == 0 for part in apart.parts)
    return dealt_out(bare, apart, facts).task if apart and of_first else task


def dealt_out(task: BookingTask, apart: dealt.Dealt, facts: Facts) -> Told:
    """The task with each part of a message at its wish, and what is left of it at all of them."""
    # A day that is told for all comes first: each part may have an hour of its own on it.
    of_all = replace(apart.rest, address=None, phone=None, name=None)
    told = _merged_into(Told(task), range(len(task.wishes)), of_all, facts)
    for part in apart.parts:
        if part.place < len(told.task.wishes):
            one = _merged_into(replace(told, changed={}), (part.place,), part.frame, facts)
            told = replace(one, changed=_beside(told.changed, one.changed, part.place))
        else:
            told = _with_further(told, part, facts)
    where = replace(apart.rest, requests=())
    if not where.has_details:
        return told
    all_told = _merged_into(replace(told, changed={}), range(len(told.task.wishes)), where, facts)
    return replace(all_told, changed={**told.changed, **all_told.changed})


def _beside(words: Mapping[str, str], more: Mapping[str, str], place: int) -> dict[str, str]:
    """What is new of one wish beside what is new of others, each said once."""
    new = {name: phrase for name, phrase in more.items() if phrase not in words.values()}
    return {**words, **{f"{name} {place}" if name in words else name: phrase for name, phrase in new.items()}}


def _with_further(told: Told, part: dealt.Part, facts: Facts) -> Told:
    """One more of the service of the last wish: at another home, unless it is one visit more."""
    last = told.task.wishes[-1].draft
    begun = last
    if not part.same_home:
        begun = BookingDraft(service=last.service, phone=last.phone, contact_name=last.contact_name)
    request = part.frame.request
    draft, changed = drafts.merge(begun, part.frame, facts, "none")
    if request.window is not None and not request.day_said:
        draft = replace(draft, window=drafts.joined(last.window, request.window, day_said=False))
        changed = {**changed, "window": draft_words.in_words(draft, facts)["window"]}
    wishes = (*told.task.wishes, as_wish(draft, follows=False))
    words = _beside(told.changed, changed, len(told.task.wishes))
    return replace(told, task=replace(told.task, wishes=wishes), changed=words)


def _is_own_visit(task: BookingTask, requests: Sequence[Request]) -> bool:
    """Whether the last of ``requests`` is one visit more than there are wishes of its service: 周四、周五各来一次."""
    *_, last = requests
    timed = all(one.window and one.window.precision == "time" and one.day_said for one in requests)
    if timed and not any(one.service or one.follows for one in requests):
        return len(requests) > max(1, len(task.wishes))  # 周六早上十点，周日下午三点, of one wish
    visits = sum(one.service == last.service for one in requests)
    return last.service is not None and visits > max(1, sum(wish.draft.service == last.service for wish in task.wishes))


def _without_refused(task: BookingTask, frame: Frame) -> tuple[Request, ...]:
    """The requests without one that only names what is not to be done: 衣服算了不熨了, where no wish is of that."""
    refused = refused_beside(task, frame)
    return tuple(
        Request(denied_needs=request.special_needs) if request.service in refused else request
        for request in frame.requests
    )


def refused_beside(task: BookingTask, frame: Frame) -> frozenset[str]:
    """Services that a message names only to leave them out and that no wish is of."""
    wished = {wish.draft.service for wish in task.wishes}
    said = {request.service for request in frame.requests if request.service and request.service not in wished}
    return services_given_up(frame.text, said)


def with_pending(task: BookingTask, place: int | None, facts: Facts) -> Told:
    """The change that waited for its wish; for all of them without a ``place``."""
    pending = Frame("", requests=(task.pending or Request(),))
    places = range(len(task.wishes)) if place is None else (place,)
    return _merged_into(Told(replace(task, pending=None)), places, pending, facts)


def named(task: BookingTask, text: str) -> int | None:
    """The one wish that a text names, by what it is or by its place."""
    codes = services_named(without_kept(text), {wish.draft.service for wish in task.wishes if wish.draft.service})
    meant = [place for place, wish in enumerate(task.wishes) if wish.draft.service in codes]
    return meant[0] if len(meant) == 1 else place_named(text, len(task.wishes))


def next_to_hold(task: BookingTask) -> BookingTask | None:
    """The task at its first wish whose time is not kept yet, with what was told for another; ``None`` if all are."""
    place = next((place for place, wish in enumerate(task.wishes) if not wish.is_ready), None)
    if place is None:
        return None
    wish = task.wishes[place]
    draft = wish.draft
    for other in task.wishes[:place]:
        draft = drafts.share(draft, other.draft)
    before = task.wishes[place - 1] if place else None
    if wish.follows and before is not None and before.held is not None and draft.window is None:
        draft = replace(draft, window=drafts.right_after(before.held))
    return replace(task.with_wish(place, replace(wish, draft=draft)), at=place)


def in_words(task: BookingTask, facts: Facts) -> dict[str, str]:
    """What is known of all wishes, in words; what they share is said once."""
    words: dict[str, str] = {}
    for place, wish in enumerate(task.wishes):
        for name, phrase in draft_words.in_words(wish.draft, facts).items():
            if phrase not in words.values():
                words[f"{name} {place}" if name in words else name] = phrase
    return words


def held_ids(task: BookingTask) -> tuple[str, ...]:
    return tuple(wish.held.id for wish in task.wishes if wish.held is not None)


def _with_request(told: Told, frame: Frame, facts: Facts, one_of_many: bool, own: bool) -> Told:
    """``own``: it is a visit of its own beside one before it in the same message."""
    task, request = told.task, frame.request
    places = None if own else _places(task, frame, one_of_many)
    if places is None:
        service = None if request.service else task.draft.service
        begun = drafts.share(BookingDraft(service=service, whose=whose_home(frame.said_of_request) or ""), _begun(task))
        begun = _at_own_home(begun, frame, facts)
        before = _as_before(task, frame)
        if own and request.service is None:
            before = replace(task.wishes[-1].draft, window=None)
        begun = before or begun
        (wish,) = from_frame(frame, facts, begun)
        if request.window is not None and not request.day_said:
            same_day = drafts.joined(task.wishes[-1].draft.window, request.window, day_said=False)
            wish = as_wish(replace(wish.draft, window=same_day), wish.follows)
        added = facts.service_name(wish.draft.service)
        name = f"service {len(task.wishes)}" if "service" in told.changed else "service"
        when = draft_words.in_words(wish.draft, facts).get("window", "") if before or request.window else ""
        words = {**told.changed, name: added, f"window {len(task.wishes)}": when}
        news = {one: phrase for one, phrase in words.items() if phrase}
        return replace(told, task=replace(task, wishes=(*task.wishes, wish)), changed=news)
    if not places:
        rest = replace(frame, requests=())
        shared = _merged_into(told, range(len(task.wishes)), rest, facts)
        return replace(shared, task=replace(shared.task, pending=request), unclear=True)
    if task.asked == "booking:area" and task.at not in places and request.area_sqm and request.quantities:
        # 上午九点 80平 空调两台: the size answers the question, whatever else is named.
        size = Request(area_sqm=request.area_sqm)
        told = _merged_into(told, (task.at,), Frame("", requests=(size,)), facts)
    if len(places) < len(task.wishes) and (frame.address or frame.address_part or frame.phone or frame.name):
        # Where to come holds for every wish of that home, whom to call for all that lack it.
        place_only = Frame(frame.text, frame.intents, address=frame.address, address_part=frame.address_part,
                           phone=frame.phone, name=frame.name)  # fmt: skip
        others = [place for place in range(len(task.wishes)) if place not in places]
        homes = {task.wishes[place].draft.whose for place in places}
        at_one = task.asked in _OF_ONE
        there = [place for place in others if task.wishes[place].draft.whose in homes and not at_one]
        told = _merged_into(told, there, place_only, facts)
        elsewhere = [place for place in others if place not in there and not task.wishes[place].draft.phone]
        told = _merged_into(told, elsewhere, replace(place_only, text="", address=None, address_part=None), facts)
    return _merged_into(told, places, frame, facts)


def _at_own_home(begun: BookingDraft, frame: Frame, facts: Facts) -> BookingDraft:
    """我自己家也来一次, beside one at her mother's: of that neither place nor size holds, nor whom to call."""
    if not begun.whose or whose_home(frame.said_of_request) or not names_own_home(frame.said_of_request):
        return begun
    phone = facts.known_phone or begun.phone
    return replace(begun, whose="", address="", district="", area_sqm=None, rooms="", phone=phone)


def _as_before(task: BookingTask, frame: Frame) -> BookingDraft | None:
    """周六也来一次: what is known of the visit before holds for one more of the same at the same home."""
    request = frame.request
    alike = [wish.draft for wish in task.wishes if request.service in (None, wish.draft.service)]
    elsewhere = frame.address or request.area_sqm or whose_home(frame.said_of_request)
    if not alike or elsewhere or not (wants_one_more(frame.text) or also_another(frame.text)):
        return None
    return replace(alike[-1], window=alike[-1].window if request.window else None)


def _places(task: BookingTask, frame: Frame, one_of_many: bool) -> tuple[int, ...] | None:
    """Which wishes a request is for; ``None``: a further one; none of them: that must be asked."""
    request, count = frame.request, len(task.wishes)
    every = tuple(range(count))
    if replace(request, denied_needs=(), service=None, said="").is_empty and request.denied_needs:
        having = [place for place in every if {*task.wishes[place].draft.special_needs} & {*request.denied_needs}]
        if having:
            return tuple(having)  # 冰箱不用了, where it was to be cleaned inside
    if (
        request == Request(service=request.service)
        and [wish.draft.service for wish in task.wishes].count(request.service) > 1
    ):
        return every  # 上门喂猫, said of two such visits once more
    if request.service is not None:
        lacking = tuple(place for place in every if task.wishes[place].draft.service is None)
        if len(lacking) > 1 and not one_of_many:
            return lacking  # 周五周六各来一次 … 上门喂猫
        same = tuple(place for place in every if task.wishes[place].draft.service == request.service)
        if same and _is_one_more(task, frame):
            return None
        if same:
            return same if len(same) == 1 else _one_of(task, frame, same)
        if request == Request(service=request.service) and all(one.draft.service is None for one in task.wishes):
            return every  # 上门喂猫, to the question what is to be done on both days
        if request == Request(service=request.service) and all(one.draft.service is None for one in task.wishes):
            return every  # 上门喂猫, to the question what is to be done on both days
        open_one = next((place for place in every if task.wishes[place].draft.service is None), None)
        if open_one is not None:
            return (open_one,)
        if one_of_many or frame.has("book_service") or also_another(frame.text) or _is_beside(task, frame):
            return None
        return every if count == 1 else _one_of(task, frame, every)
    says_when_or_where = request.window is not None or whose_home(frame.text) is not None
    if says_when_or_where and task.asked == CONFIRM and wants_one_more(frame.text):
        return None
    if request.window is not None and _is_one_more(task, frame):
        return None
    if count == 1:
        return None if _is_of_another_home(task, frame) else every
    at_home = _at_home_named(task, frame.text)
    if at_home:
        return at_home
    if request.is_empty and task.asked in _OF_ONE:
        return (task.at,)
    if request.is_empty:
        return (task.at,) if frame.provider and not means_all(frame.text) else every
    if means_all(frame.text):
        return every
    meant = named(task, frame.text)
    if meant is not None:
        return (meant,)
    if request == Request(special_needs=request.special_needs, notes=request.notes):
        return _fitting(task, request) or _one_of(task, frame, every)
    return _one_of(task, frame, every)


def _fitting(task: BookingTask, request: Request) -> tuple[int, ...]:
    """Which wishes a need or a note is for, where it is told of none of them: 家里有只猫 of all."""
    every = tuple(range(len(task.wishes)))
    if OF_THE_HOME.issuperset(request.special_needs) or len({wish.draft.service for wish in task.wishes}) == 1:
        return every
    return tuple(place for place in every if task.wishes[place].draft.service in CLEANINGS)


def _at_home_named(task: BookingTask, text: str) -> tuple[int, ...]:
    """The wishes for the home that a message names, where they are for several: 我妈家是…, 我家在…"""
    homes = [wish.draft.whose for wish in task.wishes]
    label = whose_home(without_kept(text))  # 我家提早到一点半，爸妈家不动
    if len(set(homes)) == 1 or (label is None and not names_own_home(text)):
        return ()
    return tuple(place for place, whose in enumerate(homes) if is_same_home(whose, label or ""))


def _is_of_another_home(task: BookingTask, frame: Frame) -> bool:
    """爸妈家在…，周五上午九点, behind her own home with its own time: a visit there, and no correction."""
    (wish,), label = task.wishes, whose_home(frame.text)
    if len(frame.requests) != 1 or len({home for _, _, home in homes_named(frame.text)}) > 1:
        return False
    told = wish.draft.address and wish.draft.window is not None and wish.draft.frequency is None
    whole = frame.address and frame.request.window is not None and frame.request.day_said
    own = names_own_home(frame.text) and label is None
    elsewhere = not is_same_home(wish.draft.whose, label or "") if label or own else False
    return bool(told and whole and elsewhere) and not wishes_instead(frame.text) and not corrects(frame.text)


def _is_beside(task: BookingTask, frame: Frame) -> bool:
    """顺便洗两台空调, beside the cleaning; 还要擦窗 is a part of it."""
    wished = {wish.draft.service for wish in task.wishes}
    return adds_beside(frame.text) and not (frame.request.service in CLEANINGS and wished & CLEANINGS)


def _is_one_more(task: BookingTask, frame: Frame) -> bool:
    """再约一个周六上午九点的打扫, beside one of another day: a further one of the same."""
    said = frame.request.window
    if said is None or said.start is None or not frame.request.day_said or wishes_instead(frame.text):
        return False
    if any(wish.draft.window is None or wish.draft.frequency for wish in task.wishes):
        return False
    days = {wish.draft.window.start.date() for wish in task.wishes if wish.draft.window and wish.draft.window.start}
    at_summary = task.asked == CONFIRM and also_another(frame.text)
    return said.start.date() not in days and (wants_one_more(frame.text) or at_summary)


def _one_of(task: BookingTask, frame: Frame, places: tuple[int, ...]) -> tuple[int, ...]:
    place = place_named(frame.text, len(task.wishes))
    if place is not None:
        return (place,)
    return () if task.asked == CONFIRM or task.at not in places else (task.at,)


def _merged_into(told: Told, places: Iterable[int], frame: Frame, facts: Facts) -> Told:
    task, words = told.task, dict(told.changed)
    for place in places:
        wish = task.wishes[place]
        draft, changed = drafts.merge(wish.draft, frame, facts, task.asked if place == task.at else "none")
        if not changed:
            continue
        follows = wish.follows and frame.request.window is None
        task = task.with_wish(place, as_wish(draft, follows))
        words = _beside(words, changed, place)
        task = _with_follower_free(task, place)
    return replace(told, task=task, changed=words)


def _with_follower_free(task: BookingTask, place: int) -> BookingTask:
    """What comes right after a wish that changes has its time looked for anew."""
    following = task.wishes[place + 1] if place + 1 < len(task.wishes) else None
    if following is None or not following.follows:
        return task
    freed = as_wish(replace(following.draft, window=None), follows=True)
    return _with_follower_free(task.with_wish(place + 1, freed), place + 1)


def _begun(task: BookingTask) -> BookingDraft:
    """What holds for every wish of the task: where, and whom to call."""
    begun = BookingDraft()
    for wish in task.wishes:
        begun = drafts.share(begun, wish.draft)
    return begun


def as_wish(draft: BookingDraft, follows: bool) -> Wish:
    return Wish(replace(draft, window=None) if follows else draft, follows=follows)
