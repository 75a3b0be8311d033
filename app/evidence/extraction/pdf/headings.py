"""Headings by their type: larger than most of the document's, or bold where most is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from app.evidence.extraction.pdf.layout import Line

_LARGER: Final = 1.15
"""Type so many times as large as most of the document's is a heading's."""


class Levels:
    """Which lines are headings by their type: larger than most of the document, or bold where most is not."""

    def __init__(self, lines: list[Line]) -> None:
        sizes: Counter[float] = Counter()
        bold = 0
        for line in lines:
            sizes[line.size] += len(line.text)
            bold += len(line.text) if line.bold else 0
        self._large = sizes.most_common(1)[0][0] * _LARGER if sizes else 0.0
        self._ranks = {
            size: min(rank, 3)
            for rank, size in enumerate(
                sorted((size for size in sizes if size > self._large), reverse=True), 1
            )
        }
        self._bolder = bold < 0.3 * sizes.total()

    def of(self, lines: list[Line]) -> dict[int, int]:
        """Level of each line of a page that is a heading, by the identity of the line."""
        found: dict[int, int] = {}
        for at, run in self._runs(lines):
            # What is long is text in a larger type, what goes on below is a sentence.
            if len(run) > 3 or not self._level(run[0]) or sum(len(line.text) for line in run) > 200:
                continue
            levels = [self._level(line) for line in run]
            below = lines[at + len(run)] if at + len(run) < len(lines) else None
            goes_on = below is not None and not below.gap and below.text[0].islower()
            if all(levels) and not goes_on:
                found.update((id(line), level) for line, level in zip(run, levels, strict=True))
        return found

    @staticmethod
    def _runs(lines: list[Line]) -> Iterator[tuple[int, list[Line]]]:
        """Lines that follow each other in the same type, and where the first of them stands."""
        begin = 0
        for at in range(1, len(lines) + 1):
            if at < len(lines) and not lines[at].gap:
                above, line = lines[at - 1], lines[at]
                same = abs((line.top - line.bottom) - (above.top - above.bottom)) < 0.5
                if same and line.bold == above.bold:
                    continue
            if begin < at <= len(lines):
                yield begin, lines[begin:at]
                begin = at

    def _level(self, line: Line) -> int:
        text, size = line.text, line.size
        if size <= self._large and not line.bold:
            return 0
        if len(text) > 140 or text[-1] in ".,;" or " | " in text or not any(map(str.isalpha, text)):
            return 0
        if size > self._large:
            return self._ranks.get(size, 3)
        return (
            4 if line.bold and self._bolder and text[-1] != ":" and len(text) < 90 and ": " not in text else 0
        )
