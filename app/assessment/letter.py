"""The letter to the vendor as a value: who writes to whom, what was read, and what is asked until when."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from app.assessment.ask import Ask, Effort
from app.assessment.asks import asks
from app.assessment.case import Case
from app.assessment.clauses import listed, one_line
from app.assessment.documents import date_text, read_date
from app.assessment.judged import Judged
from app.assessment.score import Judgement
from app.assessment.values import rows_of
from app.questionnaire.model import Pack, Severity
from app.questionnaire.rules import Rulebook

DAYS_TO_ANSWER = 30
"""Days from the review date until an answer is needed, where no finding carries a date."""
FIRST = "What weighs most"
"""Heading of the critical and high points."""
DOCUMENTS = "The documents themselves"
"""Heading of what is about no single question."""
_ASKED = (
    "For each point please tell us whether we read it rightly, correct what is wrong, and say in which document and where "
    "the answer stands. Where two passages are set against each other, please tell us which of them is right and correct "
    "the other. Where we found only part of an answer, or none, please give us the whole of it."
)
"""What is asked of every point, said once."""
_VENDOR = "“The vendor” is you."
_MISREAD = "Where the documents are silent we say only that: it is no statement about what you do."
_REPLY = (
    "You may also send a reply of up to one page; it is printed in the profile after the findings, unedited."
)
_CONTACTS = ("privacy", "DPO", "legal notices", "security", "support")
"""Roles in the contacts register, the best addressee first."""


_FEWEST_SETTLED = 2
"""Points that a document must bear on to be asked for by itself."""
_WANTED: tuple[tuple[str, frozenset[str], re.Pattern[str]], ...] = tuple(
    (name, frozenset(kinds), re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for name, kinds, words in (
        ("Your privacy policy, as it stands today", ("policy",), "polic(?:y|ies)|privacy notice"),
        ("Your terms of service", ("terms",), "terms"),
        (
            "The data-privacy agreement that you sign with schools, with all its exhibits",
            ("signed agreement", "unsigned agreement"),
            "DPA|agreements?|contract|exhibits?|order form|signature page",
        ),
        (
            "The list of all companies that receive personal data, with what each receives",
            (),
            "sub-processor (?:page|list)|third-party list|outside companies",
        ),
        ("The list of the data that you collect (schedule of data)", (), "data list|schedule of data"),
        (
            "A summary of your security program, or a security white paper",
            (),
            "security (?:page|policy|program)|WISP|safeguards|TLS test|framework",
        ),
        (
            "Certificates and reports of independent auditors about yourselves",
            ("certificate", "audit report"),
            "SOC|reports?|certificates?|certifications?|audited|letter of attestation|report cover",
        ),
        (
            "Your incident-response plan, or a summary of it",
            (),
            "plan summary|incident-response plan|the plan",
        ),
        (
            "Your retention and deletion schedule",
            (),
            "retention schedule|schedule|disposal procedure|destroyed",
        ),
    )
)
"""What to send, the kinds of documents that are the same thing, and how a point says that it would stand there."""


@dataclass(frozen=True, slots=True)
class Group:
    """Items that stand under one heading."""

    title: str
    asks: tuple[Ask, ...]
    first: bool = False
    """Whether these are the critical and high points, which are set out at length."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to a vendor, ready to be printed. Every text in it is plain text."""

    slug: str
    vendor: str
    product: str
    sender: tuple[str, ...]
    """Name, role, organization; a placeholder where nobody is named."""
    addressee: tuple[str, ...]
    written_on: str
    """ISO date."""
    answer_by: str
    """ISO date."""
    subject: str
    salutation: str
    opening: tuple[str, ...]
    """Paragraphs."""
    documents: tuple[tuple[str, str], ...]
    """Id and title with date of every document that was read; the points name them by their ids."""
    groups: tuple[Group, ...]
    """The critical and high points first, then one group for each section that has any."""
    closing: tuple[str, ...]
    version: str
    """SHA-256 (hex) of what was answered."""
    judgement: str
    """SHA-256 (hex) of what was judged."""
    printed_at: datetime
    """Aware, UTC."""
    language: str = "en-US"
    wanted: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Documents that are not in the file, each with the labels of the points that it may settle; the most first."""

    @property
    def asks(self) -> tuple[Ask, ...]:
        """All items in their order."""
        return tuple(ask for group in self.groups for ask in group.asks)


def letter(
    pack: Pack,
    case: Case,
    judgement: Judgement,
    *,
    printed_at: datetime,
    version: str = "",
    answer_by: date | None = None,
    book: Rulebook | None = None,
) -> Letter:
    """The letter that these answers and findings call for, by the rules of `book`; see `asks`.

    `printed_at` is aware, `version` the digest of what was answered. Without `answer_by` an answer is needed by the
    earliest date that a finding carries, else 30 days after the review. The same input gives an equal letter.
    """
    found = asks(pack, case, judgement, book)
    until = answer_by or _answer_by(case, found)
    assessment = case.assessment
    return Letter(
        slug=assessment.slug,
        vendor=assessment.vendor,
        product=assessment.product,
        sender=_sender(case),
        addressee=_addressee(case),
        written_on=case.today.isoformat(),
        answer_by=until.isoformat(),
        subject=f"Student data privacy of {assessment.product}: questions from our review",
        salutation=_salutation(case),
        opening=_opening(case, found, until),
        documents=_documents(case),
        groups=tuple(_groups(pack, found)),
        closing=_closing(found, until),
        version=version,
        judgement=Judged(judgement, settings=case.settings).digest,
        printed_at=printed_at,
        wanted=wanted(found, {document.kind for document in case.documents}),
    )


def _groups(pack: Pack, found: Sequence[Ask]) -> Iterator[Group]:
    """The items under their headings, in their order."""
    for heading, run in groupby(found, key=lambda ask: (ask.is_heavy, "" if ask.is_heavy else ask.section)):
        heavy, section = heading
        title = FIRST if heavy else pack.section_by_id[section].title if section else DOCUMENTS
        yield Group(title, tuple(run), first=heavy)


def wanted(found: Sequence[Ask], kinds: Collection[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The documents that would settle several silent points, unless one of their kind is among `kinds`."""
    silent = [ask for ask in found if ask.is_silent]
    lists = []
    for name, there, words in _WANTED:
        numbers = tuple(ask.label for ask in silent if words.search(f"{ask.papers}; {ask.title}"))
        if len(numbers) >= _FEWEST_SETTLED and there.isdisjoint(kinds):
            lists.append((name, numbers))
    return tuple(sorted(lists, key=lambda one: -len(one[1])))


def _answer_by(case: Case, found: tuple[Ask, ...]) -> date:
    dates = (read_date(ask.due) for ask in found)
    coming = [day for day in dates if day is not None and day > case.today]
    if coming:
        return min(coming)
    until = case.review_date + timedelta(days=DAYS_TO_ANSWER)
    return until if until > case.today else case.today + timedelta(days=DAYS_TO_ANSWER)


def _record(case: Case, question_id: str) -> Mapping[str, str]:
    value = case.answer(question_id).value
    if not isinstance(value, Mapping):
        return {}
    return {name: _in_a_line(text) for name, text in value.items() if text.strip()}


def _in_a_line(text: str) -> str:
    """A text of several lines, such as an address, on one."""
    return ", ".join(filter(None, (one_line(line).rstrip(",") for line in text.splitlines())))


def _sender(case: Case) -> tuple[str, ...]:
    reviewer = _record(case, "review.reviewer")
    name = reviewer.get("name", "") or "The reviewer (not named yet)"
    return tuple(filter(None, (name, reviewer.get("role", ""), reviewer.get("organisation", ""))))


def _contact(case: Case) -> Mapping[str, str]:
    """The row of the contact to write to; empty where the vendor names none."""
    rows = [
        {name: _in_a_line(text) for name, text in row.cells.items()}
        for row in rows_of(case.answer("product.contacts").value)
    ]
    known = [row for row in rows if any(row.get(name) for name in ("name", "title", "email", "address"))]
    known.sort(
        key=lambda row: _CONTACTS.index(row["role"]) if row.get("role") in _CONTACTS else len(_CONTACTS)
    )
    return known[0] if known else {}


def _addressee(case: Case) -> tuple[str, ...]:
    contact, operator = _contact(case), _record(case, "product.operator")
    whom = ", ".join(filter(None, (contact.get("name", ""), contact.get("title", ""))))
    role = contact.get("role", "")
    company = operator.get("legal_name", "") or case.assessment.vendor
    address = contact.get("address", "") or operator.get("address", "")
    lines = (whom or (f"Contact for {role}" if role else ""), company, address, contact.get("email", ""))
    return tuple(filter(None, lines))


def _salutation(case: Case) -> str:
    name = _contact(case).get("name", "")
    return f"Dear {name}," if name else f"To the privacy team of {case.assessment.vendor},"


def _opening(case: Case, found: tuple[Ask, ...], until: date) -> tuple[str, ...]:
    product = case.assessment.product
    purpose = (
        f"We have reviewed how {product} handles student data; the result is a profile that schools read."
    )
    if not case.documents:
        purpose += " So far we have read no document of yours."
    if not found:
        return (purpose, "We have no open questions.")
    by = f"Please answer by {date_text(until.isoformat())}."
    if len(found) == 1:
        points = f"One point is still open, and we would like to have it right. {by}"
    else:
        points = (
            f"{len(found)} points are still open, and we would like to have them right. {by}{_weights(found)}"
        )
    return (f"{purpose} {points}", f"{_ASKED} {_VENDOR} {_MISREAD}")


def _weights(found: Sequence[Ask]) -> str:
    """How many weigh most, and how much work they are, as sentences."""
    severities = [ask.severity for ask in found]
    heavy = [
        f"{one.value} ({severities.count(one)})"
        for one in (Severity.CRITICAL, Severity.HIGH)
        if one in severities
    ]
    said = ""
    if heavy:
        said = f" Those that we hold to be {listed(heavy, 'or')} come first; the others stand by subject."
    simple = sum(ask.effort in (Effort.SENTENCE, Effort.SIGNATURE) for ask in found)
    return said + (
        f" For {simple} a sentence, a number or a date is enough." if simple > len(found) / 2 else ""
    )


def _documents(case: Case) -> tuple[tuple[str, str], ...]:
    found = []
    for document in case.documents:
        named = (
            one_line(document.title) or "Untitled",
            one_line(document.issuer),
            date_text(document.stated_date),
        )
        found.append((document.id, ", ".join(filter(None, named))))
    return tuple(found)


def _closing(found: tuple[Ask, ...], until: date) -> tuple[str, ...]:
    if not found:
        return ("Thank you for your documents.",)
    more_time = f"If something needs more time, please tell us before {date_text(until.isoformat())} when to expect it."
    return (f"{more_time} {_REPLY}", "Thank you for your help.")
