"""What a complaint says of itself: how bad it is, and what is wanted for it."""

from __future__ import annotations

import re

from bot.zh.normalise import normalise

# The graver the earlier; 不用 before it takes a wish back, 再说 or 不然 makes it one for later.
_REFUND = (
    r"退(?:[番返翻]|钱|款(?!会|還|还没|到|的?进|什么|啥|几|都|说|讲|承诺|要等|需要)|费|我|给|还|回|一半|掉|全|个|点|[我俺][^\s]{0,4}钱|$|[,。!\s了吧])|"
    r"把?钱[^,。;\s]{0,4}退|还我?钱"
)
_COMPENSATION = r"赔(?!礼|不是|罪|个不|笑)|补偿|照价"
_REDONE = r"[返反](?:一?次|一?趟|一?下|个|一个)?工(?![厂资作])|返修|翻工|执返"
_REWORK = (
    rf"{_REDONE}|"
    r"重新?(?:给我|帮我|再|过来){0,2}(?:[来做擦扫洗弄搞修拖打装清整收干])|重来|补(?:做|擦|扫|打扫|洗|回来|一次|一趟|时|钟)|"
    r"再(?:来|派人)(?:一趟|一次|一遍|弄|做|擦|扫|修|洗|搞|整)|回来(?:弄|擦|返|做|扫|修|整|搞|补)|来(?:补|重)|"
    r"再(?:洗|擦|扫|做|修|弄|搞|整)(?:一遍|一次|过|下|干净)|搞返好|整返"
)
_REPLACEMENT = (
    r"(?<!不)换(?!不换)(?:返|回|个|一个|一位|位|人|别人|别的|阿姨|师傅|掉她|掉他|新的)|给我换|换给我|另(?:外)?(?:派|找|安排)|"
    r"别再派|别再让|唔好再派|不要再派|换一?[个台件]"
)
_APOLOGY = r"道歉|道个歉|赔(?:礼|不是|个不是|罪)|认个?错|说(?:声|个|句)?对不[起住]|sorry"
_EXPLANATION = (
    r"说法|解释|交代|交待|为(?:什么|啥|何|咩)|点解|点样解|咋(?:回事|搞的|整的|个)|"
    r"怎么(?:回事|搞的|个意思|能|会|一回事)|什么(?:情况|意思|道理)|啥(?:情况|意思)|凭(?:什么|啥)|"
    r"乜(?:事|嘢)|啷个(?:回事|搞)"
)
_REMEDIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("refund", re.compile(_REFUND)),
    ("compensation", re.compile(_COMPENSATION)),
    ("rework", re.compile(_REWORK)),
    ("replacement", re.compile(_REPLACEMENT)),
    ("apology", re.compile(_APOLOGY)),
    ("explanation", re.compile(_EXPLANATION)),
)
_TAKEN_BACK = re.compile(
    r"(?:(?<![恨巴舍])不得要?|不用|不要|不必|没想|没要|不是要|不是为了|也不图|不图|不求|不指望|别|唔使|唔洗|勿要|不需要|没让你们|没说要|不想)"
    r"(?:你们?|他|她|再|给|我|谁)*$"
)
_TAKEN_BACK_INSIDE = re.compile(r"(?<![恨巴舍])不得(?!不)|不用|不要|不必|唔使|别")
_TAKEN_BACK_AFTER = re.compile(r"(?:什么的|的事)?(?:就|也|都|倒)?(?:不用|不要|不必|免了|唔使|算了|不图)")
_PROMISED = re.compile(r"(?:说好?|答应|承诺|讲好?|申请|等)了?[^,。;\s]{0,5}$")
_FOR_LATER = re.compile(r"(?:再说|再讲|否则|不然|要不然|要不就|不行就|不成就|就|才)(?:给我|让我|申请|要求|谈)?$")
_IF = re.compile(
    r"不[^,。;\s]{0,3}(?:好|了|行|成|掉|干净)[^,。;\s]{0,2}(?:再说|再讲|就|才)|否则|不然|要不然|再说退|再谈"
)

_PLAYED_DOWN = re.compile(
    r"不(?:是|算|叫)(?:来|要|想|真要|什么)?投诉|不(?:是|想)告状|没想投诉|不用(?:处理|你们处理|管|追究|赔|退|派人|给我|回复|道歉)|不(?:追究|计较|怪她|怪他|怪你们)|"
    r"没(?:啥|什么|多大)(?:大不了|大?事|关系|问题|意见)?(?=$|[,。;!\s了的])|没(?:关系|事(?!先))|(?:反映|反馈|提醒|说|提|知会)(?:一下|一声|一嘴|个醒|下)?(?:就行|而已|罢了|$)|跟你们(?:反映|反馈|说)(?:一下|一声)|提个(?:醒|意见|建议)|"
    r"小事|就是说说|随口|下次注意|以后注意|注意(?:一下|点|下)(?:就|吧|$)|唔(?:算|系)投诉|冇嘢|(?<!这么)(?<!能)算了|也就算了|不是大事|唔紧要|无所谓|不打紧|不碍事|就行了?$"
)
_GRAVE = re.compile(
    r"12315|12345|消协|消费者(?:协会|权益)|工商|市监|市场监管|律师|起诉|告你们|法院|打官司|媒体|记者|曝光|报警|报案|派出所|警察|(?<!\d)110(?![\d.平分块元个㎡m])|公安|"
    r"电视台|(?<!拍了)(?<!照片)(?<!视频)发(?:到)?(?:网上|小红书|微博)|(?:我|就|要)发(?:到)?抖音|挂网上|消委会|差人|爆料|上新闻|投诉到"
)
_DANGER_NOW = re.compile(
    r"(?:晕|昏)(?:倒|过去|迷|了|着|站)|头晕|流(?:了)?(?:好多|很多|一地|满|不少)?血|出血|血流|起不来|起唔到身|不省人事|没(?:有)?(?:呼吸|知觉|意识|反应)|抽搐|救护车|(?<!\d)120(?![\d.平分块元个㎡m])|急救|"
    r"送(?:去|到)?(?:了)?(?:医院|急诊|ICU)|(?:正|在)(?:往|去|送)医院|骨折|断了(?:腿|胳膊|手)|烫伤|烧伤|割(?:伤|破)|砸(?:伤|破|到头)|中毒|触电|电到|窒息|"
    r"着火|起火|冒烟|火花|烧焦|焦糊|糊味|焦味|煤气|(?:燃气|天然气)[^,。;]{0,4}(?:断|漏|喷|泄)|锁(?:在|我)|堵(?:在|着)(?:门|我)|还在(?:门口|楼下|我家)"
)
_TOUCHED = re.compile(
    r"摸(?!索|着黑|不着|到门|鱼)|动手动脚|抱住|搂|亲我|强(?:奸|暴|吻|行)|猥亵|性侵|扒|脱(?:我|裤|衣)|按住|毛手毛脚|掂我|咸猪手"
)

_VISITED = re.compile(
    r"上[次回趟]|上一|上个?(?:周|礼拜|星期|月)|昨[天晚日儿]|寻日|前[天日儿两几]|那[天次个人位]|刚才|刚走|今[天日儿].{0,3}来|来(?:的|过)|派来|嗰|"
    r"你[们哋](?:的|那|这|家|哋)?(?:阿姨|师傅|人|保洁|姐姐|员工|公司|平台|取消)|投诉|退|差评|又(?:没|迟|晚|漏|坏|脏|是)|重新|重做|返工|再来|"
    r"没(?:擦|洗|扫|弄|做|修|来|拖)|以前|不干净|赔|走了|临时|不认真|别再派|换(?:个|一个)(?:人|阿姨|师傅|负责)"
)
_OTHERS = re.compile(
    r"房东|房客|租客|租户|前租|上一任|前任|上家|(?<![提以之])[上前](?:一家|一?个(?:保洁|家政|清洁)?公司)|楼上[^,。;!?]{0,3}(?:漏|渗|装修)|(?:之前|以前|原来|原先|先前|别的|别|其他|其它|另外一?|上回那|上次那)"
    r"(?:那|几)?(?:个)?(?:家(?!里)|公司|平台)|(?:之前|以前|原来)(?:找|请|叫|雇)(?:的|过|了)|装修(?:队|公司|工人)|施工队|中介|开发商|"
    r"淘宝|美团|58|闲鱼|京东|网上(?:找|买)"
)
# Ours, or words that only our visit can have.
_OF_US = re.compile(
    r"(?<![换找试选])你[们哋俩](?!(?:的人|那|家|那边)*(?:靠谱|可别|别|不要|能|可以|怎么样|试|专业))|贵(?:司|公司)|你(?:家|们家)|投诉|退(?:钱|款|费|我)|差评|结果|花了|上[次回趟](?!那家)|刚(?:才|走)|昨[天晚日]|今[天日早](?:来|那|的)|[那这]个?(?:阿姨|师傅)|"
    r"[他她佢](?:说|们|的)|(?<!找的)(?<!请的)(?<!的)(?:阿姨|师傅|保洁|家政员)(?!不好找|难找)[^,。;!?\s]{0,6}(?:没|迟|晚|早走|态度|偷|骂|弄坏|打碎|还没)|跟没|白做|重做|返工"
)
_DONE = re.compile(
    r"(?:洗|(?<!装)修|擦|扫|做|通|拖|收拾|清理|搞|执|弄|整|搬|装|刷|干)(?:完|过|了(?!吗)|好)|还[是在有]|仍|仲|依然|根本|又(?!脏|乱|油|臭)|照样|更|没人管|没带|没法用|阿姨|师[傅父]|歐巴桑|"
    r"欧巴桑|小姐|大姐|[他她佢]|被|摔|蹭|刮|碰|漏掉|丢|嫌|叨|花钱|白花|扔|抹了|碗柜|今[天儿]回|下班|回家|\d分|[一二三]分|[一-龥]就[^,。]{1,4}那块"
)
_STATE = re.compile(
    r"(?:家里?|屋里?头?|房子|房间|厨房|卫生间|厕所|浴室|阳台|客厅|卧室|油烟机|烟机|冰箱|空调|洗衣机|冷气|新房|租的房|灶台?|马桶|玻璃|窗户?|地板?|沙发|床垫|地毯|窗帘|衣柜|院子|楼道|墙|水槽|地漏|滤网|水龙头|下水道?)"
    r"[^。;!?]{0,12}?(?:脏|乱|油|臭|霉|灰|垢|味|埋汰|邋遢|腻|黑|堵(?!着)|漏|滴|异响|不制|不转|不热|不冷|坏|没法(?:看|住|下脚)|下不去脚|一塌糊涂)"
)
# 两年没好好弄过了
_NEGLECTED = re.compile(
    r"(?:好久|很久|[一两二三四五六几半多]+个?(?:年|月|礼拜|星期)|\d+个?(?:年|月))[^,。;!?]{0,6}(?:没|冇|没有)(?:好好|怎么)?(?:打扫|弄|拆洗|清洗|洗|清|收拾|搞|擦|做|人住)过?了?|"
    r"(?:好久|[一两二三四五六几半多]+个?(?:年|月)|\d+个?(?:年|月)|从来|从|一直|一次都?|用到现在|买(?:回)?来|装好?)[^,。;!?]{0,6}(?:没|冇|没有|未)(?:拆|清|洗|换|保养|打理)洗?过|"
    # 一股霉味: of a thing that was named before.
    r"(?:一股|有股|有一股|全是|都是|闻到)子?[^,。;!?]{0,2}(?:霉|臭|异|怪|馊|腥|尿骚|油烟)味?"
)
_LOOKS_FOR = re.compile(
    r"(?:想|要|打算|准备|能不能|帮我|重新|这[回次])[^,。;!?]{0,4}(?:换|找|请|试|约|弄|打扫|收拾|洗)|"
    r"试试你们|看看你们"
)
# What somebody who came has done or left undone, whatever else is said; with 怕 or 如果 it has not happened.
_FAULT = re.compile(
    r"(?:阿姨|师[傅父]|保洁|家政员?|那个?人|[她他佢]们?|你们|你哋)[^。;!?]{0,14}(?:态度[^,。]{0,4}(?:差|恶劣|凶|冲|不好|不行|烂)|(?:玩|看|刷)手机|"
    r"骂人?|吼|偷懒|磨洋工|迟到|才(?:到|来)(?!得及|过)|放鸽子|早走|提前走|打碎|打破|摔[坏碎]|弄坏|碰坏|刮花|乱收|多收)"
)
# 讲好早浪八点钟 伊快九点刚刚到: an hour was agreed, and a later one is when somebody came.
_HOUR = r"(?:点|\d{1,2}:\d{2})"
_CAME_LATE = re.compile(
    rf"(?:[讲说约定订]好|[约定订][的了]|说是|答应|通知)[^。;!?]{{0,14}}?{_HOUR}(?:(?!我(?!等))[^。;!?改换挪]){{0,16}}{_HOUR}[^,。;!?\s我]{{0,5}}(?:才|刚刚?才?|方才)(?:到(?!家|公司|单位)|来|过来|上门|进门|出现|露面|慢)"
)
# 阿姨晚到了五十分钟, 师傅迟到快一个钟: somebody who comes to work, and by how much.
_BY_SO_MUCH = re.compile(
    r"(?<![让叫请喊要])(?<![让叫请喊要]那个)(?:阿姨|师[傅父]|保洁|家政员?|那个?人|[她他佢伊]们?|[你㑚]们的?人?)[^,。;!?\s我让叫]{0,8}?"
    r"(?:迟到(?:了|咗)?|(?:晚到|晚来|来晚|来迟|迟|晚|到得?晚)[了咗])(?:足足|整整|快|将近|差不多|大概|至少|有|近|我们?)*"
    r"(?:\d+|[一二两三四五六七八九十半几成]+|大半)(?:多|几|来)?个?(?:多|半)?(?:分钟?|小时|钟头|点钟|刻钟|钟|粒钟)"
)
_NOT_HAPPENED = re.compile(
    r"怕|担心|万一|如果|要是|别|不要|唔好|希望|会不会|能不能|可不可以|不许|不能|"
    r"(?:从来不|从来没有?|从不|从没|不会|没有?|不)(?:过|再|乱|怎么|有)?"
    r"(?:迟到|早走|提前走|放鸽子|打[碎破]|弄[脏坏丢]|摔[坏碎]|碰坏|刮花|乱收|多收|骂|吼|偷懒|磨洋工|糊弄|敷衍|[玩看刷]手机)"
)
# 上次擦得不干净: of a visit that was, and how it was.
_WAS_THERE = re.compile(
    r"上[次回趟]|昨[天晚日]|前[天日]|今[天早][^,。;]{0,3}来|刚才|刚走|给我|阿姨|师[傅父]|保洁|[她他佢]"
)
_POOR = re.compile(
    r"不干净|没(?:擦|洗|扫|拖|弄|做)(?:干净|完|好)|弄[脏坏丢]|打[碎破]|摔[坏碎]|态度[^,。]{0,4}(?:差|恶劣|凶|冲|不好|不行|烂)|"
    r"糊弄|敷衍|迟到|早走|乱收|多收"
)
_WRONG = (
    r"(?:不干净(?!的)|没(?:擦|洗|扫|拖|弄|做)(?:干净|完|好)(?!的)|弄[脏坏丢]|打[碎破]|摔[坏碎]|碰坏|刮花|"
    r"态度[^,。]{0,4}(?:差|恶劣|凶|冲|不好|不行|烂)|糊弄|敷衍|迟到|早走|提前走|乱收|多收|放鸽子|骂|吼|偷懒|磨洋工|[玩看刷]手机|"
    r"才(?:到|来)(?!得及|过))"
)
# 阿姨迟到了, 上次擦得不干净: who did it stands right before, and is neither of the family nor yet to come.
_BY_OURS = re.compile(
    r"(?:(?<![约叫找请派让喊换要])(?<![约叫找请派让喊换要][个位])(?<!一[个位])(?:阿姨|师[傅父]|保洁(?!阿姨)|家政员?|你们|你哋)|上[次回趟]|"
    r"(?:昨[天晚日]|前天|刚才)(?:来)?(?=(?:打扫|收拾|擦|扫|拖|洗|做|搞|弄)[得的]))"
    r"(?:(?!被我|我(?:们)?(?:把|弄|打|自己|[爸妈家](?!的|里)|老|儿|女)|孩子|小孩|[娃猫狗]|宝宝|自己|老人|老公|老婆|(?<!把)家里|[说讲提买])"
    rf"[^\s,。;!?]){{0,9}}?{_WRONG}"
)
_REMEDY_ASKED = re.compile(r"(?:能不能|可不可以|会不会)[^,。;!?]{0,6}(?:解释|退|赔|道歉|说法|交代|减|少收)")
_BESIDES = re.compile(r"(?:^|[,。;!\s])(?:另外|还有|对了|顺便|顺带|此外|再就是|再一个)")
_DISPLEASED = re.compile(r"(?<![没沒无非])(?:不|唔)(?:太|怎么|大|是很)?满意|失望|差劲|太差|不怎么样|不咋[地滴样]")
# 她在家等着: somebody is at home to open the door; 等了半天 is another matter.
_WAITS_AT_HOME = re.compile(
    r"(?:[我俺咱她他佢伊]|[妈爸公婆爷奶]|老[公婆人]|太太|先生|爱人|儿子|女儿|阿姨?|家里人|有人)(?:们|哋)?(?:会|就|都|一直)*在?"
    r"(?:家里?|屋里|屋企|楼下|门口)?(?:会|有人)?(?:等(?:着|[你您][们哋]|阿姨|师傅|佢哋|开门)|开门)"
)
_WAITED_LONG = re.compile(
    r"还[没在]|半天|多久|好久|到现在|都等|等了|小时|钟头|分钟|白等|一[上下]午|一[整早]?天|不来|没来|[没冇]人"
)
_SERIOUS = ("safety", "harassment", "theft")


def remedy_of(text: str) -> str | None:
    """What is demanded; ``None`` where nothing is, or only for the case that something else fails."""
    plain = normalise(text)
    return next((remedy for remedy, pattern in _REMEDIES if _is_demanded(plain, remedy, pattern)), None)


def has_it_redone(text: str) -> bool:
    """叫人来返工: the very word for doing it again for nothing, 反工 as some type it."""
    return re.search(_REDONE, normalise(text)) is not None


_COMES_AGAIN = re.compile(
    rf"{_REDONE}|返工|重新|重[做洗擦扫拖弄搞修]|再(?:来|派|做|弄|洗|擦|上门|跑)|派[^,。;!?]{{0,4}}来|回来(?:弄|做|擦|补)|补(?:做|擦|扫)|来(?:补|弄|搞)|上门"
)


_SENDS = re.compile(
    r"(?:再|重新|赶紧|赶快|马上|尽快|快点?|另外?|换)?(?:派|叫|喊|让|安排|请|搵|找)(?:个|一个|位|返|你们)?(?:人|师傅|阿姨|同事|另一个|原来(?:的|那个)?(?:人|师傅|阿姨))?(?:再|重新|过|上门|返)*(?:来|嚟|去)(?:一趟|一下|一次)?(?:看|瞧|查|弄|修|搞|处理|重|补|睇|整|$|[,。!\s吧])"
)


def sends_somebody(text: str) -> bool:
    """派人来看一下就好, 赶紧再派人来: somebody is to come; after a complaint it is for that."""
    plain = normalise(text)
    return _SENDS.search(plain) is not None and re.search(r"派来的|叫来的|别派|不要派|不用派|别再派", plain) is None


def is_of_coming_again(text: str) -> bool:
    """派人来, 重新弄: the visit that is to put something right."""
    return _COMES_AGAIN.search(normalise(text)) is not None


def spares_the_refund(text: str) -> bool:
    """Whether a refund is spoken of and not wanted now: 钱就不用退了, 洗不干净再退钱."""
    plain = normalise(text)
    pattern = dict(_REMEDIES)["refund"]
    return pattern.search(plain) is not None and not _is_demanded(plain, "refund", pattern)


def tells_of_visit(text: str) -> bool:
    """Whether a text speaks of who came or of what was done; a home in disorder alone is no fault of anybody's."""
    return _VISITED.search(normalise(text)) is not None


def tells_of_fault(text: str) -> bool:
    """昨天的阿姨快十一点才到: what went wrong with a visit is told in plain words; not 怕阿姨迟到."""
    plain = normalise(text)
    told = _FAULT.search(plain) is not None and _VISITED.search(plain) is not None
    return told and _NOT_HAPPENED.search(plain) is None


def tells_of_lateness(text: str) -> bool:
    """说好八点 快九点才到: when somebody was to come, and when she came; not 约好十点 怕她十一点才来."""
    plain = normalise(text)
    late = _CAME_LATE.search(plain) or _BY_SO_MUCH.search(plain)
    return late is not None and _NOT_HAPPENED.search(_REMEDY_ASKED.sub("", plain)) is None


_LEFT = re.compile(
    r"(?<![让叫请要])(?:阿姨|师[傅父]|保洁|家政员?|那个?人|[她他佢伊]们?|[你㑚]们的?人?)[^。;!?]{0,22}?(?:提[前早]|早)(?:了|咗)?(?:足足|整整|将近|差不多|大概|至少|有)*"
    r"(?:[\d一两二三四五六七八九十半几多个小时钟头点分刻]{1,9})?(?:就|先)?(?:走|离开|收工|下班|溜|跑|闪)(?:了|咗|人|掉)"
)
_STILL_BAD = re.compile(
    r"(?:修|洗|弄|通|做|搞|装|清|换)(?:完|过|好|了)+[^,。;!?]{0,6}[,\s]*(?:还是|仍然?|照样|依旧|又|仲系|仲)(?:不|没|老|在|会|有)?(?:冷|热|转|亮|通|漏|堵|滴|响|坏|脏|臭|行|好|制冷|干净)"
)
_SMOKES = re.compile(r"抽烟|吸烟|食烟|烟味|烟头|烟灰")
_ATTACKED = re.compile(
    r"(?:打|推(?!荐)|踢|踹|扇|掐|拽|扯|揪|咬)(?:了|咗|着|到)?(?:我|俺|阿拉|咱|人|[老小]人|孩子|小[孩囡朋]|宝宝|娃)|(?:要|想)(?:打|揍|弄死|杀)|"
    r"弄死|打死|杀(?:了|人|我)|动手|刀|威胁|恐吓|吓唬|跟踪|尾随|报复|堵(?:在|着|住)?(?:我|门)"
)
_OF_SPEECH = re.compile(r"骂|吼|凶|难听|顶嘴|顶撞|冲|说话|讲话|脏话|粗话|态度|翻白眼|爆粗|闹我")


def tells_of_leaving_early(text: str) -> bool:
    """阿姨做了不到三小时就提前走了; not 我要提前走, nor 她能早走吗."""
    plain = normalise(text)
    return _LEFT.search(plain) is not None and _NOT_HAPPENED.search(plain) is None and "?" not in plain


def category_of(text: str, learned: str | None) -> str | None:
    """The kind of fault, where words are plainer than what a model makes of them."""
    plain = normalise(text)
    grave = _DANGER_NOW.search(plain) or _TOUCHED.search(plain) or _ATTACKED.search(plain)
    if learned == "safety" and not grave and (_SMOKES.search(plain) or _OF_SPEECH.search(plain)):
        return "attitude"
    if learned in ("overcharge", "other", "no_show", None) and _STILL_BAD.search(plain):
        return "quality"
    if learned in ("other", "no_show", "late", "quality", "attitude", None) and tells_of_leaving_early(text):
        return "left_early"
    return learned


def tells_of_displeasure(text: str) -> bool:
    """昨天那单我不太满意: of a visit, and nothing is said of what was wrong."""
    return _DISPLEASED.search(normalise(text)) is not None and tells_of_visit(text)


def tells_of_fault_besides(text: str) -> bool:
    """阿姨迟到了，另外周五的改到周六: a fault on one side of a word that begins something else."""
    plain = normalise(text)
    word = _BESIDES.search(plain)
    if word is None:
        return False
    parts = (plain[: word.start()], plain[word.end() :])
    return any(_BY_OURS.search(part) is not None and names_fault(part) for part in parts)


def names_fault(piece: str) -> bool:
    """Whether a piece of a message says what was wrong with a visit: 上次擦得不干净."""
    plain = normalise(piece)
    poor = _WAS_THERE.search(plain) is not None and _POOR.search(plain) is not None
    return (poor or _FAULT.search(plain) is not None) and _NOT_HAPPENED.search(plain) is None


def waits_at_home(text: str) -> bool:
    """她在家等着: whoever comes is let in; that is no impatience."""
    plain = normalise(text)
    return _WAITS_AT_HOME.search(plain) is not None and _WAITED_LONG.search(plain) is None


def is_of_others(text: str) -> bool:
    """Whether what is bad is somebody else's, or the state of the home: 之前那家做得太差, 油烟机油得一塌糊涂."""
    plain = normalise(text)
    rest, neglected = _NEGLECTED.subn("", plain)
    if _OF_US.search(rest):
        return False
    if _OTHERS.search(rest):
        return True
    bad = neglected > 0 or _STATE.search(rest) is not None
    return bad and _DONE.search(rest) is None and not tells_of_visit(rest)


def tells_of_need(text: str) -> bool:
    """两年没好好弄过了, 想换你们试试: there is something to do, and somebody is looked for."""
    plain = normalise(text)
    return _NEGLECTED.search(plain) is not None or _LOOKS_FOR.search(plain) is not None


def _is_demanded(plain: str, remedy: str, pattern: re.Pattern[str]) -> bool:
    for match in pattern.finditer(plain):
        before = plain[max(0, match.start() - 10) : match.start()]
        taken_back = _TAKEN_BACK.search(before) or _TAKEN_BACK_AFTER.match(plain, match.end())
        if taken_back or _TAKEN_BACK_INSIDE.search(match[0]):
            continue
        if remedy == "refund" and (_PROMISED.search(before) or _FOR_LATER.search(before) or _IF.search(before)):
            continue
        return True
    return False


def severity_of(text: str, category: str | None, remedy: str | None, learned: str | None = None) -> str:
    """low, normal, high or critical; ``learned`` is what a model says, which counts where no word decides.

    Who plays a fault down and still demands something for it has a plain complaint.
    """
    plain = normalise(text)
    if category == "harassment" and _TOUCHED.search(plain):
        return "critical"
    if category == "safety" and _DANGER_NOW.search(plain):
        return "critical"
    if category in _SERIOUS or _GRAVE.search(plain):
        return "high"
    if _PLAYED_DOWN.search(plain) or learned == "low":
        return "low" if remedy in (None, "explanation") else "normal"
    return "normal"
