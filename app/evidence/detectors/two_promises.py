"""CON-12, CON-13, CON-15, CON-16: the same promise made twice with different reach.

Proposed only where the answer cites at most one of the two: where it cites both, the conditions of the rules see them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from app.assessment.findings import Detected
from app.evidence.detectors.detector import Context, Scanned, Sift, detected
from app.evidence.detectors.hits import Hit
from app.evidence.detectors.reading import Reading
from app.evidence.duties import asks
from app.questionnaire.rules import Rulebook

Scan = Callable[[Reading, Rulebook], Iterable[Hit]]
Reach = Callable[[str, Rulebook], str]
"""What a sentence promises, in a few words; empty where it promises nothing of the kind."""

_MOST = 12
_FLAGS = re.IGNORECASE
_NOTHING = re.compile(r"(?!)")
_TRAINING = re.compile(
    r"\b(?:train(?:s|ed|ing)?|education)\b[^.;]{0,120}?\b(?:privacy|security|confidential\w*|FERPA|COPPA|law|data)\b|"
    r"\b(?:privacy|security|confidential\w*|FERPA|COPPA)\b[^.;]{0,80}?\btrain(?:s|ed|ing)\b",
    _FLAGS,
)
_STAFF = re.compile(r"\b(?:employees?|staff|personnel|team|workforce|contractors?)\b", _FLAGS)
_HOW_OFTEN = (
    ("yearly", "yearly"),
    ("several times a year", "more_often"),
    ("now and then", "no_set_time"),
    ("when hired", "at_hire"),
)
"""How often staff are trained, each with the name of its pattern in the rulebook."""
_TOPICS = tuple(
    (name, re.compile(rf"\b{name}\b|{words}", _FLAGS))
    for name, words in (
        ("FERPA", r"Family Educational Rights"),
        ("COPPA", r"Children's Online Privacy"),
        ("HIPAA", r"Health Insurance Portability"),
    )
)
_CHECKS = re.compile(r"\bbackground (?:checks?|screening|investigations?)\b|\bfingerprint\w*\b", _FLAGS)
_WHO: tuple[tuple[str, str | re.Pattern[str]], ...] = (
    ("those who may have access", "may_have_access"),
    (
        "those with access",
        re.compile(r"\b(?:with|have|having|has|given|granted|before) (?:\w+ ){0,2}access\b", _FLAGS),
    ),
    ("those who meet students", "meets_students"),
    (
        "everyone",
        re.compile(
            r"\b(?:all|every|each) (?:of (?:our|its) )?(?:new )?(?:employees?|staff|personnel|team members?|hires?)\b",
            _FLAGS,
        ),
    ),
)
_CHANGES = re.compile(
    r"\b(?:material(?:ly)?|significant)? ?chang(?:es?|ing)\b[^.;]{0,80}?\b(?:polic(?:y|ies)|terms|practices?|notice|agreement)\b|"
    r"\b(?:polic(?:y|ies)|terms)\b[^.;]{0,60}?\b(?:changes?|updated?|amend\w*|revis\w+|modif\w+)\b",
    _FLAGS,
)
_HOW_TOLD = (
    (
        "with consent",
        re.compile(
            r"\b(?:obtain|seek|ask for|require|with(?:out)?|get)\b[^.;]{0,40}?\bconsent\b|\bchoice to consent\b",
            _FLAGS,
        ),
    ),
    (
        "by prior notice",
        re.compile(
            r"\b(?:prior|advance|before)\b[^.;]{0,30}?\bnoti(?:ce|fy|fication)\w*|\bnotif\w+[^.;]{0,40}?\b(?:before|in advance|prior)\b",
            _FLAGS,
        ),
    ),
    (
        "by posting it",
        re.compile(
            r"\bpost(?:ing|ed|s)?\b[^.;]{0,50}?\b(?:page|site|website|here|changes?|polic\w+|notice)\b|\bupdate\w* (?:this|our|the) (?:\w+ ){0,2}page\b",
            _FLAGS,
        ),
    ),
)
_PARENTS = re.compile(r"\bparents?\b|\bguardians?\b|\beligible (?:students?|pupils?)\b", _FLAGS)
_THEIR_DATA = re.compile(
    r"\b(?:review|access|inspect|correct|amend|delete|remove|request|see)\w*\b[^.;]{0,80}?\b(?:information|records?|data|inaccurac\w+|student)\b",
    _FLAGS,
)
_ROUTE = (
    (
        "through the school",
        re.compile(
            r"\b(?:contact\w*|through|via|refer\w*|direct(?:ed)?|ask|request\w*)\b[^.;]{0,60}?\b(?:to )?(?:their |the |your |its |applicable )*"
            r"(?:school|district|LEA|educational (?:institution|agency)|education agency)\b",
            _FLAGS,
        ),
    ),
    (
        "directly",
        re.compile(
            r"\b(?:by|through|via|in) (?:\w+ ){0,2}(?:access\w*|sign\w+|logg?\w+|e-?mail\w*|using|contacting us)\b[^.;]{0,40}?\b(?:account|us|in|at|profile|portal)\b|"
            r"\bcontact(?:ing)? us\b|\bemail(?:ing)? us\b|\bparents? (?:or (?:legal )?guardians? )?(?:can|may) (?:remove|delete|edit|change)\b|"
            r"\bin(?:to)? (?:their|the) (?:\w+ )?(?:account|profile|app|portal)\b",
            _FLAGS,
        ),
    ),
)


@lru_cache(maxsize=64)
def _compiled(literal: str) -> re.Pattern[str] | None:
    """A pattern as the rulebook has it under a name: a text in CEL; None for anything else."""
    try:
        text = ast.literal_eval(literal.strip())
        return re.compile(text, _FLAGS)
    except (ValueError, SyntaxError, TypeError, re.error):
        return None


def _called(name: str | re.Pattern[str], book: Rulebook) -> re.Pattern[str]:
    """A pattern, or the one that the rulebook has under this name; the rules and the search use the same words."""
    if isinstance(name, str):
        return _compiled(book.names.get(name, "")) or _NOTHING
    return name


def _training(plain: str, book: Rulebook) -> str:
    if not _TRAINING.search(plain) or not _STAFF.search(plain):
        return ""
    often = [said for said, name in _HOW_OFTEN if _called(name, book).search(plain)]
    topics = [name for name, pattern in _TOPICS if pattern.search(plain)]
    return " | ".join((" and ".join(often), " and ".join(topics))) if often else ""


def _checks(plain: str, book: Rulebook) -> str:
    if not _CHECKS.search(plain):
        return ""
    return next((said for said, name in _WHO if _called(name, book).search(plain)), "")


def _changes(plain: str, _: Rulebook) -> str:
    if not _CHANGES.search(plain) or re.search(
        r"\b(?:you|students?|parents?|users?) (?:may|can|will) (?:change|update)\b", plain, _FLAGS
    ):
        return ""
    return next((name for name, pattern in _HOW_TOLD if pattern.search(plain)), "")


def _parents(plain: str, _: Rulebook) -> str:
    if not _PARENTS.search(plain) or not _THEIR_DATA.search(plain):
        return ""
    ways = [name for name, pattern in _ROUTE if pattern.search(plain)]
    return ways[0] if len(ways) == 1 else ""


def _scan(subject: str, reach: Reach, reading: Reading, book: Rulebook) -> Iterator[Hit]:
    found = 0
    for sentence in reading.sentences:
        if sentence.passage < 0 or asks(sentence.plain) or not (said := reach(sentence.plain, book)):
            continue
        found += 1
        if found > _MOST:
            return
        yield Hit(subject, (reading.in_sentence(sentence),), marks={"reach": said})


def _differ(one: str, other: str) -> bool:
    """Whether two promises reach differently; what one adds to the other is no difference, but for law against law."""
    first, _, laws = one.partition(" | ")
    second, _, others = other.partition(" | ")
    if not set(first.split(" and ")) & set(second.split(" and ")):
        return True
    return bool(laws and others and set(laws.split(" and ")) != set(others.split(" and ")))


def _sift(
    questions: tuple[str, ...], name: str, scanned: Sequence[Scanned], context: Context
) -> Iterator[Detected]:
    own = [(one, hit) for one in scanned if one.by_vendor for hit in one.hits]
    pair = next(
        (
            (first, second)
            for n, first in enumerate(own)
            for second in own[n + 1 :]
            if _differ(first[1].marks["reach"], second[1].marks["reach"])
        ),
        None,
    )
    if pair is None:
        return
    cited = [
        any(
            one == q or one.startswith(f"{q}.")
            for one in context.on(found.document, hit.spots)
            for q in questions
        )
        for found, hit in pair
    ]
    if all(cited):
        return
    shown = [_said(hit.marks["reach"]) for _, hit in pair]
    found = detected(
        name,
        pair[0][1].subject,
        pair,
        context,
        {"first": shown[0], "second": shown[1], "terms": "; ".join(shown)},
    )
    yield replace(found, answers=questions[:1] if not found.answers else found.answers)


def _said(reach: str) -> str:
    often, _, laws = reach.partition(" | ")
    return f"{often}, with {laws}" if laws else often


def _reads(book: Rulebook) -> object:
    """The patterns of the rulebook that are looked for, without the others."""
    wanted = (name for _, name in (*_HOW_OFTEN, *_WHO) if isinstance(name, str))
    return [(name, book.names.get(name, "")) for name in wanted]


def _made(subject: str, reach: Reach, *questions: str) -> tuple[Scan, Sift, Callable[[Rulebook], object]]:
    return partial(_scan, subject, reach), partial(_sift, questions), _reads


TRAINING = _made("training", _training, "security.personnel.training")
CHECKS = _made("background checks", _checks, "security.personnel.background_checks")
CHANGES = _made("policy changes", _changes, "coppa.change_consent", "ferpa.change_notice")
PARENTS = _made("parents' route", _parents, "ferpa.review_correct", "access.parent_route")
