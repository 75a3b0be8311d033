"""What a line of a document looks like: an item of a list, a heading that runs into its text, a key with its value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.evidence.sentences import tidy

_BULLET = re.compile(r"(?:[-–—*+]\s+|[•·▪◦‣○●■□☐☑☒✓✔➢➤]\s*)")
_ENUMERATOR = re.compile(
    r"\((?P<round>\d{1,3}|[A-Za-z]|[ivx]{1,6}|[IVX]{1,6})\)|"
    r"(?P<plain>\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivx]{1,6}|[IVX]{1,6})(?P<close>[.)])(?=\s)|"
    r"(?P<decimal>\d{1,3}(?:\.\d{1,3})+)(?=\s)"
)
_RUN_IN = re.compile(
    r"(?P<label>[“\"'(]?[A-Z0-9§][^.:!?|]{1,110}?(?::\s+[“\"][^”\":.]{2,80}[”\"])?)"
    r"(?P<stop>\.(?=\s+[“\"(\[]?[A-Z0-9])|:(?=\s+\S)|\s[–—-]\s(?=\S))"
)
_ASKS = re.compile(r"(?:how|what|why|when|where|who|which)\b", re.IGNORECASE)
_MARKUP = str.maketrans("", "", "*`")
_HASHES = re.compile(r"^#{1,6}\s+|\s+#+$|\s*(?:={3,}|-{3,})$")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|will|shall|may|must|can|could|should|would|does|do|did|has|have|had|agrees?|provides?|"
    r"we|you|they|it|cannot|don['’]t|won['’]t|please)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    _FINITE.pattern
    + r"|\b(?:use[sd]?|collect(?:s|ed)?|store[sd]?|encrypt(?:s|ed)?|sell|share[sd]?|delete[sd]?|retain(?:s|ed)?|"
    r"protect(?:s|ed)?|require[sd]?|comply|complies|notify|notifies|access(?:es|ed)?|contact|allow(?:s|ed)?)\b",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(
    r"\b(?:following|follows|includ(?:es?|ing)|below|such as|for example|e\.g|that|to|of|and|or|with|by)$",
    re.IGNORECASE,
)
_NO_LABEL = frozenset(
    {"yes", "no", "never", "always", "note", "important", "example", "exception", "warning", "na", "n/a"}
)
_KEY_VALUE = re.compile(r"[^\s:|][^:|\n]{0,48}:\s*(?:\S|$)")
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

SHORT_LINE = 80
"""A paragraph under this many characters that says nothing by itself is a line of something larger."""


@dataclass(frozen=True, slots=True)
class Marker:
    """The mark in front of an item: `•`, `4.`, `(a)`, `- ii.`."""

    style: str
    """How items of one list are marked: `•`, `1.`, `(a)`, `i.`; empty without a mark."""
    ordinal: str
    """The number or letter; empty for a bullet."""
    length: int
    """Characters that it takes, white space after it included."""

    @property
    def first(self) -> bool:
        """Whether a list begins with it."""
        return self.ordinal in {"1", "a", "A", "i", "I"}


NO_MARKER = Marker("", "", 0)


def marker_of(text: str, *, before: Marker = NO_MARKER) -> Marker:
    """The mark at the beginning of a line; `before` is the mark of the item above and settles whether `i.` is a letter."""
    bullet = _BULLET.match(text)
    at = bullet.end() if bullet else 0
    found = _ENUMERATOR.match(text, at)
    if not found:
        return Marker(text[0], "", at) if bullet else NO_MARKER
    ordinal = found["round"] or found["plain"] or found["decimal"]
    if ordinal[0].isdigit():
        kind = "1" + ".1" * ordinal.count(".")
        ordinal = ordinal.rpartition(".")[2]
    elif set(ordinal.lower()) <= set("ivx") and not _next_letter(before, ordinal):
        kind = "i" if ordinal.islower() else "I"
    else:
        kind = "a" if ordinal.islower() else "A"
    shape = f"({kind})" if found["round"] else kind + (found["close"] or "")
    end = found.end()
    while end < len(text) and text[end].isspace():
        end += 1
    return Marker(("•" if bullet else "") + shape, ordinal, end)


def _next_letter(before: Marker, ordinal: str) -> bool:
    """Whether a letter that is also a Roman numeral follows the letter above it in the alphabet."""
    return len(ordinal) == 1 and len(before.ordinal) == 1 and ord(before.ordinal) + 1 == ord(ordinal)


def title_of(text: str) -> str:
    """A heading as it is shown: on one line, without the marks of Markdown."""
    return tidy(_HASHES.sub("", tidy(text[:1000])).translate(_MARKUP)).strip("_ ")


def run_in_heading(text: str, marker: Marker) -> str:
    """The heading that runs into its text (`2. Parent Access` of "2. Parent Access. To the extent ..."), else empty."""
    head = tidy(text[marker.length : marker.length + 260])
    if "*" in head or "`" in head:
        head = head.translate(_MARKUP)
    found = _RUN_IN.match(head)
    if not found or len(head) - found.end() < 12:
        return ""
    label, stop = found["label"].strip(), found["stop"].strip()
    words = _WORDS.findall(label)
    if not words or label.lower() in _NO_LABEL:
        return ""
    numbered = bool(marker.ordinal)
    if stop == ":":
        fits = len(words) <= 14
    elif stop == ".":
        fits = (_title_like(words) and len(words) <= (9 if numbered else 6)) or (numbered and len(words) <= 4)
    else:
        fits = _title_like(words) and len(words) <= 9
    # The patterns last: most lines of prose are too long for a title.
    if not fits or _LEADS_IN.search(label):
        return ""
    # "How We Use Data" is a title although it holds a verb.
    if _FINITE.search(label) and not (_ASKS.match(label) and _title_like(words)):
        return ""
    return f"{tidy(text[: marker.length])} {label}" if numbered else label


def _title_like(words: Sequence[str]) -> bool:
    """Whether the words are capitalised as in a title."""
    long = [word for word in words if len(word) > 3]
    small = sum(1 for word in long if word[0].islower())
    return words[0][0].isupper() and small * 4 <= len(long)


_OPENS_CONTRACT = re.compile(r"\W*(?:now,?\s+therefore|witnesseth|whereas)\b", re.IGNORECASE)


def opens_contract(text: str) -> bool:
    """Whether a line is the opening words of a contract (`NOW THEREFORE, ...`), which say nothing of what follows."""
    return _OPENS_CONTRACT.match(text) is not None


def leads_in(text: str) -> bool:
    """Whether a line announces what comes next: it ends with a colon."""
    return text[-8:].rstrip("*_ \t\n-–—").endswith((":", "："))


def is_sentence(text: str) -> bool:
    """Whether a line says something by itself."""
    line = tidy(text[:400]).rstrip("*_\"”’')")
    words = line.count(" ") + 1
    if line.endswith((".", "!", "?")) and words >= 4:
        return not _is_reference(line)
    return words >= 6 and _FINITE.search(line) is not None


def _is_reference(line: str) -> bool:
    """Whether a line that ends with a full stop is an address or a name: it holds no verb and hardly a small word."""
    return len(line) < SHORT_LINE and not _VERB.search(line) and _title_like(_WORDS.findall(line) or ["a"])


def is_key_value(text: str) -> bool:
    """Whether a line is a key with its value: `Phone: 207 555 0100`."""
    if len(text) > 140 or "\n" in text.strip() or leads_in(text) or not _KEY_VALUE.match(text):
        return False
    value = text.partition(":")[2].strip()
    return not (_FINITE.search(value) or (value.endswith(".") and value.count(" ") >= 5))


def is_fragment(text: str) -> bool:
    """Whether a paragraph is too short to stand alone: an address line, a name, a date."""
    return len(text) < SHORT_LINE and not is_sentence(text) and not leads_in(text)


def says_more(text: str) -> bool:
    """Whether an item of a list is a statement of its own, not one of many short entries."""
    return len(text) > 200 or (
        len(text) >= 60 and is_sentence(text) and text.rstrip("*_\"”’')").endswith((".", "!", "?"))
    )
