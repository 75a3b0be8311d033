"""The profile as Markdown (CommonMark with tables): everything the PDF says.

Texts are escaped so that none of them can become markup, a link, an image or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from app.assessment.profile import (
    Block,
    Bullets,
    Chart,
    Facts,
    Heading,
    Mark,
    Paragraph,
    Profile,
    SignatureBlock,
    Statements,
    Strip,
    Table,
    Verdict,
)
from app.report.visible import visible
from app.report.wording import marker, signed_word, time_text

_ANYWHERE = re.compile(
    r"[\\`*\[\]<|~$]"  # emphasis, code, links, HTML, tables, strike-through, formulas
    r"|&(?=[#A-Za-z])"  # entities
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis again; not inside a word
    r"|:(?=//)|(?<=www)\.|(?<=\w)@(?=\w)",  # addresses that would be linked by themselves
    re.IGNORECASE,
)
_AT_LINE_START = re.compile(r"[#>=+-]|\d{1,9}[.)](?=\s|$)")


def markdown_text(profile: Profile) -> str:
    """The whole profile; see `app.report.markdown`."""
    lines = [f"# {_one_line(profile.product) or 'Unnamed product'}", ""]
    kind = _one_line(profile.kind)
    lines += [f"{kind}. Vendor: {_one_line(profile.vendor)}" if profile.vendor else kind, ""]
    lines += [f"**{banner}**\n" for banner in map(_one_line, profile.banners) if banner]
    lines += [
        f"- {label}: {_one_line(value)}"
        for label, value in (
            ("Version", profile.version),
            ("Judgment", profile.judgement),
            ("Reviewed", profile.review_date),
            ("Valid until", profile.valid_until),
            ("Reviewer", profile.reviewer),
            ("Pack", profile.pack),
            ("Printed", time_text(profile.printed_at)),
        )
        if value
    ]
    for section in profile.sections:
        lines += ["", f"## {_one_line(section.code)} {_one_line(section.title)}"]
        for block in section.blocks:
            lines += ["", *block_lines(block)]
    return "\n".join(lines) + "\n"


def block_lines(block: Block) -> Iterable[str]:  # noqa: C901 - one case for each kind
    """The lines of one block."""
    match block:
        case Heading():
            return [f"{'###' if block.level <= 2 else '####'} {_one_line(block.text)}"]
        case Paragraph():
            quote = "> " if block.style == "notice" else ""
            return [quote + _lines(block.text, quote)]
        case Bullets():
            return _bullets(block)
        case Statements():
            return _statements(block)
        case Facts():
            return [_pair(label, value) for label, value in block.items]
        case Table():
            return _titled_table(block)
        case Strip():
            return _table(("Promise", "Mark"), [(label, mark.value) for label, mark in block.cells])
        case Chart():
            return _chart(block)
        case Verdict():
            return _verdict(block)
        case SignatureBlock():
            return _signature(block)


def _bullets(block: Bullets) -> Iterator[str]:
    for index, item in enumerate(block.items):
        sign = marker(block.numbering, index)
        # Markdown knows no lettered lists: the letter is part of the text.
        # Stars, because a list of facts with dashes may follow, and would join a list with dashes.
        lead = {"1": f"{sign} ", "a": f"* {sign} "}.get(block.numbering, "* ")
        yield lead + _lines(item, " " * (len(lead) if block.numbering == "1" else 2))


def _statements(block: Statements) -> Iterator[str]:
    for index, sentence in enumerate(block.sentences):
        if index:
            yield ""
        label = f"{_one_line(sentence.label)}: " if sentence.label else ""
        text = f"**[{sentence.marked}]** {label}{_lines(sentence.text)}"
        if sentence.sources:
            text += "\\\n*" + _one_line(" ".join(source.text for source in sentence.sources)) + "*"
        yield text


def _titled_table(block: Table) -> Iterator[str]:
    if block.title:
        yield from (f"#### {_one_line(block.title)}", "")
    if block.rows:
        yield from _table([column.label for column in block.columns], block.rows)
    else:
        yield _lines(block.empty)
    if block.footer:
        yield from ("", _lines(block.footer))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    width = max([len(head), *(len(row) for row in rows)])
    yield _table_line([*head, *[""] * (width - len(head))])
    yield "|" + " --- |" * width
    for row in rows:
        yield _table_line([*row, *[""] * (width - len(row))])


def _table_line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_one_line(cell) for cell in cells) + " |"


def _chart(block: Chart) -> Iterator[str]:
    marks = [
        mark for mark in Mark if any(mark is m and count > 0 for bar in block.bars for m, count in bar.counts)
    ]
    if block.title:
        yield from (f"#### {_one_line(block.title)}", "")
    rows = []
    for bar in block.bars:
        counts = [sum(count for m, count in bar.counts if m is mark and count > 0) for mark in marks]
        rows.append((bar.label, *map(str, counts), str(sum(counts))))
    yield from _table(("Area", *(mark.value for mark in marks), "All"), rows)


def _verdict(block: Verdict) -> Iterator[str]:
    yield f"### {_one_line(block.headline)}"
    if block.detail:
        yield from ("", _lines(block.detail))
    if block.figures:
        yield ""
        yield from (_pair(label, number) for number, label in block.figures)


def _signature(block: SignatureBlock) -> Iterator[str]:
    yield f"### {_one_line(block.title)} ({signed_word(block.signed)})"
    if block.text:
        yield from ("", _lines(block.text))
    if block.fields:
        yield ""
        yield from (_pair(label, value or "(blank)") for label, value in block.fields)


def _pair(label: str, value: str) -> str:
    return f"- {_one_line(label)}: {_lines(value or '–', '  ')}"


def _one_line(text: str) -> str:
    return _escaped(" ".join(visible(text).split()))


def _lines(text: str, indent: str = "") -> str:
    """Each line of the text as a line of its own in the same paragraph."""
    lines = [_escaped(" ".join(line.split())) for line in visible(text).split("\n")]
    return f"\\\n{indent}".join(line for line in lines if line)


def escaped_line(text: str) -> str:
    """A text on one line, escaped so that none of it is markup."""
    return _one_line(text)


def _escaped(line: str) -> str:
    start = _AT_LINE_START.match(line)
    text = _ANYWHERE.sub(lambda found: "\\" + found[0], line)
    if not start:
        return text
    # Nothing that can stand in such a start is escaped anywhere else, so it is still there unchanged.
    return f"{start[0][:-1]}\\{text[len(start[0]) - 1 :]}"
