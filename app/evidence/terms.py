"""Search terms: words and phrases with an optional star at their end, and anchors made of groups of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from app.questionnaire.anchors import Groups, parse_anchor, words_of

__all__ = ["Groups", "alternatives", "distinct", "parse_anchor", "pattern", "plain", "shown", "words_of"]

_SPLIT_WORD = re.compile(r"(?<![^\W\d_])([^\W\d_]++)[-\u00ad\u2010][^\S\n]*\n\s*([a-z]\w*)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)>\]]+", re.IGNORECASE)
_SOFT = {0xAD: None, 0x200B: None, 0x2060: None, 0xFEFF: None}


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """The text as it is searched.

    Compatibility forms are resolved, and web addresses left out, whose words say nothing. A word hyphenated over
    a line end stands there joined and in its two parts, as in the store's index: `encryp-/tion`, `third-/party`.
    """
    joined = _ADDRESS.sub(" ", _SPLIT_WORD.sub(r"\1\2 \1 \2", text))
    return unicodedata.normalize("NFKC", joined.translate(_SOFT))


def pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    """What finds any of the terms as whole words, in any case; None when no term has a word."""
    return _pattern(tuple(terms))


@lru_cache(maxsize=4096)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    branches = []
    for term in terms:
        words, open_ended = words_of(term)
        if words:
            # between the words of a phrase: a few spaces, hyphens or line ends, as in "third-party"
            branches.append(r"[\W_]{1,4}".join(map(re.escape, words)) + (r"[^\W_]*" if open_ended else ""))
    if not branches:
        return None
    branches.sort(key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(branches)})(?![^\W_])", re.IGNORECASE)


def shown(term: str) -> str:
    """A term as a person reads it: without its star."""
    return term.rstrip().removesuffix("*")


def distinct(terms: Iterable[str]) -> tuple[str, ...]:
    """Each term once, whatever its case, in order."""
    kept: dict[tuple[tuple[str, ...], bool], str] = {}
    for term in terms:
        kept.setdefault(words_of(term), " ".join(term.split()))
    return tuple(kept.values())


def alternatives(anchors: Sequence[str]) -> tuple[Groups, ...]:
    """The anchors that can be read, taken apart; the pack's checker has reported the others."""
    found = []
    for anchor in anchors:
        try:
            found.append(parse_anchor(anchor))
        except ValueError:
            continue
    return tuple(found)
