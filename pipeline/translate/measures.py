"""What Chinese counts with, in English: currencies, units and the classifiers that English leaves out."""

from __future__ import annotations

CURRENCIES = {
    "美元": "${}",
    "美金": "${}",
    "港元": "HK${}",
    "港币": "HK${}",
    "欧元": "{} euros",
    "英镑": "{} pounds",
    "日元": "{} yen",
    "韩元": "{} won",
    "卢布": "{} rubles",
    "卢比": "{} rupees",
    "新台币": "NT${}",
    "台币": "NT${}",
    "元人民币": "{} yuan",
    "人民币": "{} yuan",
    "元": "{} yuan",
    "块钱": "{} yuan",
}
"""Currency word to a pattern for the printed amount."""

UNITS = {
    "平方公里": ("square kilometer", "square kilometers"),
    "平方千米": ("square kilometer", "square kilometers"),
    "平方米": ("square meter", "square meters"),
    "平米": ("square meter", "square meters"),
    "立方米": ("cubic meter", "cubic meters"),
    "千瓦时": ("kilowatt-hour", "kilowatt-hours"),
    "千瓦": ("kilowatt", "kilowatts"),
    "公里": ("kilometer", "kilometers"),
    "千米": ("kilometer", "kilometers"),
    "厘米": ("centimeter", "centimeters"),
    "毫米": ("millimeter", "millimeters"),
    "微米": ("micrometer", "micrometers"),
    "纳米": ("nanometer", "nanometers"),
    "海里": ("nautical mile", "nautical miles"),
    "英里": ("mile", "miles"),
    "英尺": ("foot", "feet"),
    "英寸": ("inch", "inches"),
    "米": ("meter", "meters"),
    "公顷": ("hectare", "hectares"),
    "亩": ("mu", "mu"),
    "公斤": ("kilogram", "kilograms"),
    "千克": ("kilogram", "kilograms"),
    "毫克": ("milligram", "milligrams"),
    "克": ("gram", "grams"),
    "吨": ("ton", "tons"),
    "斤": ("jin", "jin"),
    "毫升": ("milliliter", "milliliters"),
    "升": ("liter", "liters"),
    "桶": ("barrel", "barrels"),
    "摄氏度": ("degree Celsius", "degrees Celsius"),
    "度": ("degree", "degrees"),
    "兆瓦": ("megawatt", "megawatts"),
    "小时": ("hour", "hours"),
    "个小时": ("hour", "hours"),
    "分钟": ("minute", "minutes"),
    "秒钟": ("second", "seconds"),
    "秒": ("second", "seconds"),
    "个工作日": ("working day", "working days"),
    "天": ("day", "days"),
    "个星期": ("week", "weeks"),
    "星期": ("week", "weeks"),
    "周": ("week", "weeks"),
    "个多月": ("month", "months"),
    "个月": ("month", "months"),
    "个世纪": ("century", "centuries"),
    "年": ("year", "years"),
    "周岁": ("year old", "years old"),
    "岁": ("year old", "years old"),
    "人次": ("visit", "visits"),
    "人": ("person", "people"),
    "倍": ("time", "times"),
    "次": ("time", "times"),
    "种": ("kind", "kinds"),
    "个百分点": ("percentage point", "percentage points"),
    "页": ("page", "pages"),
    "层": ("floor", "floors"),
}
"""Unit word to its English singular and plural."""

CLASSIFIERS = tuple(
    "个 名 位 家 只 条 项 辆 架 艘 座 台 部 份 件 起 场 支 间 所 张 本 头 匹 棵 株 幅 套 组 批 款 颗 枚 户 例 篇 首 届 所 处 门 对".split()
)
"""Classifiers that English leaves out; they end a quantity and add no word."""


def measured(amount: str, unit: str, *, singular: bool) -> str:
    """Put a printed amount and its unit together; an unknown unit adds nothing.

    >>> measured("6 million", "美元", singular=False), measured("3", "公里", singular=False), measured("8", "家", singular=False)
    ('$6 million', '3 kilometers', '8')
    """
    if unit in CURRENCIES:
        return CURRENCIES[unit].format(amount)
    if unit in UNITS:
        return f"{amount} {UNITS[unit][0 if singular else 1]}"
    return amount
