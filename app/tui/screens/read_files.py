"""Reading files into the database: in a thread, with a bar, and never in the way of a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import ProgressBar, Static

from app.evidence.errors import EvidenceRefused
from app.review import Refused, Review
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.figures import counted
from app.tui.program_verbs import HELP
from app.tui.screens.help import HelpScreen
from app.tui.text import plain, shown
from app.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from app.assessment.passages import Extracted
    from app.evidence.details import Details
    from app.evidence.extraction.opening import FileRead

_GROUP = "Reading files"

STOP = Command(
    "read.close",
    ("escape",),
    "close",
    "Stop",
    "Stop; what was read whole can still be added.",
    _GROUP,
    footer=True,
)
READ_VERBS = (
    Command("read.close", ("escape",), "close", "Back", "Leave out what was read, too.", _GROUP, footer=True),
    Command("read.on", ("enter",), "on", "Go on", "Go on with what was read.", _GROUP, footer=True),
    Command("read.down", ("down", "pagedown"), "scroll(1)", "Down", "Scroll what is said down.", _GROUP),
    Command("read.up", ("up", "pageup"), "scroll(-1)", "Up", "Scroll what is said up.", _GROUP),
    Command(HELP.id, ("f1",), HELP.action, HELP.label, HELP.help, _GROUP, footer=True),
)

_READING = 0.7
"""Share of a file's bar that reading it takes; the rest is putting it into the database."""
_TICK = 0.002
"""Seconds between two steps of the database, in which keys are answered."""
_LOOK_AGAIN = 0.1
"""Seconds after which a waiting thread looks whether it is still wanted."""
_FULL = 1_000
_MOST_SAID = 200
"""Sentences that are shown; the newest matter."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file whose text is in the database, ready to go on the register."""

    read: FileRead
    """Without its content."""
    proposed: Details
    """What it seems to be."""
    about: str
    """What it is and how long, and what the reviewer should know about the reading."""


@dataclass(slots=True)
class _Asked:
    """Something that the thread wants of the screen, and waits for."""

    done: Event = field(default_factory=Event)
    wanted: bool = False
    """Of a file that was opened: whether its text is wanted."""


class ReadFiles(ModalScreen[tuple[Taken, ...]]):
    """Reads files and folders, or pasted text; gives back what can go on the register."""

    BINDINGS = bindings(READ_VERBS)
    VERBS = READ_VERBS
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]

    class Began(Message):
        """The thread has gone on to this file."""

        def __init__(self, number: int, total: int, name: str) -> None:
            super().__init__()
            self.number, self.total, self.file = number, total, name

    class Share(Message):
        """So much of the file has been read."""

        def __init__(self, share: float) -> None:
            super().__init__()
            self.share = share

        def can_replace(self, message: Message) -> bool:
            """Only the newest matters."""
            return isinstance(message, ReadFiles.Share)

    class Said(Message):
        """Something did not come in, and why; or it is there already."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Opened(Message):
        """A file was opened: is its text wanted?"""

        def __init__(self, read: FileRead, asked: _Asked) -> None:
            super().__init__()
            self.read, self.asked = read, asked

    class Extracted(Message):
        """The text of a file, to be put into the database."""

        def __init__(self, read: FileRead, extracted: Extracted, proposed: Details, asked: _Asked) -> None:
            super().__init__()
            self.read, self.extracted, self.proposed, self.asked = read, extracted, proposed, asked

    class Ended(Message):
        """The thread is done."""

    def __init__(self, review: Review, sources: Sequence[Path | FileRead]) -> None:
        """Takes an open review and what to read; folders are read whole."""
        super().__init__()
        self.review = review
        self._sources = tuple(sources)
        self._stop = Event()
        self._taken: list[Taken] = []
        self._said: list[str] = []
        self._number, self._total, self._file = 0, len(self._sources), ""
        self._share = 0.0
        self._steps: Iterator[float] | None = None
        self._ended = False

    def compose(self) -> ComposeResult:
        """What is being read, a bar, what did not come in, and the keys."""
        with Vertical(id="read", classes="dialog") as dialog:
            dialog.border_title = Content("Add documents")
            yield Static("Looking for files", id="read-step")
            yield ProgressBar(total=_FULL, show_eta=False, show_percentage=True, id="read-bar")
            with VerticalScroll(id="read-said", can_focus=False):
                yield Static(id="read-list")
            yield KeyLine((STOP,))

    def on_mount(self) -> None:
        """Begins."""
        self.query_one("#read-said").display = False
        self._read()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._stop.set()

    # --- in the thread ---------------------------------------------------------------------------------

    @work(thread=True, exclusive=True, group="evidence", exit_on_error=False, description="Read documents")
    def _read(self) -> None:
        try:
            self._read_all()
        except Exception as error:  # noqa: BLE001 - whatever it is, the reviewer goes on working
            self.post_message(
                self.Said(f"Reading stopped at an error of the program ({type(error).__name__}).")
            )
        finally:
            self.post_message(self.Ended())

    def _read_all(self) -> None:
        from app.evidence.extraction.opening import find_files

        paths = [one for one in self._sources if isinstance(one, Path)]
        files = find_files(paths, skipped=self._skipped)
        sources: list[Path | FileRead] = [
            *files,
            *(one for one in self._sources if not isinstance(one, Path)),
        ]
        for number, source in enumerate(sources, start=1):
            if self._stop.is_set():
                return
            self.post_message(self.Began(number, len(sources), source.name))
            try:
                self._read_one(source)
            except EvidenceRefused as error:
                self.post_message(self.Said(str(error)))

    def _read_one(self, source: Path | FileRead) -> None:
        from app.evidence.details import propose_details
        from app.evidence.extraction.opening import read_file
        from app.evidence.extraction.process import extract

        read = read_file(source) if isinstance(source, Path) else source
        asked = _Asked()
        self.post_message(self.Opened(read, asked))
        if not self._waited(asked) or not asked.wanted:
            return
        extracted = extract(
            read,
            cancelled=self._stop.is_set,
            tell=self._heard,
        )
        if extracted is None or self._stop.is_set():
            return
        proposed = propose_details(extracted, self.review.view.assessment.vendor)
        asked = _Asked()
        self.post_message(self.Extracted(read, extracted, proposed, asked))
        self._waited(asked)

    def _skipped(self, text: str) -> None:
        self.post_message(self.Said(text))

    def _heard(self, part: float) -> None:
        self.post_message(self.Share(part * _READING))

    def _waited(self, asked: _Asked) -> bool:
        """Wait for the screen; False when nobody wants it any more."""
        while not asked.done.wait(_LOOK_AGAIN):
            if self._stop.is_set():
                return False
        return True

    # --- on the screen ---------------------------------------------------------------------------------

    def on_read_files_began(self, event: Began) -> None:
        """Another file."""
        self._number, self._total, self._file, self._share = event.number, event.total, event.file, 0.0
        self._show()

    def on_read_files_share(self, event: Share) -> None:
        """Further in the file."""
        self._share = max(self._share, event.share)
        self._show()

    def on_read_files_said(self, event: Said) -> None:
        """A file that does not come in; the others go on."""
        self._said.append(event.text)
        mark = Content.styled("! ", "bold $text-warning")
        shown_now = self._said[-_MOST_SAID:]
        more = len(self._said) - len(shown_now)
        lines = [plain(f"and {more:,} more before", "$text-muted")] if more else []
        lines += [mark + plain(text, limit=600) for text in shown_now]
        self.query_one("#read-list", Static).update(Content("\n").join(lines))
        said = self.query_one("#read-said", VerticalScroll)
        said.display = True
        said.scroll_end(animate=False)

    def on_read_files_opened(self, event: Opened) -> None:
        """Say whether the text of this file is wanted: not when it is here already."""
        try:
            known = self.review.evidence.known(event.read)
        except (Refused, StoreError) as error:
            self.post_message(self.Said(f"{shown(event.read.name, limit=80)}: {error}"))
        else:
            event.asked.wanted = known is None
            if known is not None:
                also = "" if known.name == event.read.name else f" ({shown(known.name, limit=80)})"
                self.post_message(
                    self.Said(f"{shown(event.read.name, limit=80)} is already here as {known.id}{also}.")
                )
        event.asked.done.set()

    def on_read_files_extracted(self, event: Extracted) -> None:
        """Begin to put a text into the database, a step at a time."""
        try:
            self._steps = iter(self.review.evidence.keep(event.read, event.extracted))
        except (Refused, StoreError) as error:
            self._failed(event, error)
        else:
            self._step(event)

    def _step(self, event: Extracted) -> None:
        """One step; the next comes after the keys that wait."""
        if self._steps is None or self._stop.is_set():
            self._steps = None
            event.asked.done.set()
            return
        try:
            share = next(self._steps)
        except StopIteration:
            self._steps = None
            self._share = 1.0
            self._taken.append(Taken(replace(event.read, content=b""), event.proposed, _about(event)))
            event.asked.done.set()
        except (Refused, StoreError) as error:
            self._failed(event, error)
        else:
            self._share = _READING + share * (1 - _READING)
            self.set_timer(_TICK, lambda: self._step(event))
        self._show()

    def _failed(self, event: Extracted, error: Exception) -> None:
        self._steps = None
        self.post_message(self.Said(f"{shown(event.read.name, limit=80)}: {error}"))
        event.asked.done.set()

    def _show(self) -> None:
        if self._ended:
            return
        head = f"{self._number:,} of {self._total:,}" if self._total > 1 else "Reading"
        doing = "into the database" if self._share > _READING else "reading"
        line = (
            Content(f"{head}: ")
            + plain(self._file, "bold", limit=120)
            + Content.styled(f"  {doing}", "$text-muted")
        )
        self.query_one("#read-step", Static).update(line)
        done = (self._number - 1 + min(self._share, 1.0)) / max(self._total, 1)
        self.query_one(ProgressBar).update(progress=round(done * _FULL))

    def on_read_files_ended(self) -> None:
        """Go on at once when all came in; else say what did not."""
        self._ended = True
        if self.app.screen is not self:
            self.set_timer(_LOOK_AGAIN, self.on_read_files_ended)  # the help lies over it
            return
        if not self._said and not self._stop.is_set():
            self.dismiss(tuple(self._taken))
            return
        if not self._taken and not self._said:
            self.dismiss(())
            return
        self.query_one(ProgressBar).display = False
        count = len(self._taken)
        stopped = "Stopped. " if self._stop.is_set() else ""
        ready = f"{counted(count, 'file')} can be added." if count else "Nothing is left to add."
        self.query_one("#read-step", Static).update(Content(stopped + ready))
        self.query_one(KeyLine).show(READ_VERBS if count else (READ_VERBS[1], READ_VERBS[-1]))

    # --- keys ------------------------------------------------------------------------------------------

    def action_scroll(self, by: int) -> None:
        """What is said, up or down."""
        with suppress(LookupError):
            self.query_one("#read-said", VerticalScroll).scroll_relative(y=by, animate=False)

    def action_on(self) -> None:
        """On with what was read."""
        if self._ended:
            self.dismiss(tuple(self._taken))

    def action_close(self) -> None:
        """Stop, or leave."""
        if self._ended:
            self.dismiss(())
            return
        self._stop.set()
        self.query_one("#read-step", Static).update(Content("Stopping"))

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Reading files", (STOP, *READ_VERBS)))


def _about(event: ReadFiles.Extracted) -> str:
    """What a file is, how long, and what there is to know: `PDF, 12 pages. Page 2 has no text.`."""
    extracted = event.extracted
    if extracted.pages:
        size = counted(len(extracted.pages), "page")
    else:
        size = counted(extracted.text.count("\n") + 1, "line")
    kind = {"txt": "Text", "md": "Markdown"}.get(event.read.media.value, event.read.media.value.upper())
    return " ".join((f"{kind}, {size}.", *extracted.notices))
