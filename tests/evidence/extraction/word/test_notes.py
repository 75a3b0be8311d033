"""Notes, running heads and feet."""

from __future__ import annotations

from app.assessment.passages import BlockKind
from app.evidence.extraction.limits import LIMITS
from app.evidence.extraction.word.reading import read_word
from tests.evidence.documents import docx, p, part
from tests.evidence.extraction.word.read_back import PARTS

P = BlockKind.PARAGRAPH
N = BlockKind.NOTE


def test_notes_heads_and_title() -> None:
    notes = part(
        "footnotes",
        f'<w:footnote w:id="-1" w:type="separator">{p("---")}</w:footnote><w:footnote w:id="1">{p("Only in the USA.")}</w:footnote>',
    )
    core = '<cp:coreProperties xmlns:cp="urn:x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A  plan</dc:title></cp:coreProperties>'
    parts = PARTS | {
        "word/footnotes.xml": notes,
        "word/header1.xml": part("hdr", p("Acme confidential")),
        "word/header2.xml": part("hdr", p("Acme confidential")),
        "word/footer1.xml": part("ftr", p("Page 1 of 3") + p("privacy@acme.example")),
        "docProps/core.xml": core,
    }
    document = '<w:p><w:r><w:t>Stored there.</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    read = read_word(docx(document, parts), LIMITS)
    assert [(block.kind, read.text[block.start : block.end]) for block in read.blocks] == [
        (P, "Stored there.[1]"),
        (N, "privacy@acme.example"),
        (N, "Acme confidential"),
        (N, "[1] Only in the USA."),
    ]
    assert read.title == "A plan"
