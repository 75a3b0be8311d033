"""The commands of the evidence pane and of the search through all documents."""

from __future__ import annotations

from dataclasses import replace

from app.tui.commands import Command

_PANE = "Evidence pane"

CITE_MARKED = Command(
    "evidence.edit",
    ("enter",),
    "choose",
    "Cite",
    "Cite the marked passage; on a citation, change it.",
    _PANE,
    footer=True,
)
NARROW = Command(
    "evidence.narrow",
    ("space",),
    "narrow",
    "Sentence",
    "Quote only the sentence of the marked passage that matched best, then the next, and so on round; then the whole.",
    _PANE,
    footer=True,
)
WIDER = Command("evidence.wider", ("right",), "extend(1)", "Longer quote", "Quote one sentence more.", _PANE)
SHORTER = Command(
    "evidence.shorter", ("left",), "extend(-1)", "Shorter quote", "Quote one sentence less.", _PANE
)
READ = Command(
    "evidence.read",
    ("v",),
    "read",
    "Read",
    "Open the document at the marked passage or citation.",
    _PANE,
    footer=True,
)
COPY = Command(
    "evidence.copy",
    ("w",),
    "copy_quote",
    "Copy",
    "Copy the quote with its document and place.",
    _PANE,
)
REMOVE = Command(
    "evidence.remove",
    ("x", "delete", "backspace"),
    "remove",
    "Remove",
    "Take the marked citation away; u brings it back.",
    _PANE,
    footer=True,
)

EVIDENCE_VERBS = (
    Command(
        "evidence.next",
        ("down", "j"),
        "step(1)",
        "Next",
        "Go to the next suggestion or citation.",
        _PANE,
    ),
    Command(
        "evidence.previous",
        ("up", "k"),
        "step(-1)",
        "Previous",
        "Go to the suggestion or citation before.",
        _PANE,
    ),
    Command("evidence.first", ("g", "home"), "edge(1)", "First", "Go to the first suggestion.", _PANE),
    Command(
        "evidence.last", ("G", "end"), "edge(-1)", "Last", "Go to the last suggestion or citation.", _PANE
    ),
    CITE_MARKED,
    NARROW,
    WIDER,
    SHORTER,
    READ,
    Command(
        "evidence.search",
        ("slash",),
        "search",
        "Search",
        "Search all documents by words of your own.",
        _PANE,
        footer=True,
    ),
    Command("evidence.more", ("n",), "more", "More", "Show more suggestions.", _PANE, footer=True),
    COPY,
    REMOVE,
    Command(
        "evidence.leave",
        ("escape", "e"),
        "leave",
        "Back",
        "Go back to the card.",
        _PANE,
        footer=True,
    ),
)
"""What keys do while the evidence pane has the focus."""


def pane_keys(*, on_citation: bool) -> list[Command]:
    """What the key line shows: other keys matter on a citation than on a suggestion."""
    if not on_citation:
        return [command for command in EVIDENCE_VERBS if command is not REMOVE]
    change = replace(CITE_MARKED, label="Change")
    rest = [command for command in EVIDENCE_VERBS if command not in (CITE_MARKED, NARROW, READ, REMOVE)]
    return [change, READ, REMOVE, *rest]
