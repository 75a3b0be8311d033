from __future__ import annotations

import pytest

from app.assessment.documents import Document
from app.assessment.frames import Form, Kind, frame, strongest

POLICY = Document("D1", kind="policy")
SIGNED = Document("D2", kind="signed agreement", signed="both")


@pytest.mark.parametrize(
    ("document", "kind", "words"),
    [
        (Document("D", kind="test record", by_vendor=False), Kind.PROMISE, "{vendor} was seen to"),
        (
            Document(
                "D", kind="audit report", by_vendor=False, stated_date="2026-06-30", covers_product="partly"
            ),
            Kind.FACT,
            "An independent report dated 30 Jun 2026 shows that {vendor}",
        ),
        (
            Document("D", kind="certificate", issuer="Amazon", by_vendor=False, covers_product="unclear"),
            Kind.FACT,
            "{vendor} is said, in a certificate by Amazon, to",
        ),
        (
            Document("D", kind="certificate", by_vendor=False, covers_product="yes"),
            Kind.FACT,
            "An independent certificate shows that {vendor}",
        ),
        (SIGNED, Kind.PROMISE, "{vendor} has agreed in writing to"),
        (SIGNED, Kind.FACT, "{vendor} has confirmed in writing that {vendor}"),
        (POLICY, Kind.PROMISE, "{vendor} states in its privacy policy that {vendor}"),
        (
            Document("D", "Cookie Policy", "policy"),
            Kind.FACT,
            "{vendor} states in its cookie policy that {vendor}",
        ),
        (Document("D", kind="terms"), Kind.PROMISE, "{vendor} states in its terms of service that {vendor}"),
        (
            Document("D", kind="policy", issuer="Parent AG", by_vendor=False),
            Kind.PROMISE,
            "{vendor} is said, in a privacy policy by Parent AG, to",
        ),
        (
            Document("D", kind="unsigned agreement"),
            Kind.PROMISE,
            "{vendor} offers agreement terms under which {vendor} would",
        ),
        (
            Document("D", kind="signed agreement", signed="n/a"),
            Kind.PROMISE,
            "{vendor} offers agreement terms under which {vendor} would",
        ),
        (
            Document("D", kind="signed agreement"),
            Kind.FACT,
            "{vendor} states in agreement terms that are not shown to be signed that {vendor}",
        ),
        (
            Document("D", kind="unsigned agreement"),
            Kind.FACT,
            "{vendor} states in agreement terms that nobody has signed that {vendor}",
        ),
        (
            Document("D", kind="policy", issuer="Acme", covers_product="no"),
            Kind.FACT,
            "{vendor} says in its privacy policy, which is not about this product, that {vendor}",
        ),
        (
            Document("D", kind="certificate", issuer="Acme", of_sub_provider=True),
            Kind.FACT,
            "{vendor} is said, in its own certificate, to",
        ),
        (
            Document("D", kind="help page", issuer="Teacher Blog", by_vendor=False),
            Kind.FACT,
            "{vendor} is said, in a help page by Teacher Blog, to",
        ),
        (
            Document("D", kind="help page", issuer="Acme"),
            Kind.FACT,
            "{vendor} says in its help page that {vendor}",
        ),
        (
            Document("D", kind="help page", issuer="unknown"),
            Kind.FACT,
            "{vendor} is said, in a help page, to",
        ),
        (Document("D", kind="correspondence"), Kind.FACT, "{vendor} is said, in correspondence, to"),
        (Document("D", by_vendor=False), Kind.PROMISE, "{vendor} is said, in a document, to"),
        (None, Kind.PROMISE, "{vendor} told the reviewer, without a document, that {vendor}"),
    ],
)
def test_the_verb_says_how_we_know(document: Document | None, kind: Kind, words: str) -> None:
    found = frame(document, kind)
    assert f"{found.lead} {found.link}" == words
    assert (found.form is Form.INFINITIVE) == (found.link in ("to", "would"))
    assert found.again != found.lead


def test_of_several_documents_the_one_that_is_worth_most_gives_the_verb() -> None:
    newer = Document("D3", kind="policy", stated_date="2026-01-01")
    assert strongest([POLICY, newer]) is newer
    assert strongest([newer, SIGNED, POLICY]) is SIGNED
    assert strongest([]) is None


def test_a_name_in_a_lead_is_no_template() -> None:
    lead = frame(Document("D", issuer="{vendor}\n[x|y]", by_vendor=False), Kind.FACT).lead
    assert "(vendor) [x|y]" in lead
