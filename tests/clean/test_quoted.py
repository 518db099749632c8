"""What a text reports in quotation marks is its matter."""

from __future__ import annotations

from pipeline.clean.quoted import reported, touches_reported, without_reported


def test_only_what_a_word_of_saying_opens_is_reported() -> None:
    """Words in marks alone may be a code or a name."""
    assert [
        ("他收到一条短信：“加微信领红包！”就信了")[a:b] for a, b in reported("他收到一条短信：“加微信领红包！”就信了")
    ] == ["加微信领红包！"]
    assert list(reported("下单备注“江风”还送一条毛巾")) == []
    assert list(reported("他说：“没有结尾的话")) == []


def test_a_stretch_across_a_mark_touches_what_is_reported() -> None:
    """A stretch that begins or ends within the marks does, one around all of them does not."""
    text = "墙上写着“加微信送米”，他笑了。"
    assert touches_reported(text, 0, 8)
    assert touches_reported(text, 6, len(text))
    assert not touches_reported(text, 11, len(text))
    assert len(without_reported(text)) == len(text)
