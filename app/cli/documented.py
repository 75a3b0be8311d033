"""Commands whose help is their docstring, with examples that stay on their lines."""

from __future__ import annotations

import inspect
import re
from typing import Any, Final

import click

_EXAMPLES: Final = re.compile(r"\n\n(?=assess\b)")
_AS_IT_STANDS: Final = "\n\n\b\n"
"""How click is told not to wrap a paragraph."""


def with_examples(text: str | None) -> str:
    """A help text in which every paragraph that begins with `assess` is kept line by line."""
    return _EXAMPLES.sub(_AS_IT_STANDS, inspect.cleandoc(text or ""))


class Documented(click.Command):
    """A command with examples in its help."""

    def __init__(self, name: str | None, **more: Any) -> None:
        super().__init__(name, **{**more, "help": with_examples(more.get("help"))})


class DocumentedGroup(click.Group):
    """A group of such commands."""

    command_class = Documented

    def __init__(self, name: str | None, **more: Any) -> None:
        super().__init__(name, **{**more, "help": with_examples(more.get("help"))})
