"""Fields and ticked boxes stand in the text."""

from __future__ import annotations

from tests.evidence.documents import canvas_pdf
from tests.evidence.extraction.pdf.read_back import blocks


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
