"""Questions told by their words alone, clause by clause."""

from __future__ import annotations

import pytest

from bot.zh.asked_back import asks_back
from bot.zh.inside import asked_inside
from bot.zh.matters import is_asked, matters
from bot.zh.questions import asks_on_top


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("tips", "要给师傅小费伐|阿姨上门要不要给小费？|我要不要给她包个红包啊|使唔使畀小費㗎|用塞红包不|小费另给吗"),
        ("meals", "那中午要管饭不|阿姨午饭怎么解决|要不要管她饭"),
        ("overtime", "做超时了咋算钱|超过时间要加钱吗|没做完要加钱伐"),
        ("refund_time", "退款一般几天到账|钱几天能到|退钱要多久|几天能退回来|退款啥时候到"),
        ("refund", "钱退不退的|钱能退吗"),
        ("photos", "有照片发我看伐|会拍照片吧|喂完给我拍视频吗|會唔會影相畀我睇"),
        ("absent", "打扫的时候家里没人行不行|要不要我在家看着|我不在家可以吗"),
        ("move_fee", "改一次要手续费不|改时间要收钱吗|能改期吗 收不收钱"),
        ("till", "做到几点|大概几点能弄完|几点结束啊"),
        ("why_more", "怎么多收了22块|为什么这么贵|这22块是怎么算的"),
        ("hour_more", "多一个小时加多少钱|加一个钟头几钿|多做一小时怎么收"),
        ("bought", "菜是她买还是我们买|收纳盒要自己买噻|换盆的盆和土你们带吗|配件另算的吧|菜錢算在裡頭不嘛"),
        ("order_price", "洗油烟机那单多少钱来着|两单加起来呢|那次多少钱"),
        ("same_person", "每周都是同一个阿姨来吗|每个礼拜都是同一个阿姨过来伐|每次换人吗"),
        ("who_came", "昨天来的阿姨叫啥名字呀|上次那个师傅姓什么"),
        ("other_fee", "挂号费算在里面吗|停车费谁出|取药的钱要我出吗"),
        ("if_cancelled", "要是下午两点再取消嘞|万一临时取消会扣钱吗"),
        ("sum", "总共呢|一共多少钱"),
    ],
)
def test_a_question_is_known_by_its_words(kind: str, texts: str) -> None:
    for text in texts.split("|"):
        assert [one.kind for one in matters(text)] == [kind], text


@pytest.mark.parametrize(
    "text",
    [
        "师傅问我要小费",
        "发个红包给我呗",
        "有红包领吗",
        "我的退款什么时候到",
        "师傅多久能到",
        "家里没人",
        "钥匙放门卫",
        "改到周五，费用我出",
        "洗空调多少钱",
        "一共三个房间",
        "周四下午一点",
        "菜我自己买",
        "花盆我买好了",
        "拍了照片发给你",
        "昨天的阿姨很好",
        "还是那个阿姨吧",
        "打扫三个小时多少钱",
        "那一次要多少人",
        "礼拜三我不在家，能不能弄到礼拜五",
        "空调那单是几点",
        "请问护理人员是否持有相关证书？",
        "有没有照顾老人经验的",
        "洗空调的师傅东西都自己带的吧",
        "工具要我们带吗",
    ],
)
def test_what_only_sounds_like_one_is_none(text: str) -> None:
    assert matters(text) == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("有一件貂 也能一起洗掉吗", "皮草"),
        ("皮草洗不洗的", "皮草"),
        ("真丝的连衣裙好洗伐", "真丝"),
        ("打针喂药给弄吗", "用药"),
        ("柜子里也擦吧", "柜体"),
        ("空调拆洗不在里面是吧", "家电拆洗"),
        ("碗她洗不洗哦", "清洗厨具"),
        ("顺便拖个地行不行", "全屋保洁"),
        ("钢琴能搬不", "钢琴"),
    ],
)
def test_what_may_belong_to_a_service_is_asked_about(text: str, word: str) -> None:
    (asked,) = asked_inside(text)
    assert word in asked.words


@pytest.mark.parametrize(
    "text",
    [
        "空调也拆洗一下吧",
        "皮草送去干洗了",
        "我家有架钢琴",
        "衣服洗一下",
        "周五来一趟可以吗",
        "您好，请问明天下午两点可以来打扫吗？家里大约30坪",
    ],
)
def test_a_wish_or_a_remark_asks_nothing_of_that_kind(text: str) -> None:
    assert asked_inside(text) == ()


@pytest.mark.parametrize("text", ["给阳台的花浇浇水可以吗", "花盆顺手打理一下包含吗", "绿植帮忙照料吗"])
def test_plants_are_the_work_of_a_gardener(text: str) -> None:
    assert [one.work for one in asked_inside(text)] == ["gardening"]


@pytest.mark.parametrize("text", ["那周四还是下午一点对吧", "禮拜三即係照舊朝早十點嚟，係咪？", "早上十点，没变吧"])
def test_what_is_asked_back_is_neither_a_yes_nor_a_wish(text: str) -> None:
    assert asks_back(text)


@pytest.mark.parametrize("text", ["就周四下午一点吧", "对的", "那就换到周五吧", "还是周五下午"])
def test_a_wish_is_not_asked_back(text: str) -> None:
    assert not asks_back(text)


@pytest.mark.parametrize(
    "text", ["外头窗户一块儿擦加多少钱", "冰箱里面弄干净要另外加钱吗", "擦窗要不要加钱", "另收多少", "会加钱吗"]
)
def test_what_comes_on_top_is_asked(text: str) -> None:
    assert asks_on_top(text)


@pytest.mark.parametrize("text", ["洗油烟机多少钱", "再加个擦窗", "一共多少钱", "加钱也行"])
def test_another_price_comes_not_on_top(text: str) -> None:
    assert not asks_on_top(text)


@pytest.mark.parametrize(
    "text",
    [
        "院儿里还有棵大香樟 能顺手给砍了吗",
        "院子里那棵树能帮忙砍掉吗",
        "你们砍不砍树呀",
        "门口有棵枇杷，能锯了不",
        "后院有两棵树死了 可以放倒吗",
        "棵樹可唔可以斬咗佢呀",
        "能不能把桂花树也伐了",
    ],
)
def test_felling_a_tree_is_asked_about(text: str):
    (asked,) = asked_inside(text)
    assert (asked.words, asked.outright) == (("大树",), True)


@pytest.mark.parametrize("text", ["种了好多树 能砍价吗", "树叶能扫吗", "桂花能修剪一下吗", "那树不管了 就弄花儿"])
def test_a_tree_that_stays_is_not(text: str):
    assert all("大树" not in one.words for one in asked_inside(text))


@pytest.mark.parametrize(
    ("text", "asked"),
    [("之前几次的发票抬头需要更换。", False), ("这几天家里有人", False), ("发票怎么开", True), ("那几点来", True)],
)
def test_some_times_that_were_are_no_question(text: str, asked: bool):
    assert is_asked(text) is asked
