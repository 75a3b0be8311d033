"""Finding terms among the words of a passage: much faster than a pattern for long lists of terms."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.evidence.terms import words_of

_WORD = re.compile(r"[^\W_]+")
_WIDEST_GAP = 4
"""Characters that may stand between two words of a phrase."""
Span = tuple[int, int]


class Words:
    """The words of a text, with where they stand."""

    __slots__ = ("at", "ends", "forms", "next", "order", "starts", "text")

    def __init__(self, text: str) -> None:
        """Takes a plain text."""
        self.text = text
        found = [(match[0].casefold(), *match.span()) for match in _WORD.finditer(text)]
        self.forms = [form for form, _, _ in found]
        self.starts = [start for _, start, _ in found]
        self.ends = [end for _, _, end in found]
        # a chain of numbers and no list for each word: thousands of texts are remembered
        self.at: dict[str, int] = {}
        """Number of the first word of each form."""
        self.next = [-1] * len(found)
        """Number of the next word of the same form; -1 after the last."""
        for number in range(len(found) - 1, -1, -1):
            form = self.forms[number]
            self.next[number] = self.at.get(form, -1)
            self.at[form] = number
        self.order = sorted(self.at)
        """The forms in order, where those with one beginning stand together."""

    def places(self, form: str) -> Iterator[int]:
        """Numbers of the words of a form that is there, in order."""
        number = self.at[form]
        while number >= 0:
            yield number
            number = self.next[number]

    def beginning(self, letters: str) -> Iterator[str]:
        """The forms that begin with these letters."""
        for at in range(bisect_left(self.order, letters), len(self.order)):
            if not self.order[at].startswith(letters):
                break
            yield self.order[at]


@lru_cache(maxsize=2048)
def words(text: str) -> Words:
    """The words of a text; those of the last texts are remembered."""
    return Words(text)


class Terms:
    """Terms taken apart, to be found in many texts."""

    __slots__ = ("_beginnings", "_phrases", "_single")

    def __init__(self, terms: Iterable[str]) -> None:
        """Takes words and phrases, with a star at the end for any ending."""
        self._single: set[str] = set()
        beginnings: set[str] = set()
        self._phrases: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
        for term in terms:
            forms, open_ended = words_of(term)
            if len(forms) > 1:
                self._phrases.setdefault(forms[0], []).append((forms[1:], open_ended))
            elif forms and open_ended:
                beginnings.add(forms[0])
            elif forms:
                self._single.add(forms[0])
        self._beginnings = tuple(sorted(beginnings))

    def spans(self, text: Words) -> list[Span]:
        """Where any of the terms stands, in order; the longest where several begin at one word."""
        last = {number: number for form in self._single & text.at.keys() for number in text.places(form)}
        for letters in self._beginnings:
            for form in text.beginning(letters):
                last |= {number: number for number in text.places(form)}
        for form in self._phrases.keys() & text.at.keys():
            for number in text.places(form):
                end = self._phrase_end(text, number, form)
                if end > last.get(number, -1):
                    last[number] = end
        found: list[Span] = []
        for number, end in sorted(last.items()):
            if not found or text.starts[number] >= found[-1][1]:  # a word within a phrase is part of it
                found.append((text.starts[number], text.ends[end]))
        return found

    def _phrase_end(self, text: Words, number: int, form: str) -> int:
        """Number of the last word of the longest phrase that begins at this word; -1 when none does."""
        return max(
            (
                number + len(rest)
                for rest, open_ended in self._phrases[form]
                if _follows(text, number, rest, open_ended=open_ended)
            ),
            default=-1,
        )


@lru_cache(maxsize=4096)
def terms(given: tuple[str, ...]) -> Terms:
    """The terms of a group, taken apart once."""
    return Terms(given)


def _follows(text: Words, number: int, rest: tuple[str, ...], *, open_ended: bool) -> bool:
    """Whether these words follow this one, close behind one another."""
    final = number + len(rest)
    if final >= len(text.forms):
        return False
    if text.forms[number + 1 : final] != list(rest[:-1]):
        return False
    form = text.forms[final]
    if not (form == rest[-1] or (open_ended and form.startswith(rest[-1]))):
        return False
    return all(text.starts[n + 1] - text.ends[n] <= _WIDEST_GAP for n in range(number, final))
