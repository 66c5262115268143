"""What a customer tells beside something done with her orders: why, what stays, what she takes for granted."""

from __future__ import annotations

import pytest

from bot.domain.booking import BookingState
from bot.domain.policy import FeeStep, Policies
from tests.talker import Talker
from tests.worlds import a_catalogue, a_world

HOME = "90平，浦东新区张杨路1458弄6号楼1202，13800138000"
FEE = FeeStep(within_minutes=240, percent=20)


async def _running(text: str = "每周三下午两点来打扫") -> Talker:
    talker = Talker()
    await talker.says(f"{text}，{HOME}", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_series_booked"]
    return talker


async def _booked(talker: Talker | None = None, day: str = "明天下午两点") -> Talker:
    talker = talker or Talker()
    await talker.says(f"{day}打扫，{HOME}", "book_service")
    assert await talker.says("好的", "affirm") == ["utter_booked"]
    return talker


async def _soon() -> Talker:
    """An order that begins in less than four hours, whose cancel costs."""
    world = a_world()
    world.store.catalogue = a_catalogue(policies=Policies(cancellation=(FEE,)))
    talker = await _booked(Talker(world))
    world.clock.advance(hours=26)
    return talker


def _rules(talker: Talker) -> list[str]:
    return [series.plan.rhythms[-1].rule for series in talker.world.store.series.values()]


def _confirmed(talker: Talker) -> list[str]:
    visits = sorted(booking.window.start for booking in talker.bookings(BookingState.CONFIRMED))
    return [f"{start:%m-%d %H:%M}" for start in visits]


@pytest.mark.parametrize(
    "said",
    [
        "从这周起每周三的打扫以后都改到周五",
        "每周三的打扫往后都挪到周五，这周就开始",
        "周三那个打扫以后都改周五吧，周三我要去打麻将",
    ],
)
async def test_all_visits_go_to_the_day_that_is_named_whenever_that_begins(said: str):
    talker = await _running()
    assert await talker.says(said, "reschedule_booking") == ["utter_ask_series_change"]
    assert talker.values["new"].startswith("每周五14:00")


async def test_another_day_that_all_are_settled_on_is_shown_though_it_sounds_like_a_booking():
    talker = await _running()
    assert await talker.says("打扫以后固定周五", "book_service") == ["utter_ask_series_change"]
    assert talker.values["new"].startswith("每周五14:00")


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("周三我要去上课了，时间还是下午两点", "reschedule_booking"),
        ("周末想睡个懒觉", "book_service"),
        ("周三孩子要上兴趣班", "inform"),
        ("周三我要返工", "inform"),
        ("别的都不变", "deny"),
        ("下午两点钟照旧", "check_booking"),
        ("孩子周三要提前放学", "inform"),
        ("周三不行", "deny"),
        ("周三我要上课不方便", "reschedule_booking"),
        ("因为周三老公要出差", "cancel_booking"),
    ],
)
async def test_why_all_visits_move_changes_nothing_of_it(said: str, intent: str):
    talker = await _running()
    await talker.says("以后都改周五", "reschedule_booking")
    assert await talker.says(said, intent) == ["utter_ask_series_again"]
    await talker.says("好的", "affirm")
    assert _rules(talker) == ["FREQ=WEEKLY;BYDAY=FR"]


async def test_that_the_new_day_does_not_suit_is_a_no():
    talker = await _running()
    await talker.says("以后都改周五", "reschedule_booking")
    assert await talker.says("周五不行", "deny") == ["utter_series_kept"]


async def test_another_day_behind_the_reason_is_a_wish():
    talker = await _running()
    await talker.says("以后都改周五", "reschedule_booking")
    assert await talker.says("周五我要上课，改周六吧", "reschedule_booking") == ["utter_ask_series_change"]
    assert talker.values["new"].startswith("每周六14:00")


async def test_whether_the_price_stays_is_answered_with_what_was_shown():
    talker = await _running()
    await talker.says("以后都改周五", "reschedule_booking")
    assert await talker.says("价钱不变的吧", "ask_price") == ["utter_ask_series_change"]


@pytest.mark.parametrize(
    ("said", "intents"),
    [
        ("下周三照旧的", ("check_booking",)),
        ("下个礼拜三还是要来的哦", ("inform",)),
        ("孩子第一次看海 激动得不行", ("chitchat",)),
        ("孩子第一次坐飞机 高兴坏了", ("deny",)),
        ("老人家高兴得很", ("book_service",)),
    ],
)
async def test_a_remark_beside_a_skip_leaves_it_as_it_was_shown(said: str, intents: tuple[str, ...]):
    talker = await _running()
    await talker.says("这周三不用来了", "cancel_booking")
    assert (await talker.says(said, *intents))[-1] == "utter_ask_series_again"
    assert await talker.says("好的", "affirm") == ["utter_skipped"]
    assert _confirmed(talker)[0] == "12-02 06:00"


async def test_who_says_that_no_other_visit_is_meant_skips_the_one():
    talker = await _running()
    await talker.says("这周三不用来了", "cancel_booking")
    assert await talker.says("只停这一次 下周三照常", "cancel_booking") == ["utter_skipped"]
    assert _confirmed(talker)[0] == "12-02 06:00"


async def test_when_a_break_ends_is_no_wish_to_take_anything_back():
    talker = await _running()
    assert await talker.says("这周三停一回", "cancel_booking") == ["utter_ask_pause"]
    assert await talker.says("考完就恢复 下周三照来", "restore_booking") == ["utter_ask_pause"]
    await talker.says("好的", "affirm")
    assert _confirmed(talker)[0] == "12-02 06:00"


async def test_a_further_visit_is_skipped_beside_the_first():
    talker = await _running()
    await talker.says("这周三不用来了", "cancel_booking")
    assert await talker.says("下周三也不用来了", "cancel_booking") == ["utter_ask_skip"]
    assert len(talker.values["visits"].splitlines()) == 2


async def test_another_visit_than_the_one_shown_is_skipped_in_its_place():
    talker = await _running()
    await talker.says("这周三不用来了", "cancel_booking")
    assert await talker.says("不是这周三，是下周三不用来", "cancel_booking") == ["utter_ask_skip"]
    assert talker.values["visits"].startswith("12月2日")


async def test_a_word_to_the_provider_beside_a_skip_begins_no_change():
    talker = await _running()
    await talker.says("这周三不用来了", "cancel_booking")
    assert await talker.says("嗯 麻烦跟阿姨讲一声", "change_booking") == ["utter_ask_series_again"]
    assert await talker.says("好的 麻烦跟阿姨讲一声", "change_booking") == ["utter_skipped"]


async def test_a_leave_for_the_provider_is_a_skip_though_it_was_taken_for_a_look():
    talker = await _running()
    assert await talker.says("这周三阿姨请假一次 我们要去海边", "check_booking") == ["utter_ask_skip"]


async def test_a_real_no_keeps_the_visit():
    talker = await _running()
    await talker.says("这周三不用来了", "cancel_booking")
    assert await talker.says("算了还是来吧", "deny") == ["utter_series_kept"]


async def test_what_is_not_known_of_next_year_sets_nothing_of_a_series():
    talker = Talker()
    await talker.says(f"每周三下午两点来打扫，{HOME[:-12]}", "book_service")
    await talker.says("先做到年底吧我年后排班还不知道", "inform")
    assert await talker.says("13800138000", "inform") == ["utter_series_summary"]
    assert talker.values["rule"].startswith("每周三14:00，每次3小时")


async def test_a_plan_that_is_not_settled_begins_nothing_beside_a_series():
    talker = Talker()
    await talker.says(f"每周三下午两点来打扫，{HOME[:-12]}", "book_service")
    await talker.says("先做三个月，明年三月我们要搬家还不一定", "inform")
    assert await talker.says("13800138000", "inform") == ["utter_series_summary"]
    assert talker.values["rule"].startswith("每周三14:00，每次3小时")


@pytest.mark.parametrize("said", ["扣就扣吧 没办法", "该多少多少", "那也没办法", "唉认了"])
async def test_a_sigh_at_the_fee_is_a_yes_to_the_cancel(said: str):
    talker = await _soon()
    assert await talker.says("取消吧", "cancel_booking") == ["utter_ask_cancel_with_fee"]
    assert await talker.says(said, "complain", category="overcharge") == ["utter_cancelled_with_fee"]


async def test_who_resents_the_fee_has_agreed_to_nothing():
    talker = await _soon()
    await talker.says("取消吧", "cancel_booking")
    await talker.says("凭什么扣我钱", "complain", category="overcharge")
    assert talker.bookings(BookingState.CANCELLED) == []


async def test_a_sigh_where_nothing_costs_is_no_yes():
    talker = await _booked()
    await talker.says("取消吧", "cancel_booking")
    await talker.says("没办法", "inform")
    assert talker.bookings(BookingState.CANCELLED) == []


async def test_an_order_is_called_off_though_it_sounds_like_a_booking():
    talker = await _booked(day="后天下午一点")
    said = "后天下半天一点钟个打扫勿要来了 我临时要加班"
    assert await talker.says(said, "book_service") == ["utter_ask_cancel"]


async def test_a_message_that_speaks_of_a_cancel_books_nothing():
    talker = Talker()
    await talker.says(f"明天下午两点打扫，{HOME}", "book_service")
    assert await talker.says("扣就扣好唻 取消", "affirm") == ["utter_booking_dropped"]
    assert talker.bookings(BookingState.CONFIRMED) == []


async def test_that_it_may_be_cancelled_is_asked_and_books_nothing_yet():
    talker = Talker()
    await talker.says(f"明天下午两点打扫，{HOME}", "book_service")
    assert (await talker.says("好的，可以随时取消吧", "affirm"))[-1] == "utter_ask_confirm_again"
    assert await talker.says("好的", "affirm") == ["utter_booked"]


async def test_what_is_wanted_at_another_time_than_was_cancelled_is_booked():
    talker = await _booked()
    await talker.says("取消吧", "cancel_booking")
    await talker.says("是的", "affirm")
    assert (await talker.says("还是打扫吧，周五下午三点", "book_service"))[0] == "utter_noted"


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("老公说晚上他爸妈要来 还是得打扫 恢复刚才那个吧", "restore_booking"),
        ("恢复吧，晚上有客人要来", "restore_booking"),
        ("哦还是留着吧", "deny"),
        ("还是要的", "affirm"),
        ("还是叫她来吧，后天客人要来", "book_service"),
    ],
)
async def test_what_was_cancelled_just_now_is_wanted_back_whatever_the_reason(said: str, intent: str):
    talker = await _booked()
    await talker.says("取消吧", "cancel_booking")
    await talker.says("是的", "affirm")
    assert await talker.says(said, intent) == ["utter_ask_restore"]
    assert await talker.says("时间就原来的，明天两点", "reschedule_booking") == ["utter_restored"]
    assert _confirmed(talker) == ["11-24 06:00"]


async def test_another_time_instead_of_what_was_cancelled_is_booked_with_its_details():
    talker = await _booked()
    await talker.says("取消吧", "cancel_booking")
    await talker.says("是的", "affirm")
    assert await talker.says("那改约周五上午十点吧", "reschedule_booking") == ["utter_summary"]
    await talker.says("好的", "affirm")
    assert _confirmed(talker) == ["11-27 02:00"]


async def test_an_hour_is_of_the_day_the_order_shall_go_to():
    talker = await _booked()
    await talker.says("改到周五", "reschedule_booking")
    assert await talker.says("下午四点左右", "inform") == ["utter_ask_move"]
    assert talker.values["new"] == "11月27日（周五）16:00–19:00 日常保洁"


async def test_an_hour_behind_a_part_of_the_day_is_of_the_day_on_offer():
    talker = await _booked()
    assert await talker.says("改到周五上午", "reschedule_booking") == ["utter_ask_which_window"]
    assert await talker.says("九点半", "inform") == ["utter_ask_move"]
    assert talker.values["new"] == "11月27日（周五）09:30–12:30 日常保洁"


async def test_an_hour_alone_is_of_the_orders_own_day():
    talker = await _booked()
    assert await talker.says("改到下午四点", "reschedule_booking") == ["utter_ask_move"]
    assert talker.values["new"] == "明天（11月24日 周二）16:00–19:00 日常保洁"


async def test_more_work_for_an_order_that_is_named_is_a_change_of_it():
    talker = await _booked()
    assert await talker.says("我明天那个打扫想加个擦窗", "book_service") == ["utter_ask_change"]
    assert await talker.says("里面外面都要擦", "inform") == ["utter_ask_change"]
    assert talker.values["changes"] == "要求：无 → 擦窗（内侧），擦窗（外侧）"


async def test_the_outside_too_is_both_sides():
    talker = await _booked()
    assert await talker.says("明天打扫那单我还想加擦窗户，外面也擦", "change_booking") == ["utter_ask_change"]
    assert talker.values["changes"] == "要求：无 → 擦窗（内侧），擦窗（外侧）"


async def test_an_order_is_named_by_when_it_was_booked_for():
    talker = await _booked()
    assert await talker.says("我明天约的打扫 再加个擦窗", "book_service") == ["utter_ask_change"]


async def test_one_more_visit_like_an_order_is_a_booking():
    talker = await _booked()
    assert await talker.says("明天那个打扫再约一次，周五上午九点", "book_service") == ["utter_summary"]


@pytest.mark.parametrize("intent", ["ask_policy", "inform"])
async def test_what_is_taken_for_granted_of_a_change_is_answered_and_not_added(intent: str):
    talker = await _booked()
    await talker.says("明天那单加个擦窗", "change_booking")
    said = await talker.says("擦窗的工具阿姨会带的吧", intent, topic="tools")
    assert said == ["utter_policy", "utter_ask_change_again"]
    await talker.says("好的", "affirm")
    assert [booking.special_needs for booking in talker.bookings()] == [("windows_inside",)]


async def test_what_is_taken_for_granted_of_a_booking_is_answered_and_not_added():
    talker = Talker()
    await talker.says(f"明天下午两点打扫，{HOME[:-12]}", "book_service")
    assert (await talker.says("工具阿姨会带的吧", "inform"))[0] == "utter_policy"
    await talker.says("13800138000", "inform")
    assert talker.values["needs"] == "无"


async def test_the_price_of_more_than_was_shown_is_answered_and_not_added():
    talker = await _booked()
    await talker.says("明天那单加个擦窗", "change_booking")
    said = await talker.says("外面的窗要另外加多少钱呀", "ask_price")
    assert said[-1] == "utter_ask_change_again"
    await talker.says("好的", "affirm")
    assert [booking.special_needs for booking in talker.bookings()] == [("windows_inside",)]


async def test_since_when_all_visits_go_to_another_day_is_no_other_rule():
    talker = await _running()
    await talker.says("周三的打扫以后都改到周五", "reschedule_booking")
    await talker.says("从这周就改", "reschedule_booking")
    await talker.says("好的", "affirm")
    assert _rules(talker) == ["FREQ=WEEKLY;BYDAY=FR"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("改时间不要钱吧", "utter_move_free"), ("时间还是这个点哈", "utter_ask_move_again"), ("别的不动", None)],
)
async def test_what_only_sounds_like_a_further_change_leaves_the_move_as_it_was_shown(text: str, said: str | None):
    talker = await _booked()
    await talker.says("改到后天下午三点", "reschedule_booking")
    answer = await talker.says(text, "reschedule_booking")
    assert said is None or said in answer
    assert await talker.says("好的", "affirm") == ["utter_moved"]


@pytest.mark.parametrize(
    "text", ["后天的还是原来地址 别动", "明天电话不变", "后天的勿要动噢，还是后天", "后天的不要动，还是下午两点"]
)
async def test_another_order_or_part_that_stays_leaves_the_change_as_it_was_shown(text: str):
    talker = await _booked(await _booked(day="后天下午两点"))
    await talker.says("明天那单地址换成浦东新区花木路718弄9号楼501", "change_booking")
    assert "utter_ask_change" in str(await talker.says(text, "inform"))
    await talker.says("好的", "affirm")
    addresses = {booking.address for booking in talker.bookings(BookingState.CONFIRMED)}
    assert "浦东新区花木路718弄9号楼501" in addresses
    assert len(addresses) == 2


@pytest.mark.parametrize(
    "said",
    [
        "后头的周三都不变 莫整错咯",
        "别弄混了啊",
        "后面几次照旧，千万别安排错了",
        "往后的星期三唔使郁，唔好攪錯",
        "莫搞错哈",
    ],
)
async def test_a_warning_that_the_other_visits_stay_is_no_refusal_of_the_move(said: str):
    talker = await _running()
    assert await talker.says("这周三那次改到周四", "reschedule_booking") == ["utter_ask_move"]
    assert await talker.says(said, "deny") == ["utter_ask_move_again"]
    assert await talker.says("要得 就这么改", "affirm") == ["utter_moved"]
