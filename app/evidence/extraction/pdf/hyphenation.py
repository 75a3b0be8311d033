"""Words that were broken at a line's end, joined as the rest of the document writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from app.evidence.extraction.pdf.layout import Line

HYPHEN: Final = "\ufffe"
"""What PDFium gives for a hyphen at which a word was broken, in the place of hyphen and line's end."""
_BROKEN: Final = re.compile(f"(?<!\\w)(\\w+){HYPHEN}(\\w*)")
_KEEP_HYPHEN: Final = frozenset(
    [
        "all",
        "anti",
        "co",
        "cross",
        "e",
        "ever",
        "first",
        "full",
        "high",
        "in",
        "ill",
        "key",
        "long",
        "low",
        "mid",
        "multi",
        "non",
        "off",
        "on",
        "one",
        "opt",
        "out",
        "over",
        "part",
        "post",
        "pre",
        "read",
        "real",
        "role",
        "self",
        "semi",
        "short",
        "single",
        "so",
        "state",
        "third",
        "time",
        "to",
        "top",
        "two",
        "un",
        "up",
        "user",
        "well",
        "zero",
    ]
)
"""What a hyphen stays after, where the document writes neither form elsewhere."""


def mend_words(lines: Sequence[Line]) -> None:
    """Join the words that were broken at a line's end as the rest of these lines writes them."""
    broken = [line for line in lines if HYPHEN in line.text]
    if not broken:
        return
    words = {word for line in lines for word in re.findall(r"[\w-]+", line.text.lower())}

    def whole(match: re.Match[str]) -> str:
        first, second = match[1], match[2]
        if not second or f"{first}-{second}".lower() in words:
            return f"{first}-{second}"
        if f"{first}{second}".lower() in words:
            return first + second
        kept = first.lower() in _KEEP_HYPHEN or not (first + second).isalpha() or not second.islower()
        return f"{first}-{second}" if kept else first + second

    for line in broken:
        line.text = _BROKEN.sub(whole, line.text).replace(HYPHEN, "-")
