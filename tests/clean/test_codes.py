"""What is done for a whole document at once gives what would come out line by line, whatever the characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean.codes import codes_of, cut_as, text_of
from pipeline.clean.lines import class_of, measure, measure_all
from pipeline.clean.vocabulary import fold, fold_all
from pipeline.clean.words import Words

TEXTS = st.lists(st.text(st.sampled_from("甲乙號Ａａ1①，,。 \u3000\n𠮷שa\u200b"), max_size=12), max_size=8)


@given(TEXTS)
def test_documents_are_measured_as_lines(texts: list[str]) -> None:
    """Fold, classify and measure many lines as one by one."""
    assert fold_all(texts) == [fold(text) for text in texts]
    assert [len(text) for text in fold_all(texts)] == [len(text) for text in texts]
    lines = measure_all(texts)
    assert lines == [measure(text) for text in texts]
    assert all(line.classes == "".join(map(class_of, line.text)) for line in lines)


@given(TEXTS)
def test_texts_come_back(texts: list[str]) -> None:
    """Cut the whole into the texts that it was made from."""
    whole = "".join(texts)
    assert list(cut_as(text_of(codes_of(whole)), texts)) == texts


@given(st.lists(st.text("甲乙a𠮷", min_size=1, max_size=3), max_size=6), st.text("甲乙a𠮷丙\ud800", max_size=20))
def test_words_are_found_wherever_they_stand(listed: list[str], text: str) -> None:
    """Find every place of every word, inside others too; a lone surrogate is no obstacle."""
    words = Words(listed)
    naive = {
        (number, start, start + len(word))
        for number, word in enumerate(words.words)
        for start in range(len(text))
        if text.startswith(word, start)
    }
    assert set(words.places(text)) == naive
    assert words.count(text) == sum(word in text for word in words.words)
