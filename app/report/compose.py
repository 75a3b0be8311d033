"""From the blocks of a profile to flowables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Composed:
    """A section as flowables: those that stand on wide pages, then those that follow on upright ones."""

    wide: list[Flowable]
    """From the title to the last table that wants a wide page; empty for most sections."""
    upright: list[Flowable]


def section(setter: Setter, profile_section: ProfileSection) -> Composed:
    """A section's title bar and its blocks."""
    title = prose.section_title(setter, profile_section.code, profile_section.title)
    profile_blocks = profile_section.blocks
    wide = [
        i
        for i, block in enumerate(profile_blocks)
        if isinstance(block, Table) and block.landscape and block.rows
    ]
    if not wide:
        return Composed([], [*title, *blocks(setter, profile_blocks)])
    last = wide[-1] + 1
    return Composed([*title, *blocks(setter, profile_blocks[:last])], blocks(setter, profile_blocks[last:]))


def blocks(setter: Setter, profile_blocks: Sequence[Block]) -> list[Flowable]:
    """The flowables of a run of blocks."""
    return [flowable for block in profile_blocks for flowable in flowables(setter, block)]


def flowables(setter: Setter, block: Block) -> list[Flowable]:  # noqa: C901 - one case for each kind
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
