"""From terms to an expression of FTS5, in which no term can be anything but words."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from app.store.errors import StoreError
from app.store.folding import folded

Groups = Sequence[Sequence[Sequence[str]]]
"""Alternatives, each a list of groups (all wanted), each a list of terms (any)."""

MOST_TERMS = 2000
"""SQLite takes more, but a search of so many words finds everything."""


def match_expression(groups: Groups) -> str:
    """The expression that finds what the groups describe; empty where they can find nothing.

    A term is a word or phrase; a star at its end stands for any ending of its last word. Terms without a
    letter or digit drop out, and a group with nothing left finds nothing. Raises `StoreError` for more than
    2,000 terms.
    """
    if sum(len(group) for alternative in groups for group in alternative) > MOST_TERMS:
        raise StoreError(f"A search takes at most {MOST_TERMS:,} terms; leave some out.")
    found = []
    for alternative in groups:
        wanted = [_any(group) for group in alternative]
        if wanted and all(wanted):
            found.append(" AND ".join(f"({words})" for words in wanted))
    return " OR ".join(f"({words})" for words in dict.fromkeys(found))


def _any(terms: Sequence[str]) -> str:
    return " OR ".join(dict.fromkeys(words for term in terms if (words := _quoted(term))))


def _quoted(term: str) -> str:
    words = folded(term).strip()
    star = "*" if words.endswith("*") else ""
    if not any(unicodedata.category(character)[0] in "LN" for character in words):
        return ""
    return '"' + " ".join(words.rstrip("*").replace('"', " ").split()) + '"' + star
