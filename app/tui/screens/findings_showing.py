"""How the findings are shown: which lines the list has, where the cursor stands, what is said on top."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from app.assessment.findings import Finding
from app.review import Library, Review
from app.store.errors import StoreError
from app.tui.concerning import concerns_of
from app.tui.cursor import home_of
from app.tui.figures import clock, counted
from app.tui.finding_blocks import Judged
from app.tui.finding_filter import FindingFilter
from app.tui.finding_list import Entry, Grouping, Part, counts_text, entries
from app.tui.finding_verbs import Room, keys_for
from app.tui.messages import Told
from app.tui.screens.findings_scanning import ScanningScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.text import plain
from app.tui.widgets.finding_rows import FindingRows
from app.tui.widgets.finding_sheet import FindingSheet
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.rows import Rows
from app.tui.widgets.sheet import Block

_ASIDE = 0.55
"""Share of the title's line that the right side may take."""
_SHORT_TITLE, _FULL_TITLE = 90, 100
"""Columns under which words in the title are cut short, and from which there is room for everything."""
_NOTHING = "No rule has found anything in these answers."
_FITS_NOT = "Nothing fits. Escape shows all findings."


class ShowingScreen(ScanningScreen):
    """The list, narrowed by a filter, and the finding under the cursor in full."""

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
        self.toggled: set[str] = set()

    # --- the place -------------------------------------------------------------------------------------

    def first(self) -> str:
        """Key of the finding to begin with: the one that was left, where it is about the question at hand."""
        view = self.review.view
        found = view.judgement.findings
        every = {one.key: one for one in (*found.found, *(p.finding for p in found.proposals))}
        if self._at in every:
            return self._at
        try:
            left = self.library.setting(self._setting)
        except StoreError:
            left = ""
        if self._at not in view.pack.by_id:
            return left
        home = home_of(view.pack, self._at)
        of_home = left in every and any(
            home_of(view.pack, item) == home for item in every[left].answers if item in view.pack.by_id
        )
        return left if of_home else concerns_of(view.pack, found).first(home) or left

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

    def on_told(self, event: Told) -> None:
        """A part of the screen has something to say."""
        self.tell(event.text, warning=event.warning)

    def show_findings(self, at: str = "", *, follow: bool = False, top: bool = False) -> None:
        """Show the findings as they stand, the cursor on the one of this key, else where it was.

        What moves to another part of the list takes the cursor along only where it should `follow`. Where what it stood on
        is gone, the cursor goes to what stands there now, or to the `top`.
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
        rows.fill(lines, self.review.today(), same[0] if same else 0 if top else cursor or 0)
        self.show_title()
        self._show()

    def _entries(self) -> list[Entry]:
        return entries(
            self.review.view.judgement.findings,
            self.review.view.pack,
            self.review.judge.book,
            self.review.today(),
            filtered=self.filter,
            grouping=self.grouping,
            toggled=self.toggled,
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
            self.toggled.symmetric_difference_update(closed)

    def show_new(self, key: str) -> None:
        """Show the finding of this key; a filter that would hide it is taken away."""
        self.show_findings(key)
        if self.filter and (self.entry is None or self.entry.key != key):
            self.end_finding()
            self.show_findings(key)

    def show_title(self) -> None:
        """Say on top how many there are, and how far the documents are looked through."""
        view = self.review.view
        found = view.judgement.findings
        width = self.size.width
        said = counts_text(found, short=width < _SHORT_TITLE)
        if self.scanned is not None:
            said = f"reading documents {self.scanned:.0%}   {said}"
        saved = "READ ONLY" if view.read_only else f"saved {clock(view.saved_at)}"
        if view.read_only or len(said) + len(saved) < width * _ASIDE:
            said += f"   {saved}"
        name = view.assessment.product or view.assessment.vendor
        self.query_one(TitleBar).show(said, f"Findings · {name}" if width >= _FULL_TITLE else "Findings")

    @on(Rows.Moved)
    def _show(self) -> None:
        """The line under the cursor in full."""
        entry, view = self.entry, self.review.view
        if entry is not None:
            self.sheet.show_entry(entry, Judged(view, self.review.judge.book, self.review.today()))
        else:
            self.sheet.show_blocks(Block(plain(self.nothing(), "$text-muted")))
        self._keys()

    def nothing(self) -> str:
        """Why the list is empty."""
        if self.filter:
            return _FITS_NOT
        if not self.review.judge.book.rules:
            return "This questionnaire has no rules."
        return _NOTHING

    def _keys(self) -> None:
        reads = self.one_at_a_time and not self.has_class("-reading")
        room = Room.LITTLE if self.one_at_a_time else Room.PLENTY if self.has_class("-broad") else Room.SOME
        self.query_one(KeyLine).show(keys_for(self.entry, room, spots=len(self.sheet.spots), reads=reads))

    def on_resize(self) -> None:
        """Other keys fit."""
        if self.rows.entries:
            self.show_title()
            self.call_after_refresh(self._keys)

    @property
    def one_at_a_time(self) -> bool:
        """Whether there is room for the list or the finding, not for both."""
        return not (self.has_class("-wide") or self.has_class("-broad"))

    def read(self, on: bool) -> None:
        """On a narrow screen: the finding in full, or the list."""
        self.set_class(on, "-reading")
        self._keys()

    # --- finding ---------------------------------------------------------------------------------------

    def action_find(self) -> None:
        """Open the line to type in."""
        self.read(False)
        self.add_class("-finding")
        self.query_one("#findings-find", Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list while typing."""
        self.filter = FindingFilter.parse(event.value)
        self.show_findings(top=True)
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

    def end_finding(self) -> None:
        """Show everything again."""
        line = self.query_one("#findings-find", Input)
        with self.prevent(Input.Changed):
            line.value = ""
        self.filter = FindingFilter()
        self.remove_class("-finding")
        self.rows.focus()
        self.show_findings(self.entry.key if self.entry is not None else "")
