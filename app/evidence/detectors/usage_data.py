"""CON-20 and CON-19: what one passage keeps apart and another puts together.

Usage data that is said not to be about users and is tied to users; marketing that is ruled out and done with analytics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.assessment.findings import Detected
from app.evidence.detectors.detector import Context, Scanned, detected
from app.evidence.detectors.hits import Hit, Spot
from app.evidence.detectors.reading import Reading
from app.questionnaire.rules import Rulebook

_USAGE = re.compile(
    r"\b(?:usage|utili[sz]ation|analytics|aggregated?|statistic\w*|evaluations?|reporting|trends?|metrics)\b",
    re.IGNORECASE,
)
_NOT_OF_USERS = re.compile(
    r"\b(?:at no time|does not|do not|never|will not|not|no)\b[^.;]{0,70}?\b(?:collect\w*|gather\w*|retriev\w*|captur\w*|record\w*|"
    r"contain\w*|includ\w*|pertain\w*)\b[^.;]{0,70}?\b(?:end[- ]users?|users?|personal(?:ly)?|identif\w+|individuals?)\b",
    re.IGNORECASE,
)
_OF_USERS = re.compile(
    r"\b(?:track(?:s|ed|ing)?|logs?|logged|monitors?|monitored|record(?:s|ed)?)\b[^.;]{0,60}?\b(?:user|student|device|session|learner)s?"
    r"(?:'s?)? (?:\w+ )?(?:activit\w+|usage|use|behaviou?r|browsing|sessions?|time|actions)\b|"
    r"\b(?:activit\w+|usage|time (?:spent|used)|page views?|browsing)\b[^.;]{0,50}?\b(?:per|by|for each|of each) (?:individual )?"
    r"(?:user|student|device|session|learner)s?\b|"
    r"\b(?:activit\w+|usage|browsing)\b[^.;]{0,50}?\b(?:tied|linked|associated|connected)\b[^.;]{0,30}?\b(?:user|student|device|account)\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(r"\b(?:not|never|no)\b[^.;]{0,50}$", re.IGNORECASE)
_ANALYTICS = re.compile(
    r"\b(?:google analytics|analytics|cookies?|pixels?|tracking|site data|visitors?)\b[^.;]{0,90}?\bmarketing\b|"
    r"\bmarketing\b[^.;]{0,60}?\b(?:analytics|cookies?|pixels?|tags)\b",
    re.IGNORECASE,
)
_NO_MARKETING = re.compile(
    r"\b(?:not|never|nor)\b[^.;]{0,50}?\b(?:used?|use|sold or used)\b[^.;]{0,40}?\bmarketing\b|"
    r"\b(?:only|solely|exclusively)\b[^.;]{0,60}?\b(?:improv\w+|statistical|analysis)\b",
    re.IGNORECASE,
)
_COOKIES = re.compile(r"\b(?:cookies?|analytics|website|site|visitors?|information|data)\b", re.IGNORECASE)
_MOST = 3


def scan_usage(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """Sentences of either kind."""
    denied: list[Spot] = []
    tied: list[Spot] = []
    for sentence in reading.sentences:
        plain = sentence.plain
        match = _NOT_OF_USERS.search(plain)
        passage = reading.passages[sentence.passage] if sentence.passage >= 0 else None
        around = (
            reading.text[passage.start : passage.end]
            if passage and passage.end - passage.start < 3000
            else plain
        )
        if match and len(denied) < _MOST and _USAGE.search(around):
            denied.append(reading.in_sentence(sentence, match))
        match = _OF_USERS.search(plain)
        if match and len(tied) < _MOST and not _NO_DENIAL.search(plain[: match.start()]):
            tied.append(reading.in_sentence(sentence, match))
    if denied:
        yield Hit("usage data", tuple(denied), marks={"side": "denied"})
    if tied:
        yield Hit("usage data", tuple(tied), marks={"side": "tied"})


def scan_marketing(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """Sentences of either kind."""
    ruled_out: list[Spot] = []
    done: list[Spot] = []
    for sentence in reading.sentences:
        plain = sentence.plain
        barred = _NO_MARKETING.search(plain)
        match = _ANALYTICS.search(plain)
        if barred and len(ruled_out) < _MOST and _COOKIES.search(plain):
            ruled_out.append(reading.in_sentence(sentence, barred))
        elif (
            match
            and len(done) < _MOST
            and not re.search(r"\b(?:not|never|no)\b", plain[: match.end()], re.IGNORECASE)
        ):
            done.append(reading.in_sentence(sentence, match))
    if ruled_out:
        yield Hit("marketing analytics", tuple(ruled_out), marks={"side": "denied"})
    if done:
        yield Hit("marketing analytics", tuple(done), marks={"side": "tied"})


def sift(name: str, scanned: Sequence[Scanned], context: Context) -> Iterable[Detected]:
    """One proposal where the documents say both."""
    sides: dict[str, list[tuple[Scanned, Hit]]] = {"denied": [], "tied": []}
    for one in scanned:
        for hit in one.hits:
            sides[hit.marks["side"]].append((one, hit))
    if sides["denied"] and sides["tied"]:
        yield detected(name, sides["denied"][0][1].subject, [*sides["denied"], *sides["tied"]], context, {})
