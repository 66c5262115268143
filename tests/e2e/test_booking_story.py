"""A customer books, looks, cancels and asks for a person: WeChat's wire, real Rasa, real database."""

from __future__ import annotations

import re

from tests.support.product import Customer, Product

ADDRESS = "浦东新区张杨路1458弄6号楼1202"
PHONE = "13800138000"


def _book(customer: Customer, day: str = "明天") -> str:
    """``day``: on those that many have booked, nobody may be free any more."""
    customer.says(f"{day}下午两点找个阿姨打扫，90平，家里有猫，地址{ADDRESS}，电话{PHONE}")
    return customer.says("好的")


def test_customer_books_a_cleaning_by_answering_what_is_missing(product: Product, customer: Customer) -> None:
    first = customer.says("明天下午两点找个阿姨打扫，90平，家里有猫")
    assert "11月24日" in first
    assert "90平" in first
    assert "家里有猫" in first
    assert "地址" in first
    asked_phone = customer.says(ADDRESS)
    assert "手机号" in asked_phone
    summary = customer.says(PHONE)
    assert "138****8000" in summary
    assert PHONE not in summary
    assert ADDRESS in summary
    assert re.search(r"\d+元", summary)
    booked = customer.says("好的")
    assert "约好了" in booked
    (booking,) = product.export("bookings", customer)
    assert booking["state"] == "confirmed"
    assert booking["service"] == "daily_cleaning"
    assert booking["window"]["start"].startswith("2026-11-24T14:00")
    assert booking["duration_minutes"] == 180
    assert booking["address"] == ADDRESS
    assert booking["phone"] == PHONE
    assert booking["area_sqm"] == 90
    assert booking["special_needs"] == ["has_cat"]
    assert booking["quote_fen"] >= 15000
    assert booking["provider_id"]
    assert [event["name"] for event in booking["events"]] == ["hold_placed", "booking_confirmed"]


def test_customer_who_says_everything_at_once_confirms_once(product: Product, customer: Customer) -> None:
    assert "约好了" in _book(customer)
    assert len(product.export("bookings", customer)) == 1


def test_a_thought_in_three_messages_gets_one_bubble(product: Product, customer: Customer) -> None:
    answer = customer.says("我想约保洁", "后天上午九点", "90平")
    assert "11月25日" in answer
    assert "09:00" in answer
    assert len(customer.bubbles()) == 1


def test_answers_go_out_as_passive_replies_and_cost_no_quota(product: Product, customer: Customer) -> None:
    customer.says("你好")
    (bubble,) = customer.bubbles()
    assert bubble["way"] == "passive"
    (message,) = [row for row in product.export("messages", customer) if row["direction"] == "out"]
    assert (message["way"], message["state"]) == ("passive", "sent")


def test_customer_corrects_the_day_and_only_the_day_moves(product: Product, customer: Customer) -> None:
    customer.says(f"明天下午两点打扫，90平，{ADDRESS}，{PHONE}")
    assert "11月25日" in customer.says("不对，是后天")
    customer.says("好的")
    (booking,) = [row for row in product.export("bookings", customer) if row["state"] == "confirmed"]
    assert booking["window"]["start"].startswith("2026-11-25T14:00")
    assert booking["address"] == ADDRESS


def test_customer_looks_at_the_booking_and_cancels_it(product: Product, customer: Customer) -> None:
    _book(customer)
    assert ADDRESS in customer.says("我的预约")
    assert "取消" in customer.says("取消预约")
    assert "已经取消" in customer.says("是的")
    (booking,) = product.export("bookings", customer)
    assert booking["state"] == "cancelled"
    assert "还没有约好的单" in customer.says("我的预约")


def test_customer_keeps_the_booking_after_all(product: Product, customer: Customer) -> None:
    _book(customer)
    customer.says("取消预约")
    assert "照旧" in customer.says("不取消了")
    (booking,) = product.export("bookings", customer)
    assert booking["state"] == "confirmed"


def test_customer_takes_a_cancel_back(product: Product, customer: Customer) -> None:
    _book(customer)
    customer.says("取消预约")
    customer.says("是的")
    assert "要恢复这一单吗" in customer.says("刚才取消的那单还能恢复吗")
    assert "已经恢复" in customer.says("恢复吧")
    (booking,) = product.export("bookings", customer)
    assert booking["state"] == "confirmed"


def test_customer_moves_the_booking_and_it_stays_the_same_one(product: Product, customer: Customer) -> None:
    _book(customer)
    (before,) = product.export("bookings", customer)
    proposed = customer.says("明天临时有事，能改到周五上午十点吗")
    assert "原来" in proposed
    assert "11月27日" in proposed
    assert "改好了" in customer.says("可以")
    (booking,) = product.export("bookings", customer)
    assert (booking["id"], booking["state"]) == (before["id"], "confirmed")
    assert booking["window"]["start"].startswith("2026-11-27T10:00")


def test_customer_who_would_rather_not_move_keeps_the_time(product: Product, customer: Customer) -> None:
    _book(customer)
    customer.says("改到周五")
    assert "照旧" in customer.says("算了不改了")
    (booking,) = product.export("bookings", customer)
    assert booking["window"]["start"].startswith("2026-11-24T14:00")


def test_customer_with_a_known_address_is_not_asked_for_it_again(product: Product, customer: Customer) -> None:
    assert "约好了" in _book(customer, "下周四")
    summary = customer.says("下周五上午十点再来打扫一次，90平")
    assert ADDRESS in summary
    assert "138****8000" in summary


def test_customer_who_wants_a_person_is_queued_and_the_bot_falls_silent(product: Product, customer: Customer) -> None:
    assert "人工" in customer.says("转人工")
    (conversation,) = product.export("conversations", customer)
    assert conversation["mode"] == "queued"
    assert customer.send(kind="text", text="在吗")["reply"] is None
    assert len(customer.bubbles()) == 1


def test_customer_nobody_understands_is_offered_a_person_and_then_gets_one(
    product: Product, customer: Customer
) -> None:
    first, second, third = customer.talk("。。。", "嗯?", "？？？？")
    assert len({first, second, third}) == 3
    assert "人工" in second
    (conversation,) = product.export("conversations", customer)
    assert conversation["mode"] == "queued"


def test_customer_asks_the_price_midway_and_is_then_asked_the_open_question(
    product: Product, customer: Customer
) -> None:
    customer.says("明天下午两点打扫，90平")
    answer = customer.says("一小时多少钱")
    assert "元/小时" in answer
    assert "门牌号" in answer


def test_customer_drops_the_booking_and_nothing_is_booked(product: Product, customer: Customer) -> None:
    customer.says(f"明天下午三点打扫，90平，{ADDRESS}，{PHONE}")
    customer.says("算了不约了")
    assert {row["state"] for row in product.export("bookings", customer)} == {"expired"}


def test_customer_who_names_only_an_afternoon_is_offered_real_starts(product: Product, customer: Customer) -> None:
    offered = customer.says(f"周五下午打扫，90平，{ADDRESS}，{PHONE}")
    starts = re.findall(r"(\d\d:\d\d)", offered)
    assert len(starts) >= 2
    assert all("12:00" <= start <= "18:00" for start in starts)
    summary = customer.says("1")
    assert starts[0] in summary


def test_customer_greets_and_hears_what_the_bot_does(customer: Customer) -> None:
    assert "预约" in customer.says("你好")


def test_a_new_follower_is_greeted(customer: Customer) -> None:
    customer.event("subscribe")
    assert "预约" in customer.answer()


def test_a_picture_is_kept_and_kindly_asked_about(product: Product, customer: Customer) -> None:
    customer.send(kind="image")
    assert "图片收到" in customer.answer()


def test_a_voice_message_with_its_words_is_a_message(customer: Customer) -> None:
    customer.send(kind="voice", recognition="明天下午两点打扫卫生")
    assert "11月24日" in customer.answer()


def test_a_slash_command_of_the_dialogue_engine_is_only_a_text(product: Product, customer: Customer) -> None:
    customer.says('/request_human{"x": 1}')
    (conversation,) = product.export("conversations", customer)
    assert conversation["mode"] == "bot"


def test_logs_hold_no_personal_data(product: Product, customer: Customer) -> None:
    _book(customer)
    log = product.log()
    assert "rasa_started" in log
    for secret in (PHONE, "张杨路", customer.openid):
        assert secret not in log


def test_the_database_file_holds_no_personal_data_in_the_clear(product: Product, customer: Customer) -> None:
    _book(customer)
    stored = b"".join(file.read_bytes() for file in product.var.glob("bot.db*"))
    assert stored
    for secret in (PHONE, "张杨路", "家里有猫"):
        assert secret.encode() not in stored
