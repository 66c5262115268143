from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.commands.load import load, load_and_say
from bot.domain.booking import BookingState
from bot.domain.catalogue import Package, Rules, VisitTier
from bot.domain.errors import InvalidData
from bot.domain.policy import FeeStep, NoticeTimes, Policies, ReviewLimits, Weights
from bot.domain.values import TimeWindow
from tests.fakes import FakeWorld
from tests.worlds import RULES, a_catalogue, a_world

CUSTOMER = """\
customers:
  - id: c1
    openid: oTestCustomer1
    name: 周敏
    phone: "13800138000"
    addresses: [浦东新区张杨路1458弄6号楼1202]
"""


def a_booking(booking_id: str = "b1", start: str = "2026-11-25T14:00", more: str = "") -> str:
    return (
        f"  - id: {booking_id}\n    service: daily_cleaning\n    customer: c1\n    provider_ids: [p1]\n"
        f"    start: {start}\n{more}"
    )


def a_file(folder: Path, text: str) -> Path:
    file = folder / "data.yml"
    file.write_text(text, encoding="utf-8")
    return file


async def refused(world: FakeWorld, file: Path) -> list[str]:
    """The errors of a load, which must leave everything as it was."""
    before = vars(world.store.copy())
    with pytest.raises(InvalidData) as caught:
        await load(world.deps, file)
    assert vars(world.store) == before
    return [line.removeprefix(f"{file}:") for line in str(caught.value).splitlines()]


async def test_a_booking_takes_the_place_the_phone_and_the_price_that_follow(tmp_path: Path):
    world = a_world()
    file = a_file(tmp_path, CUSTOMER + "bookings:\n" + a_booking(more="    area_sqm: 90\n"))
    assert await load(world.deps, file) == "1 customer, 1 booking"
    booking = world.store.bookings["b1"]
    start = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
    assert booking.window == TimeWindow(start, start + timedelta(hours=3))
    assert (booking.customer_id, booking.state, booking.phone) == ("c1", BookingState.CONFIRMED, "13800138000")
    assert booking.address == "浦东新区张杨路1458弄6号楼1202"
    assert booking.quote.total_fen == 18000
    assert [event.name for event in booking.events] == ["booking_loaded"]
    taken = [cell for (provider, cell), owner in world.store.cells.items() if (provider, owner) == ("p1", "b1")]
    assert (min(taken), len(taken)) == (start - timedelta(minutes=30), 7)


async def test_days_are_counted_from_the_day_of_loading(tmp_path: Path):
    world = a_world()
    booking = a_booking().replace("start: 2026-11-25T14:00", 'in_days: 2\n    at: "09:30"')
    await load(world.deps, a_file(tmp_path, CUSTOMER + "bookings:\n" + booking))
    assert world.store.bookings["b1"].window.start == datetime(2026, 11, 25, 1, 30, tzinfo=UTC)


async def test_a_finished_visit_takes_nobodys_time_and_keeps_its_price(tmp_path: Path):
    world = a_world()
    done = a_booking(start="2026-11-20T14:00+08:00", more="    state: completed\n    quote_yuan: 99.5\n")
    await load(world.deps, a_file(tmp_path, CUSTOMER + "bookings:\n" + done))
    booking = world.store.bookings["b1"]
    assert (booking.state, booking.quote.total_fen, world.store.cells) == (BookingState.COMPLETED, 9950, {})


async def test_a_held_booking_lapses_like_any_hold(tmp_path: Path):
    world = a_world()
    await load(world.deps, a_file(tmp_path, CUSTOMER + "bookings:\n" + a_booking(more="    state: held\n")))
    assert world.store.bookings["b1"].hold_expires_at == world.clock.now() + timedelta(minutes=10)


async def test_loading_twice_changes_nothing(tmp_path: Path):
    world = a_world()
    file = a_file(tmp_path, CUSTOMER + "bookings:\n" + a_booking())
    first = await load(world.deps, file)
    before = vars(world.store.copy())
    world.clock.advance(hours=30)
    assert await load(world.deps, file) == first
    assert vars(world.store) == before


async def test_a_known_customer_keeps_what_the_file_does_not_say(tmp_path: Path):
    world = a_world()
    await load(world.deps, a_file(tmp_path, CUSTOMER))
    later = "customers: [{id: c1, openid: oTestCustomer1, phone: 13900139000, addresses: [静安区北京西路1号]}]"
    await load(world.deps, a_file(tmp_path, later))
    customer = world.store.customers["c1"]
    assert (customer.name, customer.phone) == ("周敏", "13900139000")
    assert customer.addresses == ("静安区北京西路1号", "浦东新区张杨路1458弄6号楼1202")


async def test_a_changed_customer_leaves_an_audit_row_without_her_data(tmp_path: Path):
    world = a_world()
    await load(world.deps, a_file(tmp_path, CUSTOMER))
    await load(world.deps, a_file(tmp_path, CUSTOMER.replace("13800138000", "13900139000")))
    assert [(entry.actor, entry.entity_id) for entry in world.store.audit] == [("load", "c1")] * 2
    assert "13900139000" not in repr(world.store.audit)
    assert "phone" in repr(world.store.audit[-1])


async def test_what_is_given_of_the_catalogue_replaces_and_the_rest_stays(tmp_path: Path):
    world = a_world()
    text = (
        "services: [{code: laundry, name: 洗熨, yuan_per_hour: 55.5, min_minutes: 60, max_minutes: 240,"
        " default_minutes: 120, bookable: yes, includes: 熨, excludes: 干洗}]\n"
        "surcharges: [{code: night, name: 晚间, when: night, percent: 30}]\n"
        "rules: {closes: 21:00}\n"
        "answers: {hours: 8点到21点}\n"
    )
    assert await load(world.deps, a_file(tmp_path, text)) == "1 service, 1 surcharge, 1 answer"
    catalogue = world.store.catalogue
    assert catalogue is not None
    assert list(catalogue.services) == ["daily_cleaning", "appliance_cleaning", "childcare", "laundry"]
    assert catalogue.services["laundry"].fen_per_hour == 5550
    assert [(item.code, item.percent) for item in catalogue.surcharges] == [
        ("night", 30), ("holiday", 100), ("outside", 0),
    ]  # fmt: skip
    assert catalogue.rules == Rules(
        opens=RULES.opens, closes=time(21), min_notice_minutes=120, horizon_days=60, hold_minutes=10, travel_minutes=30,
        night_from=RULES.night_from, holidays=RULES.holidays, cities=RULES.cities,
    )  # fmt: skip
    assert catalogue.answers == {"tools": "工具我们自带。", "hours": "8点到21点"}


LAUNDRY = (
    "  - {code: laundry, name: 洗熨, synonyms: [洗衣服], yuan_per_hour: 55.5, min_minutes: 60, max_minutes: 240,"
    " default_minutes: 120, bookable: yes, includes: 熨, excludes: 干洗}\n"
)


async def test_packages_loyalty_and_names_are_loaded_with_the_services(tmp_path: Path):
    world = a_world()
    text = (
        "services:\n" + LAUNDRY + "packages: [{code: two, name: 两小时, service: laundry, minutes: 120, yuan: 105}]\n"
        "loyalty: {after_visits: {20: 8, 5: 3}}\n"
    )
    assert await load(world.deps, a_file(tmp_path, text)) == "1 service, 1 package"
    catalogue = world.store.catalogue
    assert catalogue is not None
    assert catalogue.packages == (Package("two", "两小时", "laundry", 120, 10500),)
    assert catalogue.loyalty == (VisitTier(5, 3), VisitTier(20, 8))
    found = [catalogue.named(name) for name in ("laundry", "洗熨", "洗衣服")]
    assert found == [catalogue.services["laundry"]] * 3
    assert catalogue.named("洗") is None
    await load(world.deps, a_file(tmp_path, "answers: {tools: 都带}"))
    assert world.store.catalogue == replace(catalogue, answers={"tools": "都带"})
    await load(world.deps, a_file(tmp_path, "loyalty: {after_visits: {}}"))
    assert world.store.catalogue == replace(catalogue, answers={"tools": "都带"}, loyalty=())


async def test_what_is_given_of_the_policies_replaces_and_the_rest_stays(tmp_path: Path):
    world = a_world()
    text = """\
policies:
  cancellation: [{within_hours: 4, percent: 20}, {within_hours: 0.5, percent: 50}]
  review: {always: [childcare], price_from_yuan: 999.5, words: [过夜]}
  weights: {cost: -0.5}
  notices: {eve_at: 19:30, before_minutes: 90}
  templates: {booked: TPL1}
  scenes: {orders: 我的预约, 7: 我要预约}
  inquiry_minutes: 60
"""
    await load(world.deps, a_file(tmp_path, text))
    expected = Policies(
        cancellation=(FeeStep(30, 50), FeeStep(240, 20)),
        review=ReviewLimits(always=frozenset({"childcare"}), price_from_fen=99950, words=("过夜",)),
        weights=Weights(cost=-0.5),
        notices=NoticeTimes(eve_at=time(19, 30), before_minutes=90),
        templates={"booked": "TPL1"},
        scenes={"orders": "我的预约", "7": "我要预约"},
        inquiry_minutes=60,
    )
    assert world.store.catalogue == a_catalogue(policies=expected)
    text = "policies: {cancellation: [], review: {always: []}, waitlist_hold_minutes: 15}\nanswers: {tools: 都带}"
    await load(world.deps, a_file(tmp_path, text))
    expected = replace(
        expected, cancellation=(), review=replace(expected.review, always=frozenset()), waitlist_hold_minutes=15
    )
    assert world.store.catalogue == a_catalogue(policies=expected, answers={"tools": "都带"})


async def test_policies_that_contradict_those_in_force_are_refused(tmp_path: Path):
    text = "\npolicies:\n  notices: {day_starts: 22:00}"
    assert await refused(a_world(), a_file(tmp_path, text)) == [
        "2: policies: notices: day_starts must be before day_ends"
    ]


async def test_prices_and_policies_name_services_that_exist(tmp_path: Path):
    text = (
        "packages:\n  - {code: two, name: 两小时, service: loundry, minutes: 120, yuan: 105}\n"
        "  - {code: low, name: 太便宜, service: laundry, minutes: 120, yuan: 99}\n"
        "  - {code: aircon, name: 空调, service: aircon, minutes: 120, yuan: 200}\n"
        "surcharges:\n  - {code: late, name: 晚间, when: night, percent: 30, services: [laundri]}\n"
        "policies:\n  review:\n    always: [elder_care]\n    first_time: [childcare]\n"
        "services:\n"
        + LAUNDRY
        + LAUNDRY.replace("code: laundry, name: 洗熨", "code: ironing, name: 熨").replace("洗衣服", "日常保洁")
        + LAUNDRY.replace("laundry, name: 洗熨, synonyms: [洗衣服], yuan_per_hour", "aircon, name: 空调, yuan_per_item")
        + LAUNDRY.replace("laundry, name: 洗熨, synonyms: [洗衣服]", "broken, name: 坏, yuan_per_sqm: 5")
    )
    assert await refused(a_world(), a_file(tmp_path, text)) == [
        "2: package two: unknown service 'loundry' (did you mean 'laundry'?)",
        "3: package low: 9900 fen for 120 minutes is under 5000 an hour",
        "4: package aircon: service aircon has no price by the hour",
        "6: surcharge late: unknown service 'laundri' (did you mean 'laundry'?)",
        "9: policies: review.always: unknown service 'elder_care' (did you mean 'childcare'?)",
        "13: service ironing: '日常保洁' is a name of service daily_cleaning too",
        "15: service broken: give one price, by the hour, by the item or by the square metre",
    ]


async def test_a_loaded_booking_takes_as_long_and_costs_as_much_as_its_work(tmp_path: Path):
    world = a_world()
    more = "    quantities: {空调: 2}\n"
    visit = a_booking(more=more).replace("daily_cleaning", "appliance_cleaning")
    again = a_booking("b2", "2026-11-26T14:00", "    kind: rectification\n    linked_to: b1\n")
    await load(world.deps, a_file(tmp_path, CUSTOMER + "bookings:\n" + visit + again))
    assert [(one.duration_minutes, one.quote.total_fen) for one in world.store.bookings.values()] == [
        (120, 18000),
        (180, 0),
    ]


async def test_two_bookings_of_one_provider_at_one_time_are_refused(tmp_path: Path):
    # The way to the second visit falls into the first one.
    text = CUSTOMER + "bookings:\n" + a_booking() + a_booking("b2", start="2026-11-25T17:00")
    assert await refused(a_world(), a_file(tmp_path, text)) == ["13: booking b2: p1 is taken by the booking on line 8"]


async def test_visits_with_time_for_the_way_between_them_are_loaded(tmp_path: Path):
    world = a_world()
    text = CUSTOMER + "bookings:\n" + a_booking() + a_booking("b2", start="2026-11-25T17:30")
    assert await load(world.deps, a_file(tmp_path, text)) == "1 customer, 2 bookings"


async def test_a_booking_at_the_time_of_a_stored_one_is_refused(tmp_path: Path):
    world = a_world()
    await load(world.deps, a_file(tmp_path, CUSTOMER + "bookings:\n" + a_booking()))
    file = a_file(tmp_path, "bookings:\n" + a_booking("b2", start="2026-11-25T16:00"))
    assert await refused(world, file) == ["2: booking b2: p1 has a stored booking at that time"]


async def test_every_name_that_does_not_exist_is_told_with_its_line(tmp_path: Path):
    text = (
        CUSTOMER
        + "providers:\n  - {id: p7, name: 马国强, gender: male, skills: [dayly_cleaning], districts: [静安区],"
        + " hours: sat 08:00-12:00, rating: 4.5}\n"
        + "bookings:\n"
        + a_booking("b1").replace("[p1]", "[p11]")
        + a_booking("b2").replace("customer: c1", "openid: oNobody")
        + a_booking("b3", more="    linked_to: b9\n").replace("daily_cleaning", "cleaning")
    )
    assert await refused(a_world(), a_file(tmp_path, text)) == [
        "8: provider p7: unknown service 'dayly_cleaning' (did you mean 'daily_cleaning'?)",
        "10: booking b1: unknown provider 'p11' (did you mean 'p1'?)",
        "15: booking b2: unknown customer 'oNobody'",
        "20: booking b3: unknown booking 'b9' in linked_to",
        "20: booking b3: unknown service 'cleaning' (did you mean 'daily_cleaning'?)",
    ]


async def test_a_booking_needs_an_address_and_a_phone_from_somewhere(tmp_path: Path):
    text = "customers: [{id: c1, openid: oTestCustomer1}]\nbookings:\n" + a_booking()
    assert await refused(a_world(), a_file(tmp_path, text)) == [
        "3: booking b1: neither it nor its customer has a phone",
        "3: booking b1: neither it nor its customer has an address",
    ]


async def test_an_openid_belongs_to_one_customer(tmp_path: Path):
    world = a_world()
    await load(world.deps, a_file(tmp_path, CUSTOMER))
    text = (
        "customers:\n  - {id: c2, openid: oTestCustomer1}\n  - {id: c1, openid: oTestCustomer3}\n"
        "  - {id: c4, openid: oTestCustomer4}\n  - {id: c5, openid: oTestCustomer4}\n"
    )
    assert await refused(world, a_file(tmp_path, text)) == [
        "2: customer c2: this openid is customer c1's",
        "3: customer c1 has another openid already",
        "5: customer c5: this openid is customer c4's",
    ]


async def test_an_openid_belongs_to_one_provider(tmp_path: Path):
    text = "providers:\n" + "".join(
        f"  - {{id: p{number}, name: 马国强, gender: male, skills: [daily_cleaning], districts: [静安区],"
        " hours: sat 08:00-12:00, rating: 4.5, openid: oTestProvider1}\n"
        for number in (7, 8)
    )
    assert await refused(a_world(), a_file(tmp_path, text)) == ["3: provider p8: this openid is provider p7's"]


async def test_the_owners_file_in_the_readme_is_loaded_and_the_same_in_both_languages(tmp_path: Path):
    stores = []
    for readme in ("README.md", "README.zh-CN.md"):
        text = (Path(__file__).parents[3] / readme).read_text(encoding="utf-8")
        world = FakeWorld()
        told = await load(world.deps, a_file(tmp_path, text.split("```yaml\n")[1].split("```")[0]))
        assert told == "1 provider, 2 services, 1 package, 5 surcharges"
        stores.append(vars(world.store))
    assert stores[0] == stores[1]


async def test_the_first_rules_must_be_whole(tmp_path: Path):
    missing = "min_notice_minutes, horizon_days, hold_minutes, travel_minutes, night_from, holidays, cities"
    assert await refused(FakeWorld(), a_file(tmp_path, "rules: {opens: 08:00, closes: 20:00}")) == [
        f"1: rules: the first rules need all values, missing: {missing}"
    ]
    assert await refused(FakeWorld(), a_file(tmp_path, "answers: {tools: 都带}")) == [
        "1: there are no rules yet: the first catalogue needs a section 'rules'"
    ]


async def test_one_wrong_provider_keeps_all_others_out(tmp_path: Path):
    file = tmp_path / "providers.csv"
    file.write_text(
        "id,name,gender,skills,districts,hours,rating\n"
        "p8,李秀英,female,daily_cleaning,浦东新区,mon-fri 08:00-18:00,4.8\n"
        "p9,王桂兰,female,flying,浦东新区,mon-fri 08:00-18:00,4.8\n",
        encoding="utf-8",
    )
    assert await refused(a_world(), file) == ["3: provider p9: unknown service 'flying'"]


async def test_the_command_says_in_one_line_what_was_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert await load_and_say(a_world().deps, a_file(tmp_path, CUSTOMER)) == 0
    assert capsys.readouterr() == ("1 customer\n", "")


async def test_the_command_fails_with_file_and_line_of_each_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = a_file(tmp_path, "customers: [{id: c1}]")
    assert await load_and_say(a_world().deps, file) == 1
    assert capsys.readouterr() == ("", f"{file}:1: openid is missing\n")
