"""The commands of the workbench, in the order of its key table."""

from __future__ import annotations

from app.tui.commands import Command
from app.tui.program_verbs import BACK_UP, PROGRAM_VERBS

ANSWER_VERBS = (
    Command("answer.yes", ("y",), 'answer("yes")', "Yes", "The vendor does it, and a passage says so.", "Answer", footer=True),
    Command("answer.partial", ("p",), 'answer("partial")', "Partial", "Some of it, or with a limit; asks for the reason.", "Answer", footer=True),
    Command("answer.no", ("n",), 'answer("no")', "No", "The vendor says that it does not.", "Answer", footer=True),
    Command("answer.na", ("x",), 'answer("na")', "Not applicable", "Cannot apply to this product; asks for the reason.", "Answer", footer=True),
    Command("answer.silent", ("s",), 'answer("not_addressed")', "Not addressed", "You have looked, and the documents do not say.", "Answer", footer=True),
)

CHOICE = Command(
    "answer.choice", ("1", "2", "3", "4", "5", "6", "7", "8", "9"), "pick", "Choose", "Pick or toggle the choice of that number.", "Answer", footer=True
)
EDIT = Command(
    "answer.edit", ("enter",), "edit", "Write", "Write the value, open the register, or find a choice by typing.", "Answer", footer=True
)

WORKBENCH_VERBS = (
    *ANSWER_VERBS,
    CHOICE,
    EDIT,
    Command("answer.clear", ("backspace",), "clear", "Clear", "Back to unanswered, or drop the unsaved text.", "Answer"),
    Command("move.next_open", ("right_square_bracket",), "open_item(1)", "Next open", "Go to the next thing still open, around the end.", "Move", footer=True),
    Command("move.previous_open", ("left_square_bracket",), "open_item(-1)", "Previous open", "Go to the open thing before.", "Move"),
    Command("move.next", ("j", "down"), "move(1)", "Next question", "Go to the next question.", "Move"),
    Command("move.previous", ("k", "up"), "move(-1)", "Previous question", "Go to the question before.", "Move"),
    Command("move.part", ("tab",), "part(1)", "Next part", "Go to the next part of the card: a field or a follow-up.", "Move"),
    Command("move.part_back", ("shift+tab",), "part(-1)", "Previous part", "Go to the part of the card before.", "Move"),
    Command("move.next_section", ("right_curly_bracket",), "section(1)", "Next section", "Go to the next section.", "Move"),
    Command("move.previous_section", ("left_curly_bracket",), "section(-1)", "Previous section", "Go to the section before.", "Move"),
    Command("move.first", ("g", "home"), "edge(1)", "First question", "Go to the first question.", "Move"),
    Command("move.last", ("G", "end"), "edge(-1)", "Last question", "Go to the last question.", "Move"),
    Command("move.tree", ("t",), "tree", "Sections", "Show the sections and go there; enter or escape comes back.", "Move"),
    Command("evidence.cite", ("c",), "cite", "Cite", "Cite a passage for the question or follow-up under the cursor.", "Evidence", footer=True),
    Command("evidence.pane", ("e",), "evidence", "Evidence", "Go into the evidence pane; escape comes back.", "Evidence"),
    Command("write.reason", ("r",), 'write("reason")', "Reason", "Write why it is partial or not applicable; printed in the profile.", "Write"),
    Command("write.note", ("o",), 'write("note")', "Note", "Write a note of your own; it is not printed in the public profile.", "Write", footer=True),
    Command("write.flag", ("f",), "flag", "Flag", "Mark it to come back to, or take the mark away.", "Write"),
    Command("change.undo", ("u",), "undo", "Undo", "Take the last change back, wherever it was, and go there.", "Change", footer=True),
    Command("change.redo", ("ctrl+r",), "redo", "Redo", "Put back what was undone.", "Change"),
    Command("change.history", ("h",), "history", "History", "Show every change of this answer.", "Change"),
    Command("find", ("slash",), "find", "Find", "Find by words, id, is:open, is:flagged, is:uncited, is:silent, sec:; escape shows all.", "Look", footer=True),
    Command("look.open_points", ("f2",), "open_points", "Open points", "List everything that is still missing.", "Look"),
    Command("look.documents", ("f3",), "documents", "Documents", "Open the register of documents; on a narrow screen the evidence pane first.", "Look"),
    Command("look.preview", ("f4",), "preview", "Preview", "Show what the profile will say.", "Look"),
    Command("look.print", ("f5",), "print", "Print", "Print the profile as a PDF.", "Look"),
    BACK_UP,
    *PROGRAM_VERBS,
    Command("library", ("q",), "leave", "Library", "Back to the library. Everything is saved already.", "Program", footer=True),
    Command("back", ("escape",), "escape", "Back", "One level out: end the search, hide a pane, go to the library.", "Program"),
)
"""What keys do on the workbench while no text is written."""
