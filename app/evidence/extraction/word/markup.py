"""The elements of a DOCX: their names, the values of their properties, and those that only wrap others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def value(parent: Element | None, path: str) -> str:
    """The value of the element at a path of names below this one; empty where there is none."""
    if parent is None:
        return ""
    found = parent.find("/".join(f"{W}{step}" for step in path.split("/")))
    return found.get(f"{W}val", "") if found is not None else ""


def numbered(properties: Element | None) -> tuple[str, int] | None:
    """Number and level of the list that a paragraph with these properties is of."""
    number = value(properties, "numPr/numId")
    return (number, whole(value(properties, "numPr/ilvl"))) if number else None


def whole(text: str) -> int:
    """The number that this text is; 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def is_on(switch: Element | None, name: str = f"{W}val", *, absent: bool = True) -> bool:
    """Whether a switch is on; `absent` is what it says without its value."""
    if switch is None:
        return False
    said = switch.get(name)
    return absent if said is None else said.lower() in {"1", "true", "on"}


def unwrapped(parent: Element) -> Iterator[Element]:
    """The children, those inside content controls and insertions among them."""
    for child in parent:
        if child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"}:
            yield from unwrapped(child)
        else:
            yield child


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table but those that a tracked change struck out."""
    for row in unwrapped(table):
        if row.tag == f"{W}tr" and row.find(f"{W}trPr/{W}del") is None:
            yield row


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row."""
    return (cell for cell in unwrapped(row) if cell.tag == f"{W}tc")
