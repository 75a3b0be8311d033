"""The lines of a page as PDFium gives its characters, parted where they stand apart like cells."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.evidence.extraction import engine
from app.evidence.extraction.limits import Limits
from app.evidence.extraction.pdf.form_fields import FormFields
from app.evidence.extraction.pdf.hyphenation import HYPHEN
from app.evidence.extraction.pdf.layout import WIDE, Line, Page, Run
from app.evidence.extraction.pdf.paragraphs import mark_gaps
from app.evidence.extraction.pdf.rows import lines_of_rows
from app.evidence.extraction.refusal import UnreadableError

_WIDE_SPACE: Final = 2.0
"""Type sizes of a gap that parts two cells where it is also a space of the text: justified lines are stretched."""
_WIDE_FIELD: Final = 0.6
"""The same on a line with a form's field."""
_NEXT_LINE: Final = 2.4
"""Heights of a line within which the next one stands."""
_SIGNS: Final = {
    **dict.fromkeys(map(ord, "\uf0fe\uf0fd\uf052\uf053\uf054\uf078"), "☒"),
    **dict.fromkeys(map(ord, "\uf0a8\uf06f\uf071\uf0a3"), "☐"),
    **dict.fromkeys(map(ord, "\uf0fc\uf050"), "✓"),
    **dict.fromkeys(map(ord, "\uf0b7\uf06c\uf09f"), "•"),
    **dict.fromkeys(map(ord, "\uf0a7\uf06e"), "▪"),
    **dict.fromkeys(map(ord, "\uf0d8\uf076"), "➢"),
}
"""The private characters of symbol fonts that mark lists and boxes, as what they look like."""
_SPACES: Final = re.compile(r"\s+")
_SYMBOLS: Final = re.compile("[\uf020-\uf0ff]")
_BOLD: Final = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)


@dataclass(slots=True)
class _Gaps:
    """A line with wide gaps: how high it is, and where text begins again behind each of them."""

    bottom: float
    top: float
    lefts: list[float]

    def add(self, bottom: float, top: float, left: float) -> None:
        self.bottom, self.top = min(self.bottom, bottom), max(self.top, top)
        self.lefts.append(left)


class PageReader:
    """Reads page after page."""

    def __init__(self, document: Any, form: Any, limits: Limits) -> None:
        """`form` is what PDFium knows of the document's form; None where it has none."""
        self._document = document
        self._form = form
        self._form_fields = FormFields(form, limits.page_characters)
        self._limits = limits
        self._characters = 0
        self._box = engine.Box()
        self._box_at = ctypes.byref(self._box)
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._edges_at = tuple(ctypes.byref(edge) for edge in self._edges)
        self._buffer = ctypes.create_string_buffer(1 << 16)

    def read(self, number: int) -> Page:
        """The page of this number, from 0.

        Raises:
            UnreadableError: the document has more text than is read of one.
        """
        page = engine.LoadPage(self._document, number)
        if not page:
            return Page([], 0.0, failed=True)
        height: float = engine.GetPageHeight(page)
        words = engine.LoadText(page)
        if self._form is not None and engine.GetAnnotCount(page) > 0:
            # Without this its boxes do not know whether they are ticked.
            engine.OnAfterLoadPage(page, self._form)
        fields = self._form_fields.read(page) if engine.GetAnnotCount(page) > 0 else []
        count: int = engine.CountChars(words) if words else 0
        most = self._limits.page_characters
        lines = self._lines(words, min(count, most), fields)
        if words:
            engine.CloseText(words)
        engine.ClosePage(page)
        return Page(lines, height, cut=count > most)

    # -- the lines of one page

    def _lines(self, words: Any, count: int, fields: list[Run]) -> list[Line]:
        text = self._text(words, count) if count > 0 else ""
        self._characters += len(text)
        if self._characters + self._form_fields.characters > self._limits.characters:
            raise UnreadableError("long", self._limits.characters)
        found: list[tuple[int, str]] = []
        at = 0
        for raw in text.split("\r\n"):
            if raw.strip():
                found.append((at, raw))
            at += len(raw) + 2
        direct = len(text) == count
        if HYPHEN in text:
            found = [part for at, raw in found for part in self._parted(words, at, raw, direct=direct)]
        gaps = self._gaps(words, len(found)) if found else []
        if not gaps and not fields:
            return self._plain(words, found, direct)
        return self._rows(words, found, direct, gaps, fields)

    def _parted(self, words: Any, at: int, raw: str, *, direct: bool) -> Iterator[tuple[int, str]]:
        """A line in two where a word broken at the foot of the text was joined to the page's foot below it."""
        begin = 0
        for number, character in enumerate(raw[:-1]):
            if character != HYPHEN or number == 0:
                continue
            _, bottom, _, top = self._box_of(words, at + number - 1, direct=direct)
            _, next_bottom, _, _ = self._box_of(words, at + number + 1, direct=direct)
            if abs(bottom - next_bottom) > _NEXT_LINE * (top - bottom) > 0:
                yield at + begin, f"{raw[begin:number]}-"
                begin = number + 1
        yield at + begin, raw[begin:]

    def _text(self, words: Any, count: int) -> str:
        size = 4 * (count + 1)
        if size > len(self._buffer):
            self._buffer = ctypes.create_string_buffer(size)
        units: int = engine.GetText(words, 0, count, self._buffer)
        text = ctypes.string_at(self._buffer, max(units - 1, 0) * 2).decode("utf-16-le", "replace")
        if "\x02" in text:
            text = text.replace("\x02", HYPHEN)
        if not text.isascii() and _SYMBOLS.search(text):
            text = text.translate(_SIGNS)
        return text

    def _box_of(self, words: Any, index: int, *, direct: bool) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a character's box, which is as high as its type."""
        if not direct:
            index = engine.GetCharIndex(words, index)
        box = self._box
        if index < 0 or not engine.GetLooseCharBox(words, index, self._box_at):
            return (0.0, 0.0, 0.0, 0.0)
        return (box.left, box.bottom, box.right, box.top)

    def _plain(self, words: Any, found: list[tuple[int, str]], direct: bool) -> list[Line]:
        """A page without rows and fields: where each line begins is all that needs to be known."""
        lines = []
        box, box_at = self._box, self._box_at
        across_at, level_at, level = *self._edges_at[:2], self._edges[1]
        for at, raw in found:
            # A character of the middle: the first may be a list's mark, the last a footnote's.
            middle = len(raw) // 2
            while raw[middle].isspace():
                middle -= 1
            index = at + middle if direct else engine.GetCharIndex(words, at + middle)
            bottom = top = 0.0
            if index >= 0 and engine.GetLooseCharBox(words, index, box_at):
                bottom, top = box.bottom, box.top
            # Where the letters stand: boxes of other fonts reach lower on the same line.
            base = level.value if engine.GetCharOrigin(words, index, across_at, level_at) else bottom
            text = raw.strip()
            line = Line(text, base, base + top - bottom)
            if len(text) < 90 and text[-1] not in ".,;" and text[0].isupper():
                line.bold = self._is_bold(words, index)
            lines.append(line)
        mark_gaps(lines)
        return lines

    def _is_bold(self, words: Any, index: int) -> bool:
        size: int = engine.GetFontInfo(words, index, self._buffer, 256, None) if index >= 0 else 0
        return 1 < size <= 256 and _BOLD.search(self._buffer.raw[: size - 1]) is not None

    def _gaps(self, words: Any, lines: int) -> list[_Gaps]:
        """The lines in which runs of text stand apart like cells."""
        count: int = engine.CountRects(words, 0, -1)
        if count <= lines:
            return []
        found: list[_Gaps] = []
        left_at, top_at, right_at, bottom_at = self._edges_at
        left_of, top_of, right_of, bottom_of = self._edges
        last_right = last_top = last_bottom = 0.0
        rect_of = engine.GetRect
        for index in range(count):
            rect_of(words, index, left_at, top_at, right_at, bottom_at)
            left, top, bottom = left_of.value, top_of.value, bottom_of.value
            if left > last_right and top > last_bottom and bottom < last_top:
                height = max(top - bottom, last_top - last_bottom)
                if left - last_right > 0.8 * height:
                    low, high = min(bottom, last_bottom), max(top, last_top)
                    if found and found[-1].bottom < high and low < found[-1].top:
                        found[-1].add(low, high, left)
                    else:
                        found.append(_Gaps(low, high, [left]))
            last_right, last_top, last_bottom = right_of.value, top, bottom
        return found

    # -- rows and fields

    def _rows(
        self,
        words: Any,
        found: list[tuple[int, str]],
        direct: bool,
        gaps: list[_Gaps],
        fields: list[Run],
    ) -> list[Line]:
        lines: list[list[Run]] = []
        for at, raw in found:
            text = raw.strip()
            begin = at + len(raw) - len(raw.lstrip())
            left, bottom, _, top = self._box_of(words, begin, direct=direct)
            middle = (bottom + top) / 2
            near = any(
                run.bottom <= middle <= run.top or bottom <= (run.bottom + run.top) / 2 <= top
                for run in fields
            )
            lefts = None if near else [x for gap in gaps if gap.bottom < middle < gap.top for x in gap.lefts]
            if lefts is None or lefts:
                lines.append(self._split(words, begin, text, direct=direct, left=left, lefts=lefts))
            else:
                lines.append([self._run(words, begin, text, direct, left)])
        return lines_of_rows(lines, fields)

    def _split(
        self, words: Any, at: int, text: str, *, direct: bool, left: float, lefts: list[float] | None
    ) -> list[Run]:
        """The runs of a line, parted where the gap is wide.

        `lefts` is where text begins behind the gaps that are known; None to look at every space, as beside a field.
        """
        runs: list[Run] = []
        begin = 0
        # On one line text goes to the right: behind the last gap that is known there is no other.
        last = max(lefts, default=0.0) + 3 if lefts is not None else 0.0
        for match in _SPACES.finditer(text):
            end, behind = match.span()
            after = self._box_of(words, at + behind, direct=direct)
            if lefts is not None:
                if after[0] >= last:
                    break
                for x in lefts:
                    if -3 < after[0] - x < 3:
                        break
                else:
                    continue
            before = self._box_of(words, at + end - 1, direct=direct)
            size = max(before[3] - before[1], after[3] - after[1], 1.0) / 1.15
            wide = _WIDE_FIELD if lefts is None else self._wide(words, at + end, behind - end, direct=direct)
            if after[0] - before[2] > size * wide:
                runs.append(self._run(words, at + begin, text[begin:end], direct, left, right=before[2]))
                begin, left = behind, after[0]
        runs.append(self._run(words, at + begin, text[begin:], direct, left))
        return runs

    def _wide(self, words: Any, at: int, length: int, *, direct: bool) -> float:
        """How many type sizes a gap must have here to part two runs."""
        index = at if direct else engine.GetCharIndex(words, at)
        made = length > 1 or engine.IsGenerated(words, index) == 1
        return WIDE if made else _WIDE_SPACE

    def _run(
        self, words: Any, at: int, text: str, direct: bool, left: float, *, right: float | None = None
    ) -> Run:
        """A run of text with its place; as high as a character of its middle, as its first may be a list's mark."""
        middle = len(text) // 2
        while text[middle].isspace():
            middle -= 1
        _, bottom, end, top = self._box_of(words, at + middle, direct=direct)
        if right is None:
            right = (
                self._box_of(words, at + len(text) - 1, direct=direct)[2] if len(text) > middle + 1 else end
            )
        return Run(text, left, right, bottom, top)
