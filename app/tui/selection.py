"""What is selected in a long text, sentence by sentence. Pure functions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.tui.long_text import Span, sentence_at, sentence_before


@dataclass(frozen=True, slots=True)
class Selection:
    """A stretch of a text that was begun with one sentence."""

    anchor: Span
    """The sentence it began with: it stays selected."""
    span: Span
    """What is selected."""

    @classmethod
    def of(cls, span: Span) -> Selection:
        """A selection that begins with this."""
        return cls(span, span)

    def shifted(self, text: str, by: int) -> Selection | None:
        """The next sentence instead, or the one before; None where there is none."""
        start, end = self.span
        other = sentence_at(text, end) if by > 0 else sentence_before(text, start)
        return None if other is None else Selection.of(other)

    def extended(self, text: str, by: int) -> tuple[Selection, Span]:
        """One sentence more below, or less; above the sentence it began with, the other way round.

        Also gives the character at the edge that moved, which is to be in view.
        """
        (start, end), anchor = self.span, self.anchor
        if by > 0 and start < anchor[0]:
            first = sentence_at(text, start)
            following = sentence_at(text, first[1]) if first else None
            start = min(following[0], anchor[0]) if following else anchor[0]
            edge = start
        elif by > 0:
            following = sentence_at(text, end)
            end = edge = following[1] if following else end
        elif end > anchor[1]:
            last = sentence_before(text, end)
            before = sentence_before(text, last[0]) if last else None
            end = edge = max(before[1], anchor[1]) if before else anchor[1]
        else:
            before = sentence_before(text, start)
            start = edge = before[0] if before else start
        seen = (max(edge - 1, 0), edge) if edge == end else (edge, edge + 1)
        return replace(self, span=(start, end)), seen
