"""Every command of the screen, found by its name and run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.command import (
    CommandInput,
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
    SearchIcon,
)
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.types import IgnoreReturnCallbackType
from textual.widgets import LoadingIndicator

from app.review import View
from app.tui.commands import Command
from app.tui.screens.fields import SafeInput
from app.tui.screens.keys import key_names
from app.tui.signs import name_of
from app.tui.text import plain, shown

_MOST_QUESTIONS = 30


class SafeCommandInput(CommandInput, SafeInput):
    """The line of the palette, which takes no control characters."""


class Palette(CommandPalette):
    """Textual's palette with a line of ours to type in."""

    def compose(self) -> ComposeResult:
        """What Textual composes, but for the line."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield SafeCommandInput(placeholder=self._placeholder, select_on_focus=False)
            with Vertical(id="--results"):
                yield CommandList()
                yield LoadingIndicator()


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the palette."""

    title: str
    help: str
    words: str
    """What a search looks at besides the title."""
    key: str
    run: IgnoreReturnCallbackType


class CommandsProvider(Provider):
    """The commands of the screen below, and its questions where it has any."""

    async def discover(self) -> Hits:
        """Every command, in the order of the help."""
        for entry in self._commands():
            yield DiscoveryHit(_display(entry), entry.run, entry.title, _help(entry))  # type: ignore[arg-type]

    async def search(self, query: str) -> Hits:
        """Commands, then questions, that hold every word of the query."""
        words = query.casefold().split()
        questions = 0
        for entry in (*self._commands(), *self._questions()):
            score = _score(words, entry)
            if not score:
                continue
            if entry.title.startswith(_GO):
                questions += 1
                if questions > _MOST_QUESTIONS:
                    return
            style = self.match_style or "bold underline"
            yield Hit(score, _display(entry, words, style), entry.run, entry.title, _help(entry))  # type: ignore[arg-type]

    def _commands(self) -> Iterator[_Entry]:
        verbs: Sequence[Command] = getattr(self.screen, "VERBS", ())
        seen: set[str] = set()
        for namespace, commands in ((self.screen, verbs), (self.app, getattr(self.app, "VERBS", ()))):
            for command in commands:
                if command.id not in seen and command.id != "palette":
                    seen.add(command.id)
                    yield _Entry(
                        command.label,
                        command.help,
                        f"{command.help} {command.id} {command.group}".casefold(),
                        key_names(command, self.app),
                        partial(namespace.run_action, command.action),
                    )

    def _questions(self) -> Iterator[_Entry]:
        view, go = getattr(self.screen, "view", None), getattr(self.screen, "go", None)
        if not isinstance(view, View) or go is None:
            return
        for item in view.path.items:
            question = view.pack.by_id[item]
            title = view.pack.section_by_id[question.section].title
            yield _Entry(
                f"{_GO}{title}: {name_of(question)}",
                question.ask,
                f"{question.ask} {item} {title}".casefold(),
                "",
                partial(go, item),
            )


_GO = "Go to "


def _score(words: Sequence[str], entry: _Entry) -> float:
    """Between 0 (a word is missing) and 1; what the title says counts most."""
    title = entry.title.casefold()
    if not all(word in title or word in entry.words for word in words):
        return 0.0
    begun = sum(any(part.startswith(word) for part in title.split()) for word in words)
    inside = sum(word in title for word in words)
    command = 0.0 if entry.title.startswith(_GO) else 0.05
    return min(1.0, 0.1 + command + (0.5 * begun + 0.3 * inside) / max(len(words), 1))


def _display(entry: _Entry, words: Sequence[str] = (), style: Any = "") -> Content:
    text = shown(entry.title, limit=120)
    content = Content(text)
    for word in words:
        at = text.casefold().find(word)
        if at >= 0:
            content = content.stylize(style, at, at + len(word))
    return content + Content.styled(f"  {entry.key}", "$accent") if entry.key else content


def _help(entry: _Entry) -> Content:
    return plain(entry.help, limit=160)
