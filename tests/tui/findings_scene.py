"""A small rulebook and an assessment in which its rules fire, for the findings and their dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.assessment.answer import Citation
from app.assessment.findings import Finding, SideShown, Spot
from app.questionnaire.model import Severity
from app.questionnaire.rulebook import load_rulebook
from app.questionnaire.rules import Against, Cap, RowFilter, Rule, Rulebook, RuleKind, Side, Synonyms
from app.review import Library, Review
from tests.tui.shelf import shelved
from tests.tui.stage import Clock

SALE, REGISTER, ELEMENTS = "sopipa.no_sale", "thirdparty.register", "data.elements"
PURPOSE, HOSTING = "ferpa.purpose", "security.hosting"
POLICY = "We never sell student data.\n\nAdNetwork serves advertising in our product.\n"

_TAKERS = RowFilter("takers", REGISTER, "row.function == 'advertising'")

RULES = (
    Rule(
        "CON-02",
        "No-sale promise against the register",
        Severity.CRITICAL,
        RuleKind.AUTO,
        "A promise that nothing is sold stands beside a row that shows a sale: {takers}.",
        "Remove the recipient or withdraw the sentence.",
        law=("Cal. Bus. & Prof. 22584(b)(3)", "15 U.S.C. 45(a)"),
        when=f"{SALE}.state == 'yes' && takers > 0",
        rows=(_TAKERS,),
        caps=(Cap((SALE,), credit="0"),),
        sides=(Side("What is promised", (SALE,)), Side("What the third-party list shows", rows=("takers",))),
    ),
    Rule(
        "CON-07",
        "Host not in the third-party register",
        Severity.MEDIUM,
        RuleKind.AUTO,
        "The hosts {hosts} are not in the list.",
        "Add them.",
        when="hosts > 0",
        rows=(RowFilter("hosts", HOSTING, "row.provider != '' && !row.registered"),),
    ),
    Rule(
        "GAP-18",
        "Recipient without an agreement",
        Severity.MEDIUM,
        RuleKind.AUTO,
        "{it} receives data without an agreement.",
        "Sign one.",
        each="bare",
        when="true",
        rows=(RowFilter("bare", REGISTER, "row.agreement != 'yes'"),),
    ),
    Rule(
        "DOC-09",
        "Left from drafting",
        Severity.LOW,
        RuleKind.ASSIST,
        "A placeholder was left.",
        "Fill it in.",
        when=f"{SALE}.state == 'yes'",
        detector="leftovers",
    ),
    Rule(
        "EVD-09",
        "Sign-off incomplete",
        Severity.MEDIUM,
        RuleKind.AUTO,
        "Nobody has signed.",
        "Sign.",
        against=Against.REVIEW,
        when=f"{SALE}.state == 'yes'",
    ),
    Rule(
        "GAP-01",
        "Purposes open",
        Severity.HIGH,
        RuleKind.AUTO,
        "Open.",
        "Close.",
        when=f"{PURPOSE}.state == 'no'",
    ),
    Rule(
        "GAP-99", "Broken by somebody", Severity.HIGH, RuleKind.AUTO, "No.", "No.", when="nothing.at.all == 1"
    ),
    Rule(
        "REV-01",
        "Statement wider than its evidence",
        Severity.MEDIUM,
        RuleKind.MANUAL,
        "The statement covers more than the passage behind it.",
        "Say exactly what is covered.",
        law=("15 U.S.C. 45(a)",),
    ),
)
BOOK = Rulebook(
    "k12 test",
    RULES,
    scoring=load_rulebook("k12").scoring,
    synonyms=(Synonyms("company", "Amazon Web Services", ("amazon web services", "aws")),),
)


def judged(review: Review) -> Review:
    """The review, judged by the small rulebook, its questions not answered yet."""
    review._rulebook = lambda: BOOK
    return review


def contradicted(review: Review) -> Review:
    """One contradiction with words behind both sides, a host and three recipients, a proposal, and a rule that waits."""
    judged(review)
    document = shelved(review, "policy.txt", POLICY).document
    review.answer(SALE, "yes")
    review.cite(SALE, Citation(document, "line 1", "We never sell student data.", 0, 27))
    start = POLICY.index("AdNetwork")
    row = {"name": "AdNetwork", "function": "advertising", "info_shared": "device identifier"}
    review.add_cited_row(
        REGISTER, row, Citation(document, "line 3", POLICY[start : start + 28], start, start + 28)
    )
    review.add_rows(REGISTER, [{"name": "Mailgun"}, {"name": "Sentry"}])
    review.add_rows(HOSTING, [{"provider": "AWS"}])
    return review


@cache
def _template() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "data.db"
        with Library.open(path, clock=Clock()) as library:
            contradicted(library.create("Acme", "Acme Reader", reviewer={"name": "Ann"}))
        return path.read_bytes()


@contextmanager
def scene(path: Path, **options: Any) -> Iterator[tuple[Library, Review]]:
    """A library with that review in a database of its own."""
    path.write_bytes(_template())
    with Library.open(path, clock=Clock(), **options) as library:
        yield library, judged(library.review("acme"))


def finding(rule: str = "CON-02", subject: str = "", **changes: object) -> Finding:
    """A finding that no rule made."""
    spots = (Spot(SALE, "yes", citations=(Citation("D1", "line 1", "We never sell student data."),)),)
    others = (
        Spot(REGISTER, "AdNetwork (what for: advertising)", "r1", (Citation("D1", "line 3", "AdNetwork"),)),
    )
    known: dict[str, object] = {
        "severity": Severity.HIGH,
        "kind": RuleKind.AUTO,
        "against": Against.VENDOR,
        "title": "Promise against the list",
        "message": "A promise stands beside a row.",
        "law": ("15 U.S.C. 45(a)",),
        "fix": "Remove it.",
        "answers": (SALE, REGISTER),
        "sides": (SideShown("Promised", spots), SideShown("Listed", others)),
    }
    return Finding(rule, subject, **(known | changes))  # type: ignore[arg-type]
