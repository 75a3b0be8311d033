"""Short texts that a passage gives for a follow-up: an algorithm, a standard, a citation, a role, how often, which companies.

What is wanted is read from the question's own words, so that follow-ups of a reviewer's own pack are served too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.evidence.companies import Named, companies, company_key, introduced
from app.evidence.deadlines import Read, spans_about, words_for_number
from app.evidence.durations import Form
from app.evidence.duties import asks, denied
from app.evidence.sentences import sentences
from app.questionnaire.model import Question

_MOST = 12
_LONGEST = 400

_PROTOCOLS = re.compile(
    r"\b(?:TLS|SSL/TLS|TLS/SSL|Transport Layer Security(?: \(TLS\))?)\s*(?:(?:version|v)\.?\s*)?\d\.\d(?:\s*(?:\+|(?:or|and) (?:higher|later|above|newer|"
    r"greater)))?|\b(?:TLS|SSL|HTTPS|SFTP|FTPS|SSH|IPsec)(?:/(?:TLS|SSL))?\b",
)
_CIPHERS = re.compile(
    r"\b(?:\d{3}-bit\s+AES(?:-GCM|-CBC|-XTS)?|AES(?:[\s-]*(?:GCM|CBC|XTS))?[\s-]*(?:128|192|256)(?:[\s-]*(?:bits?|GCM|CBC|XTS))*|AES\b|"
    r"RSA[\s-]*\d{4}|ChaCha20(?:-Poly1305)?|XChaCha20(?:-Poly1305)?|3DES|Triple DES|Blowfish|Twofish|BitLocker|FileVault|LUKS)",
)
_KEYS = re.compile(
    r"\b(?:AWS (?:KMS|Key Management Service)(?: \(KMS\))?|Azure Key Vault|(?:Google )?Cloud KMS|Cloud HSM|AWS CloudHSM|HashiCorp Vault|"
    r"hardware security modules?(?: \(HSMs?\))?|customer[- ]managed keys)",
    re.IGNORECASE,
)
_DESTRUCTION = re.compile(
    r"\b(?:NIST\s+(?:(?:SP|Special Publication)\s*)?800-88(?:\s*(?:Rev(?:ision)?\.?\s*\d|r\d))?|(?:SP|Special Publication)\s*800-88(?:\s*(?:Rev(?:ision)?\.?\s*\d|"
    r"r\d))?|(?:U\.?S\.? )?(?:DoD|Department of Defense)\s*5220\.22-?M|crypto(?:graphic|-)?[\s-]?(?:erasure|shredding)|cryptographic erase|"
    r"degauss(?:ing|ed)?|cross-cut shred(?:ding)?)",
    re.IGNORECASE,
)
_DEIDENTIFIED = re.compile(
    r"\b(?:NISTIR\s*8053|NIST\s*(?:IR\s*)?8053|HIPAA Safe Harbor|45\s*C\.?F\.?R\.?\s*(?:§\s*)?164\.514(?:\([a-z0-9]\))*|"
    r"34\s*C\.?F\.?R\.?\s*(?:§+\s*)?99\.31\(b\)(?:\(\d\))?|FTC(?:['’]s)? (?:three-part )?(?:test|standard|guidance))",
    re.IGNORECASE,
)
_CITATION = re.compile(
    r"\b\d{1,2}\s*(?:C\.?F\.?R\.?|U\.?S\.?C\.?|N\.?Y\.?C\.?R\.?R\.?)\s*(?:§+\s*|[Ss]ections?\s+|[Pp]art\s+)?\d[\w.-]*(?:\([A-Za-z0-9]{1,5}\))*|"
    r"\b(?:[A-Z][a-z]+\s+)?(?:Civil|Education|Penal|Business and Professions|Health and Safety|General)\s+(?:Code|Law)\s*(?:§+\s*|[Ss]ections?\s+)?"
    r"\d[\w.-]*(?:\([A-Za-z0-9]{1,5}\))*",
)
_MECHANISMS = re.compile(
    r"\b(?:Standard Contractual Clauses(?: \(SCCs?\))?|Model Clauses|EU[-–]U\.?S\.? Data Privacy Framework|Data Privacy Framework|"
    r"Binding Corporate Rules|UK (?:International Data Transfer )?Addendum|International Data Transfer Agreement|adequacy decisions?|Privacy Shield)\b",
    re.IGNORECASE,
)
_IDENTIFIERS = re.compile(
    r"\b(?:IP addresses|IP address|advertising (?:identifiers?|IDs?)|device (?:identifiers?|IDs?)|cookie (?:identifiers?|IDs?)|"
    r"session identifiers|IDFA|AAID|GAID|MAC address(?:es)?|UDID)\b",
    re.IGNORECASE,
)
_ROLE_NAME = (
    r"(?:(?:Chief|Vice President|VP|Head|Director|Senior|Deputy|Data|Information|Security|Privacy|Compliance|Technology|Protection|Operations|Engineering|"
    r"Operating|Executive|Technical|Product|IT|Cybersecurity|Cyber|Student|Corporate|Manager|Lead|Officer|Team|Coordinator|Counsel|General|"
    r"CISO|CTO|CIO|CPO|DPO|CEO|COO)\b)"
)
_ROLE = re.compile(
    rf"\b(?:(?:Head|Director|Vice President|VP|Manager)\s+of\s+[A-Z]\w+(?:\s+(?:(?:and|&)\s*)?[A-Z]\w+){{0,3}}|"
    rf"{_ROLE_NAME}(?:\s+(?:and\s+|&\s+|of\s+)?{_ROLE_NAME}){{1,5}}(?:\s+\((?:[A-Z]{{3,4}})\))?|(?:CISO|CTO|CIO|CPO|DPO)\b)"
)
_RESPONSIBLE = re.compile(
    r"\b(?:led|run|overseen|headed|managed|directed|coordinated|supervised)\s+by\b|responsib|in charge|oversee|designat|appoint|leads|\bcoordinat|"
    r"accountab|owner",
    re.IGNORECASE,
)
_CYCLE = re.compile(
    r"\b(?:quarterly|annually|monthly|weekly|daily|semi-?annually|bi-?annually|(?:at least |no more than |up to |not more than )?(?:once|twice) "
    r"(?:a|per|every|each) (?:\w+ )?(?:year|quarter|month|week)|(?:on an? )?(?:at least )?(?:annual|quarterly|monthly) basis|every (?:\w+ )?"
    r"(?:year|quarter|month|week|months|weeks|days)|each (?:year|quarter|month)|(?:per|in any) (?:calendar|contract) year)\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(
    r"\b(?:Argentina|Australia|Austria|Belgium|Brazil|Bulgaria|Canada|Chile|China|Colombia|Costa Rica|Croatia|Cyprus|Czech Republic|Denmark|"
    r"Egypt|Estonia|Finland|France|Germany|Greece|Hong Kong|Hungary|Iceland|India|Indonesia|Ireland|Israel|Italy|Japan|Kenya|Latvia|Lithuania|"
    r"Luxembourg|Malaysia|Malta|Mexico|the Netherlands|Netherlands|New Zealand|Nigeria|Norway|Pakistan|Peru|Philippines|Poland|Portugal|Romania|"
    r"Serbia|Singapore|Slovakia|Slovenia|South Africa|South Korea|Spain|Sweden|Switzerland|Taiwan|Thailand|Turkey|Ukraine|United Kingdom|UK|"
    r"Uruguay|Vietnam)\b"
)
_PEOPLE_IN = re.compile(
    r"\b(?:customers|users|residents|citizens|individuals|people|schools|parents|students|data subjects|laws?|based|headquartered|incorporated|registered|established)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
"""Before a country: who is there is not where data is."""
_BESIDES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        _COUNTRY.pattern: _PEOPLE_IN,
        _CITATION.pattern: re.compile(r"\brequired by\s+(?:the\s+)?$", re.IGNORECASE),
    }
)
_PURPOSE = re.compile(r"\s*(?:\(|[–—:-]\s|for\b|to\b|as\b)[^,;.)]{3,80}")
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class _Want:
    """What a question wants, by its words, and how it is found in a sentence."""

    asked: re.Pattern[str]
    about: re.Pattern[str]
    """What the sentence, its heading or its list must speak of."""
    wanted: re.Pattern[str] | None = None
    """The words themselves; None for names of companies."""
    most: int = _MOST


def _want(asked: str, about: str, wanted: re.Pattern[str] | None, most: int = _MOST) -> _Want:
    return _Want(re.compile(asked, re.IGNORECASE), re.compile(about, re.IGNORECASE), wanted, most)


_WANTS = (
    _want(
        r"\bprotocol\b", r"transit|transmi|connection|traffic|in motion|TLS|HTTPS|SSL|encrypt", _PROTOCOLS, 3
    ),
    _want(r"\bencryption keys\b", r"\bkeys?\b|KMS|encrypt", _KEYS, 3),
    _want(
        r"\b(?:method|algorithm|cipher)\b.*\bencrypt|\bencrypt.*\b(?:method|algorithm|cipher)",
        r"encrypt|at rest|stored|cipher",
        _CIPHERS,
        3,
    ),
    _want(
        r"\bdestroyed\b.*\bstandard|\bdata destroyed\b",
        r"destroy|destruct|delet|sanitiz|dispos|eras|wip|overwrit|purg",
        _DESTRUCTION,
        3,
    ),
    _want(r"\bde-identification standard", r"identif|anonymi", _DEIDENTIFIED, 3),
    _want(
        r"\bstatute\b.*\bbreach\b|\bbreach\b.*\bcite",
        r"breach|unauthori[sz]ed|without authori[sz]ation|acquired|obtained",
        _CITATION,
        1,
    ),
    _want(
        r"\b(?:section|statute|citation)\b.*\bcite[sd]?\b|\bcite[sd]?\b.*\b(?:section|statute)",
        r"",
        _CITATION,
        3,
    ),
    _want(r"\bmechanism\b.*\btransfer", r"", _MECHANISMS, 4),
    _want(
        r"\bpersistent identifiers\b",
        r"collect|log|record|receiv|automatic|use|obtain|gather|identifier",
        _IDENTIFIERS,
    ),
    _want(r"\bwho is responsible\b|\bcoordinator\b", _RESPONSIBLE.pattern, _ROLE, 1),
    _want(
        r"\bhow often\b.*\baccess rights\b",
        r"(?:access|permission|privilege)[^.;]{0,60}(?:review|recertif|audit)|(?:review|"
        r"recertif|audit)[^.;]{0,60}(?:access|permission|privilege)",
        _CYCLE,
        1,
    ),
    _want(
        r"\bhow often\b.*\bschool audit",
        r"(?:LEA|district|school|customer|subscriber)s?\b.*(?:\baudit\b|inspect|examin)|(?:\baudit\b|inspect|examin).*(?:LEA|district|school|customer)",
        _CYCLE,
        1,
    ),
    _want(r"\bremotely\b", r"support|staff|agents?\b|employee|remote|personnel|contractor", _COUNTRY),
    _want(
        r"\bother countries\b|\bwhich countries\b",
        r"stor|host|locat|process|access|resid|transfer|servers?\b|agents|staff|support|region|back-?up",
        _COUNTRY,
    ),
    _want(r"\bwhere does a school send\b", r"request|delet|contact|ask", _EMAIL, 1),
    _want(
        r"\bcompanies provide the AI\b", r"\bAI\b|artificial|machine learning|language model|LLM|model", None
    ),
    _want(r"\bcompany serves the advertising\b", r"\bads?\b|advert", None),
    _want(r"\banalytics tools\b", r"analytic|measur|usage|statistic|visits", None),
    _want(
        r"\b(?:pixels|trackers)\b",
        r"pixel|tracker|tracking|SDK|advert|beacon|retarget|audience|remarket",
        None,
    ),
    _want(r"\bown privacy policy\b", r"own (?:privacy )?(?:polic|terms|practices)|privacy policy of", None),
)


def particular(question: Question, text: str, context: str) -> Read | None:
    """The short text that a passage gives for a TEXT question; None where the question or the passage gives no plain one.

    Args:
        question: the question or follow-up; its wording says what is wanted.
        text: the passage.
        context: what stands above it.
    """
    if re.search(r"\bin place of a number\b", question.ask, re.IGNORECASE):
        return words_for_number(question, text, context)
    if re.search(r"^when\b.*\bback-?ups?\b", question.ask, re.IGNORECASE):
        return _backups(text)
    for want in _WANTS:
        if want.asked.search(question.ask):
            return _joined(want, list(_found(want, text, context)), text)
    return None


def _backups(text: str) -> Read | None:
    found = [
        one
        for one in spans_about(text, re.compile(r"\bback-?\s?ups?\b", re.IGNORECASE))
        if one.form in {Form.LIMIT, Form.LENGTH} and not one.range
    ]
    near = [
        one
        for one in found
        if re.search(r"\bback-?\s?ups?\b", text[max(one.start - 120, 0) : one.end + 60], re.IGNORECASE)
    ]
    if len({(one.number, one.unit) for one in near}) != 1:
        return None
    one = near[0]
    return Read(" ".join(text[one.start : one.end].split()), "", one.start, one.end)


def _found(want: _Want, text: str, context: str) -> Iterator[Read]:
    others = _others(want, text) if want.wanted is None else set()
    for begin, end in sentences(text, 0, len(text)):
        sentence = text[begin:end]
        if asks(sentence) or not want.about.search(f"{context} {sentence}"):
            continue
        for one in (
            _named(want, text, begin, end) if want.wanted is None else _matched(want.wanted, text, begin, end)
        ):
            known = company_key(str(one.value)) if others else ""
            if known not in others and not denied(sentence, one.start - begin, one.end - begin):
                yield one


def _others(want: _Want, text: str) -> set[str]:
    """The companies that a passage says serve another purpose, wherever else it names them."""
    return {company_key(one.name) for one in companies(text) if _serves_another(want, one, text, len(text))}


def _named(want: _Want, text: str, begin: int, end: int) -> Iterator[Read]:
    """The companies of a sentence, without those of which it says that they serve another purpose."""
    for one in introduced(text, begin, end):
        if not _serves_another(want, one, text, end):
            yield Read(one.name, "", one.start, one.end)


def _serves_another(want: _Want, one: Named, text: str, end: int) -> bool:
    purpose = _PURPOSE.match(text, one.end, end)
    return purpose is not None and not want.about.search(f"{one.name} {purpose[0]}")


def _matched(wanted: re.Pattern[str], text: str, begin: int, end: int) -> Iterator[Read]:
    """The words of a sentence that were wanted, but for those whose neighbours give them another meaning."""
    besides = _BESIDES.get(wanted.pattern)
    for match in wanted.finditer(text, begin, end):
        if besides is None or not besides.search(text[begin : match.start()]):
            yield Read(" ".join(match[0].split()).rstrip("."), "", match.start(), match.end())


def _joined(want: _Want, found: list[Read], text: str) -> Read | None:
    """What was found, each once, as one text; nothing where more stands there than the question can mean."""
    if want.wanted is _PROTOCOLS or want.wanted is _CIPHERS:
        # "TLS" beside "TLS 1.2", "AES" beside "AES-256": the one that says more.
        telling = [one for one in found if any(ch.isdigit() for ch in str(one.value))]
        found = telling or found
    distinct: dict[str, Read] = {}
    for one in found:
        key = (
            company_key(str(one.value))
            if want.wanted is None
            else str(one.value).casefold().removeprefix("the ")
        )
        if want.wanted is _CITATION:
            # The same section, cited down to the paragraph or not.
            key = key.partition("(")[0]
        distinct.setdefault(key, one)
    if want.wanted is None:
        # "Google" beside "Google Analytics" says no more.
        distinct = {
            key: one
            for key, one in distinct.items()
            if not any(o != key and o.startswith(key) for o in distinct)
        }
    kept = list(distinct.values())
    if not kept or len(kept) > want.most:
        return None
    value = ", ".join(str(one.value) for one in kept)
    if len(value) > _LONGEST:
        return None
    start, end = min(one.start for one in kept), max(one.end for one in kept)
    return Read(value, "", start, min(end, len(text)))
