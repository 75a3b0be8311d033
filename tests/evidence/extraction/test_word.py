"""DOCX: paragraphs, numbers, tables, ticks, changes and notes; and the archives that are no documents."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from app.assessment.passages import BlockKind
from app.evidence.extraction.limits import LIMITS, Limits
from app.evidence.extraction.refusal import UnreadableError
from app.evidence.extraction.word.reading import read_word
from tests.evidence.documents import W, docx, p, part

H, P, I, R, N = (  # noqa: E741
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.ROW,
    BlockKind.NOTE,
)

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


def test_headings_and_lists() -> None:
    document = (
        p("Security", style="Heading1")
        + p("Own heading", style="Mine")
        + p("Plain words.", style="Loop")
        + p("first", listed="1")
        + p("inner", listed="1", level=1)
        + p("inner too", listed="1", level=1)
        + p("deep", listed="1", level=2)
        + p("second", listed="1")
        + p("inner again", listed="1", level=1)
        + p("point", style="Listed")
        + p("no list", listed="0")
        + p("")
    )
    assert seen(document) == [
        (H, 1, "Security"),
        (H, 1, "Own heading"),
        (P, 0, "Plain words."),
        (I, 0, "1. first"),
        (I, 1, "(a) inner"),
        (I, 1, "(b) inner too"),
        (I, 2, "1.b.iv deep"),
        (I, 0, "2. second"),
        (I, 1, "(a) inner again"),
        (I, 0, "• point"),
        (P, 0, "no list"),
    ]


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


def test_tracked_changes() -> None:
    document = (
        "<w:p><w:r><w:t>within </w:t></w:r><w:del><w:r><w:delText>72 hours</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>7 days</w:t></w:r></w:ins></w:p>"
        f"<w:moveFrom>{p('moved away')}</w:moveFrom>"
    )
    read = read_word(docx(document), LIMITS)
    assert read.text == "within 7 days\n"
    assert "tracked changes" in read.notices[0]
    assert read_word(docx(p("x")), LIMITS).notices == ()


def test_fields_breaks_and_links() -> None:
    document = (
        '<w:p><w:r><w:t>On </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3 May</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:hyperlink><w:r><w:t> see</w:t></w:r></w:hyperlink><w:r><w:noBreakHyphen/><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r></w:p>"
    )
    assert words(document) == ["On 3 May see-\tx\ny"]


def test_text_boxes_come_once() -> None:
    box = f"<w:txbxContent>{p('In a box.')}</w:txbxContent>"
    document = (
        "<w:p><w:r><w:t>Around.</w:t><mc:AlternateContent><mc:Choice><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert words(document) == ["Around.", "In a box."]


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


def test_the_strict_form() -> None:
    strict = docx(p("Strict words."))
    with zipfile.ZipFile(io.BytesIO(strict)) as archive:
        document = archive.read("word/document.xml").decode()
    document = document.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read_word(docx(document, whole=True), LIMITS).text == "Strict words.\n"


# -- archives that are no documents


def reason(content: bytes, limits: Limits = LIMITS) -> str:
    began = time.monotonic()
    with pytest.raises(UnreadableError) as caught:
        read_word(content, limits)
    assert time.monotonic() - began < 5
    return caught.value.reason


def test_damaged() -> None:
    good = docx(p("x" * 5_000))
    assert reason(good[: len(good) // 2]) == "damaged"
    assert reason(b"PK\x03\x04 nothing") == "damaged"
    assert reason(docx("<w:p>", whole=True)) == "damaged"
    assert reason(docx("<w:p xmlns:w='urn:other'/>", whole=True)) == "damaged"
    broken = bytearray(good)
    broken[60:90] = b"\xff" * 30
    assert reason(bytes(broken)) == "damaged"


def test_a_zip_bomb() -> None:
    bomb = docx(p("x"), {"word/styles.xml": part("styles", f"<!--{' ' * 60_000_000}-->")})
    assert len(bomb) < 100_000
    assert reason(bomb) == "unpacked"


def test_parts_that_are_too_large_together() -> None:
    styles = {"word/styles.xml": part("styles", "<!--" + "ab" * 400 + "-->")}
    assert reason(docx(p("x" * 600), styles), Limits(inflated_bytes=1_500)) == "unpacked"
    assert read_word(docx(p("x" * 600), styles), Limits(inflated_bytes=3_000)).text.startswith("xxx")


def test_too_many_members() -> None:
    assert reason(docx(p("x"), {f"{number}": "" for number in range(30)}), Limits(members=20)) == "unpacked"


def test_entities() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE d [{laughs}]><w:document xmlns:w="{W}"><w:body>{p("&l9;")}</w:body></w:document>'
    outside = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W}"><w:body>{p("&x;")}</w:body></w:document>'
    quiet = f'<!DOCTYPE d SYSTEM "http://x.example/a.dtd"><w:document xmlns:w="{W}"><w:body>{p("x")}</w:body></w:document>'
    for document in (bomb, outside, quiet):
        assert reason(docx(document, whole=True)) == "dtd"


def test_nesting() -> None:
    deep = "<w:ins>" * 600 + p("deep") + "</w:ins>" * 600
    assert reason(docx(deep)) == "deep"
    fits = "<w:ins>" * 450 + p("deep") + "</w:ins>" * 450
    assert "deep" in read_word(docx(fits), LIMITS).text


def test_a_locked_archive() -> None:
    content = bytearray(docx(p("x")))
    for sign, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(sign) + flag] |= 1
    assert reason(bytes(content)) == "password"


def test_nothing_named_in_a_document_is_opened() -> None:
    relations = '<Relationships><Relationship Id="r1" Type="attachedTemplate" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    read = read_word(docx(p("x"), {"word/_rels/document.xml.rels": relations, "../../etc/evil": "y"}), LIMITS)
    assert read.text == "x\n"
