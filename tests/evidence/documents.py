"""Documents that the tests make: PDFs by reportlab, DOCX as bare archives."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

STYLES = getSampleStyleSheet()
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SENTENCE = "The vendor protects student data with encryption at rest and in transit and tells the school of a breach."


def canvas_pdf(draw, **options: object) -> bytes:
    """A PDF of what `draw` puts on a canvas."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, **options)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def flowing_pdf(story: list[Flowable], *, head: str = "", title: str = "") -> bytes:
    """A PDF of flowing paragraphs and tables, with a running head and page numbers where `head` is given."""
    out = io.BytesIO()

    def margins(canvas: Canvas, document: object) -> None:
        if head:
            canvas.drawString(72, 810, head)
            canvas.drawString(280, 30, f"Page {canvas.getPageNumber()} of 9")

    template = SimpleDocTemplate(out, pagesize=A4, title=title or None)
    template.build(story, onFirstPage=margins, onLaterPages=margins)
    return out.getvalue()


def body(text: str) -> Paragraph:
    return Paragraph(text, STYLES["BodyText"])


def heading(text: str) -> Paragraph:
    return Paragraph(text, STYLES["Heading2"])


def pages_pdf(count: int) -> bytes:
    """A PDF of so many pages, with a line on each."""

    def draw(canvas: Canvas) -> None:
        for number in range(count):
            canvas.drawString(72, 700, f"Clause {number + 1} protects student data.")
            canvas.showPage()

    return canvas_pdf(draw)


def book_pdf(pages: int) -> bytes:
    story: list[Flowable] = []
    for number in range(pages):
        story += [heading(f"{number + 1}. Security"), *(body(SENTENCE * 5) for _ in range(5)), PageBreak()]
    return flowing_pdf(story)


def raw_pdf(objects: Iterable[bytes]) -> bytes:
    """A PDF of these objects, the first of which is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start)
    return bytes(out)


def docx(document: str, parts: Mapping[str, str | bytes] | None = None, *, whole: bool = False) -> bytes:
    """A DOCX whose body is this XML; `whole` when it is the whole part."""
    if not whole:
        document = (
            f'<?xml version="1.0"?><w:document xmlns:w="{W}"'
            ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f"<w:body>{document}</w:body></w:document>"
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def part(root: str, content: str) -> str:
    """A part of a DOCX other than its document."""
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{W}">{content}</w:{root}>'


def p(text: str, *, style: str = "", listed: str = "", level: int = 0) -> str:
    """A paragraph of a DOCX."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if listed:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{listed}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
