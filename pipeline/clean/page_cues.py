"""Words that tell furniture from article: in the names of elements, and in the text of blocks.

A cue never decides; it is one feature among many, so a list may err without harm.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.words import Words

_NAMES = {
    "content": (
        "content article artibody endtext text body post entry detail zoom story news read rich markdown bjh note main"
    ),
    "furniture": (
        "nav menu foot bottom -top head logo login search tool btn button form bread crumb path share qr code app down -ad gg"
        " banner pop layer mask dialog modal toast fixed float copyright sponsor bar-"
    ),
    "aside": (
        "side right hot rank top10 recom relat relevan xiangguan tuijian more next prev page tag- tags- list link- links-"
        " friend channel feed guess also special column subscri vote survey option widget"
    ),
    "remark": "comment remark discuss review pinglun guestbook cmt",
    "forum": "thread floor reply postmessage -t-f- pcb plhin topic answer question bbs forum louceng",
    "meta": (
        "author byline date time source info meta editor from pub summary abstract lead intro caption desc tip copyright"
    ),
    "title": "title headline -tit- biaoti",
    "is_form": "/select- /option- /optgroup- /button- /label- /textarea- /fieldset- /noscript-",
    "is_thread": "bbs forum thread topic answer question reply postmessage floor",
    "is_remark": "comment pinglun remark discuss guestbook cmt feedback",
    "is_footer": "copyright footer disclaimer -foot-",
    "is_teaser": "recommend related relation tuijian xiangguan hot guess more-news morenews -ad- -ads- ad-cell advert",
}
"""Cue to the parts of tag, id and class names that speak for it; "-" stands for the end of a word, "/" for the tag."""

PATH_CUES = ("content", "furniture", "aside", "remark", "forum", "meta", "title")
"""Cues that the model weighs; the others decide (see `page_decide`)."""

_WORD_END = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=20_000)
def label_cues(label: str) -> frozenset[str]:
    """Name the cues that an element's tag, id and class names give.

    >>> sorted(label_cues("div#comments.list"))
    ['aside', 'is_remark', 'remark']
    """
    parts, cues = _parts()
    places = parts.places(f"/{_WORD_END.sub('-', label.lower())}-")
    return frozenset().union(*[cues[number] for number, _, _ in places])


@cache
def _parts() -> tuple[Words, tuple[frozenset[str], ...]]:
    """List the parts of names and the cues that each gives."""
    parts = Words(part for parts in _NAMES.values() for part in parts.split())
    listed = {cue: frozenset(parts.split()) for cue, parts in _NAMES.items()}
    return parts, tuple(frozenset(cue for cue in listed if part in listed[cue]) for part in parts.words)


@lru_cache(maxsize=20_000)
def path_cues(path: str) -> frozenset[str]:
    """Name the cues of all the elements of a tag path."""
    above, _, label = path.rpartition("/")
    return label_cues(label) | path_cues(above) if above else label_cues(label)


_WORDS = {
    "credit": "责编 責編 责任 責任 编辑 編輯 来源 來源 作者 记者 記者 通讯 摄影 校对 审核 编审 监制 排版 撰文 供稿 原标 编译",
    "rights": "版权 版權 Co IC 备案 许可 免责 声明 聲明 侵权 转载 轉載 著作 授权 授權 立场 仅供 自负 公安 经营 本网 本網 本站 未经 书面",
    "paging": "上一 下一 返回 首页 首頁 末页 尾页 目录 顶部 置顶 上页 下页 上頁 下頁 接下 全文 展开 收起",
    "more": (
        "相关 相關 推荐 推薦 热门 熱門 热点 熱點 排行 更多 延伸 猜你 为您 您可 精彩 最新 专题 專題 详细 頭條 头条 今日 视频 組圖 组图 "
        "图集 网友 導讀 导读 焦点 焦點"
    ),
    "action": (
        "登录 登錄 登入 注册 註冊 分享 收藏 打印 列印 评论 評論 留言 回复 回覆 点赞 关注 訂閱 订阅 下载 下載 扫一 扫码 扫描 二维 点击 "
        "點擊 發表 发表 转发 轉寄 字号 字級 字體 投稿 纠错 复制 提交 搜索 搜尋 推文 举报 舉報 客户 公众 微信 微博 大中 中小 阅读 浏览 "
        "瀏覽 人气 粉丝 参与"
    ),
    "contact": "ht ww 电话 電話 传真 邮箱 QQ 地址 邮编 热线 專線 .c 网址",
    "forum": "楼主 樓主 沙发 发表 發表 引用 只看 楼层 回帖 积分 发帖 编辑 于2 IP",
    "caption": "图为 圖為 资料 資料 摄） 攝） 供图 图源 图／ 圖／ 图/ 圖/ 制图 图片 圖片 社发 图： 摄)",
    "speech": "表示 认为 認為 指出 介绍 介紹 说， 說， 说： 說： 称， 了解 报道 報導 报导 日电 日讯 据悉 因此 但是 如果 因为 我们 他们",
}
TEXT_CUES = tuple(_WORDS)
_PAIRS = {pair: index for index, words in enumerate(_WORDS.values()) for pair in words.split()}
"""Two characters to the number of the cue that they speak for; "于2" is the start of a post's date line."""


@cache
def _pairs() -> tuple[Words, tuple[int, ...]]:
    return Words(_PAIRS), tuple(_PAIRS.values())


def text_cues(texts: Sequence[str]) -> NDArray[np.float64]:
    """Count the different pairs of characters that speak for each cue in each text, shape (texts, len(TEXT_CUES)).

    >>> text_cues(["责编", "登录 登录 注册"])[:, [0, 4]].tolist()
    [[1.0, 0.0], [0.0, 2.0]]
    """
    words, cues = _pairs()
    counts = np.zeros((len(texts), len(TEXT_CUES)))
    # No pair holds the end of a line, so that all texts are searched at once.
    ends = list(accumulate(len(text) + 1 for text in texts))
    found = {(bisect_right(ends, start), number) for number, start, _ in words.places("\n".join(texts))}
    for text, number in found:
        counts[text, cues[number]] += 1.0
    return counts
