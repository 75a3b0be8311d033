"""What reaches the terminal: data on stdout, narration on stderr, and stored text only through the gate."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH_OF_A_PIPE = 120
_LONGEST_MESSAGE = 4_000


def can_ask() -> bool:
    """Whether there is somebody to ask: stdin and stdout are a terminal that can place text."""
    streams = (sys.stdin, sys.stdout)
    return all(s is not None and s.isatty() for s in streams) and os.environ.get("TERM") != "dumb"


def put(text: str) -> None:
    """Data for stdout, which is safe for a terminal already; one final newline."""
    click.echo(text.rstrip("\n"))


def say(text: str) -> None:
    """Narration for stderr, wrapped at words where that is a terminal."""
    click.echo(_wrapped(text), err=True)


def complain(text: str, details: tuple[str, ...] = ()) -> None:
    """Why a command stops, for stderr."""
    colour = None if "NO_COLOR" not in os.environ else False
    mark = click.style("Error:", fg="red", bold=True)
    click.echo(_wrapped(f"Error: {text}").replace("Error:", mark, 1), err=True, color=colour)
    for detail in details:
        say(f"  {detail}")


def _wrapped(text: str) -> str:
    from app.assessment.shown import shown

    safe = shown(text, one_line=False, limit=_LONGEST_MESSAGE)
    if sys.stderr is None or not sys.stderr.isatty():
        return safe
    import shutil
    import textwrap

    width = max(shutil.get_terminal_size().columns - 1, 20)
    lines = safe.split("\n")
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        for line in lines
    )


def console() -> Console:
    """A console on stdout that takes every text as it is: no markup, no emoji codes, no highlighting.

    In a pipe it has no colour, and room enough that a row of a table stays on its line.
    """
    from rich.console import Console

    class Pipe(Console):
        """Leaves a broken pipe to the program, which ends quietly."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    made = Pipe(markup=False, emoji=False, highlight=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = _WIDTH_OF_A_PIPE
    return made
