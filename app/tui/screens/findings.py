"""The findings: what contradicts, what is missing, what is proposed; each with both sides of it, and the keys that settle it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal

from app.tui.commands import bindings
from app.tui.finding_list import Grouping
from app.tui.finding_signs import STATE_SIGNS
from app.tui.finding_verbs import FINDINGS_VERBS
from app.tui.screens.fields import SafeInput
from app.tui.screens.findings_showing import ShowingScreen
from app.tui.screens.help import HelpScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.tour import Deed, Place
from app.tui.tour_guide import told
from app.tui.widgets.finding_rows import FindingRows
from app.tui.widgets.finding_sheet import FindingSheet
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.passage_sheet import PassageSheet
from app.tui.widgets.rows import Rows
from app.tui.widgets.sheet import Sheet

_ABOUT = (
    "Findings",
    (
        "A rule speaks only when every answer that it reads has been looked at; findings come and go with the answers. What "
        "you say of one stays with it, and when its cause changes it comes back open, with what was said before. Only what is "
        "fixed or withdrawn stops acting on the score. What a document's words suggest is proposed, and counts once you have "
        "confirmed it. " + " ".join(f"{sign.glyph} {sign.word}." for sign in STATE_SIGNS.values())
    ),
)


class FindingsScreen(ShowingScreen):
    """Lists the findings, one of them in full; gives the id of the question to go to, or None."""

    BINDINGS = bindings(FINDINGS_VERBS)
    VERBS = FINDINGS_VERBS
    AUTO_FOCUS = "FindingRows"
    tour_place = Place.FINDINGS
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide"), (140, "-broad")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]

    def compose(self) -> ComposeResult:
        """Title, the list, one finding in full, the line to find with, and the keys."""
        yield TitleBar("Findings")
        with Horizontal(id="findings"):
            yield FindingRows(id="findings-rows")
            yield FindingSheet(id="findings-sheet")
        yield SafeInput(
            placeholder="words, rule:con, is:open is:proposed is:back, sev:high, sec:security",
            id="findings-find",
            classes="find",
        )
        yield KeyLine(FINDINGS_VERBS, id="keys")

    def on_mount(self) -> None:
        """Shows them after the first frame, then looks through documents that no detector has seen."""
        self.call_after_refresh(self._begin)
        told(self, Deed.FINDING, Place.FINDINGS)

    def _begin(self) -> None:
        self.show_findings(self.first())
        self.scan()

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        if self.is_mounted and self.rows.entries:
            self.show_findings()

    # --- moving ----------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Another line."""
        self.rows.step(by)

    def action_part(self, by: int) -> None:
        """The first line under another heading."""
        lines = self.rows.entries
        tops = [i for i, one in enumerate(lines) if one.is_heading or one.key == one.part.name]
        here = self.rows.cursor or 0
        wanted = (
            [top for top in tops if top > here]
            if by > 0
            else [top for top in reversed(tops) if top < here - 1]
        )
        if not wanted:
            self.tell("There is no further heading.")
            return
        target = wanted[0]
        while target < len(lines) - 1 and not self.rows.can_stop(target):
            target += 1
        self.rows.step(target - here)

    def action_spot(self, by: int) -> None:
        """Mark another answer, row or passage."""
        if len(self.sheet.spots) < 2:
            self.tell("There is nothing else to mark here.")
        else:
            if self.one_at_a_time:
                self.read(True)
            self.sheet.step(by)

    def action_scroll(self, by: int) -> None:
        """Scroll the finding."""
        self.sheet.action_page(by)

    def action_group(self) -> None:
        """Other headings."""
        order = list(Grouping)
        self.grouping = order[(order.index(self.grouping) + 1) % len(order)]
        self.show_findings()
        self.tell(f"By {self.grouping}.")

    # --- going -----------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Open what is under the cursor: a group, the finding, its answer."""
        entry = self.entry
        if entry is None:
            self.tell(self.nothing())
        elif entry.opened is not None:
            if self.filter:
                self.tell("Everything that was found is open; escape shows all findings.")
                return
            self.toggled ^= {entry.key}
            self.show_findings()
        elif self.one_at_a_time and not self.has_class("-reading"):
            self.read(True)
        elif entry.broken is not None:
            self.tell("This rule could not be run; there is no answer to go to.")
        elif entry.waiting is not None:
            self._go(*entry.waiting.questions)
        elif entry.finding is not None:
            spot = self.sheet.spot
            self._go(
                *((spot.question,) if spot is not None and spot.question else ()), *entry.finding.answers
            )

    def _go(self, *questions: str) -> None:
        in_force = self.review.view.path.in_force
        there = next((one for one in questions if one in in_force), None)
        if there is None:
            self.tell("It is about no question that is asked here; v opens the document.")
        else:
            self.leave(there)

    def action_read(self) -> None:
        """The document at the marked words."""
        from app.tui.screens.reading import open_reader

        spot = self.sheet.to_words()
        if spot is None:
            self.tell("No words of a document are behind this.")
            return
        first = spot.citations[0]
        wanted = PassageSheet.Read(first.document, first.start or 0, first.end or 0, first.quote)
        told = open_reader(self, self.review, wanted, spot.question)  # type: ignore[arg-type]
        if told is not None:
            self.tell(told.text, warning=told.warning)

    def action_open_points(self) -> None:
        """What is not answered, not explained or not cited."""
        from app.tui.screens.open_points import OpenPoints

        self.app.push_screen(
            OpenPoints(self.review), lambda item: self.leave(item) if item is not None else None
        )

    # --- mouse -----------------------------------------------------------------------------------------

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        entry = self.entry
        if entry is not None and (entry.opened is not None or self.one_at_a_time):
            self.action_open()

    @on(Sheet.Pressed)
    def _pressed(self, event: Sheet.Pressed) -> None:
        if "spot" in event.meta:
            self.sheet.mark(int(event.meta["spot"]))
        elif "question" in event.meta:
            self._go(str(event.meta["question"]))
        elif "key" in event.meta:
            self.show_findings(str(event.meta["key"]))

    # --- out -------------------------------------------------------------------------------------------

    def action_escape(self) -> None:
        """One level out."""
        if self.has_class("-finding"):
            self.end_finding()
        elif self.has_class("-reading") and self.one_at_a_time:
            self.read(False)
        elif self.filter:
            self.end_finding()
        else:
            self.leave(None)

    def action_leave(self) -> None:
        """Back to the question."""
        self.leave(None)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Findings", FINDINGS_VERBS, [_ABOUT]))


__all__ = ["FindingsScreen"]
