"""A PDF opened: its title and pages, and what is refused."""

from __future__ import annotations

import time

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.platypus import PageBreak

from app.assessment.passages import BlockKind
from app.evidence.extraction.limits import Limits
from tests.evidence.documents import body, book_pdf, canvas_pdf, flowing_pdf, raw_pdf
from tests.evidence.extraction.pdf.read_back import read, refused

R = BlockKind.ROW


def test_pages_and_title() -> None:
    found = read(
        flowing_pdf([body("One."), PageBreak(), body("Two."), PageBreak(), body("Three.")], title="A plan")
    )
    assert [found.text[start:].split(".")[0].strip() for start in found.pages] == ["One", "Two", "Three"]
    assert found.title == "A plan"
    assert found.extractor.startswith("pypdfium2 ")
    assert found.notices == ()


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
