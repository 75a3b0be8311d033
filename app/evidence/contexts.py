"""The context of a passage as it is shown: what stands above it, cut to a size that can be read at a glance."""

from __future__ import annotations

from collections.abc import Sequence

SEPARATOR = " › "
"""Stands between the parts of a context."""

HEADING_PART, LEAD_PART = 120, 170
"""Characters of a heading and of the line before a list."""
_CONTEXT = 300


def joined_context(parts: Sequence[str]) -> str:
    """The parts of a context, each once, cut to size; the outermost go first when it grows too long."""
    kept: list[str] = []
    for part in parts:
        if part and (not kept or part.casefold() != kept[-1].casefold()):
            kept.append(part)
    while len(kept) > 1 and sum(map(len, kept)) + len(SEPARATOR) * (len(kept) - 1) > _CONTEXT:
        del kept[0]
    return SEPARATOR.join(kept)


def cut(part: str, limit: int) -> str:
    """The part, cut at a word with an ellipsis when it is too long."""
    if len(part) <= limit:
        return part
    short = part[: limit - 1]
    space = short.rfind(" ")
    return (short[:space] if space > limit // 2 else short).rstrip(" ,;:") + "…"


def cut_middle(part: str, limit: int) -> str:
    """The part without its middle when it is too long: its beginning says who, its end what comes."""
    if len(part) <= limit:
        return part
    tail = part[-(limit // 3) :]
    space = tail.find(" ")
    return f"{cut(part, limit - limit // 3 - 1)} {tail[space + 1 :] if 0 <= space < limit // 6 else tail}"
