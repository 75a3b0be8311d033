"""Verdict, strip, chart and signature block as they are read."""

from __future__ import annotations

from app.assessment.profile import Bar, Block, Chart, Mark, ProfileSection, SignatureBlock, Strip, Verdict
from app.report import pdf
from tests.report import sample
from tests.report.pages import bodies


def printed(*blocks: Block) -> list[str]:
    """Lines of the page that these blocks stand on."""
    text = bodies(pdf(sample.with_sections(ProfileSection("P2", "Figures", blocks))))[-1]
    return [line.strip() for line in text.strip().split("\n")][2:]


def test_verdict() -> None:
    lines = printed(
        Verdict("Meets the criteria", "With one condition.", (("61 / 104", "questions answered"),))
    )
    assert lines[:4] == ["Meets the criteria", "With one condition.", "61 / 104", "questions answered"]


def test_strip_says_every_mark_as_a_word_with_a_glyph() -> None:
    lines = printed(Strip(tuple((f"promise {number}", mark) for number, mark in enumerate(Mark))))
    places = [lines.index(f"promise {number}") for number in range(len(Mark))]
    glyphs, words = [lines[place - 2] for place in places], [lines[place - 1] for place in places]
    assert words == [mark.value for mark in Mark]
    assert len(set(glyphs)) == len(Mark)


def test_chart_prints_counts_sums_and_a_legend_of_what_occurs() -> None:
    bar = Bar("Security", ((Mark.YES, 5), (Mark.NO, 2), (Mark.OPEN, 0), (Mark.PART, -1)))
    assert printed(Chart("States", (bar,))) == ["States", "Security", "5", "2", "7", "yes", "no"]


def test_chart_without_questions() -> None:
    assert printed(Chart("States", (Bar("Security", ()),))) == ["States", "Security", "0"]


def test_signature_block() -> None:
    fields = (("Name", "R. Alvarez"), ("Date", ""))
    assert printed(SignatureBlock("Reviewer", "I prepared it.", fields, signed=True)) == [
        "Reviewer",
        "SIGNED",
        "I prepared it.",
        "R. Alvarez",
        "Name",
        "Date",
    ]
    assert printed(SignatureBlock("Vendor", "", (), signed=False)) == ["Vendor", "UNSIGNED"]
