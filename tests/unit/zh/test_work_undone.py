"""Late arrivals and work left undone, told in the words of all registers, and what only sounds like them."""

from __future__ import annotations

import pytest

from bot.zh.grievance import tells_of_lateness
from bot.zh.order_mention import comes_as_agreed
from bot.zh.undone import tells_of_work_undone


@pytest.mark.parametrize(
    "text",
    [
        "您好，昨天的保洁约的是上午10点，阿姨10:50才到，事先也没有任何通知",
        "约的9:00，师傅9:40才来",
        "说好8:30的 快十点才到",
        "昨天阿姨晚到了五十分钟",
        "上周六师傅迟到了快一个小时 电话也没一个",
        "阿姨迟到四十多分钟",
        "昨天那个阿姨来晚了半个小时，能不能给个解释",
        "佢迟咗成个钟头先到",
        "昨日約好十點，阿姨十點五十分才到",
        "伊迟到了三刻钟",
    ],
)
def test_a_late_arrival_is_told(text: str) -> None:
    assert tells_of_lateness(text)


@pytest.mark.parametrize(
    "text",
    [
        "怕阿姨晚到半个小时",
        "让阿姨晚来一个小时",
        "我晚到十分钟，阿姨先等一下",
        "阿姨我迟到了十分钟",
        "能不能叫阿姨晚来半小时",
        "约的10:00，我10:30才到家",
        "如果阿姨迟到半小时怎么办",
        "阿姨做了三个小时",
        "约的是上午10:00，能不能10:50来",
        "阿姨晚来一个小时行吗",
        "阿姨晚到半小时没关系",
    ],
)
def test_no_late_arrival_is_told(text: str) -> None:
    assert not tells_of_lateness(text)


@pytest.mark.parametrize(
    "text",
    [
        "昨日㑚来拉吾屋里做深度保洁 淋浴房玻璃浪向水垢一眼也没弄脱",
        "昨天做的深度保洁 油烟机后面一点都没擦",
        "上周六阿姨来打扫，床底下根本没扫",
        "前天师傅来洗的空调，滤网还是黑的",
        "上次你们做的开荒 玻璃上的胶没弄掉",
        "昨天洗的油烟机 油都没洗干净",
        "寻日嗰个阿姨嚟搞卫生 个窗台一啲都冇抹",
        "上禮拜來打掃 浴室水垢還是很厚 沒刷乾淨",
        "上趟来弄的厨房 灶台勿曾揩清爽",
        "刚才阿姨做完走了 地都没拖干净",
    ],
)
def test_what_a_visit_left_undone_is_told(text: str) -> None:
    assert tells_of_work_undone(text)


@pytest.mark.parametrize(
    "text",
    [
        "昨天我自己洗的空调没洗干净，想约个师傅",
        "上周朋友来家里弄得地上很脏 约个打扫",
        "昨天做饭厨房很油，约深度保洁",
        "油烟机两年没洗过了",
        "上次阿姨打扫得很干净，这周六再来一次",
        "昨天约的保洁，时间没定好",
        "怕上次那样没擦干净",
        "想做深度保洁 淋浴房玻璃水垢自己弄不掉",
        "昨天刚装修完 地上还是一层灰 要做开荒",
        "周六来做保洁，上次的密码没变",
    ],
)
def test_a_home_that_is_dirty_tells_of_no_visit(text: str) -> None:
    assert not tells_of_work_undone(text)


@pytest.mark.parametrize(
    "text",
    [
        "噢 礼拜四下半日格趟平常保洁照常来 覅搞错脱",
        "礼拜五早上阿姨还是来的哦 那个不能给我弄没了",
        "周六那趟照旧上门哈",
        "后天嗰次照常嚟",
        "周四的别给我忘了",
        "週四那次照樣來打掃",
    ],
)
def test_an_order_is_to_be_as_agreed(text: str) -> None:
    assert comes_as_agreed(text)


@pytest.mark.parametrize(
    "text", ["周四下午约个保洁，地址不变", "周四不用来了", "照着上次的来一次", "别忘了带梯子", "周六来打扫"]
)
def test_a_wish_tells_of_no_order_as_agreed(text: str) -> None:
    assert not comes_as_agreed(text)
