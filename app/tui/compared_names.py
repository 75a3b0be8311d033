"""Names that were compared: the commands that say otherwise, and the lines they stand on."""

from __future__ import annotations

from textual.content import Content

from app.assessment.compared import Compared
from app.assessment.matching import DECLARED, Match
from app.questionnaire.model import Pack
from app.tui.commands import Command
from app.tui.finding_list import full_name
from app.tui.program_verbs import PROGRAM_VERBS
from app.tui.text import plain

_GROUP = "Names"

NAMES_VERBS = (
    Command(
        "names.same",
        ("s", "equals_sign"),
        "declare(True)",
        "Same",
        "These two are the same.",
        _GROUP,
        footer=True,
    ),
    Command(
        "names.different",
        ("d",),
        "declare(False)",
        "Different",
        "These two are different.",
        _GROUP,
        footer=True,
    ),
    Command(
        "names.other",
        ("enter",),
        "other",
        "Another name",
        "Find any name of the other list that means the same.",
        _GROUP,
        footer=True,
    ),
    Command(
        "names.neither",
        ("backspace", "delete"),
        "declare(None)",
        "Neither",
        "Take back what was said of these two: the program decides again.",
        _GROUP,
        footer=True,
    ),
    Command("names.undo", ("u",), "undo", "Undo", "Take back what was said last.", _GROUP, footer=True),
    Command("names.down", ("j", "down"), "step(1)", "Next", "Go to the next pair.", _GROUP),
    Command("names.up", ("k", "up"), "step(-1)", "Previous", "Go to the pair before.", _GROUP),
    Command("names.first", ("g", "home"), "step(-100000)", "First", "Go to the first pair.", _GROUP),
    Command("names.last", ("G", "end"), "step(100000)", "Last", "Go to the last pair.", _GROUP),
    Command("names.page_down", ("pagedown",), "page(1)", "Page down", "A page on.", _GROUP),
    Command("names.page_up", ("pageup",), "page(-1)", "Page up", "A page back.", _GROUP),
    Command("names.close", ("escape", "q"), "close", "Back", "Back to the findings.", _GROUP, footer=True),
    *PROGRAM_VERBS,
)
_INDENT = "    "


def name_line(one: Compared, pack: Pack) -> Content:
    """A name, and whether it was found in the other list."""
    mark, style = ("✓ ", "$text-success") if one.match else ("✗ ", "$text-warning")
    said = ""
    if one.match is None:
        said = (
            f"   not in {full_name(pack.by_id[one.among], pack)}{'' if one.near else ', nothing comes near'}"
        )
    return Content.styled(mark, style) + plain(one.name, "bold", limit=120) + plain(said, "$text-muted")


def match_line(one: Compared, match: Match) -> Content:
    """Another name, and how it was taken."""
    taken = one.match is match
    if match.how == DECLARED:
        word, style = "= said to be the same", "$text-accent"
    elif taken:
        word, style = f"= {match.how}", "$text-success"
    elif "declared" in match.why:
        word, style = "≠ said to be different", "$text-accent"
    else:
        word, style = "≈ near", "$text-muted"
    return Content(_INDENT) + plain(match.other, limit=120).pad_right(2) + Content.styled(word, style)
