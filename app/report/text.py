"""The text gate: nothing that a person or a vendor wrote reaches reportlab without having passed it.

First `Gate.admit`: line ends become newlines, and every character that would do something else than show itself
(escape sequences, NUL, bidirectional controls, tag characters) or that the typeface does not have becomes its
number, `[U+1F600]`. Then `pieces`: no paragraph is long, because reportlab needs time in proportion to the square
of its length. Last `markup`: escaped, so that nothing in a text can become a font, a link, an image or a file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import NewType
from xml.sax.saxutils import escape

from app.report.engine import stringWidth
from app.report.fonts import Face, characters
from app.report.style import Style
from app.report.visible import LINE_ENDS, stand_in

Printable = NewType("Printable", str)
"""Text that has passed the gate."""

_SILENT = {0x00AD: None, 0x200B: None, 0x2060: None, 0xFEFF: None, 0x09: "    "}
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_LONGEST_PIECE = 1500


class Gate:
    """The gate of one document; remembers what it could not let through."""

    def __init__(self) -> None:
        for face in Face:
            characters(face)
        self._known = characters(Face.REGULAR) | {"\n"}
        self._missing: dict[str, None] = {}
        self._reversed = False

    def admit(self, text: str) -> Printable:
        """The text as it will be printed."""
        if text.isascii() and text.isprintable():
            return Printable(text.strip(" "))
        text = unicodedata.normalize(
            "NFC", text.replace("\r\n", "\n").translate(LINE_ENDS).translate(_SILENT)
        )
        strange = set(text) - self._known
        if strange:
            self._missing.update(dict.fromkeys(sorted(strange)))
            text = text.translate({ord(c): stand_in(c) for c in strange})
        if not self._reversed:
            self._reversed = any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in set(text))
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
        return Printable(text.strip(" \n"))

    def line(self, text: str) -> Printable:
        """The text on one line, for running heads, bookmarks and the document's properties."""
        return Printable(" ".join(self.admit(text).split()))

    def remarks(self, limit: int = 60) -> list[str]:
        """Sentences about what could not be printed as it was written; empty when all of it was."""
        found = []
        if self._missing:
            names = [_named(c) for c in list(self._missing)[:limit]]
            more = len(self._missing) - len(names)
            rest = f"; and {more} more" if more > 0 else ""
            found.append(f"Characters not printed, shown by their number instead: {'; '.join(names)}{rest}.")
        if self._reversed:
            found.append(
                "Text in a script that runs from right to left is printed from left to right, letter by letter."
            )
        return found


def _named(character: str) -> str:
    number = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    return f"{number} {name}" if name else number


def pieces(text: Printable) -> Iterator[Printable]:
    """The lines of the text; a long one in several pieces, ended at a sentence or between two words if it can be."""
    for line in text.split("\n"):
        start = 0
        while len(line) - start > _LONGEST_PIECE:
            stop = start + _LONGEST_PIECE
            sentence, space = (
                line.rfind(". ", start + _LONGEST_PIECE // 2, stop),
                line.rfind(" ", start, stop),
            )
            stop = sentence + 1 if sentence > 0 else space if space > start else stop
            yield Printable(line[start:stop])
            start = stop
        # A line of nothing takes the room of a line.
        yield Printable(line[start:].strip(" ") or "\u00a0")


def markup(text: Printable) -> str:
    """The text for a reportlab paragraph, which reads markup."""
    return escape(text)


def face_for(text: str, face: Face) -> Face:
    """The face if it has every character of a gated text, or else the regular one, which has them all."""
    return face if characters(face).issuperset(text) else Face.REGULAR


def width_of(text: str, style: Style) -> float:
    """Width in points of a gated text on one line."""
    return float(stringWidth(text, face_for(text, style.face).value, style.size))


def shortened(text: Printable, most: int) -> Printable:
    """The text, or what of it fits into `most` characters with an ellipsis at its end."""
    if len(text) <= most:
        return text
    cut = text[: max(most - 2, 1)]
    at = cut.rfind(" ")
    return Printable((cut[:at] if at > most // 2 else cut).rstrip() + " …")
