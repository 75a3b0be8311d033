"""The commands of the findings."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum

from app.tui.commands import Command
from app.tui.finding_list import Entry
from app.tui.program_verbs import HELP, PALETTE, PROGRAM_VERBS

_GO, _DECIDE, _MOVE, _LOOK = "Go", "Decide", "Move", "Look"

OPEN = Command(
    "findings.open",
    ("enter",),
    "open",
    "Go there",
    "Go to the answer that is marked; open or close a line that stands for several. On a narrow screen, read it first.",
    _GO,
    footer=True,
)
READ = Command(
    "findings.read",
    ("v",),
    "read",
    "Read",
    "Open the document where the marked words stand; escape comes back.",
    _GO,
    footer=True,
)
CONFIRM = Command(
    "findings.confirm",
    ("y",),
    "confirm",
    "Confirm",
    "Of a proposal: it is a finding.",
    _DECIDE,
    footer=True,
)
DISMISS = Command(
    "findings.dismiss",
    ("n",),
    "dismiss_proposal",
    "Dismiss",
    "Of a proposal: it is none; asks why.",
    _DECIDE,
    footer=True,
)
SETTLING = (
    Command(
        "findings.withdraw",
        ("w",),
        'settle("withdrawn")',
        "Withdraw",
        "You do not hold it to be a finding; asks why. It no longer acts on the score.",
        _DECIDE,
        footer=True,
    ),
    Command(
        "findings.accept",
        ("a",),
        'settle("accepted")',
        "Accept",
        "The district lives with it; asks why, who sees to it and by when. It still acts on the score.",
        _DECIDE,
        footer=True,
    ),
)
ANSWERED = Command(
    "findings.answered",
    ("m",),
    'settle("answered_by_vendor")',
    "Vendor answered",
    "The vendor has answered; asks what it said. It still acts on the score.",
    _DECIDE,
    footer=True,
)
FIXED = Command(
    "findings.fixed",
    ("f",),
    'settle("fixed")',
    "Fixed",
    "It is fixed; asks what shows that. It no longer acts on the score.",
    _DECIDE,
    footer=True,
)
REOPEN = Command(
    "findings.reopen",
    ("r",),
    "reopen",
    "Reopen",
    "It is open again, without a reason.",
    _DECIDE,
    footer=True,
)
_SPOT = Command(
    "findings.spot",
    ("tab",),
    "spot(1)",
    "Next answer",
    "Mark the next answer, row or passage of the finding.",
    _MOVE,
    footer=True,
)
_RAISE = Command(
    "findings.raise",
    ("plus",),
    "raise_finding",
    "Raise",
    "Raise a finding by hand, with the wording of a rule or your own.",
    _DECIDE,
    footer=True,
)
_UNDO = Command(
    "findings.undo", ("u",), "turn_back", "Undo", "Take back the last change.", _DECIDE, footer=True
)
_FIND = Command(
    "findings.find",
    ("slash",),
    "find",
    "Find",
    "Find by words, rule:con, is:open is:accepted is:withdrawn is:proposed is:back is:overdue, sev:, sec:; escape shows all.",
    _LOOK,
    footer=True,
)
_POINTS = Command(
    "findings.open_points",
    ("o",),
    "open_points",
    "Open points",
    "List the questions that are not answered, not explained or not cited yet.",
    _LOOK,
    footer=True,
)
CLOSE = Command(
    "findings.close",
    ("escape",),
    "escape",
    "Back",
    "One level out: end the search, back to the list, back to the question.",
    _GO,
    footer=True,
)

FINDINGS_VERBS = (
    OPEN,
    READ,
    CONFIRM,
    DISMISS,
    *SETTLING,
    ANSWERED,
    FIXED,
    REOPEN,
    _SPOT,
    _FIND,
    _POINTS,
    _RAISE,
    _UNDO,
    CLOSE,
    Command("findings.redo", ("ctrl+r",), "turn_back(True)", "Redo", "Put back what undo took.", _DECIDE),
    Command("findings.history", ("h",), "history", "History", "Show every change of this finding.", _LOOK),
    Command(
        "findings.names",
        ("N",),
        "names",
        "Names",
        "Show which names of two lists were taken for the same and why, and say which are the same or different.",
        _DECIDE,
    ),
    Command("findings.copy", ("c",), "copy", "Copy", "Copy the finding as text.", _LOOK),
    Command(
        "findings.group",
        ("s",),
        "group",
        "Group",
        "Put the findings under severities, kinds of rule or sections.",
        _LOOK,
    ),
    Command("findings.down", ("j", "down"), "step(1)", "Next", "Go to the next line.", _MOVE),
    Command("findings.up", ("k", "up"), "step(-1)", "Previous", "Go to the line before.", _MOVE),
    Command("findings.first", ("g", "home"), "step(-100000)", "First", "Go to the first line.", _MOVE),
    Command("findings.last", ("G", "end"), "step(100000)", "Last", "Go to the last line.", _MOVE),
    Command(
        "findings.next_part",
        ("right_curly_bracket",),
        "part(1)",
        "Next heading",
        "Go to what stands under the next heading.",
        _MOVE,
    ),
    Command(
        "findings.previous_part",
        ("left_curly_bracket",),
        "part(-1)",
        "Heading before",
        "Go to what stands under the heading before.",
        _MOVE,
    ),
    Command(
        "findings.spot_back",
        ("shift+tab",),
        "spot(-1)",
        "Answer before",
        "Mark the answer, row or passage before.",
        _MOVE,
    ),
    Command(
        "findings.page_down", ("pagedown", "space"), "scroll(1)", "Read on", "Scroll the finding down.", _MOVE
    ),
    Command("findings.page_up", ("pageup",), "scroll(-1)", "Read back", "Scroll the finding up.", _MOVE),
    Command("findings.leave", ("q", "f2"), "leave", "To the questions", "Back to the question.", _GO),
    *PROGRAM_VERBS,
)
"""What keys do on the findings, in the order of their table in the help."""

_ALWAYS = (_FIND, CLOSE, HELP, _POINTS, _RAISE, _UNDO, PALETTE)
_BARE = (CLOSE, HELP, _FIND, _POINTS, _UNDO)
"""The same where little fits."""


class Room(IntEnum):
    """How much room there is for keys, and whether the list hides the finding."""

    LITTLE = 0
    SOME = 1
    PLENTY = 2


def keys_for(entry: Entry | None, room: Room, *, spots: int = 0, reads: bool = False) -> tuple[Command, ...]:
    """The commands that matter on a line, those first that are wanted most.

    `spots` can be marked in the finding; `reads` where enter shows it before it leads anywhere.
    """
    rest = _BARE if room is Room.LITTLE else _ALWAYS
    if entry is None:
        return rest
    finding = entry.finding
    opens = OPEN if finding is not None and not reads else replace(OPEN, label="Read" if finding else "Open")
    if finding is None:
        return (replace(OPEN, label="Go there") if entry.waiting and not reads else opens, *rest)
    first = (opens,) if reads else (opens, READ, *((_SPOT,) if spots > 1 else ()))
    if entry.proposed:
        return (CONFIRM, DISMISS, *first, *rest)
    if not finding.acts:
        return (*first, REOPEN, *rest)
    if room is Room.PLENTY:  # two by two, so that each is named
        return (*first[:2], *SETTLING, *first[2:], ANSWERED, FIXED, *rest)
    return (*first, *SETTLING, ANSWERED, FIXED, *rest)
