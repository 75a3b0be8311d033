"""The findings: what contradicts, what is missing, what is proposed; each with both sides of it, and the keys that settle it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from app.assessment.findings import Finding
from app.review import Library, Review
from app.store.errors import StoreError
from app.tui.commands import bindings
from app.tui.figures import clock, counted
from app.tui.finding_blocks import STATE_SIGNS, Judged
from app.tui.finding_filter import FindingFilter
from app.tui.finding_list import Entry, Grouping, Part, counts_text, entries
from app.tui.finding_verbs import FINDINGS_VERBS, Room, keys_for
from app.tui.messages import Told
from app.tui.screens.fields import SafeInput
from app.tui.screens.findings_scanning import ScanningScreen
from app.tui.screens.help import HelpScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.text import plain
from app.tui.widgets.finding_rows import FindingRows
from app.tui.widgets.finding_sheet import FindingSheet
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.passage_sheet import PassageSheet
from app.tui.widgets.rows import Rows
from app.tui.widgets.sheet import Block, Sheet

_SHORT_TITLE, _FULL_TITLE = 80, 100
"""Columns under which words in the title are cut short, and from which there is room for everything."""
_ABOUT = (
    "Findings",
    (
        "A rule speaks only when every answer that it reads has been looked at; findings come and go with the answers. What "
        "you say of one stays with it, and when its cause changes it comes back open, with what was said before. Only what is "
        "fixed or withdrawn stops acting on the score. What a document's words suggest is proposed, and counts once you have "
        "confirmed it. " + " ".join(f"{sign.glyph} {sign.word}." for sign in STATE_SIGNS.values())
    ),
)
_NOTHING = "No rule has found anything in these answers."
_FITS_NOT = "Nothing fits. Escape shows all findings."


class FindingsScreen(ScanningScreen):
    """Lists the findings, one of them in full; gives the id of the question to go to, or None."""

    BINDINGS = bindings(FINDINGS_VERBS)
    VERBS = FINDINGS_VERBS
    AUTO_FOCUS = "FindingRows"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-wide"), (140, "-broad")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]

    def __init__(self, library: Library, review: Review, at: str = "") -> None:
        """Takes the library, which remembers the place, and an open review.

        `at` is the key of a finding or the id of a question: the cursor begins at it, or at the first finding
        about that question.
        """
        super().__init__(review)
        self.library = library
        self.filter = FindingFilter()
        self.grouping = Grouping.SEVERITY
        self._at = at
        self._toggled: set[str] = set()

    def compose(self) -> ComposeResult:
        """Title, the list, one finding in full, the line to find with, and the keys."""
        yield TitleBar("Findings")
        with Horizontal(id="findings"):
            yield FindingRows(id="findings-rows")
            yield FindingSheet(id="findings-sheet")
        yield SafeInput(
            placeholder="words, a rule, is:open is:proposed is:back, sev:high, sec:security",
            id="findings-find",
            classes="find",
        )
        yield KeyLine(FINDINGS_VERBS, id="keys")

    def on_mount(self) -> None:
        """Shows them after the first frame, then looks through documents that no detector has seen."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.show_findings(self._first())
        self.scan()

    def on_screen_resume(self) -> None:
        """Show what another screen changed."""
        if self.is_mounted and self.rows.entries:
            self.show_findings()

    # --- the place -------------------------------------------------------------------------------------

    def _first(self) -> str:
        """Key of the finding to begin with: the one that was left, where it is about the question at hand."""
        found = self.review.view.judgement.findings
        every = {one.key: one for one in (*found.found, *(p.finding for p in found.proposals))}
        if self._at in every:
            return self._at
        about = [one.key for one in every.values() if self._at in one.answers]
        try:
            left = self.library.setting(self._setting)
        except StoreError:
            left = ""
        return left if left in about or not about else about[0]

    @property
    def _setting(self) -> str:
        return f"finding:{self.review.view.assessment.slug}"

    def leave(self, question_id: str | None) -> None:
        """Give this question back, and remember the place."""
        finding = self.entry.finding if self.entry is not None else None
        if finding is not None and not self.review.view.read_only:
            try:
                self.library.remember(self._setting, finding.key)
            except StoreError as error:
                self.app.notify(str(error), severity="warning", markup=False)
        self.dismiss(question_id)

    # --- showing ---------------------------------------------------------------------------------------

    @property
    def rows(self) -> FindingRows:
        """The list."""
        return self.query_one(FindingRows)

    @property
    def sheet(self) -> FindingSheet:
        """The finding in full."""
        return self.query_one(FindingSheet)

    @property
    def entry(self) -> Entry | None:
        """The line under the cursor."""
        return self.rows.entry

    @property
    def question_id(self) -> str:
        """The question that the finding under the cursor is about, else the one that the reviewer came from."""
        if self.sheet.spot is not None and self.sheet.spot.question:
            return self.sheet.spot.question
        return self._at if self._at in self.review.view.pack.by_id else ""

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Say something in the bottom line until the next key."""
        self.query_one(KeyLine).tell(text, warning=warning)

    def on_told(self, event: Told) -> None:
        """A part of the screen has something to say."""
        self.tell(event.text, warning=event.warning)

    def on_key(self) -> None:
        """A notice has been read when the next key comes."""
        self.tell("")

    def show_findings(self, at: str = "", *, follow: bool = False) -> None:
        """Show the findings as they stand, the cursor on the one of this key, else where it was.

        What moves to another part of the list takes the cursor along only where it should `follow`.
        """
        rows = self.rows
        here, cursor = self.entry, rows.cursor
        wanted = at or (here.key if here is not None else "")
        stay = here is not None and at in ("", here.key) and not follow
        if at and not stay:
            self._open_around(at)
        lines = self._entries()
        same = [i for i, one in enumerate(lines) if one.key == wanted]
        if stay and here is not None:
            same = [i for i in same if lines[i].part is here.part]
        rows.fill(lines, self.review.today(), same[0] if same else cursor or 0)
        self._title()
        self._show()

    def _entries(self) -> list[Entry]:
        return entries(
            self.review.view.judgement.findings,
            self.review.view.pack,
            self.review.judge.book,
            self.review.today(),
            filtered=self.filter,
            grouping=self.grouping,
            toggled=self._toggled,
        )

    def _open_around(self, key: str) -> None:
        """Open the group and the part in which a finding stands."""
        found = self.review.view.judgement.findings
        every: tuple[Finding, ...] = (*found.found, *(one.finding for one in found.proposals))
        finding = next((one for one in every if one.key == key), None)
        if finding is None:
            return
        for _ in range(2):  # a part first, then a group in it
            lines = self._entries()
            if any(one.key == key for one in lines):
                return
            closed = [
                one.key
                for one in lines
                if one.opened is False
                and (
                    finding in one.group or (one.part is Part.SETTLED and not one.group and not finding.acts)
                )
            ]
            self._toggled.symmetric_difference_update(closed)

    def _title(self) -> None:
        view = self.review.view
        found = view.judgement.findings
        width = self.size.width
        said = counts_text(found, short=width < _SHORT_TITLE)
        if self.scanned is not None:
            said += f"   reading documents {self.scanned:.0%}"
        if view.read_only:
            said += "   READ ONLY"
        elif width >= _FULL_TITLE:
            said += f"   saved {clock(view.saved_at)}"
        name = view.assessment.product or view.assessment.vendor
        self.query_one(TitleBar).show(said, f"Findings · {name}" if width >= _FULL_TITLE else "Findings")

    @on(Rows.Moved)
    def _show(self) -> None:
        """The line under the cursor in full."""
        entry, view = self.entry, self.review.view
        if entry is not None:
            self.sheet.show_entry(entry, Judged(view, self.review.judge.book, self.review.today()))
        else:
            self.sheet.show_blocks(Block(plain(self._nothing(), "$text-muted")))
        self._keys()

    def _nothing(self) -> str:
        if self.filter:
            return _FITS_NOT
        if not self.review.judge.book.rules:
            return "This questionnaire has no rules."
        return _NOTHING

    def _keys(self) -> None:
        reads = self._one_at_a_time and not self.has_class("-reading")
        room = Room.LITTLE if self._one_at_a_time else Room.PLENTY if self.has_class("-broad") else Room.SOME
        self.query_one(KeyLine).show(keys_for(self.entry, room, spots=len(self.sheet.spots), reads=reads))

    def on_resize(self) -> None:
        """Other keys fit."""
        if self.rows.entries:
            self._title()
            self.call_after_refresh(self._keys)

    @property
    def _one_at_a_time(self) -> bool:
        return not (self.has_class("-wide") or self.has_class("-broad"))

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
            if self._one_at_a_time:
                self._read(True)
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

    def _read(self, on: bool) -> None:
        """On a narrow screen: the finding in full, or the list."""
        self.set_class(on, "-reading")
        self._keys()

    # --- going -----------------------------------------------------------------------------------------

    def action_open(self) -> None:
        """Open what is under the cursor: a group, the finding, its answer."""
        entry = self.entry
        if entry is None:
            self.tell(self._nothing())
        elif entry.opened is not None:
            if self.filter:
                self.tell("Everything that was found is open; escape shows all findings.")
                return
            self._toggled ^= {entry.key}
            self.show_findings()
        elif self._one_at_a_time and not self.has_class("-reading"):
            self._read(True)
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

        spot = self.sheet.spot
        cited = spot.citations if spot is not None else ()
        if not cited:
            self.tell("No words of a document are behind this.")
            return
        first, question = cited[0], spot.question if spot is not None else ""
        wanted = PassageSheet.Read(first.document, first.start or 0, first.end or 0, first.quote)
        told = open_reader(self, self.review, wanted, question)  # type: ignore[arg-type]
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
        if entry is not None and (entry.opened is not None or self._one_at_a_time):
            self.action_open()

    @on(Sheet.Pressed)
    def _pressed(self, event: Sheet.Pressed) -> None:
        if "spot" in event.meta:
            self.sheet.mark(int(event.meta["spot"]))
        elif "question" in event.meta:
            self._go(str(event.meta["question"]))
        elif "key" in event.meta:
            self.show_findings(str(event.meta["key"]))

    # --- finding ---------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Open the line to type in."""
        self._read(False)
        self.add_class("-finding")
        self.query_one("#findings-find", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list while typing."""
        self.filter = FindingFilter.parse(event.value)
        self.show_findings()
        if self.filter.problem:
            self.tell(self.filter.problem, warning=True)
        elif self.filter:
            number = sum(one.finding is not None for one in self.rows.entries)
            self.tell(f"{counted(number, 'finding')} found; enter goes through them, escape shows all.")
        else:
            self.tell("")

    def on_input_submitted(self) -> None:
        """Go through what was found; the list stays narrowed until escape."""
        self.remove_class("-finding")
        self.rows.focus()

    def _end_finding(self) -> None:
        line = self.query_one("#findings-find", Input)
        with self.prevent(Input.Changed):
            line.value = ""
        self.filter = FindingFilter()
        self.remove_class("-finding")
        self.rows.focus()
        self.show_findings(self.entry.key if self.entry is not None else "")

    # --- out -------------------------------------------------------------------------------------------

    def action_escape(self) -> None:
        """One level out."""
        if self.has_class("-finding"):
            self._end_finding()
        elif self.has_class("-reading") and self._one_at_a_time:
            self._read(False)
        elif self.filter:
            self._end_finding()
        else:
            self.leave(None)

    def action_leave(self) -> None:
        """Back to the question."""
        self.leave(None)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Findings", FINDINGS_VERBS, [_ABOUT]))


__all__ = ["FindingsScreen"]
