"""Pictures that stand for a story where its address is shared (Open Graph): title in both languages on paper, with the seal.

Han characters need a font that has them; the machine's own are looked for by name. Without one the card shows the English
title alone, and the report says so: empty boxes would be worse than nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from pipeline.render import escape
from pipeline.render.brief import Brief
from pipeline.render.writer import Writer
from pipeline.signature import digest

SIZE = (1200, 630)
"""Pixels, the size that readers of Open Graph expect."""
PAPER, INK, SOFT, SEAL = "#fbf9f4", "#1d1b18", "#6a645b", "#b3372a"
FONTS = (
    "NotoSerifCJK-Bold.ttc:2",
    "NotoSerifCJKsc-Bold.otf",
    "SourceHanSerifSC-Bold.otf",
    "NotoSansCJK-Bold.ttc:2",
    "NotoSansCJK-Regular.ttc:2",
    "Songti.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "msyhbd.ttc",
    "msyh.ttc",
    "simsun.ttc",
    "wqy-zenhei.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
)
"""File names of fonts with Han characters, the best first, with the place of the Simplified face in a collection; Pillow looks
for them where the system keeps its fonts."""
_VERSION = "4"
_COLOURS = 64

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@cache
def han_font() -> str:
    """Name the first font of FONTS that this machine has; "" for none."""
    for name in FONTS:
        try:
            _face(name, 12)
        except OSError:
            continue
        return name
    return ""


class CardPainter:
    """Paint the cards of one site."""

    def __init__(self, name: str, name_zh: str) -> None:
        """Take the site's names, which stand on every card."""
        self._names = (escape.line(name), escape.line(name_zh))
        self._font = han_font()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of the cards."""
        if self._font:
            return ()
        return ("no font with Han characters was found: share pictures show English titles only (install Noto CJK)",)

    def paint(self, writer: Writer, note: Brief) -> None:
        """Write a story's card unless it is there already."""
        path = f"assets/cards/{note.id}.png"
        parts = (*self._names, note.title, note.title_en, note.date, str(len(note.sources)), self._font, _VERSION)
        key = digest(*parts)
        if not writer.is_current(path, key):
            writer.data(path, self._draw(note.title_en, note.title, note.date), key)

    def paint_site(self, writer: Writer) -> None:
        """Write the card of pages that have none of their own."""
        key = digest(*self._names, self._font, _VERSION)
        if not writer.is_current("assets/cards/site.png", key):
            writer.data("assets/cards/site.png", self._draw(*self._names, ""), key)

    def _draw(self, title_en: str, title: str, date: str) -> bytes:
        image = Image.new("RGB", SIZE, PAPER)
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, 12, SIZE[1]), fill=SEAL)
        draw.rounded_rectangle((72, 64, 144, 136), radius=10, fill=SEAL)
        if self._font:
            draw.text((108, 99), "清", font=self._face(46), fill="#ffffff", anchor="mm")
        names = "  ".join(self._names) if self._font else self._names[0]
        draw.text((168, 99), names, font=self._face(30), fill=SOFT, anchor="lm")
        top = 196
        for text, size, lines, colour in ((title_en, 58, 3, INK), (title if self._font else "", 42, 2, SOFT)):
            face = self._face(size)
            for row in wrap(escape.line(text), face, SIZE[0] - 150, lines):
                draw.text((72, top), row, font=face, fill=colour)
                top += round(size * 1.28)
            top += 18
        draw.text((72, SIZE[1] - 56), date, font=self._face(26), fill=SOFT, anchor="lm")
        buffer = BytesIO()
        image.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(buffer, "PNG")
        return buffer.getvalue()

    def _face(self, size: int) -> Font:
        return _face(self._font, size)


@cache
def _face(name: str, size: int) -> Font:
    if not name:
        return ImageFont.load_default(size)
    file, _, place = name.partition(":")
    return ImageFont.truetype(file, size, index=int(place or 0))


def wrap(text: str, face: Font, width: int, lines: int) -> Sequence[str]:
    """Break a text into at most `lines` rows of `width` pixels, at spaces, or anywhere between Han characters.

    The last row ends in an ellipsis if text is left.
    """
    rows: list[str] = []
    rest = text
    while rest and len(rows) < lines:
        fit = _fitting(rest, face, width)
        rows.append(rest[:fit].rstrip())
        rest = rest[fit:].lstrip()
    if rest:
        rows[-1] = f"{rows[-1][: max(0, len(rows[-1]) - 2)].rstrip()}…"
    return rows


def _fitting(text: str, face: Font, width: int) -> int:
    """Count the characters that fit a row, at least one; Latin words stay whole unless one fills the row."""
    fit = len(text)
    while fit > 1 and face.getlength(text[:fit]) > width:
        fit -= 1 + (fit > 120) * (fit - 120)
    if fit == len(text) or not (text[fit - 1].isascii() and text[fit].isascii()) or text[fit].isspace():
        return fit
    space = text.rfind(" ", 0, fit)
    return space + 1 if space > 0 else fit
