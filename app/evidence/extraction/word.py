"""DOCX to text: the archive within limits, its XML without entities, paragraphs, lists, tables, ticks and notes."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from app.assessment.passages import Block, BlockKind
from app.evidence.extraction.decoding import tidy
from app.evidence.extraction.limits import Limits
from app.evidence.extraction.refusal import UnreadableError
from app.evidence.extraction.written import Written

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_COMPATIBLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_STANDS_FOR: Final = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_CHANGES: Final = frozenset(f"{_W}{name}" for name in ("ins", "moveTo", "del", "moveFrom"))
_UNREAD: Final = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText")
)
_RATIO: Final = 200
"""A part that unpacks to more than so many times its packed size, and is large, is no document."""
_LARGE: Final = 5_000_000
_CHUNK: Final = 1 << 16
_MAIN: Final = re.compile(r"word/document\d*\.xml")
_HEADS: Final = re.compile(r"word/(?:header|footer)\d*\.xml")
_TICKED_SIGNS: Final = frozenset(
    ["F0FE", "F0FD", "F052", "F053", "F054", "F078", "00FE", "00FD", "2612", "2611"]
)
_UNTICKED_SIGNS: Final = frozenset(["F0A8", "F06F", "F071", "F0A3", "00A8", "2610"])
_SYMBOLS: Final = {"F0FC": "✓", "00FC": "✓", "F0B7": "•", "F0A7": "▪", "F0E0": "→", "F0E8": "→"}
_HEADING_STYLE: Final = re.compile(r"heading\s*([1-9])|title|subtitle", re.IGNORECASE)
_CHANGED: Final = "The file holds tracked changes: what was struck out is left out, what was put in is kept."
_NUMBER_ONLY: Final = re.compile(r"(?:page\s*)?(?:\d+\s*)?(?:(?:of|/)\s*\d*)?", re.IGNORECASE)


@dataclass(slots=True)
class WordRead:
    """What was read out of a DOCX."""

    text: str
    blocks: tuple[Block, ...]
    title: str
    notices: tuple[str, ...]


def read_word(content: bytes, limits: Limits) -> WordRead:
    """The text of a DOCX with its blocks and title.

    Raises:
        UnreadableError: it is damaged, unpacks without end, is nested too deeply or declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            package = _Package(archive, limits)
            return _Reading(package, limits).read()
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        ParseError,
        EOFError,
        NotImplementedError,
        KeyError,
    ):
        raise UnreadableError("damaged") from None
    except RuntimeError:
        raise UnreadableError("password") from None
    except DefusedXmlException:
        raise UnreadableError("dtd") from None


class _Package:
    """The archive's parts, each unpacked within what is left of the limit."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        members = archive.infolist()
        if len(members) > limits.members:
            raise UnreadableError("unpacked")
        self._archive = archive
        self._members = {member.filename: member for member in members}
        self._left = limits.inflated_bytes
        self._depth = limits.depth

    def names(self, pattern: re.Pattern[str]) -> list[str]:
        return sorted(name for name in self._members if pattern.fullmatch(name))

    def xml(self, name: str) -> Element | None:
        """The root of an XML part; None where there is no such part."""
        member = self._members.get(name)
        if member is None:
            return None
        builder = _Shallow(self._depth)
        parser = DefusedXMLParser(target=builder, forbid_dtd=True)
        read = 0
        with self._archive.open(member) as part:
            while chunk := part.read(_CHUNK):
                read += len(chunk)
                self._left -= len(chunk)
                if self._left < 0 or (read > _LARGE and read > _RATIO * max(member.compress_size, 1)):
                    raise UnreadableError("unpacked")
                parser.feed(chunk)
        root = parser.close()
        return root if isinstance(root, Element) else None


class _Shallow(TreeBuilder):
    """Builds the tree only as deep as a document is."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._left = limit

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._left -= 1
        if self._left < 0:
            raise UnreadableError("deep")
        # The strict form of the format has other namespaces and the same names.
        return super().start(
            tag.replace(_STRICT, _W, 1), {key.replace(_STRICT, _W, 1): value for key, value in attrs.items()}
        )

    def end(self, tag: str, /) -> Element:
        self._left += 1
        return super().end(tag.replace(_STRICT, _W, 1))


@dataclass(slots=True)
class _Style:
    heading: int = 0
    listed: tuple[str, int] | None = None


class _Reading:
    def __init__(self, package: _Package, limits: Limits) -> None:
        self._package = package
        self._written = Written(limits.characters)
        self._styles = self._read_styles()
        self._numbering = self._read_numbering()
        self._counters: dict[tuple[str, int], int] = {}
        self._changed = False
        self._notes: list[str] = []
        self._boxes: list[Element] = []

    def read(self) -> WordRead:
        names = self._package.names(_MAIN)
        root = (
            self._package.xml("word/document.xml" if "word/document.xml" in names else names[0])
            if names
            else None
        )
        body = root.find(f"{_W}body") if root is not None else None
        if body is None:
            raise UnreadableError("damaged")
        self._blocks(body)
        self._margins()
        for part, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
            self._read_notes(part, tag)
        for note in self._notes:
            self._written.add(BlockKind.NOTE, note)
        text, odd = tidy(self._written.text())
        notices = (_CHANGED, *odd) if self._changed else odd
        return WordRead(text, tuple(self._written.blocks), self._title(), notices)

    # -- what the paragraphs look like

    def _read_styles(self) -> dict[str, _Style]:
        root = self._package.xml("word/styles.xml")
        found: dict[str, _Style] = {}
        parents: dict[str, str] = {}
        for element in root.iter(f"{_W}style") if root is not None else ():
            key = element.get(f"{_W}styleId", "")
            name = _value(element, "name") or key
            match = _HEADING_STYLE.fullmatch(name.strip())
            outline = _value(element, "pPr/outlineLvl")
            level = 0
            if match is not None:
                level = int(match[1]) if match[1] else 1
            elif outline.isdecimal() and int(outline) < 9:
                level = int(outline) + 1
            found[key] = _Style(min(level, 6), _numbered(element.find(f"{_W}pPr")))
            parents[key] = _value(element, "basedOn")
        for key, style in found.items():
            parent, seen = parents[key], {key}
            while parent in found and parent not in seen:
                seen.add(parent)
                style.heading = style.heading or found[parent].heading
                style.listed = style.listed or found[parent].listed
                parent = parents[parent]
        return found

    def _read_numbering(self) -> dict[tuple[str, int], tuple[str, str, int]]:
        """Number and level of a list to its format, its pattern and where it starts."""
        root = self._package.xml("word/numbering.xml")
        if root is None:
            return {}
        kinds: dict[str, dict[int, tuple[str, str, int]]] = {}
        for abstract in root.iter(f"{_W}abstractNum"):
            levels = kinds.setdefault(abstract.get(f"{_W}abstractNumId", ""), {})
            for level in abstract.iter(f"{_W}lvl"):
                start = _value(level, "start")
                levels[_whole(level.get(f"{_W}ilvl", ""))] = (
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText"),
                    _whole(start) if start else 1,
                )
        return {
            (number.get(f"{_W}numId", ""), level): form
            for number in root.iter(f"{_W}num")
            for level, form in kinds.get(_value(number, "abstractNumId"), {}).items()
        }

    # -- blocks

    def _blocks(self, parent: Element) -> None:
        """Write the paragraphs and tables of an element, in their order."""
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                self._table(child)
            elif child.tag in {f"{_W}del", f"{_W}moveFrom"}:
                self._changed = True
            elif child.tag in {
                f"{_W}sdt",
                f"{_W}sdtContent",
                f"{_W}ins",
                f"{_W}moveTo",
                f"{_W}customXml",
                f"{_W}smartTag",
            }:
                self._blocks(child)

    def _paragraph(self, paragraph: Element) -> None:
        text = self._text(paragraph)
        kind, level, lead = self._look(paragraph, text)
        self._written.add(kind, f"{lead}{text}" if text.strip() else "", level)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._blocks(box)

    def _look(self, paragraph: Element, text: str) -> tuple[BlockKind, int, str]:
        properties = paragraph.find(f"{_W}pPr")
        style = self._styles.get(_value(properties, "pStyle") if properties is not None else "", _Style())
        outline = _value(properties, "outlineLvl") if properties is not None else ""
        listed = _numbered(properties) or style.listed
        lead, bulleted = "", False
        if listed is not None and text.strip():
            lead, bulleted = self._number(*listed)
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
            for run in paragraph.iter(f"{_W}r")
            if any(part.text and part.text.strip() for part in run.iter(f"{_W}t"))
        ]
        return bool(runs) and all(_is_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)

    def _number(self, number: str, level: int) -> tuple[str, bool]:
        form, pattern, start = self._numbering.get((number, level), ("", "", 1))
        if number == "0" or form == "none":
            return "", False
        if form in {"bullet", ""}:
            return "• ", True
        counters = self._counters
        counters[number, level] = counters.get((number, level), start - 1) + 1
        for deeper in range(level + 1, 9):
            counters.pop((number, deeper), None)

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            kind, _, first = self._numbering.get((number, at), ("decimal", "", 1))
            return _as(
                counters.get((number, at), first), kind if at == level or kind != "bullet" else "decimal"
            )

        text = re.sub(r"%([1-9])", shown, pattern)
        return (f"{text} " if text.strip() else ""), False

    def _table(self, table: Element) -> None:
        for row in _rows(table):
            cells = []
            for cell in _cells(row):
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                going_on = merged is not None and merged.get(f"{_W}val", "continue") == "continue"
                cells.append("" if going_on else self._cell(cell))
            if any(cells):
                self._written.add(BlockKind.ROW, " | ".join(cells) if len(cells) > 1 else cells[0])

    def _cell(self, cell: Element) -> str:
        parts = []
        for child in _unwrapped(cell):
            if child.tag == f"{_W}p":
                text = " ".join(self._text(child).split())
                listed = _numbered(child.find(f"{_W}pPr"))
                if text and listed is not None:
                    text = self._number(*listed)[0] + text
                parts.append(text)
            elif child.tag == f"{_W}tbl":
                parts += [
                    ", ".join(filter(None, (self._cell(inner) for inner in _cells(row))))
                    for row in _rows(child)
                ]
        for box in self._boxes:
            parts += [" ".join(self._text(paragraph).split()) for paragraph in box.iter(f"{_W}p")]
        self._boxes = []
        return " ".join(filter(None, parts))

    # -- words

    def _text(self, parent: Element) -> str:
        pieces: list[str] = []
        self._gather(parent, pieces, [])
        return "".join(pieces)

    def _gather(self, parent: Iterable[Element], pieces: list[str], fields: list[bool]) -> None:
        """Append the words of an element; `fields` says of each field code that is open whether its result began."""
        for child in parent:
            tag = child.tag
            if tag == f"{_W}t":
                if all(fields):
                    pieces.append(child.text or "")
            elif tag in _STANDS_FOR:
                pieces.append(_STANDS_FOR[tag])
            elif tag in {f"{_W}footnoteReference", f"{_W}endnoteReference"}:
                pieces.append(f"[{child.get(f'{_W}id', '')}]")
            elif tag == f"{_W}sym":
                pieces.append(_symbol(child.get(f"{_W}char", "")))
            elif tag == f"{_W}fldChar":
                self._field(child, pieces, fields)
            elif tag == f"{_W}sdt":
                self._control(child, pieces, fields)
            else:
                self._gather_inside(child, pieces, fields)

    def _gather_inside(self, child: Element, pieces: list[str], fields: list[bool]) -> None:
        """Go on into an element whose words are its children's, unless they are not to be read."""
        tag = child.tag
        self._changed = self._changed or tag in _CHANGES
        if tag in _UNREAD:
            return
        if tag == f"{_W}txbxContent":
            self._boxes.append(child)
        elif tag == f"{_COMPATIBLE}AlternateContent":
            # The same content twice: the second is for older programs.
            self._gather(child[:1], pieces, fields)
        else:
            self._gather(child, pieces, fields)

    def _field(self, mark: Element, pieces: list[str], fields: list[bool]) -> None:
        kind = mark.get(f"{_W}fldCharType", "")
        if kind == "begin":
            fields.append(False)
            box = mark.find(f"{_W}ffData/{_W}checkBox")
            if box is not None:
                state = box.find(f"{_W}checked")
                ticked = _is_on(state if state is not None else box.find(f"{_W}default"))
                pieces.append("[x]" if ticked else "[ ]")
        elif kind == "separate" and fields:
            fields[-1] = True
        elif kind == "end" and fields:
            fields.pop()

    def _control(self, control: Element, pieces: list[str], fields: list[bool]) -> None:
        box = control.find(f"{_W}sdtPr/{_W14}checkbox")
        if box is not None:
            state = box.find(f"{_W14}checked")
            pieces.append("[x]" if _is_on(state, f"{_W14}val", absent=False) else "[ ]")
            return
        content = control.find(f"{_W}sdtContent")
        if content is not None:
            self._gather(content, pieces, fields)

    # -- beside the text

    def _margins(self) -> None:
        seen: dict[str, None] = {}
        for name in self._package.names(_HEADS):
            root = self._package.xml(name)
            for paragraph in root.iter(f"{_W}p") if root is not None else ():
                text = " ".join(self._text(paragraph).split())
                self._boxes = []
                if text and not _NUMBER_ONLY.fullmatch(text):
                    seen[text] = None
        self._notes += seen

    def _read_notes(self, part: str, tag: str) -> None:
        root = self._package.xml(f"word/{part}.xml")
        for note in root.iter(f"{_W}{tag}") if root is not None else ():
            if note.get(f"{_W}type") in {"separator", "continuationSeparator", "continuationNotice"}:
                continue
            text = " ".join(
                " ".join(self._text(paragraph).split()) for paragraph in note.iter(f"{_W}p")
            ).strip()
            if text:
                self._notes.append(f"[{note.get(f'{_W}id', '')}] {text}")

    def _title(self) -> str:
        try:
            root = self._package.xml("docProps/core.xml")
        except (ParseError, DefusedXmlException):
            return ""
        text = root.findtext(f"{_DC}title") if root is not None else ""
        return " ".join(tidy(text or "")[0].split())


def _value(parent: Element | None, path: str) -> str:
    if parent is None:
        return ""
    found = parent.find("/".join(f"{_W}{step}" for step in path.split("/")))
    return found.get(f"{_W}val", "") if found is not None else ""


def _numbered(properties: Element | None) -> tuple[str, int] | None:
    number = _value(properties, "numPr/numId")
    return (number, _whole(_value(properties, "numPr/ilvl"))) if number else None


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _is_on(switch: Element | None, name: str = f"{_W}val", *, absent: bool = True) -> bool:
    if switch is None:
        return False
    value = switch.get(name)
    return absent if value is None else value.lower() in {"1", "true", "on"}


def _symbol(code: str) -> str:
    code = code.upper()
    if code in _TICKED_SIGNS:
        return "[x]"
    return "[ ]" if code in _UNTICKED_SIGNS else _SYMBOLS.get(code, "•")


def _as(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letters = chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 5)
        return letters if form == "lowerLetter" else letters.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4_000:
        text, left = "", number
        signs = (
            ("m", 1000),
            ("cm", 900),
            ("d", 500),
            ("cd", 400),
            ("c", 100),
            ("xc", 90),
            ("l", 50),
            ("xl", 40),
        )
        for sign, worth in (*signs, ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)):
            text += sign * (left // worth)
            left %= worth
        return text if form == "lowerRoman" else text.upper()
    return f"{number:02}" if form == "decimalZero" else str(number)


def _unwrapped(parent: Element) -> Iterator[Element]:
    """The children, those inside content controls and insertions among them."""
    for child in parent:
        if child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"}:
            yield from _unwrapped(child)
        else:
            yield child


def _rows(table: Element) -> Iterator[Element]:
    for row in _unwrapped(table):
        if row.tag == f"{_W}tr" and row.find(f"{_W}trPr/{_W}del") is None:
            yield row


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in _unwrapped(row) if cell.tag == f"{_W}tc")
