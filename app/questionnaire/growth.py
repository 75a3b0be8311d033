r"""Whether the time of a regular expression grows with the square of its text, told from the expression alone.

An expression becomes an automaton whose states are its characters. Its time grows with the square where two endless
repetitions can share one run of text: the first may stop anywhere in the run and leave the rest to the second, and
what stands behind the second may fail. The search for a place to begin is such a first one: in a long run of spaces
`\s+x` begins anew at every space. What only looks at its neighbors (`\b`, `(?<!\s)`) is understood for one
character; a look at more of them is taken to hold.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final

_SAMPLES: Final = (*map(chr, range(1, 127)), *"\u00a0éÉ“”’–—…•§中。\u2028")
_ENDLESS: Final = 400
"""From this many repetitions on one counts as endless."""
_COPIES: Final = 2
"""As often what is repeated a few times is laid out; more of it would show nothing new."""
_ONE: Final = (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY)
_REPEATS: Final = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_CATEGORIES: Final = {"WORD": re.compile(r"\w"), "DIGIT": re.compile(r"\d"), "SPACE": re.compile(r"\s")}
_ANY_CASE: Final[int] = sre.SRE_FLAG_IGNORECASE
_ANY_LINE: Final[int] = sre.SRE_FLAG_DOTALL
_MAY_REPEAT: Final = re.compile(r"[*+]|,\}|\d{3}\}")
"""Without any of these nothing is endless."""
_SEARCH: Final = -1
"""The state of what still looks for a place to begin."""

_Gate = tuple[int, ...]
"""Between two characters: by the class of the first, a bit for each class that the second may be of."""
_Edges = dict[int, _Gate]
_Three = tuple[int, int, int]
"""Where the first repetition is, what goes from it to the second, and the second."""
_Within = tuple[frozenset[int], frozenset[int], set[int]]
"""The states of the first repetition, those of the second, and all from which that is reached."""


@dataclass(slots=True)
class _Piece:
    """A part of the expression: the states it begins and ends with; and what must hold where it takes nothing."""

    first: _Edges
    last: _Edges
    empty: _Gate | None


@dataclass(slots=True)
class _Repeat:
    """An endless repetition."""

    body: frozenset[int]
    entries: frozenset[int]
    exits: frozenset[int]
    kept: frozenset[int]
    """The groups around it that give nothing back."""


def shared_run(pattern: str, flags: int = 0, how: str = "search") -> str:
    """A text that, said over and over, takes an expression time that grows with the square of its length.

    Args:
        pattern: an expression that compiles.
        flags: as `re.compile` takes them.
        how: `search` where it may begin anywhere, `match` where only at one place, `fullmatch` where it must also
            end at the end.

    Returns:
        The text to repeat; empty where there is none.
    """
    return next(_Automaton(pattern, flags).runs(how), "") if _MAY_REPEAT.search(pattern) else ""


class _Automaton:
    def __init__(self, pattern: str, flags: int) -> None:
        tree = _parser.parse(pattern, flags)
        self._flags: int = tree.state.flags
        sets = dict.fromkeys(_sets(tree, self._flags))
        named = {chr(code) for _, given, _ in sets for code in _codes(given)}
        classes: dict[tuple[bool, ...], list[str]] = {}
        rare = tuple(named.difference(_SAMPLES))
        columns = [(*_among_samples(one), *(_holds(one, char) for char in rare)) for one in sets]
        for at, char in enumerate((*_SAMPLES, *rare)):
            signs = (*(column[at] for column in columns), _is_word(char), char == "\n")
            classes.setdefault(signs, []).append(char)
        self._classes = list(classes.values())
        self._count = len(classes)
        self._all = (1 << self._count) - 1
        self._masks = {one: self._mask(signs[at] for signs in classes) for at, one in enumerate(sets)}
        self._word = self._mask(signs[-2] for signs in classes)
        self._line = self._mask(signs[-1] for signs in classes)
        self._free: _Gate = ((1 << self._count + 1) - 1,) * (self._count + 1)
        self._chars: dict[int, int] = {_SEARCH: self._all}
        self._follow: dict[int, _Edges] = {}
        self._repeats: list[_Repeat] = []
        self._kept: list[int] = []
        self._whole = self._sequence(tree)

    @staticmethod
    def _mask(bits: Iterable[bool]) -> int:
        return sum(1 << place for place, bit in enumerate(bits) if bit)

    # --- building

    def _both(self, one: _Gate, other: _Gate) -> _Gate:
        if one is self._free or other is self._free:
            return other if one is self._free else one
        return tuple(a & b for a, b in zip(one, other, strict=True))

    def _either(self, one: _Gate | None, other: _Gate | None) -> _Gate | None:
        if one is None or other is None:
            return other if one is None else one
        return (
            self._free
            if self._free in (one, other)
            else tuple(a | b for a, b in zip(one, other, strict=True))
        )

    def _add(self, edges: _Edges, more: _Edges, gate: _Gate | None) -> None:
        if gate is None:
            return
        for state, other in more.items():
            edges[state] = self._either(edges.get(state), self._both(gate, other)) or self._free

    def _joined(self, one: _Piece, other: _Piece) -> _Piece:
        for state, gate in one.last.items():
            self._add(self._follow[state], other.first, gate)
        first, last = dict(one.first), dict(other.last)
        self._add(first, other.first, one.empty)
        self._add(last, one.last, other.empty)
        nothing = None if one.empty is None or other.empty is None else self._both(one.empty, other.empty)
        return _Piece(first, last, nothing)

    def _any_of(self, pieces: Iterable[_Piece]) -> _Piece:
        found = _Piece({}, {}, None)
        for piece in pieces:
            self._add(found.first, piece.first, self._free)
            self._add(found.last, piece.last, self._free)
            found.empty = self._either(found.empty, piece.empty)
        return found

    def _nothing(self, gate: _Gate | None = None) -> _Piece:
        return _Piece({}, {}, gate or self._free)

    def _sequence(self, tree: Iterable[tuple[Any, Any]]) -> _Piece:
        found = self._nothing()
        for kind, given in tree:
            found = self._joined(found, self._part(kind, given))
        return found

    def _part(self, kind: Any, given: Any) -> _Piece:
        if kind in _ONE:
            state = len(self._follow)
            self._follow[state], self._chars[state] = {}, self._masks[_set(kind, given, self._flags)]
            return _Piece({state: self._free}, {state: self._free}, None)
        if kind is sre.AT:
            return self._nothing(self._anchor(given))
        if kind is sre.BRANCH:
            return self._any_of([self._sequence(branch) for branch in given[1]])
        if kind is sre.SUBPATTERN:
            before, self._flags = self._flags, (self._flags | given[1]) & ~given[2]
            found = self._sequence(given[3])
            self._flags = before
            return found
        if kind in _REPEATS:
            return self._repeated(*given, kept=kind is sre.POSSESSIVE_REPEAT)
        if kind is sre.ATOMIC_GROUP:
            return self._repeated(1, 1, given, kept=True)
        if kind in (sre.ASSERT, sre.ASSERT_NOT):
            return self._look(given[0], given[1], wanted=kind is sre.ASSERT)
        if kind is sre.GROUPREF_EXISTS:
            return self._any_of([self._sequence(branch or ()) for branch in given[1:]])
        return self._nothing()  # what a group has matched already: taken to be nothing

    def _repeated(self, least: int, most: int, body: Any, *, kept: bool) -> _Piece:
        if kept:
            self._kept.append(len(self._follow) + len(self._kept))
        found = self._nothing()
        if most >= _ENDLESS:
            for _ in range(min(max(least - 1, 0), _COPIES)):
                found = self._joined(found, self._sequence(body))
            start = len(self._follow)
            piece = self._sequence(body)
            for state, gate in piece.last.items():
                self._add(self._follow[state], piece.first, gate)
            inside = frozenset(range(start, len(self._follow)))
            self._repeats.append(
                _Repeat(inside, frozenset(piece.first), frozenset(piece.last), frozenset(self._kept))
            )
            found = self._joined(found, piece if least else _Piece(piece.first, piece.last, self._free))
        for number in range(min(most, _COPIES) if most < _ENDLESS else 0):
            piece = self._sequence(body)
            found = self._joined(
                found, piece if number < least else _Piece(piece.first, piece.last, self._free)
            )
        if kept:
            self._kept.pop()
        return found

    def _look(self, way: int, body: Any, *, wanted: bool) -> _Piece:
        if (seen := self._single(body)) is not None:
            allowed = seen if wanted else (self._free[0] & ~seen)
            return self._nothing(
                tuple(self._free[0] if allowed >> before & 1 else 0 for before in range(self._count + 1))
                if way < 0
                else (allowed,) * (self._count + 1)
            )
        if way < 0:
            return self._nothing()
        ahead = self._repeated(1, 1, body, kept=True)
        return _Piece(ahead.first, {}, self._free)  # it goes in and does not come out

    def _single(self, body: Any) -> int | None:
        """The classes, and the edge of the text, that a look at one character is about."""
        parts = list(body)
        if len(parts) != 1:
            return None
        kind, given = parts[0]
        if kind in _ONE:
            return self._masks[_set(kind, given, self._flags)]
        if kind is sre.SUBPATTERN:
            return self._single(given[3])
        if kind is sre.BRANCH:
            each = [self._single(branch) for branch in given[1]]
            return (
                None
                if None in each
                else self._mask(
                    any((one or 0) >> place & 1 for one in each) for place in range(self._count + 1)
                )
            )
        at_edge = (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING, sre.AT_END, sre.AT_END_STRING)
        return 1 << self._count if kind is sre.AT and given in at_edge else None

    def _anchor(self, kind: Any) -> _Gate:
        edge, lines = 1 << self._count, bool(self._flags & sre.SRE_FLAG_MULTILINE)
        places = range(self._count + 1)
        if kind in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING):
            begins = edge | (self._line if lines and kind is sre.AT_BEGINNING else 0)
            return tuple(self._free[0] if begins >> before & 1 else 0 for before in places)
        if kind in (sre.AT_END, sre.AT_END_STRING):
            return (edge | (self._line if kind is sre.AT_END else 0),) * (self._count + 1)
        beside, apart = self._word, self._free[0] & ~self._word
        if kind is sre.AT_NON_BOUNDARY:
            beside, apart = apart, beside
        return tuple(apart if self._word >> before & 1 else beside for before in places)

    # --- judging

    def runs(self, how: str) -> Iterator[str]:
        """The texts that two repetitions can share."""
        self._follow[_SEARCH] = {_SEARCH: self._free, **self._whole.first} if how == "search" else {}
        before: dict[int, set[int]] = {}
        for state, edges in self._follow.items():
            for following in edges:
                before.setdefault(following, set()).add(state)
        begin = frozenset({_SEARCH})
        searching = [_Repeat(begin, begin, begin, frozenset())] if how == "search" else []
        for second in self._repeats:
            if how != "fullmatch" and self._never_fails(second):
                continue
            for first in (*searching, *self._repeats):
                if first is second or first.kept - second.kept:
                    continue
                for goal in sorted(second.entries):
                    ways = _all_before(goal, before)
                    for start in sorted((first.entries & ways) - {goal}):
                        if run := self._run(start, first.body, goal, second.body, ways):
                            yield run

    def _never_fails(self, repeat: _Repeat) -> bool:
        """Whether a match is certain once the repetition has taken all it can."""
        inside = 0
        for state in repeat.entries:
            inside |= self._chars[state]
        outside = self._free[0] & ~inside
        for state in repeat.exits:
            gate = self._whole.last.get(state)
            if gate is None or any(
                outside & ~gate[place] for place in range(self._count) if self._chars[state] >> place & 1
            ):
                return False
        return True

    def _run(self, start: int, stay: frozenset[int], goal: int, end: frozenset[int], ways: set[int]) -> str:
        """What the first takes and stays, what leads from the first to the second, and what the second takes."""
        within, both = (stay, end, ways), self._chars[start] & self._chars[goal]
        if not self._walk(start, goal, both, within):
            return ""
        # What is repeated has its own last character before it.
        lasts = (1 << place for place in range(self._count) if both >> place & 1)
        return next(filter(None, (self._walk(start, goal, last, within) for last in lasts)), "")

    def _walk(self, start: int, goal: int, last: int, within: _Within) -> str:
        begin, done = (start, start, goal), (start, goal, goal)
        seen, came = {begin: last}, dict[_Three, tuple[_Three, int]]()
        waiting = deque([begin])
        while waiting:
            here = waiting.popleft()
            for there, chars in self._steps(here, seen[here], *within):
                if there == done and chars & last:
                    came[there] = here, chars & last
                    return self._told(begin, done, came)
                if chars & ~seen.get(there, 0):
                    seen[there] = seen.get(there, 0) | chars
                    came.setdefault(there, (here, chars))
                    waiting.append(there)
        return ""

    def _steps(
        self, here: _Three, last: int, stay: frozenset[int], end: frozenset[int], ways: set[int]
    ) -> Iterator[tuple[_Three, int]]:
        """Where one more character leads all three, with the classes it may be of."""
        for one, gate_one in self._follow[here[0]].items():
            for three, gate_three in self._follow[here[2]].items():
                chars = self._chars[one] & self._chars[three] if one in stay and three in end else 0
                for two, gate_two in self._follow[here[1]].items() if chars else ():
                    found = chars & self._chars[two] if two in ways else 0
                    found &= self._after(last, (gate_one, gate_two, gate_three)) if found else 0
                    if found:
                        yield (one, two, three), found

    def _after(self, last: int, gates: tuple[_Gate, ...]) -> int:
        gates = tuple(gate for gate in gates if gate is not self._free)
        if not gates:
            return self._all
        found = 0
        for place in range(self._count):
            if last >> place & 1:
                allowed = self._all
                for gate in gates:
                    allowed &= gate[place]
                found |= allowed
        return found

    def _told(self, start: _Three, here: _Three, came: dict[_Three, tuple[_Three, int]]) -> str:
        said: list[str] = []
        while here != start and len(said) < _ENDLESS:
            here, chars = came[here]
            choices = self._classes[(chars & -chars).bit_length() - 1]
            said.append(
                min(choices, key=lambda char: (not char.isalnum(), not char.isprintable(), char.isupper()))
            )
        return "".join(reversed(said))


def _all_before(state: int, before: dict[int, set[int]]) -> set[int]:
    found, waiting = {state}, [state]
    while waiting:
        for one in before.get(waiting.pop(), ()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


_Set = tuple[Any, Any, int]


def _set(kind: Any, given: Any, flags: int) -> _Set:
    return kind, tuple(given) if isinstance(given, list) else given, flags & (_ANY_CASE | _ANY_LINE)


def _sets(tree: Iterable[tuple[Any, Any]], flags: int) -> Iterator[_Set]:
    """The sets of characters in an expression."""
    for kind, given in tree:
        if kind in _ONE:
            yield _set(kind, given, flags)
        elif kind is sre.SUBPATTERN:
            yield from _sets(given[3], (flags | given[1]) & ~given[2])
        elif kind in _REPEATS:
            yield from _sets(given[2], flags)
        elif kind is sre.ATOMIC_GROUP:
            yield from _sets(given, flags)
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _sets(given[1], flags)
        elif kind in (sre.BRANCH, sre.GROUPREF_EXISTS):
            for branch in given[1] if kind is sre.BRANCH else given[1:]:
                yield from _sets(branch or (), flags)


def _codes(given: Any) -> Iterator[int]:
    """The numbers of the characters that a set names, and those next to them."""
    for one in given if isinstance(given, tuple) else ((sre.LITERAL, given),):
        if one[0] is sre.LITERAL and one[1] is not None:
            yield from (one[1], one[1] + 1)
        elif one[0] is sre.RANGE:
            yield from one[1]


def _is_word(char: str) -> bool:
    return _CATEGORIES["WORD"].match(char) is not None


@lru_cache(maxsize=2_000)
def _among_samples(one: _Set) -> tuple[bool, ...]:
    return tuple(_holds(one, char) for char in _SAMPLES)


def _holds(one: _Set, char: str) -> bool:
    """Whether a set has a character."""
    kind, given, flags = one
    if kind is sre.ANY:
        return bool(flags & _ANY_LINE) or char != "\n"
    forms = {char, char.lower(), char.upper()} if flags & _ANY_CASE else {char}
    if kind is not sre.IN:
        return (chr(given) in forms) == (kind is sre.LITERAL)
    found, turned = False, False
    for what, value in given:
        if what is sre.NEGATE:
            turned = True
        elif what is sre.LITERAL:
            found |= chr(value) in forms
        elif what is sre.RANGE:
            found |= any(len(form) == 1 and value[0] <= ord(form) <= value[1] for form in forms)
        else:
            name = str(value)
            category = _CATEGORIES[name.rpartition("_")[2]]
            found |= (category.match(char) is not None) != ("NOT" in name)
    return found != turned
