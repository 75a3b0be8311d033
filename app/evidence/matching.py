"""Finding terms among the words of a passage: much faster than a pattern for long lists of terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from app.evidence.terms import words_of

_WORD = re.compile(r"[^\W_]+")
_WIDEST_GAP = 4
"""Characters that may stand between two words of a phrase."""
_HEAD = 3
"""Letters by which the words of a text are found that may have a beginning."""

Span = tuple[int, int]


class Words:
    """The words of a text, with where they stand."""

    __slots__ = ("at", "ends", "forms", "headed", "starts", "text")

    def __init__(self, text: str) -> None:
        """Takes a plain text."""
        self.text = text
        found = [(match[0].casefold(), *match.span()) for match in _WORD.finditer(text)]
        self.forms = [form for form, _, _ in found]
        self.starts = [start for _, start, _ in found]
        self.ends = [end for _, _, end in found]
        at: dict[str, list[int]] = {}
        for number, form in enumerate(self.forms):
            at.setdefault(form, []).append(number)
        headed: dict[str, list[str]] = {}
        for form in at:
            headed.setdefault(form[:_HEAD], []).append(form)
        # tuples of words and numbers cost the garbage collector nothing, and thousands of texts are remembered
        self.at = {form: tuple(numbers) for form, numbers in at.items()}
        """Numbers of the words of each form."""
        self.headed = {head: tuple(forms) for head, forms in headed.items()}
        """Forms by their first letters."""


@lru_cache(maxsize=2048)
def words(text: str) -> Words:
    """The words of a text; those of the last texts are remembered."""
    return Words(text)


class Terms:
    """Terms taken apart, to be found in many texts."""

    __slots__ = ("_beginnings", "_phrases", "_short", "_single")

    def __init__(self, terms: Iterable[str]) -> None:
        """Takes words and phrases, with a star at the end for any ending."""
        self._single: set[str] = set()
        self._short: set[str] = set()
        self._beginnings: dict[str, tuple[str, ...]] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
        for term in terms:
            forms, open_ended = words_of(term)
            if len(forms) > 1:
                self._phrases.setdefault(forms[0], []).append((forms[1:], open_ended))
            elif forms and open_ended and len(forms[0]) < _HEAD:
                self._short.add(forms[0])
            elif forms and open_ended:
                head = forms[0][:_HEAD]
                self._beginnings[head] = (*self._beginnings.get(head, ()), forms[0])
            elif forms:
                self._single.add(forms[0])

    def spans(self, text: Words) -> list[Span]:
        """Where any of the terms stands, in order; the longest where several begin at one word."""
        last = {number: number for form in self._single & text.at.keys() for number in text.at[form]}
        for head in self._beginnings.keys() & text.headed.keys():
            beginnings = self._beginnings[head]
            for form in text.headed[head]:
                if form.startswith(beginnings):
                    last |= {number: number for number in text.at[form]}
        if self._short:
            short = tuple(self._short)
            last |= {n: n for form, numbers in text.at.items() if form.startswith(short) for n in numbers}
        for form in self._phrases.keys() & text.at.keys():
            for number in text.at[form]:
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
