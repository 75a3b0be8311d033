"""The tree on the left: every section with its count, and the questions of the one the reviewer is in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from textual.content import Content

from app.assessment.answer import State
from app.assessment.findings import SEVERITIES
from app.assessment.progress import GapKind
from app.questionnaire.model import Severity
from app.review.view import View
from app.tui.signs import FLAG, GAP, OPEN, REOPENED, SEVERITY_SIGNS, SIGNS, Sign, label, sign_of
from app.tui.text import shown
from app.tui.widgets.rows import Rows

_SIGNS = {GapKind.REOPENED: REOPENED, GapKind.REASON: GAP, GapKind.VALUE: GAP}
"""Gaps that show on a section and on the question of a follow-up."""
_NO_MARKS: Mapping[str, Severity] = MappingProxyType({})
_MARKS_FROM = 26
"""Columns from which a section has room for the mark of a finding beside its title and count."""
_WORDS_FROM = 34
"""Columns from which there is room for the state in words."""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One row: a section, or a question when `question` is set."""

    section: str
    question: str = ""


class SectionTree(Rows, can_focus=True):
    """Sections and questions in force, with their signs. The open section follows the cursor."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is shown a view."""
        super().__init__(id=id)
        self._view: View | None = None
        self._rows: tuple[TreeRow, ...] = ()
        self._gaps: Mapping[str, Sign] = {}
        self._marks: Mapping[str, Severity] = {}

    def show(
        self,
        view: View,
        questions: Sequence[str],
        here: str,
        *,
        filtered: bool,
        marks: Mapping[str, Severity] = _NO_MARKS,
    ) -> None:
        """Show these questions with the cursor on `here`; a filtered tree has every section open.

        `marks` has the heaviest finding of the questions that have a heavy one. Only rows that changed are drawn anew.
        """
        before, old_rows = self._view, self._rows
        rows = self._build(view, questions, here, filtered=filtered)
        gaps = {g.question: _SIGNS[g.kind] for g in view.progress.gaps if g.kind in _SIGNS}
        self._view, self._rows = view, rows
        old_gaps, self._gaps = self._gaps, gaps
        old_marks, self._marks = self._marks, marks
        index = next((i for i, row in enumerate(rows) if row.question == here), None)
        if before is None or rows != old_rows:
            self.reset(len(rows), index)
            return
        if before is not view or old_marks != marks:
            changed = (
                self._differs(row, before, view, old_gaps)
                or self._mark(row, old_marks) != self._mark(row, marks)
                for row in rows
            )
            self.redraw(*(i for i, differs in enumerate(changed) if differs))
        if self.cursor != index:
            self.cursor = index

    def row_at(self, index: int) -> TreeRow:
        """What stands in this row."""
        return self._rows[index]

    def _build(
        self, view: View, questions: Sequence[str], here: str, *, filtered: bool
    ) -> tuple[TreeRow, ...]:
        by_id = view.pack.by_id
        open_section = by_id[here].section if here in by_id else ""
        rows: list[TreeRow] = []
        section = ""
        for question in questions:
            if by_id[question].section != section:
                section = by_id[question].section
                rows.append(TreeRow(section))
            if filtered or section == open_section:
                rows.append(TreeRow(section, question))
        return tuple(rows)

    def _differs(self, row: TreeRow, before: View, view: View, old_gaps: Mapping[str, Sign]) -> bool:
        if not row.question:
            return before.progress.by_section.get(row.section) != view.progress.by_section.get(
                row.section
            ) or self._section_gap(before, row.section, old_gaps) != self._section_gap(
                view, row.section, self._gaps
            )
        question = view.pack.by_id[row.question]
        ids = (row.question, *(f.id for f in question.followups))
        return any(
            before.answer(i) is not view.answer(i) or old_gaps.get(i) != self._gaps.get(i) for i in ids
        )

    def _mark(self, row: TreeRow, marks: Mapping[str, Severity]) -> Severity | None:
        """The heaviest finding of a question, or of all questions of a section."""
        if row.question:
            return marks.get(row.question)
        if self._view is None:
            return None
        by_id = self._view.pack.by_id
        some = {one for item, one in marks.items() if by_id[item].section == row.section}
        return min(some, key=SEVERITIES.index, default=None)

    @staticmethod
    def _section_gap(view: View, section: str, gaps: Mapping[str, Sign]) -> Sign | None:
        """The sign of the most pressing gap of a section."""
        found = {sign for item, sign in gaps.items() if view.pack.by_id[item].section == section}
        return REOPENED if REOPENED in found else GAP if found else None

    def row(self, index: int, width: int) -> Content:
        """A section with its count, or a question with its sign and, where there is room, its state."""
        view, row = self._view, self._rows[index]
        if view is None:
            return Content("")
        if not row.question:
            return self._section(view, row.section, width)
        question, answer = view.pack.by_id[row.question], view.answer(row.question)
        sign = sign_of(question, answer)
        behind = [i.id for i in question.followups if i.id in view.path.in_force]
        if sign not in (GAP, REOPENED):
            signs = {self._gaps[item] for item in behind if item in self._gaps}
            sign = REOPENED if REOPENED in signs else GAP if signs else sign
        flagged = answer.flag or any(view.answer(item).flag for item in behind)
        tail = Content.styled(f" {FLAG.glyph}", FLAG.style) if flagged else Content("")
        if (mark := self._mark(row, self._marks)) is not None:
            tail += Content.styled(f" {SEVERITY_SIGNS[mark].glyph}", SEVERITY_SIGNS[mark].style)
        if width >= _WORDS_FROM:
            tail += Content.styled(f" {sign.word}", sign.style)
        head = Content.styled(f"   {sign.glyph} ", sign.style)
        room = max(width - head.cell_length - tail.cell_length - 1, 1)
        name = Content(shown(label(row.question))).truncate(room, ellipsis=True, pad=True)
        return head + name + tail + Content(" ")

    def _section(self, view: View, section: str, width: int) -> Content:
        done, total = view.progress.by_section.get(section, (0, 0))
        here = any(r.question and r.section == section for r in self._rows)
        gap = self._section_gap(view, section, self._gaps)
        if gap is not None:
            sign = gap
        elif done == total:
            sign = SIGNS[State.YES]
        else:
            sign = OPEN
        count = Content.styled(f" {done}/{total} ", "$text-muted")
        mark = self._mark(TreeRow(section), self._marks)
        if mark is not None and width >= _MARKS_FROM:
            count = Content.styled(f" {SEVERITY_SIGNS[mark].glyph}", SEVERITY_SIGNS[mark].style) + count
        head = Content.styled(f" {sign.glyph} ", sign.style)
        room = max(width - head.cell_length - count.cell_length, 1)
        title = Content.styled(shown(view.pack.section_by_id[section].title), "bold" if here else "")
        return head + title.truncate(room, ellipsis=True, pad=True) + count
