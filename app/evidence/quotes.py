"""Quotes: how a document's own words are kept, and how they are found again in its text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import partial

from app.assessment.answer import Citation
from app.assessment.passages import place_of
from app.evidence.model import Verdict, Verified

NEARLY = 0.5
"""Share of the words of a quote that must still stand, two or more in a row, for it to count as changed and not gone."""

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_MOST_SEEDS = 400
_SAME = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "‐": "-"}
)


def quoted(text: str) -> str:
    """The words of a passage as a citation keeps them: as they are, with white space made single spaces."""
    return _SPACES.sub(" ", text).strip()


def verify(citation: Citation, text: str, pages: Sequence[int], lines: Sequence[int]) -> Verified:
    """Look a citation's quote up in a text: where it was, elsewhere, nearly, or not at all.

    `pages` and `lines` are the offsets at which they begin. Differences in white space, in the kind of
    quotation marks and dashes, and in compatibility forms do not count.
    """
    if not citation.quote.strip():
        return Verified("", 0, citation, Verdict.UNQUOTED)
    where = partial(place_of, pages=pages, lines=lines)
    start, end = citation.start, citation.end
    if start is not None and end is not None and quoted(text[start:end]) == quoted(citation.quote):
        return Verified("", 0, citation, Verdict.FOUND, where(start, end), start, end)
    plain, offsets = _plain(text)
    wanted, _ = _plain(citation.quote)
    spans = [(offsets[a], offsets[b - 1] + 1) for a, b in _occurrences(plain, wanted)]
    if spans:
        # a citation made by hand has no offsets: it stands where its place says, at any of its occurrences
        here = [span for span in spans if start is None and where(*span) == citation.place]
        begin, stop = here[0] if here else min(spans, key=lambda span: abs(span[0] - (start or 0)))
        verdict = Verdict.FOUND if here else Verdict.MOVED
        return Verified("", 0, citation, verdict, where(begin, stop), begin, stop)
    near = _nearest(plain, wanted)
    if near is None:
        return Verified("", 0, citation, Verdict.GONE)
    begin, stop = offsets[near[0]], offsets[near[1] - 1] + 1
    now = quoted(text[begin:stop])
    return Verified("", 0, citation, Verdict.CHANGED, where(begin, stop), begin, stop, now)


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """The text for comparing, and for each of its characters where it stands in the original."""
    if text.isascii() and "  " not in text and not re.search(r"[\t\n\r\f\v]", text):
        return text, range(len(text))
    kept: list[str] = []
    offsets: list[int] = []
    space = True
    for index, character in enumerate(text):
        if character.isspace():
            if not space:
                kept.append(" ")
                offsets.append(index)
            space = True
            continue
        same = character if character.isascii() else unicodedata.normalize("NFKC", character.translate(_SAME))
        if same in ("\u00ad", "\u200b", "\ufeff"):
            continue
        for part in same:
            kept.append(part)
            offsets.append(index)
        space = False
    return "".join(kept), offsets


def _occurrences(plain: str, wanted: str) -> list[tuple[int, int]]:
    wanted = wanted.strip()
    found = []
    at = plain.find(wanted) if wanted else -1
    while at >= 0:
        found.append((at, at + len(wanted)))
        at = plain.find(wanted, at + 1)
    return found


def _nearest(plain: str, wanted: str) -> tuple[int, int] | None:
    """The stretch of text most like the wanted words, where it is like enough; None otherwise.

    Compared by words: the rare words of the quote say where to look, so that a long text costs little.
    """
    words = [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(plain)]
    target = [match[0].casefold() for match in _WORD.finditer(wanted)]
    if len(target) < 3 or not words:
        return None
    where: dict[str, list[int]] = {}
    for index, (word, _, _) in enumerate(words):
        where.setdefault(word, []).append(index)
    votes: dict[int, int] = {}
    for index, word in sorted(enumerate(target), key=lambda pair: len(where.get(pair[1], ()))):
        seen = where.get(word, ())
        if len(seen) > _MOST_SEEDS:
            break
        for at in seen:
            votes[(at - index) // 4] = votes.get((at - index) // 4, 0) + 1
    best: tuple[float, int, int] = (0.0, 0, 0)
    slack = max(len(target) // 4, 4)
    for bucket in sorted(votes, key=votes.__getitem__, reverse=True)[:8]:
        first = max(bucket * 4 - slack, 0)
        last = min(bucket * 4 + len(target) + slack + 4, len(words))
        window = [word for word, _, _ in words[first:last]]
        matcher = SequenceMatcher(None, window, target, autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
        if not blocks:
            continue
        share = sum(block.size for block in blocks) / len(target)
        if share > best[0]:
            # words before the first and after the last that still stand were changed: they belong to it too
            head, tail = blocks[0], blocks[-1]
            begin = max(first + head.a - head.b, 0)
            stop = min(first + tail.a + len(target) - tail.b, len(words)) - 1
            best = (share, words[begin][1], words[stop][2])
    return best[1:] if best[0] >= NEARLY else None
