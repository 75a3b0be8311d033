"""The profile as a value: what the PDF, the Markdown and the JSON twin say, block by block.

Every text in it is plain text: no markup of any kind, ready for any renderer to escape.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Mark(StrEnum):
    """The mark in front of a statement; printed as a word in brackets, never as colour alone."""

    YES = "yes"
    PART = "part"
    NO = "no"
    SILENT = "silent"
    NA = "n/a"
    OPEN = "open"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from: *(D1 line 97, 15 Dec 2020, S)*."""

    document: str
    """Document id (`D1`)."""
    place: str
    """`line 97`, `page 4`."""
    date: str
    """The document's stated date as printed (`15 Dec 2020`), or `undated`."""
    grade: str
    """`S` signed, `P` published, `2` second-hand, `T` tested or independently reported, `0` none."""
    dated: bool = False
    """Whether the document was over 24 months old at review; prints *(dated)*."""

    @property
    def text(self) -> str:
        """As printed after a sentence: `(D1 line 97, 15 Dec 2020, S)`, with `(dated)` behind it if it is old."""
        return f"({self._named}) (dated)" if self.dated else f"({self._named})"

    @property
    def reference(self) -> str:
        """As named inside a sentence: `D1 line 97, 15 Dec 2020, S`, with `(dated)` behind it if it is old."""
        return f"{self._named} (dated)" if self.dated else self._named

    @property
    def _named(self) -> str:
        where = " ".join(part for part in (self.document, self.place) if part)
        return ", ".join(part for part in (where, self.date, self.grade) if part)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement of the profile."""

    label: str
    """`A1`, `B3`, or empty for unnumbered statements."""
    mark: Mark
    text: str
    sources: tuple[Source, ...] = ()
    question: str = ""
    """Id of the (first) question behind it."""
    rule: str = ""
    """Id of the finding that contradicts it (`CON-01`); empty for any other mark."""
    word: str = ""
    """What is printed as its mark; empty for the mark's own word."""

    @property
    def marked(self) -> str:
        """The word of its mark, as printed in brackets."""
        return self.word or self.mark.value


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section. Level 2 or 3 (the section's own title is level 1)."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `style`: `body`, `lead` (larger, first page), `small`, `notice` (boxed)."""

    text: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list. `numbering`: `""` for bullets, `a` for lettered, `1` for numbered."""

    items: tuple[str, ...]
    numbering: str = ""


@dataclass(frozen=True, slots=True)
class Statements:
    """A run of statements, each with its mark, sentence and sources."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, printed as two quiet columns."""

    items: tuple[tuple[str, str], ...]
    compact: bool = False
    """Whether it is for looking things up rather than for reading, and may be set small."""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head and its share of the width (relative)."""

    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table that repeats its head and splits over pages."""

    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "None listed in the documents reviewed."
    """Printed instead of an empty grid."""
    footer: str = ""
    landscape: bool = False
    """Whether it deserves a wide page."""
    compact: bool = False
    """Whether it is for looking things up rather than for reading, and may be set small."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The at-a-glance strip: label and mark per cell (six on page 1)."""

    cells: tuple[tuple[str, Mark], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart: an area and how many of its questions stand at each mark."""

    label: str
    counts: tuple[tuple[Mark, int], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """States by area as stacked bars."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The conclusion, largest thing on page 1."""

    headline: str
    """The tier, or what there is instead (`Not yet concluded`)."""
    detail: str
    """One sentence under it."""
    figures: tuple[tuple[str, str], ...] = ()
    """Big numbers with their labels (`61 / 104`, `questions answered`)."""


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """A block to sign, or the signature given."""

    title: str
    text: str
    fields: tuple[tuple[str, str], ...]
    """Label and value; an empty value prints a rule to write on."""
    signed: bool


Block = Heading | Paragraph | Bullets | Statements | Facts | Table | Strip | Chart | Verdict | SignatureBlock


@dataclass(frozen=True, slots=True)
class ProfileSection:
    """One section, P0 to P20, in print order."""

    code: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A finished profile. Renderers look nothing up."""

    slug: str
    vendor: str
    product: str
    version: str
    """SHA-256 (hex) of what was answered; the first 12 characters stand in the running head."""
    review_date: str
    """ISO date or empty."""
    valid_until: str
    """ISO date or empty."""
    reviewer: str
    printed_at: datetime
    """Aware, UTC. The only clock that reaches the page."""
    pack: str
    """Id and version (`k12 1.0`)."""
    banners: tuple[str, ...]
    """`DRAFT: 12 questions open`, `UNSIGNED`, `EXPIRED 2026-01-31`; printed on every page."""
    sections: tuple[ProfileSection, ...]
    language: str = "en-US"
    judgement: str = ""
    """SHA-256 (hex) of what was judged: rules, tier, and every finding with its state; empty where nothing was."""
    kind: str = "Product privacy profile"
    """What the document calls itself."""
