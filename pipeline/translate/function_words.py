"""Function words and punctuation: what grammar words gloss as. An empty gloss means that English says it by word order or not at all."""

from __future__ import annotations

FUNCTION_WORDS = {
    "的": "'s", "之": "'s", "了": "", "着": "", "过": "", "地": "", "得": "", "把": "", "所": "", "就": "", "们": "", "吗": "?", "呢": "", "吧": "",
    "在": "in", "和": "and", "与": "and", "及": "and", "以及": "and", "并": "and", "而": "and", "或": "or", "或者": "or", "但": "but", "是": "is",
    "将": "will", "会": "will", "能": "can", "可": "can", "要": "must", "也": "also", "还": "also", "都": "all", "对": "to", "向": "to", "至": "to",
    "到": "to", "为": "for", "由": "by", "被": "by", "从": "from", "自": "from", "以": "with", "于": "at", "中": "in", "里": "in", "内": "in", "上": "on",
    "下": "under", "后": "after", "前": "before", "时": "when", "等": "etc.", "这": "this", "该": "this", "此": "this", "那": "that", "其": "its",
    "他": "he", "她": "she", "它": "it", "我": "I", "你": "you", "您": "you", "他们": "they", "她们": "they", "它们": "they", "我们": "we", "你们": "you",
    "不": "not", "没": "not", "没有": "not", "未": "not", "无": "no", "有": "have", "个": "", "名": "", "位": "", "家": "", "次": "times", "一": "a",
    "一个": "a", "一种": "a kind of", "年": "year", "月": "month", "日": "day", "说": "said", "表示": "said", "称": "said", "指出": "pointed out",
    "认为": "think", "已": "already", "已经": "already", "曾": "once", "让": "let", "使": "make", "给": "give", "更": "more", "最": "most",
    "很": "very", "非常": "very", "去": "go", "来": "come", "多": "more", "人": "people", "日前": "recently", "近日": "recently",
    "目前": "currently", "其中": "among them", "此外": "in addition", "同时": "meanwhile", "因为": "because", "因此": "therefore", "所以": "so",
    "如果": "if", "虽然": "although", "但是": "but", "然而": "however", "不过": "however", "通过": "through", "根据": "according to",
    "关于": "about", "之后": "after", "之前": "before", "以后": "after", "以前": "before", "如": "such as", "比如": "for example", "例如": "for example",
    "这些": "these", "那些": "those", "这个": "this", "那个": "that", "自己": "oneself", "进行": "carry out", "可以": "can", "需要": "need",
    "万": "ten thousand", "亿": "hundred million", "比": "than", "每": "every", "各": "each", "某": "some", "只": "only", "又": "again", "再": "again",
}  # fmt: skip
"""Word to gloss; these words never take a dictionary sense."""

PUNCTUATION = {
    ord(han): latin
    for han, latin in zip("，。！？：；（）“”‘’、【】《》「」『』—～", ',.!?:;()""\'\',[]""""""-~', strict=True)
}
"""Chinese punctuation to its English form, for str.translate."""
