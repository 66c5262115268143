"""What a customer's bookings and words leave behind: her home, others' homes, her phone."""

from __future__ import annotations

from tests.builders import a_customer

HOME, MOTHERS, NEW = "浦东新区张杨路1458弄6号楼1202", "静安区南京西路100号502", "徐汇区漕溪北路398号2号楼803"


def _living_at(*addresses: str, **labels: str):
    return a_customer(addresses=addresses, labels={MOTHERS: "妈妈家"} if MOTHERS in addresses else {}, **labels)


def test_her_home_is_the_first_address_that_is_nobody_elses():
    assert _living_at(MOTHERS, HOME).home == HOME
    assert _living_at(MOTHERS).home == ""


def test_a_booking_at_somebody_elses_home_leaves_her_own_address_and_phone_alone():
    customer = _living_at(HOME, MOTHERS, phone="")
    assert customer.with_contact(MOTHERS, "13700137000", "王阿婆") == customer


def test_a_booking_at_a_new_address_of_hers_makes_it_the_first():
    assert _living_at(HOME, MOTHERS).with_contact(NEW, "", "").addresses == (NEW, HOME, MOTHERS)


def test_a_new_home_takes_the_place_of_the_old_one():
    moved = _living_at(HOME, MOTHERS).with_profile(phone="", name="", address=NEW)
    assert (moved.home, moved.addresses, moved.labels) == (NEW, (NEW, MOTHERS), {MOTHERS: "妈妈家"})


def test_who_moves_in_with_her_mother_lives_there():
    moved = _living_at(HOME, MOTHERS).with_profile(phone="", name="", address=MOTHERS)
    assert (moved.home, moved.labels) == (MOTHERS, {})
