"""The letter to the vendor, as PDF and as Markdown: the same words in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import groupby

from app.assessment.ask import Ask
from app.assessment.documents import date_text
from app.assessment.letter import Group, Letter
from app.assessment.profile import Block, Facts, Heading, Paragraph, Table, TableColumn
from app.report import compose, figures, tables
from app.report import style as s
from app.report.engine import CondPageBreak, Flowable, PageBreak, Spacer
from app.report.flow import Bookmark, Cell, Grid, Role, height_of, padded, texts, with_company
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
_SEND_US = "Documents that would settle several points"
_SEND_LEAD = (
    "If you send us one of these or tell us where it is, a place in it is answer enough for its points."
)
_HOW = (
    "Beside each point stand what would settle it, the law, and our reference. A number with letters is one request about "
    "several questions; where no more than the question stands, the documents say nothing about it."
)
_READ = "What we have read"
_SETTLES = "What would settle it"
_SIGNING = (("Name and title", ""), ("Organization", ""), ("Date", ""), ("Signature", ""))
_SIGN_OFF = "Sincerely,"
_ROOM_TO_SIGN = 120.0
"""The greeting, the room for the signature and what stands under it stay on one page."""
_MOST_LAWS = 3
_NUMBER_COLUMN = 30.0
_FOUND_SHARE = 0.58
"""Of the width, for what was found; the rest is for what would settle it and the law."""


def letter_blocks(letter: Letter) -> Iterator[Block]:
    """What was read and what is wanted, then the points, group by group."""
    yield from _before_the_points(letter)
    for group in letter.groups:
        yield Heading(group.title)
        for ask in group.asks:
            yield Heading(f"{ask.label}. {_title(ask)}", 3)
            if facts := tuple(_facts(ask)):
                yield Facts(facts, compact=True)


def _before_the_points(letter: Letter) -> Iterator[Block]:
    if letter.documents:
        yield Heading(_READ)
        yield Facts(letter.documents, compact=True)
    if letter.wanted:
        yield Heading(_SEND_US)
        yield Paragraph(_SEND_LEAD)
        yield _documents_wanted(letter)
    if letter.groups:
        yield Paragraph(_HOW)


def _documents_wanted(letter: Letter) -> Table:
    columns = (TableColumn("Document", 3.4), TableColumn("Points that it may settle", 4))
    rows = tuple((name, ", ".join(labels)) for name, labels in letter.wanted)
    return Table("", columns, rows)


def _title(ask: Ask) -> str:
    """The title of a point; of a heavy one with how heavy it is."""
    return f"{ask.title} ({ask.severity.value})" if ask.is_heavy else ask.title


def _facts(ask: Ask) -> Iterator[tuple[str, str]]:
    if told := _told(ask):
        yield "We found", "\n".join(told)
    if ask.asked:
        yield "We ask", ask.asked
    if ask.settles:
        yield _SETTLES, ask.settles
    if ask.due:
        yield "Needed by", date_text(ask.due)
    if ask.law or ask.rules:
        yield "Law, our reference", _law(ask)


def _told(ask: Ask) -> tuple[str, ...]:
    """What was found and read, line by line; where an answer only falls short, the place stands behind it.

    Of silence nothing is said: the letter explains that once.
    """
    read = () if ask.is_silent else ask.read
    if ask.falls_short and read:
        *before, last = ask.found or ("",)
        return (*before, f"{last} ({'; '.join(read)})" if last else "; ".join(read))
    return (*ask.found, *read)


def _law(ask: Ask) -> str:
    """The laws, of a point that is told in a line or two the first, and our reference."""
    more = 0 if ask.is_heavy else len(ask.law) - _MOST_LAWS
    laws = (*ask.law[:_MOST_LAWS], f"{more} more laws") if more > 1 else ask.law
    return "; ".join((*laws, *ask.rules))


def _to_answer(letter: Letter) -> Iterator[tuple[str, str]]:
    """Label and title of what is answered together."""
    for number, run in groupby(letter.asks, key=lambda ask: ask.number):
        asks = list(run)
        if len(asks) > 1:
            yield f"{number}{asks[0].letter}-{asks[-1].letter}", f"{len(asks)} questions"
        else:
            yield asks[0].label, asks[0].title


def _answer_sheet(letter: Letter) -> Table:
    columns = (TableColumn("No.", 0.5), TableColumn("Point", 3.2), TableColumn("Your answer", 5))
    rows = tuple((ask.label, ask.title, "") for ask in letter.asks)
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
    story += with_company(compose.blocks(setter, list(_before_the_points(letter))), width, height / 2)
    for group in letter.groups:
        title = gate.admit(group.title)
        mark = Bookmark(gate.line(group.title)[:300], 1)
        heading = texts(title, s.SUBJECT_GROUP, role=Role.H2, before=9, bookmark=mark)
        story += with_company([*heading, _points(setter, group)], width, height / 2)
    story += _foot(gate, letter)
    if letter.asks:
        story += _sheet_to_fill_in(setter, letter)
    # Only now has everything been through the gate.
    for remark in gate.remarks():
        story += texts(gate.admit(remark), s.SMALL, role=Role.NOTE, before=8)
    return story


def _points(setter: Setter, group: Group) -> Grid:
    """The points of a group, one to a row: what was found on the left, what would settle it on the right."""
    room = setter.width - _NUMBER_COLUMN
    widths = [_NUMBER_COLUMN, room * _FOUND_SHARE, room * (1 - _FOUND_SHARE)]
    commands = [
        *padded(top=1.8, bottom=2.0, right=10.0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("LINEABOVE", (0, 0), (-1, 0), s.RULE, s.ACCENT),
        ("LINEBELOW", (0, 0), (-1, -1), s.HAIR, s.LINE),
    ]
    return Grid.of((_point(setter, ask) for ask in group.asks), widths, commands, before=4)


def _point(setter: Setter, ask: Ask) -> list[Cell]:
    admit = setter.gate.admit
    look, strong = (s.CELL, s.POINT) if ask.is_heavy else (s.CELL_SMALL, s.POINT_SMALL)
    number = texts(admit(ask.label), s.POINT_NUMBER)
    left = texts(admit(_title(ask)), look if ask.falls_short else strong)
    for place, text in enumerate(_told(ask)):
        quoted = place >= len(ask.found) and not ask.falls_short
        left += texts(admit(text), s.QUOTE if quoted else look, before=0.5)
    right = texts(admit(ask.asked), look)
    if ask.settles:
        right += texts(admit(ask.settles), look)
    if ask.due:
        right += texts(admit(f"Needed by {date_text(ask.due)}."), s.POINT)
    right += texts(admit(_law(ask)), s.CELL_SMALL.colored(s.SOFT), before=1)
    return [[*number], [*left], [*right]]


def _head(gate: Gate, letter: Letter) -> Iterator[Flowable]:
    """Sender, addressee, date and subject; then the first paragraphs."""
    for index, line in enumerate(letter.sender):
        yield from texts(gate.admit(line), s.SENDER_NAME if index == 0 else s.SENDER)
    yield Spacer(1, 14)
    for line in letter.addressee:
        yield from texts(gate.admit(line), s.LETTER)
    yield from texts(Printable(date_text(letter.written_on)), s.LETTER, before=12)
    subject = gate.line(letter.subject)
    yield from texts(
        gate.admit(letter.subject),
        s.SUBJECT,
        role=Role.TITLE,
        before=14,
        bookmark=Bookmark(Printable(subject[:300]), 0),
    )
    for index, paragraph in enumerate((letter.salutation, *letter.opening)):
        yield from texts(gate.admit(paragraph), s.LETTER, before=10 if index == 0 else 6)


def _foot(gate: Gate, letter: Letter) -> list[Flowable]:
    found: list[Flowable] = []
    for index, paragraph in enumerate(letter.closing):
        found += texts(gate.admit(paragraph), s.LETTER, before=16 if index == 0 else 6)
    found.append(CondPageBreak(_ROOM_TO_SIGN))
    found += texts(Printable(_SIGN_OFF), s.LETTER, before=16)
    found.append(Spacer(1, 30))
    for index, line in enumerate(letter.sender):
        found += texts(gate.admit(line), s.SENDER_NAME if index == 0 else s.SENDER)
    return found


def _sheet_to_fill_in(setter: Setter, letter: Letter) -> list[Flowable]:
    """A page for the vendor to write on."""
    gate = setter.gate
    title = Printable(_ANSWER_SHEET)
    signing = figures.lines_to_sign(setter, _SIGNING)
    points = [(Printable(label), gate.line(title)) for label, title in _to_answer(letter)]
    return [
        PageBreak(),
        *texts(title, s.HEADING_2, role=Role.H2, bookmark=Bookmark(title, 0)),
        *texts(Printable(_ANSWER_LEAD), s.BODY, before=6),
        tables.to_write_on(setter, points, foot=height_of(signing, setter.width) + 10),
        *signing,
    ]
