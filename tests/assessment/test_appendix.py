from __future__ import annotations

from dataclasses import replace

from app.assessment.answer import Answer, Citation, State
from app.assessment.appendix import MOST_QUOTED, quoted
from app.assessment.profile import Bullets, Heading, Paragraph
from tests.assessment.answered import DOCUMENTS, documents, everything, k12, path_of, rows
from tests.assessment.test_compose import blocks, printed, profile_of, section, table


def test_a_passage_is_quoted_with_at_most_forty_words() -> None:
    words = [f"w{number}" for number in range(60)]
    assert quoted(" ".join(words[:40])) == f"“{' '.join(words[:40])}”"
    assert quoted(" ".join(words)) == f"“{' '.join(words[:MOST_QUOTED])} …”"
    assert quoted(" \n ") == ""


def test_the_register_prints_with_short_and_full_hashes() -> None:
    digest = "ab" * 32
    register = rows(
        {"doc_id": "D1", "title": "Policy", "sha256": digest, "stated_date": "2026-01-02"}, {"doc_id": "D2"}
    )
    profile = profile_of({"review.documents": Answer(State.ANSWERED, register)})
    found = table(profile, "P19", "Documents in evidence")
    assert found.rows[0][:2] == ("D1", "Policy")
    assert found.rows[0][4] == "2 Jan 2026"
    assert found.rows[0][-1] == digest[:16]
    assert found.rows[1][4] == "undated"
    assert table(profile, "P19", "Hashes in full").rows == (("D1", digest),)
    assert "the hashes were not recomputed" in printed(profile, "P19")


def test_every_answer_stands_in_the_index_with_what_it_rests_on() -> None:
    answers = everything(State.YES, cited=("D2", "D5"))
    answers["breach.plan"] = Answer(State.NA, reason="no data")
    answers["ferpa.purpose"] = Answer(State.PARTIAL)
    answers["breach.recipients"] = Answer(State.ANSWERED, ("not stated",))
    profile = profile_of(answers)
    found = table(profile, "P19", "Answers and what").rows
    assert found[0][2] == "D2 line 7: “words of the passage”; D5 line 8: “words of the passage”"
    assert [row for row in found if row[0] == "ferpa.ownership"] == [
        ("ferpa.ownership", "yes", f"D2 line 7, D5 line 8: see {found[0][0]}"),
    ]
    bare = table(profile, "P19", "Answers without").rows
    breach = k12().section_by_id["breach"].title
    assert (breach, "not applicable", "breach.plan") in bare
    assert (breach, "not addressed", "breach.recipients") in bare
    named = [*(row[0] for row in found), *(name for row in bare for name in row[2].split(", "))]
    assert sorted(named) == sorted(set(path_of({**answers}).items) - {"ferpa.purpose"})


def test_open_questions_are_listed_as_open_and_as_nothing_else() -> None:
    answers = everything(State.YES)
    answers["breach.plan"] = Answer()
    answers["ferpa.purpose"] = Answer(State.PARTIAL)
    answers["ferpa.ownership"] = Answer(State.YES)
    profile = profile_of(answers)
    still_open, uncited = blocks(profile, "P19", Bullets)
    asks = {name: k12().question(name).ask for name in ("breach.plan", "ferpa.purpose", "ferpa.ownership")}
    assert f"breach.plan: {asks['breach.plan']} (not answered yet)" in still_open.items
    assert f"ferpa.purpose: {asks['ferpa.purpose']} (partial, and the reason is missing)" in still_open.items
    assert f"ferpa.ownership: {asks['ferpa.ownership']}" in uncited.items


def test_every_document_that_is_cited_and_not_listed_stands_among_the_open_questions() -> None:
    strange = (Citation("D8", "line 1"), Citation("D9", "line 1"))
    profile = profile_of(
        {**everything(State.NOT_ADDRESSED), "breach.plan": Answer(State.NO, citations=strange)}
    )
    found = [item for item in blocks(profile, "P19", Bullets)[0].items if item.startswith("breach.plan: ")]
    assert [name in item for item, name in zip(found, ("D8", "D9"), strict=True)] == [True, True]


def test_nothing_open_is_said_too() -> None:
    cited = replace(documents(), citations=(Citation("D1", "line 1"),))
    profile = profile_of({**everything(State.NOT_ADDRESSED), "review.documents": cited})
    found = section(profile, "P19").blocks
    assert Paragraph("None. Every question in force has been answered.") in found
    assert Heading("Answered without a passage") not in found


def test_documents_of_these_tests_all_print() -> None:
    found = table(profile_of({}), "P19", "Documents in evidence")
    assert [row[0] for row in found.rows] == list(DOCUMENTS)


def test_a_note_never_prints() -> None:
    answers = {
        name: Answer(a.state, a.value, a.reason, "SECRET NOTE", a.citations)
        for name, a in everything(State.PARTIAL).items()
    }
    assert "SECRET" not in printed(profile_of(answers))


def test_a_citation_without_words_prints_its_place() -> None:
    answer = Answer(State.YES, citations=(Citation("D2", "page 3"),))
    rows_found = table(profile_of({"breach.plan": answer}), "P19", "Answers").rows
    assert ("breach.plan", "yes", "D2 page 3") in rows_found
