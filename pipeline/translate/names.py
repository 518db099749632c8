"""Chinese names and unknown words in pinyin."""

from __future__ import annotations

import re

from pipeline.surnames import COMPOUND_SURNAMES, SURNAME_READINGS, SURNAMES, WORDLIKE_SURNAMES

SOUNDS = (
    "阿埃艾爱安昂奥巴拜班邦包鲍贝本比彼宾波伯博布查茨达戴丹道德登邓迪蒂丁杜顿多厄恩尔法凡范菲费芬丰弗福夫富盖甘冈戈格葛古圭哈海汉豪赫黑亨洪胡华怀霍基吉"
    "加贾简江杰金津卡凯坎康考柯科克肯孔库夸奎拉莱赖兰朗劳勒雷黎里李利莉丽连列林琳刘留龙隆卢鲁路伦罗洛吕马玛迈麦曼芒毛梅门蒙孟米密敏明莫默姆穆纳娜乃南内"
    "尼妮涅宁纽农努诺女欧帕潘庞佩彭皮平珀蒲普奇齐恰钱乔切钦琼丘屈让热日荣茹儒瑞若萨塞赛桑瑟森莎沙山珊绍舍申森胜圣施石史舒顺丝斯思松苏孙索塔泰坦汤唐陶特"
    "腾滕提田廷图托瓦万汪旺威韦维魏温文翁沃乌吾武伍西希锡席夏香肖谢辛欣兴幸雄休许逊雅亚延扬杨耶叶伊依易因英尤于约泽曾扎詹张章珍真芝治智朱茱卓兹宗祖佐根敦狄奈薇茜"
)
FOREIGN_NAME = re.compile(f"[{SOUNDS}]{{1,8}}(?:[·•‧・][{SOUNDS}]{{1,8}})+")
"""A transcribed foreign name: runs of the characters used for sounds, joined by middle dots."""


def romanized(word: str) -> str:
    """Spell a word in pinyin: a Chinese personal name as surname and given name, anything else as one capitalised word.

    >>> romanized("张一山"), romanized("欧阳娜娜"), romanized("曾国藩"), romanized("格奥尔基")
    ('Zhang Yishan', 'Ouyang Nana', 'Zeng Guofan', 'Geaoerji')
    """
    surname = word[:2] if word[:2] in COMPOUND_SURNAMES else word[:1]
    given = word[len(surname) :]
    if 1 <= len(given) <= 2 and _is_surname(surname):
        return f"{SURNAME_READINGS.get(surname) or _spelled(surname)} {_spelled(given)}"
    return _spelled(word)


def is_plausible_name(word: str) -> bool:
    """Tell whether a word tagged as a name looks like one: a surname with one or two characters, or only sounds of foreign names.

    >>> is_plausible_name("王思硕"), is_plausible_name("科瓦斯"), is_plausible_name("本赛季"), is_plausible_name("卓越贡献")
    (True, True, False, False)
    """
    if word[:2] in COMPOUND_SURNAMES:
        return 3 <= len(word) <= 4
    return (_is_surname(word[:1]) and 2 <= len(word) <= 3) or (
        3 <= len(word) <= 8 and all(char in SOUNDS for char in word)
    )


def _is_surname(text: str) -> bool:
    return text in COMPOUND_SURNAMES or text in SURNAMES or text in WORDLIKE_SURNAMES


def _spelled(text: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text, v_to_u=True, errors=_unspelled)).capitalize()


def _unspelled(run: str) -> str:
    """Keep what needs no pinyin; a Han character too rare for the tables becomes a question mark."""
    return re.sub(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]", "?", run)


def romanized_foreign(name: str) -> str:
    """Spell a transcribed foreign name in pinyin, part by part: the sounds are a hint, the right spelling is for a person to add.

    >>> romanized_foreign("布鲁诺·科瓦斯")
    'Bulunuo Kewasi'
    """
    return " ".join(_spelled(part) for part in re.split("[·•‧・]", name) if part)
