"""A break of a series that runs: until when it lasts, said by days or by visits, and what is asked beside its yes."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.series import SeriesState
from tests.talker import Talker
from tests.unit.usecases.series_talk import HOME, running, series_of, visits_of

AWAY = "后天我们回趟东北老家 咱那每周四下午的保洁先给停停呗"


THURSDAYS = f"每周四下午两点来打扫，{HOME}"


@pytest.mark.parametrize("intent", ["book_service", "cancel_booking", "inform", "check_booking"])
@pytest.mark.parametrize("said", [AWAY, "我家每周四的打扫先帮我停一停", "每周四的保洁先歇歇"])
async def test_a_break_of_what_comes_already_is_asked_for_its_end(said: str, intent: str):
    talker = await running(THURSDAYS)
    assert await talker.says(said, intent) == ["utter_ask_pause_until"]
    assert talker.choices == ["等我通知", "不停了"]


@pytest.mark.parametrize(
    ("said", "days", "goes_on"),
    [
        ("停两回 这礼拜四跟下礼拜四都甭来了 再下个礼拜四接着来", "11月26日（周四）到12月9日（周三）", "12月10日"),
        ("两回", "11月26日（周四）到12月3日（周四）", "12月10日"),
        ("就停这礼拜和下礼拜", "11月26日（周四）到12月3日（周四）", "12月10日"),
        ("这周四、下周四", "11月26日（周四）到12月3日（周四）", "12月10日"),
        ("12月10号再来", "11月25日（周三）到12月9日（周三）", "12月10日"),
        ("12月9号", "11月25日（周三）到12月9日（周三）", "12月10日"),
        ("到月底", "11月25日（周三）到11月30日（周一）", "12月3日"),
        ("两周", "11月25日（周三）到12月8日（周二）", "12月10日"),
    ],
)
@pytest.mark.parametrize("intent", ["inform", "cancel_booking"])
async def test_until_when_it_lasts_is_the_answer(said: str, days: str, goes_on: str, intent: str):
    talker = await running(THURSDAYS)
    await talker.says(AWAY, "cancel_booking")
    assert await talker.says(said, intent) == ["utter_ask_pause"]
    assert talker.values["days"] == days
    assert talker.values["next"].startswith(goes_on)


@pytest.mark.parametrize("said", ["1", "等我通知", "回来再跟你们说", "还没定"])
async def test_a_break_may_be_open(said: str):
    talker = await running(THURSDAYS)
    await talker.says(AWAY, "cancel_booking")
    assert await talker.says(said, "inform") == ["utter_ask_pause"]
    await talker.says("好", "affirm")
    assert series_of(talker).state is SeriesState.PAUSED


async def test_what_is_no_end_is_asked_for_in_other_words_and_a_no_keeps_it():
    talker = await running(THURSDAYS)
    await talker.says(AWAY, "cancel_booking")
    assert await talker.says("嗯嗯", "affirm") == ["utter_ask_pause_until"]
    assert await talker.says("算了不停了", "abandon") == ["utter_series_kept"]


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        ("停两回 这礼拜四跟下礼拜四都甭来了 再下个礼拜四接着来", ("cancel_booking", "restore_booking")),
        ("停两次，下下周四继续", ("restore_booking",)),
        ("接下来两次先停", ("cancel_booking",)),
    ],
)
async def test_two_visits_are_a_break_without_more_ado(said: str, intents: tuple[str, ...]):
    talker = await running(THURSDAYS)
    assert await talker.says(said, *intents) == ["utter_ask_pause"]
    await talker.says("好", "affirm")
    assert visits_of(talker)[0] == "12-10"
    assert series_of(talker).plan.pauses[0].first == date(2026, 11, 26) or "接下来" in said or "下下周四" in said


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("这周四和下周四都不用来，下下周四再来", "cancel_booking"),
        ("这周四、下周四不来，12月10号恢复", "restore_booking"),
        ("11月26号和12月3号别来了", "cancel_booking"),
        ("接下来两次都不用来了", "cancel_booking"),
        ("这两个礼拜四都别来", "cancel_booking"),
    ],
)
async def test_two_visits_that_are_given_up_are_both_skipped(said: str, intent: str):
    talker = await running(THURSDAYS)
    assert await talker.says(said, intent) == ["utter_ask_skip"]
    assert len(talker.values["visits"].splitlines()) == 2
    await talker.says("好", "affirm")
    assert visits_of(talker)[0] == "12-10"


async def test_days_that_do_not_follow_each_other_are_no_break_of_all_between():
    talker = await running(THURSDAYS)
    await talker.says(AWAY, "cancel_booking")
    assert await talker.says("这周四跟12月10号停一下", "cancel_booking") == ["utter_ask_skip"]
    await talker.says("好", "affirm")
    assert visits_of(talker)[:2] == ["12-03", "12-17"]


async def test_more_visits_are_said_instead_of_the_yes():
    talker = await running(THURSDAYS)
    await talker.says("停两次", "cancel_booking")
    assert await talker.says("停三次吧", "inform") == ["utter_ask_pause"]
    await talker.says("好", "affirm")
    assert visits_of(talker)[0] == "12-17"
    assert len(series_of(talker).plan.pauses) == 1


async def test_a_visit_that_is_moved_is_not_given_up():
    talker = await running(THURSDAYS)
    assert await talker.says("这周四不来了，改到周五", "reschedule_booking") == ["utter_ask_move"]


async def test_a_new_series_with_a_word_of_rest_in_it_is_no_break():
    talker = await running(THURSDAYS)
    said = await talker.says("再约一个每周一上午的保洁，先停车再上楼", "book_service")
    assert "utter_ask_pause_until" not in said


async def _shown(said: str = "停两次，这周四和下周四都别来") -> Talker:
    talker = await running(THURSDAYS)
    assert await talker.says(said, "cancel_booking") == ["utter_ask_pause"]
    return talker


@pytest.mark.parametrize("intent", ["restore_booking", "abandon", "ask_policy", "ask_price", "inform", "deny"])
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("停的那两回不能收钱吧", "utter_series_costs_nothing"),
        ("停掉的不算钱哈", "utter_series_costs_nothing"),
        ("停的那几次要收费吗", "utter_series_costs_nothing"),
        ("停了以后怎么恢复", "utter_series_goes_on_then"),
        ("到时候自动恢复还是要我再跟你们说", "utter_series_goes_on_then"),
    ],
)
async def test_a_question_beside_the_yes_is_answered_and_the_yes_stays_open(said: str, answer: str, intent: str):
    talker = await _shown()
    assert await talker.says(said, intent, topic="cancellation") == [answer, "utter_ask_series_again"]
    assert await talker.says("中 就这么整", "affirm") == ["utter_series_paused"]
    assert visits_of(talker)[0] == "12-10"


@pytest.mark.parametrize("intent", ["inform", "restore_booking", "chitchat", ""])
async def test_what_nobody_knows_leaves_the_yes_open_too(intent: str):
    talker = await _shown()
    assert (await talker.says("停了之后会不会换阿姨", *filter(None, [intent])))[-1] == "utter_ask_series_again"
    assert await talker.says("好", "affirm") == ["utter_series_paused"]


@pytest.mark.parametrize("intent", ["complain", "inform", "ask_price", "affirm"])
async def test_whether_the_price_stays_is_no_complaint(intent: str):
    talker = await running(THURSDAYS)
    await talker.says("以后都改到周五", "reschedule_booking")
    said = "嗯阿姨换不换人我无所谓的那个价钱还是一样的吧"
    assert await talker.says(said, intent) == ["utter_ask_series_change"]
    assert await talker.says("好", "affirm") == ["utter_series_changed_to"]


async def test_how_it_goes_on_is_answered_beside_a_skip_too():
    talker = await running(THURSDAYS)
    await talker.says("这周四不用来了，就这一次", "cancel_booking")
    said = await talker.says("到时要我同你哋讲定系自己嚟", "ask_policy", topic="payment")
    assert said == ["utter_series_goes_on_then", "utter_ask_series_again"]


async def test_a_no_is_no_question():
    talker = await _shown()
    assert await talker.says("算了不停了", "abandon") == ["utter_series_kept"]


async def test_a_refund_beside_the_yes_is_none_of_its_fee():
    talker = await _shown()
    assert "utter_series_costs_nothing" not in await talker.says("上次的钱怎么退", "ask_policy", topic="refund")


@pytest.mark.parametrize("intent", ["", "inform", "cancel_booking"])
async def test_a_weekday_that_is_all_its_days_is_no_single_visit(intent: str):
    talker = await running(THURSDAYS)
    said = "家里装修，周四的阿姨先别来了，啥时候装完还说不准"
    assert await talker.says(said, *filter(None, [intent])) == ["utter_ask_pause"]
    assert talker.values["next"] == "等您说“继续”"
    assert await talker.says("等我通知再来吧", "complain") == ["utter_ask_series_again"]


async def test_a_break_with_an_end_may_become_an_open_one():
    talker = await _shown()
    assert await talker.says("还是等我通知吧，说不准", "inform") == ["utter_ask_pause"]
    assert talker.values["next"] == "等您说“继续”"


@pytest.mark.parametrize("said", ["这周六那次就没有了吧", "这周六就不用来了"])
async def test_a_visit_that_goes_with_the_change_is_no_skip_of_its_own(said: str):
    talker = await running(f"每周六上午九点来打扫，{HOME}")
    await talker.says("以后都改成周四", "reschedule_booking")
    await talker.says("这周就改", "inform")
    assert await talker.says(said, "cancel_booking") == ["utter_ask_series_again"]
    assert await talker.says("好的", "affirm") == ["utter_series_changed_to"]
    assert visits_of(talker)[:2] == ["11-26", "12-03"]


@pytest.mark.parametrize(
    "said",
    [
        "我家每个礼拜四下午的打扫这个礼拜四就先不要来了全家要去吃满月酒",
        "这周四的保洁先别来了，家里没人",
        "這個禮拜四先唔使嚟",
        "这个礼拜四先停掉",
        "11月26号先不用来",
    ],
)
async def test_one_visit_that_is_named_is_no_break_with_an_open_end(said: str):
    talker = await running(THURSDAYS)
    intents = ("cancel_booking", "book_service") if "每个" in said else ("cancel_booking",)
    assert await talker.says(said, *intents) == ["utter_ask_skip"]
    await talker.says("好", "affirm")
    assert visits_of(talker)[0] == "12-03"


@pytest.mark.parametrize("said", ["周四的先别来了", "从这周四起先不要来了", "这周四起先停停"])
async def test_a_break_that_only_begins_is_asked_for_its_end(said: str):
    talker = await running(THURSDAYS)
    assert await talker.says(said, "cancel_booking") == ["utter_ask_pause_until"]


@pytest.mark.parametrize(
    "said",
    [
        "等一下等一下满月酒是下个礼拜四不是这个礼拜四这个礼拜四阿姨还是要来的",
        "不是这周四，是下周四",
        "搞错了，是下周四不是这周四",
    ],
)
@pytest.mark.parametrize("intent", ["cancel_booking", "deny", "inform"])
async def test_another_visit_is_skipped_than_was_shown(said: str, intent: str):
    talker = await running(THURSDAYS)
    await talker.says("这个礼拜四先别来了", "cancel_booking")
    assert await talker.says(said, intent) == ["utter_ask_skip"]
    await talker.says("对的就停下个礼拜四那一次别的都照常", "affirm", "cancel_booking")
    assert visits_of(talker)[:2] == ["11-26", "12-10"]


@pytest.mark.parametrize("said", ["停一次要收费吗", "那这次要扣钱伐", "少来一趟会不会扣我钱", "唔嚟嗰次使唔使收錢"])
async def test_that_a_visit_left_out_costs_nothing_is_said_behind_it_too(said: str):
    talker = await running(THURSDAYS)
    await talker.says("这个礼拜四先别来了", "cancel_booking")
    await talker.says("好", "affirm")
    assert await talker.says(said, "ask_price") == ["utter_series_costs_nothing"]


async def test_what_other_work_costs_is_no_question_about_the_visit_left_out():
    talker = await running(THURSDAYS)
    await talker.says("这个礼拜四先别来了", "cancel_booking")
    await talker.says("好", "affirm")
    assert await talker.says("洗空调要多少钱", "ask_price") == ["utter_price"]
