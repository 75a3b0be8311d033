"""Commands that work on every screen of the program."""

from __future__ import annotations

from app.tui.commands import Command

HELP = Command(
    "help", ("f1", "question_mark"), "help", "Help", "Say what every key does here.", "Program", footer=True
)
PALETTE = Command(
    "palette",
    ("ctrl+p",),
    "app.command_palette",
    "Commands",
    "Find any command by its name and run it.",
    "Program",
    footer=True,
)
THEME = Command(
    "theme",
    ("ctrl+t",),
    "app.switch_theme",
    "Dark or light",
    "Switch between the dark and the light theme.",
    "Program",
)
QUIT = Command(
    "quit", ("ctrl+q",), "app.quit", "Quit", "End the program. Everything is saved already.", "Program"
)

BACK_UP = Command(
    "program.backup",
    ("f8",),
    "back_up",
    "Back up",
    "Copy the database into the folder of backups beside it, and say where the copy is.",
    "Program",
)
"""Only where the library is at hand."""

PROGRAM_VERBS = (HELP, PALETTE, THEME, QUIT)
