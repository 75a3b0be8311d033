"""What the profile will say, section by section, before it is printed."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from app.assessment.profile import Profile, ProfileSection
from app.review import Review
from app.tui.commands import Command, bindings
from app.tui.program_verbs import PROGRAM_VERBS
from app.tui.screens.fields import SafeInput
from app.tui.screens.help import HelpScreen
from app.tui.screens.preview_blocks import MARKS, Piece, marks_of, pieces
from app.tui.screens.telling_screen import TellingScreen
from app.tui.screens.title_bar import TitleBar
from app.tui.text import plain, shown
from app.tui.tour import Deed, Place
from app.tui.tour_guide import told
from app.tui.widgets.key_line import KeyLine
from app.tui.widgets.rows import Rows

PREVIEW_VERBS = (
    Command(
        "preview.jump",
        ("enter",),
        "jump",
        "Question",
        "Go to the question behind this statement.",
        "Preview",
        footer=True,
    ),
    Command("preview.down", ("j", "down"), "step(1)", "Down", "The next piece of text.", "Preview"),
    Command("preview.up", ("k", "up"), "step(-1)", "Up", "The piece before.", "Preview"),
    Command(
        "preview.next",
        ("right_curly_bracket", "n", "right"),
        "section(1)",
        "Next section",
        "The next section.",
        "Preview",
        footer=True,
    ),
    Command(
        "preview.previous",
        ("left_curly_bracket", "p", "left"),
        "section(-1)",
        "Previous",
        "The section before.",
        "Preview",
        footer=True,
    ),
    Command("preview.page_down", ("pagedown", "space"), "page(1)", "Page down", "A page on.", "Preview"),
    Command("preview.page_up", ("pageup",), "page(-1)", "Page up", "A page back.", "Preview"),
    Command("preview.first", ("g", "home"), "edge(0)", "Top", "To the top of the section.", "Preview"),
    Command("preview.last", ("G", "end"), "edge(-1)", "End", "To the end of the section.", "Preview"),
    Command(
        "preview.find",
        ("slash",),
        "find",
        "Find",
        "Find a text in the whole profile.",
        "Preview",
        footer=True,
    ),
    Command(
        "preview.again", ("full_stop",), "again(1)", "Next match", "The next place with the text.", "Preview"
    ),
    Command(
        "preview.back", ("comma",), "again(-1)", "Match before", "The place before with the text.", "Preview"
    ),
    Command(
        "preview.print", ("f5",), "print", "Print", "Print the profile as a PDF.", "Preview", footer=True
    ),
    Command(
        "preview.close",
        ("escape", "q", "f4"),
        "close",
        "Back",
        "Back to the questions.",
        "Preview",
        footer=True,
    ),
    *PROGRAM_VERBS,
)

_GUTTER = 4  # what frame and scroll bar take of the pane's width


class SectionRows(Rows):
    """The sections, each with how many of its statements stand where."""

    can_focus = False
    sections: Sequence[ProfileSection] = ()

    def row(self, index: int, width: int) -> Content:
        """Code, title, and the counts on the right."""
        section = self.sections[index]
        counts = Content(" ").join(
            Content.styled(f"{count}{MARKS[mark].glyph}", MARKS[mark].style)
            for mark, count in marks_of(section).items()
        )
        title = plain(f" {section.code:<4}", "$text-muted") + plain(section.title, limit=60)
        room = max(width - counts.cell_length - 2, 8)
        return title.truncate(room, ellipsis=True, pad=True) + Content(" ") + counts


class PreviewScreen(TellingScreen[str | None]):
    """Shows the profile; gives the id of the question to go to, or None."""

    BINDINGS = bindings(PREVIEW_VERBS)
    VERBS = PREVIEW_VERBS
    AUTO_FOCUS = "#preview-text"
    tour_place = Place.PREVIEW
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-roomy")]

    def __init__(self, review: Review) -> None:
        """Takes an open review."""
        super().__init__()
        self.review = review
        self._profile: Profile | None = None
        self._at = 0
        self._pieces: Sequence[Piece] = ()
        self._wanted = ""

    def compose(self) -> ComposeResult:
        """Title, sections beside their text, the line to find with, and the keys."""
        yield TitleBar("Preview of the profile")
        with Horizontal(id="preview"):
            yield SectionRows(id="preview-sections")
            with Vertical(id="preview-page"):
                yield Static(id="preview-head")
                yield OptionList(id="preview-text", markup=False)
        yield SafeInput(placeholder="find in the whole profile", id="find", classes="find hidden")
        yield KeyLine(PREVIEW_VERBS, id="keys")

    def on_mount(self) -> None:
        """Composes the profile from the answers as they stand."""
        try:
            self._profile = profile = self.review.profile()
        except LookupError as error:  # a questionnaire of somebody else's, without what a profile is made of
            self._say_none(error)
            return
        rows = self.query_one(SectionRows)
        rows.sections = profile.sections
        rows.reset(len(profile.sections), 0 if profile.sections else None)
        self.query_one(TitleBar).show(" · ".join((*profile.banners, f"version {profile.version[:12]}")))
        self._show(0)
        told(self, Deed.PREVIEW, Place.PREVIEW)

    def _say_none(self, error: LookupError) -> None:
        lacking = f" It lacks {shown(str(error.args[0]), limit=80)}." if error.args else ""
        said = f"No profile can be made from this questionnaire.{lacking} The answers are saved as ever."
        self.query_one(SectionRows).reset(0, None)
        self.query_one("#preview-head", Static).update(plain(said))
        self.tell(said, warning=True)

    @property
    def _sections(self) -> Sequence[ProfileSection]:
        return self._profile.sections if self._profile is not None else ()

    @property
    def _text(self) -> OptionList:
        return self.query_one("#preview-text", OptionList)

    def _show(self, index: int, piece: int = 0) -> None:
        """Show a section, with the cursor on one of its pieces."""
        if not self._sections:
            return
        self._at = index
        section, text = self._sections[index], self._text
        counts = " · ".join(f"{count} {mark.value}" for mark, count in marks_of(section).items())
        head = plain(f"{section.code} {section.title}", "bold $accent")
        self.query_one("#preview-head", Static).update(head + Content("\n") + plain(counts, "$text-muted"))
        self._pieces = tuple(pieces(section, text.size.width - _GUTTER))
        with text.prevent(OptionList.OptionHighlighted):
            text.set_options(Option(p.content, disabled=not p.content.plain) for p in self._pieces)
            first = next((i for i, p in enumerate(self._pieces) if p.content.plain), None)
            text.highlighted = piece or first
        if not piece:
            text.scroll_home(animate=False)
        self.query_one(SectionRows).cursor = index

    def on_resize(self, _: events.Resize) -> None:
        """Tables are set for the width of the window."""
        self.call_after_refresh(lambda: self._show(self._at, self._text.highlighted or 0))

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self._show(event.index)

    @on(OptionList.OptionSelected)
    def _pressed(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_jump()

    # --- keys ------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """The next piece, or the one before."""
        if by > 0:
            self._text.action_cursor_down()
        else:
            self._text.action_cursor_up()

    def action_page(self, by: int) -> None:
        """A page."""
        if by > 0:
            self._text.action_page_down()  # type: ignore[no-untyped-call]
        else:
            self._text.action_page_up()  # type: ignore[no-untyped-call]

    def action_edge(self, where: int) -> None:
        """First or last piece."""
        if where:
            self._text.action_last()
        else:
            self._text.action_first()
            self._text.scroll_home(animate=False)

    def action_section(self, by: int) -> None:
        """Another section."""
        target = self._at + by
        if 0 <= target < len(self._sections):
            self._show(target)
        else:
            self.tell("This is the last section." if by > 0 else "This is the first section.")

    def action_jump(self) -> None:
        """To the question behind the statement under the cursor."""
        at = self._text.highlighted
        question = self._pieces[at].question if at is not None and at < len(self._pieces) else ""
        if question:
            self.dismiss(question)
        else:
            self.tell(
                "No single question stands behind this line; enter on a statement goes to its question."
            )

    def action_find(self) -> None:
        """Open the line to find with."""
        line = self.query_one("#find", SafeInput)
        line.remove_class("hidden")
        line.focus()

    @on(SafeInput.Submitted)
    def _found(self, event: SafeInput.Submitted) -> None:
        self._wanted = event.value.strip()
        self._close_find()
        if self._wanted:
            self.action_again(1)

    def _close_find(self) -> None:
        self.query_one("#find", SafeInput).add_class("hidden")
        self._text.focus()

    def action_again(self, by: int) -> None:
        """The next place with the text, through all sections and round the end."""
        if not self._wanted:
            self.tell("Press / and type what to find.")
            return
        if not self._sections:
            return
        count, wanted = len(self._sections), self._wanted.casefold()
        here = self._text.highlighted if self._text.highlighted is not None else -1
        width = self._text.size.width - _GUTTER
        for offset in range(count + 1):
            index = (self._at + by * offset) % count
            found = [
                i
                for i, p in enumerate(pieces(self._sections[index], width))
                if wanted in p.content.plain.casefold()
            ]
            if offset == 0:
                found = [i for i in found if (i - here) * by > 0]
            if found:
                self._show(index, found[0] if by > 0 else found[-1])
                return
        self.tell(f'Nowhere does the profile say "{shown(self._wanted, limit=40)}".')

    def action_print(self) -> None:
        """Printing belongs to the screen under this one, which knows where to."""
        below = self.app.screen_stack[-2]
        if hasattr(below, "action_print"):
            below.action_print()
        else:
            self.tell("There is nothing under this screen that prints.")

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Preview", PREVIEW_VERBS))

    def action_close(self) -> None:
        """One level out: the find line, then the screen."""
        if self.query_one("#find", SafeInput).has_class("hidden"):
            self.dismiss(None)
        else:
            self._close_find()
