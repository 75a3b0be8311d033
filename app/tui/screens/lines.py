"""A list of one-line items that a screen puts together beforehand."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual.content import Content

from app.tui.widgets.rows import Rows


class Lines(Rows):
    """Shows the lines it is given; headings among them are passed over by the cursor."""

    def __init__(self, *, id: str | None = None, can_focus: bool = True) -> None:
        """Empty until `show`. A list beside a text field does not take the focus."""
        super().__init__(id=id)
        self.can_focus = can_focus
        self._lines: Sequence[Content] = ()
        self._headings: Collection[int] = ()

    def show(
        self, lines: Sequence[Content], *, cursor: int | None = 0, headings: Collection[int] = ()
    ) -> None:
        """Show these lines, with the cursor on that one or the next that is no heading."""
        self._lines, self._headings = lines, headings
        while cursor is not None and cursor < len(lines) and cursor in headings:
            cursor += 1
        self.reset(len(lines), cursor if cursor is not None and cursor < len(lines) else None)

    def step(self, by: int) -> None:
        """Move the cursor; with the first line comes the heading above it."""
        if self.cursor is None:
            return
        super().step(by)
        if not any(self.can_stop(index) for index in range(self.cursor)):
            self.scroll_to(y=0, animate=False, immediate=True)

    def row(self, index: int, width: int) -> Content:
        """The line as it was given."""
        return self._lines[index]

    def can_stop(self, index: int) -> bool:
        """Not on headings."""
        return index not in self._headings
