"""How the paragraphs of a DOCX look by their style: headings and lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from app.evidence.extraction.word.markup import W, numbered, value

_HEADING_STYLE: Final = re.compile(r"heading\s*([1-9])|title|subtitle", re.IGNORECASE)


@dataclass(slots=True)
class Style:
    """A style of paragraphs."""

    heading: int = 0
    """Level of the heading that it makes; 0 for none."""
    listed: tuple[str, int] | None = None
    """Number and level of its list."""


def read_styles(root: Element | None) -> dict[str, Style]:
    """The styles of a document by their id, each with what it takes over from those it is based on."""
    found: dict[str, Style] = {}
    parents: dict[str, str] = {}
    for element in root.iter(f"{W}style") if root is not None else ():
        key = element.get(f"{W}styleId", "")
        name = value(element, "name") or key
        match = _HEADING_STYLE.fullmatch(name.strip())
        outline = value(element, "pPr/outlineLvl")
        level = 0
        if match is not None:
            level = int(match[1]) if match[1] else 1
        elif outline.isdecimal() and int(outline) < 9:
            level = int(outline) + 1
        found[key] = Style(min(level, 6), numbered(element.find(f"{W}pPr")))
        parents[key] = value(element, "basedOn")
    for key, style in found.items():
        parent, seen = parents[key], {key}
        while parent in found and parent not in seen:
            seen.add(parent)
            style.heading = style.heading or found[parent].heading
            style.listed = style.listed or found[parent].listed
            parent = parents[parent]
    return found
