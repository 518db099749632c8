"""Lists, tables and records stay as what they stand among stays."""

from __future__ import annotations

import numpy as np

from pipeline.clean.lines import measure
from pipeline.clean.listed import items_spared


def test_an_item_of_a_list_that_stays_stays() -> None:
    """A list is an advert as a whole, or not; an item that sells was set in."""
    texts = ["1. 河东粮店，东街二号", "2. 河西药店，西街九号", "3. 城南书店，车站路", "4. 加微信13812345678领券"]
    lines, kinds = [measure(text) for text in texts], ["paragraph"] * 4
    assert items_spared(lines, kinds, np.array([False, False, True, True])) == {2}
    assert items_spared(lines, kinds, np.array([False, True, True, True])) == set()
    marked = [measure(text) for text in ("五花肉一斤", "红腐乳一块", "糖半勺")]
    gone = np.array([False, True, False])
    assert items_spared(marked, ["list_item"] * 3, gone) == {1}
    assert items_spared(marked, ["paragraph"] * 3, gone) == set()


def test_rows_of_a_table_stay() -> None:
    """Lines of as many cells are a table though all of them would leave; menus have no figures in them."""
    rows = ["机床厂 | 车工 | 12 | 5000", "纺织厂 | 挡车工 | 30 | 4200", "食品厂 | 包装工 | 60 | 3900"]
    gone = np.array([True] * 3)
    assert items_spared([measure(row) for row in rows], [""] * 3, gone) == {0, 1, 2}
    menus = ["首页 | 新闻 | 体育 | 娱乐", "关于 | 联系 | 招聘 | 版权", "登录 | 注册 | 收藏 | 帮助"]
    assert items_spared([measure(row) for row in menus], [""] * 3, gone) == set()


def test_an_entry_of_a_programme_stays() -> None:
    """Lines that begin with a date are a list, too."""
    days = ["9月28日 19:30 大剧院 开幕", "9月29日 14:00 小剧场 讲座 免费，凭证领票", "9月30日 19:30 小剧场 独奏会"]
    assert items_spared([measure(day) for day in days], [""] * 3, np.array([False, True, False])) == {1}


def test_records_behind_one_label_stay() -> None:
    """Lines of a label stay where most of them do, or where they are many; speakers and headlines are no records."""
    chairs = [measure(f"主席: {name}") for name in ("甘棠", "乔木", "丁香", "白芷")]
    assert items_spared(chairs, [""] * 4, np.array([True, False, False, False])) == {0}
    assert items_spared(chairs, [""] * 4, np.array([True, True, False, False])) == set()
    many = [measure(f"地点: 东楼{number}室") for number in range(8)]
    assert items_spared(many, [""] * 8, np.ones(8, dtype=bool)) == set(range(8))
    assert items_spared(many[:1] * 8, [""] * 8, np.ones(8, dtype=bool)) == set()
    spoken = [measure(f"何: 那年的雪，下了{number}天。") for number in range(8)]
    assert items_spared(spoken, [""] * 8, np.ones(8, dtype=bool)) == set()
    discussants = [measure(f"评论人: 第{name}位（滨海大学经济学院）") for name in "一二三四五六七八"]
    assert items_spared(discussants, [""] * 8, np.ones(8, dtype=bool)) == set(range(8))
    others = [measure(f"相关阅读: 河东的第{number}封信从海上寄来") for number in range(8)]
    assert items_spared(others, [""] * 8, np.ones(8, dtype=bool)) == set()


def test_rows_of_a_table_stay_with_the_table() -> None:
    """Cells parted by tabs are rows, and half of them keep the rest."""
    rows = [measure(row) for row in ("2005年\t星星\t金钟", "2006年\t月光\t金钟", "2019年\t码头\t独唱")]
    assert items_spared(rows, [""] * 3, np.array([False, True, False])) == {1}
    assert items_spared(rows, [""] * 3, np.array([True, True, False])) == set()


def test_a_numbered_heading_stays_with_the_others() -> None:
    """Headings are numbered past the items below them, in figures of their own; entries of a ranking may count down."""
    texts = ["一、机型", "1. 禾悦", "2. 松谷", "二、测试", "读完再说。", "三、成绩", "四、购买建议"]
    lines = [measure(text) for text in texts]
    gone = np.array([False] * 6 + [True])
    assert items_spared(lines, [""] * 7, gone) == {6}
    assert items_spared(lines[:1] + lines[4:], [""] * 4, np.array([False, False, False, True])) == set()
    ranked = [measure(text) for text in ("NO.3 老灶", "人均66", "NO.2 鱼头(滨江路三段)", "人均75", "NO.1 兔火锅")]
    assert items_spared(ranked, [""] * 5, np.array([False, False, True, False, False])) == {2}


def test_references_stay_with_the_others() -> None:
    """Keep a numbered reference of which the neighbours stay."""
    texts = ["[1] 邬静之. 茶肆考[M].", "[2] 川路丛刊, 1996(2): 17-29.", "[3] 渠阳县志[Z]."]
    lines, gone = [measure(text) for text in texts], np.array([False, True, False])
    assert items_spared(lines, [""] * 3, gone) == {1}
    assert items_spared([lines[0], lines[1], measure("[5] 无名氏.")], [""] * 3, gone) == set()


def test_marks_in_stars_and_rows_of_results_stay() -> None:
    """Verdicts stay in any case, rows between spaces with their like, a table's head with its rows."""
    stars = [measure(text) for text in ("★★★ 松谷: 够用", "★★ 小鲸: 要注册", "★ 禾悦: 不推荐")]
    assert items_spared(stars, [""] * 3, np.ones(3, dtype=bool)) == {0, 1, 2}
    rows = [measure(text) for text in ("禾悦 52分钟 0.31度", "松谷 48分钟 0.27度", "小鲸 智能 41分钟 0.25度")]
    assert items_spared(rows, [""] * 3, np.array([False, False, True])) == {2}
    table = [
        measure(text)
        for text in ("专业 | 学制 | 人数 | 学费", "护理 | 三年 | 100人 | 免学费", "烹饪 | 三年 | 80人 | 免学费")
    ]
    assert items_spared(table, [""] * 3, np.ones(3, dtype=bool)) == {0, 1, 2}
    farm = [*table[:2], measure("贷款 | 三天 | 50万 | 加微信abc12345")]
    assert items_spared(farm, [""] * 3, np.ones(3, dtype=bool)) == {0, 1}


def test_a_lone_line_amid_a_listing_stays() -> None:
    """Furniture stands at the ends of a listing or among its own kind; a programme's lines stand among each other."""
    texts = [
        "开幕致辞",
        "上午主会场",
        "甘棠（海洋大学）",
        "乔木（林学院）",
        "大会休息 合影",
        "丁香（农学院）",
        "下午分会场",
        "白芷（医学院）",
        "闭幕",
    ]
    lines, kinds = [measure(text) for text in texts], [""] * len(texts)
    gone = np.zeros(len(texts), dtype=bool)
    gone[4] = True
    assert items_spared(lines, kinds, gone) == {4}
    gone[[2, 3, 5]] = True
    assert items_spared(lines, kinds, gone) == set()
    edge = np.zeros(len(texts), dtype=bool)
    edge[-1] = True
    assert items_spared(lines, kinds, edge) == set()
    lines[4] = measure("加微信13812345678领券")
    gone[[2, 3, 5]] = False
    assert items_spared(lines, kinds, gone) == set()


def test_rows_of_accounts_stay() -> None:
    """Fields of figures as accounts print them are a table, with their head; counts of clicks are none."""
    rows = [
        "项目 2020年 2019年 增减",
        "营业收入 682,117 654,812 4.17%",
        "净利润 53,160 58,806 -9.60%",
        "每股收益 0.45 0.50 -10.00%",
    ]
    gone = np.array([True] * 4)
    assert items_spared([measure(row) for row in rows], [""] * 4, gone) == {0, 1, 2, 3}
    counters = ["渡口边的早市 120 45", "河上的最后一班船 98 12", "老街修好了 77 31"]
    assert items_spared([measure(row) for row in counters], [""] * 3, gone[:3]) == set()


def test_the_hours_of_a_programme_stay_together() -> None:
    """Lines that begin with an hour are a programme, though its sessions stand apart."""
    texts = [
        "08:30 潮沟与芦苇",
        "08:50 水位计的比较",
        "分会场二。",
        "08:30 志愿者调查",
        "08:50 小程序记录",
        "09:10 最受欢迎的照片",
    ]
    gone = np.array([False, False, False, False, True, False])
    assert items_spared([measure(text) for text in texts], [""] * 6, gone) == {4}
