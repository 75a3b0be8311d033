"""Paragraphs, tables and text boxes."""

from __future__ import annotations

from app.assessment.passages import BlockKind
from tests.evidence.documents import p
from tests.evidence.extraction.word.read_back import cell, row, seen, words

H = BlockKind.HEADING
P = BlockKind.PARAGRAPH
R = BlockKind.ROW


def test_a_bold_line_is_a_heading_made_by_hand() -> None:
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Data breach</w:t></w:r></w:p>"
    half = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Breach</w:t></w:r><w:r><w:rPr><w:b w:val='0'/></w:rPr><w:t> and so</w:t></w:r></w:p>"
    assert seen(bold + half) == [(H, 5, "Data breach"), (P, 0, "Breach and so")]


def test_a_schedule_of_data_says_what_is_ticked() -> None:
    control = '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>?</w:t></w:r></w:sdtContent></w:sdt>'
    old = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    sign = '<w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r>'

    def ticks(inner: str) -> str:
        return cell(f"<w:p>{inner}</w:p>")

    table = "".join(
        [
            row(cell(p("Category")), cell(p("Element")), cell(p("Used"))),
            row(cell(p("Student"), '<w:vMerge w:val="restart"/>'), cell(p("Name")), ticks(control.format(1))),
            row(cell(p("?"), "<w:vMerge/>"), cell(p("Gender")), ticks(control.format(0))),
            row(cell(p("Conduct")), cell(p("Behavior")), ticks(old.format("<w:checked/>"))),
            row(cell(p("Grades")), cell(p("Marks")), ticks(old.format(""))),
            row(cell(p("Health")), cell(p("Alerts")), ticks(sign.format("F0FE"))),
            row(cell(p("Work")), cell(p("Essays") + p("Photos")), ticks(sign.format("F0A8"))),
            row(cell(p(""))),
        ]
    )
    assert seen(f"{p('Schedule')}<w:tbl>{table}</w:tbl>")[1:] == [
        (R, 0, "Category | Element | Used"),
        (R, 0, "Student | Name | [x]"),
        (R, 0, "| Gender | [ ]"),
        (R, 0, "Conduct | Behavior | [x]"),
        (R, 0, "Grades | Marks | [ ]"),
        (R, 0, "Health | Alerts | [x]"),
        (R, 0, "Work | Essays Photos | [ ]"),
    ]


def test_a_table_in_a_table() -> None:
    inner = f"<w:tbl>{row(cell(p('a')), cell(p('b')))}</w:tbl>"
    assert words(f"<w:tbl>{row(cell(p('Outer') + inner), cell(p('c')))}</w:tbl>") == ["Outer a, b | c"]


def test_text_boxes_come_once() -> None:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    document = (
        "<w:p><w:r><w:t>Around.</w:t><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert words(document) == ["Around.", "In a box."]
