"""DOC-16: what drafting left behind: placeholders, blanks, doubled words, recitals cut off, names misspelt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from app.assessment.findings import Detected
from app.evidence.companies import company_key
from app.evidence.detectors.detector import Context, Scanned, by_subject, detected
from app.evidence.detectors.hits import Hit
from app.evidence.detectors.reading import Reading, Sentence
from app.evidence.sentences import tidy
from app.questionnaire.rules import Rulebook

_PLACEHOLDER = re.compile(
    r"\[\s*(?:insert|enter|fill in|add|tbd|name of|your|company|vendor|provider|contractor|school|district|lea|date|state|"
    r"product|contact|address|e-?mail|title|xx+)\b[^\[\]]{0,80}\]|<<[^<>]{1,60}>>|\{\{[^{}]{1,60}\}\}|\bTBD\b|\bXX/XX/\w{2,4}\b|"
    r"\blorem ipsum\b|\[\s*[•●_…]{1,40}\s*\]",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\[\s*(?:lea|school|district|provider|vendor|state|name|title|date|your)\s*\]", re.IGNORECASE
)
_OPTIONAL = re.compile(r"\bother\b[^.;]{0,30}$|\bif any\b[^.;]{0,10}$|^\W*\[[^\]]*\]$", re.IGNORECASE)
"""A line of a form that may stay empty."""
_ERROR = re.compile(
    r"(?:Error! ?)?\b(?:Reference source not found|Bookmark not defined)|Error! (?:No text|Hyperlink)[^.!]{0,40}",
    re.IGNORECASE,
)
_BLANK = re.compile(r"(?<!_)_{4,39}(?!_)|\.{12,39}(?!\.)|…{4,39}")
"""Longer ones are rules across the page."""
_GAP = re.compile(
    r"\b(?:located at|by and between|between|entered into by|dated as of|hereinafter)\s?(?:[:,]\s?)?(?=\()|\b(?:an?|the) (?:LEA|school|district) ,"
)
_DOUBLED = re.compile(r"(?<![\w'-])([a-z]{2,}) \1(?![\w'-])")
_MAY_DOUBLE = frozenset({"that", "had", "very", "so", "many", "no", "long", "never", "far", "ha", "is"})
_RECITAL = re.compile(r"\s*(?:WHEREAS|Whereas)\b")
_CUT = re.compile(r"(?<![;,]) (?:and|or|the|of|to|with|by|for|in|a|an|that|as|from)\s*$", re.IGNORECASE)
_CUT_STOP = re.compile(r"(?<=[a-z]) (?:the|of the|to the|by the|with the|and|an)\.(?=\s|$)")
_ORPHAN = re.compile(r"(?:^|[.;:] )(?:A|An|The), and\b(?= )")
_ENDS_OPEN = re.compile(r"; (?:and|or),?\s*$")
_TWICE_SAID = re.compile(r"\b(?:will|shall|must) be ([a-z]+ed)\b[^.;]{1,400}?\b(?:will|shall|must) be \1\b")
_RETAINED = re.compile(r"\b(?:has|have|had) retained (?:the )?(?:prior |written )*(?:permission|consent)\b")
_ITEM = re.compile(r"^\s*(\d{1,2})\. \S", re.MULTILINE)
_SIGNING = re.compile(
    r"\b(?:signature|signed|by|name|title|date|printed|witness|initials?|position|phone|e-?mail|address)\s*(?:[:.]\s*)?$|\b(?:district|contractor|provider|lea|company|vendor|agency|school|operator)\s*:\s*$",
    re.IGNORECASE,
)
_FORM_HEAD = re.compile(
    r"directive for disposition|disposition (?:of data|directive)|certificate of (?:destruction|deletion)|general offer|sample|template for|"
    r"this form|form of|signature page|contact (?:form|us)",
    re.IGNORECASE,
)
_PART_HEAD = re.compile(r"^\W*(?:EXHIBIT|APPENDIX|ANNEX|ATTACHMENT|SCHEDULE|ARTICLE)\b", re.IGNORECASE)
_PROPER = re.compile(r"(?<![\w@./-])[A-Z][A-Za-z]{4,}(?![\w@./-]*\w)")
_CAMEL = re.compile(r"[a-z][A-Z]")
_MOST = 3
_MOST_HITS = 40


def scan(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """Each slip once, with its first places."""
    found: dict[str, Hit] = {}
    for subject, slip, sentence, match in _slips(reading):
        known = found.get(subject)
        if known is None and len(found) < _MOST_HITS:
            slots = {"line": _first(reading.place(*sentence.span(match))), "slip": slip}
            found[subject] = Hit(subject, (reading.in_sentence(sentence, match),), slots)
        elif known is not None and len(known.spots) < _MOST:
            spot = reading.in_sentence(sentence, match)
            found[subject] = Hit(subject, (*known.spots, spot), known.slots)
    yield from found.values()
    yield from _lists(reading)
    yield from _misspelt(reading)


def sift(name: str, scanned: Sequence[Scanned], context: Context) -> Iterable[Detected]:
    """All slips; of misspelt names those of the vendor and of companies on the registers."""
    own = [one for one in scanned if one.by_vendor]
    for subject, found in by_subject(own).items():
        right = found[0][1].marks.get("name", "")
        wrong = found[0][1].marks.get("written", "")
        if right and not (context.is_own(company_key(right)) or context.is_known(company_key(right))):
            continue
        if wrong and company_key(wrong) != company_key(right) and context.is_known(company_key(wrong) + " "):
            continue
        yield detected(name, subject, found, context)


def _first(place: str) -> str:
    return place[:1].upper() + place[1:]


def _slips(reading: Reading) -> Iterator[tuple[str, str, Sentence, re.Match[str]]]:
    """What the slip is called, how it is told, and where it stands."""
    form = False
    head = 0
    for sentence in reading.sentences:
        plain = sentence.plain
        if _PART_HEAD.match(plain) and len(plain) < 160:
            form, head = False, 4
        form = form or bool(head > 0 and _FORM_HEAD.search(plain))
        head -= 1
        in_form = form or bool(_FORM_HEAD.search(sentence.context))
        for match in _ERROR.finditer(plain):
            yield "broken reference", f"“{tidy(match[0])}” stands where a reference belongs", sentence, match
        if not in_form:
            yield from _unfilled(sentence)
        if sentence.passage >= 0 and "|" not in plain:
            yield from _words(sentence)
        if _RECITAL.match(plain) and (cut := _CUT.search(plain)) and sentence.end == sentence.whole[1]:
            words = " ".join(plain.split()[-5:])
            yield f"recital {words.lower()}", f"the recital breaks off at “{words}”", sentence, cut


def _unfilled(sentence: Sentence) -> Iterator[tuple[str, str, Sentence, re.Match[str]]]:
    plain = sentence.plain
    for match in _PLACEHOLDER.finditer(plain):
        if _OPTIONAL.search(plain[: match.end()]):
            continue
        if not _CHOICE.fullmatch(match[0]) or len(plain) < 400:
            yield (
                f"placeholder {tidy(match[0]).lower()}",
                f"“{tidy(match[0])}” was never filled in",
                sentence,
                match,
            )
    if gap := _GAP.search(plain):
        words = " ".join(plain[gap.start() : gap.start() + 80].split()[:6])
        yield f"gap {words.lower()}", f"words are missing at “{words}”", sentence, gap
    blank = _BLANK.search(plain)
    if blank and not _SIGNING.search(plain[: blank.start()]) and plain.count("_") < 200:
        after = tidy(plain[blank.end() :])[:30]
        if not re.match(r"\(?(?:signature|name|title|date|initial)", after, re.IGNORECASE):
            yield "blank", "a blank was never filled in", sentence, blank


def _words(sentence: Sentence) -> Iterator[tuple[str, str, Sentence, re.Match[str]]]:
    plain = sentence.plain
    for match in _DOUBLED.finditer(plain):
        if match[1] not in _MAY_DOUBLE:
            yield f"doubled {match[1]}", f"“{match[0]}” says a word twice", sentence, match
    if orphan := _ORPHAN.search(plain):
        words = " ".join(plain[orphan.start() :].lstrip(".;: ").split()[:4])
        yield f"orphan {words.lower()}", f"a word is missing in “{words}”", sentence, orphan
    if twice := _TWICE_SAID.search(plain):
        words = f"be {twice[1]}"
        yield (
            f"twice {words}",
            f"the sentence says “{words}” twice and has no subject the second time",
            sentence,
            twice,
        )
    if retained := _RETAINED.search(plain):
        words = retained[0].split()[-1]
        yield f"retained {words}", f"“retained {words}” stands where “obtained” is meant", sentence, retained
    if cut := _CUT_STOP.search(plain):
        words = " ".join(plain[: cut.end()].split()[-5:])
        yield f"cut {words.lower()}", f"words are missing before the full stop in “{words}”", sentence, cut


def _lists(reading: Reading) -> Iterator[Hit]:
    """Numbered items that run into one line, and a last item that still ends with “and”."""
    lines = reading.text.split("\n")
    at, found = 0, 0
    for number, line in enumerate(lines):
        start, at = at, at + len(line) + 1
        if found >= _MOST or len(line) > 4000:
            continue
        slip, span = "", (0, 0)
        if item := _ITEM.match(line):
            after = int(item[1]) + 1
            if run := re.search(rf"(?<=[.…”\"'’;]) ({after})\. (?=[A-Z])", line[item.end() :]):
                slip = f"items {item[1]} and {after} of the list run into one"
                span = (item.end() + run.start(1), item.end() + run.end())
        following = next((one.strip() for one in lines[number + 1 : number + 4] if one.strip()), "")
        if (
            not slip
            and line.lstrip()[:1] in "-•*("
            and (end := _ENDS_OPEN.search(line))
            and _PART_HEAD.match(following)
        ):
            slip, span = f"the list breaks off at “{end[0].strip()}”", end.span()
        if slip:
            found += 1
            spot = reading.spot(start + span[0], start + span[1], (start, start + len(line)))
            yield Hit(f"list {slip}", (spot,), {"line": _first(spot.place), "slip": slip})


def _misspelt(reading: Reading) -> Iterator[Hit]:
    """Rare names that are nearly a name that the text uses all the time."""
    counts = Counter(match[0] for match in _PROPER.finditer(reading.text))
    often = [
        name
        for name, count in counts.most_common(60)
        if count >= 5 and (_CAMEL.search(name) or name.lower() not in reading.lower_words)
    ]
    mixed = {name.lower() for name in often if _CAMEL.search(name)}
    for rare, count in counts.items():
        if count > 2 or (rare.lower() in reading.lower_words and rare.lower() not in mixed):
            continue
        for name in often:
            if counts[name] >= 5 * count and _nearly(rare, name):
                yield from _misspelling(reading, rare, name)
                break


def _misspelling(reading: Reading, rare: str, name: str) -> Iterator[Hit]:
    pattern = re.compile(rf"(?<![\w@./-]){re.escape(rare)}(?![\w@./-]*\w)")
    for sentence in reading.sentences:
        if match := pattern.search(sentence.plain):
            spot = reading.in_sentence(sentence, match)
            slots = {
                "line": _first(reading.place(*sentence.span(match))),
                "slip": f"“{rare}” is written for “{name}”",
            }
            yield Hit(f"misspelt {rare}", (spot,), slots, {"name": name, "written": rare})
            return


def _nearly(one: str, other: str) -> bool:
    """Whether two different words differ by capitals, or by one letter in a name in mixed letters."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if one.lower() == other.lower():
        return bool(_CAMEL.search(other)) and not one.isupper() and not other.isupper()
    if one[0] != other[0] or min(len(one), len(other)) < 6:
        return False
    a, b = one.lower(), other.lower()
    if a in (b + "s", b + "es") or b == a + "s":
        return False
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    return (
        a[head + 1 :] == b[head + 1 :]
        or a[head:] == b[head + 1 :]
        or a[head + 1 :] == b[head:]
        or (
            len(a) == len(b)
            and a[head : head + 2] == b[head : head + 2][::-1]
            and a[head + 2 :] == b[head + 2 :]
        )
    )
