"""Quotes: how a document's own words are kept, and how they are found again in its text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property, lru_cache, partial

from app.assessment.answer import Citation
from app.assessment.passages import place_of
from app.evidence.model import Verdict, Verified

NEARLY = 0.5
"""Share of the words of a quote that must still stand, two or more in a row, for it to count as changed and not gone."""

_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+")
_MOST_SEEDS = 400
_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚ʼ", "'"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‑‐", "-"),
        # the only letter whose small form is longer than itself
        "İ": "I",
    }
)
"""Marks that mean the same, each one character for one, so that nothing moves."""
_DASHES = str.maketrans(dict.fromkeys("–—", "-"))
"""Not among them: a dash between two words joins nothing, a hyphen does."""
_UNEVEN = re.compile(
    # one word over the end of a line, and a hyphen within a word, which line ends come to stand at as well
    r"(?<=[^\W\d_])-\s+(?=[^\W\d_A-Z])|(?<=[^\W\d_])-(?=[^\W\d_])|"
    r"[\u00ad\u200b\u2060\ufeff]+|\s{2,}|[^\S ]|"
    r"[A-Za-z]?[^\x00-\x7f\s]+"
)
"""What may have more or fewer characters than its plain form."""
_CHANGES = re.compile(r"[–—\u00ad\u200b\u2060\ufeff]")
_MARKS_BEHIND = re.compile(
    r".[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]*|.",
    re.DOTALL,
)
"""A letter with the marks that stand on it."""
_REST_OF_WORD = re.compile(r"(?:[^\W_]|['’.,@/&_-](?=[^\W_]))*")
_NUMBER_BEFORE = re.compile(r"\d[.,]?\d\Z")
_NUMBER_BEHIND = re.compile(r"\d[.,]?\d")
_CLOSING = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’)\]]*(?=\s|$)")
_LONG_QUOTE = 400
"""Words."""
_MOST_ADDED = 240
"""Characters by which what stands there now may go on to the end of its sentence."""


class _Plain:
    """A text for comparing, and where each piece of it stands in the original."""

    def __init__(self, text: str) -> None:
        """Takes the original; compatibility forms, marks, hyphens and white space are made alike."""
        self.original = text
        kept: list[str] = []
        self._from: list[int] = [0]
        """Where pieces begin in the plain text; by number, in `_at` and `_sizes`, where in the original and how long."""
        self._at: list[int] = [0]
        self._sizes: list[int] = [-1]
        plain = done = 0
        even = text if text.isascii() else text.translate(_SAME)
        for match in _UNEVEN.finditer(even):
            for start, stop, same in _pieces(even, *match.span()):
                if same == even[start:stop]:
                    continue
                kept += (even[done:start], same)
                plain += start - done
                self._piece(plain, start, stop - start)
                plain += len(same)
                self._piece(plain, stop, -1)
                done = stop
        kept.append(even[done:])
        self.text = "".join(kept)

    def _piece(self, plain: int, at: int, size: int) -> None:
        """`size` characters of the original from `at` stand there in another form; -1 for as they are."""
        if self._from[-1] == plain:
            del self._from[-1], self._at[-1], self._sizes[-1]
        self._from.append(plain)
        self._at.append(at)
        self._sizes.append(size)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a piece of the plain text stands in the original."""
        return self._original(start)[0], self._original(end - 1)[1]

    def _original(self, index: int) -> tuple[int, int]:
        number = bisect_right(self._from, index) - 1
        at, size = self._at[number], self._sizes[number]
        if size >= 0:
            return at, at + size
        at += index - self._from[number]
        return at, at + 1

    @cached_property
    def small(self) -> str:
        """The plain text in small letters, character for character."""
        return self.text.lower()

    @cached_property
    def words(self) -> Sequence[tuple[str, int, int]]:
        """Its words in small letters, with where they stand."""
        return [(match[0], *match.span()) for match in _WORD.finditer(self.small)]

    @cached_property
    def numbers(self) -> Mapping[str, Sequence[int]]:
        """The numbers of its words, by word."""
        found: dict[str, list[int]] = {}
        for number, (word, _, _) in enumerate(self.words):
            found.setdefault(word, []).append(number)
        return found


def quoted(text: str) -> str:
    """The words of a passage as a citation keeps them: as they are, with white space made single spaces."""
    return _SPACES.sub(" ", text).strip()


def verify(citation: Citation, text: str, pages: Sequence[int], lines: Sequence[int]) -> Verified:
    """Look a citation's quote up in a text: where it was, elsewhere, nearly, or not at all.

    `pages` and `lines` are the offsets at which they begin. Differences in white space, in the kind of quotation marks
    and dashes, in hyphens within words, in capitals and in compatibility forms do not count. A quote stands only where
    whole words of the text are its words: `within 7` does not stand in `within 72 hours`.
    """
    if not citation.quote.strip():
        return Verified("", 0, citation, Verdict.UNQUOTED)
    where = partial(place_of, pages=pages, lines=lines)
    start, end = citation.start, citation.end
    if (
        start is not None
        and end is not None
        and quoted(text[start:end]) == quoted(citation.quote)
        # words cut in two by hand stand where they were cut; a number that goes on is another number
        and not _within_number(text, start, end)
    ):
        return Verified("", 0, citation, Verdict.FOUND, where(start, end), start, end)
    plain = _plain(text)
    wanted = _Plain(citation.quote.strip()).text.strip()
    spans = [plain.span(*one) for one in _occurrences(plain, wanted)]
    if spans:
        # a citation made by hand has no offsets: it stands where its place says, at any of its occurrences
        here = [span for span in spans if start is None and where(*span) == citation.place]
        begin, stop = here[0] if here else min(spans, key=lambda span: abs(span[0] - (start or 0)))
        verdict = Verdict.FOUND if here else Verdict.MOVED
        return Verified("", 0, citation, verdict, where(begin, stop), begin, stop)
    near = _nearest(plain, wanted)
    if near is None:
        return Verified("", 0, citation, Verdict.GONE)
    begin, stop = plain.span(*near)
    return Verified(
        "", 0, citation, Verdict.CHANGED, where(begin, stop), begin, stop, quoted(text[begin:stop])
    )


@lru_cache(maxsize=4)
def _plain(text: str) -> _Plain:
    """The text for comparing; those of the last documents are remembered, for they are asked for once a citation."""
    return _Plain(text)


def _pieces(even: str, start: int, stop: int) -> Sequence[tuple[int, int, str]]:
    """Pieces of an uneven run, with their plain forms."""
    run = even[start:stop]
    if run.isspace():
        return ((start, stop, " "),)
    if run[0] == "-" or run[0] in "\u00ad\u200b\u2060\ufeff":
        return ((start, stop, ""),)
    if not _CHANGES.search(run) and unicodedata.is_normalized("NFKC", run):
        return ()
    return [
        (start + match.start(), start + match.end(), _composed(match[0]))
        for match in _MARKS_BEHIND.finditer(run)
    ]


@lru_cache(maxsize=2048)
def _composed(letter: str) -> str:
    """The plain form of a letter with its marks, of a ligature, of an odd space."""
    if letter in "\u00ad\u200b\u2060\ufeff":
        return ""
    same = unicodedata.normalize("NFKC", letter).translate(_SAME).translate(_DASHES)
    return " " if same.isspace() else same


def _occurrences(plain: _Plain, wanted: str) -> list[tuple[int, int]]:
    """Where the wanted words stand whole; where they do not, where they do but for capitals."""
    return _whole_ones(plain, plain.text, wanted) or _whole_ones(plain, plain.small, wanted.lower())


def _whole_ones(plain: _Plain, text: str, wanted: str) -> list[tuple[int, int]]:
    found = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        end = at + len(wanted)
        # A part of `well-known` is a word: its hyphen is left out of the plain text, not of the document.
        if _whole(text, at, end) or _whole(plain.original, *plain.span(at, end)):
            found.append((at, end))
        at = text.find(wanted, at + 1)
    return found


def _whole(text: str, start: int, end: int) -> bool:
    """Whether neither the first nor the last word of a piece of text goes on outside of it, nor a number."""
    if start > 0 and _joined(text[start - 1], text[start]):
        return False
    if end < len(text) and end > 0 and _joined(text[end - 1], text[end]):
        return False
    return not _within_number(text, start, end)


def _within_number(text: str, start: int, end: int) -> bool:
    """Whether a piece of text begins or ends in the middle of a number (`7` of `72`, of `7.5` and of `1,007`)."""
    return bool(_NUMBER_BEFORE.search(text, max(start - 2, 0), start + 1)) or bool(
        _NUMBER_BEHIND.match(text, max(end - 1, 0))
    )


def _joined(left: str, right: str) -> bool:
    """Whether two characters beside each other are of one word; scripts without spaces have no such words."""
    return left.isalnum() and right.isalnum() and not _unspaced(left) and not _unspaced(right)


def _unspaced(character: str) -> bool:
    return (
        "\u0e00" <= character <= "\u0eff"
        or "\u1000" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
        or "\u3040" <= character <= "\u9fff"
    )


def _nearest(plain: _Plain, wanted: str) -> tuple[int, int] | None:
    """The stretch of text most like the wanted words, where it is like enough; None otherwise.

    Compared by words: the rare words of the quote say where to look, so that a long text costs little.
    """
    words, where = plain.words, plain.numbers
    spots = [(match[0], *match.span()) for match in _WORD.finditer(wanted.lower())]
    target = [word for word, _, _ in spots]
    if len(target) < 3 or not words:
        return None
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
        # In a long quote what stands everywhere says nothing, and words said over and over would take minutes.
        matcher = SequenceMatcher(None, window, target, autojunk=len(target) > _LONG_QUOTE)
        blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
        if not blocks:
            continue
        share = sum(block.size for block in blocks) / len(target)
        if share > best[0]:
            # words before the first and after the last that still stand were changed: they belong to it too
            head, tail = blocks[0], blocks[-1]
            begin = max(first + head.a - head.b, 0)
            stop = min(first + tail.a + len(target) - tail.b, len(words)) - 1
            same = first + tail.a + tail.size - 1
            rest = wanted[spots[tail.b + tail.size - 1][2] :]
            best = (share, words[begin][1], _ending(plain.text, words[same][2], words[stop][2], rest))
    return best[1:] if best[0] >= NEARLY else None


def _ending(plain: str, same: int, stop: int, rest: str) -> int:
    """Where the words that stand there now end: with a whole word, and with the sentence where the quote ended with one.

    `same` is where the last words end that are still the same, `rest` what the quote had behind them.
    """
    ends = list(_CLOSING.finditer(rest))
    if ends and not rest[ends[-1].end() :].strip():
        inner = len(ends) - 1
        closings = [match.end() for match in _CLOSING.finditer(plain, same, stop + _MOST_ADDED)]
        if len(closings) > inner:
            return closings[inner]
    word = _REST_OF_WORD.match(plain, stop)
    return word.end() if word is not None else stop
