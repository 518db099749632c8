"""Words of a paragraph with their part of speech and place, from jieba; lists of what names are made of."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.segmenter import tagger

TRANSLITERATION = frozenset(
    "阿埃艾爱安昂奥巴白拜班邦包保鲍贝本比彼边别宾波博伯勃布采蔡策查昌茨措达代戴黛丹当道德登邓迪蒂丁东杜顿多朵厄恩尔法凡方菲费芬丰冯佛夫弗福富盖甘冈高戈格葛根贡古顾瓜圭贵郭果哈海汉翰豪赫黑亨洪侯胡华怀惠霍基吉加贾简江杰金津京久居卡凯坎康考柯科可克肯孔库夸"
    "昆宽扩拉莱赖兰岚蓝朗劳勒雷蕾黎李里丽利莉连良列林琳刘龙隆卢鲁路露伦罗洛吕略马玛迈麦曼芒毛梅门蒙米密弥妙明缪莫墨默姆木穆那纳娜奈南内嫩尼妮年宁牛纽农努女诺欧帕派潘庞佩彭蓬皮匹平珀普七齐契奇琪恰强乔切钦青琴琼丘曲让热任日荣茹儒瑞若萨塞赛桑瑟森沙莎山珊尚"
    "绍舍申圣施石史舒朔斯思丝松苏孙索所塔台太泰坦汤唐陶特滕提田铁廷婷通图土托瓦万王旺威薇韦维魏温文翁沃乌武西希锡席喜夏香向晓肖歇谢辛欣兴匈雄休许旭逊雅亚娅扬耶叶伊宜易因英永尤于约云扎赞曾泽詹占张章哲珍正芝智钟朱兹宗祖佐茜缇斐裴奎彻察岑芭翡珂廓陆伽钱什"
    "嘉卫姬敦蔻茉洁萝芙碧昔迭帝兹妲菈尚楚茵延敏依涅狄真胜腾顺留乃孟治汪卓廉"
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


def words_of(text: str) -> tuple[Word, ...]:
    """Cut a text into tagged words.

    >>> [(w.text, w.start) for w in words_of("王选在北京")]
    [('王选', 0), ('在', 2), ('北京', 3)]
    """
    found, position = [], 0
    for pair in tagger().cut(text):
        found.append(Word(pair.word, pair.flag, position))
        position += len(pair.word)
    return tuple(found)
