"""DOC-06: a passage points to a part, or to another text of the vendor's, that nobody has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from app.assessment.findings import Detected
from app.evidence.detectors.detector import Context, Scanned, detected
from app.evidence.detectors.hits import Hit, Spot
from app.evidence.detectors.parts import NUMBER, parts_of
from app.evidence.detectors.reading import Reading, Sentence
from app.questionnaire.rules import Rulebook

_REFERENCE = re.compile(
    rf"\b(?P<kind>[Ee]xhibit|[Aa]ppendix|[Aa]nnex|[Aa]ttachment|[Ss]chedule|EXHIBIT|APPENDIX|ANNEX|ATTACHMENT|SCHEDULE)\s+"
    rf"[\"'(]*(?P<number>{NUMBER})\b(?![\w-])"
)
_ARTICLE = re.compile(r"\bArticle\s+(?P<number>[IVX]{1,5})\b")
_SECTION = re.compile(
    r"\b(?:[Ss]ections?|[Cc]lauses?|SECTIONS?|CLAUSES?)\s{1,3}(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})\b(?![\d(])"
)
_NUMBERED = re.compile(
    r"^[ \t#*_>|\xa0]{0,12}(?:(?:SECTION|Section|CLAUSE|Clause)[ \t]{1,3})?(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})"
    r"[.):]?[ \t*_]{1,8}(?=\S)",
    re.MULTILINE,
)
"""A heading, or a paragraph, that begins with its number."""
_FIRST_SECTIONS = frozenset({"1", "2", "3"})
_LAST_SECTION = 40
"""What has a higher number is a section of a law."""
_OF_ANOTHER_TEXT = re.compile(r"^\W{0,3}(?:of|to|in|under) (?!this\b)", re.IGNORECASE)
_OF_A_LAW = re.compile(
    r"\b(?:CFR|C\.F\.R\.|U\.?S\.?C\.?|Code|Act|Law|Rule|Regulations?|Statutes?|Stat\.|Title|Part|[A-Z]{4,7}|GDPR)\W{0,3}(?:\d{1,4}\W{0,2})?$"
)
_OF_ANOTHER = re.compile(
    r"^\W{0,3}(?:(?:of|to|in) (?:the )?(?:[A-Z][\w.]* ){0,3}(?:GDPR|Regulation|Directive|Law|Act|Code|Constitution|Charter|"
    r"Standard Contractual Clauses|SCCs?|Service Agreement|MSA|Master|Terms)\b)"
)
_RUNNING = re.compile(r",? ?\(?page \d", re.IGNORECASE)
"""A running head: the text is that part itself."""
_POINTS = re.compile(
    r"\b(?:refer(?:red)? to|see|described in|set (?:out|forth) in|detailed in|contained in|defined in|specified in|explained in|outlined in|"
    r"governed by|permitted by|in accordance with|according to|as stated in|subject to|read|review|visit|available (?:at|in|on)|listed (?:in|on)|"
    r"purposes described in|more (?:information|about|in|on)|information (?:is|can be found)[\w ]{0,20} in)\b",
    re.IGNORECASE,
)
_TEXTS = (
    ("privacy policy", re.compile(r"\b[Pp]rivacy (?:[Pp]olicy|[Nn]otice|[Ss]tatement)\b")),
    (
        "terms",
        re.compile(
            r"\b(?:[Tt]erms (?:of|and) (?:[Ss]ervice|[Uu]se|[Cc]onditions)|[Tt]erms & [Cc]onditions|(?<=the )Terms(?=[,. ]))"
        ),
    ),
    ("license", re.compile(r"\b[Ss]oftware [Ll]icen[sc]e\b|\b[Ll]icen[sc]e [Aa]greement\b")),
    ("service levels", re.compile(r"\b[Ss]ervice [Ll]evel [Aa]greements?\b")),
    (
        "security text",
        re.compile(
            r"\b[Ss]ecurity (?:[Pp]olicy|[Oo]verview|[Ww]hite ?[Pp]aper|[Pp]age|[Pp]rotocols|[Ss]tatement)\b"
        ),
    ),
    ("cookie policy", re.compile(r"\b[Cc]ookie (?:[Pp]olicy|[Nn]otice)\b")),
    ("retention policy", re.compile(r"\b(?:[Dd]ata )?[Rr]etention (?:[Pp]olicy|[Ss]chedule)\b")),
    (
        "processing agreement",
        re.compile(r"\b[Dd]ata (?:[Pp]rocessing|[Pp]rotection|[Pp]rivacy) (?:[Aa]greement|[Aa]ddendum)\b"),
    ),
    (
        "list of sub-processors",
        re.compile(r"\b(?:list of (?:our )?[Ss]ub-?processors|[Ss]ub-?processors? (?:list|page))\b"),
    ),
    ("acceptable use policy", re.compile(r"\b[Aa]cceptable [Uu]se [Pp]olicy\b")),
)
_SHOWN = {
    "terms": "the terms of service",
    "license": "the software license",
    "service levels": "the service level agreements",
    "security text": "the security text",
    "processing agreement": "the data processing agreement",
}
_OWN_TEXT = re.compile(r"\b(?:our|the|its|this|these|their|[A-Z]\w+(?:'s|'))\W", re.IGNORECASE)
_FOREIGN_TEXT = re.compile(
    r"\b(?:google|aws|amazon|microsoft|third[- ]part\w+|other (?:web)?sites?|its privacy policy|their)\b",
    re.IGNORECASE,
)
_NAMED = (
    (
        "general offer",
        "the general offer of privacy terms",
        re.compile(r"\bgeneral offer of (?:privacy )?terms\b", re.IGNORECASE),
    ),
    ("standard schedule", "the standard schedule", re.compile(r"\bstandard schedule\b", re.IGNORECASE)),
    (
        "security framework",
        "the identified cybersecurity framework",
        re.compile(r"\b(?:identified|selected|checked|chosen) cybersecurity frameworks?\b", re.IGNORECASE),
    ),
)
_HEADS = re.compile(
    r"^[ \t#*_\"'“]{0,12}(?:EXHIBIT\W+\w\W+)?(?:general offer|standard schedule|data security and privacy (?:requirements|framework)|"
    r"(?:adequate )?cyber ?security frameworks?)[^\n]{0,60}$",
    re.IGNORECASE | re.MULTILINE,
)
_MOST = 3
_HAS = "has"
_LACKS = "lacks"
_POINTS_TO = "points"


def scan(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """The parts a document has, those it points to and has not, and the other texts it points to."""
    parts = parts_of(reading)
    has = frozenset(f"{one.kind} {one.number}" for one in parts)
    for one in sorted(has):
        yield Hit(one, (), marks={"what": _HAS})
    heads = frozenset(match[0].strip().lower() for match in _HEADS.finditer(reading.text))
    own = _own_texts(reading)
    numbered = frozenset(match["number"] for match in _NUMBERED.finditer(reading.text))
    found: dict[tuple[str, str], list[Spot]] = {}
    shown: dict[str, str] = {}
    for sentence in reading.sentences:
        if sentence.passage >= 0:
            for what, name, text, match in _pointed(sentence, has, heads, own, numbered):
                shown.setdefault(name, text)
                spots = found.setdefault((what, name), [])
                if len(spots) < _MOST:
                    spots.append(reading.in_sentence(sentence, match))
    for (what, name), spots in sorted(found.items()):
        yield Hit(name, tuple(dict.fromkeys(spots)), {"what": shown[name]}, {"what": what})


def _pointed(
    sentence: Sentence,
    has: frozenset[str],
    heads: frozenset[str],
    own: frozenset[str],
    numbered: frozenset[str],
) -> Iterator[tuple[str, str, str, re.Match[str]]]:
    """What a sentence points to and the document neither has nor is."""
    articles = any(name.startswith("article") for name in has)
    for number, match in _sections(sentence, numbered):
        yield _LACKS, f"section {number}", f"Section {number}", match
    for name, text, match in _references(sentence, articles=articles):
        if name not in has and name.split("-")[0] not in has:
            yield _LACKS, name, text, match
    for name, text, pattern in _NAMED:
        named = pattern.search(sentence.plain)
        if named and not any(name.split()[0] in head for head in heads):
            yield _LACKS, name, text, named
    for name, match in _other_texts(sentence):
        if name not in own:
            yield _POINTS_TO, name, _SHOWN.get(name, f"the {name}"), match


def _references(sentence: Sentence, *, articles: bool) -> Iterator[tuple[str, str, re.Match[str]]]:
    for match in _REFERENCE.finditer(sentence.plain):
        if (
            match["number"] in ("I", "A")
            and sentence.plain[match.end() : match.end() + 2].strip().islower()
            and match["kind"].islower()
        ):
            continue  # "the schedule a school ..." and "schedule I ..."
        if match["kind"].lower() == "schedule" and match["kind"].islower():
            continue
        if _OF_ANOTHER.match(sentence.plain[match.end() :]) or _RUNNING.match(sentence.plain[match.end() :]):
            continue
        yield (
            f"{match['kind'].lower()} {match['number']}",
            f"{match['kind'].capitalize()} {match['number']}",
            match,
        )
    if articles:
        for match in _ARTICLE.finditer(sentence.plain):
            if not _OF_ANOTHER.match(sentence.plain[match.end() :]):
                yield f"article {match['number']}", f"Article {match['number']}", match


def _sections(sentence: Sentence, numbered: frozenset[str]) -> Iterator[tuple[str, re.Match[str]]]:
    """Numbered sections of its own text that a sentence points to and that the text has not.

    Only a text that numbers its sections can lack one, and a part of a section only where its other parts have numbers.
    """
    if not numbered >= _FIRST_SECTIONS:
        return
    for match in _SECTION.finditer(sentence.plain):
        number = match["number"]
        above, _, part = number.rpartition(".")
        before = sentence.plain[max(match.start() - 24, 0) : match.start()].rstrip()
        if number in numbered or int(number.partition(".")[0]) > _LAST_SECTION:
            continue
        if _OF_ANOTHER_TEXT.match(sentence.plain[match.end() :]) or _OF_A_LAW.search(before):
            continue
        if part and not any(one.startswith(f"{above}.") for one in numbered) and above in numbered:
            continue
        yield number, match


def _other_texts(sentence: Sentence) -> Iterator[tuple[str, re.Match[str]]]:
    pointing = _POINTS.search(sentence.plain)
    if pointing is None:
        return
    for name, pattern in _TEXTS:
        for match in pattern.finditer(sentence.plain, pointing.start()):
            before = sentence.plain[max(match.start() - 60, 0) : match.start()]
            if _FOREIGN_TEXT.search(before[-30:]) or re.search(
                r"\b(?:this|these)\s(?:\w+\s){0,2}$", before, re.IGNORECASE
            ):
                continue
            if match.start() - pointing.end() > 160 or not _OWN_TEXT.search(before):
                continue
            yield name, match
            break


def _own_texts(reading: Reading) -> frozenset[str]:
    """What the document is itself, by its first lines."""
    head = reading.text[:600]
    return frozenset(
        name
        for name, pattern in _TEXTS
        if any(pattern.search(line) for line in head.split("\n")[:12] if 0 < len(line.split()) < 10)
    )


def sift(name: str, scanned: Sequence[Scanned], context: Context) -> Iterable[Detected]:
    """What no document of the register is or has."""
    has = {hit.subject for one in scanned for hit in one.hits if hit.marks["what"] == _HAS}
    kinds = {kind for kind, _ in context.documents}
    titles = " | ".join(title.casefold() for _, title in context.documents)
    found: dict[str, list[tuple[Scanned, Hit]]] = {}
    for one in scanned:
        for hit in one.hits:
            what = hit.marks["what"]
            if what == _LACKS and hit.subject in has and not hit.subject.startswith("article"):
                continue
            if what == _POINTS_TO and _is_there(hit.subject, kinds, titles):
                continue
            if what != _HAS:
                found.setdefault(hit.subject, []).append((one, hit))
    for subject, hits in found.items():
        yield detected(name, subject, hits, context)


def _is_there(subject: str, kinds: set[str], titles: str) -> bool:
    """Whether the register has a text of this kind."""
    if subject == "privacy policy":
        return "policy" in kinds or "privacy" in titles
    if subject == "terms":
        return "terms" in kinds or "terms" in titles
    if subject == "processing agreement":
        return bool({"signed agreement", "unsigned agreement"} & kinds) or "agreement" in titles
    words = {"security text": "security", "license": "licen", "service levels": "service level"}
    if subject == "list of sub-processors":
        return "sub" in titles and "processor" in titles
    return words.get(subject, subject) in titles
