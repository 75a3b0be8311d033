"""A DOCX as a whole."""

from __future__ import annotations

from app.evidence.extraction.limits import LIMITS
from app.evidence.extraction.word.reading import read_word
from tests.evidence.documents import docx, p
from tests.evidence.extraction.word.read_back import reason


def test_damaged() -> None:
    good = docx(p("x" * 5_000))
    assert reason(good[: len(good) // 2]) == "damaged"
    assert reason(b"PK\x03\x04 nothing") == "damaged"
    assert reason(docx("<w:p>", whole=True)) == "damaged"
    assert reason(docx("<w:p xmlns:w='urn:other'/>", whole=True)) == "damaged"
    broken = bytearray(good)
    broken[60:90] = b"\xff" * 30
    assert reason(bytes(broken)) == "damaged"


def test_nothing_named_in_a_document_is_opened() -> None:
    relations = '<Relationships><Relationship Id="r1" Type="attachedTemplate" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    read = read_word(docx(p("x"), {"word/_rels/document.xml.rels": relations, "../../etc/evil": "y"}), LIMITS)
    assert read.text == "x\n"
