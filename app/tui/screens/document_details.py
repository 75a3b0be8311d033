"""What a document is: the form for files that were read, one after another, and for a row of the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.widget import Widget
from textual.widgets import Static

from app.assessment.documents import REGISTER
from app.questionnaire.model import Column
from app.review import Refused, Review
from app.review.evidence import Added, Held
from app.store.errors import StoreError
from app.tui.commands import Command, bindings
from app.tui.figures import counted
from app.tui.screens.help import HelpScreen
from app.tui.screens.read_files import Taken
from app.tui.screens.row_form import ACCEPT, FORM_HELP, LEAVE, MOVING, RowForm
from app.tui.text import plain, shown
from app.tui.widgets.choice_line import CHOICE_LINE_VERBS, ChoiceLine

if TYPE_CHECKING:
    from app.evidence.details import Details

ASKED = ("title", "kind", "issuer", "stated_date", "signed", "covers_product")
"""Columns of the register that are asked for; the others are known."""
_SAME = ("kind", "issuer", "signed", "covers_product")
"""Columns of which one form can speak for the files after it."""
_KEPT = ("title", "issuer")
"""Those that a newer version takes over from the one before."""
_TICK = 0.002

_GROUP = "Form"

DETAILS_VERBS = (
    ACCEPT,
    *MOVING,
    Command(
        "details.same",
        ("ctrl+r",),
        "rest(True)",
        "Same for rest",
        "Accept, and give the files after it the same kind, issuer, signer and product; titles and dates as proposed.",
        _GROUP,
        footer=True,
    ),
    Command(
        "details.rest",
        ("ctrl+o",),
        "rest(False)",
        "The rest as proposed",
        "Accept this one and all files after it as proposed.",
        _GROUP,
    ),
    Command(LEAVE.id, ("escape",), "leave", "Leave out", "Leave this file out.", _GROUP, footer=True),
    FORM_HELP,
)
_ONE_VERBS = tuple(c for c in DETAILS_VERBS if not c.id.startswith("details."))


def asked_columns(review: Review) -> tuple[Column, ...]:
    """The columns of the register that a form asks for, in its order of asking."""
    columns = {column.id: column for column in review.view.pack.question(REGISTER).columns}
    return tuple(columns[name] for name in ASKED if name in columns)


class AddedForm(RowForm):
    """Asks once for each file that was read what it is, with what could be read of that filled in.

    Gives back None; what came of each file is in `added`, in their order.
    """

    BINDINGS = bindings(DETAILS_VERBS)
    VERBS: tuple[Command, ...] = DETAILS_VERBS

    def __init__(self, review: Review, files: Sequence[Taken], *, replaces: str = "") -> None:
        """`replaces` is the document that the one file is a newer version of."""
        super().__init__("Add documents", asked_columns(review), {})
        self.review = review
        self.added: list[Added] = []
        self.left_out = 0
        self._files = tuple(files)
        self._replaces = replaces
        self._at = -1
        self._older: Held | None = None
        self._rest: Iterator[None] | None = None
        if len(self._files) < 2:
            self.VERBS = _ONE_VERBS

    def fields(self) -> Iterator[Widget]:
        """Whether it is a newer version, then the columns."""
        yield self.field("This is", ChoiceLine((), empty="a document of its own", id="replaces"))
        yield from super().fields()

    def start(self) -> None:
        """The first file."""
        self._next()

    @property
    def file(self) -> Taken:
        """The file that is asked about."""
        return self._files[self._at]

    # --- one file after another ------------------------------------------------------------------------

    def _next(self) -> bool:
        """Ask about the next file; those that the register knows by their hash need no asking. False at the end."""
        while True:
            self._at += 1
            if self._at >= len(self._files):
                self.dismiss(None)
                return False
            if not self._known():
                break
            if not self._enter(dict.fromkeys(ASKED, ""), ""):
                break
        self._ask()
        return True

    def _known(self) -> bool:
        sha256 = self.file.read.sha256
        return any(
            one.document.sha256.strip().lower() == sha256
            for one in self.review.evidence.documents()
            if one.id
        )

    def _ask(self) -> None:
        file, total = self.file, len(self._files)
        number = f"{self._at + 1:,} of {total:,}: " if total > 1 else ""
        self.query_one("#row-form").border_title = plain(f"{number}{file.read.name}", limit=120)
        self._older = None
        if not self._replaces:
            self._older = self.review.evidence.older(file.read)
        choice = self.query_one("#replaces", ChoiceLine)
        newer = self._replaces or (self._older.id if self._older else "")
        choice.choices = ("", newer) if newer and not self._replaces else (newer,)
        choice.words = {"": "a document of its own", newer: f"a newer version of {newer}"} if newer else {}
        choice.parent.display = bool(newer) and not self._replaces  # type: ignore[union-attr]
        choice.value = newer
        self._words(newer)
        self.fill({name: getattr(file.proposed, name) for name in ASKED})
        if self._replaces:
            self.query_one("#cell-stated_date").focus()
        elif newer:
            choice.focus()
        else:
            self.query_one(f"#cell-{self._columns[0].id}").focus()

    def _words(self, newer: str) -> None:
        """Say what the file is, and what it means to be a newer version."""
        about = self.file.about
        if newer:
            held = self.review.evidence.find(newer)
            about = (
                f"{about} Newer version of {held.id}, {shown(held.name, limit=80)}: its quotes are looked up in the new "
                f"text. What stands below was read in it{_differing(held, self.file.proposed)}."
            )
        line = self.query_one("#row-about", Static)
        line.display = True
        line.update(plain(about, limit=800))
        for column in self._columns:
            widget = self.query_one(f"#cell-{column.id}")
            widget.parent.display = not (newer and column.id in _KEPT)  # type: ignore[union-attr]

    @on(ChoiceLine.Changed)
    def _version(self, event: ChoiceLine.Changed) -> None:
        if event.line.id == "replaces":
            self._words(event.line.value)

    def _enter(self, cells: dict[str, str], replaces: str) -> bool:
        """Put the file on the register; says why not."""
        from app.evidence.details import Details

        try:
            details = Details(**{name: cells.get(name, "") for name in ASKED})
            self.added.append(self.review.evidence.enter(self.file.read, details, replaces=replaces))
        except (Refused, StoreError) as error:
            self.tell(str(error), warning=True)
            return False
        return True

    def action_accept(self) -> None:
        """Put the file on the register as the form says, and go on to the next."""
        if self._rest is None:
            self._accept()

    def _accept(self) -> bool:
        cells = self.cells()
        if cells is None or not self._enter(cells, self.query_one("#replaces", ChoiceLine).value):
            return False
        return self._next()

    # --- the rest --------------------------------------------------------------------------------------

    def action_rest(self, same: bool) -> None:
        """Accept this file and those after it, a file at a time so that keys are answered."""
        if self._rest is None and len(self._files) > 1:
            cells = self.cells()
            if cells is not None:
                self._rest = self._accept_rest(
                    {name: cells[name] for name in _SAME if name in cells} if same else {}
                )
                self._go_on()

    def _accept_rest(self, same: dict[str, str]) -> Iterator[None]:
        going = self._accept()
        while going:
            yield
            if self._older is not None:
                self.tell("A file of this name is here already: newer version or a document of its own?")
                return
            self.fill({**{name: getattr(self.file.proposed, name) for name in ASKED}, **same})
            going = self._accept()

    def _go_on(self) -> None:
        if self._rest is None:
            return
        if self.app.screen is not self:
            self.set_timer(_TICK, self._go_on)  # the help lies over it
            return
        try:
            next(self._rest)
        except StopIteration:
            self._rest = None
        else:
            self.set_timer(_TICK, self._go_on)

    def action_leave(self) -> None:
        """Leave this file out; while the rest is taken, stop that."""
        if self._rest is not None:
            self._rest = None
            return
        self.left_out += 1
        self._next()

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(HelpScreen("Add documents", (*DETAILS_VERBS, *CHOICE_LINE_VERBS)))


def _differing(held: Held, proposed: Details) -> str:
    """What the version before was, where another thing was read in the newer one."""
    before = details_of(held)
    names = {"kind": "kind", "signed": "signed by", "covers_product": "covers the product:"}
    parts = [
        f"{word} {shown(before[name], limit=40)}"
        for name, word in names.items()
        if before[name] and before[name] != getattr(proposed, name)
    ]
    said = f"; the one before: {', '.join(parts)}" if parts else ""
    if any(before[name] and not getattr(proposed, name) for name in ("kind", "covers_product")):
        said += ". Kind and product stay as they were where they are left empty; who signed does not"
    return said


def added_sentence(added: Sequence[Added], left_out: int = 0) -> str:
    """What became of files, in one sentence or two."""
    words: dict[str, list[str]] = {}
    for one in added:
        words.setdefault(one.how.value, []).append(one.document)
    said = {
        "new": "Added: {}.",
        "newer": "Newer version taken: {}.",
        "here": "Its text is here now, the hash agrees: {}.",
        "same": "Already here: {}.",
    }
    parts = [said[how].format(_listed(ids)) for how, ids in words.items()]
    if left_out:
        parts.append(f"{counted(left_out, 'file')} left out.")
    return " ".join(parts)


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids) if len(ids) <= 6 else f"{', '.join(ids[:5])} and {len(ids) - 5:,} more"


def details_of(held: Held) -> dict[str, str]:
    """The cells of a document's row that a form asks for."""
    document: Any = held.document
    return {name: getattr(document, name) for name in ASKED}
