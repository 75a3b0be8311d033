"""The first page: it fits one page whatever the texts, and can be read across a room.

It is set at the largest of several sizes that fits; at the smaller ones long texts are cut. What is cut, and
what has no room at all, is printed in full at the top of the next page.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.assessment.profile import Block, Chart, Facts, Profile, ProfileSection
from app.report import compose, prose
from app.report import style as s
from app.report.cells import Words
from app.report.engine import Canvas
from app.report.flow import Beside, Bookmark, Flowable, Grid, Passage, Placed, Role, Row, single
from app.report.setter import Setter
from app.report.text import Gate, Printable, width_of
from app.report.wording import KIND

_SIZES: tuple[tuple[float, int | None], ...] = (
    (1.14, None),
    (1.07, None),
    (1.0, None),
    (0.93, None),
    (0.87, 8),
    (0.83, 4),
    (0.8, 2),
    (0.78, 1),
)
"""Scale and most lines of a text, tried from the first."""
_NO_LIMIT = 40
"""No text on the page may have more lines than this in any case."""
_SMALLEST_NAME = 22.0
"""A product's name is set smaller, down to this size, before it takes a second line."""
_CONTINUED_ROOM = 22.0
"""For the note that the texts go on."""
_AIR = 10.0
"""Left free above the foot."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What stands on the first page, and what had to go to the next."""

    flowables: tuple[Flowable, ...]
    rest: tuple[Flowable, ...]


def first_page(
    gate: Gate, profile: Profile, section: ProfileSection, width: float, height: float
) -> FirstPage:
    """Set the at-a-glance section on one page of this size."""
    for scale, lines in _SIZES:
        setter = Setter(gate, scale, lines if lines is not None else _NO_LIMIT)
        parts = _parts(setter, profile, section)
        used = _height([part for _, part in parts], width, height)
        room = height - (_CONTINUED_ROOM if setter.overflow else _AIR)
        if used <= room and (lines is not None or not setter.overflow):
            return _finished(setter, gate, [part for _, part in parts], [])
    dropped: list[Block] = []
    # Even the smallest size is too large: whole blocks go to the next page, the last first.
    while parts and _height([part for _, part in parts], width, height) > height - _CONTINUED_ROOM:
        group, _ = parts.pop()
        dropped[:0] = group
    return _finished(setter, gate, [part for _, part in parts], dropped)


def masthead(gate: Gate, profile: Profile) -> Flowable:
    """Product and vendor, for a profile that has no first page of its own."""
    return _masthead(Setter(gate), profile, None)


def _parts(setter: Setter, profile: Profile, section: ProfileSection) -> list[tuple[list[Block], Flowable]]:
    """The page from the top; each part with the blocks it shows."""
    parts: list[tuple[list[Block], Flowable]] = [([], _masthead(setter, profile, section))]
    blocks = list(section.blocks)
    facts = next((block for block in blocks if isinstance(block, Facts)), None)
    chart = next((block for block in blocks if isinstance(block, Chart)), None)
    for block in blocks:
        if facts and chart and (block is facts or block is chart):
            if block is (facts if blocks.index(facts) < blocks.index(chart) else chart):
                parts.append(([facts, chart], _facts_and_chart(setter, facts, chart)))
        else:
            made = compose.flowables(setter, block)
            parts.append(([block], made[0] if len(made) == 1 else _Column(made)))
    return parts


def _facts_and_chart(setter: Setter, facts: Facts, chart: Chart) -> Flowable:
    left = prose.facts(setter, facts)
    (right,) = compose.flowables(setter, chart)
    return Beside(left, right, 0.44, 26, s.GAP * setter.scale + 4)


def _height(parts: list[Flowable], width: float, room: float) -> float:
    used = 0.0
    for index, part in enumerate(parts):
        used += (part.before if index else 0.0) + part.height(width, room)
    return used


def _finished(setter: Setter, gate: Gate, parts: list[Flowable], dropped: list[Block]) -> FirstPage:
    whole = Setter(gate)
    rest: list[Flowable] = []
    for part in dict.fromkeys(setter.overflow):
        rest.append(Passage(Printable(part.label[:80]), s.HEADING_3, Role.H3, 10))
        rest.append(Passage(part.text, s.BODY, Role.PARAGRAPH, 2))
    rest.extend(compose.blocks(whole, dropped))
    if rest:
        note = s.SMALL.aligned(s.Align.RIGHT)
        words = Words((Printable("… continued on page 2"),), note)
        parts = [*parts, Grid([lambda width: single(words, width)], role=Role.NOTE, before=8)]
        title = Bookmark("Continued from page 1", 1)
        rest.insert(0, Passage(Printable(title.title), s.HEADING_2, Role.H2, 0, title))
    return FirstPage(tuple(parts), tuple(rest))


def _masthead(setter: Setter, profile: Profile, section: ProfileSection | None) -> Flowable:
    gate = setter.gate
    eyebrow = gate.line(f"{KIND.upper()}  ·  {section.code} {section.title}" if section else KIND.upper())
    product = gate.line(profile.product) or Printable("Unnamed product")
    vendor = gate.line(profile.vendor)

    def top(width: float) -> Row:
        return single(setter.words(eyebrow, s.EYEBROW, width, "Title", 1), width)

    def name(width: float) -> Row:
        natural = width_of(product[:400], s.PRODUCT.face, s.PRODUCT.size * setter.scale)
        factor = max(min(1.0, width / max(natural, 1.0)), _SMALLEST_NAME / s.PRODUCT.size)
        words = setter.words(product, s.PRODUCT.scaled(factor), width, "Product", 2)
        return Row((Placed(words, 0, width),), 4 * setter.scale, 0)

    def by(width: float) -> Row:
        words = setter.words(Printable(f"by {vendor}"), s.VENDOR, width, "Vendor", 2)
        return Row((Placed(words, 0, width),), 0, 4 * setter.scale)

    rows = [top, name]
    if vendor:
        rows.append(by)
    masthead_grid = Grid(rows, role=Role.TITLE)
    if section:
        masthead_grid.bookmark = Bookmark(gate.line(f"{section.code} {section.title}")[:300], 0)
    return masthead_grid


class _Column(Flowable):
    """Flowables one below the other, as one."""

    role = Role.PARAGRAPH
    whole = True

    def __init__(self, parts: list[Flowable]) -> None:
        self._parts = parts
        self.before = parts[0].before if parts else 0.0

    def height(self, width: float, room: float) -> float:
        """Sum of the heights and the spaces between."""
        return _height(self._parts, width, room)

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw each below the one before."""
        for index, part in enumerate(self._parts):
            top -= part.before if index else 0.0
            part.draw(canvas, x, top, width)
            top -= part.height(width, float("inf"))
