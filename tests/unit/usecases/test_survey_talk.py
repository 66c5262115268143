"""Customers who are asked about a visit, and those who speak of one by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.agent_score import AgentScore
from bot.domain.booking import BookingState
from bot.domain.care_policy import CarePolicy
from bot.domain.policy import Policies
from bot.domain.survey import Survey, SurveyPolicy, SurveyState, falls_due
from bot.domain.ticket import TicketType
from bot.domain.values import TimeWindow
from bot.zh.surveys import low_score
from tests.builders import NOW, a_booking, a_customer, a_ticket
from tests.talker import Talker
from tests.worlds import OPENID, a_catalogue, a_world

VISIT = TimeWindow(NOW - timedelta(hours=5), NOW - timedelta(hours=2))


def _talker(survey: Survey | None = None, **changes: object) -> Talker:
    """Somebody who was asked about her visit an hour ago."""
    world = a_world()
    world.store.customers["cu_1"] = a_customer(openid=OPENID)
    booking = a_booking(state=BookingState.COMPLETED, window=VISIT, provider_ids=("p1",), **changes)
    world.store.bookings, world.store.occupied = {booking.id: booking}, {booking.id: VISIT}
    asked = falls_due("bk_1", NOW - timedelta(hours=1)).asked(NOW - timedelta(hours=1), SurveyPolicy())
    world.store.surveys = {"bk_1": survey or asked}
    return Talker(world)


def _survey(talker: Talker) -> Survey:
    return talker.world.store.surveys["bk_1"]


def _told(talker: Talker) -> tuple[dict[str, float], str, SurveyState]:
    survey = _survey(talker)
    return dict(survey.scores), survey.comment, survey.state


async def test_user_scores_in_her_own_words_stays_unknown_and_wants_no_call():
    talker = _talker()
    text = "阿姨态度没得说5分 活儿也细 5分 就是来晚了20分钟 这个给3分吧"
    assert await talker.says(text, "rate_service") == ["utter_survey_thanks"]
    assert talker.values == {"scores": "态度5分、手艺5分、准时3分"}
    assert await talker.says("匿名吧", "inform") == ["utter_survey_anonymous"]
    assert await talker.says("价格嘛 我觉得有点小贵", "ask_price") == ["utter_survey_noted"]
    assert await talker.says("不用回电话了", "deny") == ["utter_survey_no_callback"]
    survey = _survey(talker)
    assert (dict(survey.scores), survey.average) == ({"attitude": 5.0, "skill": 5.0, "punctuality": 3.0}, 4.33)
    assert (survey.comment, survey.remark) == ("活儿也细 就是来晚了20分钟", "价格嘛 我觉得有点小贵")
    assert (survey.anonymous, survey.no_callback, survey.low) == (True, True, False)
    assert talker.world.store.tickets == {}


async def test_several_dimensions_are_of_the_visit_also_where_a_colleague_was_asked_about_last():
    talker = _talker()
    asked_at = NOW - timedelta(minutes=10)
    score = AgentScore("cv_1", "小李", asked_at, None).asked(asked_at)
    await talker.says("在吗", "greet")
    (conversation,) = talker.world.store.conversations.values()
    talker.world.clock.advance(minutes=20)
    later = talker.world.clock.now() - timedelta(minutes=5)
    talker.world.store.agent_scores = [replace(score, conversation_id=conversation.id, id=1).asked(later)]
    await talker.says("态度3，手艺2，准时5，效果2，地都没拖干净", "rate_service")
    scores = {"attitude": 3.0, "skill": 2.0, "punctuality": 5.0, "result": 2.0}
    assert _told(talker) == (scores, "地都没拖干净", SurveyState.ANSWERED)
    assert talker.world.store.agent_scores[0].score is None


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("5", {"overall": 5.0}),
        ("四分半", {"overall": 4.5}),
        ("5 4 5 4", {"attitude": 5.0, "skill": 4.0, "punctuality": 5.0, "result": 4.0}),
        ("都5分", dict.fromkeys(("attitude", "skill", "punctuality", "result"), 5.0)),
        ("都係五分啦", dict.fromkeys(("attitude", "skill", "punctuality", "result"), 5.0)),
        ("態度五分，其他四分", {"attitude": 5.0, "skill": 4.0, "punctuality": 4.0, "result": 4.0}),
    ],
)
async def test_user_scores_in_one_line(text: str, scores: dict[str, float]):
    talker = _talker()
    assert await talker.says(text, "rate_service") == ["utter_survey_thanks"]
    assert _told(talker) == (scores, "", SurveyState.ANSWERED)


async def test_the_score_of_the_visit_is_seen_by_matching_and_reviews():
    talker = _talker()
    await talker.says("4 4 5 4", "rate_service")
    assert talker.world.store.bookings["bk_1"].score == 4.25


async def test_user_puts_a_score_right():
    talker = _talker()
    await talker.says("3分", "rate_service")
    talker = _talker()
    await talker.says("态度4分，手艺4分，准时4分", "rate_service")
    assert await talker.says("准时改成5分", "change_booking") == ["utter_survey_changed"]
    assert _told(talker)[0] == {"attitude": 4.0, "skill": 4.0, "punctuality": 5.0}


async def test_user_puts_a_low_score_right_that_was_a_slip():
    talker = _talker()
    await talker.says("3分", "rate_service")
    assert await talker.says("不是不是 打错了 5分", "rate_service") == ["utter_survey_changed"]
    assert (_told(talker)[0], _survey(talker).low) == ({"overall": 5.0}, False)


async def test_user_asks_something_beside_her_points_and_hears_both():
    talker = _talker()
    said = await talker.says("打5分。你们自带工具吗", "rate_service", "ask_policy", topic="tools")
    assert said == ["utter_policy", "utter_survey_thanks"]
    assert _told(talker) == ({"overall": 5.0}, "", SurveyState.ANSWERED)


async def test_user_judges_without_points_is_asked_for_the_whole_once():
    talker = _talker()
    assert await talker.says("还可以吧，地拖得挺亮", "rate_service") == ["utter_survey_ask_overall"]
    assert await talker.says("4", "rate_service") == ["utter_survey_thanks"]
    assert _told(talker) == ({"overall": 4.0}, "还可以吧，地拖得挺亮", SurveyState.ANSWERED)


async def test_user_does_not_want_to_add_a_score_and_none_is_made_up():
    talker = _talker()
    await talker.says("还可以吧", "rate_service")
    assert await talker.says("不用了吧", "deny") == ["utter_survey_enough"]
    assert _told(talker) == ({}, "还可以吧", SurveyState.ANSWERED)


async def test_user_scores_one_part_is_asked_for_the_others_once():
    talker = _talker()
    assert await talker.says("态度5分", "rate_service") == ["utter_survey_ask_rest"]
    assert talker.values == {"scores": "态度5分", "missing": "手艺、准时、效果"}
    assert await talker.says("其他都4", "rate_service") == ["utter_survey_thanks"]
    assert _told(talker)[0] == {"attitude": 5.0, "skill": 4.0, "punctuality": 4.0, "result": 4.0}


async def test_a_low_score_waits_no_longer_than_the_ticket_of_the_visit_and_not_for_a_day_off():
    talker = _talker()
    talker.world.store.tickets["tk_1"] = a_ticket(due_first_response=NOW + timedelta(hours=2))
    assert await talker.says("2分", "rate_service") == ["utter_survey_low"]
    assert talker.values == {"due": "今天中午12点前"}
    closed = frozenset({(NOW + timedelta(days=days)).date() for days in (1, 2)})
    care = CarePolicy(duty=replace(CarePolicy().duty, holidays=closed))
    away = _talker()
    away.world.store.catalogue = a_catalogue(policies=Policies(care=care))
    assert await away.says("2分", "rate_service") == ["utter_survey_low"]
    assert away.values == {"due": "周四（11月26日）上午10点前"}


@pytest.mark.parametrize("text", ["不评了", "没空", "唔評喇，冇時間", "别问了"])
async def test_user_declines(text: str):
    talker = _talker()
    assert await talker.says(text, "deny") == ["utter_survey_declined"]
    assert _told(talker) == ({}, "", SurveyState.DECLINED)
    assert (await talker.says("5", "inform"))[0] == "utter_fallback"


async def test_a_low_score_is_followed_up_with_one_sorry_and_an_offered_call():
    talker = _talker()
    text = "2分，玻璃全是水印"
    assert await talker.says(text, "rate_service") == ["utter_survey_low"]
    assert talker.values == {"due": "明天上午10点前"}
    (ticket,) = talker.world.store.tickets.values()
    assert ticket.due_first_response == NOW + timedelta(days=1)
    assert (ticket.type, ticket.linked_to, ticket.created_by) == (TicketType.COMPLAINT, "bk_1", "survey")
    assert [note.text for note in ticket.notes] == ["回访平均2分：玻璃全是水印"]
    assert await talker.says("回个电话吧", "affirm") == ["utter_survey_will_call"]
    assert [task.reason for task in talker.world.store.call_tasks] == ["survey_low"]


async def test_who_wishes_to_stay_unknown_is_called_about_words_that_stand_nowhere_beside_her_name():
    talker = _talker()
    await talker.says("2分，玻璃全是水印", "rate_service")
    await talker.says("回个电话吧", "affirm")
    assert "玻璃全是水印" in str(talker.world.store.tickets) + str(talker.world.store.call_tasks)
    assert await talker.says("匿名吧", "inform") == ["utter_survey_anonymous"]
    (ticket,), (call,) = talker.world.store.tickets.values(), talker.world.store.call_tasks
    assert [note.text for note in ticket.notes] == [low_score(None, "", anonymous=True)]
    assert call.text == "订单bk_1回访客户希望回电13812345678。"
    assert _survey(talker).comment == "玻璃全是水印"


async def test_user_with_a_low_score_adds_something_and_wants_no_call():
    talker = _talker()
    await talker.says("都2分", "rate_service")
    assert await talker.says("不用打电话给我，窗台也没擦", "rate_service") == ["utter_survey_no_callback"]
    assert len(talker.world.store.tickets) == 1
    assert talker.world.store.call_tasks == []
    assert _survey(talker).no_callback


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("4分，打碎我一个杯子，赔我", ("complain", "rate_service")),
        ("太差了", ("rate_service",)),
        ("态度5 手艺5 准时2 效果5", ("rate_service",)),
    ],
)
async def test_words_and_single_scores_open_a_follow_up_as_well(text: str, intents: tuple[str, ...]):
    talker = _talker()
    assert await talker.says(text, *intents, category="damage") == ["utter_survey_low"]
    assert (_survey(talker).low, len(talker.world.store.tickets)) == (True, 1)


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("都5分，下周三下午两点再约一次保洁", ("rate_service", "book_service")),
        ("各項都5分，下個禮拜三下晝兩點再嚟打掃一次", ("book_service",)),
        ("都满分 下周三下午两点再过来打扫一趟", ("book_service",)),
    ],
)
async def test_a_rebook_wish_in_the_same_message_is_taken_up_after(text: str, intents: tuple[str, ...]):
    talker = _talker()
    said = await talker.says(text, *intents)
    assert said[0] == "utter_survey_thanks"
    assert len(said) > 1
    assert _told(talker) == (
        dict.fromkeys(("attitude", "skill", "punctuality", "result"), 5.0),
        "",
        SurveyState.ANSWERED,
    )
    (conversation,) = talker.world.store.conversations.values()
    (task,) = conversation.dialogue["tasks"]
    assert (task["kind"], task["wishes"][0]["draft"]["window"]["start"]) == ("booking", "2026-12-02T14:00:00")


async def test_a_running_booking_is_not_disturbed_and_the_survey_waits_beneath():
    world_talker = _talker(falls_due("bk_1", NOW))
    talker = world_talker
    await talker.says("约后天下午两点打扫，90平", "book_service")
    talker.world.clock.advance(minutes=1)
    now = talker.world.clock.now()
    talker.world.store.surveys["bk_1"] = falls_due("bk_1", NOW).asked(now - timedelta(seconds=90), SurveyPolicy())
    said = await talker.says("浦东新区张杨路500弄3号楼501，13800138000", "inform")
    assert "utter_survey_again" not in said
    assert _told(talker) == ({}, "", SurveyState.ASKED)


async def test_a_bare_number_answers_what_was_asked_last():
    talker = _talker(falls_due("bk_1", NOW))
    await talker.says("约后天下午打扫", "book_service")
    asked = list(talker.said)
    assert asked
    await talker.says("3", "inform")
    assert _told(talker) == ({}, "", SurveyState.DUE)


async def test_points_told_of_oneself_belong_to_the_last_visit():
    talker = _talker(falls_due("bk_1", NOW + timedelta(hours=1)))
    assert await talker.says("今天这个阿姨给5分", "rate_service") == ["utter_survey_thanks"]
    assert _told(talker)[0] == {"overall": 5.0}


async def test_other_business_first_and_the_survey_is_asked_once_more_and_then_never():
    talker = _talker()
    assert await talker.says("你们自带工具吗", "ask_policy", topic="tools") == ["utter_policy", "utter_survey_again"]
    assert talker.values["visit"] == "今天的日常保洁"
    assert await talker.says("你们自带工具吗？", "ask_policy", topic="tools") == ["utter_policy"]
    assert await talker.says("5分", "rate_service") == ["utter_survey_thanks"]


async def test_good_words_reach_the_record_of_who_was_there():
    talker = _talker()
    await talker.says("都5分，阿姨手脚麻利人又和气", "rate_service")
    (praise,) = talker.world.store.praises
    assert (praise.provider_id, praise.words, praise.booking_id) == ("p1", "阿姨手脚麻利人又和气", "bk_1")
    await talker.says("匿名", "inform")
    assert talker.world.store.praises == [replace(praise, booking_id=None)]
    assert talker.world.store.bookings["bk_1"].score_is_anonymous


async def test_praise_outside_a_survey_reaches_the_record_too():
    talker = _talker(falls_due("bk_1", NOW + timedelta(hours=1)))
    assert await talker.says("李阿姨做得真好，地板锃亮", "praise") == ["utter_praise"]
    assert [(one.provider_id, one.words) for one in talker.world.store.praises] == [("p1", "李阿姨做得真好，地板锃亮")]


async def test_a_grave_complaint_does_not_go_the_way_of_a_survey():
    talker = _talker()
    said = await talker.says("那个师傅动手动脚的", "complain", category="harassment")
    assert not any(one.startswith("utter_survey") for one in said)


async def test_the_owner_chooses_what_is_asked():
    talker = _talker()
    policy = SurveyPolicy(dimensions=("attitude", "result"))
    talker.world.store.catalogue = a_catalogue(policies=Policies(survey=policy))
    await talker.says("5 4", "rate_service")
    assert _told(talker)[0] == {"attitude": 5.0, "result": 4.0}


async def test_user_answers_after_it_has_lapsed():
    asked = falls_due("bk_1", NOW - timedelta(days=4)).asked(NOW - timedelta(days=4), SurveyPolicy())
    talker = _talker(asked.lapsed())
    await talker.says("上次的保洁给4分", "rate_service")
    assert _told(talker) == ({"overall": 4.0}, "", SurveyState.ANSWERED)
