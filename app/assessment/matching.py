"""Placeholder until the real matcher lands (its author overwrites this file)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Match:
    name: str
    other: str
    how: str = "same"
    score: float = 100.0
    why: str = ""


class Matcher:
    def __init__(self, synonyms: Sequence[Any], names: Mapping[Any, bool] | None = None) -> None:
        self._n = names

    def names_in(self, text: str, kind: str) -> tuple[str, ...]:
        return tuple(p.strip().lower() for p in re.split(r"[,;]", text) if p.strip())

    def same(self, a: str, b: str, kind: str) -> Match | None:
        return Match(a, b) if a.lower() in b.lower() or b.lower() in a.lower() else None

    def find(self, name: str, among: Sequence[str], kind: str) -> Match | None:
        return next((m for o in among if o and name and (m := self.same(name, o, kind))), None)

    def unlisted(self, wanted: Sequence[str], listed: Sequence[str], kind: str) -> tuple[str, ...]:
        low = " ; ".join(listed).lower()
        return tuple(w for w in wanted if w.lower() not in low)
