"""The document register: what each document is worth as evidence, and how old it was at the review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.assessment.answer import UNANSWERED, Answers, Citation
from app.assessment.profile import Source
from app.assessment.values import rows_of

REGISTER = "review.documents"
"""Id of the question that holds the document register."""

OLD_AFTER_MONTHS = 24
"""A source older than this at the review date is marked *(dated)*."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LETTERS = {4: "T", 3: "S", 2: "P", 1: "2", 0: "0"}
_REPORTS = frozenset({"audit report", "certificate"})
_COVERED = frozenset({"yes", "partly"})
_UNSTATED = frozenset({"", "-", "–", "n/a", "none", "none stated", "not stated", "unknown"})
"""What a register writes for an issuer that a document does not name."""
_PUBLISHED = frozenset(
    {"policy", "terms", "unsigned agreement", "signed agreement", *_REPORTS, "test record"}
)
_SIGNATURES = frozenset({"vendor", "both"})
_LEGAL_FORM = re.compile(
    r"(?<![\s,])[\s,]++(inc|llc|ltd|limited|corp|corporation|co|gmbh|ag|plc|bv|sarl|pty)\.?$", re.IGNORECASE
)

_NUMBERED = re.compile(r"(line|page)s?\s+(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?", re.IGNORECASE)
_LONGEST_RANGE = 100_000


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the document register."""

    id: str
    title: str = ""
    kind: str = ""
    """`policy`, `signed agreement`, `audit report` and so on; empty when the register does not say."""
    issuer: str = ""
    stated_date: str = ""
    """ISO date, or the text in its place; empty when undated."""
    retrieved_on: str = ""
    sha256: str = ""
    extent: str = ""
    """Pages or lines."""
    covers_product: str = ""
    """`yes`, `partly`, `no`, `unclear` or empty."""
    signed: str = ""
    """`both`, `vendor`, `none`, `n/a` or empty."""
    by_vendor: bool = True
    """Whether the vendor issued it; a document without an issuer is taken for the vendor's own."""
    of_sub_provider: bool = False
    """Whether the credentials register says that what it proves is held by a sub-provider."""
    row: str = ""
    """Id of its row in the register."""

    @property
    def named_issuer(self) -> str:
        """The issuer, or empty where the register only says that there is none or that it is unknown."""
        return "" if self.issuer.casefold() in _UNSTATED else self.issuer


def read_documents(answers: Answers, vendor: str, product: str = "") -> tuple[Document, ...]:
    """The document register as values, in its order; rows without an id are left out.

    A document is the vendor's own where its issuer is the vendor, the product or the operator's legal name.
    """
    own = own_names(answers, vendor, product) | _UNSTATED
    foreign = {
        row.cells.get("evidence_doc", "").strip().casefold()
        for row in rows_of(answers.get("product.credentials", UNANSWERED).value)
        if row.cells.get("holder") == "sub-provider"
    }
    documents = []
    for row in rows_of(answers.get(REGISTER, UNANSWERED).value):
        cells = {column: text.strip() for column, text in row.cells.items()}
        if not cells.get("doc_id"):
            continue
        documents.append(
            Document(
                id=cells["doc_id"],
                title=cells.get("title", ""),
                kind=cells.get("kind", ""),
                issuer=cells.get("issuer", ""),
                stated_date=cells.get("stated_date", ""),
                retrieved_on=cells.get("retrieved_on", ""),
                sha256=cells.get("sha256", ""),
                extent=cells.get("pages_or_lines", ""),
                covers_product=cells.get("covers_product", ""),
                signed=cells.get("signed", ""),
                by_vendor=plain_name(cells.get("issuer", "")) in own,
                of_sub_provider=cells["doc_id"].casefold() in foreign,
                row=row.id,
            )
        )
    return tuple(documents)


def _operator(answers: Answers) -> str:
    value = answers.get("product.operator", UNANSWERED).value
    return value.get("legal_name", "") if isinstance(value, Mapping) else ""


def own_names(answers: Answers, vendor: str, product: str = "") -> frozenset[str]:
    """The names of the vendor itself as `plain_name` has them: vendor, product and the operator's legal name."""
    names = (plain_name(name) for name in (vendor, product, _operator(answers)))
    return frozenset(name for name in names if name)


def plain_name(name: str) -> str:
    """The name of a company in small letters, without its legal form."""
    return _LEGAL_FORM.sub("", name.strip()).casefold()


def find_document(documents: Iterable[Document], name: str) -> Document | None:
    """The document with this id, or else with this title; None when the register has neither."""
    wanted = name.strip().casefold()
    found = tuple(documents)
    for document in found:
        if document.id.casefold() == wanted:
            return document
    return next((document for document in found if document.title.casefold() == wanted), None)


def grade(document: Document | None) -> int:
    """What a document is worth as evidence about the vendor, 0 (there is none) to 4.

    4: a test, or an independent report or certificate that is known to cover the product. 3: signed by the
    vendor, an officer's signed statement included. 2: the vendor's own policy, terms or report, or an agreement
    it offers that is not shown to be signed. 1: second-hand, or about something else.
    """
    if document is None:
        return 0
    report = document.kind in _REPORTS
    if document.covers_product == "no" or (report and document.of_sub_provider):
        return 1
    if report and not document.by_vendor:
        return 4 if document.covers_product in _COVERED else 1
    if document.kind == "test record" and not document.by_vendor and not document.of_sub_provider:
        return 1 if document.covers_product == "unclear" else 4
    if document.signed in _SIGNATURES:
        return 3
    return 2 if document.by_vendor and document.kind in _PUBLISHED else 1


def letter(value: int) -> str:
    """How a grade prints: `T` tested or independent, `S` signed, `P` published, `2` second-hand, `0` none."""
    return _LETTERS[value]


def read_date(text: str) -> date | None:
    """The date in an ISO text; None for any other text."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def date_text(text: str) -> str:
    """A date as printed (`15 Dec 2020`); a text that is no ISO date stays as it is."""
    found = read_date(text)
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}" if found else " ".join(text.split())


def age_months(document: Document, on: date | None) -> int | None:
    """Whole months from the stated date to `on`; None without either, 0 for a document from the future."""
    stated = read_date(document.stated_date)
    if stated is None or on is None:
        return None
    months = (on.year - stated.year) * 12 + on.month - stated.month - (on.day < stated.day)
    return max(months, 0)


def months_begun(document: Document, on: date | None) -> int | None:
    """The age by which limits are kept, to the day: 24 months and a day are 25, so that they are not "up to 24".

    None without a date, 0 for a document from the future.
    """
    stated, months = read_date(document.stated_date), age_months(document, on)
    if stated is None or months is None or on is None:
        return None
    return months + (stated < on and stated.day != on.day)


def age_words(months: int) -> str:
    """An age as a person says it: `14 months`, `5 years`, `over 5 years`, `nearly 6 years`."""
    if months < OLD_AFTER_MONTHS:
        return f"{months} month" if months == 1 else f"{months} months"
    years, over = divmod(months, 12)
    if over >= 10:
        return f"nearly {years + 1} years"
    return f"over {years} years" if over else f"{years} years"


def is_old(document: Document, on: date | None) -> bool:
    """Whether the document was over 24 months old on this day. An undated one is not known to be."""
    months = months_begun(document, on)
    return months is not None and months > OLD_AFTER_MONTHS


def source_of(citation: Citation, documents: Sequence[Document], on: date | None) -> Source:
    """A citation as the source printed after a statement."""
    document = find_document(documents, citation.document) or Document(citation.document, by_vendor=False)
    return Source(
        document=document.id,
        place=citation.place,
        date=date_text(document.stated_date) or "undated",
        grade=letter(grade(document)),
        dated=is_old(document, on),
    )


def merged(sources: Iterable[Source]) -> tuple[Source, ...]:
    """One source for each document, with all its places, in the order in which the documents first come.

    Lines are put in order and in ranges (`lines 52, 136-142`), pages likewise; other places stay as they are.
    """
    by_document: dict[str, list[Source]] = {}
    for source in sources:
        by_document.setdefault(source.document, []).append(source)
    return tuple(
        replace(same[0], place=_places_text([source.place for source in same]))
        for same in by_document.values()
    )


def _places_text(places: Sequence[str]) -> str:
    numbers: dict[str, set[int]] = {}
    others: list[str] = []
    for place in dict.fromkeys(places):
        found = _NUMBERED.fullmatch(place.strip())
        if found is None:
            others.append(place)
            continue
        first, last = int(found[2]), int(found[3] or found[2])
        if last - first > _LONGEST_RANGE:
            others.append(place)
        else:
            numbers.setdefault(found[1].lower(), set()).update(range(first, last + 1))
    ranges = [
        f"{unit}{'s' if len(known) > 1 else ''} {_ranges_text(sorted(known))}"
        for unit, known in numbers.items()
    ]
    return ", ".join((*ranges, *(other for other in others if other)))


def _ranges_text(numbers: Sequence[int]) -> str:
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


NO_SOURCE = Source(document="no document", place="", date="", grade="0")
"""The source of what was told to the reviewer without a document."""
