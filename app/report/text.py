"""The text gate, and the setting of gated text in lines.

Every word that reaches the page passes `Gate.admit` first. What comes out is a `Printable`: composed, with line
ends as newlines, and with every character that would do something else than show itself (escape sequences, NUL,
bidirectional controls, tag characters) or that the typeface does not have replaced by its number, `[U+1F600]`.
There is no markup after the gate: lines are drawn as strings, so that nothing in a text can become a font, a
link, an image or a file.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NewType

from app.report.fonts import Face, metrics
from app.report.style import Style
from app.report.visible import LINE_ENDS, stand_in

Printable = NewType("Printable", str)
"""Text that has passed the gate."""

BREAK = "\u200b"
"""Zero-width space: a line may end here. Never drawn."""

_SILENT = {0x00AD: BREAK, 0x200B: BREAK, 0x2060: None, 0xFEFF: None, 0x09: "    "}
_AFTER_HYPHEN = re.compile(r"(?<=[^\W\d_]{3}[-/])(?=[^\W\d_]{3})")
_BREAKABLE = re.compile(r"[/\-_.@?&=:,;+|\\]")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


class Gate:
    """The gate of one document; remembers what it could not let through."""

    def __init__(self) -> None:
        self._known = metrics(Face.REGULAR).characters | {"\n", BREAK}
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
            text = text.translate({ord(c): f"{BREAK}{stand_in(c)}{BREAK}" for c in strange})
        if not self._reversed:
            self._reversed = any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in set(text))
        return Printable(re.sub(r"\n{3,}", "\n\n", text).strip(f" \n{BREAK}"))

    def line(self, text: str) -> Printable:
        """The text on one line, for running heads, bookmarks and the document's properties."""
        return Printable(" ".join(self.admit(text).replace(BREAK, "").split()))

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


def width_of(text: str, face: Face, size: float) -> float:
    """Width in points of a gated text on one line."""
    widths = metrics(face).widths
    try:
        return sum(map(widths.__getitem__, text)) * size
    except KeyError:
        regular = metrics(Face.REGULAR).widths
        return sum(widths.get(c, regular.get(c, 0.0)) for c in text) * size


def runs(line: str, face: Face) -> Iterator[tuple[Face, str]]:
    """The line in runs of one face: a character that `face` lacks is taken from the regular face."""
    characters = metrics(face).characters
    if characters.issuperset(line):
        yield face, line
        return
    start = 0
    inside = line[0] in characters
    for index, character in enumerate(line):
        if (character in characters) is not inside:
            yield face if inside else Face.REGULAR, line[start:index]
            start, inside = index, not inside
    yield face if inside else Face.REGULAR, line[start:]


def break_lines(text: Printable, style: Style, width: float) -> list[str]:
    """The text in lines no wider than `width`. Takes time in proportion to its length, words of any length included."""
    lines: list[str] = []
    space = width_of(" ", style.face, style.size)
    room = width + 0.01
    for paragraph in text.split("\n"):
        line: list[str] = []
        used = 0.0
        for word in paragraph.split(" "):
            if not word:
                continue
            glue = space if line else 0.0
            for piece in _pieces(word):
                wide = width_of(piece, style.face, style.size)
                if used + glue + wide <= room:
                    line.append(" " + piece if glue else piece)
                    used += glue + wide
                else:
                    if line:
                        lines.append("".join(line))
                    *whole, last = _chopped(piece, style, room) if wide > room else [piece]
                    lines.extend(whole)
                    line = [last]
                    used = wide if not whole else width_of(last, style.face, style.size)
                glue = 0.0
        lines.append("".join(line))
    return lines


def _pieces(word: str) -> list[str]:
    """The parts of a word between which a line may end."""
    if BREAK in word:
        return [piece for piece in word.split(BREAK) if piece]
    if "-" in word or "/" in word:
        return _AFTER_HYPHEN.split(word)
    return [word]


def _chopped(word: str, style: Style, room: float) -> list[str]:
    """A word that is wider than a line, in pieces that are not: after punctuation where that wastes little."""
    widths = metrics(style.face).widths
    regular = metrics(Face.REGULAR).widths
    ends = list(accumulate(style.size * (widths.get(c) or regular.get(c, 0.0)) for c in word))
    openings = [found.end() for found in _BREAKABLE.finditer(word)]
    pieces = []
    start = 0
    while start < len(word):
        before = ends[start - 1] if start else 0.0
        end = max(bisect_right(ends, before + room, lo=start), start + 1)
        if end < len(word):
            last = bisect_right(openings, end)
            if last and openings[last - 1] - start > (end - start) // 2:
                end = openings[last - 1]
        pieces.append(word[start:end])
        start = end
    return pieces


def shortened(text: Printable, style: Style, width: float) -> Printable:
    """The text on one line, cut with an ellipsis where it is wider than `width`."""
    if len(text) < 2000 and width_of(text, style.face, style.size) <= width:
        return text
    room = width - width_of("…", style.face, style.size)
    kept = 0
    for kept, character in enumerate(text):  # noqa: B007 - where it stops is what counts
        room -= width_of(character, style.face, style.size)
        if room < 0:
            break
    return Printable(text[:kept].rstrip() + "…")
