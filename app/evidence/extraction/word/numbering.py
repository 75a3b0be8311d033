"""The numbers of lists in a DOCX, which are not in its text: counted as a word processor counts them."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from app.evidence.extraction.word.markup import W, value, whole


class Numbering:
    """The lists of a document, and how far each was counted."""

    def __init__(self, root: Element | None) -> None:
        """`root` is that of the part with the document's numbering; None where there is none."""
        self._forms = _forms(root)
        self._counters: dict[tuple[str, int], int] = {}

    def lead(self, number: str, level: int) -> tuple[str, bool]:
        """What stands before the next paragraph of this list on this level, and whether that is a bullet."""
        form, pattern, start = self._forms.get((number, level), ("", "", 1))
        if number == "0" or form == "none":
            return "", False
        if form in {"bullet", ""}:
            return "• ", True
        counters = self._counters
        counters[number, level] = counters.get((number, level), start - 1) + 1
        for deeper in range(level + 1, 9):
            counters.pop((number, deeper), None)

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            kind, _, first = self._forms.get((number, at), ("decimal", "", 1))
            return _as(
                counters.get((number, at), first), kind if at == level or kind != "bullet" else "decimal"
            )

        text = re.sub(r"%([1-9])", shown, pattern)
        return (f"{text} " if text.strip() else ""), False


def _forms(root: Element | None) -> dict[tuple[str, int], tuple[str, str, int]]:
    """Number and level of a list to its format, its pattern and where it starts."""
    if root is None:
        return {}
    kinds: dict[str, dict[int, tuple[str, str, int]]] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        levels = kinds.setdefault(abstract.get(f"{W}abstractNumId", ""), {})
        for level in abstract.iter(f"{W}lvl"):
            start = value(level, "start")
            levels[whole(level.get(f"{W}ilvl", ""))] = (
                value(level, "numFmt") or "decimal",
                value(level, "lvlText"),
                whole(start) if start else 1,
            )
    return {
        (number.get(f"{W}numId", ""), level): form
        for number in root.iter(f"{W}num")
        for level, form in kinds.get(value(number, "abstractNumId"), {}).items()
    }


def _as(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"} and number > 0:
        letters = chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 5)
        return letters if form == "lowerLetter" else letters.upper()
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4_000:
        text, left = "", number
        signs = (
            ("m", 1000),
            ("cm", 900),
            ("d", 500),
            ("cd", 400),
            ("c", 100),
            ("xc", 90),
            ("l", 50),
            ("xl", 40),
        )
        for sign, worth in (*signs, ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)):
            text += sign * (left // worth)
            left %= worth
        return text if form == "lowerRoman" else text.upper()
    return f"{number:02}" if form == "decimalZero" else str(number)
