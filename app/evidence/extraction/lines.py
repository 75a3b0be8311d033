"""The blocks of a text that has nothing but its lines: headings, items, table rows, paragraphs.

Plain text files and PDFs both come here. Lines may be whole paragraphs or hard-wrapped; which of the two is
found out from the lines themselves.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from app.assessment.passages import Block, BlockKind

_ROMAN: Final = r"(?:x{0,2}(?:ix|iv|v?i{1,3}|v)|x{1,3})"
_MARK: Final = re.compile(
    rf"""(?:(?P<bullet>[•◦▪▫●○■□‣⁃∙·*–—\-➢❖✓✔☐☑☒])(?=\s)
       |(?P<ticked>\[[ xX✓✔]\])(?=\s)
       |(?P<o>o)\ (?=\S)
       |\(?(?P<roman>{_ROMAN})[.)](?=\s|\)|[A-Z(])
       |\((?P<number>\d{{1,3}})\)
       |(?P<counted>\d{{1,2}})[.)](?=\s)
       |\(?(?P<letter>[a-z]{{1,2}})\)
       |(?P<dotted>[a-zA-Z])\.(?=\s)
       |\(?(?P<capital>[A-Z])\)
       )""",
    re.VERBOSE,
)
_MAY_MARK: Final = frozenset(
    "•◦▪▫●○■□‣⁃∙·*–—-➢❖✓✔☐☑☒[(0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_PART: Final = re.compile(
    r"(?:article|section|exhibit|schedule|appendix|annex|attachment|part|chapter|addendum)\s+[“\"'‘(]?(?:[A-Z]{1,2}|[0-9]{1,3}|[IVX]+)\b",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\)?\s+(?=[A-Z“\"'(])")
_ROMAN_HEAD: Final = re.compile(r"(?:[IVX]{1,5}|[A-Z])[.)]\s+(?=[A-Z])")
_STREET: Final = re.compile(
    r"(?:[\w.'’-]+ ){1,4}(?:street|st|road|rd|lane|ln|avenue|ave|boulevard|blvd|drive|dr|way|court|ct|place|pl|square|sq|row|"
    r"terrace|close|crescent|circle|cir|parkway|pkwy|highway|hwy|plaza|trail|wharf|quay|mews)\.?"
    r"(?:\s+(?:[NS][EW]?|[EW]|north|south|east|west))?(?:$|,|\s+(?:suite|ste|floor|fl|unit|apt|room|building|bldg)\b|\s*#)",
    re.IGNORECASE,
)
"""What follows the number of a house."""
_LABELLED: Final = re.compile(r"[A-Z“\"][^.:;?!|]{1,60}:\s+\S")
_COLUMNS: Final = re.compile(r"\S(?: {3,}|\t+ *)(?=\S)")
_SMALL: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "of",
        "on",
        "or",
        "our",
        "the",
        "to",
        "we",
        "with",
        "your",
        "you",
        "do",
        "not",
        "are",
        "how",
        "vs",
        "that",
        "it",
        "its",
        "my",
        "be",
    ]
)
_ENDED: Final = frozenset(".;:!?")
_CLOSING: Final = "”\"’')]»"
_LONGEST_HEADING: Final = 100
_WIDEST_WRAPPED: Final = 135
"""Characters: a text whose long lines are wider than this has whole paragraphs as lines."""
_FULL: Final = 0.86
"""A wrapped line is full when the next word would have brought it past this share of the width."""

_MOST_SECTIONS: Final = 25
"""A bare number above this begins an address or a count, not a section."""

Line = tuple[int, int, str, int]
"""Start and end in the text of what is not blank, that text, and its indent."""


def lines_of(text: str) -> list[Line | None]:
    """Every line of the text; None for a blank one."""
    found: list[Line | None] = []
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            indent = 0 if raw[0] == stripped[0] else len(raw) - len(raw.lstrip())
            start = at + indent
            found.append((start, start + len(stripped), stripped, indent))
        else:
            found.append(None)
        at += len(raw) + 1
    return found


def blocks_of(
    text: str,
    *,
    wrapped: bool | None = None,
    notes: Collection[int] = (),
    headings: Mapping[int, int] | None = None,
) -> tuple[Block, ...]:
    """The blocks of a text, in its order; blank lines belong to none.

    Args:
        text: lines ended by newlines.
        wrapped: whether its lines are hard-wrapped; None to find out.
        notes: offsets of lines known to be running heads, feet or page numbers.
        headings: offset to level of lines known to be headings, from their type.
    """
    return _Reading(_with_marks(lines_of(text)), wrapped, notes, headings or {}).blocks()


_LONE_MARKS: Final = frozenset("•◦▪▫●○■□‣⁃∙·➢❖✓✔☐☑☒")
"""Marks of items that some programs set as a line of their own, a little above or below its words."""


def _with_marks(lines: list[Line | None]) -> list[Line | None]:
    """The same lines, a mark that stands alone joined to the words below it."""
    joined: list[Line | None] = []
    for line in lines:
        mark = joined[-1] if joined else None
        if line is not None and mark is not None and mark[2] in _LONE_MARKS and line[2] not in _LONE_MARKS:
            joined[-1] = (mark[0], line[1], f"{mark[2]} {line[2]}", mark[3])
        else:
            joined.append(line)
    return joined


class _Reading:
    """One pass over the lines; what it has open is the block that the next line may go on with."""

    def __init__(
        self,
        lines: list[Line | None],
        wrapped: bool | None,
        notes: Collection[int],
        headings: Mapping[int, int],
    ) -> None:
        self._lines = lines
        self._notes = notes
        self._headings = headings
        self._width = _width(lines)
        self._wrapped = _looks_wrapped(lines, self._width) if wrapped is None else wrapped
        self._found: list[Block] = []
        self._kind: BlockKind | None = None
        self._start = self._end = self._level = 0
        self._last = ""
        self._lists: list[tuple[str, int]] = []

    def blocks(self) -> tuple[Block, ...]:
        gap = True
        notes, known = self._notes, self._headings
        for index, line in enumerate(self._lines):
            if line is None:
                gap = True
                continue
            start, end, text, _ = line
            if start in notes:
                self._open(BlockKind.NOTE, line)
                gap = True
                continue
            if start in known:
                self._heading(line, known[start], gap)
            elif not gap and self._surely_goes_on(text):
                self._end, self._last = end, text
            else:
                self._place(index, line, gap)
            gap = False
        self._close()
        return tuple(self._found)

    def _surely_goes_on(self, text: str) -> bool:
        """The quick way for most lines of a wrapped paragraph: a small letter that begins no list mark."""
        return (
            self._wrapped
            and (self._kind is BlockKind.PARAGRAPH or self._kind is BlockKind.ITEM)
            and text[0].islower()
            and text[1:2].isalpha()
            and text[2:3] not in {".", ")"}
            and "|" not in text
        )

    def _place(self, index: int, line: Line, gap: bool) -> None:
        _, end, text, indent = line
        if _is_row(text, self._beside(index)):
            self._open(BlockKind.ROW, line)
            return
        mark = _MARK.match(text) if text[0] in _MAY_MARK else None
        if mark is not None and not gap and self._is_middle(text, mark):
            mark = None
        level = self._heading_level(index, line, gap, mark)
        if level:
            self._heading(line, level, gap=True)
        elif mark is not None and (mark.end() < len(text) or self._after(index) is not None):
            self._open(BlockKind.ITEM, line, self._list_level(_class(mark), indent))
        elif self._goes_on(text, gap):
            self._end, self._last = end, text
        else:
            self._open(BlockKind.PARAGRAPH, line)
            if gap and not indent and len(text) > _LONGEST_HEADING:
                self._lists.clear()

    def _heading(self, line: Line, level: int, gap: bool) -> None:
        """A heading of its own, or the second line of a heading that was broken in two."""
        _, end, text, _ = line
        if not gap and self._kind is BlockKind.HEADING and self._level == level and text[0].islower():
            self._end, self._last = end, text
            return
        self._lists.clear()
        self._open(BlockKind.HEADING, line, level)

    def _open(self, kind: BlockKind, line: Line, level: int = 0) -> None:
        self._close()
        self._kind, self._level, self._last = kind, level, line[2]
        self._start, self._end = line[0], line[1]

    def _close(self) -> None:
        if self._kind is not None:
            self._found.append(Block(self._kind, self._start, self._end, self._level))
            self._kind = None

    def _goes_on(self, text: str, gap: bool) -> bool:
        if gap or (self._kind is not BlockKind.PARAGRAPH and self._kind is not BlockKind.ITEM):
            return False
        last = self._last
        if last[-1] == "-" and last[-2:-1].isalpha() and text[0].islower():
            return True
        ended = _ended(last)
        if not self._wrapped:
            return text[0].islower() and not ended and len(last) >= 30
        if text[0].islower():
            return True
        if ended and _LABELLED.match(text):
            return False
        return self._is_full(last, text)

    def _is_full(self, last: str, text: str) -> bool:
        return len(last) + 1 + len(text.split(None, 1)[0]) >= self._width * _FULL

    def _is_middle(self, text: str, mark: re.Match[str]) -> bool:
        r"""Whether what looks like a list mark is the middle of a wrapped sentence: `… section\\n12. The`."""
        if not self._wrapped or (self._kind is not BlockKind.PARAGRAPH and self._kind is not BlockKind.ITEM):
            return False
        if mark.lastgroup in {"bullet", "ticked"} and mark["bullet"] not in {"-", "–", "—", "*"}:
            return False
        last = self._last
        return not _ended(last) and not last.endswith((",", " and", " or")) and self._is_full(last, text)

    def _heading_level(self, index: int, line: Line, gap: bool, mark: re.Match[str] | None) -> int:
        """Level of the heading that the line is, 0 when it is none."""
        _, _, text, _ = line
        following = self._after(index)
        if following is None or not self._may_be_heading(index, text, gap, following):
            return 0
        part = _PART.match(text)
        if part is not None and text[-1] not in ";," and _is_name(text[part.end() :]):
            return 1
        numbered = _NUMBERED.match(text)
        if numbered is not None:
            return self._numbered_level(index, text, numbered, following)
        if mark is not None and mark.lastgroup not in {"dotted", "capital"}:
            return 0
        if _is_capitals(text):
            return 2
        if _ROMAN_HEAD.match(text) is not None:
            return 2 if len(text) <= 70 and _is_title(text) and not _MARK.match(following) else 0
        if _LABELLED.match(text) is not None or (_is_row(following, (None, None)) and "|" in text):
            return 0
        return self._plain_level(index, text, gap, following)

    def _may_be_heading(self, index: int, text: str, gap: bool, following: str) -> bool:
        if len(text) > _LONGEST_HEADING or not (
            text[0].isupper() or text[0].isdigit() or text[0] in "“\"'‘¿#"
        ):
            return False
        if text[-1] in ".;,|" and not _PART.match(text):
            return False
        if not self._wrapped:
            return True
        # In wrapped text a heading neither goes on with the line above nor is gone on with below.
        below = self._lines[index + 1] if index + 1 < len(self._lines) else None
        return not (not gap and self._runs_on(text)) and not (below is not None and following[0].islower())

    def _numbered_level(self, index: int, text: str, numbered: re.Match[str], following: str) -> int:
        name = text[numbered.end() :]
        number = numbered["number"]
        if ": " in name or len(name) > 80:
            return 0
        deep = number.count(".")
        if deep:
            return min(deep + 2, 6)
        if text[len(number)] not in ".)" and (int(number) > _MOST_SECTIONS or _STREET.match(name)):
            return 0
        again = _NUMBERED.match(following)
        if again is not None and not again["number"].startswith(f"{number}."):
            return 0
        before = self._before(index)
        if before is not None and _NUMBERED.match(before) and not _ended(before) and len(before) < 60:
            return 0
        return 2 if _is_title(name) or len(name) <= 50 else 0

    def _plain_level(self, index: int, text: str, gap: bool, following: str) -> int:
        """Of a line with no number and no capitals: is it short, and does something longer stand below it?"""
        gap_after = index + 1 < len(self._lines) and self._lines[index + 1] is None
        open_above = not gap and not _ended(self._last)
        if open_above and self._kind is BlockKind.PARAGRAPH and (self._wrapped or not gap_after):
            return 0
        if open_above and self._kind is BlockKind.HEADING and self._wrapped:
            return 0
        listed = bool(_MARK.match(following)) and following[0] in _MAY_MARK
        if text[-1] == ":":
            return 0 if listed or len(text) > 60 or not _is_title(text[:-1]) else 4
        words = text.split()
        if len(words) > 14 or "@" in text or "://" in text or (text[-1].isdigit() and len(words) > 8):
            return 0
        if text[-1] == "?":
            return 3
        longer = len(following) > len(text) and (len(following) >= 50 or _ended(following))
        if _is_title(text) and len(words) <= 12:
            return 3 if longer or listed or (gap and gap_after) else 0
        alone = (gap and gap_after) or (not self._wrapped and (gap or _ended(self._last)))
        return 3 if alone and (longer or listed) and len(words) <= 10 and not text[-1].isdigit() else 0

    def _runs_on(self, text: str) -> bool:
        return (
            self._kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}
            and not _ended(self._last)
            and self._is_full(self._last, text)
        )

    def _list_level(self, kind: str, indent: int) -> int:
        lists = self._lists
        while lists and lists[-1][1] > indent:
            lists.pop()
        for place, (known, at) in enumerate(lists):
            if known == kind and at == indent:
                del lists[place + 1 :]
                return place
        lists.append((kind, indent))
        return len(lists) - 1

    def _after(self, index: int) -> str | None:
        """The next line that says something, running heads passed over."""
        for line in self._lines[index + 1 : index + 6]:
            if line is not None and line[0] not in self._notes:
                return line[2]
        return None

    def _before(self, index: int) -> str | None:
        for line in reversed(self._lines[max(index - 3, 0) : index]):
            if line is not None:
                return line[2]
        return None

    def _beside(self, index: int) -> tuple[str | None, str | None]:
        lines = self._lines
        before = lines[index - 1] if index else None
        after = lines[index + 1] if index + 1 < len(lines) else None
        return (before[2] if before else None, after[2] if after else None)


def _is_row(text: str, beside: Sequence[str | None]) -> bool:
    """Whether the line is a table's row: cells between bars or tabs, or columns like those of its neighbors."""
    if "|" in text and (" | " in text or text[-1] == "|" or text[0] == "|"):
        return True
    if "\t" not in text and "   " not in text:
        return False
    mark = _MARK.match(text)
    body = text[mark.end() :].lstrip() if mark is not None else text
    columns = len(_COLUMNS.findall(body))
    if columns >= 2:
        return True
    return columns == 1 and any(
        other is not None and _COLUMNS.search(other) is not None and _MARK.match(other) is None
        for other in beside
    )


def _class(mark: re.Match[str]) -> str:
    """Which sort of mark it is: items with the same sort are of one list."""
    found = mark.lastgroup or ""
    return f"bullet {mark['bullet']}" if found == "bullet" else found


def _ended(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _ENDED


def _is_capitals(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return (
        letters >= 4 and text == text.upper() and text != text.lower() and "@" not in text and "_" not in text
    )


def _is_title(text: str) -> bool:
    """Whether most words that carry the meaning begin with a capital."""
    words = [word.lstrip("“\"'‘(&-–—/") for word in text.split()]
    carrying = [word for word in words if word and word[0].isalpha() and word.lower() not in _SMALL]
    if not carrying:
        return False
    return carrying[0][0].isupper() and sum(word[0].isupper() for word in carrying) >= 0.6 * len(carrying)


def _is_name(rest: str) -> bool:
    """Whether what follows `ARTICLE IV` is a name, not the rest of a sentence."""
    rest = rest.strip(" .:–—-”\"'’)|")
    return not rest or (rest[0].isupper() and (_is_title(rest) or rest == rest.upper()) and ". " not in rest)


def _width(lines: Sequence[Line | None]) -> int:
    """How wide the text is set: the length that one line in ten reaches."""
    lengths = sorted(line[3] + len(line[2]) for line in lines if line is not None and " | " not in line[2])
    return lengths[int(len(lengths) * 0.9)] if lengths else 80


def _looks_wrapped(lines: Sequence[Line | None], width: int) -> bool:
    if width > _WIDEST_WRAPPED:
        return False
    pairs = broken = 0
    for first, second in itertools.pairwise(lines):
        if first is None or second is None:
            continue
        pairs += 1
        broken += second[2][0].islower() and not _ended(first[2]) and len(first[2]) > width * 0.6
    return broken >= 2 and broken >= 0.15 * pairs
