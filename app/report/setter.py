"""Setting text for one part of the document: at its scale, and cut to the lines it may take."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.report.cells import Words
from app.report.style import Style
from app.report.text import Gate, Printable

_LONGEST_LINE = 400
"""No line of type holds more characters than this."""


@dataclass(frozen=True, slots=True)
class Overflow:
    """A text that had to be cut short, in full."""

    label: str
    text: Printable


@dataclass(slots=True)
class Setter:
    """The gate, and how large and how long texts may be. The first page uses it to fit; elsewhere nothing is cut."""

    gate: Gate
    scale: float = 1.0
    lines: int | None = None
    """Most lines a text may take; None for all of them."""
    overflow: list[Overflow] = field(default_factory=list)
    """What was cut short."""

    def words(
        self, text: Printable, style: Style, width: float, label: str, lines: int | None = None
    ) -> Words:
        """Set a gated text at the scale; what is cut off is kept for `overflow` under `label`.

        `lines` is a limit for this text alone, besides the setter's own.
        """
        style = style.scaled(self.scale)
        limits = [limit for limit in (lines, self.lines) if limit is not None]
        if not limits:
            return Words.set(text, style, width)
        # Only as much is set as can be shown: a long text must not be set whole at every trial of a size.
        enough = min(limits) * _LONGEST_LINE
        words, cut = Words.set(Printable(text[:enough]), style, width).clipped(min(limits), width)
        if cut or len(text) > enough:
            self.overflow.append(Overflow(label, text))
        return words
