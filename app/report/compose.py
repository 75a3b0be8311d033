"""From the blocks of a profile to flowables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.assessment.profile import (
    Block,
    Bullets,
    Chart,
    Facts,
    Heading,
    Paragraph,
    ProfileSection,
    SignatureBlock,
    Statements,
    Strip,
    Table,
    Verdict,
)
from app.report import figures, prose, tables
from app.report.engine import ActionFlowable, Flowable
from app.report.flow import WhereItFits, with_company
from app.report.setter import Setter

_UNDER_TITLE = 7.0
"""Most space between a section's title and what follows."""
UPRIGHT, WIDE = "upright", "wide"
"""The two kinds of pages."""


def kind_of(section: ProfileSection) -> str:
    """The kind of page on which a section begins: wide if any of its tables wants that."""
    return WIDE if _wide_blocks(section) else UPRIGHT


def _wide_blocks(section: ProfileSection) -> int:
    """How many blocks stand on wide pages: those up to the last table that wants one."""
    found = (i for i, b in enumerate(section.blocks, 1) if isinstance(b, Table) and b.landscape and b.rows)
    return max(found, default=0)


def section(
    upright: Setter, wide: Setter, profile_section: ProfileSection, most: float
) -> Iterator[Flowable]:
    """A section's title bar and its blocks, on the pages they want. Headings ask for at most `most` of a page."""
    count = _wide_blocks(profile_section)
    setter = wide if count else upright
    yield ActionFlowable(("turn", kind_of(profile_section)))
    title = prose.section_title(setter, profile_section.code, profile_section.title)
    first = blocks(setter, profile_section.blocks[: count or None])
    for flowable in first[:1]:
        flowable.spaceBefore = min(flowable.getSpaceBefore(), _UNDER_TITLE)
    yield from with_company([*title, *first], setter.width, most)
    rest = profile_section.blocks[count:] if count else ()
    if here := blocks(wide, rest):
        there = with_company(blocks(upright, rest), upright.width, most)
        yield WhereItFits(here, UPRIGHT, list(there))


def blocks(setter: Setter, profile_blocks: Sequence[Block]) -> list[Flowable]:
    """The flowables of a run of blocks."""
    return [flowable for block in profile_blocks for flowable in flowables(setter, block)]


def flowables(setter: Setter, block: Block) -> list[Flowable]:  # noqa: C901 - one case for each kind
    """The flowables of one block."""
    match block:
        case Heading():
            return [*prose.heading(setter, block)]
        case Paragraph():
            return prose.paragraph(setter, block)
        case Bullets():
            return [*prose.bullets(setter, block)]
        case Statements():
            return [*prose.statements(setter, block)]
        case Facts():
            return [*prose.facts(setter, block)]
        case Table():
            return tables.table(setter, block)
        case Strip():
            return figures.strip(setter, block)
        case Chart():
            return figures.chart(setter, block)
        case Verdict():
            return [*figures.verdict(setter, block)]
        case SignatureBlock():
            return [*figures.signature(setter, block)]
