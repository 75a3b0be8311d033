from __future__ import annotations

from dataclasses import replace

import pytest

from app.assessment.answer import Citation
from app.evidence.model import Outcome, Suggestion, Suggestions
from app.review import Review
from app.tui.evidence_blocks import Beside, blocks
from app.tui.quoting import Quoting
from tests.tui.stage import REGISTER, STATEMENT
from tests.tui.test_quoting import passage


def found(*passages: Suggestion, outcome: Outcome = Outcome.FOUND) -> Suggestions:
    return Suggestions(STATEMENT, outcome, 1.0, ("encrypt", "AES"), ("D1", "D2"), passages)


def drawn(beside: Beside, marked: int = -1, quoting: Quoting | None = None) -> str:
    lines = [f"{b.label.plain}|{b.text.plain}" for b in blocks(beside, 40, marked, quoting)]
    return "\n".join(lines)


def test_while_it_is_looked_for_only_what_is_cited_stands_there(fresh: Review) -> None:
    fresh.cite(STATEMENT, Citation("D1", "line 9", "words"))
    text = drawn(Beside(fresh.view, STATEMENT))
    assert "Suggested  …" in text
    assert "·|D1, line 9  not on the register" in text
    assert "|“words”" in text


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"kind": "signed agreement", "signed": "both"}, "signed"),
        ({"kind": "policy", "issuer": "Acme"}, "published"),
        ({"kind": "audit report", "issuer": "Auditors", "covers_product": "yes"}, "tested"),
        ({"kind": "third-party profile", "issuer": "A blog"}, "second-hand"),
    ],
)
def test_a_citation_says_what_its_document_is_worth(fresh: Review, row: dict[str, str], word: str) -> None:
    fresh.add_rows("review.documents", [{"doc_id": "D1", "title": "A", **row}])
    fresh.cite(STATEMENT, Citation("D1", "line 9"))
    assert f"D1, line 9  {word}" in drawn(Beside(fresh.view, STATEMENT, found()))


def test_a_citation_of_a_row_names_the_row(fresh: Review) -> None:
    fresh.add_rows(REGISTER, [{"name": "Plivo"}])
    fresh.cite(REGISTER, Citation("D1", "line 9", row="r1"))
    fresh.cite(REGISTER, Citation("D1", "line 10", row="r7"))
    text = drawn(Beside(fresh.view, REGISTER, found()))
    assert "D1, line 9  row r1 · Plivo" in text
    assert "row r7 (taken away)" in text


def test_a_register_takes_rows(fresh: Review) -> None:
    assert "a takes rows" not in drawn(Beside(fresh.view, REGISTER, found(passage())))
    assert "a takes rows" not in drawn(Beside(fresh.view, REGISTER, found(passage()), rows=0))
    assert "one by one: 1 row proposed" in drawn(Beside(fresh.view, REGISTER, found(passage()), rows=1))
    nothing = found(outcome=Outcome.NOTHING)
    assert "one by one: 2 rows proposed" in drawn(Beside(fresh.view, REGISTER, nothing, rows=2))


def test_a_lost_citation_says_so_and_is_struck(fresh: Review) -> None:
    fresh.answer(STATEMENT, "yes")
    fresh.cite(STATEMENT, Citation("D1", "line 9", "words", 0, 5, lost="changed"))
    beside = Beside(fresh.view, STATEMENT, found(passage(start=0)))
    text = drawn(beside)
    assert "✗|D1, line 9  changed in the document" in text
    assert "Cited  ! nothing that is still there" in text
    assert "✓ cited" not in text  # its offsets are those of the older text
    struck = next(b for b in blocks(beside, 40) if "“words”" in b.text.plain)
    assert any("strike" in str(span.style) for span in struck.text.spans)


def test_the_mark_goes_through_suggestions_and_then_citations(fresh: Review) -> None:
    fresh.cite(STATEMENT, Citation("D2", "line 9"))
    beside = Beside(fresh.view, STATEMENT, found(passage(), passage("Another.", 400)))
    assert "1|D1, line 5" in drawn(beside)
    assert "▶|D1, line 5" in drawn(beside, 0, Quoting(passage()))
    assert drawn(beside, 1).count("▶") == 1
    assert "▶|D2, line 9" in drawn(beside, 2)


def test_what_is_cited_already_is_ticked(fresh: Review) -> None:
    beside = Beside(fresh.view, STATEMENT, found(passage()))
    assert "✓ cited" not in drawn(beside)
    fresh.cite(STATEMENT, Citation("D1", "line 5", "encrypted", 110, 120))
    assert "✓ cited" in drawn(replace(beside, view=fresh.view))


def test_own_statements_are_not_searched_for_unless_a_term_is_added(fresh: Review) -> None:
    beside = Beside(fresh.view, "review.reviewer", found(outcome=Outcome.NOTHING))
    assert "This is yours to say" in drawn(beside)
    assert "No passage has these words" in drawn(replace(beside, terms=("Ann",)))


def test_nothing_found_names_terms_and_documents(fresh: Review) -> None:
    text = drawn(Beside(fresh.view, STATEMENT, found(outcome=Outcome.NOTHING), terms=("vault",)))
    assert "○ No passage has these words where they would answer the question." in text
    assert "Looked for|encrypt, AES" in text
    assert "In|D1, D2" in text
    assert "Yours|vault" in text
    assert "s records exactly that" in text


def test_c_says_what_it_cites(fresh: Review) -> None:
    beside = Beside(fresh.view, STATEMENT, found(passage(), passage("Another.", 400)))
    assert "c cites the first" in drawn(beside)
    assert "c cites the marked one" in drawn(beside, 1, Quoting(passage("Another.", 400)))


def test_only_a_quote_that_was_looked_up_has_a_tick(fresh: Review) -> None:
    fresh.add_rows("review.documents", [{"doc_id": "D1", "title": "A", "kind": "policy", "issuer": "Acme"}])
    fresh.cite(STATEMENT, Citation("D1", "line 9", "words"))
    there = drawn(Beside(fresh.view, STATEMENT, found(), here=frozenset({"d1", "a.txt"})))
    assert "✓|D1, line 9  published\n" in there
    away = drawn(Beside(fresh.view, STATEMENT, found(), here=frozenset({"d2"})))
    assert "□|D1, line 9  published · not checked here" in away
    assert "✓|" not in away
