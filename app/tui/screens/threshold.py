"""A threshold of the tiers, to be made stricter."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from app.assessment.score_blocks import threshold_text
from app.tui.commands import Command, bindings
from app.tui.screens.fields import SafeInput
from app.tui.text import plain
from app.tui.widgets.key_line import KeyLine

THRESHOLD_VERBS = (
    Command(
        "threshold.take", ("enter",), "take", "Set", "Ask for this from now on.", "Threshold", footer=True
    ),
    Command("threshold.close", ("escape",), "close", "Back", "Leave it as it is.", "Threshold", footer=True),
)


class ThresholdDialog(ModalScreen[float | None]):
    """Asks for a number; gives it back, or None."""

    BINDINGS = bindings(THRESHOLD_VERBS)
    VERBS = THRESHOLD_VERBS
    AUTO_FOCUS = "#threshold-value"

    def __init__(self, name: str, value: float, of_pack: float) -> None:
        """The threshold's name in the rulebook, what counts now, and what the pack asks."""
        super().__init__()
        self._threshold, self._value, self._of_pack = name, value, of_pack

    def compose(self) -> ComposeResult:
        """What it is called, what the pack asks, and the line to write in."""
        called, now = threshold_text(self._threshold, self._value)
        _, least = threshold_text(self._threshold, self._of_pack)
        with Vertical(id="threshold", classes="dialog") as dialog:
            dialog.border_title = plain("Threshold")
            yield Static(plain(called, "bold"))
            yield Static(
                plain(
                    f"Now {now}. The questionnaire asks {least}; it can only be made stricter.", "$text-muted"
                )
            )
            yield SafeInput(f"{self._value:g}", id="threshold-value", classes="find")
            yield KeyLine(THRESHOLD_VERBS)

    @on(SafeInput.Submitted)
    def action_take(self) -> None:
        """Give the number back, if it is one."""
        number = number_in(self.query_one("#threshold-value", SafeInput).value)
        if number is None:
            self.query_one(KeyLine).tell("This is not a number from 0 to 100.", warning=True)
        elif number > self._of_pack if self._threshold.endswith("months") else number < self._of_pack:
            way = "at most" if self._threshold.endswith("months") else "at least"
            self.query_one(KeyLine).tell(f"It must be {way} {self._of_pack:g}.", warning=True)
        else:
            self.dismiss(number)

    def action_close(self) -> None:
        """Leave it."""
        self.dismiss(None)


def number_in(text: str) -> float | None:
    """A number from 0 to 100 as a person writes it (`72,5`); None where it is none."""
    try:
        number = float(text.strip().rstrip("%").strip().replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number <= 100 else None
