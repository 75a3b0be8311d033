"""Checks the search terms of a pack: their questions, and that every anchor can be read."""

from __future__ import annotations

from app.questionnaire.anchors import parse_anchor, words_of
from app.questionnaire.faults import FaultLog, nearest, shown
from app.questionnaire.model import Pack, SearchTerms

_DENIALS = ("yes", "no", "none")


def check_search(pack: Pack, log: FaultLog) -> None:
    """Check every entry of `search.toml`."""
    for terms in pack.search:
        if terms.question not in pack.by_id:
            near = nearest(terms.question, tuple(pack.by_id))
            log.add(terms, "question", f"the id of a question; found {shown(terms.question)}{near}")
        for field in ("anchors", "weak", "avoid"):
            _check_anchors(terms, field, log)
        for cue in terms.cues:
            if not words_of(cue)[0] or "*" in cue[:-1]:
                log.add(terms, "cues", f"words, with a star only at their end; found {shown(cue)}")
        if terms.denial and terms.denial not in _DENIALS:
            log.add(terms, "denial", f"yes, no or none; found {shown(terms.denial)}")


def _check_anchors(terms: SearchTerms, field: str, log: FaultLog) -> None:
    for anchor in getattr(terms, field):
        try:
            parse_anchor(anchor)
        except ValueError as error:
            log.add(terms, field, f"{error} (in {shown(anchor)})")
