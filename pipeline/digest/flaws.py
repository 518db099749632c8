"""What keeps a sentence from standing alone in front of a reader who has not read the article.

A literal table, read top to bottom: each flaw has a name for people, a pattern, and what it spoils. Patterns see the
sentence without its quotations where it says so, since "我" inside somebody's quotation is that person's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_QUOTED = re.compile(r"[“「『][^”」』]*[”」』]")
_PRONOUN = re.compile("(?:他|她|它)们?")
_POINTING = re.compile(
    "这(?!里的|[家个座位种款项支本条](?:名叫|名为|叫做?|叫作|被称))|(?<![旁周应本活理早都])该(?=[\u4e00-\u9fff])(?![不当怎如说是有去死做来用让由买吃走给打])|上述|此(?=[次前后时外举事项案番类种处刻专套款批届])|(?<![因如彼故为从至就在由以])此(?=[，。])|[前后][两三四五几]个|[两二三]人(?!份|间|世界|行|们|以上|组)|前者|后者|两者|二者|对方|双方"
)


LEANING = "opens by leaning on the sentence before"
SELF = "speaks of the writer or to the reader"


class Flaw(NamedTuple):
    """Hold one reason why a sentence cannot stand alone."""

    name: str
    pattern: re.Pattern[str]
    outside_quotes: bool
    """Look only at what is not quoted."""
    fatal: bool
    """Keeps a sentence out of gist and points; the others keep it out of the gist and cost it points."""


FLAWS: tuple[Flaw, ...] = (
    Flaw(
        LEANING,
        re.compile(
            "^[“「『（(]?(?:[前后头上下][一二两三四五几]|(?:半年|(?:[一二三四五六七八九十百两数几多半]+|\\d+)多?(?:个?[年月天周日]|个?小时|分钟|秒钟?|个?星期))(?:之后|以后|后|过去|之内)|但|而(?!今)|可是|可(?=[，他她它是这那])|不过|然而|却|于是|因此|所以|因而|从而|并且?(?=[^非购入行发称])|而且|此外|另外|同时|与此同时|其中|其实|其次|其它|其他|其(?=[余一二三中]|[\u4e00-\u9fff]{2})|"
            "再次|随后|随即|接着|然后|后来|之后|此后|从此|从那|至此|结果|反过来|反而|反之|甚至|例如|比如|譬如|尤其|特别是|至于|对此|为此|由此|如此|这样|那样|"
            "就|才|也|则|都(?!市)|又|还|再|更|只(?!有在)|原来|难怪|毕竟|好在|所幸|届时|当时|当天|当晚|当年|当月|当日|那[时天年晚一种些个是张座位家次里段场部款]|次日|第二天|第三天|不久|"
            "一夜之间|另一|有的|以下|以上|总之|换言之|也就是说|除此|同样|相比之下|当然|的确|确实|事实上|实际上|显然|或许|也许|另(?=[从据有])|(?:继续|加快|进一步|积极|大力|着力|切实|充分|努力|全面|深入|不断)(?=推|促|加|完|建|健|支|强|落|提|抓|发|做|优|实|扩|开|深|引|探|整|构|营|贯|重点|[\u4e00-\u9fff]{0,4}(?:建设|工作|力度))|因为|由于此|只是|最后(?=[，一])|首先|第[一二三四五六](?=[，条点是大]|个[^，。]{0,8}[是叫为])|一方面|另一方面|一来|二来|"
            "想来想去|头[一二三四五六七八九十两几]+[年天]|[一二两三四五六七八九十百\\d]+余?多?[人个名家位](?:里|中|之中|当中)，|[店村厂馆校院屋车船班镇局所]里(?!的)|插入的|虽然|尽管|即使|无论|如果|要是|万一|既然|等到|最令人|问题|麻烦|代价|答案|原因|理由|秘密|据此|刚开始|起初|最初|慢慢|一次|一家|一位|一名|一个(?!月)|有一|有人|有些人|有位|之所以|倒是|反正|不仅如此|分别[是为]|不仅|不光|除了|好不容易|多次|几(?:年|个|天|小时|分钟|周)|前几|前些|最近|如今(?=看来)|眼看|眼下|到了|到这|自此)"
        ),
        False,
        True,
    ),
    Flaw("asks", re.compile("[？?]|[吗呢吧嘛啊呀][。！!]|何以|凭什么|怎么办"), False, True),
    Flaw(
        SELF,
        re.compile(
            "我(?!国|市|省|校|院|县|区)|个人(?:[以认]为|观点|看法|感觉)|在我看|作为一个|咱|你|您|笔者|本文|小编|各位|朋友们|大家(?!庭)|读者朋友"
        ),
        True,
        True,
    ),
    Flaw(
        "points at a picture, a table or another place in the text",
        re.compile(
            "如图|[上下]图|见图|图[一二三四1-9]|[上下]表|表[一二三四1-9](?!示)|如下|下面|上面|前面|[上下前]文|本[节章篇]|后文|下一[篇期集回]|下[篇期集回]再|不展开|见下|以下[几是]"
        ),
        False,
        True,
    ),
    Flaw(
        "advertises",
        re.compile(
            "(?:关注|搜索|添加|扫|长按|我们的|本)[^，。]{0,8}公众号|公众号(?:[：:“”]|后台|回复)|扫码|二维码|[加添][个]?微信|点赞|推荐阅读|阅读原文|关注[我本]"
            "|(?:请|求|记得|随手)[^，。]{0,4}转发|转发(?:给|到)(?:朋友|更多)|(?:请|长按|免费)[^，。]{0,4}订阅|评论区|(?:请|后台|下方)[^，。]{0,4}留言|留言(?:区|告诉|讨论)"
            "|点击(?:[上下左右蓝阅查链此关进]|这里)|欢迎(?:大家|各位|[你您]|关注|加|来电|致电|投稿|转发|留言|订阅|联系|选购|咨询)|私信(?:我|小编|回复|后台)"
            "|(?:马上|立即|快来|赶紧|我要|在线)[^，。]{0,4}报名|报名(?:方式|链接|入口|电话|从速|通道|咨询)|(?:限时|专享|新人|领取?)[^，。]{0,4}优惠|限时(?:抢|特|免|折|秒)|下单立"
        ),
        False,
        True,
    ),
    Flaw(
        "passes on gossip", re.compile("八卦|据说|传闻|小道消息|网传|听说|有人说|据传|坊间|道听途说|笑传"), False, True
    ),
    Flaw(
        "teases or turns a page",
        re.compile(
            "说来有趣|那么，|接下来|且看|究竟|到底[是有能会]|不妨|让我们|先看|先说|[来再]看看?[，：]|试想|众所周知|打个比方|话说|言归正传|问题来了|没那么简单|说多了|这是我|简单[说来]|"
            "抢答|举手|总有|有意思|有趣|不说了|怎么[说样办]|道理[很大都]|开门见山|故事要从|话题|废话|说句|(?:如是|这[样么]|那么)[说写道]|这一点|没想到吧|兄弟们|告诉你们|不用多说|暂且不[谈说表]|按下不表|拭目以待|值得(?:玩味|深思|一提)|说白了|换句话说|仔细[想看]|事情(?:要|还)|在这里"
        ),
        True,
        True,
    ),
    Flaw(
        "is no whole sentence",
        re.compile(r"[^。！？!?…”’」』）)】》\"'.]$|…+$|^[，。、；：）)！？]|(?<![。！？!?…])[）)】》]$"),
        False,
        True,
    ),
    Flaw(
        "lists a part of a list",
        re.compile(
            "^(?:(?:备注|说明|附注|注|地址|时间|地点|电话|票价|原价)[：:]|例[一二三四五六1-9]|其[一二三四]|[（(]?[0-9一二三四五六七八九十]+[)）、．.：]|[①-⑳])|^(?:其[一二三]|一是|二是|三是|第[一二三四五六](?:阶段|步|批)[：，]|[-*#•])"
        ),
        False,
        True,
    ),
    Flaw("has code, a formula or markup in it", re.compile(r"[{}<>|=~`]{1}|\*\*|\$\s|https?:|\\"), False, True),
    Flaw(
        "compares with something unsaid",
        re.compile(
            "^[^，。：]{1,14}(?:也|同样|仍然?|依旧|依然|还是|却|则|反而)(?![许罢好即使])|^[^，。：]{1,8}(?:还(?=[^，。是有在要会没可不得能]{2})|于是|因此|便|遂|随即|随后)"
        ),
        True,
        False,
    ),
    Flaw(
        "tells a feeling or a figure of speech",
        re.compile(
            "觉得|总?感觉像|感到|内心|忧伤|难受|无奈|遗憾|心里|滋味|仿佛|好像|似乎|就像(?![^，。]{1,14}一样，)|像是|犹如|宛如|[，；]像[^，。]{3,}[，。]|打比方|眼泪|馋|哭|笑话|天书|骨头|风口浪尖|尘埃落定|沸沸扬扬|炸开了?锅|缓过神|愣住"
        ),
        True,
        False,
    ),
    Flaw(
        "comments before it tells",
        re.compile(
            "^(?:不幸|幸运|遗憾|奇怪|可惜|可喜|难得|更糟糕?|更有甚|说得|坦率|客观|老实|[^，。]{0,6}的)的?(?:是|说)，"
        ),
        True,
        False,
    ),
    Flaw(
        "announces what it does not tell",
        re.compile(
            "一[组批](?:数[据字]|消息|案例|问题)。$|[一两几](?:份|个|封|张|则|条|种|项)[^，。]{0,4}(?:通知|消息|电话|文件|报告|公告|决定|短信|邮件|问题|故事|办法|数字|现象|情况|看法|想法|选择|结论|事实)。$"
            "|(?:介绍|通报|汇报|了解)了?(?:相关|有关)?情况。$|[两三四五六七八九十几多](?:个|种|点|类|大|项|条|方面)[^，。]{0,8}(?:特点|特征|原因|问题|方面|阶段|类型|优势|好处|缺点|办法|步骤|部分|因素|理由|条件|变化|选择|挑战|趋势)。$|(?:如何|怎样|怎么|能否|是否|谁|多少)[^。]{2,40}(?:看点|焦点|话题|关键|悬念|问题|课题)。$|^[^，。]{2,40}(?:说|表示|介绍|指出|认为|强调|坦言)。$|这样一[则个段句条篇幅种]"
        ),
        True,
        True,
    ),
    Flaw(
        "sets a scene",
        re.compile(
            "(?:^|，)[^，。]{0,14}(?:里|上|中|下|旁|边|前|后|内|外|面|南|北|东|西|处|院子|门口)[^，。]{0,6}(?:堆|摆|挂|放|坐|站|立|躺|停|贴)[着满了]|[，里上中下旁边前外南北东西]有一?(?:座|个|条|家|间|位|名)(?:名?叫|名为|被称)"
            "|^(?:天[^，。]{0,3}[亮黑]|[凌清早]晨|清早|傍晚|黄昏|深夜|夜里|[早晚]上|午[后夜]|中午)?[一二三四五六七八九十\\d]{1,3}[点时](?:[一二三四五六七八九十\\d]{1,3}分|半|整|钟|多|刚过)?，|天(?:还|刚|已经?|蒙蒙|快)[没未不擦]{0,2}[黑亮]|下着[小大细中暴]?[雨雪]|[浮飘弥笼]着|敲开了|应声"
            "|^伴随着|映入眼帘|赫然|拄着|端详|猛地|潸然|紧紧地?[相握抱]|相拥|掠过|闯入|气息|落下帷幕|目光|望着|握着|抱着|掏出|点头|摇头|叹了?[口气息道]|沉默|微笑|眼睛|眼里|脸上|阳光|窗外|清晨|夜色|声音(?:稚嫩|颤抖|哽咽|沙哑)|那一刻"
        ),
        True,
        False,
    ),
    Flaw(
        "tells where somebody comes from",
        re.compile(
            r"是[^，。]{2,30}的(?:一[名位个][^，。]{1,10}|[^，。]{0,4}一员)。$|[年月日]生(?:人|，|于)|生于|出生[在于]|毕业[于后，]|^\d{4}年，[^，。]{0,8}岁的|(?:创[办建立]|成立|[始修兴]?建成?|诞生)于\d{4}年|\d{4}年(?:创[办建立]|成立)，|(?<!人)考[上进入]了?[^，。]{2,12}[学校厂院团]|历任|，[男女]，|汉族|年\d{1,2}月[^，。；]{0,6}任[^；。]{2,40}[；，。].*\d{4}年|[原本]来在[^，。]{2,16}(?:工作|上班|任职|教书)"
        ),
        True,
        False,
    ),
    Flaw(
        "tells of the reporter",
        re.compile(
            "本报(?!讯)|本刊|本台|记者(?!协|会|节)[^，。]{0,12}(?:了解|采访|看到|见到|来到|走进|赶[赴到]|获悉|注意到|发现|致电|联系|见证)"
        ),
        True,
        False,
    ),
    Flaw("tells what was before", re.compile("那时|当时|此前|曾经|刚开始|原本|原先|起初|当初"), True, False),
    Flaw(
        "leans on a likeness or a contrast that is not told",
        re.compile(
            "反过来[说看想]|正相反|恰恰相反|恰好相反|截然相反|(?:也是|同样|亦是?)如此|亦然|不例外|(?<![^，])(?:还|又|再次?)(?=认为|表示|指出|强调|提到|介绍|建议|透露|补充|要求)|^[^，。]{2,12}还(?=认为|表示|指出|强调|提到|介绍|建议|透露|补充|要求)"
        ),
        True,
        False,
    ),
    Flaw(
        "names no source but somebody in the know",
        re.compile(
            "知情人|消息人士|消息灵通|业内人士|圈内人|内部人士|(?:接近|了解)[^，。]{2,12}的人士?|一位不愿|不愿(?:意)?(?:透露|具名)|匿名"
        ),
        True,
        False,
    ),
    Flaw(
        "is the legend of a picture",
        re.compile(
            "[（(](?:[左右中][一二三四]?|[左右][起侧]|[前后中]排[^）)]{0,6}|资料图[^）)]{0,6}|图源[^）)]{0,8})[)）]|供图|(?<![拍])摄[。）)]?$|^[图]为|(?:现场|近影|合影|资料)[图照]?。$"
        ),
        False,
        True,
    ),
    Flaw(
        "speaks loosely",
        re.compile("嘛|呗|哦|啥|咋|忽悠|玩意|折腾|这事|那事|事儿|靠谱|摊子|[😀-🙏🤐-🧿👀-📿🚀-🛿]|哈|呃|嘿"),
        True,
        False,
    ),
)


def flaws(text: str, before: str = "") -> tuple[Flaw, ...]:
    """List the flaws of a sentence; `before` is the paragraph's text before it.

    >>> [f.name for f in flaws("但他没有说什么时候会来？")][:2]
    ['opens by leaning on the sentence before', 'asks']
    >>> flaws("1994年6月，数学教授奈斯利发现，奔腾处理器的除法会出错。")
    ()
    """
    outside = _QUOTED.sub("“”", text)
    found = [flaw for flaw in FLAWS if flaw.pattern.search(outside if flaw.outside_quotes else text)]
    found += [
        flaw for check in (_broken_marks, _lonely_half, _dangling, _short_of_words) if (flaw := check(text, outside))
    ]
    return tuple(found)


_PAIRS = ("“”", "「」", "『』", "（）", "()", "《》", "【】")
_MARKS = Flaw("has a mark without its partner", re.compile(""), False, True)
_HALF = Flaw("gives one side of two", re.compile(""), False, True)
_DANGLES = Flaw("points at something outside the sentence", re.compile(""), False, True)
_THIN = Flaw("says too little", re.compile(""), False, True)


def _broken_marks(text: str, outside: str) -> Flaw | None:
    return _MARKS if any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS) or text.count('"') % 2 else None


def _lonely_half(text: str, outside: str) -> Flaw | None:
    one, other = ("一方面" in text.replace("另一方面", "")), "另一方面" in text
    return _HALF if one != other or ("首先" in text) != ("其次" in text) else None


def _dangling(text: str, outside: str) -> Flaw | None:
    """Find a pronoun or pointing word whose antecedent cannot stand before it in the sentence: nothing is said in twelve characters."""
    first = min((m.start() for p in (_PRONOUN, _POINTING) for m in p.finditer(outside)), default=None)
    early = (first is not None and first < _ANTECEDENT_CHARS) or _PART.match(outside) is not None
    late = any(match["thing"] not in outside[: match.start()] for match in _LATE.finditer(outside))
    return _DANGLES if early or late else None


_PART = re.compile("[到至截从]?[\\d一二三四五六七八九十今去前当年月日底初末季度上下半止]{2,11}，其[中余]")
"""What speaks of a part after a time, and has not named the whole: 到2023年底，其中……"""
_LATE = re.compile(
    r"(?:(?<![旁周应本活理早都])该(?![不当怎如说是有去死做来用让由买吃走给打])|(?<![因如彼故为从至就在由以])此(?=[专项案])|这[个家位款座份届](?!名?叫|名为|被称|月|星期|时候)|这[一二两三四五六七八九十几\d]+[所家个项批处间条台名座件]|上述)"
    "(?P<thing>[\u4e00-\u9fff]{1,2})"
)
"""What points at a thing that must stand before it in the sentence, however late it comes: 该专业, 上述调查."""
_ANTECEDENT_CHARS = 12
"""A clause of this length can name somebody; what stands before an earlier pronoun is too short for an antecedent."""


def _short_of_words(text: str, outside: str) -> Flaw | None:
    """Find a sentence of a few characters, or one that is somebody's words and nothing else."""
    said, told = (len(re.findall("[\u3400-\u9fff]", part)) for part in (text, outside))
    return _THIN if said < 10 or told < 3 else None


LOOSE_PRONOUN = _DANGLES
UNATTRIBUTED = Flaw("goes on with what somebody holds, and does not say who", re.compile(""), False, False)
MEETING = Flaw("tells how a meeting went", re.compile(""), False, False)
ASKED = Flaw("is asked in an interview", re.compile(""), False, True)
NAMELESS = Flaw("quotes somebody without a name", re.compile(""), False, True)


def quotes_nobody(text: str, people: Sequence[str]) -> bool:
    """Say whether a sentence quotes speech, not a mere term, and names no speaker outside the quotation."""
    speech = any(_is_speech(match.group(), text[: match.start()]) for match in _QUOTED.finditer(text))
    outside = _QUOTED.sub("“”", text)
    return speech and not any(person in outside for person in people)


def _is_speech(quoted: str, before: str) -> bool:
    """Tell speech from a term or a title: longer than those, and introduced, or made of clauses."""
    return len(quoted) >= _SPEECH_CHARS and (before[-1:] in "，：。；" or re.search("[，。！？；]", quoted) is not None)


_PERSONAL = re.compile(
    "[一-鿿][人者员师民客友兵星帅匠]|[^增延成生特擅伸拉漫]长(?![年期久大途达江城])|[专作画音歌科企艺玩输赢买卖当老大]家|[学医考先男女新师]生(?![活意产])|[选歌高助水杀凶对国棋]手(?!机)|[妇夫妻父母女孩徒妹姐哥弟爷奶妈爸叔姨姑嫂]|[儿男妻弟]子|儿|[店业雇车户买债机财]主|[民职员矿电技]工|被告|原告|郑?某|教授|博士|[A-Za-z]{2}|·"
)


def has_loose_pronoun(text: str, people: Sequence[str]) -> bool:
    """Say whether 他 or 她 stands in a sentence that has spoken of nobody before it.

    >>> has_loose_pronoun("经过四年的实践，她即将进入协会工作。", ["刘芸"]), has_loose_pronoun("毕业后，刘芸说她要去协会。", ["刘芸"])
    (True, False)
    """
    place = pronoun_at(text)
    if place is None:
        return False
    before = text[: place[0]]
    return not (_PERSONAL.search(before) or any(person in before for person in people))


FIRMLESS = Flaw("speaks of a firm that it does not name", re.compile(""), False, False)

_SPEECH_CHARS = 14
"""Shorter quotations are terms or titles, marks included."""


def pronoun_at(text: str) -> tuple[int, int] | None:
    """Find the first pronoun of a person in the singular outside quotations, as (start, end)."""
    masked = _QUOTED.sub(lambda match: "“" * len(match.group()), text)
    match = re.search("(?:(?<![其])他|她)(?!们|人|国|乡|日|处|家|山)", masked)
    return match.span() if match else None
