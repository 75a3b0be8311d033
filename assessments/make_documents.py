"""Set the invented vendor's agreement (DOCX) and white paper (PDF) from their words.

    python -m assessments.make_documents

The words stand in `assessments/larkspur/sources/`, the two documents beside the others in
`assessments/larkspur/documents/`. The same words give the same documents: dates are fixed and the entries of
the archive are sorted. The policy (HTML) and the list of sub-processors (Markdown) are their own source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Table,
)

HERE = Path(__file__).resolve().parent
LARKSPUR = HERE / "larkspur"
SOURCES = LARKSPUR / "sources"
DOCUMENTS = LARKSPUR / "documents"

Row = tuple[str, ...]

_KEYED = re.compile(r"(title|subtitle|date|notice|table|caption): (.*)")
_MARKED = re.compile(r"(={1,3}|\+{1,2}|-) (.*)")
_FOOTNOTE = re.compile(r"\[\^(\w+)\]: (.*)")


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or one table of a source.

    `kind` is the key or the mark the line began with (`title`, `=`, `+`, ...), `paragraph` without one, or
    `table`; a table has `rows`, and its name as `text`.
    """

    kind: str
    text: str
    rows: tuple[Row, ...] = ()


def read(source: str) -> tuple[list[Block], dict[str, str]]:
    """The blocks of a source in order, and its footnotes by name; lines beginning with `# ` are left out."""
    blocks: list[Block] = []
    footnotes: dict[str, str] = {}
    name = ""
    rows: list[Row] = []
    for line in [*source.splitlines(), ""]:
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            blocks.append(Block("table", name, tuple(rows)))
            name, rows = "", []
        if not line or line.startswith("# "):
            continue
        if note := _FOOTNOTE.fullmatch(line):
            footnotes[note[1]] = note[2]
        elif found := _KEYED.fullmatch(line) or _MARKED.fullmatch(line):
            if found[1] == "table":
                name = found[2]
            else:
                blocks.append(Block(found[1], found[2]))
        else:
            blocks.append(Block("paragraph", line))
    return blocks, footnotes


# The agreement.

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_NAMESPACES = f'xmlns:w="{_W}" xmlns:w14="{_W14}" xmlns:r="{_R}" xmlns:mc="{_MC}" mc:Ignorable="w14"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_SAVED = "2025-09-02T15:30:00Z"
_ARCHIVED = (2025, 9, 2, 15, 30, 0)
_INLINE = re.compile(r"\*\*(.+?)\*\*|<<(.+?)>>|\{-(.+?)-\}|\{\+(.+?)\+\}|\[\^(\w+)\]|(\[[x ]\])")
_RUN = 150
"""Word cuts a paragraph into runs wherever it was edited, also inside a word; so does this, every 150 characters."""

_SCHEDULE_WIDTHS = (2500, 4800, 2060)
_STYLES = {
    "title": "Title",
    "subtitle": "Subtitle",
    "notice": "Notice",
    "=": "Heading1",
    "==": "Exhibit",
    "===": "Heading2",
    "+": "Clause",
    "++": "Item",
    "-": "Bullet",
}
_BULLETS = 1
_FIRST_ARTICLE = 2


class Agreement:
    """Turns the blocks of the agreement into the parts of a Word document."""

    def __init__(self, blocks: list[Block], footnotes: dict[str, str]) -> None:
        self._blocks = blocks
        self._footnotes = footnotes
        self._notes: list[str] = []
        self._links: list[str] = []
        self._ids = count(1)
        self._article = _FIRST_ARTICLE - 1

    def parts(self) -> dict[str, str]:
        """Name of each part in the archive, and its text."""
        document = self._document()
        return {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relationships(
                ("officeDocument", "word/document.xml"), ("extended-properties", "docProps/app.xml")
            ).replace(
                "</Relationships>",
                f'<Relationship Id="rIdCore" Type="{_PACKAGE}/relationships/metadata/core-properties" '
                'Target="docProps/core.xml"/></Relationships>',
            ),
            "docProps/app.xml": _application(),
            "docProps/core.xml": _core(),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": _relationships(
                ("styles", "styles.xml"),
                ("numbering", "numbering.xml"),
                ("settings", "settings.xml"),
                ("footnotes", "footnotes.xml"),
                ("header", "header1.xml"),
                ("footer", "footer1.xml"),
                *(("hyperlink", f"mailto:{link}") for link in self._links),
            ),
            "word/styles.xml": _styles(),
            "word/numbering.xml": _numbering(self._article),
            "word/settings.xml": _settings(),
            "word/footnotes.xml": self._footnote_part(),
            "word/header1.xml": _header(),
            "word/footer1.xml": _footer(),
        }

    def _document(self) -> str:
        body = "".join(self._block(block) for block in self._blocks)
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/>'
            '<w:footerReference w:type="default" r:id="rId6"/>'
            '<w:pgSz w:w="12240" w:h="15840"/>'
            '<w:pgMar w:top="1440" w:right="1440" w:bottom="1296" w:left="1440" w:header="720" w:footer="576" '
            'w:gutter="0"/></w:sectPr>'
        )
        return f"{_DECLARATION}<w:document {_NAMESPACES}><w:body>{body}{section}</w:body></w:document>"

    def _block(self, block: Block) -> str:
        if block.kind == "table":
            return self._table(block)
        if block.kind == "=":
            self._article += 1
        return self._paragraph(block.text, _STYLES.get(block.kind, ""), _numbers(block.kind, self._article))

    def _paragraph(self, text: str, style: str = "", numbers: str = "") -> str:
        properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + numbers
        return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{self._inline(text)}</w:p>"

    def _inline(self, text: str) -> str:
        """Text with its marks, as runs."""
        pieces = []
        end = 0
        for found in _INLINE.finditer(text):
            pieces.append(_runs(text[end : found.start()]))
            pieces.append(self._mark(found))
            end = found.end()
        return "".join([*pieces, _runs(text[end:])])

    def _mark(self, found: re.Match[str]) -> str:
        bold, link, struck, put_in, note, box = found.groups()
        if bold:
            return _runs(bold, "<w:b/>")
        if link:
            self._links.append(link)
            shown = _runs(link, '<w:rStyle w:val="Hyperlink"/>')
            return f'<w:hyperlink r:id="rId{6 + len(self._links)}" w:history="1">{shown}</w:hyperlink>'
        if struck:
            return self._change(
                "del", f'<w:r><w:delText xml:space="preserve">{escape(struck)}</w:delText></w:r>'
            )
        if put_in:
            return self._change("ins", _runs(put_in))
        if note:
            self._notes.append(note)
            style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            return f'<w:r>{style}<w:footnoteReference w:id="{len(self._notes)}"/></w:r>'
        return self._check_box(ticked=box == "[x]")

    def _change(self, tag: str, runs: str) -> str:
        who = f'w:id="{next(self._ids)}" w:author="M. Odell" w:date="{_SAVED}"'
        return f"<w:{tag} {who}>{runs}</w:{tag}>"

    def _check_box(self, *, ticked: bool) -> str:
        """A check box as Word's own content control, with its state and the sign that shows it."""
        font = '<w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/>'
        return (
            f'<w:sdt><w:sdtPr><w:id w:val="{100_000 + next(self._ids)}"/><w14:checkbox>'
            f'<w14:checked w14:val="{int(ticked)}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
            f"<w:sdtContent>{_runs('☒' if ticked else '☐', font)}</w:sdtContent></w:sdt>"
        )

    def _table(self, block: Block) -> str:
        signatures = block.text == "signatures"
        columns = len(block.rows[0])
        widths = _SCHEDULE_WIDTHS if columns == len(_SCHEDULE_WIDTHS) else (9360 // columns,) * columns
        style = "Signatures" if signatures else "TableGrid"
        rows = []
        above = ""
        for place, row in enumerate(block.rows):
            head = place == 0
            cells = []
            for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
                merged = ""
                text = cell
                if block.text == "schedule" and column == 0:
                    # A category is written once and its cell runs down over its rows.
                    merged = "<w:vMerge/>" if cell == above else '<w:vMerge w:val="restart"/>'
                    text = "" if cell == above else cell
                    above = cell
                shown = f"**{text}**" if head and text else text
                cells.append(
                    f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}</w:tcPr>'
                    f"{self._paragraph(shown, 'TableText')}</w:tc>"
                )
            repeated = "<w:tblHeader/>" if head and not signatures else ""
            rows.append(f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>")
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
            # Word joins two tables that nothing parts.
            "<w:p/>"
        )

    def _footnote_part(self) -> str:
        if missing := {*self._notes} ^ {*self._footnotes}:
            raise ValueError(f"footnotes without a mark or without words: {', '.join(sorted(missing))}")
        rule = '<w:footnote w:type="{0}" w:id="{1}"><w:p><w:r><w:{0}/></w:r></w:p></w:footnote>'
        notes = [rule.format("separator", -1), rule.format("continuationSeparator", 0)]
        for number, name in enumerate(self._notes, 1):
            mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            words = _runs(f" {self._footnotes[name]}")
            notes.append(
                f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
                f"{mark}{words}</w:p></w:footnote>"
            )
        return f"{_DECLARATION}<w:footnotes {_NAMESPACES}>{''.join(notes)}</w:footnotes>"


def _runs(text: str, properties: str = "") -> str:
    look = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return "".join(
        f'<w:r>{look}<w:t xml:space="preserve">{escape(text[at : at + _RUN])}</w:t></w:r>'
        for at in range(0, len(text), _RUN)
    )


def _numbers(kind: str, article: int) -> str:
    """Word's own numbering for a clause, an item or a bullet; clauses begin anew in each article."""
    number, level = {"+": (article, 0), "++": (article, 1), "-": (_BULLETS, 0)}.get(kind, (0, 0))
    if not number:
        return ""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def _relationships(*targets: tuple[str, str]) -> str:
    """A part's relationships, numbered rId1, rId2, ... in the order given."""
    outside = ' TargetMode="External"'
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{escape(target)}"'
        f"{outside if kind == 'hyperlink' else ''}/>"
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types() -> str:
    parts = {
        "/word/document.xml": f"{_WORDML}.document.main+xml",
        "/word/styles.xml": f"{_WORDML}.styles+xml",
        "/word/numbering.xml": f"{_WORDML}.numbering+xml",
        "/word/settings.xml": f"{_WORDML}.settings+xml",
        "/word/footnotes.xml": f"{_WORDML}.footnotes+xml",
        "/word/header1.xml": f"{_WORDML}.header+xml",
        "/word/footer1.xml": f"{_WORDML}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _core() -> str:
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:title>Student Data Privacy Agreement</dc:title>"
        "<dc:creator>Larkspur Reading, Inc. (an invented company)</dc:creator><dc:language>en-US</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{_SAVED}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_SAVED}</dcterms:modified></cp:coreProperties>'
    )


def _application() -> str:
    return (
        f'{_DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"><Company>Larkspur Reading, Inc. (an invented company)</Company></Properties>'
    )


def _style(name: str, shown: str, paragraph: str = "", run: str = "", based_on: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="{based_on}"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _styles() -> str:
    side = '<w:{0} w:val="single" w:sz="{1}" w:space="{2}" w:color="{3}"/>'
    frame = "".join(side.format(name, 8, 4, "8A5A00") for name in ("top", "left", "bottom", "right"))
    grid = "".join(
        side.format(name, 4, 0, "808080") for name in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = '<w:left w:w="90" w:type="dxa"/><w:right w:w="90" w:type="dxa"/>'
    heading = '<w:keepNext/><w:spacing w:before="280" w:after="100"/><w:outlineLvl w:val="{0}"/>'
    centered = '<w:spacing w:after="80"/><w:jc w:val="center"/>'
    fonts = '<w:rFonts w:ascii="Cambria" w:hAnsi="Cambria" w:cs="Times New Roman"/>'
    small = '<w:spacing w:after="20"/>'
    cells = f"<w:tblCellMar>{margins}</w:tblCellMar>"
    return "".join(
        [
            f"{_DECLARATION}<w:styles {_NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}",
            '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US"/></w:rPr></w:rPrDefault>',
            '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="264" w:lineRule="auto"/></w:pPr>',
            "</w:pPrDefault></w:docDefaults>",
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
            _style("Title", "Title", centered, '<w:b/><w:sz w:val="32"/>'),
            _style("Subtitle", "Subtitle", centered, "<w:i/>"),
            _style("Notice", "Notice", f"<w:pBdr>{frame}</w:pBdr>", "<w:b/>"),
            _style("Heading1", "heading 1", heading.format(0), '<w:b/><w:sz w:val="24"/>'),
            _style("Heading2", "heading 2", heading.format(1), "<w:b/>"),
            _style("Exhibit", "Exhibit", "<w:pageBreakBefore/>", based_on="Heading1"),
            _style("Clause", "Clause"),
            _style("Item", "Item", small),
            _style("Bullet", "Bullet", small),
            _style(
                "TableText", "Table Text", '<w:spacing w:before="30" w:after="30"/>', '<w:sz w:val="19"/>'
            ),
            _style("FootnoteText", "footnote text", small, '<w:sz w:val="18"/>'),
            _style("Header", "header", run='<w:color w:val="606060"/><w:sz w:val="17"/>'),
            _style(
                "Footer",
                "footer",
                '<w:tabs><w:tab w:val="right" w:pos="9360"/></w:tabs>',
                '<w:color w:val="606060"/><w:sz w:val="17"/>',
            ),
            '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>',
            '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
            '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>',
            '<w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>',
            '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>',
            f"<w:tblPr><w:tblBorders>{grid}</w:tblBorders>{cells}</w:tblPr></w:style>",
            '<w:style w:type="table" w:styleId="Signatures"><w:name w:val="Signatures"/>',
            f"<w:tblPr>{cells}</w:tblPr></w:style></w:styles>",
        ]
    )


def _numbering(last_article: int) -> str:
    level = (
        '<w:lvl w:ilvl="{0}"><w:start w:val="1"/><w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{3}" w:hanging="360"/></w:pPr></w:lvl>'
    )
    clauses = level.format(0, "decimal", "%1.", 360) + level.format(1, "lowerLetter", "(%2)", 792)
    articles = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number in range(_FIRST_ARTICLE, last_article + 1)
    )
    return (
        f"{_DECLARATION}<w:numbering {_NAMESPACES}>"
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{level.format(0, 'bullet', '•', 504)}</w:abstractNum>"
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{clauses}</w:abstractNum>'
        f'<w:num w:numId="{_BULLETS}"><w:abstractNumId w:val="0"/></w:num>{articles}</w:numbering>'
    )


def _settings() -> str:
    return (
        f"{_DECLARATION}<w:settings {_NAMESPACES}><w:footnotePr>"
        '<w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
    )


def _header() -> str:
    words = "Larkspur Reading, Inc. (an invented company) · Student Data Privacy Agreement"
    return (
        f"{_DECLARATION}<w:hdr {_NAMESPACES}>"
        f'<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>{_runs(words)}</w:p></w:hdr>'
    )


def _footer() -> str:
    def field(code: str) -> str:
        mark = '<w:r><w:fldChar w:fldCharType="{0}"/></w:r>'
        order = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        return mark.format("begin") + order + mark.format("separate") + _runs("1") + mark.format("end")

    return (
        f'{_DECLARATION}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f"{_runs('Form 4, revised August 2025')}<w:r><w:tab/></w:r>{_runs('Page ')}{field('PAGE')}"
        f"{_runs(' of ')}{field('NUMPAGES')}</w:p></w:ftr>"
    )


def agreement(source: str) -> bytes:
    """The agreement as a Word document (DOCX) from the words of its source.

    Raises:
        ValueError: a footnote has no mark, or a mark has no footnote.
    """
    parts = Agreement(*read(source)).parts()
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name in sorted(parts):
            entry = ZipInfo(name, date_time=_ARCHIVED)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, parts[name])
    return target.getvalue()


# The white paper.

_MARGIN = 1.3 * inch
_WIDTH = LETTER[0] - 2 * _MARGIN
_INK = colors.HexColor("#21303a")
_GREEN = colors.HexColor("#2f6f5e")
_RULE = colors.HexColor("#b8c4cc")
_GRAY = colors.HexColor("#606c74")
_SHADE = colors.HexColor("#e8f0ed")

_BODY = ParagraphStyle(
    "body",
    fontName="Times-Roman",
    fontSize=11,
    leading=15.2,
    textColor=_INK,
    alignment=TA_JUSTIFY,
    spaceAfter=7,
    allowWidows=0,
    allowOrphans=0,
)
_LOOKS = {
    "paragraph": _BODY,
    "title": ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=23, leading=28, textColor=_GREEN),
    "subtitle": ParagraphStyle("subtitle", fontName="Helvetica", fontSize=12.5, leading=17, textColor=_INK),
    "date": ParagraphStyle("date", fontName="Helvetica", fontSize=10, leading=20, textColor=_INK),
    "notice": ParagraphStyle(
        "notice",
        fontName="Helvetica-Bold",
        fontSize=9.5,
        leading=13,
        textColor=_INK,
        borderColor=colors.HexColor("#8a5a00"),
        borderWidth=1,
        borderPadding=7,
        spaceBefore=14,
        spaceAfter=16,
    ),
    "=": ParagraphStyle(
        "section",
        fontName="Helvetica-Bold",
        fontSize=13,
        leading=17,
        textColor=_GREEN,
        spaceBefore=13,
        spaceAfter=5,
    ),
    "+": ParagraphStyle(
        "sub-section",
        fontName="Helvetica-Bold",
        fontSize=10.5,
        leading=14,
        textColor=_INK,
        spaceBefore=3,
        spaceAfter=3,
    ),
    "caption": ParagraphStyle(
        "caption",
        fontName="Helvetica-Oblique",
        fontSize=9.5,
        leading=13,
        textColor=_INK,
        spaceBefore=6,
        spaceAfter=4,
    ),
    "cell": ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11.5, textColor=_INK),
    "head": ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=9, leading=11.5, textColor=_INK),
}
_KEPT = 1.1 * inch
_COLUMNS = {"parts": (0.19, 0.22, 0.36, 0.23), "controls": (0.54, 0.2, 0.26)}

_HYPHENATED = """
    ac-cents ac-count ac-counts ad-ver-tis-ing ad-vised af-ter-wards agree-ment anoth-er an-swer
    ap-pli-ca-tion ar-chived as-sess-ment as-sess-ments au-dit-ing au-to-mated avail-abil-ity avail-able
    back-ups bal-ancer be-fore be-tween build-ing busi-ness cer-tif-i-cates cer-ti-fied chil-dren
    class-rooms cli-mate col-lected com-pany con-cerned con-nec-tions con-tain con-tract con-trac-tors
    con-trol con-trols dash-board data-base de-ci-sion dele-tion de-scribed de-scrip-tion de-stroyed
    de-tec-tion de-vices dif-fer di-rec-tors dis-clo-sure dis-cov-ery draw-ings ed-u-ca-tional elev-en
    em-ployee em-ploy-ees en-crypted en-cryp-tion en-gi-neer es-corted ex-am-ine ex-ports fac-tors fam-ily
    fed-eral fif-teen flu-ency hard-ware in-ci-dent in-for-ma-tion in-side in-tru-sion in-volved
    kin-der-garten learn-ing les-son li-brar-ies lim-ited ma-chine man-age-ment mea-sure-ment mem-ber
    mem-bers mes-sages mes-sag-ing min-utes morn-ing net-work of-fers on-board-ing op-er-a-tions
    over-writ-ten part-ner pass-word peo-ple pe-rim-e-ter per-son per-sonal pic-ture pri-vacy pri-vate
    pro-duc-tion pro-gram pro-tects pro-to-cols pro-vider pub-lic quar-ter re-built re-cord-ing re-cord-ings
    re-cords re-dun-dant re-fused re-gion re-la-tional re-moved re-moves re-port re-ports re-pos-i-tory
    re-quests re-quire re-stored re-viewed re-view-ers ro-tated sched-ule scor-ing sec-ond se-cu-rity
    sep-a-rate serv-ers ser-vice soft-ware stan-dard state-less stor-age sto-ries stu-dent stu-dents
    sup-pres-sion sur-veil-lance sys-tem teach-er teach-ers tech-nol-ogy tele-phone train-ing trust-ed
    up-dates vis-i-tors weak-ness weak-nesses with-drawn with-out writ-ten
"""
_BREAKS = {word.replace("-", ""): word.replace("-", "\u00ad") for word in _HYPHENATED.split()}
_WORD = re.compile(r"[a-z]{6,}")


def _breakable(text: str) -> str:
    """Text as reportlab's markup, with soft hyphens where a long word may be broken at the end of a line."""
    return escape(_WORD.sub(lambda found: _BREAKS.get(found[0], found[0]), text))


def _set_table(block: Block) -> Table:
    """A table that repeats its head over pages."""
    head, *rows = block.rows
    return Table(
        [
            [Paragraph(escape(cell), _LOOKS["head"]) for cell in head],
            *([Paragraph(_breakable(cell), _LOOKS["cell"]) for cell in row] for row in rows),
        ],
        colWidths=[share * _WIDTH for share in _COLUMNS[block.text]],
        repeatRows=1,
        spaceAfter=12,
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, _RULE),
            ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
    )


def _story(blocks: list[Block]) -> Iterator[Flowable]:
    """Everything that stands on the pages, in order; a heading or caption keeps some lines of what follows."""
    for block in blocks:
        if block.kind in {"=", "+", "caption"}:
            yield CondPageBreak(_KEPT)
        yield (
            _set_table(block)
            if block.kind == "table"
            else Paragraph(_breakable(block.text), _LOOKS[block.kind])
        )


def _running_head(canvas: Canvas, _document: BaseDocTemplate) -> None:
    top = LETTER[1] - 0.62 * inch
    _line_of_two(canvas, top, "Larkspur Security White Paper", "March 2024")
    canvas.setStrokeColor(_RULE)
    canvas.line(_MARGIN, top - 6, LETTER[0] - _MARGIN, top - 6)


def _page_foot(canvas: Canvas, document: BaseDocTemplate) -> None:
    _line_of_two(canvas, 0.6 * inch, "Larkspur Reading, Inc. (an invented company)", f"Page {document.page}")


def _line_of_two(canvas: Canvas, height: float, left: str, right: str) -> None:
    canvas.setFont("Helvetica", 8.5)
    canvas.setFillColor(_GRAY)
    canvas.drawString(_MARGIN, height, left)
    canvas.drawRightString(LETTER[0] - _MARGIN, height, right)


def white_paper(source: str) -> bytes:
    """The white paper as a PDF from the words of its source."""
    blocks, _ = read(source)
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=LETTER,
        title="Larkspur Security White Paper",
        author="Larkspur Reading, Inc. (an invented company)",
        subject="Written for the demonstration of assess",
        lang="en-US",
        invariant=1,
    )
    frame = Frame(_MARGIN, 0.9 * inch, _WIDTH, LETTER[1] - 1.85 * inch, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("page", [frame], onPage=_running_head, onPageEnd=_page_foot))
    document.build(list(_story(blocks)))
    return target.getvalue()


def main() -> None:
    """Write both documents."""
    for make, name in ((agreement, "data-privacy-agreement.docx"), (white_paper, "security-white-paper.pdf")):
        source = (SOURCES / name).with_suffix(".txt").read_text(encoding="utf-8")
        (DOCUMENTS / name).write_bytes(make(source))


if __name__ == "__main__":
    main()
