"""Pollution inside a kept paragraph: promo sentences and clauses, injected keywords, a site's own name in brackets.

Only whole sentences, whole clauses or whole runs of spam words are cut, so that the words around them stand as the author
wrote them. What a text reports (somebody was told to add a chat account) is not what it asks of its reader, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.clean import contacts, office
from pipeline.clean.evidence import Evidence
from pipeline.clean.lines import measure
from pipeline.clean.quoted import without_reported
from pipeline.clean.vocabulary import Hit, fold, hits
from pipeline.document import Block, Document, Removal
from pipeline.segments import sentences

_PROMO = Removal("promo", "clean.inline.promo", "It asks the reader to follow, add or contact somebody.", 0.85)
_SPAM = Removal("spam", "clean.inline.keywords", "Spam keywords were glued into the sentence.", 0.9)
_MENTION = Removal("promo", "clean.inline.mention", "The site put its account name in brackets behind a word.", 0.95)

_ACCOUNT = re.compile(
    r"[(（](?:微信)?(?:公众|订阅|服务|视频)?号(?:id)?[:：][^()（）]{1,24}[)）]|[(（]微信(?:公众号|id)?[:：][^()（）]{1,24}[)）]"
    r"|[(（【](?:百度|搜狗|谷歌|微信|uc|必应)?(?:搜索|搜一搜|一下|输入)\s?[:：“\"]?[^()（）【】]{2,24}[)）】]"
)
_ADDRESSED = re.compile(
    r"欢迎|迎接|添加|加入|加(?:v|q|微|薇|wx)|请|可以?加|扫码|扫描|长按|点击|关注|订阅|移步|搜索|联系|锁定|备注|拉你|回复|下载|领取|记得|不妨|感兴趣|有兴趣|想进|想看|想要|投稿|点个?赞|给个赞|在看|转发|留言"
)
_REPORTED = re.compile(
    r"骗|诈|没有?人|点赞(?:最多|数|量)|警方|民警|嫌疑|受害|被害|被告|法院|据称|告诉记者|表示|介绍说?|(?<!加)[他她]|要求(?:其|对方)|值班(?:电话|室)|办公室的?(?:联系)?电话|用户可|市民|群众|报警|拨打1(?:10|2\d{3})|举报线索|线索.{0,30}举报"
    r"|(?:需要?|须|应当?|凭)(?:先|自行)?(?:扫描|扫码).{0,14}(?:登记|核验|验票|检票|入[场园馆]|进[站入]|乘车|缴费|付款|支付|点餐|取票|签到|填写)"
)
_OPENS = re.compile(
    r"\W*(?:(?:都|既然|今天|本[期文]|这期|文章)?(?:就|先)?(?:看|写|读|说|聊|讲|分享)到(?:这里|这儿|此)|(?:如果|要是)?觉得|有.{1,8}的(?:读者|朋友))"
    r"|(?:也|并|且|还|大家|各位|读者|朋友们?|另外|最后|此外|同时|当然|或者?)?(?:如果|若|想|感兴趣|有兴趣|对此|有意|欢迎|迎接|更多|了解|需要|喜欢|请(?!于|在\d)|可|后续|完整|备注|下一?[篇期]|敬请|记得|扫|长按|点击|关注)"
)
_PLEA = re.compile(
    r"更多.{0,16}(?:关注|点击|下载|搜索|访问|登录|移步|阅读原文)|(?:欢迎|敬请|请(?!勿)|可以?|记得)(?:大家|各位|朋友们?)?(?:在|到|来|用)?.{0,6}?"
    r"(?:(?:关注|订阅|添加|搜索|收藏|下载|锁定|移步).{0,8}?(?:号|我们|本|作者|小编|笔者|网|站|频道|客户端|app|专栏)|扫码|加群|进群|加入.{0,8}群|留言|投稿|点赞|转发|评论区)"
    r"|(?:(?<![次万千百获收个])点|给)(?:个|一个)?(?:赞(?![\d数率量超过了次])|在看)|评论区(?:里|留言|讨论|告诉|见|聊)|关注(?:我们|我[,，。！!]|本号|公众号|作者)|(?:后台|公众号|私信)(?:我)?回复"
    r"|(?:扫码|扫描|长按|识别).{0,8}(?:二维码|图码|关注|加入|添加)|阅读原文|不见不散|下[期篇回]再?见|一键三连|设为?星标|添加?(?:作者|小编|笔者|助理).{0,4}(?:微信|好友)"
    r"|(?:锁定|移步)(?:公众|订阅)号|^(?:订阅|关注|搜索)(?:我们的?|本)?(?:微信)?(?:公众|订阅|视频)号|(?:公众|订阅|视频)号.{0,14}回复.{1,10}(?:获取|领取|查看|下载)"
)
"""What is said to readers; the article's own people are asked in other words."""
_SIGNS = (
    "关注", "關注", "欢迎", "歡迎", "迎接", "微信", "微❤", "薇", "公众", "公眾", "号", "號", "扫", "掃", "群",
    "赞", "讚", "贊", "阅读原文", "閱讀原文", "评论", "評論", "留言", "更多", "加", "添", "联系", "聯繫", "聯系",
    "咨询", "諮詢", "下载", "下載", "不见不散", "星标", "久", "码", "碼", "av", "AV", "片", "视频", "視頻",
    "性", "网", "網", "体育", "體育", "彩", "娱乐", "娛樂", "投注", "百家", "棋牌", "色", "妇", "婦", "私信",
    "回复", "回復", "国产", "欧美", "亚洲", "电话", "電話", "移步", "丝袜", "絲襪", "偷拍", "在线", "在線", "福利", "无码", "無碼", "少妇",
)  # fmt: skip
"""Without any of these, no pattern below can match; looking for them costs little."""
_SIGN = re.compile("|".join(sign for sign in _SIGNS if not any(other in sign for other in _SIGNS if other != sign)))
_OURS = re.compile(r"作者|作家|小编|笔者|本号|本文|读者|公众号|讨论|交流|探讨|互通有无|注明")
"""What a plea to the reader speaks of, and a reported one does not."""
_SAYING = re.compile(r"[说称道:：]$|表示|提醒|告诉|声称|谎称|让|叫|要求")
_LONGEST_PLEA = 70
_LONGEST_CONTACT = 90
"""A longer sentence that also gives an office's telephone is a notice to the public."""
_LONGEST_LEAD = 30
_YOU = re.compile("你|您|大家|各位")
_CLAUSE = re.compile(r"[,，;；]")
_BRACKET = re.compile(r"[(（][^()（）]{6,}[)）]")
_SPOKEN = re.compile(r"^(?!.*(?:小编|笔者|我)).*[说喊]$")
"""What stands before words that somebody of the article says."""
_ENDING = re.compile(r"[。！？!?…”』」]+$")
_RUN_GAP = 1
_SENTENCE_EDGE = re.compile(r"[。！？!?；;：:”」』）)]\s*$|^\s*$")


def cut_inline(doc: Document, evidence: Evidence) -> Document:
    """Cut pollution out of kept paragraphs."""
    official = office.contact_sections(doc.blocks)
    blocks = (block if place in official else _cut(block) for place, block in enumerate(doc.blocks))
    return replace(doc, blocks=tuple(blocks))


def _cut(block: Block) -> Block:
    if block.removal or block.kind in ("code", "table") or len(block.text) < 8:
        return block
    if not _SIGN.search(block.text):
        return block
    folded = fold(block.text)
    found = hits(folded)
    if ("号" in folded or "搜" in folded) and ("(" in folded or "（" in folded or ":" in folded):
        block = block.cut(_MENTION.rule, [match.span() for match in _ACCOUNT.finditer(fold(block.text))], _MENTION)
    if any(hit.kind in _SOILED for hit in found) or sum(hit.kind == "adult_site" for hit in found) >= _LEAST_STRUNG:
        block = block.cut(_SPAM.rule, list(_spam_runs(fold(block.text))), _SPAM)
    if any(hit.kind in ("call", "follow", "channel") for hit in found) and not office.is_office(measure(block.text)):
        spans = _promo_spans(block.text)
        if spans and _only_leads_on(block.text, spans):
            return block.remove(_PROMO)
        block = block.cut(_PROMO.rule, spans, _PROMO)
    return block


def _only_leads_on(text: str, spans: list[tuple[int, int]]) -> bool:
    """Tell whether what a promo leaves of its paragraph is a question to the reader that leads to it, or nothing."""
    rest = "".join(
        text[end:start] for (_, end), (start, _) in pairwise([(0, 0), *spans, (len(text), len(text))])
    ).strip()
    if not rest:
        return True
    asks = rest[-1] in "?？" and len(rest) <= _LONGEST_LEAD and len(sentences(rest)) == 1
    return asks and spans[-1][1] == len(text) and _YOU.search(rest) is not None


def _promo_spans(text: str) -> list[tuple[int, int]]:
    """Find promo sentences, and promo clauses at the end of a sentence, in order."""
    folded = without_reported(fold(text))
    spans: list[tuple[int, int]] = []
    found = sentences(text)
    for start, end in found:
        span = _promo_part(folded, start, end)
        if span:
            spans.append(span)
    return spans


def _promo_part(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """Find the part of one sentence that is promo."""
    sentence = folded[start:end]
    cuts = [0, *(match.start() for match in _CLAUSE.finditer(sentence)), len(sentence)]
    clauses = list(pairwise(cuts))
    if promo_score(sentence) < 0.5:
        at = _plea_behind(sentence, cuts[1:-1])
        return (start + at, start + _words_end(sentence)) if at else None
    bracket = next(
        (match.span() for match in _BRACKET.finditer(sentence) if promo_score(_emptied(sentence, match)) < 0.5), None
    )
    if bracket:
        return start + bracket[0], start + bracket[1]
    scores = [promo_score(sentence[a:b].lstrip(",，;；")) for a, b in clauses]
    rests = [promo_score(sentence[a:].lstrip(",，;；")) for a, _ in clauses]
    last = max((place for place, score in enumerate(rests) if score >= 0.5), default=0)
    first = next((place for place, score in enumerate(scores) if score >= 0.5), last)
    while first > 0 and _OPENS.match(sentence[clauses[first - 1][0] :].lstrip(",，;； ")):
        first -= 1
    if first == 0:
        return start, end
    if _SPOKEN.search(sentence[: clauses[first][0]]):
        return None
    return start + clauses[first][0], start + _words_end(sentence)


def _emptied(sentence: str, match: re.Match[str]) -> str:
    """Put blanks in place of what a pattern matched."""
    return sentence[: match.start()] + " " * len(match[0]) + sentence[match.end() :]


def _words_end(sentence: str) -> int:
    """Find where the words of a sentence end and its last marks begin."""
    tail = _ENDING.search(sentence)
    return tail.start() if tail else len(sentence)


def _plea_behind(sentence: str, cuts: list[int]) -> int:
    """Find the first clause from which on a sentence that reports something pleads with its reader, 0 for none."""
    for at in cuts:
        rest = sentence[at:].lstrip(",，;； ")
        if _OPENS.match(rest) and _OURS.search(rest) and promo_score(rest) >= 0.5:
            return 0 if _SAYING.search(sentence[:at]) or sentence.count("“", 0, at) > sentence.count("”", 0, at) else at
    return 0


def promo_score(folded: str) -> float:
    """Score in [0, 1] how surely a sentence asks its reader to follow or contact somebody.

    >>> promo_score("欢迎添加作者微信abcdef交流。") > 0.5, promo_score("微信已有十亿用户。") > 0.5
    (True, False)
    """
    if _REPORTED.search(folded) or not _ADDRESSED.search(folded):
        return 0.0
    kinds = {hit.kind for hit in hits(folded)}
    private = contacts.has_name(folded) or (
        len(folded) <= _LONGEST_CONTACT and (contacts.has_number(folded) or contacts.EMAIL.search(folded) is not None)
    )
    if private and kinds & {"call", "follow", "channel"}:
        return 0.95
    return 0.75 if _PLEA.search(folded) and len(folded) <= _LONGEST_PLEA else 0.0


def _spam_runs(folded: str) -> Iterator[tuple[int, int]]:
    """Find runs of spam words at the edge of a sentence: at least two words, one of them never used in decent prose."""
    marks = sorted((hit for hit in _every_hit(folded)), key=lambda hit: (hit.start, -hit.end))
    run: list[Hit] = []
    for hit in [*marks, Hit("", len(folded) + 9, len(folded) + 9)]:
        if run and hit.start > run[-1].end + _RUN_GAP:
            span = _run_span(run, folded)
            if span:
                yield span
            run = []
        if run and hit.end <= run[-1].end:
            continue
        run.append(hit)


_NAMED_AFTER = re.compile(
    r"[^\u4e00-\u9fff]|[的等之类和与或]|网|平台|服务|软件|功能|内容|业务|频道|一词|字样|链接|广告|信息|资源|栏目|等"
)
_NAMED_BEFORE = re.compile(
    r"(?:[、，,：:为供名含有做看传播搜]|提供|所谓|传播|发布|搜索|关于|名为|包括|出现|观看|下载|点击|推广|打着|查处)$"
)
_SOILED = frozenset({"adult", "adult_weak", "betting"})
_PROMOTING = frozenset(
    {
        "免费看",
        "在线",
        "在线看",
        "在线观看",
        "免费观看",
        "观看",
        "下载",
        "app下载",
        "直播app",
        "开户",
        "登录入口",
        "一区",
        "二区",
        "高清",
        "体育app",
    }
)
"""Words that offer rather than report; glued to soiled ones inside a sentence they are never the author's."""
_SPAM_KINDS = frozenset({"adult", "adult_weak", "adult_site", "betting"})


_LEAST_FILLING = 3
_LEAST_STRUNG = 5
"""So many words strung together without one of grammar were never a sentence's end."""
_LURES = ("制服", "诱惑", "护士", "空姐", "黑丝", "秘书", "中文", "主播")
"""What soiled words stand beside; alone they are as decent as any."""


def _fills_clause(folded: str, start: int, end: int) -> bool:
    """Tell whether a run is all that stands between two marks."""
    before, after = folded[start - 1 : start] if start else "", folded[end : end + 1]
    return (not before or before in ",，。!！?？;；”") and (not after or after in ",，。!！?？;；")


def _every_hit(folded: str) -> Iterator[Hit]:
    """Yield every occurrence of a spam word, not only the first."""
    for hit in hits(folded):
        if hit.kind in _SPAM_KINDS:
            word = folded[hit.start : hit.end]
            place = hit.start
            while place >= 0:
                yield Hit(hit.kind, place, place + len(word))
                place = folded.find(word, place + 1)
    for word in _LURES:
        place = folded.find(word)
        if place >= 0:
            yield Hit("adult_site", place, place + len(word))


def _run_span(run: list[Hit], folded: str) -> tuple[int, int] | None:
    start, end = run[0].start, run[-1].end
    kinds = [hit.kind for hit in run]
    strong = kinds.count("adult") + kinds.count("betting")
    promotes = any(folded[hit.start : hit.end] in _PROMOTING for hit in run) and any(kind in _SOILED for kind in kinds)
    edge = _SENTENCE_EDGE.search(folded[:start]) or not folded[end:].strip() or folded[end] in "。！？!?"
    quoted = folded[start - 1 : start] in tuple("“「『《\"'") if start else False
    if (
        len(run) >= _LEAST_FILLING
        and (strong or any(kind in _SOILED for kind in kinds))
        and _fills_clause(folded, start, end)
    ):
        return start, end + (folded[end : end + 1] in (",", "，") and end + 1 < len(folded))
    if len(run) >= _LEAST_STRUNG and end - start >= 2 * _LEAST_STRUNG and edge and not quoted:
        promotes = promotes or any(folded[hit.start : hit.end] in _PROMOTING for hit in run)
        strong += promotes
    if not (strong or promotes) or (len(run) < 2 and end - start < 4):
        return None
    glued = promotes and len(run) >= 2 and end - start >= 5
    if glued and not strong:
        # Weak words are news as often as spam: only a run that breaks into the words around it was put there.
        glued = (
            len(run) >= 3
            and not _NAMED_AFTER.match(folded, end)
            and (len(run) > 3 or not _NAMED_BEFORE.search(folded[:start]))
        )
    return (start, end) if (glued or (strong and (edge or len(run) >= 4))) and not quoted else None
