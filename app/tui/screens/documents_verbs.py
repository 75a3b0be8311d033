"""The commands of the documents, and those that matter while there is none."""

from __future__ import annotations

from app.tui.commands import Command
from app.tui.program_verbs import PROGRAM_VERBS

_IN, _DO, _MOVE = "Bring in", "Documents", "Move"

DOCUMENTS_VERBS = (
    Command(
        "documents.read",
        ("enter",),
        "read",
        "Read",
        "Read the document; from there passages can be cited.",
        _DO,
        footer=True,
    ),
    Command(
        "documents.add",
        ("a",),
        "add",
        "Add",
        "Pick files or whole folders and add them.",
        _IN,
        footer=True,
    ),
    Command("documents.paste", ("p",), "paste", "Paste", "Paste a text as a document.", _IN, footer=True),
    Command(
        "documents.newer",
        ("n",),
        "newer",
        "Newer",
        "Add a newer version of this document; its quotes are looked up in the new text.",
        _IN,
        footer=True,
    ),
    Command(
        "documents.details",
        ("d",),
        "details",
        "Details",
        "Say what the document is: kind, issuer, date, signers. One that is off the register goes back on it.",
        _DO,
        footer=True,
    ),
    Command(
        "documents.verify",
        ("V",),
        "verify",
        "Verify",
        "Look every quote up again in the documents.",
        _DO,
        footer=True,
    ),
    Command(
        "documents.remove",
        ("x", "delete"),
        "remove",
        "Take off",
        "Take the document off the register, so that it is no longer searched; u puts it back.",
        _DO,
        footer=True,
    ),
    Command(
        "documents.undo",
        ("u",),
        "turn_back",
        "Undo",
        "Take back the last change of the register.",
        _DO,
        footer=True,
    ),
    Command("documents.redo", ("ctrl+r",), "turn_back(True)", "Redo", "Put back what undo took.", _DO),
    Command(
        "documents.table",
        ("t",),
        "table",
        "Register",
        "Show the register as a table, with all its columns.",
        _DO,
        footer=True,
    ),
    Command("documents.next", ("j", "down"), "step(1)", "Next", "Go to the next document.", _MOVE),
    Command("documents.previous", ("k", "up"), "step(-1)", "Previous", "Go to the document before.", _MOVE),
    Command("documents.first", ("g", "home"), "step(-100000)", "First", "Go to the first document.", _MOVE),
    Command("documents.last", ("G", "end"), "step(100000)", "Last", "Go to the last document.", _MOVE),
    Command("documents.page_down", ("pagedown",), "page(1)", "Page down", "Go a page down.", _MOVE),
    Command("documents.page_up", ("pageup",), "page(-1)", "Page up", "Go a page up.", _MOVE),
    Command(
        "documents.close", ("escape", "q", "f3"), "close", "Back", "Back to the question.", _MOVE, footer=True
    ),
    *PROGRAM_VERBS,
)

EMPTY_VERBS = tuple(
    command
    for command in DOCUMENTS_VERBS
    if (command.group == _IN and command.id != "documents.newer")
    or command.id in ("documents.undo", "documents.table", "documents.close", "help")
)
"""The keys that matter while there is no document."""
