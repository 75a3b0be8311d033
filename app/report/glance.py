"""The first page: it fits one page whatever the texts, and can be read across a room.

It is set at the largest of several sizes that fits; at the smaller ones long texts are cut. What is cut, and
what has no room at all, is printed in full at the top of the next page.
"""

from __future__ import annotations

from app.assessment.profile import Block, Chart, Facts, Profile, ProfileSection
from app.report import compose, prose
from app.report import style as s
from app.report.engine import Flowable
from app.report.flow import Bookmark, Grid, Role, height_of, padded, texts
from app.report.setter import Setter
from app.report.text import Gate, Printable, shortened, width_of

_SIZES = (
    (1.14, None),
    (1.07, None),
    (1.0, None),
    (0.93, None),
    (0.87, 500),
    (0.83, 250),
    (0.8, 120),
    (0.78, 50),
)
"""Scale and most characters of a text, tried from the first."""
_LONGEST = 2000
"""No text on the page may have more characters than this in any case."""
_LONGEST_NAME = 90
_SMALLEST_NAME = 22.0
"""A product's name is set smaller, down to this size, before it takes a second line."""
_CONTINUED_ROOM = 22.0
"""For the note that the texts go on."""
_AIR = 10.0
"""Left free above the foot."""
_GUTTER = 26.0

Part = tuple[list[Block], list[Flowable]]
"""Blocks, and the flowables that show them."""


def first_page(
    gate: Gate, profile: Profile, section: ProfileSection, width: float, height: float
) -> tuple[list[Flowable], list[Flowable]]:
    """The at-a-glance section, set on one page of this size; and what had to go to the next page."""
    for scale, limit in _SIZES:
        setter = Setter(gate, width, scale, limit or _LONGEST)
        parts = _parts(setter, profile, section)
        room = height - (_CONTINUED_ROOM if setter.overflow else _AIR)
        if _height(parts, width) <= room and (limit or not setter.overflow):
            return _finished(setter, parts, [])
    dropped: list[Block] = []
    # Even the smallest size is too large: whole blocks go to the next page, the last first.
    while parts and _height(parts, width) > height - _CONTINUED_ROOM:
        shown, _ = parts.pop()
        dropped[:0] = shown
    return _finished(setter, parts, dropped)


def masthead(setter: Setter, profile: Profile, section: ProfileSection | None = None) -> list[Flowable]:
    """Product and vendor, large."""
    gate = setter.gate
    kind = profile.kind.upper()
    eyebrow = f"{kind}  ·  {section.code} {section.title}" if section else kind
    product = gate.line(profile.product) or Printable("Unnamed product")
    vendor = gate.line(profile.vendor)
    natural = width_of(product[:400], s.PRODUCT.scaled(setter.scale))
    factor = max(min(1.0, setter.width / (natural + 1)), _SMALLEST_NAME / s.PRODUCT.size)
    style = s.PRODUCT.scaled(factor)
    found = setter.set(gate.line(eyebrow), s.EYEBROW, "Title", role=Role.TITLE, most=_LONGEST_NAME)
    found += setter.set(
        product, style, "Product", role=Role.TITLE, before=4 * setter.scale, most=_LONGEST_NAME
    )
    if vendor:
        by = Printable(f"by {vendor}")
        found += setter.set(by, s.VENDOR, "Vendor", role=Role.TITLE, before=2, most=_LONGEST_NAME)
    if section:
        found[0].bookmark = Bookmark(gate.line(f"{section.code} {section.title}")[:300], 0)
    return [*found]


def _parts(setter: Setter, profile: Profile, section: ProfileSection) -> list[Part]:
    """The page from the top."""
    parts: list[Part] = [([], masthead(setter, profile, section))]
    facts = next((block for block in section.blocks if isinstance(block, Facts)), None)
    chart = next((block for block in section.blocks if isinstance(block, Chart)), None)
    pair: list[Block] = [block for block in section.blocks if block is facts or block is chart]
    for block in section.blocks:
        if facts and chart and block in pair:
            if block is pair[0]:
                parts.append((pair, [_beside(setter, facts, chart)]))
        else:
            parts.append(([block], compose.flowables(setter, block)))
    return parts


def _beside(setter: Setter, facts: Facts, chart: Chart) -> Flowable:
    left = (setter.width - _GUTTER) * 0.44
    cells = [
        [*prose.facts(setter.within(left), facts)],
        compose.flowables(setter.within(setter.width - _GUTTER - left), chart),
    ]
    widths = [left + _GUTTER, setter.width - _GUTTER - left]
    return Grid.of([cells], widths, padded(), role=Role.FIGURE, before=s.GAP * setter.scale + 4)


def _height(parts: list[Part], width: float) -> float:
    return height_of([flowable for _, flowables in parts for flowable in flowables], width)


def _finished(
    setter: Setter, parts: list[Part], dropped: list[Block]
) -> tuple[list[Flowable], list[Flowable]]:
    page = [flowable for _, flowables in parts for flowable in flowables]
    rest: list[Flowable] = []
    for text, label in setter.overflow.items():
        rest += texts(shortened(setter.gate.admit(label), 80), s.HEADING_3, role=Role.H3, before=10)
        rest += texts(text, s.BODY, before=2)
    rest += compose.blocks(Setter(setter.gate, setter.width), dropped)
    if rest:
        note = Printable("… continued on page 2")
        page += texts(note, s.SMALL.aligned(s.Align.RIGHT), role=Role.NOTE, before=8)
        title = Printable("Continued from page 1")
        rest[:0] = texts(title, s.HEADING_2, role=Role.H2, bookmark=Bookmark(title, 1))
    return page, rest
