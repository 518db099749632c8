"""Chinese surnames, for whoever has to tell a person's name from other words or spell it in pinyin."""

from __future__ import annotations

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严丛东丰乌乐乔乜习云亓井仇仝代仰仲伊"
    "伍伏佘佟俞修倪傅储元充党全兰关冀冉农况冷冼凌凤刁利劳勾包匡华卓单卜卞卫印危卿厉厍双古司吉咸喻国堵夔奚姬娄孔季宁安宓宗宣宦宫宰家容宿寇富寿封尚尤居屈屠山岑岳嵇巢左巩巫巴帅师席常干平幸广庄庞康庾廉弓弘强怀惠慎慕戈戎成戚戴房扈"
    "扶敖文施昌明易昝晁晏景暨暴曲朴权束杭松柏查柯柳柴栗栾桂桑桓梅楚楼樊欧武殳殷毋毕水池汤汲沃沙洪浦涂温游湛滑滕满濮焦燕牛牟牧狄班璩甄甘申皮盖盛瞿祁祖祝禄禹秋穆窦章童竺符简管籍米粟糜索红纪练终缪羊羿翁翟耿聂胥臧舒艾芦芮花苍苑苗"
    "苟茅茹荀荆荣莘莫萧葛蒙蒯蒲蓝蓟蓬蔚蔺薄虞融衡裘裴褚覃解訾詹计诸谈谌谷贝贡贲费赖赫路车辛辜边连迟逄逯邝邢邬邰邴邸郁郎郏郗郜郦鄂鄢钮闵闻阎阙阚阮阴隆隋隗雍霍靳鞠韶项须颜饶骆鱼鲁鲍麦麻齐"
)
"""Surnames of one character, the most frequent first."""

WORDLIKE_SURNAMES = frozenset("位初区南原和向商官应支时普来母海漆相那都门阳阿鲜鹿晋盘敬豆")
"""Rare surnames that are mostly other words: whoever looks for people in running text leaves them out."""

_COMPOUND = "欧阳司马上官诸葛东方皇甫尉迟公孙慕容司徒夏侯端木令狐南宫独孤万俟长孙宇文呼延百里东郭轩辕拓跋西门申屠"
COMPOUND_SURNAMES = frozenset(_COMPOUND[start : start + 2] for start in range(0, len(_COMPOUND), 2))

SURNAME_READINGS = {
    "曾": "Zeng", "单": "Shan", "解": "Xie", "仇": "Qiu", "查": "Zha", "区": "Ou", "朴": "Piao", "翟": "Zhai", "任": "Ren", "华": "Hua",
    "盖": "Ge", "尉迟": "Yuchi", "万俟": "Moqi", "乐": "Yue", "缪": "Miao", "召": "Shao", "覃": "Qin", "冼": "Xian", "燕": "Yan",
    "宓": "Mi", "逄": "Pang", "令狐": "Linghu", "长孙": "Zhangsun",
}  # fmt: skip
"""Surnames read otherwise than the same character in ordinary words."""


def surname_of(name: str) -> str:
    """Return the surname that a string starts with; "" for none.

    >>> surname_of("欧阳娜娜"), surname_of("王选"), surname_of("的确")
    ('欧阳', '王', '')
    """
    if name[:2] in COMPOUND_SURNAMES:
        return name[:2]
    return name[:1] if name[:1] in SURNAMES else ""
