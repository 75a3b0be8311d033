"""What a passage is worth as an answer, whatever it is about: a duty more than a definition, a form or a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.assessment.passages import BlockKind


@dataclass(frozen=True, slots=True)
class Sign:
    """Something in a passage's wording that makes it a better or worse answer."""

    pattern: re.Pattern[str]
    worth: float
    """What is left of the passage's strength."""
    shorter_than: int = 10**9
    """Only passages of fewer characters."""
    begins: bool = False
    """Whether it must stand at the passage's beginning."""


def _sign(pattern: str, worth: float, shorter_than: int = 10**9, *, begins: bool = False) -> Sign:
    return Sign(re.compile(pattern, re.IGNORECASE), worth, shorter_than, begins)


_SIGNS = (
    # a term defined: "Student Data" means ...
    _sign(r".{0,160}?[\"“”*_]\s*(?:shall\s+)?(?:means?|refers?\s+to|includes?)\b", 0.62, begins=True),
    _sign(
        r".{0,200}?\b(?:shall\s+mean|is\s+defined\s+as|has\s+the\s+meaning|have\s+the\s+meaning)\b",
        0.62,
        begins=True,
    ),
    # a template nobody filled in
    _sign(r"\[\s*(?:insert|name|date|describe|enter|your|district|vendor|tbd|to be)\b|_{4,}", 0.5),
    Sign(re.compile(r"\[[A-Z]{2,}(?:[_ ][A-Z]{2,})+\]"), 0.5),
    # recitals and tables of contents
    _sign(r"\s*(?:whereas\b|purpose of (?:this|the)\b|table of contents\b)", 0.6, begins=True),
    # a form's own question: "Outline how your company ..."
    _sign(
        r"\W*(?:\(?[a-z\d]{1,3}[.)]\s*)?(?:please\s+)?(?:outline|address|specify|describe|explain|identify|indicate|list|"
        r"state|provide|detail|include|attach|check)\b[^.]*\b(?:you|your|vendor|contractor|the plan|how|whether)\b",
        0.45,
        begins=True,
    ),
    _sign(r"\bincorporated (?:herein )?by (?:this )?reference\b", 0.6, 260),
    # the school's own duty
    _sign(
        r"\W*(?:\w{1,3}[.)]\s+)?(?:[A-Z][\w' -]{2,60}[.:]\s+)?(?:the\s+)?(?:LEA|district|school|customer|educational agency)\s+"
        r"(?:shall|will|must|agrees?)\b",
        0.78,
        begins=True,
    ),
    # what a law demands is not what the vendor does
    _sign(
        r"\b(?:laws?|rules?|regulations?|statutes?|part 121|2-d)\b[^.]{0,90}\b(?:requires?|demands?|differ)\b",
        0.86,
    ),
    # a bare question
    _sign(r".*\?\s*$", 0.5, 160),
    # it only points elsewhere
    _sign(
        r"\b(?:see|refer to|described in|set forth in|set out in|as described|more information)\b.{0,60}$",
        0.8,
        200,
    ),
)
_DEFINITIONS = re.compile(r"\b(?:definitions?|glossary)\b", re.IGNORECASE)
_UNDER_DEFINITIONS = 0.62
_THEIRS = re.compile(
    r"\b(?:school|customer|client|LEA|district|controller)(?:['’]s)?\s+(?:responsibilit|obligation|dut(?:y|ies)\b)|"
    r"\b(?:responsibilities|obligations|duties) of (?:the )?(?:school|customer|client|LEA|district|controller)\b",
    re.IGNORECASE,
)
_UNDER_THEIRS = 0.7
"""What is left under a heading for the school's own duties."""
_SAYS = re.compile(
    r"\b(?:shall|will|must|may|do|does|did|is|are|was|were|be|been|has|have|can|agrees?|use[sd]?|keeps?|never|not|"
    r"requires?|provides?|encrypts?|deletes?|notif(?:y|ies)|collects?|stores?|trains?|undergo(?:es)?|sign(?:s|ed)?)\b",
    re.IGNORECASE,
)
_SAYS_NOTHING, _BARE = 0.7, 120
"""What is left of a short passage without a verb: a heading, a name."""
_SPEAKER = re.compile(
    r"\b(?:we|our|us|provider|vendor|company|contractor|operator|processor|consultant|supplier|staff|employees|personnel|"
    r"shall|agrees?)\b",
    re.IGNORECASE,
)
_SPOKEN = 1.04
_OF_NOTE = 0.8
"""What is left of a footnote, a running head or foot."""


@lru_cache(maxsize=4096)
def worth(text: str, above: str, kind: BlockKind) -> float:
    """The share of its strength that a passage keeps, for how it is worded; over 1 where the vendor speaks.

    `above` is its context.
    """
    share = _UNDER_DEFINITIONS if _DEFINITIONS.search(above) else 1.0
    if _THEIRS.search(above):
        share *= _UNDER_THEIRS
    stripped = text.strip()
    row = kind is BlockKind.ROW
    for sign in _SIGNS:
        if len(stripped) < sign.shorter_than and not (row and sign.shorter_than < 10**9):
            found = sign.pattern.match(stripped) if sign.begins else sign.pattern.search(stripped)
            if found:
                share *= sign.worth
    if not row:
        if len(stripped) < _BARE and ":" not in stripped and not _SAYS.search(stripped):
            share *= _SAYS_NOTHING
        elif _SPEAKER.search(stripped):
            share *= _SPOKEN
    return share * (_OF_NOTE if kind is BlockKind.NOTE else 1.0)
