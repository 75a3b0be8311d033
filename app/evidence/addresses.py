"""E-mail and web addresses in a passage that answer a question asking for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.evidence.deadlines import Read
from app.evidence.sentences import sentences
from app.questionnaire.model import Question

EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}(?![\w-])"
)
"""An e-mail address in running text."""
_URL = re.compile(r"https?://[^\s<>()\[\]\"'’”|]+", re.IGNORECASE)
PLACEHOLDER = re.compile(
    r"^(?:your|you|name|user|username|someone|email|first\.last)@|@(?:yourschool|school|district|domain|email)\.",
    re.IGNORECASE,
)
_OTHER_DESKS = re.compile(
    r"(?:security|abuse|jobs|careers|press|media|sales|billing|invoices|notices)@", re.IGNORECASE
)
"""Desks that take no requests about records."""
_NOT_THERE = re.compile(r"\b(?:do not|don['’]t|never|no longer)\b", re.IGNORECASE)
_OURS = re.compile(r"\b(?:our|we|us|this)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:policy|notice|terms(?: of (?:service|use))?|product|log-?in|sign-?in)\b\W*(?:(?:is |are |at |available at |found at |see ){1,4}\W*)?$",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:[A-Z]\w+['’]s|[Tt]heir|third[- ]part(?:y|ies)['’]?s?) (?:own )?(?:privacy|terms)")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What an address is for: what a question about it says, and what the words around such an address say."""

    asked: re.Pattern[str]
    told: re.Pattern[str]


def _kind(asked: str, told: str) -> _Kind:
    return _Kind(re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))


_EMAILS = (
    _kind(r"data protection officer|\bDPO\b", r"data protection officer|\bDPO\b"),
    _kind(
        r"\brequests?\b",
        r"request|review|correct|access|delet|question|concern|inquir|contact|\breach\b|exercise",
    ),
)
_URLS = (
    _kind(r"\bprivacy policy\b", r"privacy"),
    _kind(r"\bterms of (?:service|use)\b", r"\bterms\b|/tos\b"),
    _kind(
        r"\bproduct itself\b",
        r"(?:log|sign)[- ]?(?:in|on) (?:at|to|via)|available at|accessed at|reached at|//(?:app|login|my|portal)\.",
    ),
)


def email_for(question: Question, text: str, context: str) -> Read | None:
    """The one e-mail address of a passage whose sentence is about what the question asks; None for none or several."""
    kinds = [kind for kind in _EMAILS if kind.asked.search(question.ask)][:1]
    found: dict[str, Read] = {}
    for begin, end in sentences(text, 0, len(text)):
        for match in EMAIL.finditer(text, begin, end):
            around = f"{context} {text[max(begin - 200, 0) : end]}"
            if PLACEHOLDER.search(match[0]) or _NOT_THERE.search(text[begin : match.start()]):
                continue
            if kinds and _OTHER_DESKS.match(match[0]) and not kinds[0].asked.search(match[0]):
                continue
            if all(kind.told.search(around) for kind in kinds):
                found.setdefault(match[0].lower(), Read(match[0], "", match.start(), match.end()))
    return next(iter(found.values())) if len(found) == 1 else None


def url_for(question: Question, text: str) -> Read | None:
    """The one web address of a passage that is described as what the question asks; None for none or several."""
    kinds = [kind for kind in _URLS if kind.asked.search(question.ask)]
    found: dict[str, Read] = {}
    for address in _urls(text):
        before = text[max(address.start - 80, 0) : address.start]
        around = f"{before} {address.value}"
        if _OTHERS.search(text[max(address.start - 120, 0) : address.end + 120]) or not (
            _OURS.search(before) or _LABEL.search(before)
        ):
            continue
        if kinds and any(kind.told.search(around) for kind in kinds):
            found.setdefault(str(address.value).lower(), address)
    return next(iter(found.values())) if len(found) == 1 else None


def _urls(text: str) -> Iterator[Read]:
    for match in _URL.finditer(text):
        address = match[0].rstrip(".,;:!?*_")
        yield Read(address, "", match.start(), match.start() + len(address))
