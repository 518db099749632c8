"""Words of a paragraph with their part of speech and place, from jieba; lists of what names are made of."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.segmenter import tagger

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
    "阿埃艾爱安昂奥巴白拜班邦包保鲍贝本比彼边别宾波博伯勃布采蔡策查昌茨措达代戴黛丹当道德登邓迪蒂丁东杜顿多朵厄恩尔法凡方菲费芬丰冯佛夫弗福富盖甘冈高戈格葛根贡古顾瓜圭贵郭果哈海汉翰豪赫黑亨洪侯胡华怀惠霍基吉加贾简江杰金津京久居卡凯坎康考柯科可克肯孔库夸"
    "昆宽扩拉莱赖兰岚蓝朗劳勒雷蕾黎李里丽利莉连良列林琳刘龙隆卢鲁路露伦罗洛吕略马玛迈麦曼芒毛梅门蒙米密弥妙明缪莫墨默姆木穆那纳娜奈南内嫩尼妮年宁牛纽农努女诺欧帕派潘庞佩彭蓬皮匹平珀普七齐契奇琪恰强乔切钦青琴琼丘曲让热任日荣茹儒瑞若萨塞赛桑瑟森沙莎山珊尚"
    "绍舍申圣施石史舒朔斯思丝松苏孙索所塔台太泰坦汤唐陶特滕提田铁廷婷通图土托瓦万王旺威薇韦维魏温文翁沃乌武西希锡席喜夏香向晓肖歇谢辛欣兴匈雄休许旭逊雅亚娅扬耶叶伊宜易因英永尤于约云扎赞曾泽詹占张章哲珍正芝智钟朱兹宗祖佐茜缇斐裴奎彻察岑芭翡珂廓陆伽钱什"
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
