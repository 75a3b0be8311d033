"""Regular expressions of a pack: whether one compiles, and whether it can take forever."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.questionnaire.faults import shown
from app.questionnaire.growth import shared_run

_COUNT = re.compile(r"\{(\d*)(,?)(\d*)\}")
_ENDLESS = 50
"""From this many repetitions on a repetition inside a repetition counts as endless."""


@dataclass(slots=True)
class _Piece:
    """One thing of a sequence: a character, a class, an anchor, or a group with its alternatives."""

    least: int = 1
    most: float = 1
    branches: list[list[_Piece]] = field(default_factory=list)
    empty: bool = False
    """Whether it stands for no character (an anchor, a look-around)."""
    text: str = ""
    """As it is written, without its repetition."""

    @property
    def may_be_nothing(self) -> bool:
        """Whether it can match without a character."""
        inside = bool(self.branches) and any(all(p.may_be_nothing for p in b) for b in self.branches)
        return self.least == 0 or self.empty or inside


def trouble(pattern: str) -> str:
    """What was expected of a regular expression that cannot be used; empty for one that can.

    A repetition that holds nothing but another repetition (`(a+)+`) is refused: on some texts it takes
    longer than anybody waits.
    """
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"a regular expression; {error} in {shown(pattern)}"
    if _is_endless(_Parser(pattern).branches()):
        return f"a regular expression without a repetition of a repetition; found {shown(pattern)}"
    if _has_rivals(_Parser(pattern).branches()):
        return f"a regular expression that repeats no alternatives that begin alike; found {shown(pattern)}"
    return ""


def slowness(pattern: str) -> str:
    """What was expected of a regular expression whose time grows with the square of its text; empty for others."""
    run = shared_run(pattern, re.IGNORECASE)
    if not run:
        return ""
    return (
        "a regular expression that reads a long text once, with a bound such as {0,80} in place of * or +; "
        f'on "{run * 3}..." it begins anew at every place; found {shown(pattern)}'
    )


def _has_rivals(branches: list[list[_Piece]]) -> bool:
    """Whether an endless repetition holds alternatives that begin with the same character (`(a|aa)+`)."""
    return any(
        (piece.most >= _ENDLESS and _rival(piece.branches)) or _has_rivals(piece.branches)
        for branch in branches
        for piece in branch
    )


def _rival(branches: list[list[_Piece]]) -> bool:
    starts = [next((piece.text for piece in branch if not piece.empty), "") for branch in branches]
    return any(
        first and second and (first == second or "." in (first, second))
        for number, first in enumerate(starts)
        for second in starts[number + 1 :]
    )


def _is_endless(branches: list[list[_Piece]]) -> bool:
    return any(_is_endless_piece(piece) for branch in branches for piece in branch)


def _is_endless_piece(piece: _Piece) -> bool:
    if piece.most >= _ENDLESS and any(_only_repeats(branch) for branch in piece.branches):
        return True
    return _is_endless(piece.branches)


def _only_repeats(branch: list[_Piece]) -> bool:
    """Whether what a branch matches can be split in many ways: a repetition, and nothing else that must be there."""
    needed = [piece for piece in branch if not piece.may_be_nothing]
    endless = [piece for piece in branch if piece.most >= _ENDLESS and not piece.empty]
    if not endless:
        return any(
            _only_repeats(inner)
            for piece in branch
            for inner in piece.branches
            if len(needed) <= 1 and not piece.empty
        )
    return not needed or (len(needed) == 1 and needed[0] in endless)


class _Parser:
    """Reads the pattern of an expression that compiles into its pieces."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    def branches(self) -> list[list[_Piece]]:
        """The alternatives up to the end of the group, or of the pattern."""
        found: list[list[_Piece]] = [[]]
        while self._at < len(self._text) and self._text[self._at] != ")":
            if self._text[self._at] == "|":
                found.append([])
                self._at += 1
                continue
            found[-1].append(self._piece())
        return found

    def _piece(self) -> _Piece:
        char, start = self._text[self._at], self._at
        piece = _Piece()
        if char == "\\":
            piece.empty = self._text[self._at + 1] in "bBAZ"
            self._at += 2
        elif char == "[":
            self._skip_class()
        elif char == "(":
            piece = self._group()
        else:
            piece.empty = char in "^$"
            self._at += 1
        piece.text = self._text[start : self._at]
        self._repetition(piece)
        return piece

    def _skip_class(self) -> None:
        self._at += 1
        if self._text[self._at] == "^":
            self._at += 1
        first = True
        while first or self._text[self._at] != "]":
            self._at += 2 if self._text[self._at] == "\\" else 1
            first = False
        self._at += 1

    def _group(self) -> _Piece:
        self._at += 1
        looks = False
        if self._text[self._at : self._at + 1] == "?":
            head = re.compile(
                r"\?(?:P<\w+>|P=\w+|#[^)]*|<?[=!]|[a-zA-Z-]*:|[a-zA-Z-]+(?=\))|>|\(\w+\))"
            ).match(self._text, self._at)
            if head is not None:
                looks = head[0] in ("?=", "?!", "?<=", "?<!") or head[0].startswith(("?#", "?P="))
                self._at = head.end()
        piece = _Piece(branches=self.branches(), empty=looks)
        self._at += 1
        return piece

    def _repetition(self, piece: _Piece) -> None:
        while self._at < len(self._text):
            char = self._text[self._at]
            count = _COUNT.match(self._text, self._at) if char == "{" else None
            if char in "*+?":
                piece.least = piece.least if char == "+" else 0
                piece.most = piece.most if char == "?" else float("inf")
                self._at += 1
            elif count is not None and (count[1] or count[3]):
                piece.least = int(count[1] or 0)
                piece.most = int(count[3]) if count[3] else float("inf") if count[2] else int(count[1])
                self._at = count.end()
            else:
                return
            if self._text[self._at : self._at + 1] in ("?", "+"):  # lazy or possessive
                self._at += 1
            return
