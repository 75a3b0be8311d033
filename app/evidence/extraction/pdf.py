"""PDF to text: PDFium's words in the document's own order, with rows, form fields and running heads made out.

Runs in the child process only: PDFium is C code, and a hostile file may end the process.
"""

from __future__ import annotations

import ctypes
import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from app.assessment.passages import Block
from app.evidence.extraction import engine
from app.evidence.extraction.decoding import tidy
from app.evidence.extraction.limits import Limits
from app.evidence.extraction.lines import blocks_of
from app.evidence.extraction.refusal import UnreadableError

_WIDE: Final = 1.0
"""Between two runs of text on one line: a gap of so many type sizes parts two cells of a table."""
_WIDE_SPACE: Final = 2.0
"""The same where the gap is also a space of the text: justified lines are stretched."""
_WIDE_FIELD: Final = 0.6
"""The same on a line with a form's field."""
_FIELD_HEIGHT: Final = 11.0
"""Points: how high a line counts that holds nothing but a form's field."""
_LARGER: Final = 1.15
"""Type so many times as large as most of the document's is a heading's."""
_NEW_PARAGRAPH: Final = 1.3
"""A distance of so many usual distances between lines begins a new paragraph."""
_MARGIN: Final = 0.11
"""Share of a page's height at its top and bottom where running heads, feet and page numbers stand."""
_TICKED, _UNTICKED = "[x]", "[ ]"
_NEXT_LINE: Final = 2.4
"""Heights of a line within which the next one stands."""
_HYPHEN: Final = "\ufffe"
"""What PDFium gives for a hyphen at which a word was broken, in the place of hyphen and line's end."""
_BROKEN: Final = re.compile(f"(?<!\\w)(\\w+){_HYPHEN}(\\w*)")
_KEEP_HYPHEN: Final = frozenset(
    [
        "all",
        "anti",
        "co",
        "cross",
        "e",
        "ever",
        "first",
        "full",
        "high",
        "in",
        "ill",
        "key",
        "long",
        "low",
        "mid",
        "multi",
        "non",
        "off",
        "on",
        "one",
        "opt",
        "out",
        "over",
        "part",
        "post",
        "pre",
        "read",
        "real",
        "role",
        "self",
        "semi",
        "short",
        "single",
        "so",
        "state",
        "third",
        "time",
        "to",
        "top",
        "two",
        "un",
        "up",
        "user",
        "well",
        "zero",
    ]
)
"""What a hyphen stays after, where the document writes neither form elsewhere."""
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
_NUMBER_ONLY: Final = re.compile(
    r"(?:page\s*|p\.\s*)?[-–—|\s]*(?:\d{1,4}|[ivxl]{1,6})[-–—|\s]*(?:(?:of|/)\s*\d{1,4})?\s*[-–—|]*",
    re.IGNORECASE,
)
_LONGEST_NUMBER: Final = 80
"""Characters: what is longer is no page number, and its pattern takes long over it."""
_LIST_MARK: Final = re.compile(
    r"[•◦▪▫●○■□‣⁃∙·*–—➢❖✓✔☐☑☒o-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|\d{1,2}(?:\.\d{1,2})+\.?"
)
_NO_TITLE: Final = re.compile(
    r"\(?(?:untitled|anonymous|unspecified|document\d*|print|slide \d)\)?", re.IGNORECASE
)
_WRITTEN_BY: Final = re.compile(
    r"^Microsoft (?:Word|PowerPoint) - |\.(?:docx?|pdf|pptx?|indd|rtf)$", re.IGNORECASE
)
_UNFINISHED: Final = re.compile(r"(?:[,(/&–-]|\b(?:and|or|of|the|for|to|with|by|in|a|an))$")
_DIGITS: Final = re.compile(r"\d+")
_BOLD: Final = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_PER_TELLING: Final = 8
"""Pages between two words about the progress."""


@dataclass(slots=True)
class _Run:
    """A run of text on one line, or a form's field."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    field: bool = False
    cell: bool = False
    """Whether it is known to begin a cell of its own."""


@dataclass(slots=True)
class _Gaps:
    """A line with wide gaps: how high it is, and where text begins again behind each of them."""

    bottom: float
    top: float
    lefts: list[float]

    def add(self, bottom: float, top: float, left: float) -> None:
        self.bottom, self.top = min(self.bottom, bottom), max(self.top, top)
        self.lefts.append(left)


@dataclass(slots=True)
class _Line:
    """A line as it will stand in the text."""

    text: str
    bottom: float
    top: float
    gap: bool = False
    """Whether it begins a new paragraph by its distance from the line above."""
    bold: bool = False
    size: float = field(init=False)
    """How high its type is, in tenths of a point."""

    def __post_init__(self) -> None:
        self.size = round(self.top - self.bottom, 1)


@dataclass(slots=True)
class PdfRead:
    """What was read out of a PDF."""

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[int, ...]
    title: str = ""
    notices: tuple[str, ...] = field(default=())


def read_pdf(content: bytes, limits: Limits, tell: Callable[[float], None]) -> PdfRead:
    """The text of a PDF with its blocks and the offsets of its pages.

    Raises:
        UnreadableError: it is damaged, locked, too long or has no text.
    """
    with _document(content) as (document, form):
        count: int = engine.GetPageCount(document)
        if count < 1:
            raise UnreadableError("damaged")
        if count > limits.pages:
            raise UnreadableError("pages", count)
        reader = _Reader(document, form, limits)
        for number in range(count):
            reader.read_page(number)
            if number % _PER_TELLING == 0:
                tell(0.05 + 0.85 * number / count)
        title = _title(document)
        signatures: int = max(engine.GetSignatureCount(document), 0)
    if not any(line.text.strip() for page in reader.pages for line in page):
        raise UnreadableError("scan", count)
    text, starts, notes, headings, notices = reader.composed()
    if signatures:
        notices.append(
            f"The PDF carries {_counted(signatures, 'digital signature')}, which {'were' if signatures > 1 else 'was'} not checked."
        )
    blocks = blocks_of(text, wrapped=True, notes=notes, headings=headings)
    return PdfRead(text, blocks, starts, title, tuple(notices))


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


@contextmanager
def _document(content: bytes) -> Iterator[tuple[Any, Any]]:
    # An empty list of font folders: PDFium would otherwise look through the fonts of the machine.
    folders = (ctypes.c_char_p * 1)(None)
    settings = engine.LibraryConfig(version=2, user_font_paths=ctypes.addressof(folders))
    engine.InitLibraryWithConfig(ctypes.byref(settings))
    document = engine.LoadMemDocument64(content, len(content), None)
    if not document:
        failure = engine.GetLastError()
        raise UnreadableError(
            "password" if failure in {engine.ERR_PASSWORD, engine.ERR_SECURITY} else "damaged"
        )
    form = None
    calls = engine.FormFillInfo(version=2)
    if engine.GetFormType(document) != engine.FORMTYPE_NONE:
        form = engine.InitFormFillEnvironment(document, ctypes.byref(calls))
    # Nothing is closed: the process ends with this document.
    yield document, form


def _title(document: Any) -> str:
    size: int = engine.GetMetaText(document, b"Title", None, 0)
    if not 2 < size < 2_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    engine.GetMetaText(document, b"Title", buffer, size)
    text, _ = tidy(buffer.raw[: size - 2].decode("utf-16-le", "replace"))
    text = _WRITTEN_BY.sub("", " ".join(text.split()))
    return "" if _NO_TITLE.fullmatch(text) else text


class _Reader:
    """Reads page after page; keeps their lines until it is known what repeats on them."""

    def __init__(self, document: Any, form: Any, limits: Limits) -> None:
        self._document = document
        self._form = form
        self._limits = limits
        self._characters = 0
        self._box = engine.Box()
        self._box_at = ctypes.byref(self._box)
        self._edges = tuple(ctypes.c_double() for _ in range(4))
        self._edges_at = tuple(ctypes.byref(edge) for edge in self._edges)
        self._buffer = ctypes.create_string_buffer(1 << 16)
        self._cut: list[int] = []
        self._failed: list[int] = []
        self.pages: list[list[_Line]] = []
        self._heights: list[float] = []

    def read_page(self, number: int) -> None:
        page = engine.LoadPage(self._document, number)
        if not page:
            self._failed.append(number + 1)
            self.pages.append([])
            self._heights.append(0.0)
            return
        self._heights.append(engine.GetPageHeight(page))
        words = engine.LoadText(page)
        if self._form is not None and engine.GetAnnotCount(page) > 0:
            # Without this its boxes do not know whether they are ticked.
            engine.OnAfterLoadPage(page, self._form)
        fields = self._fields(page) if engine.GetAnnotCount(page) > 0 else []
        self.pages.append(self._lines(words, fields, number))
        if words:
            engine.CloseText(words)
        engine.ClosePage(page)

    # -- the lines of one page

    def _lines(self, words: Any, fields: list[_Run], number: int) -> list[_Line]:
        count: int = engine.CountChars(words) if words else 0
        if count > self._limits.page_characters:
            count = self._limits.page_characters
            self._cut.append(number + 1)
        text = self._text(words, count) if count > 0 else ""
        self._characters += len(text)
        if self._characters > self._limits.characters:
            raise UnreadableError("long", self._limits.characters)
        found: list[tuple[int, str]] = []
        at = 0
        for raw in text.split("\r\n"):
            if raw.strip():
                found.append((at, raw))
            at += len(raw) + 2
        direct = len(text) == count
        if _HYPHEN in text:
            found = [part for at, raw in found for part in self._parted(words, at, raw, direct=direct)]
        gaps = self._gaps(words, len(found)) if found else []
        if not gaps and not fields:
            return self._plain(words, found, direct)
        return self._rows(words, found, direct, gaps, fields)

    def _parted(self, words: Any, at: int, raw: str, *, direct: bool) -> Iterator[tuple[int, str]]:
        """A line in two where a word broken at the foot of the text was joined to the page's foot below it."""
        begin = 0
        for number, character in enumerate(raw[:-1]):
            if character != _HYPHEN or number == 0:
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
            text = text.replace("\x02", _HYPHEN)
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

    def _plain(self, words: Any, found: list[tuple[int, str]], direct: bool) -> list[_Line]:
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
            line = _Line(text, base, base + top - bottom)
            if len(text) < 90 and text[-1] not in ".,;" and text[0].isupper():
                line.bold = self._is_bold(words, index)
            lines.append(line)
        _mark_gaps(lines)
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
        fields: list[_Run],
    ) -> list[_Line]:
        lines: list[list[_Run]] = []
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
        for run in fields:
            _place_field(lines, run)
        rows: list[_Line] = []
        columns: list[float] = []
        last: _Run | None = None
        for row in _folded(lines):
            text = _joined(row)
            if columns and _is_later_column(row[0].left, columns):
                if last is not None and len(row) == 1 and _is_under(last, row[0]):
                    rows[-1].text += f" {text}"
                    last = row[0]
                    continue
                text = f"| {text}"
            elif " | " in text:
                columns = [run.left for run in row]
            else:
                columns = []
            # The longest: a list's mark is often of another font.
            main = max(row, key=lambda run: (not run.field, len(run.text)))
            top = min(main.top, main.bottom + _FIELD_HEIGHT) if main.field else main.top
            rows.append(_Line(text, main.bottom, top))
            last = row[-1]
        _mark_gaps(rows)
        return rows

    def _split(
        self, words: Any, at: int, text: str, *, direct: bool, left: float, lefts: list[float] | None
    ) -> list[_Run]:
        """The runs of a line, parted where the gap is wide.

        `lefts` is where text begins behind the gaps that are known; None to look at every space, as beside a field.
        """
        runs: list[_Run] = []
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
        return _WIDE if made else _WIDE_SPACE

    def _run(
        self, words: Any, at: int, text: str, direct: bool, left: float, *, right: float | None = None
    ) -> _Run:
        """A run of text with its place; as high as a character of its middle, as its first may be a list's mark."""
        middle = len(text) // 2
        while text[middle].isspace():
            middle -= 1
        _, bottom, end, top = self._box_of(words, at + middle, direct=direct)
        if right is None:
            right = (
                self._box_of(words, at + len(text) - 1, direct=direct)[2] if len(text) > middle + 1 else end
            )
        return _Run(text, left, right, bottom, top)

    def _fields(self, page: Any) -> list[_Run]:
        """The page's form fields with what is in them, and text that was typed onto it."""
        runs = []
        for index in range(min(engine.GetAnnotCount(page), 5_000)):
            note = engine.GetAnnot(page, index)
            if not note:
                continue
            kind = engine.GetSubtype(note)
            text = ""
            if kind == engine.ANNOT_WIDGET and self._form is not None:
                text = self._field_text(note)
            elif kind == engine.ANNOT_FREETEXT:
                text = self._string(partial(engine.GetAnnotString, note, b"Contents"))
            if text and engine.GetAnnotRect(note, self._box_at):
                box = self._box
                runs.append(_Run(text, box.left, box.right, box.bottom, box.top, field=True))
            engine.CloseAnnot(note)
        return runs

    def _field_text(self, note: Any) -> str:
        if engine.GetAnnotFlags(note) & engine.ANNOT_FLAG_HIDDEN:
            return ""
        kind = engine.GetFieldType(self._form, note)
        if kind in {engine.FIELD_CHECKBOX, engine.FIELD_RADIOBUTTON}:
            return _TICKED if engine.IsChecked(self._form, note) else _UNTICKED
        if kind in {
            engine.FIELD_TEXTFIELD,
            engine.FIELD_COMBOBOX,
            engine.FIELD_LISTBOX,
        }:
            return self._string(partial(engine.GetFieldValue, self._form, note))
        return ""

    def _string(self, call: Callable[[Any, int], int]) -> str:
        size = call(None, 0)
        if not 2 < size <= 4 * self._limits.page_characters:
            return ""
        buffer = ctypes.create_string_buffer(size)
        call(buffer, size)
        text = " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())
        self._characters += len(text)
        return text

    # -- the whole

    def composed(self) -> tuple[str, tuple[int, ...], set[int], dict[int, int], list[str]]:
        """The text, where its pages begin, its running lines, its headings by type, and notices."""
        self._mend_words()
        repeated = self._repeated()
        levels = _Levels([line for page in self.pages for line in page])
        parts: list[str] = []
        starts: list[int] = []
        notes: set[int] = set()
        headings: dict[int, int] = {}
        at = 0
        for page, height in zip(self.pages, self._heights, strict=True):
            starts.append(at)
            low, high = height * _MARGIN, height * (1 - _MARGIN)
            running = [
                (line.bottom > high or line.top < low)
                and _is_running(line.text, repeated)
                and not _goes_on_below(line, below)
                for line, below in zip(page, [*page[1:], None], strict=False)
            ]
            known = levels.of([line for line, runs in zip(page, running, strict=True) if not runs])
            for line, runs in zip(page, running, strict=True):
                if line.gap and at:
                    parts.append("")
                    at += 1
                if runs:
                    notes.add(at)
                elif level := known.get(id(line)):
                    headings[at] = level
                parts.append(line.text)
                at += len(line.text) + 1
        parts.append("")
        text, odd = tidy("\n".join(parts))
        return text, tuple(starts), notes, headings, [*self._notices(), *odd]

    def _mend_words(self) -> None:
        """Join the words that were broken at a line's end as the rest of the document writes them."""
        broken = [line for page in self.pages for line in page if _HYPHEN in line.text]
        if not broken:
            return
        words = {
            word for page in self.pages for line in page for word in re.findall(r"[\w-]+", line.text.lower())
        }

        def whole(match: re.Match[str]) -> str:
            first, second = match[1], match[2]
            if not second or f"{first}-{second}".lower() in words:
                return f"{first}-{second}"
            if f"{first}{second}".lower() in words:
                return first + second
            kept = first.lower() in _KEEP_HYPHEN or not (first + second).isalpha() or not second.islower()
            return f"{first}-{second}" if kept else first + second

        for line in broken:
            line.text = _BROKEN.sub(whole, line.text).replace(_HYPHEN, "-")

    def _repeated(self) -> set[str]:
        """Lines in the margins that come again on most pages, their numbers left open."""
        pages = [page for page in self.pages if page]
        if len(pages) < 2:
            return set()
        seen: Counter[str] = Counter()
        for page, height in zip(self.pages, self._heights, strict=True):
            seen.update({_running(line.text) for line in page if _is_margin(line, height)})
        most = max(2, (len(pages) + 1) // 2)
        return {
            text
            for text, count in seen.items()
            if count >= (min(most, 3) if text[0] == "#" or text[-1] == "#" else most)
        }

    def _notices(self) -> list[str]:
        notices = []
        if self._failed:
            notices.append(f"{_pages_named(self._failed)} could not be read.")
        if self._cut:
            notices.append(
                f"{_pages_named(self._cut)}: only the first {self._limits.page_characters:,} characters were read."
            )
        empty = [
            number for number, page in enumerate(self.pages, 1) if not page and number not in self._failed
        ]
        if empty and len(empty) < len(self.pages):
            notices.append(
                f"{_pages_named(empty)} held no text: if it is a scan, read it with your own eyes."
            )
        return notices


def _pages_named(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Page {numbers[0]}"
    shown = ", ".join(map(str, numbers[:10]))
    return f"Pages {shown}{' and others' if len(numbers) > 10 else ''}"


def _is_margin(line: _Line, height: float) -> bool:
    return line.bottom > height * (1 - _MARGIN) or line.top < height * _MARGIN


def _is_running(text: str, repeated: set[str]) -> bool:
    return _running(text) in repeated or (
        len(text) <= _LONGEST_NUMBER and _NUMBER_ONLY.fullmatch(text) is not None
    )


def _goes_on_below(line: _Line, below: _Line | None) -> bool:
    """Whether the line is the first of a sentence: no running head then, however often it comes."""
    return below is not None and not below.gap and line.bottom > below.bottom and below.text[0].islower()


class _Levels:
    """Which lines are headings by their type: larger than most of the document, or bold where most is not."""

    def __init__(self, lines: list[_Line]) -> None:
        sizes: Counter[float] = Counter()
        bold = 0
        for line in lines:
            sizes[line.size] += len(line.text)
            bold += len(line.text) if line.bold else 0
        self._large = sizes.most_common(1)[0][0] * _LARGER if sizes else 0.0
        self._ranks = {
            size: min(rank, 3)
            for rank, size in enumerate(
                sorted((size for size in sizes if size > self._large), reverse=True), 1
            )
        }
        self._bolder = bold < 0.3 * sizes.total()

    def of(self, lines: list[_Line]) -> dict[int, int]:
        """Level of each line of a page that is a heading, by the identity of the line."""
        found: dict[int, int] = {}
        for at, run in self._runs(lines):
            # What is long is text in a larger type, what goes on below is a sentence.
            if len(run) > 3 or not self._level(run[0]) or sum(len(line.text) for line in run) > 200:
                continue
            levels = [self._level(line) for line in run]
            below = lines[at + len(run)] if at + len(run) < len(lines) else None
            goes_on = below is not None and not below.gap and below.text[0].islower()
            if all(levels) and not goes_on:
                found.update((id(line), level) for line, level in zip(run, levels, strict=True))
        return found

    @staticmethod
    def _runs(lines: list[_Line]) -> Iterator[tuple[int, list[_Line]]]:
        """Lines that follow each other in the same type, and where the first of them stands."""
        begin = 0
        for at in range(1, len(lines) + 1):
            if at < len(lines) and not lines[at].gap:
                above, line = lines[at - 1], lines[at]
                same = abs((line.top - line.bottom) - (above.top - above.bottom)) < 0.5
                if same and line.bold == above.bold:
                    continue
            if begin < at <= len(lines):
                yield begin, lines[begin:at]
                begin = at

    def _level(self, line: _Line) -> int:
        text, size = line.text, line.size
        if size <= self._large and not line.bold:
            return 0
        if len(text) > 140 or text[-1] in ".,;" or " | " in text or not any(map(str.isalpha, text)):
            return 0
        if size > self._large:
            return self._ranks.get(size, 3)
        return (
            4 if line.bold and self._bolder and text[-1] != ":" and len(text) < 90 and ": " not in text else 0
        )


def _running(text: str) -> str:
    return _DIGITS.sub("#", text).casefold()


def _mark_gaps(lines: list[_Line]) -> None:
    """Mark the lines that stand further from the line above than lines of the page usually do."""
    steps = sorted(
        above.bottom - line.bottom for above, line in itertools.pairwise(lines) if above.bottom > line.bottom
    )
    if not steps:
        return
    size = Counter(line.size for line in lines).most_common(1)[0][0]
    # Only those that are looked at are rounded: rounding keeps the order.
    usual = bisect_left(steps, 2.2 * size, key=_tenths) or len(steps)
    leading = min(_tenths(steps[usual // 4]), 1.9 * size) if size else _tenths(steps[0])
    height = lines[0].top - lines[0].bottom
    for above, line in itertools.pairwise(lines):
        step = above.bottom - line.bottom
        upper, height = height, line.top - line.bottom
        other = abs(height - upper) > 0.09 * max(height, upper)
        # Lines in a larger type stand further apart by themselves.
        wider = height / size if size and height > size and not other else 1.0
        line.gap = step > (1.1 if other else _NEW_PARAGRAPH) * wider * leading


def _tenths(points: float) -> float:
    return round(points, 1)


def _is_later_column(left: float, columns: list[float]) -> bool:
    """Whether a row that begins here leaves the first column of the row above it empty."""
    return left > columns[0] + 4 and any(abs(left - column) < 3 for column in columns[1:])


def _place_field(lines: list[list[_Run]], run: _Run) -> None:
    """Put a field into the line it stands in, by its place from left to right, or on a line of its own."""
    middle = (run.bottom + run.top) / 2
    for line in lines:
        first = line[0]
        if first.bottom - 2 <= middle <= first.top + 2 or (
            run.bottom <= (first.bottom + first.top) / 2 <= run.top
        ):
            place = next((index for index, other in enumerate(line) if other.left >= run.left), len(line))
            line.insert(place, run)
            return
    place = next(
        (index for index, line in enumerate(lines) if (line[0].bottom + line[0].top) / 2 < middle), len(lines)
    )
    lines.insert(place, [run])


def _folded(lines: list[list[_Run]]) -> list[list[_Run]]:
    """Lines with the cells of one row brought together: a cell that wraps becomes one run again."""
    rows: list[list[_Run]] = []
    for line in lines:
        first = line[0]
        row = rows[-1] if rows else None
        if row is not None and _is_next_cell(rows, first):
            row = _fold_first_cell(rows, first)
            first.cell = True
            row.extend(line)
        elif row is not None and len(row) > 1 and _goes_on(row[-1], line):
            last = row[-1]
            last.text += f" {first.text}"
            last.right, last.bottom = max(last.right, first.right), first.bottom
            for run in line[1:]:
                run.cell = True
            row.extend(line[1:])
        else:
            rows.append(list(line))
    return rows


def _goes_on(last: _Run, line: list[_Run]) -> bool:
    """Whether a line goes on with the last cell of the row above it."""
    return _is_under(last, line[0]) and (len(line) == 1 or line[0].text[0].islower())


def _is_next_cell(rows: list[list[_Run]], run: _Run) -> bool:
    """Whether the run stands to the right of the last one, not below it: it is of the same row."""
    last = rows[-1][-1]
    if run.left < last.right - 1:
        return False
    middle = (run.bottom + run.top) / 2
    return last.bottom <= middle <= (last.top if len(rows[-1]) > 1 else _block(rows)[1])


def _block(rows: list[list[_Run]]) -> tuple[int, float]:
    """Where the lines of a cell that wraps begin, going up from the last line, and how high they reach."""
    at = len(rows) - 1
    bottom = rows[at][0]
    while at and len(rows) - at < 8:
        upper = rows[at - 1]
        if len(upper) != 1 or not _is_under(upper[0], rows[at][0], close=True):
            break
        at -= 1
    return at, rows[at][0].top if len(rows[at]) == 1 else bottom.top


def _is_under(upper: _Run, lower: _Run, *, close: bool = False) -> bool:
    """Whether the lower run goes on with the upper one: same left edge, the next line, in the middle of a sentence.

    With `close` the place alone decides. In a table without space between its rows nothing else tells a cell that
    wraps from the next row, and two rows made one would say of the wrong element that it is ticked.
    """
    size = max(lower.top - lower.bottom, 1.0)
    step = upper.bottom - lower.bottom
    if abs(upper.left - lower.left) > 2 or not 0 < step <= 1.45 * size or upper.field or lower.field:
        return False
    return (
        close or lower.text[0].islower() or lower.text[0] == "(" or _UNFINISHED.search(upper.text) is not None
    )


def _fold_first_cell(rows: list[list[_Run]], run: _Run) -> list[_Run]:
    """Make one row of the lines of the first cell, beside which `run` stands."""
    if len(rows[-1]) > 1:
        return rows[-1]
    at, _ = _block(rows)
    middle = (run.bottom + run.top) / 2
    level = next(
        (index for index in range(at, len(rows)) if rows[index][0].bottom <= middle <= rows[index][0].top), at
    )
    below = len(rows) - 1 - level
    above = level - at
    # Beside its first line the cell begins there; else the run is set in the middle of the cell.
    begin = level if below > above + 1 else max(level - below - 1, at) if above else level
    cell = [row[0] for row in rows[begin:]]
    del rows[begin + 1 :]
    rows[begin] = [
        _Run(
            " ".join(part.text for part in cell),
            cell[0].left,
            max(part.right for part in cell),
            cell[-1].bottom,
            cell[0].top,
        )
    ]
    return rows[begin]


def _joined(row: list[_Run]) -> str:
    parts = [row[0].text]
    for left, right in itertools.pairwise(row):
        size = max(
            right.top - right.bottom if not right.field else 0.0,
            left.top - left.bottom if not left.field else 0.0,
        )
        size = (size or 11.0) / 1.15
        near = 4.0 if left.field and left.text in {_TICKED, _UNTICKED} else 2.5 if right.field else _WIDE
        if left.field and right.field:
            near = 0.0
        joined = right.left - left.right <= near * size and not right.cell
        if joined or _LIST_MARK.fullmatch(left.text) or (right.field and left.text[-1] == ":"):
            parts.append(f" {right.text}")
        else:
            parts.append(f" | {right.text}")
    return "".join(parts)
