"""How assessments look as plain text: words for states, bars, tables that fit the window."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.assessment.answer import State
from app.assessment.shown import shown

WORDS: Final = {
    State.YES: "yes",
    State.PARTIAL: "partial",
    State.NO: "no",
    State.ANSWERED: "answered",
    State.NA: "not applicable",
    State.NOT_ADDRESSED: "not addressed",
    State.UNANSWERED: "open",
}
"""A state as a person says it."""
STYLES: Final = {
    State.YES: "green",
    State.PARTIAL: "yellow",
    State.NO: "red",
    State.ANSWERED: "green",
    State.NA: "dim",
    State.NOT_ADDRESSED: "magenta",
    State.UNANSWERED: "bold",
}
QUIET: Final = "dim"
WHOLE: Final = 1_000_000
"""Characters of a text that is shown in full."""
_BAR: Final = 20


def cell(text: str, style: str = "") -> Text:
    """Stored text for one cell: on one line, cut where a list would cut it."""
    return Text(shown(text), style=style)


def cut(text: str, style: str = "") -> Text:
    """Stored text that is shortened where the column is too narrow for it."""
    return Text(shown(text), style=style, no_wrap=True, overflow="ellipsis")


def passage(text: str, style: str = "") -> Text:
    """Stored text in full, with its line breaks."""
    return Text(shown(text, one_line=False, limit=WHOLE), style=style)


def indented(text: Text, out: Console, by: int = 4) -> Text:
    """The text wrapped at words to the window, `by` columns in."""
    lines = text.wrap(out, max(out.width - by, 20), overflow="fold")
    for line in lines:
        line.rstrip()
    return Text("\n").join(Text(" " * by).append_text(line) for line in lines)


def state_word(state: State) -> Text:
    """The word for a state, in its colour."""
    return Text(WORDS[state], style=STYLES[state])


def bar(done: int, total: int) -> Text:
    """How far, as a picture: twenty blocks."""
    full = _BAR * done // total if total else 0
    return Text("█" * full, style="green").append("░" * (_BAR - full), style=QUIET)


def percent(done: int, total: int) -> str:
    """`59 %`, rounded down, so that 100 means all."""
    return f"{100 * done // total if total else 0} %"


def table(*headings: str, firm: Collection[str] = (), right: Collection[str] = ()) -> Table:
    """An empty table. `firm` columns keep their width, `right` ones too and stand to the right.

    The others give way in a narrow window: a `cut` cell is shortened, a `passage` wraps.
    """
    made = Table(
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, header_style="bold"
    )
    for heading in headings:
        made.add_column(
            heading,
            no_wrap=heading in firm or heading in right,
            overflow="fold",
            justify="right" if heading in right else "left",
        )
    return made


def fields() -> Table:
    """Labels on the left, texts on the right."""
    made = Table.grid(padding=(0, 2))
    made.add_column(style=QUIET, no_wrap=True)
    made.add_column(overflow="fold")
    return made
