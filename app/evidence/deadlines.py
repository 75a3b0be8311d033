"""Which span of time in a passage answers a question that asks for a number of hours, days or months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.evidence.durations import Duration, Form, as_unit, durations
from app.evidence.duties import Bound, asks, bound, denied
from app.evidence.sentences import sentences
from app.questionnaire.model import Question


@dataclass(frozen=True, slots=True)
class _Topic:
    """Something that a question can ask for and a sentence can speak of."""

    asked: re.Pattern[str]
    told: re.Pattern[str]


def _topic(asked: str, told: str) -> _Topic:
    return _Topic(re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))


_BREACH = _topic(
    r"\b(?:breach|incident)",
    r"breach|incident|unauthori[sz]ed (?:release|access|disclosure|acquisition|use)|compromis",
)
_END = _topic(
    r"\b(?:contract|agreement|service|subscription) ends|\btermination\b|\bexpir",
    r"terminat|expir|\bexit\b|\bend(?:s|ed|ing)?\b|conclu|completion of|cancel|clos(?:ure|ing) of (?:the |an? |your )?account|no longer (?:a )?"
    r"(?:customer|subscri)",
)
_REQUEST = _topic(
    r"\brequest", r"request|\basks?\b|\basked\b|\breceipt\b|instruct|\bdirect(?:ion|ed|ive|s)\b|\bdemand"
)
_EVENTS = (
    _BREACH,
    _END,
    _REQUEST,
    _topic(r"\bchange\b", r"\bchang|amend|modif|revis|\bupdat"),
    _topic(
        r"\bsub-?(?:processor|contractor)",
        r"sub-?\s?processor|sub-?contractor|third[- ]part|service provider|\bvendor",
    ),
    _topic(
        r"\bsale\b|\bsold\b|\bmerger|\bclosing\b",
        r"\bsale\b|\bsold\b|acqui[rs]|\bmerge|\bclos(?:e|ing)|successor|change (?:of|in) control",
    ),
    _topic(r"\baudit|\binspect", r"audit|inspect|examin|\breview"),
    _topic(
        r"\binactiv|\bunused|\bdormant",
        r"inactiv|dormant|unused|\bidle|not (?:been )?(?:logged|signed|used|opened|accessed)|\bnobody\b|no (?:activity|log|sign)",
    ),
)
_TELL = _topic(
    r"\btold\b|\btell|\bnotif|\binform\b|\breport\b|\bnotice\b",
    r"notif|\binform(?!ation)|\btell|\btold\b|\balert(?:s|ed)?\s+(?:the|you|any|all|each|our|schools?|affected|LEAs?|districts?|customers?)\b|\badvis|(?<!incident )(?<!written )(?<!final )(?<!full )(?<!detailed )"
    r"(?<!\ba )(?<!the )(?<!summary )\breport(?:s|ed|ing)?\b|\bnotice|announce|communicat",
)
_DELETE = _topic(
    r"\bdelet|\bgone\b|\bdestroy|\berase|\breturn",
    r"delet|destr[ou]|dispos|\beras|\bpurg|remov|\bgone\b|\breturn|\bwip|overwrit|discard|shred|expung",
)
_ANSWER = _topic(
    r"\banswered\b|\brespon[ds]",
    r"\brespon[ds]|\banswer|\bprovid(?:e|es|ed|ing)\b|\bcompl(?:y|ies|ied)\b|\bcorrect|\baccess|\bacts? (?:on|upon)|fulfil|\bprocess(?:es|ed)?\b|"
    r"\bhonou?r|make available|furnish",
)
_ACTS = (_TELL, _DELETE, _ANSWER)
_OTHER_ACT = re.compile(
    r"certif|confirm|attest|acknowledg|\bkept\b|\bkeep|retain|\bstor(?:e|es|ed)\b|maintain|archiv|\bheld\b|\bhold|investigat|\bassess|"
    r"remediat|\bcontain(?:s|ed)?\b|restor|implement|\bpatch|\btrain|\bpay|\bcure|invoice|renew|suspend|de-?activat|"
    r"\block(?:s|ed)?\b|\bresets?\b|\bexport|back(?:s|ed)? up",
    re.IGNORECASE,
)
_NOTICE = re.compile(r"^['’*\s-]*(?:\w+[,\s]+){0,4}(?:notice|notification)\b", re.IGNORECASE)
_REPLY = re.compile(r"\b(?:respon[ds]|repl(?:y|ies|ied)|acknowledg|certif|confirm)", re.IGNORECASE)
_TOLD_VENDOR = re.compile(
    r"\b(?:tells?|notif(?:y|ies|ying)|inform(?:s|ing)?|alerts?|advises?|give[s]?|provides?)\s+(?:the\s+|this\s+)?(?:Provider|Vendor|Contractor|Company|"
    r"Operator|Processor|Supplier|us)\b"
)
"""Somebody tells the vendor: that is not its own duty."""
_HASTE = re.compile(r"promptly|immediately|expeditiously", re.IGNORECASE)
_FOLLOWS = re.compile(
    r"[\s)\]*_]*(?:of|after|from|following|upon|before|prior to)\b[^.;,|\n]{0,80}", re.IGNORECASE
)
_BEFORE = re.compile(r"\b(?:before|prior|in advance|ahead)\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|following|from)\b", re.IGNORECASE)
_BACKUP = re.compile(r"\bback-?\s?ups?\b", re.IGNORECASE)
_BACKUP_TOO = re.compile(
    r"includ\w{0,5}[^.;]{0,40}\bback-?\s?up|\bback-?\s?ups?\b[^.;]{0,20}\binclud", re.IGNORECASE
)
_WORD = re.compile(r"[a-z]{5,}")
_PLAIN_WORDS = frozenset(
    [
        "within",
        "which",
        "their",
        "about",
        "after",
        "before",
        "where",
        "there",
        "schools",
        "school",
        "vendor",
        "given",
        "hours",
        "months",
        "years",
    ]
)
_IN_PLACE = re.compile(
    r"\b(?:promptly|immediately|without (?:undue|unreasonable)(?: or unreasonable| or undue)? delay|without delay|as soon as (?:reasonably )?"
    r"(?:possible|practicable)|in the most expedient (?:way|time) possible(?: and without unreasonable delay)?|expeditiously|"
    r"(?:in|within) a (?:timely manner|reasonable (?:time|period)(?: of time)?)|in a timely (?:manner|fashion))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """Something read at a place of a passage's text."""

    value: int | str
    unit: str
    start: int
    end: int


def deadline(question: Question, text: str, context: str, terms: Sequence[str]) -> Read | None:
    """The number and unit that a passage gives for a question; None where it gives none or more than one.

    Args:
        question: a NUMBER_UNIT question; its wording says what is asked, its units what it can be answered in.
        text: the passage.
        context: what stands above it.
        terms: words of the passage that matched the question; they stand in for a topic that is not known.
    """
    found: list[tuple[Read | None, Duration]] = []
    for begin, end in sentences(text, 0, len(text)):
        if asks(text[begin:end]):
            continue
        found += [
            (_in_units(question, one, text[one.end : min(end, one.end + 60)]), one)
            for one in _spans(question, text, (begin, end), context, terms)
        ]
    values = {(one.number, one.unit) for _, one in found}
    read = found[0][0] if found else None
    return read if len(values) == 1 and not any(one.range for _, one in found) else None


def words_for_number(question: Question, text: str, context: str) -> Read | None:
    """The words that stand where a number would (`without unreasonable delay`), in the vendor's own sentence."""
    acts, _ = _asked(question)
    for begin, end in sentences(text, 0, len(text)):
        sentence = text[begin:end]
        numbers = [one for one in durations(text, begin, end) if one.form is Form.LIMIT]
        if any(
            _speaks(
                question, sentence, one.start - begin, one.end - begin, context=context, above=text[:begin]
            )
            for one in numbers
        ):
            return None
        for match in _IN_PLACE.finditer(sentence):
            if _HASTE.match(match[0]) and not _hastens(acts, sentence, match.start(), match.end()):
                continue
            if _speaks(question, sentence, match.start(), match.end(), context=context, above=text[:begin]):
                return Read(" ".join(match[0].split()), "", begin + match.start(), begin + match.end())
    return None


def _hastens(acts: Sequence[_Topic], sentence: str, at: int, to: int) -> bool:
    """Whether an adverb belongs to the verb that was asked for (`promptly notify`, not `promptly investigate`)."""
    if any(one.told.match(sentence[to:].lstrip(" *_")) for one in acts):
        return True
    ends = re.match(
        r"[\s*_]*(?:$|[.,;)]|(?:after|upon|of|if|when|once|following|in|about|and without)\b)",
        sentence[to:],
        re.IGNORECASE,
    )
    return ends is not None and any(one.told.search(sentence[max(at - 80, 0) : at]) for one in acts)


def spans_about(text: str, about: re.Pattern[str]) -> Iterator[Duration]:
    """The spans of time in sentences that speak of something, by whomever but a law that is recited."""
    for begin, end in sentences(text, 0, len(text)):
        sentence = text[begin:end]
        if not about.search(sentence) or asks(sentence):
            continue
        for one in durations(text, begin, end):
            at, to = one.start - begin, one.end - begin
            if bound(sentence, at) is not Bound.LAW and not denied(sentence, at, to):
                yield one


def _asked(question: Question) -> tuple[list[_Topic], list[_Topic]]:
    acts = [one for one in _ACTS if one.asked.search(question.ask)]
    events = [one for one in _EVENTS if one.asked.search(question.ask)]
    words = question.id.replace(".", " ").replace("_", " ")
    if not events:
        events = [one for one in _EVENTS if one.asked.search(words)]
    acts = acts or [one for one in _ACTS if one.asked.search(words)]
    return acts or ([_TELL] if _BREACH in events else []), events


def _spans(
    question: Question, text: str, span: tuple[int, int], context: str, terms: Sequence[str]
) -> Iterator[Duration]:
    """The spans of time in one sentence that could be the answer."""
    begin, end = span
    sentence = text[begin:end]
    acts, events = _asked(question)
    there = list(durations(text, begin, end))
    for index, one in enumerate(there):
        if not _fits(question, one.form):
            continue
        at, to = one.start - begin, one.end - begin
        if not acts and not events:
            if not _shares(question, sentence + " " + context, terms) or not _own(
                question, sentence, at, to, context
            ):
                continue
        elif not _speaks(question, sentence, at, to, context=context, above=text[:begin]):
            continue
        last = there[index - 1].end if index else begin
        own = (
            text[last : one.start] + re.split(r"[,;.]", text[one.end : min(one.end + 40, end)], maxsplit=1)[0]
        )
        if _BACKUP.search(own) and not _BACKUP.search(question.ask) and not _BACKUP_TOO.search(sentence):
            continue
        yield one


def _fits(question: Question, form: Form) -> bool:
    ask = question.ask
    if any(_EVENTS[-1].asked.search(part) for part in (ask, question.id)):
        return form in {Form.LIMIT, Form.LENGTH}
    ahead = _BEFORE.search(ask) is not None or "notice must" in ask or "notice" in question.suffix
    if ahead and _AFTER.search(ask):
        return form in {Form.LIMIT, Form.AHEAD}
    return form is (Form.AHEAD if ahead else Form.LIMIT)


def _speaks(question: Question, sentence: str, at: int, to: int, *, context: str, above: str) -> bool:
    """Whether what stands at a place of a sentence is about what the question asks, in the vendor's own words."""
    acts, events = _asked(question)
    if not _own(question, sentence, at, to, context):
        return False
    if _TELL in acts and _TOLD_VENDOR.search(sentence):
        return False
    following = _FOLLOWS.match(sentence, to)
    after = following[0] if following else ""
    wanted = [one for one in events if one in (_END, _REQUEST)]
    for other in (_END, _REQUEST):
        if other in events or not wanted:
            continue
        if other.told.search(after) and not any(one.told.search(after) for one in events):
            return False
        if other is _END and _END.told.search(sentence) and not _REQUEST.told.search(sentence):
            return False
    around = f"{context} {above} {sentence}"
    if not all(one.told.search(around) for one in events):
        return False
    return not acts or _acts(acts, sentence, at, to, context)


def _acts(acts: Sequence[_Topic], sentence: str, at: int, to: int, context: str) -> bool:
    """Whether the verb that governs the place is one that was asked for."""
    if _DELETE in acts and _REPLY.search(sentence, 0, at):
        return False
    tail = sentence[to : to + 30]
    if _TELL in acts and _NOTICE.search(tail.partition(",")[0]):
        return True
    others = [one.told for one in _ACTS if one not in acts] + [_OTHER_ACT]
    for part, nearest_last in ((sentence[:at], True), (sentence[to:], False)):
        mine = [m.start() for one in acts for m in one.told.finditer(part)]
        theirs = [m.start() for one in others for m in one.finditer(part)]
        if mine or theirs:
            if not mine:
                # "by posting a notice and keeping it up for": another verb governs
                return False
            return not theirs or (max(mine) > max(theirs) if nearest_last else min(mine) < min(theirs))
    return any(one.told.search(context) for one in acts)


def _own(question: Question, sentence: str, at: int, to: int, context: str) -> bool:
    """Whether the vendor binds itself to what stands there, and does not deny it."""
    if denied(sentence, at, to):
        return False
    who = bound(sentence, at)
    if who is Bound.OPEN and context:
        lead = context.rpartition(" › ")[2]
        if (
            bound(f"{lead} {sentence}", len(lead) + 1 + at) is Bound.LAW
            and bound(lead, len(lead)) is not Bound.VENDOR
        ):
            who = Bound.LAW
    if who is Bound.SCHOOL:
        return re.search(r"\bmust a school\b|\bschools? (?:must|give)", question.ask) is not None
    return who is not Bound.LAW


def _shares(question: Question, around: str, terms: Sequence[str]) -> bool:
    """Whether a sentence shares a telling word with a question whose topic is not known."""
    low = around.lower()
    asked = {word[:5] for word in _WORD.findall(question.ask.lower()) if word not in _PLAIN_WORDS}
    matched = not terms or any(term.lower() in low for term in terms)
    return matched and any(word in low for word in asked)


def _in_units(question: Question, one: Duration, after: str) -> Read | None:
    """The duration in the first of the question's units in which it is exact."""
    for unit in question.units:
        base, _, side = unit.partition(" before")
        plain = base if side else unit.partition(" after")[0]
        if plain != unit:
            # Days before and days after are different units: the words behind the number say which.
            before, later = _BEFORE.search(after), _AFTER.search(after)
            if (" before" in unit) != (
                before is not None and (later is None or before.start() < later.start())
            ):
                continue
            if " after" in unit and later is None:
                continue
        if plain == one.unit:
            number = as_unit(one, plain)
            return Read(number, unit, one.start, one.end) if number else None
    exact = [
        (number, unit)
        for unit in question.units
        if " before" not in unit and " after" not in unit and (number := as_unit(one, unit))
    ]
    # A week is 7 days rather than 168 hours.
    return Read(*min(exact), one.start, one.end) if exact else None
