"""What the parts of the workbench say to their screen. They never change anything themselves."""

from __future__ import annotations

from textual.message import Message

from app.assessment.answer import State


class Answered(Message):
    """A state was chosen for a question or follow-up."""

    def __init__(self, item: str, state: State) -> None:
        """`item` is the id of the question or follow-up."""
        super().__init__()
        self.item = item
        self.state = state


class Picked(Message):
    """A choice was picked or toggled."""

    def __init__(self, item: str, column: str, choice: str) -> None:
        """`column` is the field of a record, empty for a question's own choices."""
        super().__init__()
        self.item = item
        self.column = column
        self.choice = choice


class Cleared(Message):
    """An answer, or a field of a record, is to be empty again."""

    def __init__(self, item: str, column: str = "") -> None:
        """`column` is the field of a record."""
        super().__init__()
        self.item = item
        self.column = column


class Confirmed(Message):
    """A reopened answer stands as it is."""

    def __init__(self, item: str) -> None:
        """`item` is the id of the question or follow-up."""
        super().__init__()
        self.item = item


class EditWanted(Message):
    """The value of an item is to be written, picked from a list or filled in as a register."""

    def __init__(self, item: str, column: str = "") -> None:
        """`column` is the field of a record."""
        super().__init__()
        self.item = item
        self.column = column


class TextWanted(Message):
    """A reason or a note is to be written."""

    def __init__(self, item: str, field: str) -> None:
        """`field` is `reason` or `note`."""
        super().__init__()
        self.item = item
        self.field = field


class PartWanted(Message):
    """The cursor is to stand on this part."""

    def __init__(self, item: str, column: str = "") -> None:
        """`item` may stand on another card."""
        super().__init__()
        self.item = item
        self.column = column


class EvidenceWanted(Message):
    """The evidence pane is to have the focus."""


class GhostWanted(Message):
    """The value that stands on the card as a ghost is to be taken."""


class Told(Message):
    """A sentence for the reviewer: why a key did nothing, or what it did."""

    def __init__(self, text: str, *, warning: bool = False) -> None:
        """`text` is plain text, never markup."""
        super().__init__()
        self.text = text
        self.warning = warning


class FindingWanted(Message):
    """A finding is to be shown."""

    def __init__(self, key: str) -> None:
        """`key` is the finding's; empty for all of them."""
        super().__init__()
        self.key = key
