"""The invented vendor's two bound documents say what their sources say, no more and no less.

What is compared is the text that the program reads out of them, not their bytes.
"""

from __future__ import annotations

import re

import pytest

from app.evidence.extraction.opening import read_file
from app.evidence.extraction.process import extract
from assessments.make_documents import DOCUMENTS, SOURCES, Block, read

_ON_EVERY_PAGE = re.compile(
    r"Larkspur Reading, Inc\. \(an invented company\)( \| Page \d| · Student Data Privacy Agreement)"
    r"|Larkspur Security White Paper \| March 2024|Form 4, revised August 2025 Page 1 of 1"
)
_STRUCK_OUT = re.compile(r"\{-.+?-\}")
_TICK_OR_NOTE = re.compile(r"\[[x ]\]|\[\^\w+\]|\[\d+\]")


def squeezed(text: str) -> str:
    """Letters and digits alone: where lines end and how a word is hyphenated does not matter."""
    return re.sub(r"[\W_]+", "", _TICK_OR_NOTE.sub("", _STRUCK_OUT.sub("", text)))


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", _TICK_OR_NOTE.sub("", _STRUCK_OUT.sub("", text)).replace("_", "")))


def cells(block: Block) -> list[str]:
    """A table's cells, or the paragraph; in a merged column a category stands once."""
    return [cell for row in block.rows for cell in row] if block.rows else [block.text]


@pytest.fixture(params=["data-privacy-agreement.docx", "security-white-paper.pdf"])
def both(request: pytest.FixtureRequest) -> tuple[str, list[Block], str]:
    """The extracted text without what stands on every page; the blocks of the source; its footnotes."""
    name: str = request.param
    extracted = extract(read_file(DOCUMENTS / name))
    assert extracted is not None
    source = (SOURCES / name).with_suffix(".txt").read_text(encoding="utf-8")
    blocks, footnotes = read(source)
    return _ON_EVERY_PAGE.sub("", extracted.text), blocks, "\n".join(footnotes.values())


def test_everything_in_the_source_is_read_in_its_order(both: tuple[str, list[Block], str]) -> None:
    text, blocks, footnotes = both
    found, at = squeezed(text), 0
    for block in blocks:
        if block.rows:  # cells of one row may be set in lines of their own
            assert [cell for cell in cells(block) if squeezed(cell) not in found] == [], block.text
            continue
        place = found.find(squeezed(block.text), at)
        assert place >= 0, f"make documents: {block.text[:80]}"
        at = place
    for note in footnotes.splitlines():
        assert squeezed(note) in found, f"make documents: {note[:80]}"


def test_nothing_is_read_that_the_source_does_not_say(both: tuple[str, list[Block], str]) -> None:
    text, blocks, footnotes = both
    said = words("\n".join(cell for block in blocks for cell in cells(block)) + footnotes)
    numbers = {str(number) for number in range(1, 32)}  # of clauses and items, set by the layout
    letters = set("abcde")  # of lettered items
    broken = {"ups"}  # of a word that goes on overleaf
    assert words(text) - said - numbers - letters - broken == set(), "make documents"


def test_what_was_struck_out_is_not_read(both: tuple[str, list[Block], str]) -> None:
    text, blocks, _ = both
    for block in blocks:
        for struck in _STRUCK_OUT.findall(block.text):
            assert struck.strip("{-}") not in text


def test_a_table_keeps_what_is_ticked(both: tuple[str, list[Block], str]) -> None:
    text, blocks, _ = both
    lines = [line.strip() for line in text.splitlines()]
    for block in blocks:
        for row in block.rows:
            if row[-1] in {"[x]", "[ ]", "X"}:
                assert any(line.endswith(f"| {row[-1]}") and row[-2] in line for line in lines), (
                    f"make documents: {row}"
                )
