"""The notation of search terms: words and phrases with an optional star at their end, and anchors made of them."""

from __future__ import annotations

import re

Groups = tuple[tuple[str, ...], ...]
"""An anchor taken apart: one term of each group is wanted."""

_WORD = re.compile(r"[^\W_]+")


def words_of(term: str) -> tuple[tuple[str, ...], bool]:
    """The words of a term, in small letters, and whether its last word may have any ending."""
    return tuple(_WORD.findall(term.casefold())), term.rstrip().endswith("*")


def parse_anchor(text: str) -> Groups:
    """The groups of an anchor (`encrypt* | AES & at rest`).

    Raises `ValueError`, saying what was expected, for an anchor with an empty group, an empty term or a star
    that is not at a term's end.
    """
    groups = []
    for group in text.split("&"):
        terms = tuple(" ".join(term.split()) for term in group.split("|"))
        for term in terms:
            if not words_of(term)[0]:
                raise ValueError("words on both sides of each & and |")
            if "*" in term[:-1]:
                raise ValueError(f"a star only at the end of a term; found {term}")
        groups.append(terms)
    return tuple(groups)
