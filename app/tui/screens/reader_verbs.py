"""The commands of the reader."""

from __future__ import annotations

from app.tui.commands import Command
from app.tui.program_verbs import PROGRAM_VERBS

_READ, _CITE, _FIND = "Reading", "Citing", "Finding"

READER_VERBS = (
    Command(
        "reader.cite",
        ("enter",),
        "cite",
        "Cite",
        "Cite what is selected, or else the lit passage, for the question.",
        _CITE,
        footer=True,
    ),
    Command(
        "reader.select",
        ("space",),
        "select",
        "Select",
        "Select a sentence; then up and down take in more or less, left and right another one.",
        _CITE,
        footer=True,
    ),
    Command(
        "reader.next",
        ("n",),
        "again(1)",
        "Next",
        "Go to the next suggestion for the question; while finding, to the next match.",
        _CITE,
        footer=True,
    ),
    Command(
        "reader.previous",
        ("N",),
        "again(-1)",
        "Previous",
        "Go to the suggestion or the match before.",
        _CITE,
    ),
    Command(
        "reader.copy",
        ("w",),
        "copy",
        "Copy",
        "Copy what is selected, or the lit passage, with its document and place.",
        _CITE,
        footer=True,
    ),
    Command(
        "reader.undo", ("u",), "undo", "Undo", "Take back the last citing done here.", _CITE, footer=True
    ),
    Command(
        "reader.find",
        ("slash",),
        "find",
        "Find",
        "Find words in this document; line breaks and capitals do not matter.",
        _FIND,
        footer=True,
    ),
    Command(
        "reader.down",
        ("down", "j"),
        "step(1)",
        "Down",
        "A row down; while selecting, a sentence more.",
        _READ,
    ),
    Command("reader.up", ("up", "k"), "step(-1)", "Up", "A row up; while selecting, a sentence less.", _READ),
    Command(
        "reader.right",
        ("right", "l"),
        "shift(1)",
        "Next sentence",
        "While selecting: the next sentence instead.",
        _READ,
    ),
    Command(
        "reader.left",
        ("left", "h"),
        "shift(-1)",
        "Sentence before",
        "While selecting: the sentence before instead.",
        _READ,
    ),
    Command("reader.page_down", ("pagedown", "ctrl+f"), "page(1)", "Page down", "A window down.", _READ),
    Command("reader.page_up", ("pageup", "ctrl+b"), "page(-1)", "Page up", "A window up.", _READ),
    Command(
        "reader.first", ("g", "home"), "edge(-1)", "Beginning", "To the beginning of the document.", _READ
    ),
    Command("reader.last", ("G", "end"), "edge(1)", "End", "To the end of the document.", _READ),
    Command(
        "reader.close",
        ("escape", "q"),
        "close",
        "Back",
        "One level out: end the selection, end finding, go back.",
        _READ,
        footer=True,
    ),
    *PROGRAM_VERBS,
)
