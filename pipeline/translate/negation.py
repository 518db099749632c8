"""Does a translation deny what its source denies? Counted, since a sentence may deny twice and lose one.

Chinese negation is read from words that nearly always stay negative in English; 不断, 不仅, 不过 and their like are none. English says it
with not, no, never, without, and with words that hold it: unable, refuse, fail, illegal, fewer. Only a lack is reported, since English
may deny where Chinese does not (不久 "not long", 除非 "unless", 很难 "not easy").
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.translate.segmentation import tagged_words
from pipeline.translate.word_lists import word_list, word_table

_NEGATIVE_WORDS = frozenset(word_list("negatives"))
_DOUBLE = re.compile(
    r"不得不|不能不|不可不|不会不|没有不|没有一\w?不|无不|无一不|莫不|莫非|除非|非\w{1,6}不可|非\w{1,6}莫属|不无|未必不|不是不|不仅|不但|不只|不光|不单|不只是|不仅仅"
    r"|只不过|不过如此|再不|要不是|要不|不然|否则|不论|无论|不管|不料|不妨|不得而知|不一会|说不定|不一定|不约而同|不知不觉|了不起|差不多|对不起|不好意思|三不五时|动不动|无非|未尝不|不动产|无障碍|没过(?=[脚膝腰胸头肩脖踝小])|别了(?=[，。！])|(?<=[发针花章])别(?=[到在上])|勿里洞|不等(?=[，。的]|$)|不一(?=[的，。])|好不容易|还是不|不起眼"
    r"|莫(?=[斯桑尔罗里迪雷扎基奈纳])|不到(?=[半几\d一二两三四五六七八九十百千万])(?<![看找听得想做达办遇碰买吃拿等收见感订]不到)|(?<=[还也都竟尚却才仅])不到"
)
_QUESTION = re.compile(r"(?P<word>\w{2})不(?P=word)|没有?(?=？)|(?P<verb>\w)[不没](?P=verb)|有没有|是不是|与否|是否")
_COMPLEMENT = re.compile(r"(?<=[\u3400-\u9fff])不(?:到|了|起|出|上|下|住|完|懂|清|见|动|成|掉|开)(?!\w*[的]?时)")
_ENGLISH = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|cant|wont|dont|unable|hardly|barely|rarely|seldom|scarcely|instead|"
    r"impossible|lacks?|lacked|lacking|absen(?:t|ce)|fail(?:s|ed|ing|ure|ures)?|refus\w+|reject\w*|den(?:y|ied|ies|ying)|avoid\w*|prevent\w*|"
    r"stop(?:s|ped|ping)?|ban(?:s|ned|ning)?|prohibit\w*|forbid\w*|forbade|little|few|fewer|less|least|except|excluding|exempt\w*|beyond|unless|"
    r"missing|minus|zero|free (?:of|from)|rather than|far from|out of|other than|regardless|neglect\w*|ignor\w+|wrong|yet to|cease[sd]?|"
    r"\w+-free|too \w+(?: \w+)? to|"
    r"illegal\w*|irregular\w*|ir(?:respective|relevant|responsible)\w*|mis(?:understand|sing|take|trust)\w*|doubt\w*|difficult\w*|ineligible|reluctant\w*|unclear|"
    r"in(?:ability|capable|sufficient|adequate|appropriate|correct|complete|consistent|convenient|definite|dependent|effective|exhaustible|valid|"
    r"visible|dispensable|accessible|conclusive|conspicuous|stability|voluntary|hospitable|separable|tolerable|accurate|finite|numerable|evitable|evitably)\w*|im(?:mature|balanced?|moral|partial|patient|perfect|"
    r"permissible|polite|practical|proper|pure|mobile|movable|passable)\w*|non|[Nn]on-?\w{3,}|[Uu]n(?!i(?:t|on|que|vers|form)|der|til|less|cle)\w{3,}|"
    r"[Dd]is(?:agree|allow|appear|approve|continu|count|like|obey|order|qualif|regard|satisf|trust|avow|comfort|abled|advantage)\w*|\w{3,}less(?:ly|ness)?)\b"
    r"|n['’]ts?\b",
    re.IGNORECASE,
)

_NO_DENIAL = re.compile(
    r"\bno matter\b|\bnot (?:only|just|merely|least)\b|\bnothing but\b|\bno sooner\b", re.IGNORECASE
)
_NOT_ONLY = re.compile("不仅|不但|不只|不光|不单")
_ONLY_BUT_ALSO = re.compile(r"\b(?:only|just|merely)\b[^.;]{3,160}?\bbut also\b", re.IGNORECASE)
_NOT_UNTIL = re.compile("才")
_UNTIL = re.compile(r"\buntil\b", re.IGNORECASE)
_ONLY_BUT = re.compile(r"\b(?:only|just|merely)\b.{3,160}?\b(?:but|also|as well)\b", re.IGNORECASE)
_NOT_ONLY_ENGLISH = re.compile(
    r"\bnot (?:\w+ )?(?:only|just|merely|simply|solely)|\bin addition|\bbeyond|\bbesides|\bas well as", re.IGNORECASE
)
_IDIOM_CHARS = 4
"""居高不下, 视而不见: English has a word of its own for most."""


@cache
def _otherwise() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Compile what Chinese denies and English may say without a denial: 不透明 is "opaque"."""
    table = word_table("denied_otherwise")
    return tuple((re.compile(zh), re.compile(rf"\b(?:{en})\b", re.IGNORECASE)) for zh, en in table.items())


def negations(source: str) -> int:
    """Count what a Chinese text denies; double negatives and questions of the form 是不是 count as nothing.

    >>> negations("他没有同意，也不会签字。"), negations("不断增加的人不得不离开"), negations("是不是真的")
    (2, 0, 0)
    """
    plain = _QUESTION.sub(
        lambda match: "＿" * len(match.group()), _DOUBLE.sub(lambda match: "＿" * len(match.group()), source)
    )
    words = tagged_words(plain)
    idioms = [(start, start + len(word)) for start, word, _ in words if len(word) >= _IDIOM_CHARS]
    count = sum(word in _NEGATIVE_WORDS for _, word, _ in words)
    starts = {start + word.index("不") for start, word, _ in words if word in _NEGATIVE_WORDS and "不" in word}
    complements = [match.start() for match in _COMPLEMENT.finditer(plain) if match.start() not in starts]
    return count + sum(not any(start <= place < end for start, end in idioms) for place in complements)


def denials(target: str) -> int:
    """Count the words of an English text that deny.

    >>> denials("He didn't agree and is unable to sign.")
    2
    """
    return len(_ENGLISH.findall(_NO_DENIAL.sub("", target)))


def lost_negations(source: str, target: str) -> int:
    """Return how many denials of the source its translation lacks, 0 where none."""
    lost = max(0, negations(source) - denials(target))
    if lost:
        lost = max(0, lost - sum(bool(zh.search(source) and en.search(target)) for zh, en in _otherwise()))
    only = _ONLY_BUT_ALSO.search(target) or (_NOT_ONLY.search(source) and _ONLY_BUT.search(target))
    until = _NOT_UNTIL.search(source) and _UNTIL.search(target) and not denials(target)
    return lost or int(bool(until) or bool(only and not _NOT_ONLY_ENGLISH.search(target)))
