"""What stands on the screen of laws: for each law in force the counts, and the questions that speak to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from textual.content import Content

from app.assessment.coverage import COUNTS, LawCoverage, LawItem
from app.assessment.profile import Mark
from app.questionnaire.model import Pack
from app.tui.entries import Entry
from app.tui.screens.preview_blocks import MARKS
from app.tui.signs import label
from app.tui.text import plain

_MUTED = "$text-muted"
LAW = "law:"
"""What enter means on the line of a law: open it or close it."""
_MISSING = frozenset({Mark.NO, Mark.SILENT, Mark.OPEN, Mark.CONTRADICTED, Mark.PART})
_MOST_RULES = 4
_NAME = 60
"""Columns for the name of a law, where there is room."""


def coverage_entries(
    coverage: Sequence[LawCoverage],
    pack: Pack,
    opened: Collection[str],
    width: int,
    *,
    only_missing: bool = False,
    words: Sequence[str] = (),
) -> list[Entry]:
    """The laws by their group; those in `opened` with their questions.

    `only_missing` leaves out what is addressed; `words` narrow to laws and questions that have them all.
    """
    entries: list[Entry] = []
    group = ""
    for law in coverage:
        items = [item for item in law.items if not only_missing or item.mark in _MISSING]
        hit = _has(words, law.title, law.group, law.law)
        if not hit:
            items = [
                item
                for item in items
                if _has(words, law.title, item.question, pack.by_id[item.question].ask, *item.citations)
            ]
        if not items and (words or only_missing):
            continue
        if law.group != group:
            group = law.group
            entries += [Entry(heading=True)] if entries else []
            entries.append(Entry(plain(group, "bold $text-accent"), indent=1, heading=True, begins=True))
        is_open = law.law in opened or (bool(words) and not hit)
        entries.append(_law(law, width, is_open=is_open))
        if is_open:
            entries += _items(items, pack, width)
    if not entries:
        said = "Nothing fits." if words or only_missing else "No law is in force for this review yet."
        entries.append(Entry(Content.styled(said, _MUTED)))
    return entries


def _has(words: Sequence[str], *texts: str) -> bool:
    hay = "\n".join(texts).casefold()
    return all(word in hay for word in words)


def _law(law: LawCoverage, width: int, *, is_open: bool) -> Entry:
    """Name, counts, and how many questions there are."""
    counts = _counts(law.counts, words=width >= 100)
    total = Content.styled(f"{len(law.items):>3}  ", "bold")
    room = max(min(_NAME, width - 4 - total.cell_length - counts.cell_length), 12)
    name = plain(law.title, "bold")
    text = name.truncate(room, ellipsis=True, pad=True) + Content(" ") + total + counts
    if room + 6 + counts.cell_length > width - 2:
        text = name + Content("\n") + total + counts
    return Entry(text, Content.styled("▾" if is_open else "▸", "bold $accent"), key=f"{LAW}{law.law}")


def _counts(counts: Mapping[str, int], *, words: bool) -> Content:
    """Each count with its glyph and, where there is room, its word; what is none is left out."""
    parts = []
    for mark, word in COUNTS.items():
        if count := counts.get(word, 0):
            look = MARKS[mark]
            parts.append(
                Content.styled(
                    f"{count} {look.glyph} {word}" if words else f"{count}{look.glyph}", look.style
                )
            )
    return Content("  ").join(parts)


def _items(items: Sequence[LawItem], pack: Pack, width: int) -> Iterator[Entry]:
    for item in items:
        look = MARKS[item.mark]
        word = COUNTS[item.mark]
        text = Content.styled(f"{word:<13}", look.style) + plain(label(item.question), "bold")
        if width >= 60:
            text += plain(f"  {pack.by_id[item.question].ask}", _MUTED)
        if item.findings:
            rules = list(dict.fromkeys(key.partition(" ")[0] for key in item.findings))
            more = f" and {len(rules) - _MOST_RULES} more" if len(rules) > _MOST_RULES else ""
            text += plain("  " + ", ".join(rules[:_MOST_RULES]) + more, "$text-error", limit=120)
        if item.citations:
            text += plain("  " + " · ".join(item.citations), _MUTED, limit=200)
        yield Entry(text, Content.styled(f"   {look.glyph}", look.style), indent=5, question=item.question)


def in_all(coverage: Sequence[LawCoverage]) -> str:
    """How many laws are in force, and how many of them the filter for what is missing keeps."""
    missing = sum(any(item.mark in _MISSING for item in law.items) for law in coverage)
    return f"{len(coverage)} in force, {missing} not fully addressed"
