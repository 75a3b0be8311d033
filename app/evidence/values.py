"""Values read out of a passage, proposed for a question or its follow-ups. Nothing is answered by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from app.assessment.values import InvalidValue, parse, to_text
from app.evidence.addresses import email_for, url_for
from app.evidence.choices import chosen
from app.evidence.dates import dates
from app.evidence.deadlines import Read, deadline
from app.evidence.duties import denied, names_law
from app.evidence.model import ProposedValue, Suggestion
from app.evidence.particulars import particular
from app.evidence.sentences import sentences
from app.questionnaire.model import AnswerType, Question

_LONGEST = 6_000
"""Characters of a passage that are read; passages are far shorter."""
_BLANK = re.compile(
    r"\[\s*(?:insert|enter|fill|name|number|date|x{2,})\b[^\]\n]{0,60}\]|_{4,}|<\s*insert[^>]{0,60}>",
    re.IGNORECASE,
)
_DATE_TOPICS = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (r"penetration", r"penetration|pen[- ]test"),
        (
            r"incident-response plan|\bplan was (?:last )?tested",
            (
                r"(?:incident|response|breach)[^.]{0,80}(?:test|exercis|drill|tabletop|rehears)|"
                r"(?:test|exercis|drill|tabletop|rehears)[^.]{0,80}(?:incident|response|breach)"
            ),
        ),
        (r"\bdate of the agreement", r"(?:entered into|made|dated|effective|executed|agreement date|signed)"),
    )
)
_DATE_LABEL = re.compile(
    r"(?P<label>(?:(?:last|most recently|date)\s*)?(?:updated?|revised|revision|modified|amended|reviewed)|effective|in effect|dated|as of|published|posted)"
    r"\b(?:\s+date)?[\s:*_|–—-]*(?:(?:on|as of|from|since|is|in|date|and effective)\b[\s:*_]*){0,6}$",
    re.IGNORECASE,
)
_LABELLED_LINE = 160
_AS_WRITTEN = re.compile(r"\bdate exactly as\b", re.IGNORECASE)


def propose_value(questions: Sequence[Question], suggestion: Suggestion) -> ProposedValue | None:
    """The value that a suggested passage would support, for the question or the first follow-up that takes one.

    Args:
        questions: a question and its follow-ups in force, in their order.
        suggestion: a passage suggested for the question.

    Returns:
        The value as `Review.answer` takes it, with the place of the words it was read from; None where the passage gives
        none plainly. A value that only a law asks for, that is denied, or that could be one of several is not proposed.
    """
    if not suggestion.text.strip():
        return None
    for question in questions:
        reader = _READERS.get(question.type)
        read = reader(question, suggestion) if reader is not None else None
        if read is None:
            continue
        raw, start, end = read
        try:
            value = parse(question, raw)
        except InvalidValue:
            continue
        if value is not None:
            shift = suggestion.start
            return ProposedValue(question.id, raw, to_text(value), shift + start, shift + end)
    return None


_Reading = tuple[Any, int, int]
"""A value as data, and where it was read in the passage's text."""


def _number(question: Question, suggestion: Suggestion) -> _Reading | None:
    text = _told(suggestion)
    read = deadline(question, text, suggestion.context, suggestion.terms)
    return ({"number": read.value, "unit": read.unit}, read.start, read.end) if read else None


def _choice(question: Question, suggestion: Suggestion) -> _Reading | None:
    found = chosen(question, _told(suggestion), suggestion.context)
    if not found:
        return None
    start, end = min(one.start for one in found), max(one.end for one in found)
    if question.type is AnswerType.ONE_OF:
        return found[0].choice, start, end
    return [one.choice for one in found], start, end


def _text(question: Question, suggestion: Suggestion) -> _Reading | None:
    if _AS_WRITTEN.search(question.ask):
        dated = _date(question, suggestion)
        return (" ".join(suggestion.text[dated[1] : dated[2]].split()), dated[1], dated[2]) if dated else None
    read = particular(question, _told(suggestion), suggestion.context)
    return _of(read)


def _email(question: Question, suggestion: Suggestion) -> _Reading | None:
    return _of(email_for(question, _told(suggestion), suggestion.context))


def _url(question: Question, suggestion: Suggestion) -> _Reading | None:
    return _of(url_for(question, _told(suggestion)))


def _of(read: Read | None) -> _Reading | None:
    return (read.value, read.start, read.end) if read else None


def _date(question: Question, suggestion: Suggestion) -> _Reading | None:
    """The date that is labelled as what the question asks for; None where two different ones are."""
    text = _told(suggestion)
    topic = next((told for asked, told in _DATE_TOPICS if asked.search(question.ask)), None)
    found: dict[str, tuple[str, int, int]] = {}
    for begin, end in sentences(text, 0, len(text)):
        sentence = text[begin:end]
        for one in dates(text, begin, end):
            if denied(sentence, one.start - begin, one.end - begin):
                continue
            label = _DATE_LABEL.search(text[max(begin, one.start - 60) : one.start])
            if topic is not None and not topic.search(sentence):
                continue
            if topic is None:
                own = re.search(
                    r"\b(?:this|our|the) (?:\w+ ){0,3}(?:policy|notice|statement|agreement|terms|document|list)\b",
                    sentence,
                    re.IGNORECASE,
                )
                if label is None or (own is None and (len(sentence) > _LABELLED_LINE or names_law(sentence))):
                    continue
            name = " ".join(label["label"].lower().split()) if label else ""
            found.setdefault(f"{name} {one.day.isoformat()}", (one.day.isoformat(), one.start, one.end))
    days = {day for day, _, _ in found.values()}
    if len(days) > 1:
        # Of several labels the one that the question is named after.
        words = question.suffix.split("_")
        found = {name: read for name, read in found.items() if name.partition(" ")[0] in words}
        days = {day for day, _, _ in found.values()}
    return next(iter(found.values())) if len(days) == 1 else None


def _told(suggestion: Suggestion) -> str:
    """The passage's text with template blanks made spaces, so that every offset stays."""
    return _BLANK.sub(lambda match: " " * len(match[0]), suggestion.text[:_LONGEST])


_READERS: Mapping[AnswerType, Callable[[Question, Suggestion], _Reading | None]] = MappingProxyType(
    {
        AnswerType.NUMBER_UNIT: _number,
        AnswerType.ONE_OF: _choice,
        AnswerType.MANY_OF: _choice,
        AnswerType.TEXT: _text,
        AnswerType.DATE: _date,
        AnswerType.EMAIL: _email,
        AnswerType.URL: _url,
    }
)
