"""Which choices of a question stand plainly in a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from app.evidence.duties import Bound, asks, bound, denied
from app.evidence.passages import SEPARATOR
from app.evidence.sentences import sentences
from app.evidence.tables import read_table
from app.questionnaire.model import AnswerType, Question

_TELLS = r"(?:notif(?:y|ies|ied)|inform(?:s|ed)?|tells?|told|alerts?|report(?:s|ed)? (?:it |this )?to)\s+(?:\w+\s+){0,5}?"


def _signs_in(name: str) -> str:
    return (
        rf"(?-i:{name})[^.;]{{0,40}}(?:\bSSO\b|single|\bsign|\blog|OAuth|authentic|account)|"
        rf"(?:\bsign|\blog|\bSSO\b|authentic)[^.;]{{0,80}}(?-i:\b{name}\b)|(?:with|via|through|using)\s+(?:[\w/]+,?\s+){{0,5}}(?-i:\b{name}\b)"
    )


_WAYS: Mapping[str, str] = MappingProxyType(
    {
        # frameworks and reports
        "nist csf 1.1": r"(?:NIST\s+(?:CSF|Cyber\s?security Framework)|Cyber\s?security Framework)\W{0,3}(?:\(?(?:NIST )?CSF\)?\s*)?(?:version|v\.?)?\s*1\.1",
        "nist csf 2.0": r"(?:NIST\s+(?:CSF|Cyber\s?security Framework)|Cyber\s?security Framework)\W{0,3}(?:\(?(?:NIST )?CSF\)?\s*)?(?:version|v\.?)?\s*2\.0",
        "nist sp 800-53": r"(?:NIST\s+)?(?:SP|Special Publication)\s*800-53|NIST 800-53",
        "nist sp 800-171": r"(?:NIST\s+)?(?:SP|Special Publication)\s*800-171|NIST 800-171",
        "iso/iec 27001": r"ISO(?:\s?/\s?IEC)?\s*27001",
        "iso/iec 27017": r"ISO(?:\s?/\s?IEC)?\s*(?:27001,?\s*(?:and\s*)?)?27017",
        "iso/iec 27018": r"ISO(?:\s?/\s?IEC)?\s*(?:2701?7?1?,?\s*(?:and\s*)?)*27018",
        "cis controls": r"CIS\s+(?:Critical\s+Security\s+)?Controls|Center for Internet Security.{0,30}Controls|CIS Top 20",
        "soc 2 type 1": r"SOC\)?\s?2\W{0,3}\s?Type\s(?:1|I)\b",
        "soc 2 type 2": r"SOC\)?\s?2\W{0,3}\s?Type\s(?:2|II)\b",
        "fedramp": r"FedRAMP",
        "pci dss": r"PCI[\s-]?DSS",
        "secure controls framework": r"Secure Controls Framework",
        "cmmc": r"CMMC|Cybersecurity Maturity Model Certification",
        "sdpc gess": r"\bGESS\b|Global Education Security Standards?",
        # signing in
        "google": r"Google\s+(?:Sign[- ]?In|Log[- ]?in|SSO|OAuth|Accounts?|Workspace|Classroom|for Education)|(?:sign|log)(?:ging|s|ned|ged)?[- ]?(?:in|on)?\s+(?:\w+\s+){0,3}(?:with|via|through|using)\s+(?:\w+,?\s+){0,4}Google",
        "microsoft": r"Microsoft\s+(?:Sign[- ]?In|Log[- ]?in|SSO|OAuth|Accounts?|Entra|Azure AD|365|Office)|Azure AD|Entra ID|(?:with|via|through|using)\s+(?:\w+,?\s+){0,5}Microsoft",
        "clever": _signs_in("Clever"),
        "classlink": _signs_in("ClassLink"),
        "apple": r"Apple (?:ID|Sign[- ]?In|log[- ]?in)|Sign in with Apple",
        "facebook": r"Facebook (?:Log[- ]?in|Connect|account)",
        "auth0 or similar": r"\bAuth0\b|\bOkta\b|\bCognito\b",
        # how accounts are protected
        "single sign-on": r"single[- ]sign[- ]?on|\bSSO\b|\bSAML\b",
        "multi-factor for staff": r"(?:multi-?factor|two-?factor|2FA|MFA)[^.;,]{0,80}\b(?:staff|employees|personnel|engineers)\b|\b(?:staff|employees|personnel|engineers)\b[^.;]{0,80}(?:multi-?factor|two-?factor|2FA|\bMFA)",
        "multi-factor for admins": r"(?:multi-?factor|two-?factor|2FA|MFA)[^.;]{0,60}\badmin(?:istrator|istrative)?s?\b|\badmin(?:istrator|istrative)?s?\b[^.;]{0,60}(?:multi-?factor|two-?factor|2FA|\bMFA)",
        "password complexity": r"password (?:complexity|strength|length)|(?:strong|complex) passwords?|passwords? (?:must|have to|need|of at least)[^.;]{0,40}(?:characters|letters|digits|long)",
        "lockout": r"lock-?out|locks? (?:out|the account)|accounts? (?:is|are|gets?) locked",
        "expiring login links": r"(?:log-?in|sign-?in|magic) links?[^.;]{0,40}expir|expiring (?:log-?in|sign-?in|magic) links?",
        "hashed passwords": r"passwords? (?:\w+ ){0,4}(?:hashed|hashing)|hash(?:ed|es)?\s+(?:\w+ ){0,3}passwords?|password[- ]hash|bcrypt|argon2|PBKDF2|scrypt",
        "unique user ids": r"unique (?:user ?(?:IDs?|names?|accounts?)|identifiers?|logins?|log-?in)|individual (?:user )?(?:accounts|user IDs)",
        # running controls
        "audit logs": r"audit (?:logs?|trails?|logging)|(?:access|security) logs?",
        "monitoring and alerts": r"(?:continuous(?:ly)?|24/7|real-?time|security|system|network|intrusion|proactive)\s+(?:\w+\s+)?monitor|monitor(?:s|ed|ing)?[^.;]{0,60}\balerts?|intrusion detection",
        "vulnerability scanning": r"vulnerability (?:scan|assessment|test)|scan(?:s|ned|ning)?[^.;]{0,60}(?:vulnerabilit|weakness)",
        "penetration test": r"penetration[- ]test|pen[- ]test",
        "patch management": r"patch(?:es|ed|ing)?\b(?: management)?|security updates",
        "malware protection": r"anti-?(?:virus|malware)|malware (?:protection|detection|scan)|(?:virus|malware) scan",
        "network default-deny": r"default[- ]deny|den(?:y|ies|ied) by default|deny[- ]all",
        "configuration baseline": r"(?:configuration|security|hardening) baselines?|baseline configurations?|harden(?:ed|ing)",
        "backups": r"back-?ups?\b|backed up",
        "restore tests": r"restor(?:e|ation|ing)[^.;]{0,40}test|test(?:s|ed)?[^.;]{0,60}(?:restor|recover)",
        "segregation of systems": r"segregat|logically separat|network segment|separate (?:environments?|networks?|systems?)",
        # training
        "privacy": r"privacy",
        "security": r"security",
        "state law": r"state (?:privacy )?laws?|Education Law (?:§|Section)?\s*2-?d|SOPIPA|SOPPA",
        # sending data
        "sms": r"\bSMS\b|text messages?",
        "e-mail": r"[\w.+-]+@[\w-]+\.\w+|(?:by|via|through|send(?:ing)?(?: us)?(?: an)?|our) e-?mails?\b|e-?mail(?:ing)? (?:us|address|to)\b|e-?mails?"
        r" (?:messages |notifications )?(?:is|are)\b",
        "whatsapp or chat apps": r"WhatsApp|chat apps?",
        "file transfer": r"\bFTP\b|file transfers?",
        # stores
        "database": r"databases?\b",
        "file storage": r"(?:file|object|blob|cloud) (?:storage|stores?)|\bS3\b|uploaded files",
        "logs": r"\blogs?\b|log (?:files|store)",
        "laptops": r"laptops?|workstations|end-?points|employee devices|hard drives",
        # channels of a school
        "form": r"(?:web|online|contact|request)\s+form",
        "phone": r"\b(?:tele)?phone\b|by calling|\bcall us\b",
        "live chat": r"live chat",
        "account manager": r"account (?:manager|representative)",
        # money, and giving data away
        "sell": r"\bsell(?:s|ing)?\b|\bsold\b",
        "rent": r"\brent(?:s|ed|ing)?\b",
        "lease": r"\bleas(?:e|es|ed|ing)\b",
        "trade": r"\btrad(?:e|es|ed|ing)\b",
        "loan": r"\bloan(?:s|ed|ing)?\b",
        "for any reason": r"for any (?:reason|purpose)",
        "for monetary gain": r"for (?:monetary|financial|commercial) (?:gain|benefit|consideration|purposes)|for (?:money|profit)",
        # content of a notice
        "date or range": r"\b(?:date|when)\b[^.;]{0,60}\b(?:breach|incident|occurred|happened|estimated)\b|\b(?:breach|incident)\b[^.;]{0,40}\bdates?\b",
        "date of notice": r"date of the notice|date of (?:this )?notification",
        "nature and general description": r"nature of (?:the|any) |general description|description of (?:the )?(?:\w+ )?(?:breach|incident|event|what|nature)|what happened",
        "data types": r"(?:types?|kinds?|categor(?:y|ies)|list)\b[^.;]{0,60}(?:data|information|records)|what (?:data|information) (?:was|were|is)",
        "number affected": r"(?:number|how many|count)\b[^.;]{0,60}(?:affected|records|students|individuals|users)",
        "mitigation": r"mitigat|limit the (?:harm|damage)",
        "advice to those affected": r"(?:advice|steps|measures|what)\b[^.;]{0,60}(?:individuals?|persons?|you|students?|parents|people|affected)[^.;]{0,30}(?:can|may|should|take|do\b|protect)",
        "corrective action": r"correct(?:ive|ion)|prevent (?:a |its |future |similar|recurrence)|remed(?:y|ial|iat)|what (?:we['’]re|we are|the \w+) (?:doing|has done)",
        "who received it": r"who (?:made|received|accessed|obtained)|unauthori[sz]ed recipients?",
        "reporting school": r"reporting (?:LEA|school|district|agency)",
        "credit-agency and police information": r"credit[- ]reporting agenc|credit bureau",
        "contact person": r"contact (?:information|details|person|point)(?! of the reporting)|whom to contact|how to (?:contact|reach)|point of contact",
        "law-enforcement delay": r"(?:delay|delayed)[^.;]{0,60}law[- ]enforcement|law[- ]enforcement[^.;]{0,60}delay",
        # sensitive kinds of data
        "ssn or government id": r"social security numbers?|\bSSNs?\b|passport numbers?|driver['’]?s licen[sc]e numbers?|government[- ]issued ID",
        "biometric template": r"voice-?prints?|finger-?prints?|face (?:geometry|prints?)|biometric (?:templates?|identifiers?|data|information|records?)",
        "photo or video": r"\bphotos?(?:graphs?)?\b|\bvideo (?:recordings?|footage)|\bvideos? of\b|(?:photos?|pictures?|images?)(?:,| and| or) videos?\b|\bimages? of (?:the )?(?:students?|child)",
        "voice recording": r"voice recordings?|audio recordings?|recordings? of (?:the |a )?(?:voice|read-?alouds?|students?)",
        "health or disability": r"\b(?:health|medical) (?:data|information|records?|alerts?|conditions?)|disabilit(?:y|ies)",
        "special-education or iep": r"\bIEPs?\b|special[- ]education|504 plans?",
        "english-learner status": r"English[- ](?:language )?learner|\bELL?\b status",
        "discipline": r"disciplin(?:e|ary) (?:records?|data|actions?|incidents?)|(?:conduct|behaviou?r(?:al)?) (?:or [\w]+ )?(?:data|records?)",
        "precise geolocation": r"(?:precise|exact) (?:geo-?)?location|\bGPS\b|geo-?location",
        "income or meal status": r"(?:free|reduced)[- ](?:or reduced[- ]price )?lunch|low[- ]income|meal status|income (?:level|status)",
        "financial account": r"(?:bank|financial) account|credit card numbers?|payment card numbers?",
        # who is told
        "state education department": r"State Education Department|\bNYSED\b|Department of Education|Chief Privacy Officer",
        "school or district": rf"{_TELLS}(?:LEAs?|schools?|districts?|educational agenc(?:y|ies)|customers?)\b",
        "parents or eligible students": rf"{_TELLS}(?:parents?|eligible students|guardians?|families)\b",
        "users": rf"{_TELLS}users?\b",
        "attorney general": r"Attorney General",
        # why data may be disclosed
        "legal duty": r"required (?:or permitted )?by (?:\w+ )?law|legal (?:obligations?|requirements?|dut(?:y|ies))|comply with (?:applicable |the )?laws?",
        "court process": r"court orders?|subpoenas?|judicial|legal process|warrants?",
        "safety": r"(?:protect|emergenc|threat|danger)[^.;]{0,80}\bsafety\b|\bsafety\b[^.;]{0,40}(?:emergenc|threat)|health (?:and|or) safety",
        "service provider": r"service providers?|sub-?processors?|sub-?contractors?",
        "research": r"\bresearch\b",
        "product improvement": r"(?:improve|improving|improvement of|develop)\s[^.;,]{0,30}\b(?:products?|services?|platform)|operational improvement",
        "corporate transaction": r"\bmergers?\b|acquisition|sale of (?:\w+ ){0,3}(?:assets|business|company)|bankruptcy",
        "protect vendor's rights": r"(?:protect|defend|enforce)\b[^.;]{0,30}\bour (?:\w+ )?rights|(?:protect|defend|enforce) the rights",
        "affiliates": r"\b(?:to|with|among)\b[^.;]{0,40}\b(?:affiliates?|subsidiar(?:y|ies))\b",
        "supervisory authority": r"supervisory authorit",
        # single facts
        "discovery": r"discover",
        "confirmation": r"confirm",
        "determination": r"determin",
        "honours gpc or dnt": r"(?:honou?r|respond to|respect|recogni[sz]e|follow|comply with)s?[^.;]{0,60}(?:Global Privacy Control|\bGPC\b|Do[- ]Not[- ]Track|\bDNT\b)",
        "does not": r"(?:honou?r|respond to|respect|recogni[sz]e|follow|alter)s?[^.;]{0,60}(?:Global Privacy Control|\bGPC\b|Do[- ]Not[- ]Track|\bDNT\b)",
        "united states only": r"(?:only|solely|exclusively|entirely)\s+(?:\w+\s+){0,4}(?:in|within|inside)\s+(?:data cent(?:er|re)s in\s+)?the\s+(?:continental\s+)?(?:United States|U\.?S\.?A?\b)|(?:never|not) (?:\w+ ){0,4}(?:outside|leaves?)(?: of)? the (?:continental )?(?:United States|U\.?S\.?A?\b)",
        "yearly": r"annual(?:ly)?\b|every year|each year|yearly|once a year|every (?:12|twelve) months",
        "regular": r"\bregular(?:ly)?\b|\bperiodic(?:ally)?\b|\bongoing\b",
        "before access and yearly": r"(?:(?:before|prior to)[^.;]{0,50}access[^.;]{0,80}(?:annual|every year|each year|yearly))|(?:(?:annual|every year|each year|yearly)[^.;]{0,80}(?:before|prior to)[^.;]{0,50}access)",
        "referred to the school": r"\b(?:re-?)?(?:refer|direct)(?:s|red|ed)?\b[^.;]{0,60}\bto (?:the|their|your) (?:\w+ )?(?:LEA|school|district)",
        "cyber cover stated": r"cyber[- ]?(?:security|liability|risk)?[\w\s-]{0,20}(?:insurance|cover(?:age)?|policy)",
        "ndpa v1": r"(?:NDPA|National (?:Student )?Data Privacy Agreement)\W{0,12}(?:NDPA\W{0,4})?(?:standard\s+)?(?:version|v\.?|ver\.?)\s*1(?:\.\d)?\b",
        "ndpa v2": r"(?:NDPA|National (?:Student )?Data Privacy Agreement)\W{0,12}(?:NDPA\W{0,4})?(?:standard\s+)?(?:version|v\.?|ver\.?)\s*2(?:\.\d)?\b",
        "may de-identify instead": r"(?:delet\w+|destroy\w*|dispos\w+)(?: \w+){0,4},? or (?:\w+ )?(?:de-?identif|anonymi)",
        "school acts for parents": r"(?:school|district|LEA|teacher)s?\b[^.;]{0,80}\bconsent[^.;]{0,60}(?:on (?:the )?(?:parents?['’]?s?['’]? )?behalf|on behalf of (?:the )?(?:parent|student)|in (?:place|lieu) of|instead of)",
        "all staff and contractors with access": r"all (?:staff|employees|personnel) and (?:contractors|sub-?contractors)[^.;]{0,60}access",
        "all employees with access": r"(?:all|every)(?: of (?:our|its))? (?:employees?|staff|personnel)[^.;]{0,60}access",
        "employees in direct contact with students": r"(?:direct|in|regular) contact with (?:students|pupils|children)",
        "allowed on written request": r"law[- ]enforcement[^.;]{0,80}(?:written|in writing)",
    }
)
"""By a choice's own words, how else documents say it."""
_NEVER = re.compile(
    r"(?:not stated|none stated|none|other|all|some|partly|both|yes|no|unclear|unknown|n/a|not \w+|shared|allowed|joint|free|"
    r"in product|targeted|never|covered|deletes|posting only)",
    re.IGNORECASE,
)
_WANTS_DENIAL = re.compile(r"\brefusal\b|\bdoes not\b|\bwithout\b|\bexclude", re.IGNORECASE)
_SAYS_FOLLOWS = re.compile(r"follow|framework|certif|proof|proves|report|seal|attest", re.IGNORECASE)
_FOLLOWED = re.compile(
    r"\b(?:follow(?:s|ed|ing)?|align(?:s|ed|ment)?|adher|compl(?:y|ies|iant|iance)|certifi|attest|audit(?:s|ed)?|report|adopt|implement|"
    r"based on|conform|in accordance|consistent with|maintain|meets?|uses?|using|undergo|complet|hold|framework|modell?ed|mapped|yes)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:sub-?processors?|(?:hosting|cloud|service|infrastructure|gateway) (?:provider|partner|vendor)s?|data cent(?:er|re)s?|AWS|Amazon|Azure|Google Cloud|"
    r"Supabase|host(?:s|ed|ing)?|third[- ]party vendors)\b",
    re.IGNORECASE,
)
_TICKS = re.compile(
    r"\b(?:check|tick|mark)\w*\b[^|\n]{0,30}\b(?:if|used|box|all|your)|used by your system", re.IGNORECASE
)
_BOX = re.compile(r"[xX✓✔☑☒☐□√]|\[\s?[xX✓]?\s?\]")
_TICKED = re.compile(r"[xX✓✔☑☒√]|\[[xX]\]|yes|collected", re.IGNORECASE)
_LITERAL = re.compile(r"[A-Za-z0-9].{3,}")
_NO_CELL = re.compile(r"(?:no|none|not|never)\b.*", re.IGNORECASE | re.DOTALL)
_NEEDS = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (r"\bstarts the clock\b", r"\bwithin\b|\bhours\b|\bdays\b|later than"),
        (r"\binsurance\b", r"\binsur|\bcover"),
        (r"\bstored or reached\b", r"\bstor|\bhost|\blocat|process|\bresid|\bkept\b|data cent"),
        (r"\bconsent\b|\bon what basis\b", r"consent"),
        (r"asks the vendor directly", r"\brequest|\bask|contact|inquir"),
        (r"\brequests?\b", r"\brequest|\bcontact|\bask|\breach us|questions|write to|writing to|inquir"),
        (
            r"\bkinds of data are collected",
            r"collect|record|\bstor|receiv|captur|obtain|gather|\bhold|\bwhat\b|\bdata\b|categor|element",
        ),
        (r"\bschool examine\b", r"audit|inspect|examin"),
        (
            r"\bwho uses\b",
            r"\bused by\b|\bdesigned for\b|\bintended for\b|\bfor use by\b|\bserves?\b|\busers (?:are|include)\b|\bwho uses\b",
        ),
        (r"\bwho is told\b", r"notif|\btell|\btold|inform|report"),
        (r"\breasons for disclosure\b", r"disclos|\bshar|releas|provid|transfer"),
    )
)
_NEEDS_ITSELF = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (r"\btrain(?:ing|ed)\b", r"\btrain|\beducat(?:e[sd]?|ing)\b|awareness|onboarding"),
        (
            r"\bsign-in\b",
            r"\bsign|\blog(?:s|ged|ging)?[- ]?(?:in|on)\b|\blog-?ins?\b|\bSSO\b|authenticat|OAuth",
        ),
        (r"\bbackground\b", r"background|criminal|finger-?print"),
    )
)
"""The same, but it must be said in the sentence itself or in what announces it."""
_ENCRYPTS = (
    re.compile(r"\b(?:encrypted|encryption)\b", re.IGNORECASE),
    re.compile(r"\bencrypted\b|\bencrypts?\b|encryption (?:at|of|for|in)\b|at rest|\bAES\b", re.IGNORECASE),
)
_OF_PASSWORDS = re.compile(r"\bpasswords?\b|\bhash", re.IGNORECASE)
_LIKE = re.compile(r"\b(?:compatible|aligned|similar|modell?ed)\b", re.IGNORECASE)
_CHECKLIST = re.compile(
    r"\beverything\b|\ball (?:\w+ )?parts\b|\bpresent and filled\b|\bitems are answered\b|\bis this review\b",
    re.IGNORECASE,
)
"""What is judged over a whole document, not read in one place."""
_OF_A_NOTICE = re.compile(r"\bthe notice contain\b", re.IGNORECASE)
_NOTICE_SAYS = re.compile(
    r"\b(?:notices?|notifications?|notify|tell|inform(?:s|ing)?)\b.{0,200}?(?:\binclud|\bcontain|\bidentif|\bdescrib|\bsays?\b|\bfollowing\b|:)|"
    r"\bwe(?:['’]ll| will) tell\b|\bcontents? of (?:the |a )?noti",
    re.IGNORECASE | re.DOTALL,
)
_OPTIONS = re.compile(
    r"\bone (?:or more )?of\b|\bat least one\b|\bany of\b|\bselect|\bfor example\b|\bcheck (?:all|one)",
    re.IGNORECASE,
)
_PREMISES = re.compile(
    r"data cent(?:er|re)|perimeter|premises|physical|video surveillance|\bguards?\b", re.IGNORECASE
)
"""What a sentence must speak of, by what the question asks."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice and where its words stand in the passage."""

    choice: str
    start: int
    end: int


def chosen(question: Question, text: str, context: str) -> tuple[Chosen, ...]:
    """The choices of a ONE_OF or MANY_OF question whose words stand plainly in a passage, in the question's order.

    A choice that means silence, stands alone, or is denied is never among them; of a ONE_OF there is one or none.
    """
    if _CHECKLIST.search(question.ask) or (
        _OF_A_NOTICE.search(question.ask) and not _NOTICE_SAYS.search(f"{context} {text}")
    ):
        return ()
    found: dict[str, Chosen] = {}
    looked_for = _looked_for(question, text)
    for begin, end in _lines(text, context):
        sentence = text[begin:end]
        if asks(sentence):
            continue
        for choice, pattern in looked_for:
            if choice in found:
                continue
            for match in pattern.finditer(sentence):
                if _plain(question, choice, sentence, match, context):
                    found[choice] = Chosen(choice, begin + match.start(), begin + match.end())
                    break
    kept = [found[choice] for choice in question.choices if choice in found]
    if question.type is AnswerType.ONE_OF:
        kept = _most_telling(kept)
        return tuple(kept) if len(kept) == 1 else ()
    return tuple(kept)


def _looked_for(question: Question, text: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The choices that this passage may name, with what finds their words; decided once, not for every sentence."""
    of_others = _OTHERS.search(text) is not None
    return tuple(
        (choice, pattern)
        for choice in question.choices
        if choice not in question.exclusive
        and choice != question.silent_choice
        # A report of the host is the host's.
        and not (of_others and choice.casefold() in _FRAMEWORKS)
        and (pattern := _pattern(choice)) is not None
    )


def _lines(text: str, context: str) -> Iterator[tuple[int, int]]:
    """Its sentences; of a schedule with ticks only the rows that are ticked."""
    spans = sentences(text, 0, len(text))
    rows = [span for span in spans if "|" in text[span[0] : span[1]]]
    boxes = any(_BOX.fullmatch(cell.strip()) for start, end in rows for cell in text[start:end].split("|"))
    if not rows or not (boxes or _TICKS.search(f"{context}\n{text}")):
        yield from spans
        return
    ticked = {
        (row.start, row.end)
        for row in read_table(text, rows).rows
        if any(map(_TICKED.fullmatch, row.cells[1:]))
    }
    yield from (span for span in spans if span in ticked)


def _plain(question: Question, choice: str, sentence: str, match: re.Match[str], context: str) -> bool:
    """Whether these words of a sentence say that the choice is so."""
    around, near = f"{context} {sentence}", f"{context.rpartition(SEPARATOR)[2]} {sentence}"
    name = choice.casefold()
    if not _to_the_point(question, around, near) or _means_another_thing(question, name, sentence):
        return False
    if "|" in sentence:
        no = any(_NO_CELL.fullmatch(cell.strip()) for cell in sentence.split("|"))
    else:
        no = denied(sentence, match.start(), match.end())
    wanted = name == "does not" or _WANTS_DENIAL.search(question.ask) is not None
    if no != wanted and name != "united states only":
        return False
    if name in _FRAMEWORKS and _SAYS_FOLLOWS.search(question.ask):
        # Of a list of options none is chosen.
        return _FOLLOWED.search(around) is not None and not _OPTIONS.search(around)
    return bound(sentence, match.start()) is not Bound.LAW


def _to_the_point(question: Question, around: str, near: str) -> bool:
    """Whether a sentence speaks of what the question asks about."""
    ask = question.ask
    needs = [(told, around) for asked, told in (*_NEEDS, _ENCRYPTS) if asked.search(ask)]
    needs += [(told, near) for asked, told in _NEEDS_ITSELF if asked.search(ask)]
    return all(told.search(where) for told, where in needs)


def _means_another_thing(question: Question, choice: str, sentence: str) -> bool:
    """Whether the words mean something else in such a sentence."""
    if _ENCRYPTS[0].search(question.ask) and (_OF_PASSWORDS.search(sentence) or _OTHERS.search(sentence)):
        return True
    if choice.startswith("ndpa"):
        return _LIKE.search(sentence) is not None
    if choice in _ON_PREMISES:
        return _PREMISES.search(sentence) is not None
    need = _CHOICE_NEEDS.get(choice)
    return need is not None and not need.search(sentence)


_CHOICE_NEEDS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        # What stays in a backup says nothing about backing up.
        "backups": re.compile(
            r"encrypt|cipher|\bAES\b|\b(?:hourly|daily|nightly|weekly|regular(?:ly)?|automat\w+|every|routine(?:ly)?)\b|"
            r"\b(?:taken|made|performed|created|tested|copied|replicat\w+|perform|maintain)\b|backed up",
            re.IGNORECASE,
        ),
    }
)
_ON_PREMISES = frozenset({"multi-factor for staff", "multi-factor for admins", "monitoring and alerts"})
"""Choices that are about systems; at the door of a data center the same words mean something else."""
_FRAMEWORKS = frozenset(tuple(_WAYS)[:15])


def _most_telling(found: list[Chosen]) -> list[Chosen]:
    """Without those whose words are part of another's (`yearly` in `before access and yearly`)."""
    return [
        one
        for one in found
        if not any(
            other is not one
            and other.start <= one.start
            and one.end <= other.end
            and (other.end - other.start) > (one.end - one.start)
            for other in found
        )
    ]


@lru_cache(maxsize=1024)
def _pattern(choice: str) -> re.Pattern[str] | None:
    """What finds a choice's words; None for one whose words are too plain to mean it."""
    way, end = _WAYS.get(choice.casefold()), ""
    if way is None:
        if _NEVER.fullmatch(choice) or not _LITERAL.fullmatch(choice):
            return None
        named = any(ch.isupper() or ch.isdigit() for ch in choice)
        if not named and " " not in choice:
            return None
        way, end = r"[\s-]+".join(map(re.escape, choice.split())), r"(?!\w)"
    begin = r"(?<!\w)" if way[0] != "(" else ""
    return re.compile(rf"{begin}(?:{way}){end}", re.IGNORECASE)
