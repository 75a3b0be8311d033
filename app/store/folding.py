"""Text made plain for the search: the same words look the same, whatever a file's author or its reader did.

Spaces and quotation marks of every kind need nothing: to the search they all just end a word.
"""

from __future__ import annotations

import re
import unicodedata

FOLDING = f"1 {unicodedata.unidata_version}"
"""What `folded` does, as stored with each document: the number rises whenever its outcome may change."""

_SOFT_HYPHEN = re.compile("[\u00ad\u0002\ufffe](?:[ \t]*\n[ \t]*)?")
"""Breaks a word, and is no part of it. Some engines put the second or third where a PDF breaks a word."""
_UNSEEN = re.compile(
    "[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001\U000e0020-\U000e007f]"
)
"""Marks without a width or a sound, which may stand in the middle of a word."""
_HYPHEN_AT_LINE_END = re.compile("(?<![^\\W\\d_])([^\\W\\d_]+)[-\u2010\u2011][ \t]*\n[ \t]*([^\\W\\d_]+)")
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")


def folded(text: str) -> str:
    """The text as it is searched: NFKC, case folded, without what only breaks or hides inside a word.

    A word hyphenated at the end of a line is found joined and in its two parts: nobody can tell
    `encryp-/tion` from `third-/party`.
    """
    if not text.isascii():
        text = _UNSEEN.sub("", _SOFT_HYPHEN.sub("", text))
        text = unicodedata.normalize("NFKC", _NOT_TEXT.sub(" ", text)).casefold()
    elif "\0" in text or "\2" in text:
        text = _NOT_TEXT.sub(" ", _SOFT_HYPHEN.sub("", text))
    # ASCII keeps its case: FTS5 folds that itself
    return _HYPHEN_AT_LINE_END.sub(r"\1\2 \1 \2", text) if "\n" in text else text
