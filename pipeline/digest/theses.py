"""Whether a sentence says what the whole piece comes to: its claim, its verdict, or the answer to its title's question.

Opinion, reviews, explainers and features state that seldom in the first sentence. What tells it is how the sentence is led in
(笔者主张, 总的来说, 答案是) and how it is built (不是…而是…, 核心是, 根子在于).
"""

from __future__ import annotations

import re

from pipeline.digest.heads import CLAIM, VERDICT

SURE, SUMMED, LIKELY, FAINT = 1.0, 0.8, 0.6, 0.3
_BUILT = re.compile(
    "不(?:是|在于|仅仅?是|只是)[^。；]{2,40}(?<!所)而是|[与是]其说|(?:关键|核心|根子|根源|症结|实质|本质|要害|出路|真正的?(?:问题|原因|难题))[^，。]{0,10}(?:，)?[是在](?:于)?|"
    "(?:不缺|缺少的不是|难的不是|缺的不是)[^。]{2,40}(?:[缺难少]的)?是|我们?(?:更?推荐|的?建议是?|会选)"
)
"""Sentences that set right what was believed, or name the heart of the matter."""
_CALLS = re.compile(
    "(?:只有|唯有)[^。]{2,40}才(?:能|会|是)|应当|应该|理应|必须|不应|不该|不能|务必|有必要|亟[须待需]|(?:决定|选择)权"
)
_SUMS = re.compile("意味着|折射|缩影|取决于|归结|归根|本质上")


def thesis(text: str, before: str = "") -> float:
    """Weigh the signs that a sentence is the thesis, from 0 to about SURE; before: what stands before it in its paragraph.

    >>> thesis("老街缺的不是游客，而是住下来的人。"), thesis("馆里很静。")
    (0.6, 0.0)
    >>> thesis("门票应当取消。", "因此，笔者主张，")
    1.3
    """
    lead = _last_clause(before)
    faint = FAINT * bool(_CALLS.search(text) or _SUMS.search(text))
    if CLAIM.search(lead):
        return SURE + faint
    if VERDICT.match(lead or text):
        return SUMMED + faint
    return max(LIKELY * bool(_BUILT.search(text)), faint)


def _last_clause(before: str) -> str:
    """Return the head that was left out before a sentence; "" where a whole sentence stands before it."""
    return re.split("(?<=[。！？!?…])[”』」]?", before)[-1]
