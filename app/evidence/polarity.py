"""Whether a passage says that a thing is so, or that it is not, and whether it sets a limit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.evidence.model import Polarity


@dataclass(frozen=True, slots=True)
class Reading:
    """How a passage speaks about the thing that was looked for."""

    polarity: Polarity = Polarity.UNCLEAR
    limited: bool = False


_HARMLESS = re.compile(
    r"\bnot (?:only|limited to|later than|more than|less than|exceed(?:ing)?)\b|\bno (?:later|more|less|longer|fewer) than\b|"
    r"\bno less \w+|\bno further\b|\bno \w+ (?:\w+ ){0,6}until\b|\bnot knowingly\b|"
    r"\bno longer (?:needed|required|necessary)\b|\bwhether or not\b|\bif not\b|\bbut not limited to\b|\bnot less\b|"
    r"\bwithout (?:undue|unreasonable|delay|authori[sz]ation|permission|prior)\b|\bunauthori[sz]ed\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|never|no|none|neither|nor|cannot|without|prohibit(?:s|ed)?|refrains?|forbid(?:s|den)?|barred|nobody|"
    r"lacks?|excluded|opted out of|\w+n['’]t)\b",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"\b(?:unless|except(?:ion|ions|ing)?|other than|provided that|only (?:if|when|to the extent)|to the extent|"
    r"where (?:possible|feasible|practicable)|may not apply|subject to|but not)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z\d(“\"])|\n\s*\n|;\s")
_REACH = 90
"""Characters before the thing within which a denial is taken to be about it."""
_AFTER = 45
"""Characters behind it: `are not encrypted` denies what comes after, `encryption is not used` what came before."""


def read(text: str, at: int) -> Reading:
    """How the sentence at this offset speaks; unclear where there is no such place or it asks."""
    if at < 0:
        return Reading()
    start, end = _sentence(text, at)
    sentence = text[start:end]
    if sentence.rstrip().endswith("?"):
        return Reading()
    told = _HARMLESS.sub(lambda match: " " * len(match[0]), sentence)
    near = told[max(at - start - _REACH, 0) : at - start + _AFTER]
    limited = bool(_LIMITS.search(told))
    if _DENIES.search(near):
        return Reading(Polarity.DENIES, limited)
    return Reading(Polarity.AFFIRMS, limited)


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match.end() > at:
            return start, match.end()
        start = match.end()
    return start, len(text)
