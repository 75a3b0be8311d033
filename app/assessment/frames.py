"""Verbs by evidence: how a sentence says how we know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.assessment.documents import Document, date_text, grade


class Form(StrEnum):
    """The two forms in which a clause's verbs stand."""

    THIRD = "third person"
    INFINITIVE = "infinitive"


class Kind(StrEnum):
    """What kind of sentence is framed."""

    PROMISE = "promise"
    """Something the vendor does or keeps from doing; a signature makes it an agreement."""
    FACT = "fact"
    """How things are; a signature confirms it."""
    PLAIN = "plain"
    """The reviewer's own words, without a verb in front."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The words in front of a clause. `{vendor}` is the vendor's name, or "it" after the first time."""

    lead: str
    """`{vendor} states in its privacy policy`."""
    link: str
    """What stands before every clause: `that {vendor}`, `to`, `would`."""
    form: Form
    again: str
    """The same words where they have been said before in the same statement."""
    in_part: str = "only part of this:"
    """What follows the lead where the clause holds only in part: it then names what is asked, and claims nothing."""

    @property
    def part_link(self) -> str:
        """What stands before a clause that holds only in part."""
        return "to" if self.form is Form.INFINITIVE else self.link


_TOLD = Frame(
    "{vendor} told the reviewer, without a document,",
    "that {vendor}",
    Form.THIRD,
    "{vendor} also told the reviewer, without a document,",
)
_TO_DO = "to do only part of this:"
_NOUNS = {
    "policy": "privacy policy",
    "terms": "terms of service",
    "signed agreement": "agreement",
    "unsigned agreement": "agreement terms",
    "help page": "help page",
    "certificate": "certificate",
    "audit report": "audit report",
    "sub-provider document": "document",
    "third-party profile": "profile",
    "correspondence": "correspondence",
    "test record": "test record",
}
_WITHOUT_ARTICLE = frozenset({"terms of service", "agreement terms", "correspondence"})


def strongest(documents: Iterable[Document]) -> Document | None:
    """The document that is worth most as evidence; among equals the newest, then the first."""
    best: Document | None = None
    for document in documents:
        if best is None or (grade(document), document.stated_date) > (grade(best), best.stated_date):
            best = document
    return best


def frame(document: Document | None, kind: Kind) -> Frame:
    """The words in front of a clause that rests on this document; None is no document at all."""
    match grade(document):
        case 4:
            return _independent(document)
        case 3:
            return _signed(kind)
        case 2:
            return _published(document, kind)
        case 1 if _says_itself(document):
            return _own(document)
        case 1:
            where = _named(document)
            lead = f"{{vendor}} is said, in {where},"
            again = f"{{vendor}} is also said, in {where},"
            return Frame(lead, "to", Form.INFINITIVE, again, _TO_DO)
        case _:
            return _TOLD


def _independent(document: Document | None) -> Frame:
    assert document is not None  # noqa: S101 - only a document has grade 4
    if document.kind == "test record":
        return Frame("{vendor} was seen", "to", Form.INFINITIVE, "{vendor} was also seen", _TO_DO)
    noun = "certificate" if document.kind == "certificate" else "report"
    dated = f" dated {date_text(document.stated_date)}" if document.stated_date else ""
    lead = f"An independent {noun}{dated} shows"
    return Frame(lead, "that {vendor}", Form.THIRD, f"The {noun} also shows")


def _signed(kind: Kind) -> Frame:
    if kind is Kind.PROMISE:
        return Frame(
            "{vendor} has agreed in writing",
            "to",
            Form.INFINITIVE,
            "{vendor} has also agreed in writing",
            "to only part of this:",
        )
    return Frame(
        "{vendor} has confirmed in writing",
        "that {vendor}",
        Form.THIRD,
        "{vendor} has also confirmed in writing",
    )


def _published(document: Document | None, kind: Kind) -> Frame:
    assert document is not None  # noqa: S101 - only a document has grade 2
    if document.kind in ("unsigned agreement", "signed agreement"):
        if kind is Kind.PROMISE:
            return Frame(
                "{vendor} offers agreement terms under which {vendor}",
                "would",
                Form.INFINITIVE,
                "Under such terms {vendor}",
                "would do only part of this:",
            )
        unsigned = document.kind == "unsigned agreement" or document.signed == "none"
        lead = f"states in agreement terms that {'nobody has signed' if unsigned else 'are not shown to be signed'}"
    else:
        lead = f"states in its {_noun(document)}"
    return Frame(f"{{vendor}} {lead}", "that {vendor}", Form.THIRD, f"{{vendor}} also {lead}")


def _says_itself(document: Document | None) -> bool:
    """Whether a document of grade 1 is the vendor speaking for itself, such as its own help page."""
    if document is None or not (document.by_vendor and document.named_issuer):
        return False
    return not document.of_sub_provider and document.kind not in ("certificate", "audit report")


def _own(document: Document | None) -> Frame:
    assert document is not None  # noqa: S101 - only a document has grade 1
    elsewhere = ", which is not about this product," if document.covers_product == "no" else ""
    lead = f"in its {_noun(document)}{elsewhere}"
    return Frame(f"{{vendor}} says {lead}", "that {vendor}", Form.THIRD, f"{{vendor}} also says {lead}")


def _named(document: Document | None) -> str:
    """A second-hand document as a person would name it."""
    assert document is not None  # noqa: S101 - only a document has grade 1
    noun = _noun(document)
    if document.named_issuer and document.by_vendor:
        return f"its own {noun}"
    article = "" if noun in _WITHOUT_ARTICLE else "an " if noun[0] in "aeiou" else "a "
    by = f" by {_literal(document.named_issuer)}" if document.named_issuer else ""
    return f"{article}{noun}{by}"


def _noun(document: Document) -> str:
    if document.kind == "policy":
        title = document.title.casefold()
        if "white paper" in title or "whitepaper" in title:
            return "white paper"
        return next(
            (f"{word} policy" for word in ("cookie", "security", "retention") if word in title),
            "privacy policy",
        )
    return _NOUNS.get(document.kind, "document")


def _literal(text: str) -> str:
    """A name inside a lead: braces in it must not be taken for slots."""
    return " ".join(text.split()).replace("{", "(").replace("}", ")")
