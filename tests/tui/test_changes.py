from __future__ import annotations

from app.assessment.answer import Citation
from app.review import Review
from app.tui.screens.changes import in_a_line, in_full
from tests.hostile import HOSTILE
from tests.tui.stage import RECORD, REGISTER, STATEMENT, only_text


def newest(review: Review, question_id: str) -> str:
    return in_a_line(review.history(question_id)[0], review.view.pack.question(question_id))


def full(review: Review, question_id: str, index: int = 0) -> str:
    blocks = in_full(review.history(question_id)[index], review.view.pack.question(question_id))
    return "\n".join(f"{block.label.plain} {block.text.plain}".strip() for block in blocks)


def test_states_are_words(fresh: Review) -> None:
    review = fresh
    review.answer(STATEMENT, "not_addressed")
    assert newest(review, STATEMENT) == "unanswered → not addressed"
    review.answer(STATEMENT, "na", reason="no data is stored")
    assert newest(review, STATEMENT) == "not addressed → not applicable, reason written"
    review.answer(STATEMENT, "partial", reason="only backups", note="ask again")
    assert newest(review, STATEMENT) == "not applicable → partial, reason changed, note written"
    review.answer(STATEMENT, reason="")
    assert newest(review, STATEMENT) == "reason taken away"


def test_citations_flags_and_values(fresh: Review) -> None:
    review = fresh
    review.cite(STATEMENT, Citation("D1", "line 97", "AES-256"))
    assert newest(review, STATEMENT) == "cited D1 line 97"
    assert 'Cited D1 line 97 "AES-256"' in full(review, STATEMENT)
    review.uncite(STATEMENT, 0)
    assert newest(review, STATEMENT) == "no longer cited D1 line 97"
    review.flag(STATEMENT)
    assert newest(review, STATEMENT) == "flagged"
    review.flag(STATEMENT)
    assert newest(review, STATEMENT) == "flag taken away"
    review.answer("product.name", value="Reader")
    assert newest(review, "product.name") == '"Acme Reader" → "Reader"'
    review.answer("product.name", value="")
    assert newest(review, "product.name") == 'answered → unanswered, "Reader" → empty'


def test_registers_name_rows_and_columns(fresh: Review) -> None:
    review = fresh
    review.add_rows(
        REGISTER, [{"country": "US", "name": "AWS"}, {"name": "Box"}, {"name": "C"}, {"name": "D"}]
    )
    assert newest(review, REGISTER) == "4 rows added: AWS, Box, C, …"
    review.set_cell(REGISTER, "r2", "function", "storage")
    assert newest(review, REGISTER) == 'row 2, What for: empty → "storage"'
    assert "Rows 4, of which 1 differ" in full(review, REGISTER)
    assert "Row 2 Company: Box · What for: storage" in full(review, REGISTER)
    review.drop_rows(REGISTER, ["r1", "r3"])
    assert newest(review, REGISTER) == "2 rows removed: AWS, C"


def test_a_record_is_shown_by_field(fresh: Review) -> None:
    review = fresh
    assert "Name Ann Reviewer" in full(review, RECORD)


def test_undone_and_long(fresh: Review) -> None:
    review = fresh
    review.answer(STATEMENT, "yes", note="x" * 10_000)
    assert "6,000 more characters" in full(review, STATEMENT)
    review.undo()
    assert "· undone" in full(review, STATEMENT)
    review.add_rows(REGISTER, [{"name": str(i)} for i in range(60)])
    assert "and 10 more" in full(review, REGISTER)


def test_hostile_text_is_data(fresh: Review) -> None:
    review = fresh
    for text in HOSTILE.values():
        review.answer(STATEMENT, "partial", reason=text, note=text)
        review.cite(STATEMENT, Citation(text or "-", text or "-", text))
        review.add_rows(REGISTER, [{"name": text}])
    for question in (STATEMENT, REGISTER):
        for index, entry in enumerate(review.history(question)):
            assert only_text(full(review, question, index))
            assert entry
