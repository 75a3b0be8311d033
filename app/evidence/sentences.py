"""Where sentences begin and end, in prose as vendors and lawyers write it."""

from __future__ import annotations

import re

_GAP = re.compile(r"(?<=[.!?…)\]\"'”’»*_])\s+|(?<=\S)[^\S\n]*\n\s*")
_CLOSERS = ")]\"'”’»*_"
_OPENERS = "([\"'“‘«*_"
_BULLETS = "-–—*•·▪◦‣○●■□☐☑☒✓✔➢➤"
_MARKER = re.compile(
    rf"(?:[{re.escape(_BULLETS)}]\s|[•▪◦‣●■□☐☑☒]|\((?:\d{{1,3}}|[A-Za-z]|[ivxIVX]{{1,6}})\)|(?:\d{{1,3}}|[A-Za-z]|[ivxIVX]{{1,6}})[.)]\s)"
)
_MARKER_ONLY = re.compile(
    rf"(?:[{re.escape(_BULLETS)}]\s*)?\(?(?:\d{{1,3}}(?:\.\d{{1,3}})*|[A-Za-z]|[ivxIVX]{{1,6}})[.)]\)?"
)
_KEY = re.compile(r"[A-Z][\w /&'’-]{0,30}:\s")
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_NUMERAL = re.compile(r"[§\d(]|[IVX]+\b")
# Never the end of a sentence: something always follows.
_TITLES = re.compile(r"mr|mrs|ms|dr|prof|hon|st|mt|vs|v|cf|viz|al|seq|approx|incl|resp|e\.g|i\.e|eg|ie")
# A number, a section sign or a name follows; in "No. We never do." it is a sentence.
_BEFORE_NUMBER = re.compile(r"nos?|arts?|secs?|sect|ch|chap|pp?|para?|fig|vol|pt|exh?|cl|rev|ver")
# Abbreviations that may also end a sentence.
_MAY_END = re.compile(
    r"inc|ltd|corp|co|llc|plc|gmbh|bros|dept|univ|assn|jr|sr|etc|ave|blvd|rd|stat|regs?|admin|edu?|educ|civ|pub|"
    r"cal|fla|tex|ill|mass|conn|wash|colo|ariz|ind|mich|minn|okla|ore|pa|va|tenn|wis|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_STARTERS = re.compile(
    r"an?|all|and|any|as|at|both|but|by|during|each|for|from|he|her|his|how|however|i|if|in|its?|no|not|once|our|"
    r"parents|please|she|since|students|such|that|the|their|there|these|they|this|those|to|unless|under|upon|"
    r"we|what|when|where|while|who|with|without|your?|users|teachers|schools|data|personal|provider"
)
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_ABBREVIATION_LOOKBACK = 24
_HARD_WRAP = 40


def tidy(text: str) -> str:
    """The text with every run of white space (also non-breaking) made one space, none at its ends."""
    return " ".join(text.split())


def sentences(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where the sentences of a piece of text stand.

    Args:
        text: the whole text.
        start: offset of the first character of the piece.
        end: offset after its last character.

    Returns:
        Offsets (start, end) into the whole text, in order, without the white space between them; together they hold
        every other character. Items of a list, rows of a table and key-value lines each count as a sentence; a line
        that merely wraps does not end one.
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return ()
    found: list[tuple[int, int]] = []
    begin = line = start
    for gap in _GAP.finditer(text, start, end):
        before, after = gap.span()
        if before <= begin or after >= end:
            continue
        broken = text.find("\n", before, after) >= 0
        if _ends_sentence(text, begin, before, after) or (
            broken and _ends_line(text, line, before, after, end)
        ):
            found.append((begin, before))
            begin = after
        if broken:
            line = after
    found.append((begin, end))
    return tuple(found)


def _ends_line(text: str, line: int, before: int, after: int, end: int) -> bool:
    """Whether a line break is more than the wrapping of a paragraph."""
    if text.count("\n", before, after) > 1 or _MARKER.match(text, after, end):
        return True
    following = text.find("\n", after, min(after + 400, end))
    stop = following if following >= 0 else min(after + 400, end)
    if (
        "|" in text[max(line, before - 400) : before]
        or "|" in text[after:stop]
        or _KEY.match(text, after, end)
    ):
        return True
    return before - line < _HARD_WRAP and text[after].isupper() and text[before - 1] not in ",(&"


def _ends_sentence(text: str, begin: int, before: int, after: int) -> bool:
    """Whether the text up to `before` ends a sentence, given what begins at `after`."""
    at = before - 1
    while at > begin and before - at < 6 and text[at] in _CLOSERS:
        at -= 1
    mark = text[at]
    if mark not in ".!?…" or not _may_start(text, after):
        return False
    if before - begin < 12 and _MARKER_ONLY.fullmatch(text, begin, before):
        return False
    return mark != "." or not _abbreviates(text, begin, at, after)


def _may_start(text: str, after: int) -> bool:
    """Whether a sentence may begin here: not with a small letter, but for names like iKeepSafe."""
    at = after
    while at < len(text) - 1 and at - after < 3 and text[at] in _OPENERS:
        at += 1
    if text[at] == "§":
        return False
    return not text[at].islower() or (at + 1 < len(text) and text[at + 1].isupper())


def _abbreviates(text: str, begin: int, dot: int, after: int) -> bool:
    """Whether the full stop at `dot` belongs to an abbreviation and the sentence goes on."""
    low = max(begin, dot - _ABBREVIATION_LOOKBACK)
    token = text[low:dot].rsplit(None, 1)[-1] if text[low:dot].strip() else ""
    token = token.lstrip(_OPENERS)
    word = token.lower()
    first = _FIRST_WORD.match(text, after)
    starts = first is not None and _STARTERS.fullmatch(first.group().lower()) is not None
    if _TITLES.fullmatch(word):
        return True
    if _BEFORE_NUMBER.fullmatch(word):
        return _NUMERAL.match(text, after) is not None and not starts
    if len(token) == 1 and token.isalpha():
        return not starts
    if _MAY_END.fullmatch(word) or _DOTTED.fullmatch(token):
        return not starts
    return token.isalpha() and token[0].isupper() and len(token) <= 4 and text[after].isdigit()
