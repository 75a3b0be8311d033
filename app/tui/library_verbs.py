"""The commands of the library."""

from __future__ import annotations

from app.tui.commands import Command
from app.tui.program_verbs import BACK_UP, PROGRAM_VERBS

LIBRARY_VERBS = (
    Command(
        "library.open",
        ("enter",),
        "open",
        "Open",
        "Open the assessment and go on where you left it.",
        "Assessments",
        footer=True,
    ),
    Command("library.new", ("n",), "new", "New", "Begin a new assessment.", "Assessments", footer=True),
    Command(
        "library.find",
        ("slash",),
        "find",
        "Find",
        "Show only assessments that match what you type; is:expired and is:open work too.",
        "Assessments",
        footer=True,
    ),
    Command("library.sort", ("s",), "sort", "Sort", "Sort by the next column.", "Assessments", footer=True),
    Command(
        "library.print",
        ("f5",),
        "print",
        "Print",
        "Print the profile of the assessment as a PDF.",
        "Assessments",
        footer=True,
    ),
    Command(
        "library.delete",
        ("d", "delete"),
        "delete",
        "Delete",
        "Put the assessment away; u brings it back whole.",
        "Assessments",
        footer=True,
    ),
    Command(
        "library.undo",
        ("u",),
        "undo",
        "Undo delete",
        "Bring back the assessment that was deleted last.",
        "Assessments",
    ),
    Command("library.next", ("j", "down"), "step(1)", "Next", "Go to the next assessment.", "Move"),
    Command("library.previous", ("k", "up"), "step(-1)", "Previous", "Go to the assessment before.", "Move"),
    Command("library.page_down", ("pagedown",), "page(1)", "Page down", "Go a page down.", "Move"),
    Command("library.page_up", ("pageup",), "page(-1)", "Page up", "Go a page up.", "Move"),
    Command("library.first", ("g", "home"), "step(-100000)", "First", "Go to the first assessment.", "Move"),
    Command("library.last", ("G", "end"), "step(100000)", "Last", "Go to the last assessment.", "Move"),
    Command("library.back", ("escape",), "escape", "Show all", "Show every assessment again.", "Move"),
    Command(
        "library.quit", ("q",), "app.quit", "Quit", "End the program. Everything is saved already.", "Program"
    ),
    BACK_UP,
    *PROGRAM_VERBS,
)
