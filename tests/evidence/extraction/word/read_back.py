"""What is read out of a DOCX, as the tests look at it."""

from __future__ import annotations

import time

import pytest

from app.assessment.passages import BlockKind
from app.evidence.extraction.limits import LIMITS, Limits
from app.evidence.extraction.refusal import UnreadableError
from app.evidence.extraction.word.reading import read_word
from tests.evidence.documents import docx, part

STYLES = part(
    "styles",
    '<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="Heading1"/></w:style>'
    '<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
    '<w:style w:styleId="Listed"><w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>',
)
NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="4"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2.%3"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>',
)
PARTS = {"word/styles.xml": STYLES, "word/numbering.xml": NUMBERING}


def seen(document: str, **parts: str) -> list[tuple[BlockKind, int, str]]:
    read = read_word(
        docx(document, PARTS | {f"word/{name}.xml": text for name, text in parts.items()}), LIMITS
    )
    return [(block.kind, block.level, read.text[block.start : block.end]) for block in read.blocks]


def words(document: str) -> list[str]:
    return [text for _, _, text in seen(document)]


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def reason(content: bytes, limits: Limits = LIMITS) -> str:
    began = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        read_word(content, limits)
    assert time.monotonic() - began < 5
    return caught.value.reason
