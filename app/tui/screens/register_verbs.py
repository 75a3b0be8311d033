"""The commands of the register editor."""

from __future__ import annotations

from app.tui.commands import Command
from app.tui.program_verbs import PROGRAM_VERBS

_CELL, _ROWS, _MOVE, _WRITING = "Cell", "Rows", "Move", "Writing a cell"

REGISTER_VERBS = (
    Command(
        "rows.edit",
        ("enter",),
        "edit",
        "Edit",
        "Write in this cell; a double click does the same.",
        _CELL,
        footer=True,
    ),
    Command(
        "rows.add", ("a",), "add", "Add", "Add a row at the end and write its first cell.", _ROWS, footer=True
    ),
    Command(
        "rows.insert", ("i",), "insert", "Insert", "Add a row above this one and write its first cell.", _ROWS
    ),
    Command(
        "rows.duplicate",
        ("d",),
        "duplicate",
        "Duplicate",
        "Add a copy of this row under it.",
        _ROWS,
        footer=True,
    ),
    Command(
        "rows.remove",
        ("x", "delete"),
        "remove",
        "Remove",
        "Remove this row; undo brings it back.",
        _ROWS,
        footer=True,
    ),
    Command(
        "rows.paste",
        ("p",),
        "paste",
        "Paste a list",
        "Add rows from a spreadsheet, as CSV or TSV.",
        _ROWS,
        footer=True,
    ),
    Command(
        "rows.proposed",
        ("P",),
        "proposed",
        "Proposed rows",
        "Show the rows that lists and tables of the documents propose, to take one by one.",
        _ROWS,
    ),
    Command(
        "rows.undo",
        ("u",),
        "turn_back",
        "Undo",
        "Take back the last change of this register.",
        _ROWS,
        footer=True,
    ),
    Command("rows.redo", ("ctrl+r",), "turn_back(True)", "Redo", "Put back what undo took.", _ROWS),
    Command("rows.clear", ("backspace",), "clear", "Empty", "Empty this cell.", _CELL),
    Command("rows.read", ("J",), "read(1)", "Read on", "Scroll the text under the grid down.", _CELL),
    Command("rows.reread", ("K",), "read(-1)", "Read back", "Scroll the text under the grid up.", _CELL),
    Command(
        "rows.left", ("h",), "move('left')", "Left", "Cell to the left; arrows, home and end work too.", _MOVE
    ),
    Command("rows.down", ("j",), "move('down')", "Down", "Row below.", _MOVE),
    Command("rows.up", ("k",), "move('up')", "Up", "Row above.", _MOVE),
    Command("rows.right", ("l",), "move('right')", "Right", "Cell to the right.", _MOVE),
    Command("rows.first", ("g",), "first", "First", "First row.", _MOVE),
    Command("rows.last", ("G",), "last", "Last", "Last row.", _MOVE),
    Command("rows.find", ("slash",), "find", "Find", "Find a text in any cell.", _MOVE, footer=True),
    Command("rows.next", ("n",), "again(1)", "Next match", "Next cell with the text.", _MOVE),
    Command("rows.previous", ("N",), "again(-1)", "Match before", "Cell before with the text.", _MOVE),
    Command(
        "rows.close",
        ("escape", "q"),
        "close",
        "Back",
        "Back to the question; everything is saved.",
        _MOVE,
        footer=True,
    ),
    *PROGRAM_VERBS,
)

_ROUND = "After the last column comes the next row, and after the last row a new one."

WRITING_TEXT_VERBS = (
    Command(
        "cell.save",
        ("tab",),
        "done('tab')",
        "Save, next",
        f"Save the cell and go on to the next; enter starts a new line. {_ROUND}",
        _WRITING,
        footer=True,
    ),
    Command(
        "cell.back",
        ("shift+tab",),
        "done('shift+tab')",
        "Save, back",
        "Save the cell and go to the one before.",
        _WRITING,
    ),
    Command(
        "cell.leave",
        ("escape",),
        "done('escape')",
        "Save, leave",
        "Save the cell and return to the grid. What does not fit its column is kept as unsaved text.",
        _WRITING,
        footer=True,
    ),
)
"""What the keys do in a cell of several lines. The editor acts on them itself; a click on the key line comes from here."""

WRITING_VERBS = (
    Command(
        "cell.enter",
        ("enter", "tab"),
        "done('enter')",
        "Save, next",
        f"Save the cell and go on to the next; tab alone where a cell takes several lines. {_ROUND}",
        _WRITING,
        footer=True,
    ),
    *WRITING_TEXT_VERBS[1:],
)
"""What they do in a cell of one line, or of a choice."""

CELL_VERBS = (*WRITING_TEXT_VERBS, WRITING_VERBS[0])
"""Every command while a cell is written."""
