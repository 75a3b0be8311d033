"""Who binds himself in a sentence: the vendor in its own words, the school, or a law that is only recited."""

from __future__ import annotations

import re
from enum import StrEnum


class Bound(StrEnum):
    """Whom a sentence binds to what stands at a place in it."""

    VENDOR = "vendor"
    SCHOOL = "school"
    LAW = "law"
    """A law's words are recited; nobody here takes them on."""
    OPEN = "open"
    """The sentence names nobody (`Breaches are reported within 72 hours`)."""


_LAW = re.compile(
    r"\b(?:laws?\b(?! enforcement)|regulations?|statut(?:e|es|ory)|legislation|acts?\b(?=\s+(?:of|requires?|mandates?))|"
    r"ordinance|rules?\s+(?:requires?|mandates?)|directives?|N\.?Y\.?C\.?R\.?R|C\.?F\.?R|U\.?S\.?C|GDPR|FERPA|COPPA|CCPA|HIPAA|"
    r"SOPIPA|SOPPA|PIPEDA|Education Law|Civil Code|Education Code|Art(?:icle|\.)\s*\d+|[Ss]ection\s+\d|§)",
)
_LAW_BINDS = re.compile(
    r"\b(?:requires?|required|mandat(?:es?|ed)|obliges?|obligat(?:es|ed)|prescrib(?:es|ed)|stipulates?|dictates?|provides? (?:for|that)|"
    r"calls? for|(?:sets?|gives?|allows?|imposes?)(?=\s+(?:\w+\s+){0,3}(?:of|for|to)?\b)|pursuant to|under (?:section|article|the "
    r"(?:law|statute|act|rules?)|\d))\b",
    re.IGNORECASE,
)
_VENDOR = re.compile(
    r"\b(?:[Ww]e|WE|[Oo]ur (?!partners|customers|schools|users)(?:\w+\s+){0,2}\w+)\b|"
    r"\b(?:(?:[Tt]he|[Tt]his|said)\s+)?(?:Provider|Contractor|Vendor|Company|Operator|Processor|Supplier|Licensor|Consultant|"
    r"PROVIDER|CONTRACTOR|VENDOR|COMPANY|OPERATOR|Service Provider)\b(?!s)|"
    r"\b[Tt]he (?:provider|contractor|vendor|company|operator|processor|supplier)\b(?!s)|"
    r"\b(?!(?:The|This|A|An|All|Any|Each|No|It|They|These|Such|If|When|State|New|Section|Law|Act|Code|Article|Contractors|"
    r"Operators|Vendors|Providers|Companies|Processors|Controllers|Notice|Notification|Data|Student|Students|Teachers|Parents|"
    r"Users|You|LEA|LEAs|District|Districts|School|Schools|Customer|Customers|Subscriber|Party|Parties|Board)\b)"
    r"[A-Z][\w’'-]+(?:[ ,.]+(?:[A-Z][\w’'-]*|Inc\.?|LLC|Ltd\.?),?){0,4}\s+"
    r"(?=(?:will|shall|must|agrees?|commits?|undertakes?|promises?|has agreed|notif(?:y|ies)|informs?|deletes?|responds?)\b)"
)
_SCHOOL = re.compile(
    r"\b(?:(?:[Tt]he|[Aa]ny|[Ee]ach|[Yy]our)\s+)?(?:LEAs?|[Dd]istricts?|[Ss]chools?|[Cc]ustomers?|[Ss]ubscribers?|[Bb]oard|EA|"
    r"[Ee]ducational [Aa]genc(?:y|ies)|[Pp]arents?|[Gg]uardians?|[Yy]ou|[Uu]sers?|[Ss]tudents?|[Tt]eachers?|[Cc]ontrollers?|[Cc]lients?)\s+"
    r"(?:(?:will|shall|must|may|should|can|agrees? to|has|have|is|are (?:required|obliged|to))\s)"
)
_LAW_ACTS = re.compile(r"\b(?:Act|Law|Code|Regulation|Rule|Statute|GDPR|FERPA|COPPA|CCPA|HIPAA|State)\s*$")
_DEMANDS = re.compile(
    r"\b(?<!as )(?:requires?|mandates?|obliges?|prescribes?)\b(?! that (?:we|the provider))(?!s)[^;]{0,140}$",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"\b(?:notif(?:y|ies|ied|ying)|inform(?:s|ed)?|tells?|contacts?|gives?|provides?|allows?|to|by|from|with|of|for|against)\s*$",
    re.IGNORECASE,
)
"""Before a name: it is not who acts."""
_FRONTED = re.compile(
    r"^[\s•*\-–—\d.()a-z]{0,8}(?:within|no later than|not later than|in the|in|by)\b", re.IGNORECASE
)
_HARMLESS = re.compile(
    r"\b(?:no|not) (?:later|more|less|longer|fewer|greater|earlier) than\b|\b(?:not|never) (?:to )?exceed(?:ing)?\b|"
    r"\bin no (?:event|case)\b|\bnot (?:only|limited to)\b|\bwhether or not\b|\bif not\b|"
    r"\bwithout (?:authori[sz]ation|permission)\b|\bwithout (?:undue|unreasonable|any|further)?\s*delay\b|\bnot less\b|\bno (?:additional |extra )?(?:cost|charge)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:not|never|neither|nor|cannot|can[’']?t|no|none|unable|refus(?:es?|al)|declines?|lacks?|without|excluded|\w+n[’']t)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\W*(?:if|when|where|once|after|should|upon|in case|in the event|under|within|on|as soon as|whenever)\b[^.;]*?,\s+"
    r"(?=(?:the|we|our|it|they|this|such|all|data|provider|vendor|contractor)\b)",
    re.IGNORECASE,
)
"""A clause in front of the duty that says when it arises."""
_SPLIT = re.compile(
    r"[;:]|,\s*(?:but|however|yet|while|though|although|so|unless|except)\b|\bbut\b|"
    r",?\s(?:and|or)\s+(?=(?:we|it|they|you|he|she|the \w+|our \w+|will|shall|may|must|is|are)\s)",
    re.IGNORECASE,
)


def bound(sentence: str, at: int) -> Bound:
    """Whom a sentence binds to what stands at this offset in it.

    The nearest subject before the place decides; a law that is only named beside the vendor's own "we will" does not take
    its word away (`Under state law we notify within seven days`).
    """
    before = sentence[:at]
    vendor = _last(_VENDOR, before)
    while vendor is not None and (_LAW_ACTS.search(vendor[0]) or _OBJECT.search(before[: vendor.start()])):
        vendor = _last(_VENDOR, before[: vendor.start()])
    school = _last(_SCHOOL, before)
    if school is not None and (vendor is None or school.start() > vendor.start()):
        # "the school has asked us" in a clause of its own hands the word back
        return Bound.SCHOOL
    if _DEMANDS.search(before[vendor.end() if vendor is not None else 0 :]):
        # "rules that require notice within seven days", and what we require of others
        return Bound.LAW
    if not _LAW.search(sentence):
        return Bound.VENDOR if vendor is not None else Bound.OPEN
    law = _last(_LAW_BINDS, before)
    if vendor is not None:
        if law is None or law.start() < vendor.start() or not _LAW.search(before):
            return Bound.VENDOR
        # "We notify, as the law requires, within seven days": the law's verb stands in brackets of commas.
        aside = re.match(r"[^,;]{0,60},\s", before[law.start() :])
        return (
            Bound.VENDOR
            if aside and re.search(r"\b(?:as|if|where|when)\b[^,;]{0,40}$", before[: law.start()])
            else Bound.LAW
        )
    if _FRONTED.match(sentence) and _VENDOR.search(sentence, at):
        return Bound.VENDOR
    return Bound.LAW


def asks(sentence: str) -> bool:
    """Whether a sentence is a question."""
    return sentence.rstrip('*_ \n"”’').endswith("?")


def names_law(sentence: str) -> bool:
    """Whether a sentence names a law."""
    return _LAW.search(sentence) is not None


def denied(sentence: str, start: int, end: int) -> bool:
    """Whether the clause around a place in a sentence denies it."""
    told = _HARMLESS.sub(lambda match: " " * len(match[0]), sentence)
    first, stop = 0, len(told)
    fronted = _CONDITION.match(told)
    if fronted:
        # "If data is not returned, we notify": what the condition denies, the duty does not.
        first, stop = (fronted.end(), stop) if fronted.end() <= start else (0, fronted.end())
    for match in _SPLIT.finditer(told, 0, start):
        first = match.end()
    following = _SPLIT.search(told, end)
    last = min(following.start() if following else len(told), stop)
    return _DENIES.search(told, max(first, start - 140), min(last, end + 60)) is not None


_PAST = re.compile(
    r"\b(?:stopped|ceased|quit|discontinued|discontinuing|phased out|dropped|removed|retired|abandoned|terminated|previously|formerly|former|"
    r"used to (?:use|run|rely|work|host|share|send|be)|no longer|once used|in the past|moved (?:away )?from|migrated (?:away )?from|switched (?:away )?from|replaced|"
    r"(?:contract|agreement|work|relationship) with [^.;,]{0,60}\bended)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(r"(?:moved|migrated|switched|replaced)\b", re.IGNORECASE)
_NEW = re.compile(r"\b(?:to|with|by|in favou?r of|onto)\b", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(?:was|were|ha(?:s|ve) been)\s+(?:\w+\s+){0,2}(?:removed|replaced|discontinued|retired|phased out|dropped|terminated|until)\b|"
    r"\buntil (?:\w+ ){0,2}(?:19|20)\d\d\b|\b(?:no longer|discontinued|removed|retired) (?:in use|used|in (?:\w+ )?(?:19|20)\d\d)",
    re.IGNORECASE,
)
_COLON = re.compile(r":\s")


def past(sentence: str, start: int, end: int) -> bool:
    """Whether the clause around a place in a sentence tells of what is over (`We stopped using …`)."""
    first = max((match.end() for match in _SPLIT.finditer(sentence, 0, start) if match[0] != ":"), default=0)
    following = _SPLIT.search(sentence, end)
    last = following.start() if following else len(sentence)
    before = _last(_PAST, sentence[first:start])
    if before is not None:
        rest = sentence[first + before.end() : start]
        # "replaced one with another": the other is what is used now.
        return not (_MOVED.match(before[0]) and _NEW.search(rest))
    return _ENDED.search(sentence, end, last) is not None


def left_out(sentence: str, start: int, end: int) -> bool:
    """Whether what is named at a place in a sentence is denied there, by the words that announce its list, or is over."""
    if denied(sentence, start, end) or past(sentence, start, end):
        return True
    colon = _last(_COLON, sentence[:start])
    if colon is None or re.search(r"[.;]\s", sentence[colon.end() : start]):
        return False
    return denied(sentence, colon.start(), colon.start()) or past(sentence, colon.start(), colon.start())


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found
