from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.messages import Bubble, Choice, InboundMessage, Kind, Notice
from bot.domain.sending import Ledger, Outbound, Way, choose_way, merged, opens

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NOTICE = Notice("T1", {"thing1": "保洁"}, "m1", by_subscription=True)


def _outbound(notice: Notice | None = None) -> Outbound:
    return Outbound(1, "cv_1", "o1", Bubble("好"), NOW, notice=notice)


def test_a_message_allows_five_custom_messages_for_two_days():
    ledger = Ledger().opened("message", NOW)
    for _ in range(5):
        assert choose_way(_outbound(), ledger, NOW, custom_allowed=True) is Way.CUSTOM
        ledger = ledger.spent(NOW)
    assert choose_way(_outbound(), ledger, NOW, custom_allowed=True) is None


def test_a_new_message_resets_the_count():
    ledger = Ledger().opened("message", NOW).exhausted().opened("message", NOW + timedelta(hours=1))
    assert ledger.left(NOW + timedelta(hours=1)) == 5


def test_after_the_window_nothing_is_left():
    assert Ledger().opened("message", NOW).left(NOW + timedelta(hours=48)) == 0


def test_the_bucket_that_expires_first_is_spent_first():
    ledger = Ledger().opened("message", NOW).opened("menu", NOW).spent(NOW)
    assert {bucket.opening: bucket.used for bucket in ledger.buckets} == {"message": 0, "menu": 1}


def test_a_notice_needs_a_consent_that_is_left():
    ledger = Ledger(consents={"T1": 1})
    assert choose_way(_outbound(NOTICE), ledger, NOW, custom_allowed=True) is Way.NOTICE
    assert choose_way(_outbound(NOTICE), Ledger(), NOW, custom_allowed=True) is None


def test_an_account_without_custom_messages_has_no_way_of_its_own():
    assert choose_way(_outbound(), Ledger().opened("message", NOW), NOW, custom_allowed=False) is None


def test_a_tapped_menu_item_opens_the_menu_bucket():
    typed = InboundMessage("o1", Kind.TEXT, "k", NOW, "满意")
    tapped = InboundMessage("o1", Kind.TEXT, "k", NOW, "满意", {"menu_id": "1"})
    location = InboundMessage("o1", Kind.EVENT, "k", NOW, fields={"event": "location"})
    assert [opens(message) for message in (typed, tapped, location)] == ["message", "menu", None]


def test_merged_bubbles_keep_their_order_and_the_last_choices():
    first = Bubble("一", (Choice("1", "甲"),))
    last = Bubble("二", (Choice("1", "乙"),))
    assert merged([first, last, Bubble("三")]) == Bubble("一\n二\n三", (Choice("1", "乙"),))


def test_choices_are_numbered_where_nothing_can_be_tapped():
    assert Bubble("哪个？", (Choice("a", "甲"), Choice("b", "乙"))).as_plain_text() == "哪个？\n1. 甲\n2. 乙"
