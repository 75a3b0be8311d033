"""Outside companies that receive data, read out of tables, lists and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from app.assessment.passages import Passage
from app.evidence.companies import companies, company_key, introduced, looks_like_company, tidy_name
from app.evidence.duties import asks, left_out, past
from app.evidence.model import Suggestions
from app.evidence.passages import SEPARATOR
from app.evidence.registers import Entry, Found, cell_of, entries, grids, named, one_of
from app.evidence.sentences import sentences, tidy


def _ways(words: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    return MappingProxyType({name: re.compile(pattern, re.IGNORECASE) for name, pattern in words.items()})


_COLUMNS = _ways(
    {
        "name": r"^(?:(?:name of (?:the )?)?(?:sub-?\s?processor|vendor|compan(?:y|ies)|(?:service )?provider|third[- ]part(?:y|ies)|recipient|partner|entity|"
        r"organi[sz]ation|supplier|sub-?contractor|tool)s?(?:\s*name)?)$|sub-?\s?processor.{0,80}name|^(?:third[- ]party|company|vendor)\b.{0,80}\b(?:name|compan|vendor|provider|service)",
        "info_shared": r"\b(?:data|information|info)\b.{0,80}\b(?:shared?|gets?|receive[sd]?|sent|accessed|transferred|processed|disclosed|types?|elements?|categor)|"
        r"\b(?:types?|categor(?:y|ies)|kinds?) of (?:personal )?(?:data|information)|^(?:personal )?(?:data|information|info)$|^what (?:it|they) (?:get|receive)s?$|personal (?:data|information)",
        "country": r"location of (?:processing|data)|\b(?:location|countr(?:y|ies)|region|jurisdiction|hosted|geograph)",
        "purpose": r"purpose|function|what (?:it|they) do(?:es)?|\brole\b|\buse\b|descriptions?|reason|processing|activit|what for|\bwhy\b|service(?:s)? provided|service",
        "conditional_note": r"\b(?:only when|condition|optional|applies)",
    }
)
_BARE_NAME = re.compile(r"^(?:name|services?|product)$", re.IGNORECASE)
_ABOUT_OTHERS = re.compile(
    r"sub-?\s?processor|third[- ]part|service provider|\bvendors?\b|sub-?contractor|partners|external (?:companies|services)|companies (?:below|that)|outside compan",
    re.IGNORECASE,
)
_FUNCTIONS = _ways(
    {
        "hosting": r"\bhost(?:s|ed|ing)?\b|infrastructure|\bcloud (?:servers?|computing|platform|service)|\bservers\b|\bCDN\b|content delivery",
        "database": r"\bdatabases?\b",
        "storage": r"\bstorage\b|\bstor(?:e|es|ing)\b(?! and e-?commerce)",
        "e-mail": r"\be-?mails?\b",
        "SMS or voice": r"\bSMS\b|text messages?|texting|voice calls?|telephony",
        "messaging app": r"WhatsApp|messaging app|chat app",
        "analytics": r"\banalytics?\b|\bmeasur|usage statistics|product insights",
        "tag management": r"tag manag|managing javascript",
        "advertising": r"advertis|\bads\b|campaign|audience building|retarget",
        "support": r"\bsupport\b|help ?desk|customer service|ticket|live chat",
        "logging": r"\blogging\b|\berrors?\b|crash|(?:performance|system) monitoring",
        "payments": r"\bpayments?\b|billing|invoic",
        "e-commerce": r"e-?commerce|\bshop\b|online store",
        "authentication": r"authenticat|sign-?in|log-?in|single sign|\bSSO\b|\bidentity\b",
        "translation": r"translat",
        "video": r"\bvideos?\b",
        "internal tools": r"\binternal\b",
    }
)
_LEAD = re.compile(
    r"(?:sub-?\s?processors?|third[- ]part(?:y|ies)(?:[\s-]+(?:vendors?|services?|providers?|compan\w+))?|service providers?|\bvendors\b|\bproviders\b|"
    r"outside compan\w+|\bcompanies\b|\bpartners\b|sub-?contractors?)",
    re.IGNORECASE,
)
_NO_LEAD = re.compile(
    r"\bnot\b|\bnever\b|n['’]t\b|\bno longer\b|\bnone of\b|\bformer(?:ly)?\b|\bpreviously\b|\bprevious (?:sub|vendor|provider|partner|third)|\bstopped\b|\bceased\b|"
    r"\bdiscontinued\b|\bretired\b|\bavoid\b|\brefus|\bmust\b|\brequire|\bshall\b|\bagree|\bobligat|\bwill\b|\bresponsib|\benter into\b|\btypes? of\b|\bcategor",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:no longer|former|previous|past|retired|discontinued) (?:\w+ ){0,2}(?:use|used|sub-?\s?processors?|vendors?|partners?|providers?|services?|compan\w+)\b|"
    r"\b(?:do|does|did) not (?:use|share)\b|\bdon['’]t (?:use|share)\b|\bnever (?:use|share)\b",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\W*(?:(?:status|state)\W+)?(?:no longer|not (?:in use|used)|never used|discontinued|retired|removed|terminated|inactive|former(?:ly)?|until (?:\w+ ){0,2}(?:19|20)\d\d|"
    r"(?:stopped|ended|ceased)\b)",
    re.IGNORECASE,
)
"""What a cell or an item's words begin with where the company receives nothing any more."""
_NOT_LIMITED = re.compile(r"\b(?:but )?(?:is |are )?not limited to\b", re.IGNORECASE)
_GENERIC = re.compile(
    r"\b(?:schools?|officials?|parents?|guardians?|auditors?|enforcement|providers?|partners?|vendors?|teachers?|students?|districts?|"
    r"administrators?|authorit\w+|affiliates?|compan(?:y|ies)|contractors?|government|agenc\w+|courts?|buyers?|famil\w+|staff|personnel|employees|users?|"
    r"third|researchers?|processors?|subprocessors?|self-?hosted|data|information|privacy|security|policy|agreements?|terms|law|legal|purpose|services?|"
    r"communications?|analytics tools|consent|access|we|our|you|your|it|they)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?P<name>\[[^\[\]]{1,80}\](?:\([^()\s]*\))?|\*\*[^*\n]{1,80}\*\*|[^:–—()|]{1,80}?)"
    r"(?P<joint>\s*:\*{0,2}\s+|\s+[-–—]\s+|\s*[–—]\s*|\s*\((?=[^()]*\)\s*(?:[.;,]|$))|\s+(?=for\s)|\s+(?=to\s+\w+)|\s+is (?:used )?(?=for|to)\s*|\s+(?=provides?\s)|\s*$)"
)
_SHARED = re.compile(
    r"\b(?:info(?:rmation)?|data) (?:shared|sent|received|it receives|types?)\s*:\s*(?P<what>.{3,400})$|\breceives?\s+(?:only\s+)?(?P<gets>[^.;]{3,300})",
    re.IGNORECASE,
)
_USES = re.compile(
    r"\b(?:sub-?\s?processors?|service providers?|third[- ]part(?:y|ies)|vendors?|powered by|hosted (?:on|by|with|in)|runs? on|we (?:also )?use|"
    r"uses?|using|partners?|work with|rely on|sent to|shared? with|processed by|stored (?:with|on|in))\b",
    re.IGNORECASE,
)


def recipients(
    text: str, passages: Sequence[Passage], suggestions: Suggestions, document: str, choices: Sequence[str]
) -> Iterator[Found]:
    """Companies named in one document: first from its tables, then its lists, then the sentences that were suggested."""
    yield from _from_tables(text, passages, choices)
    for entry in entries(text, passages, _LEAD):
        found = _from_entry(entry, choices)
        if found is not None:
            yield found
    for suggestion in suggestions.found:
        if suggestion.document == document:
            yield from _from_prose(text, suggestion.start, suggestion.end)


def _from_tables(text: str, passages: Sequence[Passage], choices: Sequence[str]) -> Iterator[Found]:
    for grid in grids(text, passages):
        columns, rows = named(grid, _COLUMNS)
        if "name" not in columns:
            bare = next((at for at, cell in enumerate(grid.header) if _BARE_NAME.match(tidy(cell))), None)
            if bare is None or not _ABOUT_OTHERS.search(f"{grid.context} {grid.top}"):
                continue
            columns = {"name": bare, **{name: at for name, at in columns.items() if at != bare}}
        if not columns.keys() & {"purpose", "info_shared", "country"} or _NO_LEAD.search(
            grid.context.rpartition(SEPARATOR)[2][:60]
        ):
            continue
        for row in rows:
            name = tidy_name(cell_of(row, columns["name"]))
            if any(_OVER.match(cell) for cell in row.cells):
                continue
            if not 2 <= len(name) <= 120 or not any(ch.isalpha() for ch in name):
                continue
            purpose = cell_of(row, columns.get("purpose"))
            cells = {
                "name": name,
                "service": purpose,
                "function": one_of(purpose, _FUNCTIONS, choices),
                "info_shared": cell_of(row, columns.get("info_shared")),
                "country": cell_of(row, columns.get("country")),
                "conditional_note": cell_of(row, columns.get("conditional_note")),
            }
            yield Found(_filled(cells), row.start, row.end, company_key(name))


def _from_entry(entry: Entry, choices: Sequence[str]) -> Found | None:
    """A company of a list: its name, what it is for, and what it gets, as far as its item says."""
    if _NO_LEAD.search(_NOT_LIMITED.sub("", entry.lead)) or _LEFT.search(
        entry.context.rpartition(SEPARATOR)[2]
    ):
        return None
    head = _HEAD.match(entry.text)
    if head is None:
        return None
    name = tidy_name(head["name"].strip("[]") if "](" not in head["name"] else head["name"])
    known = next(companies(name), None)
    if not looks_like_company(name) or (
        known is None and (_GENERIC.search(name) or not _ABOUT_OTHERS.search(f"{entry.context} {entry.lead}"))
    ):
        return None
    rest = entry.text[head.end() :].strip()
    if _OVER.match(rest) or past(entry.text, head.end("name"), head.end("name")):
        return None
    shared = _SHARED.search(rest)
    purpose = rest[: shared.start()] if shared else rest
    purpose = re.sub(r"^(?:for|to)\s+", "", purpose.strip(" .;,()"))
    cells = {
        "name": name,
        "service": purpose if len(purpose) <= 160 else "",
        "function": one_of(purpose, _FUNCTIONS, choices),
        "info_shared": (shared["what"] or shared["gets"] or "").strip(" .") if shared else "",
    }
    return Found(_filled(cells), entry.start, entry.end, company_key(name))


def _from_prose(text: str, start: int, end: int) -> Iterator[Found]:
    for begin, stop in sentences(text, start, end):
        sentence = text[begin:stop]
        if "|" in sentence or asks(sentence):
            continue
        for one in introduced(text, begin, stop):
            at = one.start - begin
            # Who stands before "uses" is the vendor itself.
            known = next(companies(one.name), None)
            if not _USES.search(sentence[:at]) or known is None or left_out(sentence, at, one.end - begin):
                continue
            yield Found({"name": tidy_name(one.name)}, begin, stop, company_key(one.name))


_HOSTS = re.compile(
    r"\bhost(?:s|ed|ing)?\b|\bruns? on\b|\bstored (?:on|in|with|by)\b|data cent(?:er|re)s?|\bservers?\b|infrastructure|\bcloud\b",
    re.IGNORECASE,
)
_HOST_NAMES = re.compile(
    r"\b(?:Amazon Web Services|AWS|Microsoft Azure|Azure|Google Cloud(?: Platform)?|Google Firebase|Firebase|Heroku|DigitalOcean|Rackspace|Linode|OVH|Hetzner|Supabase|"
    r"MongoDB Atlas|Oracle Cloud|IBM Cloud|Vercel|Netlify|Cloudflare|Fastly|Redis Labs|Backblaze|Snowflake)\b"
)
_REGION = re.compile(
    r"\b(?:US|EU|Canada|Asia Pacific)[ -](?:East|West|Central|North|South)\w*(?:[ -]?\d)?(?:\s*\([^()]{2,40}\))?|\bCanada \(Central\)|\bus-(?:east|west)-\d\b|"
    r"\b(?:in|within) the (?P<country>United States|U\.S\.A?|United Kingdom|Netherlands|European Union|EU)\b"
)


def hosts(text: str, passages: Sequence[Passage], suggestions: Suggestions, document: str) -> Iterator[Found]:
    """Companies that run the product's servers, with the region where the sentence or row names it."""
    functions = ("hosting", "database", "storage")
    for found in _from_tables(text, passages, tuple(_FUNCTIONS)):
        purpose = found.cells.get("service", "")
        if any(_FUNCTIONS[one].search(purpose) for one in functions) and _HOST_NAMES.search(
            found.cells["name"]
        ):
            cells = {
                "provider": found.cells["name"],
                "service": purpose,
                "location": found.cells.get("country", ""),
            }
            yield Found(_filled(cells), found.start, found.end, company_key(found.cells["name"]))
    for suggestion in suggestions.found:
        if suggestion.document != document:
            continue
        for begin, stop in sentences(text, suggestion.start, suggestion.end):
            sentence = text[begin:stop]
            if not _HOSTS.search(sentence) or asks(sentence) or "|" in sentence:
                continue
            for match in _HOST_NAMES.finditer(sentence):
                if left_out(sentence, match.start(), match.end()):
                    continue
                region = _REGION.search(sentence)
                where = (region["country"] or tidy(region[0])) if region else ""
                yield Found(
                    _filled({"provider": tidy(match[0]), "location": where}),
                    begin,
                    stop,
                    company_key(match[0]),
                )


def _filled(cells: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in cells.items() if text}
