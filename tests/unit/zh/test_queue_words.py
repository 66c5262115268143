from __future__ import annotations

import pytest

from bot.zh.mood import is_angry
from bot.zh.queue_words import agrees, asks_how_long, leaves_queue, wants_call


@pytest.mark.parametrize(
    "text",
    [
        "不用人工了",
        "不转人工了",
        "算了 你来吧",
        "不等了，你帮我约吧",
        "不用了 你帮我吧",
        "算了，你给我约也行",
        "人工就不用了",
        "别转了不要客服了",
        "算了不排队了",
        "还是机器人来吧",
        "唔使等人工喇",
        "不需要真人了谢谢",
        "得了不用派师傅了 也不用人工了 物业来修好了",
    ],
)
def test_she_leaves_the_queue(text: str):
    assert leaves_queue(text)


@pytest.mark.parametrize(
    "text",
    [
        "别跟我说这些 转人工",
        "我等着",
        "不用了 你帮我转人工吧",
        "那你帮我催一下",
        "算了也不要你们赔 退款给我就行",
        "快点派人来啊",
        "明天下午不用来了",
        "人呢",
        "不要阿姨了",
        "你来吧阿姨几点到",
        "不用钢琴 就是书沉",
    ],
)
def test_she_stays_in_it(text: str):
    assert not leaves_queue(text)


@pytest.mark.parametrize(
    "text",
    [
        "还有多久",
        "还要等多久",
        "前面几个人",
        "排到第几了",
        "人呢",
        "怎么还没人理我",
        "什么时候有人联系我",
        "有人吗",
    ],
)
def test_she_asks_how_long(text: str):
    assert asks_how_long(text)


@pytest.mark.parametrize("text", ["我家在三楼", "花瓶三百多块买的", "好的", "图片发你了"])
def test_she_tells_something_else(text: str):
    assert not asks_how_long(text)


def test_a_call_is_wished_or_not():
    assert all(wants_call(text) for text in ("给我回个电话吧", "打个电话给我", "回电"))
    assert not any(wants_call(text) for text in ("别给我打电话", "电话13800138000"))
    assert all(agrees(text) for text in ("好的", "好的，打给我", "行吧"))
    assert not any(agrees(text) for text in ("不用，在这里等", "好像不太行吧别打"))


@pytest.mark.parametrize(
    ("text", "angry"),
    [
        ("说了明天上午!!你听不懂人话吗 垃圾机器人", True),
        ("人工!!!!", True),
        ("什么破玩意", True),
        ("气死我了", True),
        ("垃圾桶也要洗一下", False),
        ("厨房垃圾多", False),
        ("好的！", False),
        ("打破了一个碗", False),
    ],
)
def test_anger_is_heard_in_what_she_calls_it_and_how_she_shouts(text: str, angry: bool):
    assert is_angry(text) is angry
