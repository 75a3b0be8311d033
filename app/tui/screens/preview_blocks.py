"""A section of the profile as blocks of plain text, for a window of so many columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from rich.cells import cell_len
from textual.content import Content

from app.assessment.answer import State
from app.assessment.profile import (
    Bar,
    Block,
    Bullets,
    Chart,
    Facts,
    Heading,
    Mark,
    Paragraph,
    ProfileSection,
    Sentence,
    SignatureBlock,
    Statements,
    Strip,
    Table,
    Verdict,
)
from app.tui.signs import SIGNS, Sign
from app.tui.text import plain

LONGEST_SHOWN = 8_000
"""Characters of one text in the preview; the PDF prints all of it."""
LONGEST_PIECE = 900
"""Characters of one piece, so that the cursor can walk through a long paragraph."""

MARKS = {
    Mark.YES: SIGNS[State.YES],
    Mark.PART: SIGNS[State.PARTIAL],
    Mark.NO: SIGNS[State.NO],
    Mark.SILENT: SIGNS[State.NOT_ADDRESSED],
    Mark.NA: SIGNS[State.NA],
    Mark.OPEN: SIGNS[State.UNANSWERED],
    Mark.CONTRADICTED: Sign("!", "contradicted", "$text-error"),
}
_FILLS = {
    Mark.YES: "█",
    Mark.PART: "▓",
    Mark.NO: "▒",
    Mark.SILENT: "░",
    Mark.NA: "─",
    Mark.OPEN: "·",
    Mark.CONTRADICTED: "!",
}
_MUTED = "$text-muted"
_STYLES = {"lead": "bold", "small": _MUTED, "notice": "$text-warning"}
_BAR = 30
_NARROWEST = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """What the cursor of the preview can rest on."""

    content: Content
    question: str = ""
    """Id of the question behind it; empty for text that has none."""


def marks_of(section: ProfileSection) -> dict[Mark, int]:
    """How many statements of the section carry which mark, in the order of the marks."""
    found = Counter(
        sentence.mark
        for block in section.blocks
        if isinstance(block, Statements)
        for sentence in block.sentences
    )
    return {mark: found[mark] for mark in MARKS if mark in found}


def pieces(section: ProfileSection, width: int) -> Iterator[Piece]:
    """The section, piece by piece."""
    for number, block in enumerate(section.blocks):
        if number and not isinstance(block, Paragraph):
            yield Piece(Content(""))
        yield from _block(block, max(width, _NARROWEST))


def _block(block: Block, width: int) -> Iterator[Piece]:
    match block:
        case Paragraph(text, style):
            yield from _paragraph(text, _STYLES.get(style, ""))
        case Bullets(items, numbering):
            for index, item in enumerate(items):
                yield from _paragraph(f"{_bullet(index, numbering)} {item}")
        case Statements(sentences):
            for number, sentence in enumerate(sentences):
                if number:
                    yield Piece(Content(""))
                yield _sentence(sentence)
        case Facts(items=items):
            yield from _facts(items)
        case Table():
            yield from _table(block, width)
        case Chart(title, bars):
            yield from _chart(title, bars)
        case _:
            yield from _rare(block)


def _rare(block: Heading | Strip | Verdict | SignatureBlock) -> Iterator[Piece]:
    match block:
        case Heading(text, level):
            yield Piece(plain(text, "bold $text-accent" if level == 2 else "bold"))
        case Strip(cells):
            wide = max((cell_len(label) for label, _ in cells), default=0)
            for label, mark in cells:
                yield Piece(plain(label).pad_right(wide + 2 - cell_len(label)) + _mark(mark))
        case Verdict(headline, detail, figures):
            yield Piece(plain(headline, "bold $text-accent"))
            yield from _paragraph(detail)
            yield from _facts(tuple((label, number) for number, label in figures))
        case SignatureBlock(title, text, fields, signed):
            yield Piece(plain(title, "bold") + plain("  signed" if signed else "  not signed", _MUTED))
            yield from _paragraph(text)
            yield from _facts(tuple((label, value or "_" * 20) for label, value in fields))


def _paragraph(text: str, style: str = "") -> Iterator[Piece]:
    rest = len(text) - LONGEST_SHOWN
    for line in text[:LONGEST_SHOWN].splitlines() or [""]:
        for part in _cut(line):
            yield Piece(plain(part, style, limit=LONGEST_PIECE + 1))
    if rest > 0:
        yield Piece(plain(f"… {rest:,} more characters; the PDF prints them all.", _MUTED))


def _cut(line: str) -> Iterator[str]:
    """A long line in pieces that end at a space where there is one."""
    while len(line) > LONGEST_PIECE:
        at = line.rfind(" ", LONGEST_PIECE // 2, LONGEST_PIECE)
        at = LONGEST_PIECE if at < 0 else at + 1
        yield line[:at]
        line = line[at:]
    yield line


def _bullet(index: int, numbering: str) -> str:
    if numbering == "a":
        return f"({ascii_lowercase[index % 26]})"
    return f"{index + 1}." if numbering == "1" else "•"


def _mark(mark: Mark, word: str = "") -> Content:
    return Content.styled(f"[{word or mark.value}]", MARKS[mark].style)


def _sentence(sentence: Sentence) -> Piece:
    head = plain(f"{sentence.label} ", "bold") if sentence.label else Content("")
    text = plain(sentence.text, one_line=False, limit=LONGEST_SHOWN)
    sources = "; ".join(source.reference for source in sentence.sources)
    tail = plain(f" ({sources})", _MUTED, limit=2_000) if sources else Content("")
    return Piece(head + _mark(sentence.mark, sentence.marked) + Content(" ") + text + tail, sentence.question)


def _facts(items: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    wide = min(max((cell_len(label) for label, _ in items), default=0), 24)
    for label, value in items:
        head = plain(label, _MUTED)
        gap = Content(" " * max(wide + 2 - head.cell_length, 1))
        yield Piece(head + gap + plain(value, one_line=False, limit=LONGEST_SHOWN))


def _chart(title: str, bars: Sequence[Bar]) -> Iterator[Piece]:
    yield Piece(plain(title, "bold"))
    wide = min(max((cell_len(bar.label) for bar in bars), default=0), 28)
    most = max((sum(count for _, count in bar.counts) for bar in bars), default=0)
    for bar in bars:
        line = plain(bar.label).truncate(wide, ellipsis=True)
        line += Content(" " * (wide + 2 - line.cell_length))
        for mark, count in bar.counts:
            if count:
                line += Content.styled(_FILLS[mark] * max(1, round(count * _BAR / most)), MARKS[mark].style)
        said = " · ".join(f"{count} {mark.value}" for mark, count in bar.counts if count)
        yield Piece(line + plain(f"  {said}", _MUTED))


def _table(table: Table, width: int) -> Iterator[Piece]:
    if table.title:
        yield Piece(plain(table.title, "bold"))
    if not table.rows:
        yield Piece(plain(table.empty, _MUTED))
    elif widths := _widths(table, width):
        heads = [
            plain(column.label, "bold").truncate(wide, ellipsis=True, pad=True)
            for column, wide in zip(table.columns, widths, strict=False)
        ]
        yield Piece(Content("  ").join(heads).rstrip())
        yield Piece(Content.styled("─" * (sum(widths) + 2 * (len(widths) - 1)), _MUTED))
        for row in table.rows:
            yield Piece(_row(row, widths))
    else:
        for number, row in enumerate(table.rows):
            if number:
                yield Piece(Content(""))
            yield from _facts([(c.label, text) for c, text in zip(table.columns, row, strict=False) if text])
    if table.footer:
        yield Piece(plain(table.footer, _MUTED, one_line=False, limit=2_000))


def _widths(table: Table, width: int) -> list[int]:
    """Columns that fit beside each other; empty when the window is too narrow for a table."""
    room = width - 2 * (len(table.columns) - 1)
    if room < _NARROWEST * len(table.columns):
        return []
    wanted = [
        max([cell_len(column.label), *(cell_len(row[i][:200]) for row in table.rows[:200] if i < len(row))])
        for i, column in enumerate(table.columns)
    ]
    if sum(wanted) <= room:
        return wanted
    total = sum(column.weight for column in table.columns) or 1
    widths = [
        max(_NARROWEST, min(w, int(room * c.weight / total)))
        for w, c in zip(wanted, table.columns, strict=True)
    ]
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    for i, want in sorted(enumerate(wanted), key=lambda item: item[1]):
        widths[i] += max(0, min(want - widths[i], room - sum(widths)))
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], style: str = "") -> Content:
    """Cells beside each other, each wrapped in its own column."""
    columns = [
        plain(text, style, one_line=False, limit=LONGEST_SHOWN // 4).wrap(wide)
        for text, wide in zip(cells, widths, strict=False)
    ]
    lines = []
    for y in range(max(map(len, columns), default=0)):
        line = Content("")
        for column, wide in zip(columns, widths, strict=False):
            part = column[y].rstrip() if y < len(column) else Content("")
            line += part + Content(" " * max(0, wide - part.cell_length + 2))
        lines.append(line.rstrip())
    return Content("\n").join(lines)
