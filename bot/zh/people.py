"""Names of customers and wishes about providers."""

from __future__ import annotations

import re
from typing import Any

from bot.zh.found import Found

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常"
    "乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍"
    "虞万支柯昝管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾"
    "暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀浦尚农温别庄晏柴瞿阎连茹习"
    "麦冼邝揭艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧肖游覃代付涂尧佟苟敖辛辜仝邸展权原雒仉闫亓车岳帅缑亢况郈琴商牟佘佴伯赏墨哈谯笪年爱阳佟琦"
)
_ONE = f"(?:欧阳|上官|司马|诸葛|司徒|慕容|皇甫|尉迟|东方|公孙|[{SURNAMES}])"
_MRS = r"太(?=$|[\s,。;\d\x00\x01])"
_CUSTOMER_TITLE = rf"(?:女士|先生|小姐|太太|{_MRS}|生(?![意活气病日])|总(?![的是共之要算])|老师|同学|经理)"
_PROVIDER_TITLE = r"(?:阿姨|师傅|大姐|姐姐|姐|大哥|哥|大嫂|嫂子|嫂|阿嫂|姨|婶|嬢嬢|孃孃|月嫂|护工|大叔|叔)"
# Alone these are other words far more often than names; so they are with a verb behind them: 应为, 都是, 常用.
_NO_SURNAME = "和时成向从于常都连解通单应能过要有来到就还又再"
_NOT_NAME = re.compile(
    rf"^(?:一|什么|啥|哪|谁|个|这|那|不|好|没|我|你|他|她|应[该当]|[{_NO_SURNAME}](?:[为是系打拨用作]|改[为成])$)"
)
_SAID = re.compile(
    rf"(?:免贵姓|我姓|姓|贵姓|敝姓|称呼(?:我)?|叫我|喊我)(?:是|:)?(?P<surname>{_ONE})(?P<title>{_CUSTOMER_TITLE})?(?P<given>[\u4e00-\u9fff]{{0,2}}(?=$|"
    rf"[\s,。;!]))?"
)
_CALLED = re.compile(
    rf"(?:我叫|我是|叫我|喊我|称呼我|我的名字(?:是|叫)|名字(?:是|叫|:)?|联系人(?:(?:改成|换成|改为)?(?:我?(?:太太|老公|老婆|先生|爱人|妈妈?|爸爸?|儿子|女儿)\s?)?|(?:应该?|实|现)?[为是系]|叫|:)?|姓名(?:(?:应该?|实|现)?[为是系]|"
    rf":)?|业主(?:是|叫|:)?|收件人:?)\s?(?P<name>[小老]?{_ONE}[\u4e00-\u9fff]{{0,2}}?(?:{_CUSTOMER_TITLE})?)(?=$|"
    rf"[\s,。;!?\d、]|电话|手机|住|的|啊|呀|哈|就|行|好|吧)"
)
_TITLED_BY_PHONE = re.compile(rf"(?P<name>{_ONE}(?:{_CUSTOMER_TITLE}))(?=[\s,:、]{{0,2}}\x01)")
_LATIN = re.compile(r"(?:叫我|我叫|称呼我|我是|name is|i'm|i am)\s?(?P<name>[a-z]{2,12})(?![a-z])")
_TITLED = re.compile(rf"(?P<name>{_ONE}(?:女士|先生|小姐|太太|{_MRS}))(?!们)")
_BESIDE_PHONE = re.compile(
    rf"(?:^|[\s,。;:、])(?P<name>(?![{_NO_SURNAME}][\s,:、\x01])[小老]?{_ONE}[\u4e00-\u9fff]{{0,2}})[\s,:、]{{0,2}}(?=\x01)"
)

# 186… 找李姐: whom to ask for at that number.
_BEHIND_PHONE = re.compile(rf"\x01[\s,:、]{{1,2}}(?P<name>{_ONE}[\u4e00-\u9fff]{{0,2}})(?=$|[\s,。;])")
_ASK_FOR = re.compile(
    rf"(?:\x01[\s,。;]{{0,2}}(?:找|叫|联系)(?P<name>{_ONE}{_PROVIDER_TITLE})|"
    rf"(?:^|[\s,。;])(?:找|联系)(?P<before>{_ONE}{_PROVIDER_TITLE})(?=[\s,:]{{0,2}}\x01))"
)
_UNWANTED_AFTER = re.compile(
    r"[\s,]?(?:我|就|也|可|千万|以后|下次){0,2}(?:(?:不要|别派|别再|不想要|唔要|唔好)(?![^,。;\s]{0,3}(?:阿姨|师傅|姐|嫂|姨))(?!(?:再|老|总|经常|随便|给我|帮我|来回)*(?:换|调|轮))|别来|算了|免了|不考虑)"
)

_PROVIDER = re.compile(
    rf"(?P<name>(?:[小老阿])?{_ONE}{_PROVIDER_TITLE}|小(?!时){_ONE}(?=[来去师上做干打收修这那,\s]|"
    rf"$|可以|有空|还|下|明|周|能|就))"
)
_BANNED = re.compile(
    r"(?:不要|别|别派|不想要|不要派|别让|不想让|除了|换掉|不用|别叫|别安排|不想再要|"
    r"不找|唔好|不想见|拉黑|不许)(?:再)?(?:派|让|叫|给我|安排|是|来|找|约|要|见|"
    r"见到|那个|这个|上次的|上次那个|之前的)*\s?$"
)
_WANTED = re.compile(
    r"(?:还要|还是|要|想要|找|约|请|叫|让|派|指定|安排|继续(?:要|用|约|请)?|最好(?:是)?|"
    r"仍然|还约|还找|再约|想约|约回|要回|预约|能约|可以约|换回|等|想找|点名)(?:到|"
    r"回|下|一下|原来的|那个|这个)?\s?$"
)
_WANTED_AFTER = re.compile(
    r"\s?(?:[\u4e00-\u9fff]{0,3})?(?:来吧|来就|必须来|一定要来|得来|(?:再|还)?给我(?:叫|派|约|请|找)|再(?:叫|派|约|请)|就行|就好|就可以|可以来|能来|有空|"
    r"有时间|还有空|再来|继续|过来|做吧|周[一二三四五六日]|明天|后天|下周|那天|"
    r"在吗|还在|做得好就|比较好)"
)
_LAST = (
    r"(?:上次|上回|上一次|上一回|之前|以前|原来|前一次|头先|上趟|嗰次|前两次|那次)"
    r"(?:来|做|打扫|擦窗|做饭|服务|给我家做)?(?:的|过的)?(?:那|这|嗰)?(?:个|"
    r"位|一个|一位)?"
    r"(?:姓.)?(?:男|女)?(?:保洁阿姨|阿姨|师傅|大姐|姐姐|姐|人|保洁|月嫂|护工|小哥|"
    r"大哥|小伙子|厨师|嬢嬢|护理员|阿嫂|育儿嫂)?"
)
_OF_LAST_TIME = re.compile(rf"{_LAST}$")
_LAST_NOT = re.compile(
    rf"(?:不要|别|别派|不想要|别再|不用|唔好|换掉|不要再|别让|不是|除了)(?:派|叫|"
    rf"安排|给我派|让|要|找|约|是|来|再|再派|给我安排)*{_LAST}(?<=[个位人姨傅姐洁嫂工哥])"
)
_LAST_YES = re.compile(
    rf"(?:还要|还是|还约|还找|还请|还叫|就要|要|想要|找|约|请|叫|让|派|继续(?:要|"
    rf"用|约|请|让)?|最好(?:是|还是)?|再约|换回|能约|安排|指定)(?:到|回|下|一下)?{_LAST}(?<=[个位人姨傅姐洁嫂工哥子师员])(?!的时间|时间|日子|钟点|地[址方]|价|点|"
    rf"单)"
)
_LAST_REFUSED = re.compile(
    rf"{_LAST}(?<=[个位人姨傅姐洁嫂工哥子师员])[,\s]?(?:我)?(?:就|也|可|我|是)?(?:不要|不行|算了|别来|别派|免了|不考虑|唔要|唔好|不想要|不想再要|千万别)"
)
_LAST_COMES = re.compile(
    rf"{_LAST}(?<=[个位人姨傅姐洁嫂工哥子师员])(?=(?:就|也)?(?:行|可以|好了|来吧|"
    rf"来就行|能来|有空|还能|再来|还有空|还在|还来|继续|吧$|吧[,。\s]|$))"
)
_SAME = re.compile(
    r"(?:还(?:是|要|让|请|约|找|叫)|再(?:约|请|叫|找)|继续(?:让|用|要|约)?)(?:她|"
    r"他|佢|伊)(?:来|吧|就|做|$|[\s,。吗嘛])|还(?:是|要|想要?|愿意|希望)+(?:再)?(?:让|请|约|找|叫|喊)(?:她|他|佢|伊)|(?:再约|约回|再请)(?:她|他|佢)来?|"
    r"(?:上次|上回|之前|一直)(?:就|都|也)是(?:她|他|佢)(?=$|[\s,。来做]|给)|老样子的?阿姨|(?:同|同一)(?:个|位)?(?:阿姨|师傅|人|保洁)(?:来)?"
)
_FIXED = re.compile(
    r"(?:阿姨|师傅|人)(?:要|得|最好|必须)?(?:是)?固定的?|"
    r"固定(?:一个|的|个|一位|用|要|找|是)?(?:同一个)?(?:的)?(?:阿姨|师傅|人|"
    r"钟点工|保姆|一个人|大姐)|(?:每次|次次|以后|都|一直)(?:都)?(?:要|是|由|"
    r"让|派)?(?:同一个|同一位|同个|这个|她)(?:人|阿姨|师傅)?来?|别(?:老|总|经常|"
    r"来回)换人|不要(?:老|总|经常|来回)换人|(?<!换)不(?:要|能|许|得|准)?换人|(?:本人|她自己|他自己)来(?:做|打扫)?(?:,|\s)?(?:别|不要|不能)换|别换人(?:了)?|(?:阿姨|师傅)本人"
)
_FIXED_NAME = re.compile(
    r"(?:固定都?|一直|每次都?|每回都?|次次都|回回都|以后都)(?:就|只)?(?:是|要|由|让|请|找|用|派|约|叫|安排|指定)?\s?$"
)
_FEMALE = re.compile(
    r"(?<![男])(?:女(?:阿姨|师傅|的(?!儿|朋)|士来|生来|性|护工|厨师|护理|保洁|家政|"
    r"工|育婴师|技师|按摩师|理疗师|老师|同志)|大姐来)(?!搬不动|弄不动|抬不动|抱不动|力气|干不了)|女生(?:上门|来)"
)
_MALE = re.compile(r"男(?:师傅|的(?!人)|性|护工|厨师|护理|保洁|工|技师|生来|按摩师|同志|士来|生)|小伙子来|壮小伙")
_EITHER = re.compile("男的?(?:和|跟|、|还是)?女的?(?:都|也)|女的?(?:和|跟|、|还是)?男的?(?:都|也)")
_NO = re.compile(
    r"(?:别|莫|勿|甭|勿要|唔要|不要|不想要|不能|别派|不要派|不用|唔好|别找|不接受|别是|不方便让|不想)(?:派|"
    r"叫|喊|请|约|搵|揾|安排|让|给我派|来|找|是|要|个|上门){0,2}$"
)
# 男师傅不要了 ends its clause or turns to the other; in 男师傅不要抽烟 something else is not wished.
_NO_AFTER = re.compile(
    r"(?:就|都|也|我|来)*(?:(?:不要|唔要|唔好|不想要|别|莫)(?:派|叫|安排|请|找)?(?:过来|来|上门)?|不行|不接受|免了|算了|不方便)"
    r"(?:了|的|啦|吧|哈|哦|啊|呀|咯|谢谢)*"
    r"(?=$|[\s,。;!]|(?:我|就|只|还是|给我)*(?:要|换|找|派|请|叫|约|得)(?:成)?[个位]?[男女])"
)
# 男师傅不要紧: she minds neither.
_NOT_MINDED = re.compile(r"(?:就|都|也|我|来|倒){0,3}(?:不要紧|不打紧|唔紧要|没关系|没事|无所谓|不介意)")


def people(text: str, original: str) -> list[Found]:
    """``provider`` wishes in the shape of the requirement schema, ``name`` of the customer with its title as said.

    ``person``: a provider who is spoken of without a wish.
    """
    found: list[Found] = []

    def add(kind: str, start: int, end: int, value: Any) -> None:
        if not any(item.start < end and start < item.end for item in found):
            found.append(Found(kind, start, end, original[start:end], value))

    for pattern in (_LAST_NOT, _LAST_REFUSED):
        for match in pattern.finditer(text):
            add("provider", match.start(), match.end(), {"same_as_last": False})
    for match in _ASK_FOR.finditer(text):
        start, end = match.span("name" if match["name"] else "before")
        add("name", start, end, original[start:end])
    for match in _PROVIDER.finditer(text):
        value = _named(text, match, original)
        if value is not None:
            add("provider", match.start(), match.end(), value)
    named = any(item.kind == "provider" and "fixed" in item.value for item in found)  # 固定是李阿姨，不要换人
    for match in () if named else _FIXED.finditer(text):
        add("provider", match.start(), match.end(), {"fixed": True})
    for pattern in (_LAST_YES, _LAST_COMES, _SAME):
        for match in pattern.finditer(text):
            if not _NO.search(text[max(0, match.start() - 4) : match.start()]):
                add("provider", match.start(), match.end(), {"same_as_last": True})
    for pattern, gender, other in ((_FEMALE, "female", "male"), (_MALE, "male", "female")):
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 6) : match.start()]
            if before.endswith(("我是", "我一个")) or _EITHER.search(text) or _NOT_MINDED.match(text, match.end()):
                continue  # 我是男的; 男的女的都行; 男师傅不要紧
            refused = _NO.search(before)
            told_of = match[0] in ("男的", "女的") and re.search(
                r"(?:那|这|(?<!没)有)[个位]?$|(?<![派来要找叫请约换排是喊搵揾])个$", before
            )
            if told_of and not refused:
                continue  # 那男的: somebody who came, no wish
            refused = refused or _NO_AFTER.match(text, match.end())
            add("provider", match.start(), match.end(), {"gender": other if refused else gender})
    for pattern in (_SAID, _CALLED, _BESIDE_PHONE, _BEHIND_PHONE, _TITLED_BY_PHONE, _LATIN, _TITLED):
        for match in pattern.finditer(text):
            begin, end = match.span("surname" if pattern is _SAID else "name")
            end = match.end("given") if pattern is _SAID and match["given"] else end
            end = match.end("title") if pattern is _SAID and match["title"] else end
            if not _NOT_NAME.match(text[begin:end]):
                add("name", begin, end, original[begin:end])
    for match in _PROVIDER.finditer(text):
        add("person", match.start(), match.end(), original[match.start("name") : match.end("name")])
    return found


def _named(text: str, match: re.Match[str], original: str) -> dict[str, Any] | None:
    """A provider's name is a wish only where the customer asks for the person or refuses the person."""
    before = text[max(0, match.start() - 12) : match.start()]
    last = _OF_LAST_TIME.search(before)
    before = before[: last.start()] if last else before[-8:]
    name = original[match.start("name") : match.end("name")]
    if _BANNED.search(before) or _UNWANTED_AFTER.match(text, match.end()):
        return {"exclude": [name]}
    if re.search(r"(?:我是|我叫|叫我|喊我|称呼我|联系人)$", before):
        return None
    if _FIXED_NAME.search(before):
        return {"name": name, "fixed": True}
    if not (_WANTED.search(before) or _WANTED_AFTER.match(text, match.end())):
        return None
    return {"name": name, "same_as_last": True} if last else {"name": name}
