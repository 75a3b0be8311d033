"""DOC-03: a duty in the operator's text that names another company."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from app.assessment.findings import Detected
from app.evidence.companies import companies, company_key
from app.evidence.detectors.detector import Context, Scanned, by_subject, detected
from app.evidence.detectors.hits import Hit, Spot
from app.evidence.detectors.reading import Reading, Sentence
from app.questionnaire.rules import Rulebook

_FORM = r"(?:,? (?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|GmbH|PBC|PLC|LLP|B\.V)\b\.?)"
_CAMEL = r"(?:[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]+)+|[A-Z]{2,}[a-z]{2,}\w*|i[A-Z][a-z]+(?:[A-Z][a-z]+)*)"
_CAPITAL = r"[A-Z][a-z]{3,}(?:[ -][A-Z][a-z]{2,}){0,2}"
_NAME = (
    rf"(?P<name>(?:{_CAMEL}|{_CAPITAL}|[A-Z][\w&]{{1,40}}(?: [A-Z][\w&]{{1,40}}){{0,3}}(?={_FORM})){_FORM}?)"
)
_SUBJECT = re.compile(
    rf"(?<![\w.@/-]){_NAME}(?:'s? (?:employees|staff|personnel|team|agents|subcontractors)(?: members)?)?,? "
    r"(?:(?:also|hereby|further|never|only|promptly|permanently) ){0,2}"
    r"(?:shall|will|must|may not|agrees?|undertakes?|commits?|acknowledges|warrants|represents|does not|do not|is committed|"
    r"is responsible|is prohibited|is required|has agreed|maintains?|keeps?|protects?|encrypts?|deletes?|retains?|"
    r"notifies|complies|adheres|provides|stores|limits|conducts|trains)\b"
)
_AGENT = re.compile(
    r"\b(?:collected|held|maintained|stored|processed|used|retained|received|kept|controlled|operated|owned|disclosed)"
    rf"(?: (?!by\b|not\b)\w+){{0,3}} by {_NAME}(?![\w@.-]*\w)"
)
_OWNED = re.compile(
    rf"(?<![\w.@/-]){_NAME}'s? (?:privacy|security|data|employees|staff|servers?|systems?|services?|platform|obligations?|"
    r"duties|personnel|agents|subcontractors|possession|network|policies|database)\b"
)
_DUTY = re.compile(
    r"\b(?:shall|will|must|may (?:not|inspect|review|access|request|correct)|agrees?|undertakes?|commits?|committed|right to|rights? of|acknowledges|warrants|"
    r"responsible|prohibited|required|does not|do not|never|maintains?|protects?|encrypts?|deletes?|notif\w+|complies)\b"
)
_BOUND = re.compile(r"\b(?:shall|must|agrees?|undertakes?)$")
_BEFORE = re.compile(
    r"(?:^\W*|\b(?:by|to|with|and|or|from|that|of|between|for|against|if|when|before|after)|[,;:(]) ?$"
)
"""What may stand before a name: no article, and no adjective."""
_NO_COMPANY = re.compile(
    r"\b(?:act|law|laws|code|regulations?|rules?|amendment|university|college|academy|schools?|districts?|department|board|"
    r"commission|county|state|states|institute|agency|agencies|association|coalition|consortium|alliance|foundation|forum|"
    r"privacy|pledge|student|students|teachers?|parents?|guardians?|providers?|contractors?|subcontractors?|vendors?|"
    r"operators?|company|companies|customers?|users?|subscribers?|licensees?|licensors?|processors?|subprocessors?|"
    r"controllers?|part(?:y|ies)|recipients?|employees?|staff|personnel|members?|officers?|officials?|individuals?|persons?|"
    r"agreement|framework|addendum|policy|policies|terms|exhibit|article|section|schedule|services?|data|information|records?|"
    r"education|educational|safe|program|programs|certification|standard|standards|united|european|union|commissioner|"
    r"attorney|general|supervisor|superintendent|committee|council|court|government|authority|parliament|ministry|"
    r"american|federal|national|international|everyone|nothing|someone|anyone|neither|notwithstanding|failure|"
    r"consultants?|suppliers?|clients?|participants?|partners?|affiliates?|administrators?|educators?|learners?|children|"
    r"child|minors?|libraries|library|entit(?:y|ies)|applicants?|candidates?|technology|technologies|platform|website|"
    r"software|application|app|system|systems|cookies?|internet|january|february|march|april|june|july|august|september|"
    r"october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|california|york|texas|florida|"
    r"illinois|connecticut|massachusetts|vermont|maine|hampshire|rhode|island|colorado|virginia|washington|ohio|utah|"
    r"georgia|michigan|pennsylvania|jersey|carolina|arizona|oregon|nevada|kansas|iowa|wisconsin|minnesota|missouri|"
    r"tennessee|kentucky|alabama|louisiana|oklahoma|maryland|delaware|hawaii|alaska|idaho|montana|wyoming|dakota|mexico|"
    r"nebraska|arkansas|mississippi|indiana|canada|england|ireland|germany|switzerland|europe|america)\b",
    re.IGNORECASE,
)
# fmt: off
_THINGS = frozenset({
    "adchoices", "calcoppa", "caloppa", "chromebook", "chromebooks", "docusign", "docx", "edtech", "erate",
    "fedramp", "github", "hecvat", "iaas", "ikeepsafe", "ipad", "iphone", "javascript", "kidsafe",
    "linkedin", "macos", "mcafee", "metadata", "mysql", "oauth", "openid", "paas", "phd", "postgresql",
    "powerpoint", "privo", "saas", "sdpc", "trustarc", "trusted", "typescript", "wifi", "ndpa", "mfa",
    "pii", "sso", "xml", "html", "gdpr", "ferpa", "coppa", "sopipa", "soppa", "youtube", "whatsapp",
})
# fmt: on
"""Things in mixed letters that are no company, and companies that everybody's users have."""
_MOST_NAMES = 200
_MOST_SPOTS = 5


def scan(reading: Reading, _: Rulebook) -> Iterable[Hit]:
    """Names in sentences that state a duty; which of them are foreign, only the assessment knows."""
    found: dict[str, list[Spot]] = {}
    shown: dict[str, Counter[str]] = {}
    middle: dict[str, int] = {}
    for sentence in reading.sentences:
        if sentence.passage < 0 or not _DUTY.search(sentence.plain):
            continue
        for match in _named(sentence):
            name = match["name"].rstrip(".,")
            key = company_key(name)
            service = _is_service(name)
            if not key or (
                not _BOUND.search(match[0]) if service else not _may_be_company(name, key, reading)
            ):
                continue
            if (
                not service
                and not _certain(name)
                and not _BEFORE.search(sentence.plain[: match.start("name")])
            ):
                continue
            if not service and not _certain(name):
                middle[key] = middle.get(key, 0) + (match.start("name") > 3)
            shown.setdefault(key, Counter())[name] += 1
            spots = found.setdefault(key, [])
            if len(spots) < _MOST_SPOTS:
                spots.append(reading.in_sentence(sentence, match, "name"))
    for key, spots in list(found.items())[:_MOST_NAMES]:
        if middle.get(key) == 0:
            continue  # an ordinary word may begin a sentence with a capital
        name = shown[key].most_common(1)[0][0]
        yield Hit(key, tuple(dict.fromkeys(spots)), {"company": name})


def sift(name: str, scanned: Sequence[Scanned], context: Context) -> Iterable[Detected]:
    """Those that are neither the vendor's own names nor known to a register."""
    own = [one for one in scanned if one.by_vendor]
    for key, found in by_subject(own).items():
        if not context.is_own(key) and not context.is_known(key):
            yield detected(name, key, found, context)


def _named(sentence: Sentence) -> Iterator[re.Match[str]]:
    for pattern in (_SUBJECT, _AGENT, _OWNED):
        yield from pattern.finditer(sentence.plain)


def _certain(name: str) -> bool:
    """Whether its letters or its legal form show that it is a name."""
    return bool(re.search(rf"^{_CAMEL}|{_FORM}$", name))


def _is_service(name: str) -> bool:
    """Whether it is a service that everybody uses: it may do a lot, and only a duty in so many words is the vendor's."""
    return any(True for _ in companies(re.sub(rf"{_FORM}$", "", name)))


def _may_be_company(name: str, key: str, reading: Reading) -> bool:
    if key in _THINGS or _NO_COMPANY.search(name):
        return False
    bare = re.sub(rf"{_FORM}$", "", name)
    if _certain(name):
        return True
    return not any(word.lower() in reading.lower_words for word in bare.split())
