"""What is still missing, nearest first: of this question, then of its section."""

from __future__ import annotations

from collections import Counter

from textual.content import Content

from app.assessment.progress import Gap, GapKind
from app.review.view import View
from app.tui.cursor import home_of
from app.tui.figures import counted
from app.tui.messages import PartWanted
from app.tui.signs import GAP, OPEN, REOPENED, label
from app.tui.text import plain
from app.tui.widgets.sheet import EMPTY, Block, Sheet, pressable

_MOST = 30
_MARKS = {GapKind.REOPENED: REOPENED.glyph, GapKind.OPEN: OPEN.glyph, GapKind.UNCITED: "¶"}
_PRESSING = (GapKind.REOPENED, GapKind.REASON, GapKind.VALUE)
_WORDS = {
    GapKind.REOPENED: REOPENED.word,
    GapKind.OPEN: "open",
    GapKind.REASON: "reason missing",
    GapKind.VALUE: "value missing",
    GapKind.UNCITED: "not cited",
    GapKind.UNLISTED: "document not listed",
}


class GapsPane(Sheet):
    """Lists what keeps this section from being finished; a click leads there."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is shown a question."""
        super().__init__(id=id)
        self._listed: tuple[object, ...] = ()

    def show_for(self, view: View, question_id: str) -> None:
        """Show the gaps of this question and of its section."""
        section = view.pack.by_id[question_id].section
        gaps = tuple(g for g in view.progress.gaps if view.pack.by_id[g.question].section == section)
        mine = tuple(g for g in gaps if home_of(view.pack, g.question) == question_id)
        rest = tuple(g for g in gaps if g not in mine)
        listed = (mine, rest, len(view.progress.gaps), question_id)
        if listed == self._listed:
            return
        self._listed = listed
        blocks = [Block(self._totals(view), indent=1), Block(EMPTY)]
        blocks += [self._line(view, gap, question_id) for gap in mine]
        if mine and rest:
            blocks.append(Block(EMPTY))
        blocks += [self._line(view, gap, question_id) for gap in rest[:_MOST]]
        if len(rest) > _MOST:
            blocks.append(
                Block(
                    Content.styled(f"and {len(rest) - _MOST} more in this section", "$text-muted"), indent=1
                )
            )
        if not gaps and view.progress.gaps:
            blocks.append(
                Block(Content.styled("✓ Nothing is missing in this section.", "$text-success"), indent=1)
            )
        self.show(blocks)

    @staticmethod
    def _totals(view: View) -> Content:
        counts = Counter(gap.kind for gap in view.progress.gaps)
        if not counts:
            return Content.styled("✓ Nothing is missing in this review.", "$text-success")
        missing = counts[GapKind.REASON] + counts[GapKind.VALUE]
        said = [f"{counts[GapKind.REOPENED]} reopened"] if counts[GapKind.REOPENED] else []
        said += [f"{counts[GapKind.OPEN]} open"] if counts[GapKind.OPEN] else []
        said += [counted(missing, "gap")] if missing else []
        said += [f"{counts[GapKind.UNCITED]} not cited"] if counts[GapKind.UNCITED] else []
        return Content.styled("In all  " + " · ".join(said), "$text-muted")

    @staticmethod
    def _line(view: View, gap: Gap, question_id: str) -> Block:
        home = home_of(view.pack, gap.question)
        mine = home == question_id
        name = (
            label(gap.question)
            if gap.question == home
            else f"{label(home)}, {label(gap.question, parent=home).lower()}"
        )
        if mine and gap.question != home:
            name = label(gap.question, parent=home)
        mark = _MARKS.get(gap.kind, GAP.glyph)
        style = GAP.style if gap.kind in _PRESSING else "$text-muted"
        text = plain(name, "bold" if mine else "") + Content.styled(f"  {_WORDS[gap.kind]}", style)
        return Block(pressable(text, item=gap.question), Content(" ") + Content.styled(mark, style), 3)

    def on_sheet_pressed(self, event: Sheet.Pressed) -> None:
        """A click leads to what is missing."""
        if "item" in event.meta:
            event.stop()
            self.post_message(PartWanted(str(event.meta["item"])))
