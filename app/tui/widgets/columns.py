"""Columns of a list that align, and that give way one by one where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

_GAP = 2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list."""

    id: str
    title: str
    width: int
    rank: int
    """What gives way first where it is narrow: the highest."""


def fitting(
    columns: Sequence[Column], width: int, *, beside: int, name: int
) -> tuple[tuple[Column, ...], int]:
    """The columns that fit, and what is left for the name, which wants `name`; `beside` is taken in any case."""
    kept = list(columns)
    while kept and width - _taken(kept) - beside < min(name, width // 2):
        kept.remove(max(kept, key=lambda column: column.rank))
    return tuple(kept), max(width - _taken(kept) - beside, 1)


def in_column(column: Column, text: Content) -> Content:
    """The text as wide as the column, with the gap before it."""
    return Content(" " * _GAP) + text.truncate(column.width, ellipsis=True, pad=True)


def _taken(columns: Sequence[Column]) -> int:
    return sum(column.width + _GAP for column in columns)
