"""A full hour, a place on the waiting list, a cancel by somebody else, and one word that books."""

from __future__ import annotations

from tests.support.product import Customer, Product

WHO = "大后天下午两点打扫，90平，要王阿姨"
AT_FIRST, AT_SECOND = "浦东新区张杨路1458弄6号楼1202", "浦东新区浦建路211弄3号楼501"


def _state(product: Product, customer: Customer) -> list[str]:
    return [row["state"] for row in product.export("waitlist", customer)]


def test_customer_waits_for_a_full_hour_and_takes_it_with_one_word(product: Product) -> None:
    first, second = product.customer("先约的"), product.customer("候补的")
    assert "王桂兰" in first.says(f"{WHO}，{AT_FIRST}，13800138000")
    assert "约好了" in first.says("好的")
    full = second.says(f"{WHO}，{AT_SECOND}，13900139000")
    assert "王阿姨11月26日（周四）14:00来不了" in full
    assert "候补原来的时间" in full
    assert "一有空位就告诉您" in second.says("候补原来的时间")
    assert _state(product, second) == ["waiting"]
    first.says("取消预约")
    assert "已经取消了" in first.says("是的")
    offer = second.answer()
    assert "您候补的时间空出来了：11月26日（周四）14:00–17:00" in offer
    assert _state(product, second) == ["offered"]
    assert "约好了" in second.says("要")
    assert _state(product, second) == ["taken"]
    (booking,) = [row for row in product.export("bookings", second) if row["state"] == "confirmed"]
    assert booking["window"]["start"].startswith("2026-11-26T14:00")
    assert booking["address"] == AT_SECOND
    assert [row["state"] for row in product.export("inquiries", second)] == ["accepted"]


def test_customer_who_waits_no_longer_is_off_the_list(product: Product) -> None:
    first, second = product.customer("先约的"), product.customer("候补的")
    later = WHO.replace("明天", "后天")
    first.says(f"{later}，{AT_FIRST}，13800138000")
    first.says("好的")
    second.says(f"{later}，{AT_SECOND}，13900139000")
    second.says("候补吧")
    assert "候补给您取消了" in second.says("不候补了")
    assert _state(product, second) == ["left"]
