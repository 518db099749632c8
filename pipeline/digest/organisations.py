"""Organisations and landmarks by the shape of their names: a specific word and an ending like 公司, 大学, 事务所 or 广场."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.digest.candidates import SPECIFIC, Candidate, Paragraphs
from pipeline.digest.words import Word, word_list
from pipeline.proper_names import is_common_word, kind_of, proper_name

_BODIES = re.compile(
    "(?:公司|集团|大学|学院|中学|小学|附中|附小|幼儿园|研究院|研究所|研究中心|研究组|研究会|银行|央行|法院|法庭|检察院|委员会|协会|学会|商会|总会|联合会|"
    "基金会|报社|出版社|医院|卫生院|诊所|图书馆|博物馆|美术馆|纪念馆|科技馆|实验室|联盟|管理局|气象局|公安局|分局|总局|中心|电视台|新闻网|通讯社|交易所|俱乐部|工会|"
    "航天局|空间局|服务组织|大会|杂志社|合作社|书店|书室|书屋|印刷厂|工厂|电厂|航空|天文台|水文站|观测站|气象站|车站|机场|事务所|司法所|派出所|酒店|宾馆|饭店|剧院|剧团|乐团|"
    "乐队|工作室|旅行社|敬老院|福利院|超市|消防队|救援队|支队|总队|党委|村委|中院|高院|统战部|组织部|宣传部|仲裁院|仲裁委|公开网|[省市县区州]委|纪委|监委|政协|人大|政府|议会|国会|足协|奥委会|街道办|居委会|村委会|孵化器|股份|制药厂|酒厂|造船厂|茶厂|分校|分院|分行|支行|分公司|校区|医学院|代表团|代表队|消委会|管委会|卫健委|发改委|国资委|经信委|网信办|文明办|信访局|.[器械纱织装品承钢泥纸具鞋料]厂)$"
)
_OFFICES = re.compile(
    "(?:^|[^结布格当大全僵破危时])局$|(?:^|[^餐客大歌舞门])厅$|^署$|气象署|[测总]署$|^[处委]$|[教卫]委$|[教住财]育?部$"
)
"""Endings of one character: 海事局, not 结局; they need a place or another name before them."""
_LANDMARKS = re.compile(
    "(?:公园|乐园|动物园|植物园|动物世界|欢乐世界|影视城|度假区|广场|大厦|大楼|体育场|体育馆|球场|大桥|隧道|水库|湿地|风景区|景区|保护区|遗址|古镇|古城|新村|小区|花园|新城|新区|开发区|工业园|"
    "产业园|科技园|科学城|码头|火车站|商贸城|商城|步行街|书城|会展中心|夜市|高铁站|铁塔|故居|森林|草原|沙漠|盆地|半岛|群岛|海峡|瀑布|冰川|火山|高原)$"
)
_FIRM_ENDINGS = re.compile(
    "(?:公司|集团|银行|工厂|超市|书店|酒店|联盟|大会|中心|协会|俱乐部|政府|机场|车站|政府|医院|股份)$"
)
"""Endings that any common word may stand before: 互联网公司 is no name, wherever it is."""
_INNER = SPECIFIC | frozenset(("n", "vn", "j", "b", "an", "f", "l", "s", "a", "i"))
_LETTER = "A-Za-zÀ-ž"
_PERIODICAL = re.compile(
    r"《([\u4e00-\u9fffA-Za-z· ]{2,16}?(?:报|时报|日报|晚报|周刊|周报|杂志|评论|月刊|画报|学报))》"
)
_JOURNAL = re.compile(
    r"《([^《》]{2,20})》(?=杂志|期刊|周刊|日报|报道|记者|网站|主编|副刊|编辑部|(?:上)?(?:发表|刊发|刊登|撰文|报告)|上(?:[^，。《》]{0,4}?(?:发表|报告|刊|总结|撰文|写道)|的(?:论文|研究|文章|报告)))"
)
"""What is a periodical by the words behind it: 《自然》杂志."""
_TASKS = re.compile(
    "巡回|检查|审判|监察|仲裁|出版|保护|救助|管理|监督|检验|测试|研究|开发|投资|运输|发展|合作|促进|服务|咨询|设计|教育|创新|应用|制造|广播|养护|监测|勘[探察]|规划|评估|认证|纪念|应急|考古|检测"
)
"""Verbs that stand inside names of institutions."""
_NATIONAL = frozenset(("国家", "中央", "最高"))
"""Words that make an office the one of its kind."""
_ACRONYMS = frozenset(word_list("no_names"))
_LANDS = frozenset(word_list("lands"))
_BARE = frozenset(word_list("bare"))
_GENERIC = frozenset(word_list("generic"))


def institutions(source: Paragraphs) -> Iterator[Candidate]:
    """Propose organisations and landmarks with a telling ending and a name before it; and periodicals in 《》."""
    for text, words in zip(source.texts, source.words, strict=True):
        for index, word in enumerate(words):
            kind = kind_of_ending(words, index)
            if _is_national_team(word.text):
                yield Candidate(word.text, "organisation")
            elif kind:
                yield from _institution(text, words, word, kind)
        yield from (Candidate(match[1], "organisation") for match in _OF_HERE.finditer(text))
        yield from (Candidate(match[1], "organisation") for match in _REGISTERED.finditer(text))
        for match in _SHORTENED.finditer(text):
            if not is_common_word(match[1]) and match[1] not in _GENERIC:
                yield Candidate(match[1], "organisation")
        yield from (Candidate(match[1], "organisation") for match in _PARTY.finditer(text))
        yield from (Candidate(match[1], "organisation") for match in _MEDIA.finditer(text))
        for match in (*_PERIODICAL.finditer(text), *_JOURNAL.finditer(text)):
            yield Candidate(match[1], "organisation")


_OF_HERE = re.compile(
    "(?:(?<=[在由向对据经与和及被把从请到让给是])|(?<![\u4e00-\u9fff]))"
    "((?:省|市|自治区)(?:人大常委会|人民政府|政府|政协|纪委监委|纪委|监委|委宣传部|委组织部|委(?![员托任会派办])|人民检察院|检察院|"
    "高级人民法院|中级人民法院|高院|中院|[\u4e00-\u9fff]{2,6}?[局厅])|[一二三四五]中院)(?!长?级)"
)
"""Offices of the place that the text is about, without its name: 省政协, 市信访局."""
_REGISTERED = re.compile(
    "(?:^|[，。；：、“（]|[与和由向对为在给是从]|被告|原告|上诉人|申请人|承包|收购|入职|来自|股东|子公司)"
    "((?!被告|原告|上诉|申请|承包|收购|入职|来自|股东|子公司|一家|这家|该|其|我|他|她|某|作为|包括)"
    "[\u4e00-\u9fff]{2,18}?(?:[（(][\u4e00-\u9fff]{2,6}[)）][\u4e00-\u9fff]{0,8}?)?"
    "(?:有限责任公司|股份有限公司|有限公司|律师事务所|会计师事务所)(?:[\u4e00-\u9fff]{2,4}分(?:公司|行))?)"
)
"""A firm by its registered name, its place included."""
_SHORTENED = re.compile(
    "(?:公司|[法学医]院|仲裁院|局|委员会|银行|分行|大学|中心|协会|集团)（(?:以?下)?简称[“「]?([^，。（）“”「」]{2,10}?)[”」]?(?:或[^（）]{0,12})?）"
)
"""What an office or firm is called from here on."""
_PARTY = re.compile("((?:中共|共青团)[\u4e00-\u9fff]{2,10}?[省市县区州旗]委)(?![员托])")
"""Committees of the party: 中共宝鸡市委."""
_MEDIA = re.compile(
    r"(?:^|[，。；：、“（据对向由】\s])([\u4e00-\u9fff]{1,4}(?:网|新闻|日报|晚报|晨报|时报|快报|早报|周刊|卫视|通讯社))"
    r"(?=记者|快?讯|报道|采访|消息|援引|称|获悉|\s实习|[\u4e00-\u9fff]{2,4}\d+月\d+日[电讯])"
)
"""What reports or sends reporters is a medium: 大江网记者."""


def _is_national_team(word: str) -> bool:
    """Recognise 西班牙队 and 南昌代表团."""
    return word[-1:] == "队" and (word[:-1] in _LANDS or kind_of(word[:-1]) == "place")


def kind_of_ending(words: Sequence[Word], index: int) -> str:
    """Say what a word ends the name of: "organisation", "place", or "" for nothing."""
    word = words[index].text
    after = words[index + 1].text if index + 1 < len(words) else ""
    if _BODIES.search(word):
        return "" if _BODIES.search(after) and after not in _BARE else "organisation"
    if _OFFICES.search(word):
        return "organisation"
    return "place" if _LANDMARKS.search(word) and not _BODIES.search(after) else ""


def _institution(text: str, words: Sequence[Word], word: Word, kind: str) -> Iterator[Candidate]:
    start = start_of_institution(words, word.end)
    if start is None or word.end - start < 4 or text[word.end : word.end + 1] in {"号", "制"}:
        return
    firm = re.fullmatch(rf"([{_LETTER}0-9 .&-]+)(?:公司|集团)", text[start : word.end])
    name = firm[1].strip() if firm else _BEFORE_NAME.sub("", text[start : word.end])
    if name not in _ACRONYMS:
        yield Candidate(name, kind)


_TRADERS = frozenset(("公司", "工厂", "超市", "银行"))
_BEFORE_NAME = re.compile("^(?:任教|就职|毕业|就读|任职|供职|受雇|隶属|位|来自)(?:于|自)?")


def start_of_institution(words: Sequence[Word], end: int) -> int | None:
    """Walk left from `end` over words that names of institutions are made of; None if nothing specific is among them."""
    index = next((i for i, word in enumerate(words) if word.end == end), None)
    if index is None or not kind_of_ending(words, index):
        return None
    ending = words[index].text
    first, specific = index, words[index].tag in {"nt", "nz"} and len(ending) >= 4
    while first and index - first < 6 and (step := _step(words, first, ending, first == index)):
        first -= step
    first = _trimmed(words, first, index)
    rest = "".join(word.text for word in words[first + 1 : index + 1])
    if (
        first < index
        and words[first].tag == "ns"
        and (words[first].text in _LANDS or proper_name(words[first].text))
        and (rest in _BARE or (is_common_word(rest) and _FIRM_ENDINGS.search(rest)))
    ):
        return None  # 中国印刷厂 is any printing house in China
    head = words[first]
    if head.text in _LANDS and ending in _TRADERS and all(is_common_word(w.text) for w in words[first + 1 : index]):
        return None  # 日本游戏公司 is any of them
    if first == index and is_common_word(ending):
        return None  # 上市公司
    if head.tag not in SPECIFIC and re.search("[向以对在把被从将由于为让使给与和及其该]", head.text):
        return None  # 故向法院
    named = first < index and (head.tag in SPECIFIC or head.text in _NATIONAL or not is_common_word(head.text))
    return words[first].start if specific or named else None


def _step(words: Sequence[Word], first: int, ending: str, is_next: bool) -> int:
    """Say how many words to the left of `first` belong to the name: 1, 2 across an "and" (地理与湖泊), 0 for none.

    is_next: `first` is the ending itself.
    """
    word = words[first - 1]
    if word.text in "与和及":
        is_pair = first >= 3 and words[first - 2].tag in {"n", "vn", "l", "nz", "j"}
        is_pair = is_pair and any(one.tag == "ns" for one in words[max(first - 5, 0) : first - 2])
        return 2 * (is_pair and not kind_of_ending(words, first - 2))
    if word.text[0] in "全本该各" or (word.text in _GENERIC and _FIRM_ENDINGS.search(ending)):
        return 0
    is_inner = (
        word.tag in _INNER
        or _TASKS.fullmatch(word.text)
        or (
            word.tag == "v"
            and is_next
            and not is_common_word(word.text)
            and word.text[-1] not in "在往到进入出回向至给"
        )
        or (_ORDINAL.fullmatch(word.text) and first >= 2 and words[first - 2].tag in {"ns", "nt"})
        or (word.tag == "d" and kind_of(word.text) == "place")
    )
    return int(bool(is_inner))


_ORDINAL = re.compile("第[一二三四五六七八九十]+")


def _trimmed(words: Sequence[Word], first: int, index: int) -> int:
    """Drop from the left what is no part of the name: common words, and places before another name."""
    while first < index and words[first].tag not in SPECIFIC and is_common_word(words[first].text):
        if words[first].text in _NATIONAL and not _FIRM_ENDINGS.search(words[index].text):
            break
        first += 1
    while first < index - 1 and _is_place(words[first]) and words[first + 1].tag in SPECIFIC:
        if len(words[first + 1].text) == 1 and not proper_name(words[first].text):
            break  # 埃利亚|瓦研究所
        if words[first + 1].tag == "ns" and words[first].text[-1:] in "省市" and words[first + 1].text[-1:] in "市县区":
            break  # 广东省深圳市… is one address
        first += 1  # 美国弗吉尼亚州林奇堡学院 is 林奇堡学院
    if (
        first < index
        and words[first].tag == "ns"
        and index - first > 1 - (len(words[index].text) > 3)
        and proper_name("".join(w.text for w in words[first + 1 : index + 1]))
    ):
        first += 1  # 英国剑桥大学 is 剑桥大学
    if first and first < index and _is_cut_town(words[first - 1], words[first]):
        first -= 1
    return first


def _is_place(word: Word) -> bool:
    return word.tag == "ns" or (word.tag in SPECIFIC and len(word.text) > 2 and word.text[-1] in "省市县区镇")


def _is_cut_town(before: Word, word: Word) -> bool:
    """Tell 安|和县 from a preposition before a town: a lone character that is no function word."""
    return (
        (len(word.text) == 1 or (len(word.text) == 2 and word.text[1] in "县市区镇乡村"))
        and re.fullmatch("[\u4e00-\u9fff]{1,2}" if len(word.text) == 1 else "[\u4e00-\u9fff]", before.text) is not None
        and before.tag[:1] in "nagbj"
    )


_BUSINESS = (
    "科技|新能源|机器人|智能|信息|软件|电子|半导体|微电子|能源|汽车|生物|医药|制药|资本|证券|传媒|文化|游戏|动力|材料|光电|"
    "网络|通信|地产|食品|出行|国际|物流|保险|基金|影业|技术|股份|控股|航天|航空|咖啡|乳业|酒业|化工|重工|钢铁|矿业|锂业|锂能|医疗|教育|环保|农业|农牧|实业|投资|数据|视觉|精密|租车|置业|城投|时代"
)
_FIRMS = re.compile(
    rf"(?:(?P<said>企业|厂商|品牌|平台|巨头|公司|对手|同行|客户|供应商|机构|以及|[方商])|^|[，。；、：“（和与及]|来自|包括|创办了?|成立了?|创立了?|收购了?|加入|入职|离开)"
    rf"(?P<name>[\u4e00-\u9fff]{{2,3}}(?:{_BUSINESS}|集团))"
    r"(?=\d|宣布|公布|发布|拿到|完成|获得|表示|透露|推出|计划|分别|去年|今年|为|达|占|排|位列|董事长|创始人|总经理|总裁|首席|副总裁|在|将|的|与|和|[，。、（]|$)"
)


def firms(source: Paragraphs) -> Iterator[Candidate]:
    """Propose firms named as they are registered, an unknown word and a trade (远帆科技), and works in book-title marks."""
    for text in source.texts:
        for match in _FIRMS.finditer(text):
            name = match["name"]
            stem = re.sub(f"(?:{_BUSINESS}|集团)$", "", name)
            known = is_common_word(stem) and not match["said"]
            if not known and not is_common_word(name) and stem not in _GENERIC:
                yield Candidate(name, "organisation")
        for match in (*_PARTNERS.finditer(text), *_NAMED_FIRM.finditer(text), *_OWNED_FIRM.finditer(text)):
            if not is_common_word(match[1]) and source.text.count(match[1]) > (match.re is _OWNED_FIRM):
                yield Candidate(match[1], "organisation")
        if _SPACE.search(source.text):
            yield from (Candidate(match.group(), "product") for match in _NUMBERED.finditer(text))
        for match in re.finditer("《([^《》]{1,24})》", text):
            if _PAPERWORK.search(match[1]) or _HEADLINE.search(text[: match.start()]):
                continue
            if not _PERIODICAL.match(match.group()) and not _JOURNAL.match(text, match.start()):
                yield Candidate(match[1], "product")
        for match in _CALLED.finditer(text):
            if not re.search("[，。！？]", match["name"]):
                is_shop = _SHOP.search(text[max(0, match.start() - 6) : match.start()]) or _SHOP_AFTER.match(
                    text, match.end()
                )
                yield Candidate(match["name"], "organisation" if is_shop else "product")


_NAMED_FIRM = re.compile(
    "(?:名叫|名为|叫做?|叫作)[“]?([\u4e00-\u9fff]{2,6}?)[”]?的(?:[\u4e00-\u9fff]{0,4}?)(?:公司|工厂|企业|厂|店|机构|组织|团队)"
)
"""A firm said to be one: 这家名叫恒扣的公司."""
_OWNED_FIRM = re.compile(
    "(?:^|[，。；：、“]|[和与由是])([\u4e00-\u9fff]{2,4}?)的(?:联合创始人|创始人|董事长|总经理|首席|总工程师|股价|营业额|营收|毛利率|市值|净利润)"
)
"""A name of which only a firm has something, told at least twice."""
_PAPERWORK = re.compile(
    "(?:决定书?|通知书?|公告|通报|合同|协议书?|批复|复函|细则|申请书|证明书?|登记证|注册证书|许可证|声明|判决书)$"
)
_HEADLINE = re.compile("(?:详见|原题|题为?|标题|点击)[为是]?[：:]?$")
"""Papers of an office, and titles of articles, are no works."""
_PARTNERS = re.compile(
    "(?:承包商|供应商|开发商|运营商|制造商|经销商|代工厂|厂商)([\u4e00-\u9fff]{2,5}公司)"
    "(?=[，。、（]|表示|宣布|透露|称|将|在|的)"
)
_SPACE = re.compile("火箭|卫星|飞船|探测器|空间站|潜水器|航母|科考船|望远镜")
_NUMBERED = re.compile(
    "(?:谷神星|长征|神舟|天宫|天舟|嫦娥|天问|玉兔|祝融|悟空|墨子|引力|朱雀|双曲线|力箭|快舟|捷龙|天龙|蛟龙|深海|海斗|雪龙|风云|高分|北斗|遥感|实践|东方红|吉林|猎户座|阿波罗|阿尔忒弥斯|旅行者|联盟)"
    "[一二三四五六七八九十\\d]+号(?:[A-Z]|甲|乙)?"
)
"""Craft of a series; only where the text speaks of craft."""
_CALLED = re.compile(
    r"(?:名为|名叫|叫做|叫作|取名(?:为|叫)?|命名为|推出了?|发布了?|上线了?)[“「](?P<name>[^“”「」]{2,16})[”」]"
)
_SHOP = re.compile("书店|商店|小店|餐厅|公司|团队|组织|机构|社团|工作室|乐队|店$")
_SHOP_AFTER = re.compile("的?(?:小?店|书店|公司|团队|组织|二手书店|餐厅|乐队|工作室)")
