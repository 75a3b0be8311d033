"""The words of a paragraph in a DOCX: its runs with their fields, ticks, symbols and tracked changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element

from app.evidence.extraction.word.markup import W14, W, is_on

_COMPATIBLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STANDS_FOR: Final = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_CHANGES: Final = frozenset(f"{W}{name}" for name in ("ins", "moveTo", "del", "moveFrom"))
_UNREAD: Final = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText"))
_TICKED_SIGNS: Final = frozenset(
    ["F0FE", "F0FD", "F052", "F053", "F054", "F078", "00FE", "00FD", "2612", "2611"]
)
_UNTICKED_SIGNS: Final = frozenset(["F0A8", "F06F", "F071", "F0A3", "00A8", "2610"])
_SYMBOLS: Final = {"F0FC": "✓", "00FC": "✓", "F0B7": "•", "F0A7": "▪", "F0E0": "→", "F0E8": "→"}


class Runs:
    """Reads words and keeps what was met beside them."""

    def __init__(self) -> None:
        self.changed = False
        """Whether there are tracked changes."""
        self.boxes: list[Element] = []
        """Text boxes that were met and not read yet."""

    def text(self, parent: Element) -> str:
        """The words of a paragraph or another element."""
        pieces: list[str] = []
        self._gather(parent, pieces, [])
        return "".join(pieces)

    def _gather(self, parent: Iterable[Element], pieces: list[str], fields: list[bool]) -> None:
        """Append the words of an element; `fields` says of each field code that is open whether its result began."""
        for child in parent:
            tag = child.tag
            if tag == f"{W}t":
                if all(fields):
                    pieces.append(child.text or "")
            elif tag in _STANDS_FOR:
                pieces.append(_STANDS_FOR[tag])
            elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
                pieces.append(f"[{child.get(f'{W}id', '')}]")
            elif tag == f"{W}sym":
                pieces.append(_symbol(child.get(f"{W}char", "")))
            elif tag == f"{W}fldChar":
                self._field(child, pieces, fields)
            elif tag == f"{W}sdt":
                self._control(child, pieces, fields)
            else:
                self._gather_inside(child, pieces, fields)

    def _gather_inside(self, child: Element, pieces: list[str], fields: list[bool]) -> None:
        """Go on into an element whose words are its children's, unless they are not to be read."""
        tag = child.tag
        self.changed = self.changed or tag in _CHANGES
        if tag in _UNREAD:
            return
        if tag == f"{W}txbxContent":
            self.boxes.append(child)
        elif tag == f"{_COMPATIBLE}AlternateContent":
            # The same content twice: the second is for older programs.
            self._gather(child[:1], pieces, fields)
        else:
            self._gather(child, pieces, fields)

    def _field(self, mark: Element, pieces: list[str], fields: list[bool]) -> None:
        kind = mark.get(f"{W}fldCharType", "")
        if kind == "begin":
            fields.append(False)
            box = mark.find(f"{W}ffData/{W}checkBox")
            if box is not None:
                state = box.find(f"{W}checked")
                ticked = is_on(state if state is not None else box.find(f"{W}default"))
                pieces.append("[x]" if ticked else "[ ]")
        elif kind == "separate" and fields:
            fields[-1] = True
        elif kind == "end" and fields:
            fields.pop()

    def _control(self, control: Element, pieces: list[str], fields: list[bool]) -> None:
        box = control.find(f"{W}sdtPr/{W14}checkbox")
        if box is not None:
            state = box.find(f"{W14}checked")
            pieces.append("[x]" if is_on(state, f"{W14}val", absent=False) else "[ ]")
            return
        content = control.find(f"{W}sdtContent")
        if content is not None:
            self._gather(content, pieces, fields)


def _symbol(code: str) -> str:
    code = code.upper()
    if code in _TICKED_SIGNS:
        return "[x]"
    return "[ ]" if code in _UNTICKED_SIGNS else _SYMBOLS.get(code, "•")
