"""Setting text for one part of the document: at its scale and width, and cut to the length it may have."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from app.report.flow import Role, Text, texts
from app.report.style import Style
from app.report.text import Gate, Printable, shortened


@dataclass(frozen=True, slots=True)
class Setter:
    """The gate, the width of the text area, and how large and how long texts may be there.

    The first page uses the last two to fit; elsewhere nothing is cut.
    """

    gate: Gate
    width: float
    scale: float = 1.0
    limit: int | None = None
    """Most characters a text may have; None for all of them."""
    overflow: dict[Printable, str] = field(default_factory=dict)
    """What was cut short, in full, by what it is."""

    def within(self, width: float) -> Setter:
        """The same for a narrower place."""
        return replace(self, width=width)

    def set(
        self,
        text: Printable,
        style: Style,
        label: str = "",
        *,
        role: Role = Role.PARAGRAPH,
        before: float = 0.0,
        most: int | None = None,
    ) -> list[Text]:
        """A gated text as paragraphs; if it must be cut, the whole is kept for `overflow` under its `label`.

        `most` is a limit for this text alone, besides the setter's own.
        """
        limit = min((n for n in (most, self.limit) if n is not None), default=None)
        if limit is not None and len(text) > limit:
            self.overflow.setdefault(text, label)
            text = shortened(text, limit)
        return texts(text, style.scaled(self.scale), role=role, before=before)
