"""From the blocks of a profile to flowables."""

from __future__ import annotations

from collections.abc import Sequence

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
from app.report.flow import Flowable
from app.report.setter import Setter


def section(setter: Setter, profile_section: ProfileSection) -> list[Flowable]:
    """A section's title bar and its blocks."""
    title = prose.section_title(setter, profile_section.code, profile_section.title)
    return [*title, *blocks(setter, profile_section.blocks)]


def blocks(setter: Setter, profile_blocks: Sequence[Block]) -> list[Flowable]:
    """The flowables of a run of blocks."""
    return [flowable for block in profile_blocks for flowable in flowables(setter, block)]


def flowables(setter: Setter, block: Block) -> list[Flowable]:
    """The flowables of one block."""
    match block:
        case Heading():
            return [prose.heading(setter, block)]
        case Paragraph():
            return [prose.paragraph(setter, block)]
        case Bullets():
            return [prose.bullets(setter, block)]
        case Statements():
            return [prose.statements(setter, block)]
        case Facts():
            return [prose.facts(setter, block)]
        case Table():
            return tables.table(setter, block)
        case Strip():
            return [figures.strip(setter, block)]
        case Chart():
            return [figures.chart(setter, block)]
        case Verdict():
            return [figures.verdict(setter, block)]
        case SignatureBlock():
            return [figures.signature(setter, block)]


def wide(profile_section: ProfileSection) -> bool:
    """Whether a section stands on wide pages: when it has a table that wants one and rows to fill it."""
    return any(isinstance(block, Table) and block.landscape and block.rows for block in profile_section.blocks)
