from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.assessment.answer import Citation, State
from app.assessment.documents import REGISTER
from app.assessment.progress import GapKind
from app.assessment.values import rows_of
from app.evidence.model import Outcome, ProposedRow, Verdict
from app.review import Library, Refused, Review, Unknown, Unwritable
from app.review.evidence import How
from tests.review.conftest import ticking
from tests.review.vendor_files import POLICY, add, extracted, file

AT_REST = "security.encryption.at_rest"
SALE = "sopipa.no_sale"
NEWER = POLICY.replace("within 72 hours", "as soon as we can").replace("We never sell student data.\n\n", "")
"""The breach notice says another thing, the promise not to sell is gone, the rest moved up."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("evidence") / "data.db", clock=ticking()) as opened:
        yield opened


@pytest.fixture
def review(library: Library) -> Review:
    return library.create("Acme", "Acme Reader")


def test_a_document_comes_onto_the_register_with_its_hash(review: Review) -> None:
    added = add(review)
    assert (added.document, added.how) == ("D1", How.NEW)
    (row,) = rows_of(added.view.answer(REGISTER).value)
    assert row.cells["sha256"] == file("policy.txt", POLICY).sha256
    assert row.cells["pages_or_lines"] == "10 lines"
    assert row.cells["retrieved_on"] == "2026-11-22"
    assert row.cells["title"] == "policy.txt"
    (held,) = review.evidence.searched_documents()
    assert (held.id, held.name) == ("D1", "policy.txt")
    assert review.evidence.text("policy.txt").text == POLICY


def test_the_same_file_twice_is_noticed(review: Review) -> None:
    add(review)
    again = add(review, "copy of policy.txt")
    assert (again.document, again.how) == ("D1", How.SAME)
    assert len(rows_of(review.view.answer(REGISTER).value)) == 1


def test_undo_takes_the_document_out_of_the_evidence_and_redo_brings_it_back(review: Review) -> None:
    add(review)
    assert review.evidence.suggest(AT_REST).outcome is Outcome.FOUND
    review.undo()
    assert review.evidence.suggest(AT_REST).outcome is Outcome.NOTHING
    assert [one.id for one in review.evidence.documents()] == [""]
    review.redo()
    assert review.evidence.suggest(AT_REST).outcome is Outcome.FOUND


def test_a_file_whose_hash_the_register_knows_is_attached_to_its_row(review: Review) -> None:
    review.add_rows(REGISTER, [{"doc_id": "D7", "title": "Policy", "sha256": file("x", POLICY).sha256}])
    assert review.evidence.documents()[0].attachment is None
    added = add(review, "downloaded.txt")
    assert (added.document, added.how) == ("D7", How.HERE)
    assert review.evidence.find("D7").name == "downloaded.txt"
    assert add(review, "other.txt", "Other.\n").document == "D8"


def test_nothing_is_on_the_register_that_was_not_kept(review: Review) -> None:
    from app.evidence.details import Details

    with pytest.raises(Refused, match="was not read whole"):
        review.evidence.enter(file("never.txt", "never kept by anyone\n"), Details())
    assert rows_of(review.view.answer(REGISTER).value) == ()


def test_suggestions_say_where_and_whether_yes_or_no(review: Review) -> None:
    add(review)
    best = review.evidence.suggest(AT_REST).found[0]
    assert (best.document, best.name, best.place, best.speaks_for) == ("D1", "policy.txt", "line 4", "yes")
    assert best.text == POLICY[best.start : best.end]
    assert review.evidence.suggest(SALE).found[0].speaks_for == "yes"


def test_nothing_found_names_what_was_looked_for_and_where(review: Review) -> None:
    add(review)
    found = review.evidence.suggest("security.personnel.background_checks")
    assert (found.outcome, found.found) == (Outcome.NOTHING, ())
    assert "background check" in found.looked_for
    assert found.documents == ("D1",)


def test_silence_is_stored_with_what_was_looked_for(review: Review) -> None:
    add(review)
    view = review.answer("security.personnel.background_checks", State.NOT_ADDRESSED)
    searched = view.answer("security.personnel.background_checks").searched
    assert searched is not None
    assert (searched.documents, searched.outcome) == (("D1",), "nothing")
    assert "background check" in searched.terms
    view = review.answer("security.personnel.background_checks", State.YES)
    assert view.answer("security.personnel.background_checks").searched is None


def test_where_nothing_could_be_searched_nothing_was_looked_for(review: Review) -> None:
    review.add_rows(REGISTER, [{"doc_id": "D1", "title": "Elsewhere"}])
    assert review.answer("breach.plan", State.NOT_ADDRESSED).answer("breach.plan").searched is None
    assert review.answer("review.basis", State.NOT_ADDRESSED).answer("review.basis").searched is None


def test_silence_confirmed_again_after_more_documents_is_stored_anew(review: Review) -> None:
    review.answer("breach.plan", State.NOT_ADDRESSED)
    add(review)
    searched = review.answer("breach.plan", State.NOT_ADDRESSED).answer("breach.plan").searched
    assert searched is not None
    assert searched.documents == ("D1",)
    assert review.view.answer("breach.plan").state is State.NOT_ADDRESSED


def test_a_term_of_ones_own_changes_the_list_at_once_and_stays(review: Review, library: Library) -> None:
    add(review, text="Payload is kept as ciphertext everywhere.\n")
    assert review.evidence.suggest("breach.history").outcome is Outcome.NOTHING
    found = review.evidence.add_term("breach.history", " ciphertext ")
    assert found.outcome is Outcome.FOUND
    again = library.review(review.view.assessment.slug)
    assert again.evidence.suggest("breach.history").found[0].terms == ("ciphertext",)
    assert review.evidence.drop_term("breach.history", "CIPHERTEXT").outcome is Outcome.NOTHING
    with pytest.raises(Refused, match="needs a letter"):
        review.evidence.add_term("breach.history", "—")


def test_own_words_are_found_with_their_synonyms(review: Review) -> None:
    add(review)
    found = review.evidence.search("erase student")
    assert found.found[0].text.startswith("We delete student data")
    assert review.evidence.search("zebra").outcome is Outcome.NOTHING


def test_a_citation_keeps_the_documents_own_words_and_place(review: Review) -> None:
    add(review)
    start = POLICY.index("We encrypt")
    view = review.evidence.cite(AT_REST, "D1", start - 2, start + 57)
    (citation,) = view.answer(AT_REST).citations
    assert citation == Citation(
        "D1", "line 4", "We encrypt all student data that is stored, with AES-256.", start, start + 57
    )
    with pytest.raises(Refused, match="nothing to cite"):
        review.evidence.cite(AT_REST, "D1", 5, 5)


def test_words_are_located_whatever_their_quotation_marks_and_spaces(review: Review) -> None:
    add(review, text="The  school’s data\nstays in Oregon.\n")
    citation = review.evidence.locate("D1", "school's data stays")
    assert (citation.place, citation.quote) == ("lines 1-2", "school’s data stays")
    with pytest.raises(Refused, match="not in D1"):
        review.evidence.locate("D1", "nothing of the kind stands there")


def test_quotes_are_read_as_they_were_copied_or_by_their_words_alone(review: Review) -> None:
    add(review, text="We “never” sell data.\nWe keep it for a year.\n")
    review.add_rows(REGISTER, [{"doc_id": "D2", "title": "Terms, of use"}])
    both = "“We “never” sell data.” – D1 policy.txt, line 9 “We keep it” – D1, line 2\n"
    assert [(c.document, c.place, c.quote) for c in review.evidence.read(both)] == [
        ("D1", "line 1", "We “never” sell data."),
        ("D1", "line 2", "We keep it"),
    ]
    (alone,) = review.evidence.read("keep it for  a year")
    assert (alone.document, alone.place) == ("D1", "line 2")
    for reference in ("D2 Terms, of use, page 2, clause 4", "D2, page 2, clause 4"):
        assert review.evidence.read(f"“You agree” – {reference}") == (
            Citation("D2", "page 2, clause 4", "You agree"),
        )
    assert review.evidence.read("“You agree” – Terms, of use, page 2") == (
        Citation("D2", "page 2", "You agree"),
    )
    assert review.evidence.read(" ") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing of the kind", "not in D1"),
        ("“nothing of the kind” – D1, line 2", "not in D1"),
        ("“We keep it” – D1, line 2 “and more", "not in D1"),
        ("“We keep it” – D7, line 2", "no document"),
    ],
)
def test_quotes_that_cannot_be_read_are_refused(review: Review, text: str, said: str) -> None:
    add(review, text="We keep it for a year.\n")
    with pytest.raises(Refused, match=said):
        review.evidence.read(text)


def test_words_alone_need_a_document_that_is_here(review: Review) -> None:
    with pytest.raises(Refused, match="no document"):
        review.evidence.read("We keep it")


def test_every_quote_is_looked_up_again(review: Review) -> None:
    add(review)
    start = POLICY.index("We encrypt")
    review.evidence.cite(AT_REST, "D1", start, start + 20)
    review.cite(SALE, Citation("D9", "page 3", "words of a document that is not here"))
    review.cite(SALE, Citation("D1", "line 8"))
    verdicts = {(one.question, one.index): one.verdict for one in review.evidence.verify()}
    assert verdicts == {
        (AT_REST, 0): Verdict.FOUND,
        (SALE, 0): Verdict.ABSENT,
        (SALE, 1): Verdict.UNQUOTED,
    }


def test_a_newer_version_moves_quotes_and_opens_what_rested_on_lost_ones(review: Review) -> None:
    add(review)
    for question, words in (
        (AT_REST, "We encrypt all student data"),
        ("breach.notify", "we notify the school within 72 hours"),
        (SALE, "We never sell student data."),
        ("deletion.on_request", "within sixty days of the school's request"),
    ):
        start = POLICY.index(words)
        review.answer(question, State.YES)
        review.evidence.cite(question, "D1", start, start + len(words))
    added = add(review, text=NEWER, replaces="D1")
    assert (added.document, added.how) == ("D1", How.NEWER)
    assert {one.question: one.verdict for one in added.verified} == {
        AT_REST: Verdict.FOUND,
        "breach.notify": Verdict.CHANGED,
        SALE: Verdict.GONE,
        "deletion.on_request": Verdict.MOVED,
    }
    assert set(added.reopened) == {"breach.notify", SALE}
    view = review.view
    assert view.progress.open_items[:2] == (SALE, "breach.notify")
    assert [gap.kind for gap in view.progress.gaps[:2]] == [GapKind.REOPENED, GapKind.REOPENED]
    assert view.answer(SALE).state is State.YES
    assert "1 quote is gone in the newer D1" in view.answer(SALE).reopened
    assert view.answer(AT_REST).reopened == ""
    assert [c.lost for c in view.answer("breach.notify").citations] == ["changed"]
    (moved,) = view.answer("deletion.on_request").citations
    assert (moved.place, NEWER[moved.start : moved.end]) == ("line 8", moved.quote)
    assert [one.verdict for one in review.evidence.verify("D1")].count(Verdict.FOUND) == 2
    assert [(one.id, one.once) for one in review.evidence.documents()] == [("D1", ""), ("", "D1")]


def test_lost_quotes_are_no_evidence_until_they_are_back(review: Review) -> None:
    add(review)
    start = POLICY.index("We never")
    review.answer(SALE, State.YES)
    review.evidence.cite(SALE, "D1", start, start + 27)
    added = add(review, text=NEWER, replaces="D1")
    (citation,) = added.view.answer(SALE).citations
    assert (citation.lost, added.view.answer(SALE).cited) == ("gone", ())
    view = review.confirm(SALE)
    assert view.answer(SALE).reopened == ""
    assert GapKind.UNCITED in {gap.kind for gap in view.progress.gaps if gap.question == SALE}
    with pytest.raises(Refused, match="was not reopened"):
        review.confirm(SALE)
    back = add(review, text=POLICY, replaces="D1")
    assert back.view.answer(SALE).cited == back.view.answer(SALE).citations != ()
    assert back.reopened == ()


def test_words_that_are_back_close_what_was_reopened(review: Review) -> None:
    add(review)
    start = POLICY.index("We never")
    review.answer(SALE, State.YES)
    review.evidence.cite(SALE, "D1", start, start + 27)
    assert add(review, text=NEWER, replaces="D1").view.answer(SALE).reopened
    assert add(review, text=POLICY, replaces="D1").view.answer(SALE).reopened == ""


def test_taking_the_lost_citation_away_or_another_in_its_place_closes_it(review: Review) -> None:
    add(review)
    start = POLICY.index("We never")
    review.answer(SALE, State.YES)
    review.evidence.cite(SALE, "D1", start, start + 27)
    add(review, text=NEWER, replaces="D1")
    assert review.uncite(SALE, 0).answer(SALE).reopened == ""
    review.undo()
    other = review.evidence.citation("D1", 0, 14)
    assert review.cite(SALE, other, instead_of=0).answer(SALE).reopened == ""


def test_a_newer_version_does_not_inherit_a_signature(review: Review) -> None:
    add(review, kind="signed agreement")
    (row,) = rows_of(review.view.answer(REGISTER).value)
    review.set_cell(REGISTER, row.id, "signed", "both")
    add(review, text=NEWER, replaces="D1", kind="")
    (row,) = rows_of(review.view.answer(REGISTER).value)
    assert (row.cells["signed"], row.cells["kind"]) == ("none", "signed agreement")


def test_answers_that_are_hidden_are_looked_up_too(review: Review) -> None:
    add(review)
    review.answer(AT_REST, State.YES)
    start = POLICY.index("AES-256")
    review.answer(
        f"{AT_REST}.method", value="AES-256", cite=[review.evidence.citation("D1", start, start + 7)]
    )
    review.answer(AT_REST, State.NOT_ADDRESSED)
    add(review, text=NEWER.replace("with AES-256", "well"), replaces="D1")
    view = review.answer(AT_REST, State.YES)
    assert view.answer(f"{AT_REST}.method").reopened


def test_the_number_of_a_document_taken_off_is_never_given_again(review: Review) -> None:
    add(review)
    add(review, "second.txt", "Second.\n")
    rows = rows_of(review.view.answer(REGISTER).value)
    review.drop_rows(REGISTER, [rows[1].id])
    assert add(review, "third.txt", "Third.\n").document == "D3"


def test_two_rows_of_one_id_are_two_documents(review: Review) -> None:
    review.add_rows(REGISTER, [{"doc_id": "D1", "title": "a"}, {"doc_id": "D1", "title": "b"}])
    assert [one.row for one in review.evidence.documents()] == ["r1", "r2"]


def test_a_reopened_answer_counts_again_once_it_is_given_again(review: Review) -> None:
    add(review)
    review.answer(SALE, State.YES)
    start = POLICY.index("We never")
    review.evidence.cite(SALE, "D1", start, start + 27)
    answered = review.view.progress.answered
    add(review, text=NEWER, replaces="D1")
    assert review.view.progress.answered == answered - 1
    view = review.answer(SALE, State.YES)
    assert view.answer(SALE).reopened == ""
    assert view.progress.answered == answered


def test_a_proposed_row_comes_in_with_its_source(review: Review) -> None:
    add(review, text="Companies: Plivo sends text messages.\n")
    proposed = ProposedRow({"name": "Plivo"}, "D1", "line 1", 11, 37, "Plivo sends text messages.")
    view = review.evidence.accept_row("thirdparty.register", proposed)
    (row,) = rows_of(view.answer("thirdparty.register").value)
    (citation,) = view.answer("thirdparty.register").citations
    assert (row.cells, citation.row, citation.quote) == (
        {"name": "Plivo"},
        row.id,
        "Plivo sends text messages.",
    )
    view = review.drop_rows("thirdparty.register", [row.id])
    assert view.answer("thirdparty.register").citations == ()


def test_unknown_documents_are_named_with_those_there_are(review: Review) -> None:
    add(review)
    with pytest.raises(Unknown, match=r"D1 \(policy.txt\)"):
        review.evidence.find("D9")
    review.add_rows(REGISTER, [{"doc_id": "D2", "title": "Elsewhere"}])
    with pytest.raises(Refused, match="not in this database"):
        review.evidence.text("D2")


def test_a_file_of_the_same_name_is_probably_a_newer_version(review: Review) -> None:
    add(review)
    older = review.evidence.older(file("POLICY.txt", NEWER))
    assert older is not None
    assert older.id == "D1"
    assert review.evidence.older(file("policy.txt", POLICY)) is None


def test_a_database_open_for_reading_takes_no_document(
    library: Library, review: Review, tmp_path: Path
) -> None:
    copy = library.store.backup(tmp_path / "copy.db")
    with Library.open(copy, read_only=True) as reading:
        closed = reading.review(review.view.assessment.slug)
        with pytest.raises(Unwritable):
            list(closed.evidence.keep(file("a.txt", "a"), extracted("a")))
        with pytest.raises(Unwritable):
            closed.evidence.add_term("breach.plan", "word")


def test_choices_of_a_list_are_proposed_until_all_are_taken(review: Review) -> None:
    add(
        review,
        text="Our security framework is ISO/IEC 27001, and we hold its certificate.\n\nWe hold a SOC 2 Type II report as our framework.\n",
    )
    values = []
    while proposed := next(
        (s.value for s in review.evidence.suggest("security.framework").found if s.value), None
    ):
        values.append(proposed.value)
        review.answer("security.framework", value=proposed.value)
        assert len(values) < 5
    assert len(values) == 2
    assert set(values[1]) > set(values[0])


def test_a_follow_up_without_terms_of_its_own_is_never_sure(review: Review) -> None:
    add(review)
    item = "breach.deadline.clock"
    assert item not in review.evidence._terms.search_by_id
    assert review.evidence.suggest("breach.deadline").outcome is Outcome.FOUND
    found = review.evidence.suggest(item)
    assert found.outcome is Outcome.WEAK
    assert {one.speaks_for for one in found.found} == {""}
