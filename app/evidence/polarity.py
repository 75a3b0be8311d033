"""Whether a passage says that a thing is so, or that it is not, and whether it sets a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.evidence.model import Polarity


@dataclass(frozen=True, slots=True)
class Reading:
    """How a passage speaks about the thing that was looked for."""

    polarity: Polarity = Polarity.UNCLEAR
    limited: bool = False


_NOT = r"(?:not|never|cannot|\w+n['’]t)"
_HARMLESS = re.compile(
    r"\bnot (?:only|just|merely|simply|limited to|later than|more than|less than|exceed(?:ing)?)\b|\bno (?:later|more|less|longer|fewer) than\b|"
    r"\bno less \w+|\bno further\b|\bno \w+ (?:\w+ ){0,14}until\b|\bno (?:exceptions?|matter|doubt|extra|additional|charge|cost|delay|fee)\b|"
    rf"\b{_NOT} (?:knowingly )?(?:retain|collect|keep|kept|hold|held|maintain|store|stored|retained|be (?:kept|retained|stored|held)) [^.;]{{0,80}}?"
    r"\b(?:beyond|(?:any )?longer than|past the|after|once)\b|"
    r"\b(?:(?:do|does|will|shall|may) not (?:\w+ )?(?:own|claim|acquire|assert)|(?:claims?|ha(?:ve|s)|acquires?|gains?|obtains?) no (?:\w+ )?(?:ownership|rights?|title|claim|interest|lien))\b|"
    r"\b(?:lays?|make) no claim\b|\bnot (?:made )?public(?:ly available)?\b|\bcannot be (?:read|deciphered|recovered|reversed|restored|identified|linked)\b|"
    r"\bno longer (?:needed|required|necessary)\b|\bwhether or not\b|\bif not\b|\bbut not limited to\b|\bnot less\b|\bwithout fail\b|"
    r"\b(?:unless|except (?:where|as|when|if)|as|if|where|to the extent) (?:\w+ ){0,2}(?:prohibited|forbidden|not (?:prohibited|permitted|allowed))\b",
    re.IGNORECASE,
)
"""What has a denying word in it and denies nothing."""
_WITHOUT = re.compile(
    r"\bwithout (?=(?:(?!and\b|or\b)[\w’'-]+ ){0,3}(?:being|encrypt|encipher|cipher|protect|TLS|SSL|HTTPS|screen|vett|check|background|train|agreement|contract|plan|telling|notif|informing))",
    re.IGNORECASE,
)
"""A `without` that takes the thing itself away; any other one says only how it is done (`without undue delay`)."""
_CONSENT = re.compile(
    r"\bwithout (?:[\w’'-]+ ){0,5}(?:consent|permission|authori[sz]ation|approval)\b", re.IGNORECASE
)
_PARTICLE = re.compile(
    r"\b(?:not|never|no|none|neither|nor|cannot|nobody|nothing|nowhere|\w+n['’]t|opted out of)\b",
    re.IGNORECASE,
)
_TURNED_AWAY = re.compile(
    r"\b(?:prohibit(?:s|ed|ing|ion)?|forbid(?:s|den|ding)?|forbade|barred|bans?|banned|disallow(?:s|ed)?|refrain(?:s|ed)?|"
    r"refus(?:e|es|ed|al|ing)|declin(?:e|es|ed|ing) to|unable to|ruled out|off limits|fail(?:s|ed|ing|ure)? to|lacks?|excluded)\b",
    re.IGNORECASE,
)
"""Verbs that deny what they govern."""
_BARE = re.compile(
    r"\b(?:keep|keeps|kept|retain(?:s|ed)?|stor(?:e|es|ed)|hold|held|maintain(?:s|ed)?)\b[^.;]{0,60}\b(?:indefinitely|forever|in perpetuity)\b|"
    r"\b(?:any|all|every|each)(?: of)?(?: our)? (?:employees?|staff(?: members?)?|team members?|engineers?|personnel) (?:may|can|could|ha(?:s|ve)|(?:is|are) able to) "
    r"(?:see|view|open|read|look at|reach|access)\b(?![^.;]{0,40}\bonly\b)[^.;]{0,40}\b(?:data|records?|information)\b|"
    r"\b(?:chang|updat|modif|amend|revis|alter)\w*\b[^.;]{0,80}\bwithout (?:\w+ ){0,3}(?:notice|notification|telling|informing|notifying)\b|"
    r"\b(?:we|the (?:company|vendor|provider)) owns?\b|\b(?:owned by|belongs? to|property of) (?:us|the (?:company|vendor|provider))\b|"
    r"\bad-?free\b|\bfree (?:of|from) (?:\w+ )?(?:ads|advert\w+)|\b(?:un-?encrypted|un-?protected|plain[ -]?text|clear[ -]?text|in the clear|(?:plain|ordinary|unsecured|insecure) HTTP|unvetted|unscreened|untrained)\b",
    re.IGNORECASE,
)
"""Words for a thing's own absence."""
_NOT_AWAY = re.compile(
    r"\b(?:not|never|no|cannot|\w+n['’]t)\s+(?:[\w’'-]+\s+){0,3}?(?=(?:prohibit|forbid|ban|fail|refus|declin|unable|lack|exclude|disallow))",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"\b(?:unless|save (?:as|for|where|in|to)|except(?:ion|ions|ing)?|other than|provided that|only (?:if|when|to the extent)|to the extent|"
    r"where (?:possible|feasible|practicable)|may not apply|subject to|but not)\b",
    re.IGNORECASE,
)
_OTHER_PURPOSE = re.compile(
    r"\b(?:any|no) (?:\w+ )?(?:other (?:\w+ )?(?:purposes?|ends?|reasons?|use)|purposes? (?:other than|beyond|except))\b|\banything (?:else|besides|other)\b|\bunrelated to\b",
    re.IGNORECASE,
)
"""`Not for any other purpose` says what a thing is done for, and that it is done."""
_SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z\d(“\"])|\n\s*\n|;\s")
_CONTRAST = re.compile(
    r"(?:[,;]|(?<![\s,;]))\s*\b(?:but(?! not (?:limited|in))|however|although|even though|though|whereas|nevertheless|nonetheless|yet(?= we| it| they| \w+ (?:may|will|do))|"
    r"except that|that said)\b,?|,\s+(?=we (?:do|may|can|use|will|might|also)\b(?! not| never))",
    re.IGNORECASE,
)
"""Where a clause begins that may take back what the one before it said."""
_CLAUSE = re.compile(
    r"(?:,|(?<![\s,]))\s+(?:and|so|because|while|since)\s+(?=(?:we|it|they|you|he|she|our|your|their|these|this|those)\b|"
    r"(?:the|all|each|any|every)\s+[\w’'-]+\s+(?:is|are|will|shall|may|do|does|has|have)\b|"
    r"(?:also|instead|always|never|prohibits?|forbids?|requires?|encrypts?|do|does|will|shall|is|are|must|may|can|cannot|could)\b)|"
    r",\s+(?=(?:we|it|they|you|he|she|our|their)\b)|:\s(?!\s*(?:no|none|never|not)\b)",
    re.IGNORECASE,
)
"""Where another clause begins. Not at `or`: the denial before it is about what follows as well."""
_CONDITION = re.compile(
    r"\W*(?:if|when|where|once|should|upon|in case|in the event|as soon as|whenever)\b", re.IGNORECASE
)
_NONE_BUT = re.compile(
    r"\W*(?:no (?:one|employees?|individuals?|persons?|officers?|staff(?: members?)?)|nobody)\b[^;]*\b(?:may|shall|can|gets?)\b|"
    r".*\b(?:no|not|never|nobody|\w+n['’]t)\b[^,;]*\b(?:who|that|which|where|whose)\b[^,;]*\b(?:not|never|no|\w+n['’]t)\b|"
    r"[^,;]*\b(?:who|that|which)\b[^,;]*\b(?:not|never|\w+n['’]t)\b[^,;]*\b(?:not|never|\w+n['’]t)\b",
    re.IGNORECASE | re.DOTALL,
)
"""`Nobody may …`, `no firm that does not …`: a rule put the other way round, which may say either."""
_RELATIVE = re.compile(r"\b(?:that|which|who|whom|whose)\b", re.IGNORECASE)
_RELATIVE_CLAUSE = re.compile(
    r"\b(?:that|which|who|whom)\s+(?:(?:is|are|was|were|has|have|had|been|we|it|they|you|may|be)\b\s*)+",
    re.IGNORECASE,
)
"""The beginning of what only describes the thing (`copies that are stored`): the main verb is still to come."""
_SUBORDINATE = re.compile(
    r"\b(?:so that|so|in order to|if|when|where|because|until|unless|as|since|after|before|while|to prevent|to ensure|using)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:we|it|they|you|I|is|are|was|were|be|has|have|had|do|does|did|will|shall|may|must|can|cannot|could|should|would)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|be|been|being|has|have|had|do|does|did|will|shall|may|must|can|could|should|would)\s+(?:\w+ly\s+|at all\s+|also\s+)?$",
    re.IGNORECASE,
)
_QUANTITY = re.compile(r"(?:no|none|nobody|nothing|nowhere|never|cannot|\w+n['’]t)$", re.IGNORECASE)
_LONGEST_REACH = 220
"""Characters of a clause on either side within which a denial is taken to be about the thing."""


def read(text: str, at: int) -> Reading:
    """How the sentence at this offset speaks; unclear where there is no such place, it asks, or it says both."""
    if at < 0:
        return Reading()
    start, end = _sentence(text, at)
    sentence = text[start:end]
    if sentence.rstrip().endswith("?"):
        return Reading()
    told = _blanked(_HARMLESS, sentence)
    consent = _CONSENT.search(told) is not None
    told = _blanked(_CONSENT, told)
    place = at - start
    clauses = list(_clauses(told))
    own = next((n for n, (_, stop, _) in enumerate(clauses) if place < stop), len(clauses) - 1)
    first, stop, _ = clauses[own]
    if _CONDITION.match(told, first, stop) and own + 1 < len(clauses):
        # What a condition denies is the condition; what is promised comes behind it.
        own += 1
        first, stop, _ = clauses[own]
        place = first
    polarity = _said(told[first:stop], place - first)
    limited = consent or _LIMITS.search(told) is not None
    if polarity is Polarity.DENIES and _OTHER_PURPOSE.search(told, first, stop):
        return Reading(Polarity.UNCLEAR, limited=True)
    if polarity is not Polarity.UNCLEAR and _taken_back(told, clauses, own, polarity):
        return Reading(Polarity.UNCLEAR, limited)
    return Reading(polarity, limited)


def _taken_back(told: str, clauses: list[tuple[int, int, bool]], own: int, polarity: Polarity) -> bool:
    """Whether a clause on the other side of a `but` says the opposite.

    A denial behind a `but` stands (`We collect data but never sell it`); one before it may be taken back by what follows,
    and what follows may only narrow what was affirmed.
    """
    for number, (first, stop, contrasts) in enumerate(clauses):
        if number == own or not told[first:stop].strip():
            continue
        across = any(clauses[n][2] for n in range(min(number, own) + 1, max(number, own) + 1))
        if number == 0 and contrasts and own > 0:
            across = True
        if not across or (polarity is Polarity.DENIES and number < own):
            continue
        if _said(told[first:stop], stop - first) is not polarity:
            return True
    return False


def _said(clause: str, place: int) -> Polarity:
    """What one clause says of the thing at this place in it; denials are counted, for two of them make an assertion."""
    begin, end = _reach(clause, place)
    particles = [m for m in _PARTICLE.finditer(clause, begin, end) if _about(clause, m, place)]
    away = [m for m in _TURNED_AWAY.finditer(clause, begin, end) if _about(clause, m, place)]
    bare = [*_BARE.finditer(clause, begin, end), *_WITHOUT.finditer(clause, begin, end)]
    kinds = bool(particles) + bool(away) + bool(bare)
    if kinds == 0:
        return Polarity.AFFIRMS
    if kinds == 1:
        return Polarity.UNCLEAR if particles and _NONE_BUT.match(clause, begin, end) else Polarity.DENIES
    if kinds == 2 and (bare or _NOT_AWAY.search(clause, begin, end)):
        return Polarity.AFFIRMS
    return Polarity.UNCLEAR


def _about(clause: str, denial: re.Match[str], place: int) -> bool:
    """Whether a denying word is about the thing: it stands before it, or its own verb follows."""
    if denial.start() <= place:
        return True
    between = clause[place : denial.start()]
    heads = _FINITE.search(_RELATIVE_CLAUSE.sub(" ", clause[:place])) is None
    relative = _RELATIVE.search(between)
    if relative is not None and _FINITE.search(between, 0, relative.start()):
        heads = False  # its own verb has come, and what follows describes something else
    if _SUBORDINATE.search(between) or (not heads and (relative or ", " in between)):
        return False
    if denial[0].casefold() in (
        "prohibited",
        "forbidden",
        "banned",
        "barred",
        "disallowed",
        "excluded",
        "ruled out",
        "off limits",
    ):
        return _AUXILIARY.search(between) is not None
    if _QUANTITY.match(denial[0]):
        return True
    return denial.re is _TURNED_AWAY or _AUXILIARY.search(between) is not None


def _reach(clause: str, place: int) -> tuple[int, int]:
    """The part of a long clause around the thing, cut between words."""
    begin, end = max(place - _LONGEST_REACH, 0), min(place + _LONGEST_REACH, len(clause))
    if begin > 0:
        begin = clause.find(" ", begin, place) + 1 or begin
    if end < len(clause):
        end = clause.rfind(" ", place, end) + 1 or end
    return begin, end


def _clauses(told: str) -> Iterator[tuple[int, int, bool]]:
    """Where the clauses of a sentence stand, and whether each begins with a word of contrast."""
    marks = sorted(
        [(m.start(), m.end(), True) for m in _CONTRAST.finditer(told)]
        + [(m.start(), m.end(), False) for m in _CLAUSE.finditer(told)]
    )
    begin, contrasts = 0, False
    for start, end, contrast in marks:
        if start < begin:
            contrasts = contrasts or contrast
            continue
        if told[begin:start].strip():
            yield begin, start, contrasts
            begin, contrasts = end, contrast
        else:
            begin, contrasts = end, contrasts or contrast
    yield begin, len(told), contrasts


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match[0]), text)


def _sentence(text: str, at: int) -> tuple[int, int]:
    """The sentence around a place; a semicolon ends one, unless what follows takes back what was said."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if match[0].startswith(";") and _CONTRAST.match(text, match.start()):
            continue
        if match.end() > at:
            return start, match.end()
        start = match.end()
    return start, len(text)
