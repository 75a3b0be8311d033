"""Picks files by keyboard: walk the folders, or type the path."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from app.evidence.extraction.opening import ENDINGS
from app.tui.commands import Command, bindings
from app.tui.figures import counted
from app.tui.program_verbs import PROGRAM_VERBS
from app.tui.screens.fields import SafeInput
from app.tui.screens.help import HelpScreen
from app.tui.screens.telling_screen import TellingScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.text import place, plain, shown
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.rows import Rows

_GROUP = "Files"

PICKER_VERBS = (
    Command(
        "files.take",
        ("enter",),
        "take",
        "Take",
        "Open the folder; on a file, take it, or all that are marked.",
        _GROUP,
        footer=True,
    ),
    Command(
        "files.mark",
        ("space",),
        "mark",
        "Mark",
        "Mark the file, or the folder with all that is in it; again takes the mark away.",
        _GROUP,
        footer=True,
    ),
    Command(
        "files.take_marked",
        ("ctrl+s",),
        "take_marked",
        "Take marked",
        "Take all that is marked.",
        _GROUP,
        footer=True,
    ),
    Command(
        "files.out",
        ("left", "h", "backspace"),
        "out",
        "Folder above",
        "Go to the folder above.",
        _GROUP,
        footer=True,
    ),
    Command("files.into", ("right", "l"), "into", "Into the folder", "Go into the folder.", _GROUP),
    Command(
        "files.path",
        ("slash", "tab"),
        "path",
        "Type a path",
        "Type where the file is; tab completes, enter takes it.",
        _GROUP,
        footer=True,
    ),
    Command("files.home", ("tilde",), "home", "Home", "Go to your home folder.", _GROUP),
    Command("files.next", ("down", "j"), "step(1)", "Next", "Go to the next line.", _GROUP),
    Command("files.previous", ("up", "k"), "step(-1)", "Previous", "Go to the line before.", _GROUP),
    Command("files.page_down", ("pagedown",), "page(1)", "Page down", "A page down.", _GROUP),
    Command("files.page_up", ("pageup",), "page(-1)", "Page up", "A page up.", _GROUP),
    Command("files.first", ("g", "home"), "step(-100000)", "First", "The first line.", _GROUP),
    Command("files.last", ("G", "end"), "step(100000)", "Last", "The last line.", _GROUP),
    Command("files.close", ("escape",), "close", "Back", "Back without a file.", _GROUP, footer=True),
    *PROGRAM_VERBS,
)

PATH_VERBS = (
    Command(
        "path.take",
        ("enter",),
        "screen.submit_path",
        "Take",
        "Take the file, or go into the folder.",
        "Typing a path",
        footer=True,
    ),
    Command(
        "path.complete",
        ("tab",),
        "screen.complete",
        "Complete",
        "Complete what is typed by the marked line.",
        "Typing a path",
        footer=True,
    ),
    Command(
        "path.down", ("down",), "screen.step(1)", "Next", "Go to the next line that fits.", "Typing a path"
    ),
    Command("path.up", ("up",), "screen.step(-1)", "Previous", "Go to the line before.", "Typing a path"),
    Command(
        "path.leave",
        ("escape",),
        "screen.close",
        "Files",
        "Go back to the files.",
        "Typing a path",
        footer=True,
    ),
)

_MOST_LISTED = 5_000
_KINDS = "PDF, DOCX, HTML, Markdown and text"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a folder."""

    path: Path
    is_folder: bool
    size: int = 0
    """Bytes, of a file."""

    @property
    def name(self) -> str:
        """What it is called there."""
        return self.path.name


def listing(folder: Path) -> list[Entry]:
    """The folders in a folder, then its files that can be read, each by name; hidden ones are left out.

    Raises `OSError` where the folder cannot be read.
    """
    folders, files = [], []
    with os.scandir(folder) as found:
        for one in found:
            if one.name.startswith("."):
                continue
            try:
                if one.is_dir():
                    folders.append(Entry(Path(one.path), is_folder=True))
                elif Path(one.name).suffix.lower() in ENDINGS and one.is_file():
                    files.append(Entry(Path(one.path), is_folder=False, size=one.stat().st_size))
            except OSError:
                continue  # it went away, or may not be looked at
    return [*sorted(folders, key=_order), *sorted(files, key=_order)][:_MOST_LISTED]


def _order(entry: Entry) -> tuple[str, str]:
    return entry.name.casefold(), entry.name


def size_text(size: int) -> str:
    """A size as people say it."""
    if size < 1_000:
        return f"{size} B"
    return f"{size / 1_000:.0f} KB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


class PathLine(SafeInput):
    """The line to type a path in; tab and the arrows act on the lines below it."""

    BINDINGS = bindings([command for command in PATH_VERBS if command.id != "path.take"])


class FileRows(Rows, can_focus=True):
    """A folder's lines."""

    def __init__(self, *, id: str | None = None) -> None:
        """Empty until it is filled."""
        super().__init__(id=id)
        self.entries: Sequence[Entry] = ()
        self.marked: set[Path] = set()
        self.above: Path | None = None

    def fill(
        self, entries: Sequence[Entry], above: Path | None, marked: set[Path], cursor: int | None = 0
    ) -> None:
        """Show these; `above` is the folder that holds this one."""
        self.entries = (*((Entry(above, is_folder=True),) if above else ()), *entries)
        self.above, self.marked = above, marked
        self.reset(len(self.entries), cursor)

    @property
    def entry(self) -> Entry | None:
        """The line under the cursor."""
        return self.entries[self.cursor] if self.cursor is not None else None

    def is_above(self, entry: Entry) -> bool:
        """Whether this is the line that leads out."""
        return self.above is not None and entry is self.entries[0]

    def row(self, index: int, width: int) -> Content:
        """A mark, the name, and the size of a file."""
        entry = self.entries[index]
        if self.is_above(entry):
            return Content("     ../") + Content.styled("  folder above", "$text-muted")
        mark = Content.styled(" [x] ", "bold $accent") if entry.path in self.marked else Content(" [ ] ")
        if entry.is_folder:
            return mark + plain(f"{entry.name}/", "$text-accent")
        size = f"{size_text(entry.size):>9} "
        name = plain(entry.name).truncate(max(width - 5 - len(size), 1), ellipsis=True, pad=True)
        return mark + name + Content.styled(size, "$text-muted")


class FilePicker(TellingScreen[list[Path] | None]):
    """Gives back the files and folders that were picked, or None."""

    BINDINGS = bindings(PICKER_VERBS)
    VERBS = PICKER_VERBS
    AUTO_FOCUS = "FileRows"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]

    def __init__(
        self, folder: Path | None = None, title: str = "Add documents", *, several: bool = True
    ) -> None:
        """Begins in this folder, else in the current one. Without `several`, one file is picked."""
        super().__init__()
        self.folder = folder or Path.cwd()
        self._title = title
        self._several = several
        self._marked: set[Path] = set()
        self._entries: list[Entry] = []
        self._completed: tuple[str, Path] | None = None
        """The path that was written out last, and how it was written: the line cannot hold every name."""

    def compose(self) -> ComposeResult:
        """The path, the folder, and the keys."""
        yield TitleBar(self._title)
        yield PathLine(id="picker-path", placeholder="where the file is", select_on_focus=False)
        yield FileRows(id="picker-files")
        yield KeyLine(PICKER_VERBS, id="keys")

    def on_mount(self) -> None:
        """Shows the folder."""
        self._walk(self.folder)

    @property
    def files(self) -> FileRows:
        """The lines."""
        return self.query_one(FileRows)

    def _walk(self, folder: Path, at: str = "") -> bool:
        """Show this folder, the cursor on `at`; says why not."""
        try:
            folder = folder.expanduser().absolute()
            entries = listing(folder)
        except (OSError, RuntimeError, ValueError):
            self.tell(f"{shown(str(folder))} cannot be looked into.", warning=True)
            return False
        self.folder, self._entries = folder, entries
        path = self.query_one("#picker-path", PathLine)
        with self.prevent(PathLine.Changed):
            path.value = _with_slash(folder)
            path.cursor_position = len(path.value)
        self._show(entries, at)
        if not any(not entry.is_folder for entry in entries) and not entries:
            self.tell(f"No folders here, and no files that can be read: {_KINDS}.")
        return True

    def _show(self, entries: Sequence[Entry], at: str = "") -> None:
        above = self.folder.parent if self.folder.parent != self.folder else None
        first = 1 if above and entries else 0
        cursor = next((i + bool(above) for i, e in enumerate(entries) if at and e.name == at), first)
        self.files.fill(entries, above, self._marked, cursor)
        self._count()

    def _count(self) -> None:
        marked = f"{len(self._marked):,} marked" if self._marked else ""
        self.query_one(TitleBar).show(marked or counted(sum(not e.is_folder for e in self._entries), "file"))

    # --- files -----------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Another line."""
        self.files.step(by)

    def action_page(self, by: int) -> None:
        """A page."""
        self.files.step(by * self.files.page)

    def action_out(self) -> None:
        """The folder above, the cursor on where one was."""
        if self.folder.parent != self.folder:
            self._walk(self.folder.parent, self.folder.name)

    def action_into(self) -> None:
        """Into the folder under the cursor."""
        entry = self.files.entry
        if entry is not None and entry.is_folder:
            if self.files.is_above(entry):
                self.action_out()
            else:
                self._walk(entry.path)

    def action_home(self) -> None:
        """The home folder."""
        self._walk(Path("~"))

    def action_mark(self) -> None:
        """Mark the line under the cursor, and go on."""
        entry = self.files.entry
        if entry is None or self.files.is_above(entry):
            return
        if not self._several:
            self.tell("One file is enough here; enter takes it.")
            return
        self._marked ^= {entry.path}
        if self.files.cursor is not None:
            self.files.redraw(self.files.cursor)
        self.files.step(1)
        self._count()

    def action_take(self) -> None:
        """Open the folder, or take the file or what is marked."""
        entry = self.files.entry
        if entry is None:
            return
        if self.files.is_above(entry):
            self.action_out()
        elif entry.is_folder and entry.path not in self._marked:
            self._walk(entry.path)
        elif self._marked:
            self.action_take_marked()
        else:
            self.dismiss([entry.path])

    def action_take_marked(self) -> None:
        """All that is marked."""
        if self._marked:
            self.dismiss(sorted(self._marked))
        else:
            self.tell("Nothing is marked; space marks a file or a whole folder.")

    @on(Rows.Chosen)
    def _clicked(self) -> None:
        self.action_take()

    # --- the path --------------------------------------------------------------------------------------

    def action_path(self) -> None:
        """Into the line with the path."""
        if not self._typing:
            path = self.query_one("#picker-path", PathLine)
            path.focus()
            path.cursor_position = len(path.value)

    @property
    def _typing(self) -> bool:
        return isinstance(self.focused, PathLine)

    def on_descendant_focus(self) -> None:
        """Other keys matter while a path is typed."""
        self.query_one(KeyLine).show(PATH_VERBS if self._typing else PICKER_VERBS)

    @on(PathLine.Changed, "#picker-path")
    def _typed(self, event: PathLine.Changed) -> None:
        """Show what fits; a folder that was typed out is looked into."""
        begun_anew = begun_again(event.value, _with_slash(self.folder))
        if begun_anew:
            event.input.value = begun_anew
            event.input.cursor_position = len(begun_anew)
            return  # the line says that it changed
        if event.value == "~":
            event = PathLine.Changed(event.input, "~/")
        folder, _, begun = event.value.rpartition("/")
        wanted = Path(folder + "/").expanduser() if folder or event.value.startswith("/") else Path.cwd()
        if wanted != self.folder:
            try:
                entries = listing(wanted)
            except (OSError, RuntimeError, ValueError):
                self.files.fill([], None, self._marked, None)
                return
            self.folder, self._entries = wanted, entries
        low = begun.casefold()
        self._show([e for e in self._entries if e.name.casefold().startswith(low)])

    def action_complete(self) -> None:
        """Write out the line under the cursor."""
        entry = self.files.entry
        if entry is None or self.files.is_above(entry):
            self.tell("Nothing here fits what is typed.")
            return
        path = self.query_one("#picker-path", PathLine)
        path.value = _with_slash(entry.path) if entry.is_folder else str(entry.path)
        self._completed = (path.value, entry.path)
        path.cursor_position = len(path.value)

    @on(PathLine.Submitted, "#picker-path")
    def action_submit_path(self) -> None:
        """Take what is typed: a file, or a folder to look into."""
        typed = self.query_one("#picker-path", PathLine).value.strip()
        try:
            path = Path(typed).expanduser()
            if self._completed is not None and typed == self._completed[0].strip():
                path = self._completed[1]
            is_folder, is_there = path.is_dir(), path.exists()
        except (OSError, RuntimeError, ValueError):
            is_folder = is_there = False
            path = Path(typed or ".")
        entry = self.files.entry
        if typed and is_folder:
            if self._walk(path):
                self.files.focus()
        elif typed and is_there:
            self.dismiss([path.absolute()])
        elif entry is not None and not self.files.is_above(entry):
            self.action_complete()
        else:
            self.tell(f"There is no {shown(place(path), limit=200)}.", warning=True)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Files", (*PICKER_VERBS, *PATH_VERBS)))

    def action_close(self) -> None:
        """From the path to the files, then back."""
        if self._typing:
            self.files.focus()
        else:
            self.dismiss(None)


def begun_again(typed: str, folder: str, *, drives: bool = os.name == "nt") -> str:
    """The absolute path that was begun behind a folder that stood in the line; empty where none was.

    Nobody who types `/`, `~` or a drive means something inside of the folder that is shown.
    """
    rest = typed[len(folder) :] if typed.startswith(folder) else ""
    absolute = rest[:1] in ("/", "~") or (drives and rest[1:2] == ":" and rest[0].isalpha())
    return rest if rest and absolute else ""


def _with_slash(folder: Path) -> str:
    text = str(folder)
    return text if text.endswith("/") else f"{text}/"
