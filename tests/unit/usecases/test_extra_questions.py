"""Questions about what comes on top, who comes and what is included: answered from the catalogue or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.catalogue import Surcharge
from tests.fakes import FakeWorld
from tests.talker import Talker
from tests.worlds import APPLIANCES, CLEANING, SURCHARGES, a_catalogue, a_world

REPAIR = replace(APPLIANCES, code="appliance_repair", name="家电维修", excludes="搬运、配件费用，换件前先报价")
COOKING = replace(APPLIANCES, code="cooking", name="上门做饭", excludes="食材费用（可代买，凭小票结算）")
WORDS = {
    "tools": "工具我们自带。",
    "privacy": "资料只给上门的人看。",
    "payment": "做完再付。",
    "invoice": "可以开发票。",
}
FRIDGE = Surcharge("fridge", "冰箱内部清洁", "need:fridge", fen=3000)


def _a_world() -> FakeWorld:
    world = a_world()
    holiday = Surcharge("holiday", "法定节假日", "holiday", percent=50)
    others = tuple(one for one in SURCHARGES if one.when not in ("holiday", "need:fridge"))
    services = {one.code: one for one in (CLEANING, APPLIANCES, REPAIR, COOKING)}
    world.store.catalogue = a_catalogue(services=services, answers=WORDS, surcharges=(*others, holiday, FRIDGE))
    return world


async def _asked_for_the_address() -> Talker:
    talker = Talker(_a_world())
    assert (await talker.says("明天下午两点打扫，90平", "book_service"))[-1] == "utter_ask_address"
    return talker


# --- what comes on top ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken_for", ["ask_policy", "ask_price", "inform", "check_booking"])
async def test_whether_holidays_cost_more_is_told_whatever_it_was_taken_for(taken_for: str):
    talker = Talker(_a_world())
    assert await talker.says("碰到过节要加钱吗", taken_for, topic="payment") == ["utter_price_at"]
    assert talker.values["surcharges"] == "法定节假日加50%"


async def test_a_question_about_the_evening_moves_no_booking():
    talker = await _asked_for_the_address()
    assert await talker.says("晚上来要多收钱吗", "inform") == ["utter_price_at", "utter_ask_address"]
    await talker.says("浦东新区张杨路1458弄6号楼1202，13800138000", "inform")
    assert talker.values["window"] == "明天（11月24日 周二）14:00–17:00，3小时"


async def test_whether_the_weekend_costs_more_names_all_that_does():
    assert await Talker(_a_world()).says("周末会比较贵吗", "ask_price") == ["utter_price_by_day"]


async def test_a_wish_beside_the_question_stays():
    talker = Talker(_a_world())
    said = await talker.says("周六下午打扫，周末要加钱吗", "book_service", "ask_price")
    assert said == ["utter_price_by_day", "utter_noted", "utter_ask_area"]


async def test_a_sum_asked_for_with_a_discount_is_told_beside_it():
    talker = await _asked_for_the_address()
    said = await talker.says("一共多少钱，能不能便宜点", "ask_price")
    assert said == ["utter_price_about", "utter_no_discount", "utter_ask_address"]


# --- what is bought for the work -----------------------------------------------------------------------------


async def test_parts_are_told_in_the_catalogues_words_where_no_service_is_spoken_of():
    talker = Talker(_a_world())
    assert await talker.says("换零件的钱另算？", "ask_price") == ["utter_extra_costs"]
    assert talker.values["extras"] == "家电维修的价格不含配件费用，换件前先报价"


async def test_who_buys_the_groceries_is_answered_and_no_wish():
    talker = Talker(_a_world())
    await talker.says("周六下午做饭", "book_service")
    said = await talker.says("菜是你们买还是我买", "inform", "ask_policy", topic="tools")
    assert said == ["utter_extra_costs", "utter_ask_address"]
    assert talker.values["extras"] == "上门做饭的价格不含食材费用（可代买，凭小票结算）"


async def test_a_need_asked_about_does_not_make_a_booking_another_service():
    talker = await _asked_for_the_address()
    assert await talker.says("冰箱里面擦不擦", "inform") == ["utter_extra_costs", "utter_ask_address"]
    assert talker.values["extras"] == "清冰箱另加30元"
    await talker.says("浦东新区张杨路1458弄6号楼1202，13800138000", "inform")
    assert (talker.values["service"], talker.values["needs"]) == ("日常保洁", "无")


# --- rules that fit, or none ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["会不会搞得到处都是油", "阿姨会抽烟吗", "会拍照给我看吗"])
async def test_no_rule_is_told_that_speaks_of_something_else(text: str):
    assert await Talker(_a_world()).says(text, "ask_policy", topic="privacy") == ["utter_policy_unknown"]


async def test_a_rule_that_fits_is_told_in_words_no_list_holds():
    assert await Talker(_a_world()).says("我的号码不会外传吧", "ask_policy", topic="privacy") == ["utter_policy"]


async def test_the_words_name_the_rule_where_the_model_names_another():
    talker = Talker(_a_world())
    assert await talker.says("能开发票吗", "ask_policy", topic="privacy") == ["utter_policy"]
    assert talker.values["policy"] == "可以开发票。"


async def test_what_the_service_at_hand_names_is_told_from_it():
    talker = Talker(_a_world())
    await talker.says("洗一台空调", "book_service")
    assert await talker.says("会消毒拆洗吗", "ask_policy", topic="privacy") == ["utter_included", "utter_ask_window"]


async def test_the_same_rule_is_not_told_twice_in_a_row():
    talker = Talker(_a_world())
    await talker.says("要付订金吗", "ask_policy", topic="payment")
    await talker.says("可以刷卡吗", "ask_policy", topic="payment")
    assert [say.response for say in talker.said] == ["utter_policy_again"]


async def test_how_long_before_is_told_by_the_rules():
    talker = Talker(_a_world())
    assert await talker.says("要提前多久说", "ask_policy", topic="cancellation") == ["utter_notice"]
    assert talker.values["notice"] == "2小时"


async def test_a_question_taken_for_an_answer_is_not_passed_over():
    talker = await _asked_for_the_address()
    assert await talker.says("要不要我在家", "inform") == ["utter_policy_unknown", "utter_ask_address"]


async def test_how_long_it_takes_is_no_wish_for_it():
    assert await Talker(_a_world()).says("洗空调要多长时间", "book_service") == ["utter_takes"]


async def test_how_long_a_guarantee_lasts_is_not_how_long_it_takes():
    said = await Talker(_a_world()).says("保修多久", "ask_policy", topic="aftersales")
    assert said == ["utter_policy_unknown"]  # this company has no words on it


# --- who comes -----------------------------------------------------------------------------------------------


async def test_whether_a_man_or_a_woman_comes_is_no_wish():
    talker = await _asked_for_the_address()
    assert await talker.says("来的是男的女的", "inform") == ["utter_provider_gender", "utter_ask_address"]


async def test_whether_somebody_can_be_chosen_gets_an_answer():
    assert await Talker(_a_world()).says("能不能指定阿姨", "ask_provider") == ["utter_provider_choosable"]


async def test_a_number_out_of_nowhere_answers_nothing():
    assert await Talker(_a_world()).says("90", "inform") == ["utter_fallback"]


async def test_a_greeting_beside_a_question_does_not_stand_behind_its_answer():
    assert await Talker(_a_world()).says("你好，打扫多少钱", "ask_price", "greet") == ["utter_price"]


async def test_the_size_told_after_the_price_brings_the_sum():
    talker = Talker(_a_world())
    assert await talker.says("打扫多少钱", "ask_price") == ["utter_price"]
    said = await talker.says("90平", "inform")
    assert said[0] == "utter_price_about"
    assert talker.values["total"] == "180元"


async def test_an_evening_asked_for_after_a_price_is_no_look_at_orders():
    talker = Talker(_a_world())
    await talker.says("打扫多少钱", "ask_price")
    said = await talker.says("明天晚上来呢", "check_booking")
    assert "utter_no_bookings" not in said
    assert "日常保洁" in talker.values["noted"]


async def test_pictures_asked_for_beside_a_wish_get_an_honest_answer():
    talker = Talker(_a_world())
    said = await talker.says("周六上午洗空调，会拍照给我看吗", "book_service")
    assert said == ["utter_policy_unknown", "utter_noted", "utter_ask_address"]


@pytest.mark.parametrize(("text", "day"), [("还有没有更早的", "11月24日"), ("有没有再晚一点的", "11月24日")])
async def test_another_hour_than_the_wished_one_is_looked_for_though_none_was_offered(text: str, day: str):
    talker = Talker(_a_world())
    await talker.says("明天上午十点打扫，90平", "book_service")
    await talker.says(text, "ask_services")
    assert day in next(iter(talker.choices), "")


async def test_a_fee_there_is_none_of_is_not_answered_with_all_prices():
    assert await Talker(_a_world()).says("要加路费吗", "ask_price") == ["utter_no_fee"]


async def test_parts_asked_about_while_the_home_is_to_be_cleaned_are_told_all_the_same():
    talker = await _asked_for_the_address()
    assert await talker.says("换零件要钱吗", "ask_price") == ["utter_extra_costs", "utter_ask_address"]
    assert talker.values["extras"] == "家电维修的价格不含配件费用，换件前先报价"


async def test_what_is_brought_along_is_told_though_it_was_taken_for_the_work():
    talker = Talker(_a_world())
    assert await talker.says("洗空调师傅是自己带梯子吗", "ask_services") == ["utter_policy"]
    assert talker.values["policy"] == "工具我们自带。"


async def test_an_evening_asked_for_in_a_booking_is_no_look_at_orders():
    talker = Talker(_a_world())
    await talker.says("打扫，90平", "book_service")
    said = await talker.says("明天晚上来呢", "check_booking")
    assert "utter_no_bookings" not in said


async def test_a_price_asked_for_is_no_wish_whatever_it_was_taken_for():
    talker = Talker(_a_world())
    assert await talker.says("打扫一次多钱", "book_service") == ["utter_price"]
    assert await talker.says("请个阿姨打扫多少钱", "book_service") == ["utter_noted", "utter_ask_window"]
