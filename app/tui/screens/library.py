"""The library: every assessment, and the way into each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from app.tui.commands import bindings
from app.tui.figures import counted
from app.tui.library_verbs import LIBRARY_VERBS
from app.tui.listing import SORTS, listed
from app.tui.text import place, plain, shown
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.library_rows import LibraryRows, heading
from app.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual.widgets import Input

    from app.review import Library, Review
    from app.store.values import LibraryRow
    from app.tui.tour_guide import Guide

UNUSABLE = 3
"""Exit code when the database cannot be used."""

EMPTY_TEXT = """No assessments yet.

Press n to begin one: it asks for the vendor and the product,
then walks you through the questions one key at a time.

Press F1 for every key."""


class LibraryScreen(Screen[None]):
    """Lists the assessments of one database."""

    BINDINGS = bindings(LIBRARY_VERBS)
    VERBS = LIBRARY_VERBS
    AUTO_FOCUS = "#library-rows"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    tour_place = "library"

    class Opened(Message):
        """The rows are on the screen."""

    def __init__(self, path: Path, *, read_only: bool = False, demo: bool = False) -> None:
        """Opens the database after the first frame; a demo says that it is one."""
        super().__init__()
        self._path = path
        self._read_only = read_only
        self._demo = demo
        self.library: Library | None = None
        self._all: Sequence[LibraryRow] = ()
        self._sort = SORTS[0]
        self._filter = ""
        self._opening = ""

    def compose(self) -> ComposeResult:
        """A line on top, column titles, the rows or a word in their place, and the keys."""
        yield Static(id="library-top", classes="bar")
        yield Static(id="library-heading")
        yield LibraryRows(id="library-rows")
        yield Static("Opening …", id="library-empty")
        yield KeyLine(LIBRARY_VERBS, id="keys")

    def on_mount(self) -> None:
        """Open the database once the frame is on the screen."""
        self.query_one(LibraryRows).display = False
        self._top()
        self.call_after_refresh(self._open_library)

    @property
    def opening(self) -> bool:
        """Whether an assessment is on its way to the screen."""
        return bool(self._opening)

    @property
    def _rows(self) -> LibraryRows:
        return self.query_one(LibraryRows)

    # --- opening ---------------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="library", description="Open the database")
    def _open_library(self) -> None:
        from app.store.errors import StoreError
        from app.store.glance import glance

        if glanced := glance(self._path):
            self.app.call_from_thread(self._fill, glanced)
        # SQLModel is our dearest import: after the rows, and off the loop
        from app.review import Library

        try:
            library = Library.open(self._path, read_only=self._read_only)
            rows = library.rows()
        except StoreError as error:
            self.app.call_from_thread(
                self.app.exit, None, UNUSABLE, Text(shown(str(error), one_line=False, limit=2000))
            )
            return
        self.app.call_from_thread(self._opened, library, rows)
        self._warm(library)
        self._judge_rows(library)

    def _judge_rows(self, library: Library) -> None:
        """Judge, beside the reviewer, the assessments whose row is not what they would be judged to be now.

        Runs in a thread. Whatever goes wrong, the rows that are there stay.
        """
        from app.review import Refused
        from app.store.errors import StoreError

        worker = get_current_worker()
        if library.read_only:
            return
        try:
            written = library.judge_rows(cancelled=lambda: worker.is_cancelled)
        except (StoreError, Refused) as error:
            if not worker.is_cancelled and self.app.is_running:
                self.app.call_from_thread(self.tell, str(error), warning=True)
        else:
            if written and not worker.is_cancelled and self.app.is_running:
                self.app.call_from_thread(self._judged, library)

    def _judged(self, library: Library) -> None:
        """Show the rows with what was judged."""
        if self.is_attached:
            self._read(library, self._slug())

    @work(thread=True, exclusive=True, group="judging", description="Judge the assessments of the library")
    def _judge_again(self, library: Library) -> None:
        self._judge_rows(library)

    @staticmethod
    def _warm(library: Library) -> None:
        """Do now, beside the reviewer, what the first answer would wait for: the pack and its conditions."""
        from app.assessment.path import PathFinder

        PathFinder(library.installed_pack()).find({})

    def _opened(self, library: Library, rows: Sequence[LibraryRow]) -> None:
        self.library = library
        self._fill(rows, self._slug())
        self.post_message(self.Opened())
        wanted, self._opening = self._opening, ""
        if wanted:
            self.action_open()
        if library.notice:
            self.tell(library.notice, warning=True)

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was open."""
        if self.library is not None:
            self._read(self.library, self._slug())
            if self.library.unjudged(self._all):  # the settings have changed on the score screen
                self._judge_again(self.library)
        guide: Guide | None = getattr(self.app, "guide", None)
        if guide is not None:
            guide.at(self, self.tour_place)

    def mark(self, slug: str) -> bool:
        """Put the cursor on this assessment, showing all; says whether it is there."""
        self.action_escape()
        self._refill(slug)
        return self._slug() == slug

    def on_unmount(self) -> None:
        """Close the database."""
        if self.library is not None:
            self.library.close()

    # --- showing ---------------------------------------------------------------------------------------

    def tell(self, text: str, *, warning: bool = False) -> None:
        """Say something in the bottom line until the next key."""
        self.query_one(KeyLine).tell(text, warning=warning)

    def _read(self, library: Library, keep: str) -> bool:
        """Read the rows anew; where the database cannot be read, those that are known stay. Says whether it could."""
        from app.store.errors import StoreError

        try:
            rows = library.rows()
        except StoreError as error:
            self.tell(str(error), warning=True)
            return False
        self._fill(rows, keep)
        return True

    def _fill(self, rows: Sequence[LibraryRow], keep: str = "") -> None:
        self._all = rows
        self._refill(keep)

    def _refill(self, keep: str = "") -> None:
        now = datetime.now(UTC)
        rows = listed(self._all, self._filter, self._sort, now)
        cursor = next((i for i, r in enumerate(rows) if r.assessment.slug == keep), 0 if rows else None)
        table, empty = self._rows, self.query_one("#library-empty", Static)
        table.fill(rows, now, cursor)
        table.display = bool(rows)
        empty.display = not rows
        if not rows:
            empty.update(
                plain(
                    EMPTY_TEXT if not self._all else "Nothing matches. Escape shows all again.",
                    one_line=False,
                )
            )
        elif self.focused is None:
            table.focus()
        self._head()
        self._top()

    def _head(self) -> None:
        sorted_by = self._sort if self._all else ""
        self.query_one("#library-heading", Static).update(
            heading(max(self.size.width - 3, 1), sorted_by), layout=False
        )

    def on_resize(self) -> None:
        """Fit titles and the line on top."""
        self._head()
        self._top()

    def _top(self) -> None:
        left = Content.styled(" assess", "bold $accent")
        if self._demo:
            left += Content.styled("  demo: a throw-away copy", "bold $text-warning")
        count = len(self._all)
        middle = f"  {counted(count, 'assessment')}" if self.library or count else ""
        left += Content.styled(middle, "$text-muted")
        right = plain(place(self.library.path if self.library else self._path), "$text-muted", limit=200)
        if self.library is not None and self.library.read_only:
            right = Content.styled("READ ONLY  ", "bold $text-warning") + right
        room = self.size.width - left.cell_length - 3
        if right.cell_length > room > 4:
            cut = right[-(room - 1) :]
            right = Content.styled("…", "$text-muted") + cut
        pad = max(self.size.width - left.cell_length - right.cell_length - 1, 1)
        line = left + Content(" " * pad) + right if room > 4 else left
        self.query_one("#library-top", Static).update(line, layout=False)

    # --- keys ------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """A notice has been read when the next key comes; a key of the workbench says where it works."""
        self.tell("")
        if event.key not in self.active_bindings:
            self._tell_elsewhere(event.key)

    def _tell_elsewhere(self, key: str) -> None:
        from app.tui.commands import key_name
        from app.tui.screens.keys import keys_of
        from app.tui.workbench_verbs import WORKBENCH_VERBS

        if any(key in keys_of(command, self.app) for command in WORKBENCH_VERBS):
            way = "enter opens it" if self._slug() else "n begins one"
            self.tell(f"{key_name(key)} works inside an assessment; {way}.")

    def _slug(self) -> str:
        rows = self._rows
        return rows.rows[rows.cursor].assessment.slug if rows.cursor is not None else ""

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self._rows.step(by)

    def action_page(self, direction: int) -> None:
        """Move the cursor by a page."""
        self._rows.step(direction * self._rows.page)

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._sort = SORTS[(SORTS.index(self._sort) + 1) % len(SORTS)]
        self._refill(self._slug())
        self.tell(
            f"Sorted by {self._sort.replace('_', ' ').replace('review date', 'date of review').replace('conclusion', 'tier')}."
        )

    def action_find(self) -> None:
        """Open the line to type in."""
        from app.tui.screens.fields import SafeInput  # not wanted before, and not free

        if lines := self.query(SafeInput):
            lines.first().focus()
        else:
            line = SafeInput(
                placeholder="vendor, product, is:expired, is:open", id="library-find", classes="find"
            )
            self.mount(line, before="#library-heading")
            line.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list while typing."""
        self._filter = event.value
        self._refill(self._slug())

    def on_input_submitted(self) -> None:
        """Back to the rows that are left."""
        self._rows.focus()

    def action_escape(self) -> None:
        """Show all again."""
        for line in self.query("#library-find"):
            line.remove()
        self._filter = ""
        self._refill(self._slug())
        self._rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A click opens."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Open the assessment under the cursor."""
        slug = self._slug()
        if not slug:
            self.tell(
                "There is nothing to open. Press n to begin an assessment."
                if self.library
                else "Still opening …"
            )
        elif not self._opening:
            self._opening = slug
            self.tell(f"Opening {slug} …")
            if self.library is not None:
                self._open_review(self.library, slug)

    @work(thread=True, group="review", description="Open an assessment")
    def _open_review(self, library: Library, slug: str) -> None:
        from app.review import Refused
        from app.store.errors import StoreError

        try:
            review = library.review(slug)
        except (StoreError, Refused) as error:
            self.app.call_from_thread(self._not_opened, str(error))
            return

        self.app.call_from_thread(self._show_review, library, review)

    def _not_opened(self, why: str) -> None:
        self._opening = ""
        self.tell(why, warning=True)

    def _show_review(self, library: Library, review: Review) -> None:
        from app.tui.screens.workbench import WorkbenchScreen

        self._opening = ""
        self.tell("")
        self.app.push_screen(WorkbenchScreen(library, review, demo=self._demo))

    def action_new(self) -> None:
        """Begin a new assessment."""
        if self.library is None:
            self.tell("Still opening …")
        elif self.library.read_only:
            from app.review import READ_ONLY

            self.tell(self.library.notice or READ_ONLY, warning=True)
        else:
            from app.tui.screens.new_assessment import NewAssessment

            self.app.push_screen(NewAssessment(self.library, demo=self._demo), self._made)

    def _made(self, review: Review | None) -> None:
        if review is not None and self.library is not None:
            self._show_review(self.library, review)

    def action_print(self) -> None:
        """Print the assessment under the cursor."""
        from app.review import Refused
        from app.store.errors import StoreError
        from app.tui.screens.print import PrintDialog, print_path

        slug = self._slug()
        if self.library is None or not slug:
            self.tell("There is nothing to print yet.")
            return
        try:
            review = self.library.review(slug)
        except (StoreError, Refused) as error:
            self.tell(str(error), warning=True)
            return
        path = print_path(self.library.path, review.view.assessment, demo=self._demo)
        self.app.push_screen(PrintDialog(review, path, demo=self._demo))

    def action_back_up(self) -> None:
        """Copy the database."""
        if self.library is None:
            self.tell("Still opening …")
            return
        from app.tui.screens.back_up import NO_NEED, back_up

        if self._demo:
            self.tell(NO_NEED)
        else:
            back_up(self.app, self.library)

    def action_delete(self) -> None:
        """Put the assessment under the cursor away."""
        slug = self._slug()
        if slug and self.library is not None and self._change(self.library, self.library.delete, slug):
            self.tell(f"Deleted {slug}. u brings it back.")

    def action_undo(self) -> None:
        """Bring back the assessment that was deleted last, today or last year."""
        if self.library is None:
            self.tell("Still opening …")
            return
        from app.store.errors import StoreError

        try:
            deleted = self.library.rows(deleted=True)
        except StoreError as error:
            self.tell(str(error), warning=True)
            return
        if not deleted:
            self.tell("Nothing was deleted.")
            return
        last = max(
            deleted, key=lambda row: (row.deleted_at is not None, row.deleted_at or row.assessment.changed_at)
        )
        slug = last.assessment.slug
        if self._change(self.library, self.library.undelete, slug):
            self.tell(f"Brought back {slug}.")

    def _change(self, library: Library, verb: Callable[[str], None], slug: str) -> bool:
        from app.review import Refused
        from app.store.errors import StoreError

        cursor = self._rows.cursor
        try:
            verb(slug)
        except (StoreError, Refused) as error:
            self.tell(str(error), warning=True)
            return False
        if not self._read(library, slug):
            return False
        if cursor is not None and verb == library.delete and self._rows.count:
            self._rows.cursor = min(cursor, self._rows.count - 1)
        return True

    def action_help(self) -> None:
        """Say what the keys do."""
        from app.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("Library", LIBRARY_VERBS))
