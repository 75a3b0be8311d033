"""PDFs: reading order, paragraphs, rows, ticks, running lines, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.platypus import ListFlowable, PageBreak, Table

from app.assessment.passages import BlockKind, Extracted, Media
from app.evidence.errors import EvidenceRefused
from app.evidence.extraction.limits import LIMITS, Limits
from app.evidence.extraction.opening import FileRead
from app.evidence.extraction.process import extract
from tests.evidence.documents import (
    SENTENCE,
    STYLES,
    body,
    book_pdf,
    canvas_pdf,
    flowing_pdf,
    heading,
    pages_pdf,
    raw_pdf,
)

H, P, I, R, N = (  # noqa: E741
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.ROW,
    BlockKind.NOTE,
)

BLOCKS = """
import sys
sys.path[:0] = {path!r}
from app.evidence.extraction.limits import LIMITS
from app.evidence.extraction.pdf.reading import read_pdf
read = read_pdf(sys.stdin.buffer.read(), LIMITS, lambda fraction: None)
print([(block.kind.value, block.level, read.text[block.start:block.end]) for block in read.blocks])
"""


def blocks(content: bytes) -> list[tuple[str, int, str]]:
    """The blocks of a PDF, read in a process of its own: the engine may not share one with the tests."""
    done = subprocess.run(
        [sys.executable, "-c", BLOCKS.format(path=sys.path)], input=content, capture_output=True, check=True
    )
    return eval(done.stdout)


def read(content: bytes, limits: Limits = LIMITS) -> Extracted:
    found = extract(FileRead("a.pdf", content, "", Media.PDF), limits=limits)
    assert found is not None
    return found


def refused(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(EvidenceRefused) as caught:
        read(content, limits)
    return str(caught.value)


def test_paragraphs_headings_lists_and_running_lines() -> None:
    story = []
    for number, subject in enumerate(("Data Security", "Access", "Breaches", "Deletion"), start=1):
        story += [heading(f"{number}. {subject}"), body(SENTENCE * 3), body("We keep these:")]
        story += [ListFlowable([body("names"), body("grades of students")], bulletType="bullet"), PageBreak()]
    found = blocks(flowing_pdf(story, head="Acme privacy policy"))
    page = found[: len(found) // 4]
    assert [(kind, " ".join(words.split())[:20].strip()) for kind, _, words in page] == [
        (N, "Acme privacy policy"),
        (N, "Page 1 of 9"),
        (H, "1. Data Security"),
        (P, SENTENCE[:20].strip()),
        (P, "We keep these:"),
        (I, "• names"),
        (I, "• grades of students"),
    ]
    assert page[3][2].replace("\n", " ").replace(" ", "") == (SENTENCE * 3).replace(" ", "")


def test_pages_and_title() -> None:
    found = read(
        flowing_pdf([body("One."), PageBreak(), body("Two."), PageBreak(), body("Three.")], title="A plan")
    )
    assert [found.text[start:].split(".")[0].strip() for start in found.pages] == ["One", "Two", "Three"]
    assert found.title == "A plan"
    assert found.extractor.startswith("pypdfium2 ")
    assert found.notices == ()


def test_a_page_without_text_is_named() -> None:
    found = read(flowing_pdf([body("One."), PageBreak(), body("<br/>"), PageBreak(), body("Three.")]))
    assert found.notices == ("Page 2 held no text: if it is a scan, read it with your own eyes.",)


def test_rows_of_tables_stay_readable() -> None:
    wrapped = body("Addresses of users and cookies, which wraps as well in its cell")
    long = body("Application technology data that wraps over several lines")
    rows = [
        ["Category", "Elements", "Used"],
        [long, wrapped, "X"],
        ["Conduct", "Behavior", ""],
        ["", "Gender", "X"],
        ["Enrollment", body("Grade"), "☒"],
    ]
    table = Table(
        rows,
        colWidths=[130, 160, 60],
        style=[("GRID", (0, 0), (-1, -1), 1, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    )
    found = [
        words
        for kind, _, words in blocks(flowing_pdf([body(SENTENCE * 4), table, body(SENTENCE * 4)]))
        if kind == R
    ]
    assert found[:4] == [
        "Category | Elements | Used",
        f"{long.text} | {wrapped.text} | X",
        "Conduct | Behavior",
        "| Gender | X",
    ]
    assert found[4].startswith("Enrollment | Grade | ")


def test_rows_set_at_the_top_of_their_cells() -> None:
    rows = [[body("One two three four five six seven"), body("name"), "X"], [body("Two"), body("grade"), ""]]
    table = Table(rows, colWidths=[80, 100, 40], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])
    found = [words for kind, _, words in blocks(flowing_pdf([table])) if kind == R]
    assert found == ["One two three four five six seven | name | X", "Two | grade"]


def form(canvas) -> None:
    canvas.drawString(72, 750, "Schedule of Data")
    for row, (name, ticked) in enumerate((("Name", True), ("Date of birth", False), ("Gender", True))):
        canvas.drawString(100, 700 - 24 * row, name)
        canvas.acroForm.checkbox(name=name, checked=ticked, x=72, y=696 - 24 * row, size=14)
    canvas.drawString(72, 600, "Grades")
    canvas.acroForm.checkbox(name="late", checked=True, x=300, y=596, size=14)
    canvas.drawString(72, 570, "Provider name:")
    canvas.acroForm.textfield(name="provider", value="Acme Learning Inc.", x=180, y=564, width=200, height=18)
    canvas.acroForm.radio(name="r", value="yes", selected=True, x=72, y=536, size=14)
    canvas.drawString(100, 540, "Yes")
    canvas.acroForm.radio(name="r", value="no", selected=False, x=172, y=536, size=14)
    canvas.drawString(200, 540, "No")
    canvas.drawString(72, 510, "State:")
    canvas.acroForm.choice(
        name="s", value="New York", options=["New York", "Vermont"], x=180, y=504, width=90, height=18
    )


def test_ticked_boxes_and_fields_are_in_the_text() -> None:
    assert [words for _, _, words in blocks(canvas_pdf(form))] == [
        "Schedule of Data",
        "[x] Name",
        "[ ] Date of birth",
        "[x] Gender",
        "Grades | [x]",
        "Provider name: Acme Learning Inc.",
        "[x] Yes | [ ] No",
        "State: New York",
    ]


def test_signs_of_symbol_fonts() -> None:
    def draw(canvas) -> None:
        canvas.setFont("ZapfDingbats", 12)
        canvas.drawString(72, 700, "✔")
        canvas.setFont("Helvetica", 12)
        canvas.drawString(90, 700, "Names of students")

    assert "✔ Names of students" in read(canvas_pdf(draw)).text


def test_larger_type_is_a_heading_and_long_text_in_it_is_not() -> None:
    story = [heading("What we keep"), body(SENTENCE * 4)]
    from reportlab.platypus import Paragraph

    story += [Paragraph(SENTENCE * 4, STYLES["Heading2"]), body(SENTENCE * 9)]
    assert [(kind, level) for kind, level, _ in blocks(flowing_pdf(story))] == [
        (H, 1),
        (P, 0),
        (P, 0),
        (P, 0),
    ]


def test_a_text_of_many_pages_has_exact_offsets() -> None:
    found = read(pages_pdf(40))
    assert len(found.pages) == 40
    for passage in found.passages:
        assert found.text[passage.start : passage.end].strip() == found.text[passage.start : passage.end]
    assert found.text[found.pages[16] :].lstrip().startswith("Clause 17 protects")


def test_rows_without_space_between_them_are_never_made_one() -> None:
    names = ["Assessment", "", "", "Attendance", ""]
    elements = ["Test scores", "Observation data", "Other data, which wraps", "Daily", "By class"]
    ticks = ["", "X", "", "X", ""]
    rows = [
        [body(name), body(element), tick] for name, element, tick in zip(names, elements, ticks, strict=True)
    ]
    style = [
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    found = [
        words
        for kind, _, words in blocks(flowing_pdf([Table(rows, colWidths=[100, 80, 40], style=style)]))
        if kind == R
    ]
    assert found == [
        "Assessment | Test scores",
        "| Observation data | X",
        "| Other data, which wraps",
        "Attendance | Daily | X",
        "| By class",
    ]


def test_a_sentence_at_the_top_of_every_page_is_no_running_head() -> None:
    def draw(canvas) -> None:
        for place in ("transit, always.", "backups, too.", "the cache."):
            canvas.drawString(72, 800, "The vendor protects student data with encryption at rest and in")
            canvas.drawString(72, 786, place)
            canvas.showPage()

    assert [kind for kind, _, _ in blocks(canvas_pdf(draw))] == [P, P, P]


# -- what is refused


def test_a_password() -> None:
    lock = StandardEncryption("secret", ownerPassword="other", canPrint=0)
    content = canvas_pdf(lambda canvas: canvas.drawString(72, 700, "Secret"), encrypt=lock)
    assert refused(content) == "a.pdf needs a password: print it to a new PDF without one and add that."


def test_a_pdf_that_opens_without_a_password_is_read_even_if_it_is_locked_for_changes() -> None:
    lock = StandardEncryption("", ownerPassword="other", canPrint=0)
    assert "Open" in read(canvas_pdf(lambda canvas: canvas.drawString(72, 700, "Open"), encrypt=lock)).text


def test_a_scan() -> None:
    sentence = refused(
        canvas_pdf(lambda canvas: [(canvas.rect(9, 9, 99, 99), canvas.showPage()) for _ in range(3)])
    )
    assert sentence == (
        "No text was found in the 3 pages of a.pdf; it is probably a scan:"
        " make it searchable with OCR and add it again."
    )


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n" + b"\xff" * 5_000,
        book_pdf(3)[:2_000],
        raw_pdf([b"<< /Type /Catalog /Pages 1 0 R >>"]),
    ],
    ids=["nothing", "noise", "cut off", "circle"],
)
def test_damaged(content: bytes) -> None:
    assert refused(content).startswith(("a.pdf is damaged", "No text was found"))


def test_too_many_pages() -> None:
    kids = b" ".join([b"3 0 R"] * 10_000)
    content = raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 10000 /Kids [" + kids + b"] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
        ]
    )
    assert (
        refused(content)
        == "a.pdf has 10,000 pages, and at most 2,000 are read: split it and add the parts that matter."
    )


def stream_bomb(layers: int) -> bytes:
    """A PDF whose page's stream inflates without end."""
    import zlib

    content = zlib.compress(b"BT /F1 12 Tf (bomb) Tj ET\n" + b" " * 200_000_000, 9)
    for _ in range(layers - 1):
        content = zlib.compress(content, 9)
    filters = b"/FlateDecode " * layers
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(content), filters, content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def test_a_stream_that_inflates_without_end_ends() -> None:
    began = time.monotonic()
    assert "a.pdf" in refused(stream_bomb(2), Limits(memory_bytes=256 << 20, cpu_seconds=4))
    assert time.monotonic() - began < 8


def test_too_much_text() -> None:
    assert "holds more than 500 characters of text" in refused(book_pdf(2), Limits(characters=500))
    cut = read(book_pdf(2), Limits(page_characters=200))
    assert cut.notices == ("Pages 1, 2: only the first 200 characters were read.",)
    assert len(cut.text) < 500
