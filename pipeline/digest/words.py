"""Words of a paragraph with their part of speech and place, from jieba; lists of what names are made of."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵"
    "湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯昝管卢莫房裘缪干解宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄"
    "曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴郁胥苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂"
    "濮牛寿边扈燕冀郏浦尚农温庄晏柴瞿阎充慕连茹习宦艾鱼容古易慎戈廖庾终暨居衡耿满弘匡国文寇广禄阙东欧殳沃利蔚夔隆师巩厍聂晁勾敖融冷訾辛阚简饶曾毋沙乜鞠须丰巢关蒯查荆红游竺权逯盖桓涂肖付代"
)
COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "夏侯",
    "端木",
    "令狐",
)
TRANSLITERATION = frozenset(
    "阿艾安昂奥巴白班邦保贝本比彼宾波伯勃博布查达戴丹德迪蒂丁杜多厄恩尔法凡范菲费芬丰弗福富盖甘冈高戈格根古顾哈海汉豪赫亨胡华怀惠霍基吉加贾简杰金卡凯坎康考科克肯孔库夸拉莱赖兰朗劳勒雷李里利丽连列林琳刘龙卢鲁露伦"
    "罗洛马玛迈麦曼芒梅门蒙米密明莫默姆纳娜奈南尼宁纽努诺欧帕潘庞佩彭皮平珀普齐奇乔切琴让瑞萨塞赛桑瑟森沙山珊尚舍圣施史舒斯丝苏所索塔泰坦汤唐特滕提廷图托瓦万旺威维韦温翁沃乌伍武西希锡夏香肖谢辛欣休许雅亚扬耶伊因英"
    "尤约泽扎詹珍朱兹佐茨弥穆翰逊顿蕾妮茜黛莎琪娅伽夫弗哲吕奎彻切策岑察昆宽薇芭葛歌翡珂廓岚蓝隆路墨派裴匹蒲契钱钦琼丘申什石松孙陶天田铁文席云治祖斐茹婷缇朵"
)
LEXICON = Path(__file__).resolve().parent / "lexicon.txt"


@cache
def _lexicon() -> dict[str, tuple[str, ...]]:
    lists: dict[str, list[str]] = {}
    current: list[str] = []
    for line in LEXICON.read_text("utf-8").splitlines():
        if line.startswith("["):
            current = lists.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            current.append(line)
    return {name: tuple(words) for name, words in lists.items()}


def word_list(name: str) -> tuple[str, ...]:
    """Return one list of `lexicon.txt`, in file order.

    >>> "公司" in word_list("plain")
    True
    """
    return _lexicon()[name]


class Word(NamedTuple):
    """Hold one word with its tag in jieba's part-of-speech set and its place."""

    text: str
    tag: str
    start: int

    @property
    def end(self) -> int:
        """Offset behind the word."""
        return self.start + len(self.text)


@cache
def _tagger() -> Any:
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.WARNING)
    return jieba.posseg.dt


def words_of(text: str) -> tuple[Word, ...]:
    """Cut a text into tagged words.

    >>> [(w.text, w.start) for w in words_of("王选在北京")]
    [('王选', 0), ('在', 2), ('北京', 3)]
    """
    found, position = [], 0
    for pair in _tagger().cut(text):
        found.append(Word(pair.word, pair.flag, position))
        position += len(pair.word)
    return tuple(found)
