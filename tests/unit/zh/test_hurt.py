from __future__ import annotations

import pytest

from bot.zh.danger import dangers
from bot.zh.hurt import blames_for_it, happens_now, somebody_hurt

_NOW = [
    "您好，贵公司的家政员在我家厨房滑倒，右臂疼痛无法活动，请尽快安排处理",
    "家政员在本人住所作业时不慎踩空，右腿骨折，现已拨打急救电话，请贵司速派人员到场",
    "嗯那个今天约的三个小时打扫嘛然后阿姨刚刚在厨房滑了一跤摔到尾椎骨了现在坐不起来",
    "刚来擦油烟机的师傅把手划了个大口子",
    "做饭的阿姨刚被高压锅的蒸汽喷到手臂 烫得通红 都起水泡了",
    "娃娃遭蒸汽烫到了 起了个泡",
    "师傅给电打了一下 手在抖",
    "插座漏电把阿姨电得手发麻 脸都白了",
    "老爷子在卫生间倒下了 叫不应",
    "老汉儿突然倒在地上 喊不答应",
    "婆婆厨房间里掼了一跤 爬也爬勿起来",
    "我外婆喺廁所跣低 起唔返身",
    "阿姨踩空樓梯，撞穿咗頭，流緊血",
    "那个擦窗户的大姐手让玻璃拉了个口子 血呼啦的",
    "小朋友被门夹断手指了",
    "来搬家的小哥被柜子压住脚了",
    "打扫的阿姨被我家狗咬了",
    "奶奶吃汤圆卡住了 喘不上来气",
    "我家三岁的娃把阿姨带来的清洁剂当水喝了",
    "阿姨说胸口闷 脸色煞白 直冒冷汗",
    "来洗空调的师傅从人字梯上掉下来 说腿动不了",
    "阿姨不小心被碎镜子扎到脚底，扎得很深",
    "俺妈搁卫生间出溜倒了 脑袋磕水池子上",
    "阿姨摔下来了 我怕她骨折 现在不敢动她",
]
_NOT = [
    "我妈上个月摔骨折了，想找个护工照顾",
    "我爸前天跌了一跤 医生说卧床 想找护工",
    "媽咪跌親條腿 要人照顧三個月",
    "我妈摔断了腿在家养着 每天上午要人做饭",
    "我手受伤了 洗不了碗 明天找个人来做饭",
    "她腰扭了弯不下去，周六上午九点来做保洁",
    "孩子摔骨折了在住院 今天的保洁取消",
    "要是师傅触电了你们有保险吗",
    "师傅触电了算谁的责任",
    "卫生间太滑老人容易摔倒 想装扶手",
    "怕孩子烫到 开关能装高点吗",
    "阿姨打扫完地上太滑 差点摔倒",
    "昨天阿姨擦窗摔了一跤",
    "阿姨把锅摔到地上 磕破了一块",
    "师傅把我家地板砸了个坑",
    "床单上有血迹能洗掉吗",
    "老人摔倒过一次 洗澡要人看着",
    "水龙头断了",
    "衣柜门脚断了 找师傅修",
    "那个手办断了一只胳膊",
    "我搬家搬得腰都断了",
    "我被老板骂了 心在流血",
    "我刚烫了头发",
    "衬衫要烫得挺括点",
    "红烧排骨的做法",
    "狗狗拉肚子怎么办",
    "把阿姨的电话给我",
    "想找个会急救的护工",
    "手指切到了一点点 没事 明天照常来吧",
    "孩子磕破头 这个钱我不给了 交的全退",
]


@pytest.mark.parametrize("text", _NOW)
def test_somebody_is_hurt_now_in_whatever_words(text: str):
    assert somebody_hurt(text)
    assert "injury" in dangers(text)


@pytest.mark.parametrize("text", _NOT)
def test_who_was_hurt_or_might_be_or_is_to_be_nursed_is_not_hurt_now(text: str):
    assert not somebody_hurt(text)


def test_where_somebody_fell_is_no_blocked_drain():
    assert dangers("奶奶在厕所摔倒了") == ("injury",)
    assert dangers("马桶堵了水漫出来 我妈滑倒了") == ("injury", "drain")


def test_what_is_of_this_hour_and_who_is_blamed_are_told_apart():
    assert happens_now("刚才摔了一跤")
    assert not happens_now("把老人摔了")
    assert blames_for_it("阿姨把我妈摔了")
    assert not blames_for_it("阿姨把手划了")
