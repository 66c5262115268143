"""Values as words for a customer: special needs, quantities, masked numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

NEED_WORDS = {
    "has_cat": "家里有猫",
    "has_dog": "家里有狗",
    "has_pet": "家里有宠物",
    "has_infant": "家里有婴儿",
    "has_child": "家里有小孩",
    "has_pregnant": "家里有孕妇",
    "has_elder": "家里有老人",
    "mobility_impaired": "家人行动不便",
    "has_patient": "家里有病人",
    "allergy": "家人过敏",
    "female_provider": "要女性",
    "male_provider": "要男性",
    "non_smoker": "不抽烟的",
    "not_afraid_of_pets": "不怕宠物",
    "experienced": "要有经验的",
    "certified": "要有证书的",
    "speaks_dialect": "会说方言",
    "bring_tools": "自带工具",
    "bring_supplies": "自带清洁用品",
    "eco_supplies": "用环保清洁剂",
    "shoe_covers": "穿鞋套",
    "windows_inside": "擦窗（内侧）",
    "windows_outside": "擦窗（外侧）",
    "kitchen_grease": "厨房去油",
    "range_hood": "清油烟机",
    "fridge": "清冰箱",
    "balcony": "打扫阳台",
    "bathroom": "卫生间重点打扫",
    "change_bedding": "换床品",
    "ironing": "熨衣服",
    "mop_only": "只拖地",
    "quiet": "动作轻一点",
    "no_doorbell": "别按门铃",
    "call_first": "到前先打电话",
    "key_pickup": "要先取钥匙",
    "access_code": "有门禁",
    "no_elevator": "没有电梯",
    "parking": "要停车位",
    "nobody_home": "家里没人",
    "light_taste": "口味清淡",
    "spicy": "要辣",
    "no_spicy": "不要辣",
    "low_salt": "少盐",
    "low_sugar": "少糖",
    "halal": "清真",
    "vegetarian": "素食",
    "grocery_shopping": "代买菜",
}


def needs(codes: Iterable[str]) -> list[str]:
    """The codes of the requirement schema as short phrases, order kept."""
    return [NEED_WORDS[code] for code in codes]


def quantities(items: Mapping[str, int]) -> list[str]:
    """{"空调挂机": 2} -> ["空调挂机×2"]."""
    return [f"{count}人" if item == "人" else f"{item}×{count}" for item, count in items.items()]


def masked_phone(phone: str) -> str:
    """13800138000 -> 138****8000; shorter numbers keep their last two digits."""
    if len(phone) == 11:
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * max(len(phone) - 2, 0) + phone[-2:]
