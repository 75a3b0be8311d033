"""The one stylesheet: paper, grid, palette and type. Lengths are points, 72 to the inch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from app.assessment.profile import Mark
from app.report.engine import Color, ParagraphStyle
from app.report.fonts import Face


def _tint(value: str) -> Color:
    return Color(*(int(value[i : i + 2], 16) / 255 for i in (0, 2, 4)))


# One accent, a deep teal; everything else is ink and its greys. In grey print the accent falls between
# the ink and the tints, so that no two marks look alike.
ACCENT = _tint("0B5F6B")
ACCENT_LIGHT = _tint("A9CDD0")
WASH = _tint("EFF5F5")
INK = _tint("172227")
SOFT = _tint("4F5D64")
LINE = _tint("C6D0D3")
MIST = _tint("E3E8EA")
WHITE = _tint("FFFFFF")


class Align(IntEnum):
    """Where a line stands in its width, by reportlab's numbers."""

    LEFT = 0
    CENTER = 1
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of text is set."""

    face: Face
    size: float
    leading: float
    color: Color = INK
    align: Align = Align.LEFT

    def scaled(self, factor: float) -> Style:
        """The same style, larger or smaller."""
        return replace(self, size=self.size * factor, leading=self.leading * factor)

    def colored(self, color: Color) -> Style:
        """The same style in another colour."""
        return replace(self, color=color)

    def aligned(self, align: Align) -> Style:
        """The same style, aligned differently."""
        return replace(self, align=align)

    def faced(self, face: Face) -> Style:
        """The same style in another face."""
        return self if face is self.face else replace(self, face=face)


@lru_cache(maxsize=512)
def sheet(style: Style, hang: float = 0.0) -> ParagraphStyle:
    """The style as reportlab wants it; `hang` is how far the lines are indented behind a hanging mark."""
    return ParagraphStyle(
        style.face.value,
        fontName=style.face.value,
        fontSize=style.size,
        leading=style.leading,
        textColor=style.color,
        alignment=int(style.align),
        leftIndent=hang,
        bulletIndent=hang and 4,
        bulletFontName=style.face.value,
        bulletFontSize=style.size,
        bulletColor=ACCENT,
        allowWidows=0,
        allowOrphans=0,
        embeddedHyphenation=1,
        uriWasteReduce=0.3,
    )


BODY = Style(Face.REGULAR, 8.8, 12)
LEAD = Style(Face.REGULAR, 10.5, 14.5)
SMALL = Style(Face.REGULAR, 7.6, 10.2, SOFT)
SOURCE = Style(Face.OBLIQUE, 7.3, 9.6, SOFT)
TITLE = Style(Face.BOLD, 15, 19)
TITLE_CODE = Style(Face.BOLD, 10, 19, WHITE, Align.CENTER)
HEADING_2 = Style(Face.BOLD, 11, 15, ACCENT)
HEADING_3 = Style(Face.BOLD, 8.8, 12)
LABEL = Style(Face.REGULAR, 8.8, 12, SOFT)
STATEMENT_LABEL = Style(Face.BOLD, 8.8, 12, ACCENT)
TAG = Style(Face.BOLD, 7.2, 12, INK)
CELL = Style(Face.REGULAR, 7.8, 10.4)
CELL_LABEL = Style(Face.REGULAR, 7.2, 9.6, SOFT)
CELL_SMALL = Style(Face.REGULAR, 7.2, 9.6)
CELL_TIGHT = Style(Face.REGULAR, 6.8, 8.6)
CELL_HEAD = Style(Face.BOLD, 7.2, 9.6, ACCENT)
RUNNING = Style(Face.REGULAR, 7, 9, SOFT)
RUNNING_BOLD = Style(Face.BOLD, 7, 9, INK)
BANNER = Style(Face.BOLD, 7, 9, WHITE)

SENDER_NAME = Style(Face.BOLD, 10, 14)
SENDER = Style(Face.REGULAR, 9, 13, SOFT)
LETTER = Style(Face.REGULAR, 10, 14.5)
SUBJECT = Style(Face.BOLD, 13, 18, ACCENT)

POINT = Style(Face.BOLD, 7.8, 10.4)
POINT_NUMBER = Style(Face.BOLD, 7.8, 10.4, ACCENT)
POINT_SMALL = Style(Face.BOLD, 7.2, 9.6)
SUBJECT_GROUP = Style(Face.BOLD, 9.5, 12, ACCENT)
QUOTE = Style(Face.OBLIQUE, 7.4, 9.8)

EYEBROW = Style(Face.BOLD, 8.5, 12, ACCENT)
PRODUCT = Style(Face.BOLD, 46, 50)
VENDOR = Style(Face.REGULAR, 13, 18, SOFT)
VERDICT = Style(Face.BOLD, 27, 33)
VERDICT_DETAIL = Style(Face.REGULAR, 10, 14)
FIGURE = Style(Face.BOLD, 21, 25, ACCENT)
FIGURE_LABEL = Style(Face.REGULAR, 7.8, 10.4, SOFT)
STRIP_GLYPH = Style(Face.BOLD, 22, 25, INK, Align.CENTER)
STRIP_WORD = Style(Face.BOLD, 9.5, 12, INK, Align.CENTER)
STRIP_LABEL = Style(Face.REGULAR, 7.8, 10.2, INK, Align.CENTER)


@dataclass(frozen=True, slots=True)
class Look:
    """How a mark is tinted. Its word is always printed too."""

    fill: Color
    text: Color
    border: Color
    glyph: str
    dashed: bool = False
    inset: bool = False
    """A white line inside the edge."""


LOOKS = {
    Mark.YES: Look(ACCENT, WHITE, ACCENT, "✓"),
    Mark.PART: Look(ACCENT_LIGHT, INK, ACCENT_LIGHT, "◐"),
    Mark.NO: Look(INK, WHITE, INK, "✗"),
    Mark.CONTRADICTED: Look(INK, WHITE, INK, "!", inset=True),
    Mark.SILENT: Look(MIST, INK, MIST, "?"),
    Mark.NA: Look(WHITE, SOFT, LINE, "–"),
    Mark.OPEN: Look(WHITE, SOFT, SOFT, "○", dashed=True),
}

PLAIN_ACCENT = Look(ACCENT, WHITE, ACCENT, "")
PLAIN_INK = Look(INK, WHITE, INK, "")


class Page(NamedTuple):
    """A sheet: its size and where the text stands on it."""

    width: float
    height: float

    @property
    def turned(self) -> Page:
        """The same sheet on its side."""
        return Page(self.height, self.width)


PAPER = {"letter": Page(612, 792), "a4": Page(595.28, 841.89)}

MARGIN = 50.0
"""Left and right."""
HEAD = 56.0
"""From the top edge to the text, without banners."""
FOOT = 50.0
"""From the bottom edge to the text."""
BANNER_ROW = 15.0
"""Height of a row of banners under the running head."""
MEASURE = 560.0
"""Widest line of running text; only tables use more of a wide page."""

HAIR = 0.4
RULE = 0.8
GAP = 11.0
"""Between blocks."""
SECTION_GAP = 20.0
TALL = 220.0
"""A table row, statement or box taller than this may be cut by a page's end; a shorter one never is."""
