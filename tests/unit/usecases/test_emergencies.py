from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.audit import CallTask
from bot.domain.conversation import Mode
from tests.talker import Talker
from tests.worlds import CLEANING, a_catalogue, a_text, a_world, heard

WHERE = "浦东新区张杨路1458弄6号楼1202"
PHONE = "13800138000"


async def _known() -> Talker:
    """Somebody whose address and phone are known."""
    talker = Talker(a_world())
    await heard(talker.world, a_text())
    (customer,) = talker.world.store.customers.values()
    known = replace(customer, phone=PHONE, addresses=(WHERE,))
    talker.world.store.customers[customer.id] = known
    return talker


def _mode(talker: Talker) -> Mode:
    (conversation,) = talker.world.store.conversations.values()
    return conversation.mode


def _call(talker: Talker) -> CallTask:
    (task,) = talker.world.store.call_tasks
    return task


async def test_a_burst_pipe_brings_the_safety_line_the_call_and_one_question():
    talker = Talker()
    assert await talker.says("厨房水管爆了", "report_emergency") == [
        "utter_danger_water",
        "utter_emergency_informed",
        "utter_emergency_ask_address",
    ]
    assert (_call(talker).reason, _mode(talker)) == ("emergency", Mode.BOT)
    assert _call(talker).text == ("紧急（漏水），请马上联系客户。客户说：“厨房水管爆了”。地址：还没说。电话：还没说。")


async def test_what_is_told_afterwards_completes_the_same_call_and_a_person_takes_over():
    talker = Talker()
    await talker.says("厨房水管爆了", "report_emergency")
    assert await talker.says(WHERE, "inform") == ["utter_emergency_ask_phone"]
    assert await talker.says(PHONE, "inform") == ["utter_emergency_passed_on"]
    assert _call(talker).text == (
        f"紧急（漏水），请马上联系客户。客户说：“厨房水管爆了”；“{WHERE}”；“{PHONE}”。地址：{WHERE}。电话：{PHONE}。"
    )
    (conversation,) = talker.world.store.conversations.values()
    assert (conversation.mode, conversation.handoff_reason) == (Mode.QUEUED, "report_emergency")


async def test_a_known_address_is_offered_masked_and_yes_is_enough():
    talker = await _known()
    said = await talker.says("家里短路了，插座冒火花", "report_emergency")
    assert said == ["utter_danger_electricity", "utter_emergency_informed", "utter_emergency_ask_here"]
    assert talker.values["address"] == "浦东新区张杨路1458弄****"
    assert talker.choices == ["就是这里", "别的地方"]
    assert await talker.says("是", "affirm") == ["utter_emergency_passed_on"]
    assert f"地址：{WHERE}。电话：{PHONE}。" in _call(talker).text


@pytest.mark.parametrize(("answer", "intents"), [("2", ()), ("别的地方", ()), ("不是", ("deny",))])
async def test_another_place_than_the_known_one_is_asked_for(answer: str, intents: tuple[str, ...]):
    talker = await _known()
    await talker.says("水管爆了", "report_emergency")
    assert await talker.says(answer, *intents) == ["utter_emergency_ask_address"]
    assert await talker.says("徐汇区漕溪北路88号3单元201", "inform") == ["utter_emergency_passed_on"]
    assert "地址：徐汇区漕溪北路88号3单元201。" in _call(talker).text


async def test_everything_said_at_once_leaves_nothing_to_ask():
    talker = await _known()
    said = await talker.says(f"{WHERE}水管爆了", "report_emergency")
    assert said == ["utter_danger_water", "utter_emergency_passed_on"]
    assert _mode(talker) is Mode.QUEUED


async def test_it_is_the_same_at_night():
    talker = Talker(a_world())
    talker.world.clock.advance(hours=16.5)
    await talker.says("水管爆了", "report_emergency")
    assert (await talker.says(WHERE, "inform"), _call(talker).created_at) == (
        ["utter_emergency_ask_phone"],
        talker.world.clock.now(),
    )


async def test_a_gas_leak_is_no_booking_and_nothing_is_asked():
    talker = await _known()
    said = await talker.says("厨房煤气漏了，快派人来修", "report_emergency")
    assert said == ["utter_danger_gas", "utter_emergency_to_person"]
    assert (_mode(talker), _call(talker).text[:6]) == (Mode.QUEUED, "紧急（燃气）")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("灶台着火了", ["utter_danger_fire"]),
        ("阿姨从梯子上摔下来流了好多血", ["utter_danger_injury"]),
        ("师傅触电了", ["utter_danger_injury", "utter_danger_electricity"]),
        ("有人在砸我家门", ["utter_danger_threat"]),
        ("救命", ["utter_danger_other"]),
    ],
)
async def test_danger_to_people_goes_to_a_person_at_once(text: str, lines: list[str]):
    talker = Talker()
    assert await talker.says(text, "report_emergency") == [*lines, "utter_emergency_to_person"]
    assert _mode(talker) is Mode.QUEUED


async def test_harassment_by_a_provider_goes_to_a_person_without_being_asked_about():
    talker = Talker()
    said = await talker.says("保洁大哥老往我身上靠，我很害怕", "complain", category="harassment")
    assert said == ["utter_danger_threat", "utter_emergency_to_person"]
    assert _mode(talker) is Mode.QUEUED


async def test_somebody_locked_in_is_dispatched_to():
    talker = await _known()
    said = await talker.says("孩子被反锁在屋里了", "report_emergency")
    assert said == ["utter_danger_trapped", "utter_emergency_informed", "utter_emergency_ask_here"]


async def _wants_urgent_repair() -> Talker:
    talker = Talker()
    assert await talker.says("我要紧急维修", "book_service") == ["utter_emergency_ask_what"]
    assert talker.choices == ["漏水、爆管", "断电、跳闸", "下水堵了", "别的急事"]
    assert talker.world.store.call_tasks == []
    return talker


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ("1", "utter_danger_water"),
        ("下水堵了", "utter_danger_drain"),
        ("電線冒煙了", "utter_danger_electricity"),
        ("4", "utter_danger_other"),
    ],
)
async def test_who_only_wants_urgent_repair_is_asked_what_happened_before_anybody_is_called(answer: str, line: str):
    talker = await _wants_urgent_repair()
    said = await talker.says(answer, "inform")
    assert said == [line, "utter_emergency_informed", "utter_emergency_ask_address"]
    assert len(talker.world.store.call_tasks) == 1


async def test_nobody_is_called_when_urgent_repair_was_tapped_by_mistake():
    talker = await _wants_urgent_repair()
    assert await talker.says("不用了，点错了", "deny") == ["utter_nothing_open"]
    assert talker.world.store.call_tasks == []


async def test_another_service_after_urgent_repair_is_booked():
    talker = await _wants_urgent_repair()
    assert await talker.says("明天下午打扫90平", "book_service") == ["utter_noted", "utter_ask_address"]


async def test_the_water_reaches_a_socket_and_that_line_is_said_too():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    said = await talker.says("流到插座上了，冒火花", "report_emergency")
    assert said == ["utter_danger_electricity", "utter_emergency_ask_address_again"]


async def test_while_it_is_open_every_message_belongs_to_it():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    said = await talker.says("水越来越大了", "report_emergency")
    assert said == ["utter_emergency_noted", "utter_emergency_ask_address_again"]
    assert "“水越来越大了”" in _call(talker).text


@pytest.mark.parametrize(
    ("text", "intent", "word"),
    [("师傅多久能到", "check_booking", "utter_emergency_when"), ("多少钱", "ask_price", "utter_emergency_price")],
)
async def test_no_arrival_and_no_price_is_made_up(text: str, intent: str, word: str):
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    assert await talker.says(text, intent) == [word, "utter_emergency_ask_address_again"]


async def test_who_cannot_find_the_valve_is_told_where_it_is():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    said = await talker.says("不知道怎么关", "inform")
    assert said == ["utter_emergency_how_water", "utter_emergency_ask_address_again"]


async def test_questions_are_answered_before_a_person_takes_over_without_the_address():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    await talker.says("多少钱", "ask_price")
    assert (await talker.says("多久能到", "check_booking"))[0] == "utter_emergency_when"
    assert await talker.says("几点到", "check_booking") == ["utter_emergency_when", "utter_emergency_passed_on"]


async def test_a_question_passed_over_twice_is_not_asked_a_third_time():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    await talker.says("快点啊", "inform")
    assert await talker.says("急死了", "inform") == ["utter_emergency_passed_on"]
    assert _mode(talker) is Mode.QUEUED


async def test_it_grows_worse_and_the_graver_line_is_said():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    said = await talker.says("我妈滑倒摔伤了", "report_emergency")
    assert said == ["utter_danger_injury", "utter_emergency_to_person"]
    assert _call(talker).text.startswith("紧急（有人受伤、漏水）")


async def test_a_street_without_a_door_is_asked_about_once_more():
    talker = await _known()
    await talker.says("水管爆了", "report_emergency")
    assert await talker.says("不是，在静安区江宁路", "inform") == ["utter_emergency_ask_door"]
    assert await talker.says("445号1102室", "inform") == ["utter_emergency_passed_on"]
    assert "地址：静安区江宁路445号1102室。" in _call(talker).text


async def test_it_is_over_and_ends_kindly():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    assert await talker.says("已经关了，没事了", "goodbye") == ["utter_emergency_over"]
    assert (_mode(talker), _call(talker).text[:16]) == (Mode.BOT, "紧急（漏水），客户说已经没事了，")
    assert await talker.says("谢谢", "thank") == ["utter_thank"]


async def test_the_question_of_the_booking_beneath_comes_back_when_it_is_over():
    talker = Talker()
    await talker.says("明天下午两点打扫", "book_service")
    assert (await talker.says("水管爆了", "report_emergency"))[-1] == "utter_emergency_ask_address"
    assert await talker.says("不漏了，没事", "inform") == ["utter_emergency_over", "utter_ask_area"]
    assert await talker.says("90平", "inform") == ["utter_noted", "utter_ask_address"]


async def test_a_person_is_asked_for_while_it_is_open():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    assert await talker.says("人工", "request_human") == ["utter_emergency_passed_on"]
    assert _mode(talker) is Mode.QUEUED


async def test_hours_later_a_message_is_about_something_else():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    talker.world.clock.advance(hours=3)
    assert await talker.says("明天下午打扫90平", "book_service") == ["utter_noted", "utter_ask_address"]


async def test_harassment_of_another_day_goes_to_a_person_in_words_of_its_own():
    talker = Talker()
    said = await talker.says("我要投诉，上次那个师傅摸我", "complain", category="harassment")
    assert (said, _mode(talker)) == (["utter_harassment_by_person"], Mode.QUEUED)


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("昨天漏水现在好了，想约个人检修", ("report_emergency", "book_service")),
        ("上礼拜跳过闸，约人看看", ("report_emergency",)),
        ("天花板有点渗水，想找人看看，不急", ("book_service",)),
        ("家里跳闸，约后天下午电工看看线路", ("book_service",)),
    ],
)
async def test_what_is_no_danger_any_more_is_a_booking(text: str, intents: tuple[str, ...]):
    talker = Talker(a_world())
    repair = replace(CLEANING, code="home_repair", name="家居维修", asks=())
    talker.world.store.catalogue = a_catalogue(services={"home_repair": repair})
    said = await talker.says(text, *intents)
    assert (said[0], talker.values["noted"][:4]) == ("utter_noted", "家居维修")
    assert talker.world.store.call_tasks == []


async def test_who_asks_whether_somebody_can_come_now_reports_it():
    talker = Talker()
    said = await talker.says("水龙头漏水好大，师傅现在有空吗", "ask_provider")
    assert said == ["utter_danger_water", "utter_emergency_informed", "utter_emergency_ask_address"]


async def test_the_district_told_afterwards_completes_the_address():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    await talker.says("锦江花园3栋501", "inform")
    assert (await talker.says("浦东的 13900139000", "inform"))[-1] == "utter_emergency_passed_on"
    assert "浦东新区锦江花园3栋501" in _call(talker).text


async def test_how_soon_somebody_comes_is_answered_in_dialect():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    said = await talker.says("要好久才得到嘛", "ask_availability")
    assert said == ["utter_emergency_when", "utter_emergency_ask_address_again"]


async def test_a_burnt_smell_is_a_danger_even_where_nothing_was_understood():
    said = await Talker().says("灯一闪一闪的还有烧焦的味道 怎么办啊")
    assert said == ["utter_danger_electricity", "utter_emergency_informed", "utter_emergency_ask_address"]


async def test_what_somebody_who_came_has_done_is_a_critical_ticket_besides():
    talker = Talker()
    await talker.says("阿姨在我家摔了流了好多血", "report_emergency")
    (ticket,) = talker.world.store.tickets.values()
    assert (ticket.type.value, ticket.severity.value, ticket.escalated) == ("safety", "critical", ("critical",))
    assert ticket.said == "阿姨在我家摔了流了好多血"


async def test_water_that_runs_is_nobodys_fault_and_no_ticket():
    talker = Talker()
    await talker.says("水管爆了", "report_emergency")
    assert talker.world.store.tickets == {}


@pytest.mark.parametrize("text", ["不用派人来了，物业修好了", "师傅不用来了 水停了", "得了不用派师傅了 修好了"])
async def test_help_that_is_not_needed_any_more_ends_the_wait(text: str):
    talker = Talker()
    await talker.says(f"厨房水管爆了，{WHERE}，{PHONE}", "report_emergency")
    assert _mode(talker) is Mode.QUEUED
    assert "utter_queue_left" in await talker.says(text, "inform")
    assert _mode(talker) is Mode.BOT


@pytest.mark.parametrize("text", ["快派人来啊", "不用来了？水还在漏"])
async def test_while_there_is_danger_the_wait_goes_on(text: str):
    talker = Talker()
    await talker.says(f"厨房水管爆了，{WHERE}，{PHONE}", "report_emergency")
    await talker.says(text, "inform")
    assert _mode(talker) is Mode.QUEUED


async def test_what_she_may_do_is_answered_while_the_address_is_asked_for():
    talker = Talker(a_world())
    await talker.says("插座冒火花", "report_emergency")
    said = await talker.says("我能用水泼吗", "ask_policy")
    assert said == ["utter_danger_may_electricity", "utter_emergency_ask_address_again"]


async def test_somebody_hurt_comes_first_however_much_of_a_visit_the_model_hears():
    talker = await _known()
    text = "您好，今天来做保洁的阿姨下台阶踩空了，额头磕破一直出血，烦请尽快处理"
    assert (await talker.says(text, "book_service", "greet"))[0] == "utter_danger_injury"
    assert _mode(talker) is Mode.QUEUED
    assert await talker.says("请问可以扶她到沙发上吗", "ask_policy") == ["utter_danger_may_injury"]
