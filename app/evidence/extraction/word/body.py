"""The body of a DOCX: its paragraphs, lists and tables, written block by block."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from app.assessment.passages import BlockKind
from app.evidence.extraction.word.markup import W, cells_of, is_on, numbered, rows_of, unwrapped, value
from app.evidence.extraction.word.numbering import Numbering
from app.evidence.extraction.word.runs import Runs
from app.evidence.extraction.word.styles import Style
from app.evidence.extraction.written import Written


class Body:
    """Writes the blocks of a document."""

    def __init__(
        self, written: Written, styles: Mapping[str, Style], numbering: Numbering, runs: Runs
    ) -> None:
        """`written` takes the blocks."""
        self._written = written
        self._styles = styles
        self._numbering = numbering
        self._runs = runs

    def write(self, parent: Element) -> None:
        """Write the paragraphs and tables of an element, in their order."""
        for child in parent:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag in {f"{W}del", f"{W}moveFrom"}:
                self._runs.changed = True
            elif child.tag in {
                f"{W}sdt",
                f"{W}sdtContent",
                f"{W}ins",
                f"{W}moveTo",
                f"{W}customXml",
                f"{W}smartTag",
            }:
                self.write(child)

    def _paragraph(self, paragraph: Element) -> None:
        text = self._runs.text(paragraph)
        kind, level, lead = self._look(paragraph, text)
        self._written.add(kind, f"{lead}{text}" if text.strip() else "", level)
        boxes, self._runs.boxes = self._runs.boxes, []
        for box in boxes:
            self.write(box)

    def _look(self, paragraph: Element, text: str) -> tuple[BlockKind, int, str]:
        properties = paragraph.find(f"{W}pPr")
        style = self._styles.get(value(properties, "pStyle") if properties is not None else "", Style())
        outline = value(properties, "outlineLvl") if properties is not None else ""
        listed = numbered(properties) or style.listed
        lead, bulleted = "", False
        if listed is not None and text.strip():
            lead, bulleted = self._numbering.lead(*listed)
        level = style.heading or (int(outline) + 1 if outline.isdecimal() and int(outline) < 6 else 0)
        if level and len(text) <= 300:
            return BlockKind.HEADING, min(level, 6), "" if bulleted else lead
        if listed is not None and lead:
            return BlockKind.ITEM, listed[1], lead
        if len(text) <= 120 and text.strip() and text.strip()[-1] not in ".,;:|" and self._is_bold(paragraph):
            return BlockKind.HEADING, 5, ""
        return BlockKind.PARAGRAPH, 0, ""

    def _is_bold(self, paragraph: Element) -> bool:
        """Whether all its runs with letters are bold: a heading made by hand."""
        runs = [
            run
            for run in paragraph.iter(f"{W}r")
            if any(part.text and part.text.strip() for part in run.iter(f"{W}t"))
        ]
        return bool(runs) and all(is_on(run.find(f"{W}rPr/{W}b")) for run in runs)

    def _table(self, table: Element) -> None:
        for row in rows_of(table):
            cells = []
            for cell in cells_of(row):
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                going_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
                cells.append("" if going_on else self._cell(cell))
            if any(cells):
                self._written.add(BlockKind.ROW, " | ".join(cells) if len(cells) > 1 else cells[0])

    def _cell(self, cell: Element) -> str:
        parts = []
        for child in unwrapped(cell):
            if child.tag == f"{W}p":
                text = " ".join(self._runs.text(child).split())
                listed = numbered(child.find(f"{W}pPr"))
                if text and listed is not None:
                    text = self._numbering.lead(*listed)[0] + text
                parts.append(text)
            elif child.tag == f"{W}tbl":
                parts += [
                    ", ".join(filter(None, (self._cell(inner) for inner in cells_of(row))))
                    for row in rows_of(child)
                ]
        for box in self._runs.boxes:
            parts += [" ".join(self._runs.text(paragraph).split()) for paragraph in box.iter(f"{W}p")]
        self._runs.boxes = []
        return " ".join(filter(None, parts))
