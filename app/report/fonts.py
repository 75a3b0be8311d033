"""The typeface: DejaVu Sans Condensed in three faces, shipped with the program and embedded as subsets.

It covers Latin, Greek and Cyrillic and the marks the profile uses.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.report.engine import TTFont, registerFont

FOLDER = Path(__file__).parent / "fonts"


class Face(StrEnum):
    """The faces in use; the value is both the file's stem and the name reportlab knows it by."""

    REGULAR = "DejaVuSansCondensed"
    BOLD = "DejaVuSansCondensed-Bold"
    OBLIQUE = "DejaVuSansCondensed-Oblique"


@cache
def characters(face: Face) -> frozenset[str]:
    """Register a face with reportlab and return the characters it can print. Reads its file once per process."""
    font = TTFont(face.value, str(FOLDER / f"{face.value}.ttf"))
    registerFont(font)
    return frozenset(chr(code) for code in font.face.charToGlyph if _printable(code))


def _printable(code: int) -> bool:
    """Whether a glyph for this character is a fair picture of it.

    Not beyond the basic plane: reportlab writes a wrong text layer there. Not for control, format, private and
    unassigned characters: the font draws nothing, or something only its makers know.
    """
    return code <= 0xFFFF and unicodedata.category(chr(code)) not in {
        "Cc",
        "Cf",
        "Cn",
        "Co",
        "Cs",
        "Zl",
        "Zp",
    }
