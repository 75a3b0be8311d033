"""Splits a text that is too long for one passage: at its sentences, and within them where it must."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.assessment.passages import BlockKind, Passage
from app.evidence.contexts import LEAD_PART, cut, joined_context
from app.evidence.sentences import sentences, tidy

_PIECE, _SMALL_PIECE = 800, 350
_SENTENCE = 1200
"""A sentence over this many characters is split."""

_CLAUSE = re.compile(r"(?:(?<=[;:,.])|(?<=\band)|(?<=\bor))\s+(?=\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)\s)")
_SEMICOLON = re.compile(r"(?<=[;；。])\s*")
_COMMA = re.compile(r"(?<=,)\s+|(?<=[，、])\s*")
_WHITE = re.compile(r"\s+")


def pieces(text: str, start: int, end: int, context: tuple[str, ...], kind: BlockKind) -> Iterator[Passage]:
    """Splits a long text at the ends of its sentences.

    A piece that begins within a sentence has the beginning of that sentence as context: it says who shall not do what.
    """
    units: list[tuple[int, int, int]] = []
    for first, last in sentences(text, start, end):
        units.extend((low, high, first) for low, high in _parts(text, first, last))
    low, high, sentence = units[0]
    total = end - start
    target = total / -(-total // _PIECE)
    for begin, stop, origin in units[1:]:
        long_enough = high - low >= min(target, _PIECE) - 60
        if long_enough or (stop - low > _PIECE and high - low >= _SMALL_PIECE) or stop - low > _SENTENCE:
            yield _piece(text, (low, high), sentence, context, kind)
            low, sentence = begin, origin
        high = stop
    yield _piece(text, (low, high), sentence, context, kind)


def _piece(
    text: str, span: tuple[int, int], sentence: int, context: tuple[str, ...], kind: BlockKind
) -> Passage:
    low, high = span
    if low > sentence:
        stem = cut(tidy(text[sentence : min(low, sentence + 2 * LEAD_PART)]), LEAD_PART)
        # A heading that runs into the text is already part of the context.
        known = context and stem.startswith(context[-1])
        context = (*context[:-1], stem) if known else (*context, stem)
    return Passage(low, high, joined_context(context), kind)


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence, divided where it is too long: at clauses, then semicolons, commas, white space, anywhere."""
    if end - start <= _PIECE:
        return [(start, end)]
    parts = list(_cut_at(text, start, end, _CLAUSE))
    for border in (_SEMICOLON, _COMMA, _WHITE):
        divided: list[tuple[int, int]] = []
        for low, high in parts:
            if high - low <= _SENTENCE:
                divided.append((low, high))
            else:
                divided.extend(_packed(_cut_at(text, low, high, border)))
        parts = divided
    return [piece for low, high in parts for piece in _chopped(low, high)]


def _cut_at(text: str, low: int, high: int, border: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The pieces between the borders, without white space at their ends."""
    for gap in border.finditer(text, low, high):
        if low < gap.start() and gap.end() < high:
            yield low, gap.start()
            low = gap.end()
    yield low, high


def _packed(atoms: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbours put together again up to the size of a piece."""
    packed: list[tuple[int, int]] = []
    for low, high in atoms:
        if packed and high - packed[-1][0] <= _PIECE:
            packed[-1] = (packed[-1][0], high)
        else:
            packed.append((low, high))
    return packed


def _chopped(low: int, high: int) -> Iterator[tuple[int, int]]:
    """What has no white space at all, in pieces of one size."""
    if high - low <= _SENTENCE:
        yield low, high
        return
    for begin in range(low, high, _PIECE):
        yield begin, min(begin + _PIECE, high)
