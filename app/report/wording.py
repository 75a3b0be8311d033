"""The few words the renderers add themselves, so that all three add the same."""

from __future__ import annotations

from datetime import UTC, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def time_text(moment: datetime) -> str:
    """A moment in UTC, the same in every locale: `22 Nov 2026, 14:02 UTC`."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M} UTC"


def digests_text(version: str, judgement: str) -> str:
    """A version as it stands in running heads: 12 characters of it, and as many of the judgement's digest."""
    named = (("version", version), ("judgment", judgement))
    return ", ".join(f"{name} {digest[:12]}" for name, digest in named if digest)


def marker(numbering: str, index: int) -> str:
    """The mark before item `index` (from 0) of a list: a bullet, `a.` to `z.`, `aa.`, or a number."""
    if numbering == "1":
        return f"{index + 1}."
    if numbering == "a":
        letters = ""
        number = index + 1
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return f"{letters}."
    return "•"


def signed_word(signed: bool) -> str:
    """What stands beside the title of a signature block."""
    return "SIGNED" if signed else "UNSIGNED"
