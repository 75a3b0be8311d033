"""What a vendor claims about itself: seals and certificates, laws it says it complies with, features it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.assessment.passages import Passage
from app.evidence.duties import asks, denied
from app.evidence.model import Suggestions
from app.evidence.registers import Found, entries
from app.evidence.sentences import sentences, tidy
from app.evidence.shapes import is_sentence, marker_of

_CREDENTIALS = re.compile(
    r"\b(?:SOC\)?\s?[123](?:\W{0,3}\s?Type\s(?:II|I|1|2))?(?=\W)|ISO(?:\s?/\s?IEC)?\s*27\d{3}(?::(?P<edition>\d{4}))?|FedRAMP(?: (?:Low|Moderate|High))?|PCI[\s-]?DSS|"
    r"HITRUST|CSA STAR|Cyber Essentials(?: Plus)?|StateRAMP|TX-RAMP|iKeepSafe(?: (?:FERPA|COPPA|California|ATLIS))?|(?:Student )?Privacy Pledge|Common Sense Privacy(?: Seal| Rating)?|"
    r"(?:1EdTech|IMS Global)[^.;,|]{0,30}?(?:TrustEd Apps|Certified|certification)|TrustEd Apps|kidSAFE(?: Seal)?|PRIVO|TrustArc|TRUSTe|ESRB Privacy Certified|"
    r"Digital Promise[^.;,|]{0,40})",
)
_HOLDS = re.compile(
    r"\bcertifi|\bcertificat|\battest|\baudit|\breport|\bcompl(?:y|ies|iant|iance)|\bseal\b|\bsign(?:ed|ator)|\bpledge|\bmember|\baward|\bholds?\b|\baccredit|\bassessed\b|\bundergo|\bearned\b|\bapproved\b",
    re.IGNORECASE,
)
_BY_OTHERS = re.compile(
    r"\b(?:sub-?processors?|(?:hosting|cloud|service|infrastructure|payment) (?:providers?|partners?|vendors?)|data cent(?:er|re)s?|AWS|Amazon|Azure|Google Cloud|Supabase|Stripe|our hosts?|the host|"
    r"third[- ]party vendors?|vendors must)\b",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"\bone (?:or more )?of\b|\bwill provide\b|\bsuch as\b|\balternative\b|\bat least one\b|\bor equivalent\b|\bmust\b|\brequired to\b",
    re.IGNORECASE,
)

_LAWS = re.compile(
    r"\b(?:FERPA|COPPA|SOPIPA|CIPA|PPRA|GDPR|UK GDPR|CCPA|CPRA|SOPPA|HIPAA|IDEA|SHIELD Act|PIPEDA|(?:New York )?(?:State )?Education Law\s*(?:(?:§|[Ss]ection)\s*)?2-?[dD]|"
    r"Family Educational Rights and Privacy Act|Children['’]s Online Privacy Protection Act|Student Online Personal (?:Information )?Protection Act|"
    r"Protection of Pupil Rights Amendment|Children['’]s Internet Protection Act|General Data Protection Regulation|"
    r"California (?:Consumer Privacy Act|AB 1584|Education Code\s*(?:(?:§|[Ss]ection)\s*)?49073\.1)|AB\s?1584)\b",
)
_SHORT = {
    "familyeducationalrightsandprivacyact": "FERPA",
    "childrensonlineprivacyprotectionact": "COPPA",
    "studentonlinepersonalinformationprotectionact": "SOPIPA",
    "protectionofpupilrightsamendment": "PPRA",
    "childrensinternetprotectionact": "CIPA",
    "generaldataprotectionregulation": "GDPR",
    "californiaconsumerprivacyact": "CCPA",
}
_COMPLIES = re.compile(
    r"\bcompl(?:y|ies|iant|iance|ying)\b|\bin accordance with\b|\badher|\bconsistent with\b|\bconform|\bmeets?\b|\bin line with\b",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\(?\b(\d{1,2}\s*(?:U\.?S\.?C\.?|C\.?F\.?R\.?|N\.?Y\.?C\.?R\.?R\.?)\s*(?:§+\s*|[Ss]ections?\s+|[Pp]art\s+)?\d[\w.–-]*(?:\([A-Za-z0-9]+\))*)"
)
_UNSURE = re.compile(r"\bwhether\b|\bgap analysis\b|\btemplate\b|\bassist you\b", re.IGNORECASE)
_LONGEST_CLAIM = 400

_FEATURE_LEAD = re.compile(
    r"\bfeatures?\b|\bfunctions\b|\bcapabilit|\bwith \w+ (?:you|teachers|students) can\b", re.IGNORECASE
)


def credentials(text: str, suggestions: Suggestions, document: str) -> Iterator[Found]:
    """Seals, certificates and reports that suggested sentences say somebody holds."""
    found = list(_credentials(text, suggestions, document))
    for one in found:
        # "The SOC 2 report" beside "SOC 2 Type 2" is the same report.
        if not any(other.key.startswith(one.key) and other.key != one.key for other in found):
            yield one


def _credentials(text: str, suggestions: Suggestions, document: str) -> Iterator[Found]:
    for suggestion in suggestions.found:
        if suggestion.document != document:
            continue
        for begin, stop in sentences(text, suggestion.start, suggestion.end):
            sentence = text[begin:stop]
            holds = [m for m in _HOLDS.finditer(sentence) if not denied(sentence, m.start(), m.end())]
            if (
                asks(sentence)
                or not holds
                or _OPTIONS.search(f"{suggestion.context.rpartition(' › ')[2]} {sentence}")
            ):
                continue
            for match in _CREDENTIALS.finditer(sentence):
                if denied(sentence, match.start(), match.end()):
                    continue
                name = tidy(match[0]).replace(") ", " ")
                others = _BY_OTHERS.search(suggestion.text) is not None
                cells = {
                    "credential": name.partition(":")[0] if match["edition"] else name,
                    "edition": match["edition"] or "",
                }
                if others:
                    cells["holder"] = "sub-provider"
                elif re.search(r"\b(?:we|our)\b", sentence, re.IGNORECASE):
                    cells["holder"] = "vendor"
                yield Found(
                    {key: one for key, one in cells.items() if one},
                    begin,
                    stop,
                    key_of(f"{cells.get('holder', '')} {cells['credential']}"),
                )


def laws(text: str, suggestions: Suggestions, document: str) -> Iterator[Found]:
    """Laws that suggested sentences claim to comply with, each with the sentence as its claim."""
    for suggestion in suggestions.found:
        if suggestion.document != document:
            continue
        for begin, stop in sentences(text, suggestion.start, suggestion.end):
            sentence = text[begin:stop]
            claim = _COMPLIES.search(sentence)
            if claim is None or asks(sentence) or "|" in sentence or not is_sentence(sentence):
                continue
            for match in _LAWS.finditer(sentence):
                if (
                    denied(sentence, claim.start(), claim.end())
                    or match.start() < claim.start() - 60
                    or _UNSURE.search(sentence, 0, claim.start())
                ):
                    continue
                name = short_law(match[0])
                cited = _CITED.match(sentence[match.end() :].lstrip(" ,("))
                if cited is None:
                    after = sentence[match.end() : match.end() + 60]
                    near = re.match(r"\s*(?:\([A-Z]{3,6}\))?\s*,?\s*", after)
                    cited = _CITED.match(after[near.end() :]) if near else None
                cells = {
                    "law": name,
                    "citation_as_written": tidy(cited[1]) if cited else "",
                    "claim": tidy(sentence[marker_of(sentence).length :])[:_LONGEST_CLAIM],
                }
                yield Found({key: one for key, one in cells.items() if one}, begin, stop, key_of(name))


def features(text: str, passages: Sequence[Passage]) -> Iterator[Found]:
    """The items of lists that announce features."""
    for entry in entries(text, passages, _FEATURE_LEAD):
        if not _FEATURE_LEAD.search(entry.lead) or re.search(
            r"\bnot\b|\bsecurity\b|\bprivacy\b", entry.lead, re.IGNORECASE
        ):
            continue
        feature = re.sub(r"\s(?:and|or)$", "", entry.text.replace("**", "")).strip(" .;,")
        if 3 <= len(feature) <= 160 and not feature.startswith("<"):
            yield Found({"feature": feature}, entry.start, entry.end, key_of(feature))


def short_law(name: str) -> str:
    """A law by the short name that reviewers use, where it has one."""
    return _SHORT.get(key_of(name), tidy(name))


def key_of(text: str) -> str:
    """A text for comparing: letters and digits only, without regard to case."""
    return "".join(ch for ch in text.casefold() if ch.isalnum())
