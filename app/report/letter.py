"""The letter to the vendor, as PDF and as Markdown: the same words in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import groupby

from app.assessment.ask import TELL, Ask
from app.assessment.documents import date_text
from app.assessment.letter import Letter
from app.assessment.profile import Block, Facts, Heading, Paragraph, Table, TableColumn
from app.report import compose, figures, tables
from app.report import style as s
from app.report.engine import CondPageBreak, Flowable, PageBreak, Spacer
from app.report.flow import Bookmark, Role, height_of, texts, with_company
from app.report.page import Furniture, Imprint, Printer, Sheets
from app.report.setter import Setter
from app.report.text import Gate, Printable
from app.report.text_twin import block_lines, escaped_line
from app.report.wording import digests_text, time_text

KIND = "Questions to the vendor"
_ANSWER_SHEET = "Answer sheet"
_ANSWER_LEAD = (
    "You may answer here or in a letter of your own. Please give the number of the point, and for each statement the "
    "document and the place where it stands."
)
_SEND_US = "Send us these documents"
_SEND_LEAD = (
    "Each of these would settle several points at once: where a document answers them, its name and the place are all "
    "that we need for those numbers."
)
_THIN = "On these the documents say nothing"
_SIGNING = (("Name and title", ""), ("Organization", ""), ("Date", ""), ("Signature", ""))
_SIGN_OFF = "Sincerely,"
_GROUP_LEVEL = 2
"""Level of the headings of groups."""
_ROOM_FOR_GROUP = 110.0
_ROOM_TO_SIGN = 120.0
"""The greeting, the room for the signature and what stands under it stay on one page."""


def letter_blocks(letter: Letter) -> Iterator[Block]:
    """The documents that were read, then the points, group by group."""
    if letter.wanted:
        yield Heading(_SEND_US)
        yield Paragraph(_SEND_LEAD)
        yield _documents_wanted(letter)
    if letter.documents:
        yield Heading("What we have read")
        yield Facts(letter.documents, compact=True)
    for group in letter.groups:
        yield Heading(group.title)
        yield Paragraph(group.lead)
        for silent, run in groupby(group.asks, key=lambda ask: ask.is_silent):
            if silent:
                yield _silences(list(run))
                continue
            for ask in run:
                yield Heading(f"{ask.number}. {ask.title}", 3)
                yield Facts(tuple(_facts(ask)), compact=True)
    if letter.thin:
        yield Heading(_THIN)
        yield Paragraph(f"{TELL} A word in the last column and the document with its place are enough.")
        yield _rows_to_answer(letter.thin)


def _documents_wanted(letter: Letter) -> Table:
    columns = (TableColumn("Document", 3.4), TableColumn("Points that it may settle", 4))
    rows = tuple((name, _numbers(numbers)) for name, numbers in letter.wanted)
    return Table("", columns, rows)


def _numbers(numbers: Sequence[int]) -> str:
    """`3, 8-11, 20`."""
    parts: list[str] = []
    for _, run in groupby(enumerate(numbers), key=lambda one: one[1] - one[0]):
        found = [number for _, number in run]
        parts.append(f"{found[0]}-{found[-1]}" if len(found) > 2 else ", ".join(map(str, found)))
    return ", ".join(parts)


def _rows_to_answer(asks: Sequence[Ask]) -> Table:
    """Points that need no more than a row, each with room for the answer."""
    columns = (
        TableColumn("No.", 0.4),
        TableColumn("We ask", 3.2),
        TableColumn("What would settle it", 2.4),
        TableColumn("Law, our reference", 1.9),
        TableColumn("Your answer", 2.2),
    )
    rows = tuple((*cells, "") for cells in map(_row, asks))
    return Table("", columns, rows, compact=True)


def _silences(asks: Sequence[Ask]) -> Table:
    """Points on which nothing was read, one to a row."""
    columns = (
        TableColumn("No.", 0.5),
        TableColumn("We ask", 3.6),
        TableColumn("What would settle it", 3),
        TableColumn("Law, our reference", 2.2),
    )
    rows = tuple(map(_row, asks))
    title = f"On {'this' if len(rows) == 1 else 'these'} the documents say nothing. {TELL}"
    return Table(title, columns, rows)


def _row(ask: Ask) -> tuple[str, str, str, str]:
    """Number, question, what would settle it, law."""
    asked = " ".join(filter(None, (ask.title, *ask.found, ask.asked.removeprefix(TELL).strip())))
    return (str(ask.number), asked, ask.settles or "–", _law(ask))


def _law(ask: Ask) -> str:
    return "; ".join((*ask.law, *ask.rules)) or "–"


def _parts(letter: Letter) -> list[list[Block]]:
    """The blocks of the letter, each group by itself."""
    parts: list[list[Block]] = []
    for block in letter_blocks(letter):
        if isinstance(block, Heading) and block.level == _GROUP_LEVEL:
            parts.append([])
        parts[-1].append(block)
    return parts


def _facts(ask: Ask) -> Iterator[tuple[str, str]]:
    if ask.read:
        yield "We read", "\n".join(ask.read)
    if ask.found:
        yield "What we found", "\n".join(ask.found)
    yield "We ask", ask.asked
    if ask.settles:
        yield "What would settle it", ask.settles
    if ask.due:
        yield "Needed by", date_text(ask.due)
    if ask.law or ask.rules:
        yield "Law, our reference", _law(ask)


def _on_the_sheet(letter: Letter) -> list[Ask]:
    """What is answered on the answer sheet; the others have room beside them."""
    return [ask for group in letter.groups for ask in group.asks]


def _answer_sheet(letter: Letter) -> Table:
    columns = (TableColumn("No.", 0.5), TableColumn("Point", 3.2), TableColumn("Your answer", 5))
    rows = tuple((str(ask.number), ask.title, "") for ask in _on_the_sheet(letter))
    return Table("", columns, rows)


# --- Markdown ------------------------------------------------------------------------------------------


def markdown_letter(letter: Letter) -> str:
    """The letter as Markdown; see `app.report.letter_markdown`."""
    lines: list[str] = []
    for part in (letter.sender, (date_text(letter.written_on),), letter.addressee):
        lines += ["\\\n".join(escaped_line(line) for line in part), ""]
    lines += [f"# {escaped_line(letter.subject)}", ""]
    for paragraph in (letter.salutation, *letter.opening):
        lines += [escaped_line(paragraph), ""]
    for block in letter_blocks(letter):
        lines += [*block_lines(block), ""]
    for paragraph in (*letter.closing, _SIGN_OFF):
        lines += [escaped_line(paragraph), ""]
    lines += ["\\\n".join(escaped_line(line) for line in letter.sender), ""]
    if letter.asks:
        lines += [f"## {_ANSWER_SHEET}", "", _ANSWER_LEAD, "", *block_lines(_answer_sheet(letter)), ""]
        lines += [f"- {label}:" for label, _ in _SIGNING] + [""]
    lines += [f"*{escaped_line(_imprint(letter))}*"]
    return "\n".join(lines) + "\n"


def _imprint(letter: Letter) -> str:
    parts = (
        letter.slug,
        digests_text(letter.version, letter.judgement),
        f"written {time_text(letter.printed_at)}",
    )
    return ", ".join(filter(None, parts))


# --- PDF -----------------------------------------------------------------------------------------------


def print_letter(letter: Letter, page_size: str) -> bytes:
    """The bytes of a PDF; see `app.report.letter_pdf`."""
    if page_size not in s.PAPER:
        raise ValueError(f"page size {page_size!r}: expected one of {', '.join(sorted(s.PAPER))}")
    sheet = s.PAPER[page_size]
    gate = Gate()
    furniture = Furniture.named(
        gate,
        product=letter.product,
        kind=KIND,
        version=digests_text(letter.version, letter.judgement),
        notes=(letter.slug, f"written {time_text(letter.printed_at)}"),
    )
    target = BytesIO()

    def text(value: str) -> Printable:
        return Printable(gate.line(value)[:300])

    printer = Printer(
        target,
        sheet,
        furniture,
        Imprint(
            f"letter {letter.slug} {letter.version}{letter.judgement}", letter.printed_at, outlined=False
        ),
        title=text(letter.subject),
        author=text(letter.sender[0]) or "assess",
        subject=text(f"Questions to {letter.vendor} about {letter.product}"),
        keywords=text(letter.slug),
        creator="assess",
        displayDocTitle=True,
        lang=letter.language,
    )
    printer.build(_story(gate, letter, furniture, sheet), canvasmaker=partial(Sheets, furniture=furniture))
    return target.getvalue()


def _story(gate: Gate, letter: Letter, furniture: Furniture, sheet: s.Page) -> list[Flowable]:
    width, height = furniture.area(sheet)
    setter = Setter(gate, width)
    story: list[Flowable] = [*_head(gate, letter)]
    for part in _parts(letter):
        # A group's heading and its first sentence do not stand at the foot of a page without the first point.
        story.append(CondPageBreak(_ROOM_FOR_GROUP))
        story += with_company(compose.blocks(setter, part), width, height / 2)
    story += _foot(gate, letter)
    if letter.asks:
        story += _sheet_to_fill_in(setter, letter)
    # Only now has everything been through the gate.
    for remark in gate.remarks():
        story += texts(gate.admit(remark), s.SMALL, role=Role.NOTE, before=8)
    return story


def _head(gate: Gate, letter: Letter) -> Iterator[Flowable]:
    """Sender, addressee, date and subject; then the first paragraphs."""
    for index, line in enumerate(letter.sender):
        yield from texts(gate.admit(line), s.SENDER_NAME if index == 0 else s.SENDER)
    yield Spacer(1, 22)
    for line in letter.addressee:
        yield from texts(gate.admit(line), s.LETTER)
    yield from texts(Printable(date_text(letter.written_on)), s.LETTER, before=18)
    subject = gate.line(letter.subject)
    yield from texts(
        gate.admit(letter.subject),
        s.SUBJECT,
        role=Role.TITLE,
        before=18,
        bookmark=Bookmark(Printable(subject[:300]), 0),
    )
    for index, paragraph in enumerate((letter.salutation, *letter.opening)):
        yield from texts(gate.admit(paragraph), s.LETTER, before=14 if index == 0 else 8)


def _foot(gate: Gate, letter: Letter) -> list[Flowable]:
    found: list[Flowable] = []
    for index, paragraph in enumerate(letter.closing):
        found += texts(gate.admit(paragraph), s.LETTER, before=20 if index == 0 else 8)
    found.append(CondPageBreak(_ROOM_TO_SIGN))
    found += texts(Printable(_SIGN_OFF), s.LETTER, before=16)
    found.append(Spacer(1, 34))
    for index, line in enumerate(letter.sender):
        found += texts(gate.admit(line), s.SENDER_NAME if index == 0 else s.SENDER)
    return found


def _sheet_to_fill_in(setter: Setter, letter: Letter) -> list[Flowable]:
    """A page for the vendor to write on."""
    gate = setter.gate
    title = Printable(_ANSWER_SHEET)
    signing = figures.lines_to_sign(setter, _SIGNING)
    points = [(Printable(str(ask.number)), gate.admit(ask.title)) for ask in _on_the_sheet(letter)]
    return [
        PageBreak(),
        *texts(title, s.HEADING_2, role=Role.H2, bookmark=Bookmark(title, 0)),
        *texts(Printable(_ANSWER_LEAD), s.BODY, before=6),
        tables.to_write_on(setter, points, foot=height_of(signing, setter.width) + 10),
        *signing,
    ]
