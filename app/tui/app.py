"""The program as Textual sees it: themes, keys, the first screen, and how it ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.filter import NoColor
from textual.screen import Screen
from textual.theme import Theme

from app.tui import terminal
from app.tui.key_order import OrderedKeys
from app.tui.screens.library import LibraryScreen
from app.tui.settings import Settings, keep_theme, keep_tour_seen
from app.tui.theme import DARK, LIGHT, THEMES

if TYPE_CHECKING:
    from app.tui.commands import Command
    from app.tui.tour_guide import Guide

FOLDER = Path(__file__).parent
LATER_SHEETS = ("workbench.tcss", "screens.tcss", "documents.tcss", "findings.tcss", "tour.tcss")
_BY_NAME = {theme.name: theme for theme in THEMES.values()}


def _commands() -> type[Provider]:
    from app.tui.screens.palette import CommandsProvider  # wanted with the first ^p

    return CommandsProvider


class AssessApp(OrderedKeys):
    """The workbench for one database."""

    TITLE = "assess"
    VERBS: tuple[Command, ...] = ()
    CSS_PATH = "assess.tcss"
    COMMANDS: ClassVar[set[Any]] = {_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="quit", show=False, priority=True),
        Binding("ctrl+t", "switch_theme", "Dark or light", id="theme", show=False),
        Binding("ctrl+g", "turn_tour", "Guided tour", id="tour", show=False),
    ]

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        demo: bool = False,
        settings: Settings | None = None,
        settings_file: Path | None = None,
        tour: bool = False,
    ) -> None:
        """`path` is the database; it is opened after the first frame. The theme is kept in `settings_file`.

        A demo begins with the guided tour until that was seen, and with `tour` in any case.
        """
        super().__init__(driver_class=terminal.driver_class())
        self._library = LibraryScreen(path, read_only=read_only, demo=demo)
        self._settings_file = settings_file
        settings = settings or Settings()
        self._notice = settings.notice
        self.guide: Guide | None = None
        if demo:
            from app.tui.tour_guide import TOUR_VERBS, Guide

            self.guide = Guide(self, self._tour_seen)
            self.VERBS = TOUR_VERBS
        self._tour_wanted = demo and (tour or not settings.tour_seen)
        for name in list(self.available_themes):
            self.unregister_theme(name)
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = THEMES[settings.theme].name
        # No style of ours is dim or one of the terminal's own colors, so that nothing is left to convert;
        # without color, none at all is sent instead of shades of grey.
        self._filters = [NoColor()] if self.no_color else []
        if settings.keys:
            self.set_keymap(dict(settings.keys))

    def get_default_screen(self) -> Screen[None]:
        """The library."""
        return self._library

    def on_mount(self) -> None:
        """Be ready for signals; say what was wrong with the settings."""
        if not self.is_headless:
            terminal.end_on_signals(self)
        if self._notice:
            self.notify(self._notice, title="Settings", severity="warning", timeout=10, markup=False)

    def held(self) -> bool:
        """While an assessment is being opened, keys wait for it; they are not meant for the library."""
        return isinstance(self.screen, LibraryScreen) and self.screen.opening

    def on_library_screen_opened(self) -> None:
        """Read the look of the other screens: the first frame did not have to wait for it."""
        for sheet in LATER_SHEETS:
            self.stylesheet.read(FOLDER / sheet)
        self.stylesheet.reparse()
        if self._tour_wanted:
            self._tour_wanted = False
            self.action_tour()

    # --- the guided tour of a demo ---------------------------------------------------------------------

    def action_tour(self) -> None:
        """Begin it, or begin it anew."""
        if self.guide is not None:
            self.guide.begin()

    def action_turn_tour(self) -> None:
        """Skip what is left of it, or begin it."""
        if self.guide is not None and self.guide.tour is not None:
            self.guide.skip()
        else:
            self.action_tour()

    def _tour_seen(self) -> None:
        if self._settings_file is not None:
            keep_tour_seen(self._settings_file)

    def on_resize(self, event: events.Resize) -> None:
        """The panel of the tour hides where it has no room."""
        if self.guide is not None:
            self.guide.fit(event.size)

    def action_command_palette(self) -> None:
        """Every command of the screen, to find by its name."""
        from app.tui.screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_switch_theme(self) -> None:
        """Dark to light and back, kept for the next time."""
        name = "light" if self.theme == DARK.name else "dark"
        self.theme = THEMES[name].name
        if self._settings_file is not None:
            keep_theme(self._settings_file, name)

    def get_theme(self, theme_name: str) -> Theme | None:
        """One of the two themes, the dark one for any other name. Textual asks for it several times for every line it paints."""
        return _BY_NAME.get(theme_name, DARK)

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Never: the program opens no addresses."""

    def _handle_exception(self, error: Exception) -> None:
        """End on an unexpected error: exit code 70, a report without values, nothing of an answer on the terminal."""
        self._return_code = terminal.CRASHED
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        cause = getattr(error, "error", None)
        first = cause if isinstance(cause, BaseException) else error
        report = terminal.report_crash(first, terminal.crash_folder())
        where = f" Report: {report}" if report else ""
        self.panic(Text(f"assess stopped: {type(first).__name__}. {terminal.what_is_saved(first)}{where}"))
